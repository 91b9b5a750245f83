"""Which start is best: decided on one luck, held against what the quoted one says of it and of the others."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.intervals import interval
from core.policies import REPLENISHING
from core.season.curve import WEEK
from core.season.pricing import SPANS, Priced
from core.season.starting import LATE

Array = NDArray[np.float64]
AS_GOOD = 0.001
"""A service so little below another is as good."""
LATER = ("late_two_weeks", "late_two_weeks_lo", "late_two_weeks_hi", "late_service")
CHEAPER = ("cheapest_weeks", "saved", "saved_lo", "saved_hi")
RANGES = ("matters", "tried_first", "service_least", "service_most", "cost_least", "cost_most")
BEST = ("reached", "weeks_before", "day", "date", *SPANS, *LATER, *CHEAPER, *RANGES)


def bests(quoting: Priced, deciding: Priced, target: float) -> pd.DataFrame:
    """A row per policy, with BEST: see `SeasonPlan.best`."""
    rows = [_best(quoting, deciding, policy, target) for policy in REPLENISHING]
    return pd.DataFrame(rows, index=pd.Index(REPLENISHING, name="policy"), columns=list(BEST))


def _cheapest(luck: Priced, policy: str, target: float) -> int:
    """The place of the cheapest start that reaches the target on a luck; if none does, of those that serve most."""
    service, cost = luck.means("service", policy), luck.means("cost", policy)
    enough = service >= target
    worth = np.where(enough if enough.any() else service >= service.max() - AS_GOOD, -cost, -np.inf)
    # Among equals the latest start, which is the last one.
    return worth.size - 1 - int(worth[::-1].argmax())


def _best(quoting: Priced, deciding: Priced, policy: str, target: float) -> dict[str, object]:
    k, other = _cheapest(deciding, policy, target), _cheapest(quoting, policy, target)
    # Said of the futures that are quoted, so that it fits the figures beside it.
    reached = bool((quoting.means("service", policy) >= target).any())
    cells, weeks = quoting.starts.cells(policy)[1:], quoting.starts.weeks
    table = quoting.tables[policy].iloc[1:]
    row: dict[str, object] = {str(name): each for name, each in table.iloc[k].items()}
    later = _dearer(quoting, cells[k + LATE], cells[k])
    row |= dict(zip(LATER, [*later, float(quoting.figures["service"][cells[k + LATE]].mean())], strict=True))
    row |= dict(zip(CHEAPER, [weeks[other], *_dearer(quoting, cells[k], cells[other])], strict=True))
    row |= _ranges(table[table["weeks_before"] >= 0], table.iloc[k])
    return row | {"reached": reached, "weeks_before": weeks[k], "day": quoting.season.first - WEEK * weeks[k]}


def _dearer(luck: Priced, one: int, other: int) -> list[float]:
    """What one cell costs more than another on the same futures: mean, low, high."""
    more = luck.figures["cost"][[one]] - luck.figures["cost"][[other]]
    return [float(bound[0]) for bound in interval(more, luck.known)]


def _ranges(table: pd.DataFrame, best: pd.Series) -> dict[str, object]:
    """How service and cost range over the starts up to the season's first day, and whether the start matters.

    It doesn't where no start serves a tenth of a point more than another, or where what they serve all lies within the
    best start's own interval.
    """
    least, most = float(table["service"].min()), float(table["service"].max())
    within = float(best["service_lo"]) <= least and most <= float(best["service_hi"])
    matters = not (within or most - least < AS_GOOD)
    cost, first = table["cost"], int(table["weeks_before"].iloc[0])
    return dict(zip(RANGES, [matters, first, least, most, float(cost.min()), float(cost.max())], strict=True))
