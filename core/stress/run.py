"""What a given shock does to each policy: service through it, how long shelves last, when it is over, what it costs.

The same futures are run with the events and without; every difference is on the same luck.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.catalogue import Catalogue
from core.errors import InputError, plain
from core.events import Event, check_events
from core.intervals import interval
from core.ledger import Ledger
from core.measures import NAMES
from core.outcome import Outcome, places, price, within
from core.policies import POLICIES
from core.scenario import Scenario
from core.simulation import simulate
from core.stress.figures import by_future, controls_of, curve_series, limits_of, linearised
from core.stress.sides import Sides, both_sides

Array = NDArray[np.float64]
Bounds = tuple[Array, Array, Array]
LONGEST_WARNING = 365
YEARLY = {"buffer_cost_per_year": "total_cost", "buffer_inventory_cost_per_year": "inventory_cost"}
PAYS_BACK = "pays_back_once_in_years"


def stress(
    catalogue: Catalogue,
    scenario: Scenario | None = None,
    events: Sequence[Event] = (),
    base: Ledger | None = None,
    warning: int = 0,
    workers: int | None = None,
) -> Stress:
    """What the events (see `core.events`) do to the three policies, beside the same futures without them.

    `base` is the ledger of the same catalogue and scenario without events, as `compare` makes it, if it is there
    already. `warning`: from how many days before its start each event is known, so that levels are raised for what
    will be missing (0: it comes as a surprise; the past of day 0 stays as it was). `workers` changes no digit. Raises
    InputError for events that can't be, and for a ledger of something else.
    """
    scenario = Scenario() if scenario is None else scenario
    check(catalogue, scenario, base)
    check_events(events, catalogue, scenario.run.horizon_days)
    whole = isinstance(warning, int | np.integer) and not isinstance(warning, bool)
    if not whole or not 0 <= warning <= LONGEST_WARNING:
        raise InputError([f"The warning must be a whole number 0 to {LONGEST_WARNING} days, got {plain(warning)}"])
    base = simulate(catalogue, scenario, workers=workers) if base is None else base
    if base.catalogue != catalogue:
        raise InputError(["The ledger without events (base) must be of the same catalogue, got that of another"])
    normal = price(base, scenario)
    sides = both_sides(base, events, int(warning), workers)
    series = by_future(sides, scenario, places(catalogue, scenario))
    return Stress(tuple(events), int(warning), normal, sides, series)


def check(catalogue: object, scenario: object, base: object) -> None:
    """Raises InputError for what is no catalogue, no scenario or no ledger."""
    if not isinstance(catalogue, Catalogue):
        raise InputError([f"The catalogue must be one that load_catalogue made, got {plain(catalogue)}"])
    if not isinstance(scenario, Scenario):
        raise InputError([f"The scenario must be a Scenario or None for its defaults, got {plain(scenario)}"])
    if base is not None and not isinstance(base, Ledger):
        raise InputError([f"The ledger without events (base) must be one that simulate made, got {plain(base)}"])


@dataclass(frozen=True, eq=False)
class Stress:
    """What events did. Tables are made when first asked for; `series` [policy, future] are the figures by future."""

    events: tuple[Event, ...]
    warning: int
    normal: Outcome
    sides: Sides
    series: Mapping[str, Array]

    def __repr__(self) -> str:
        return f"<Stress of {self.normal.ledger!r} by {len(self.events)} events>"

    @cached_property
    def reached(self) -> tuple[str, ...]:
        """The items that the events' reach names, also where a second source spares them."""
        return tuple(self.normal.ledger.catalogue.column("item")[self.sides.scope])

    @property
    def start(self) -> int:
        """The first event's first day."""
        return self.sides.start

    @cached_property
    def summary(self) -> pd.DataFrame:
        """One row per policy (jit, jic, hybrid); each column with _lo and _hi, 95 % over the futures.

        time_to_survive: days from the first event's start until an item's shelf fails, averaged by value over the items
        in reach, and normal_survive without the events; both end with the horizon, and not_failed is the share that
        lasts that long. depth: the largest drop of a day's service below that without events, both pooled over the
        futures as in `curve`, whose plain interval it has. time_to_recover: days from the start until service is back
        within a point of the same future without events, on the day and over the fortnight that it begins, with no
        more than a hundredth of a day's demand waiting above it; 0 where no fortnight is worse before what the events
        touched is settled; not_recovered is the share of futures in which the horizon ends first. units_lost,
        margin_lost, rush_cost, overflow_cost and event_cost (total cost): with events less without, over the horizon,
        not a year. buffer_cost_per_year and buffer_inventory_cost_per_year:
        total and inventory cost a year without events, above Just-in-Time's. pays_back_once_in_years: by how much the
        events cost less than under Just-in-Time, over buffer_cost_per_year: what is held pays if this happens more
        often than once in so many years; inf where it costs nothing even without events, 0 where it saves nothing in
        them, NaN for Just-in-Time itself.
        """
        left = self.normal.ledger.days - self.start
        columns: dict[str, Array] = {}
        for name, series in {**self.series, **self._yearly}.items():
            bounds = within(interval(series, controls_of(name, self.normal)), *limits_of(name, left))
            columns |= dict(zip((name, name + "_lo", name + "_hi"), bounds, strict=True))
        columns |= dict(zip((PAYS_BACK, PAYS_BACK + "_lo", PAYS_BACK + "_hi"), self._pays_back(columns), strict=True))
        return pd.DataFrame(columns, index=pd.Index(POLICIES, name="policy"))

    @cached_property
    def _yearly(self) -> dict[str, Array]:
        """What each policy costs a year above Just-in-Time without events, [policy, future]."""
        totals = self.normal.totals
        return {
            name: np.stack([totals[p].series[at] - totals["jit"].series[at] for p in POLICIES])
            for name, measure in YEARLY.items()
            for at in (NAMES.index(measure),)
        }

    def _pays_back(self, columns: Mapping[str, Array]) -> Bounds:
        saved = self.series["event_cost"][:1] - self.series["event_cost"]
        cost = self._yearly["buffer_cost_per_year"]
        mean, low, high = within(interval(linearised(saved, cost), self.normal.controls), 0.0, np.inf)
        least, most = columns["buffer_cost_per_year_lo"], columns["buffer_cost_per_year_hi"]
        saves, costs = saved.mean(axis=1) > 0, cost.mean(axis=1) > 0
        mean = np.where(costs, np.where(saves, mean, 0.0), np.inf)
        # A buffer that may cost nothing may pay however seldom this happens.
        high = np.where(costs & (least > 0), np.maximum(high, mean), np.inf)
        floor = np.divide(interval(saved)[1], most, out=np.full_like(most, np.inf), where=most > 0)
        low = np.minimum(np.where(costs, np.maximum(low, 0.0), np.maximum(floor, 0.0)), mean)
        itself = np.array(POLICIES) == "jit"
        return np.where(itself, np.nan, mean), np.where(itself, np.nan, low), np.where(itself, np.nan, high)

    @cached_property
    def curve(self) -> pd.DataFrame:
        """A row per policy and measured day: policy, day, service, service_lo, service_hi and normal.

        Service is the fill rate by value of the items in reach, pooled over the futures; normal is it without events.
        """
        return pd.concat([self._curve(p, *both) for p, both in curve_series(self.sides).items()], ignore_index=True)

    def _curve(self, policy: str, event: Array, normal: Array) -> pd.DataFrame:
        service, low, high = within(interval(event), 0.0, 1.0)
        days = {"policy": policy, "day": np.arange(len(service)), "service": service}
        return pd.DataFrame({**days, "service_lo": low, "service_hi": high, "normal": normal.mean(axis=1)})
