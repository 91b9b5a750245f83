"""When to start stocking up for an item's season: what each start week gives and takes, and which one is best."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from core.catalogue import Catalogue
from core.errors import InputError, plain
from core.randomness import key
from core.scenario import Scenario
from core.season.choosing import BEST, bests
from core.season.curve import Season, dated, months_of, season_of
from core.season.pricing import SPANS, Priced, others
from core.season.starting import started
from core.season.warehouse import Warehouse, horizon_of, simulated, warehouse_days

SEASON = ("day", "date", "index")
WEEKS = ("policy", "weeks_before", "day", "date", *SPANS)


@dataclass(frozen=True, eq=False)
class SeasonPlan:
    """An item's season and its starts. Where the index is flat `has_season` is False, and all tables but months empty.

    `months`: month, index, lo, hi (by how little was observed). `season`: rows first, peak, last; day, date, index.
    `weeks`: a row for each policy (jit, jic) and start: weeks_before the season's first day, day, date, and FIGURES,
    each with _lo and _hi: service is the season's fill rate, peak_… the highest stock of the day from 26 weeks before
    the season (or the end of the one before) to its end, left_… the stock at its end, cost the item's total cost over
    `days` days with the outside storage that it causes. outside_… is the need of the whole warehouse for outside
    storage over those days, overflow_… the part of it that would not be without the item.
    `planned`: the same columns, a row per policy: the plan as it is set, which doesn't bring the peak forward.
    `best`: a row per policy: the cheapest start that reaches the target, decided on the futures of another seed and
    quoted on the scenario's own. Where none does there, it is the cheapest of those that serve as well as any, to a
    tenth of a point. `reached` says whether any start reaches the target on the scenario's own futures.
    late_two_weeks is what a start two weeks later costs more on the same futures, late_service what it serves.
    cheapest_weeks is the start that would be chosen on the quoted futures, saved what it costs less on them. `matters`
    is False where what the starts serve, from the earliest (tried_first weeks before) to the season's first day, lies
    within the best one's interval or a tenth of a point: service_least to _most, at cost_least to _most.
    """

    item: str
    target: float
    months: pd.DataFrame
    lucks: tuple[Priced, Priced] | None = None
    """Where the figures come from: the futures that are quoted, and those on which is decided; None without a season.
    Tables are made of them when first asked for."""

    def __repr__(self) -> str:
        return f"<SeasonPlan of {self.item!r}: {len(self.weeks)} starts>"

    @property
    def has_season(self) -> bool:
        """Whether the index isn't flat."""
        return self.lucks is not None

    @property
    def days(self) -> int:
        """Days that are simulated; 0 without a season."""
        return 0 if self.lucks is None else self.lucks[0].starts.ledger.days

    @cached_property
    def season(self) -> pd.DataFrame:
        """First day, peak and last day."""
        if self.lucks is None:
            return pd.DataFrame(columns=list(SEASON))
        return _season_table(self.lucks[0].catalogue, self.lucks[0].season)

    @cached_property
    def weeks(self) -> pd.DataFrame:
        """The starts."""
        late = self._every["weeks_before"] < (np.nan if self.lucks is None else self.lucks[0].last)
        starts = self._every[self._every["weeks_before"].notna() & ~late]
        return starts.astype({"weeks_before": int, "day": int}).reset_index(drop=True)

    @cached_property
    def planned(self) -> pd.DataFrame:
        """The plan as it is set."""
        return self._every[self._every["weeks_before"].isna()].reset_index(drop=True)

    @cached_property
    def best(self) -> pd.DataFrame:
        """The best starts for the target."""
        return pd.DataFrame(columns=list(BEST)) if self.lucks is None else bests(*self.lucks, self.target)

    @cached_property
    def _every(self) -> pd.DataFrame:
        if self.lucks is None:
            return pd.DataFrame(columns=list(WEEKS))
        return pd.concat(self.lucks[0].tables.values(), ignore_index=True)

    def to(self, target: float) -> SeasonPlan:
        """The same starts with the best ones for another target; nothing is simulated. Raises as `season_plan`."""
        _check_target(target)
        return replace(self, target=target)

    def priced(self, scenario: Scenario) -> SeasonPlan:
        """The same starts at other prices; nothing is simulated.

        Raises InputError if the scenario differs in more than prices (and days measured), or in the own places.
        """
        if self.lucks is None:
            return self
        quoting, deciding = self.lucks
        return replace(self, lucks=(quoting.at(scenario), deciding.at(_other(scenario))))


def season_plan(
    catalogue: Catalogue,
    scenario: Scenario | None = None,
    item: str = "",
    target: float = 0.95,
    *,
    outside: bool = True,
    warehouse: Warehouse | None = None,
    workers: int | None = None,
) -> SeasonPlan:
    """When to start stocking up for an item's season, under Just-in-Time and under Just-in-Case.

    `target`: fill rate over the season, 0 to 1. Without `outside` the warehouse isn't simulated, and outside storage
    counts as nothing; `warehouse` (see `warehouse_for`) saves simulating it again. Raises InputError for an item that
    isn't in the catalogue, a target outside 0 to 1, a warehouse of something else, and what is no catalogue or
    scenario.
    """
    scenario = Scenario() if scenario is None else scenario
    if not isinstance(catalogue, Catalogue):
        raise InputError([f"The first argument must be a catalogue (see load_catalogue), got {plain(catalogue)}"])
    if not isinstance(scenario, Scenario):
        raise InputError([f"The second argument must be a Scenario, got {plain(scenario)}"])
    _check_target(target)
    season = season_of(catalogue, scenario.demand, item)
    months = months_of(catalogue, scenario.demand, item)
    if season is None:
        return SeasonPlan(item, target, months)
    long = scenario.but(horizon_days=horizon_of(season))
    if outside and warehouse is None:
        warehouse = warehouse_for(catalogue, scenario, warehouse_days(season), workers)
    if warehouse is not None:
        warehouse.check(catalogue, long)
    lucks = (long, _other(long))
    with ThreadPoolExecutor(1 if workers == 1 else 2) as pool:
        # One item is the work of one thread, so the two run side by side.
        runs = [pool.submit(started, catalogue, each, item, season, warehouse, 1) for each in lucks]
        quoted, decided = (one.result() for one in runs)
    # What is decided on other futures of the item stands beside the others as they are quoted: one warehouse is enough.
    rest = None if warehouse is None else others(warehouse, quoted)
    sides = zip(lucks, (quoted, decided), strict=True)
    quoting, deciding = (Priced.of(catalogue, each, season, starts, rest) for each, starts in sides)
    return SeasonPlan(item, target, months, (quoting, deciding))


def warehouse_for(catalogue: Catalogue, scenario: Scenario, days: int, workers: int | None = None) -> Warehouse:
    """The warehouse over so many days, on the scenario's own futures."""
    return simulated(catalogue, scenario.but(horizon_days=days), workers)


def _other(scenario: Scenario) -> Scenario:
    """The scenario on the futures on which is decided; their seed follows from its own, and never is it."""
    seed = scenario.run.seed
    derived = key(seed, "season", "deciding")[0] >> 1
    return scenario.but(seed=int(derived if derived != seed else derived ^ 1))


def _check_target(target: object) -> None:
    is_number = isinstance(target, int | float | np.floating) and not isinstance(target, bool)
    if not is_number or not 0 <= target <= 1:  # type: ignore[operator]
        raise InputError([f"The target must be a fill rate of 0 to 1, got {plain(target)}"])


def _season_table(catalogue: Catalogue, season: Season) -> pd.DataFrame:
    days = {"first": season.first, "peak": season.peak, "last": season.last}
    table = {
        "day": list(days.values()),
        "date": [dated(catalogue, day).isoformat() for day in days.values()],
        "index": [float(season.index[day % season.index.size]) for day in days.values()],
    }
    return pd.DataFrame(table, index=pd.Index(days, name="what"))
