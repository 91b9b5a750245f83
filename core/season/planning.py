"""When to start stocking up for an item's season: what each start week gives and takes, and which one is best."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.catalogue import Catalogue
from core.errors import InputError, plain
from core.intervals import Controls, interval
from core.outcome import limits, places, within
from core.policies import REPLENISHING
from core.portfolio import Book, controls
from core.randomness import key
from core.scenario import Scenario
from core.season.curve import WEEK, Season, dated, months_of, season_of
from core.season.starting import LATE, Starts, started
from core.season.warehouse import Warehouse, horizon_of, simulated, warehouse_days

Array = NDArray[np.float64]
FIGURES = (
    *("service", "peak_units", "peak_value", "peak_pallets", "left_units", "left_value"),
    *("outside_pallet_days", "outside_cost", "overflow_pallet_days", "overflow_cost", "cost"),
)
"""What a start comes to; each with _lo and _hi."""
SPANS = tuple(name + end for name in FIGURES for end in ("", "_lo", "_hi"))
SEASON = ("day", "date", "index")
WEEKS = ("policy", "weeks_before", "day", "date", *SPANS)
AS_GOOD = 0.001
"""A service so little below the best is as good, where no start reaches the target."""
LATER = ("late_two_weeks", "late_two_weeks_lo", "late_two_weeks_hi", "late_service")
BEST = ("reached", "weeks_before", "day", "date", *SPANS, *LATER)


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
    """

    item: str
    target: float
    has_season: bool
    days: int
    months: pd.DataFrame
    season: pd.DataFrame
    weeks: pd.DataFrame
    planned: pd.DataFrame
    best: pd.DataFrame
    lucks: tuple[Priced, Priced] | None = None
    """Where the figures come from: the futures that are quoted, and those on which is decided."""

    def __repr__(self) -> str:
        return f"<SeasonPlan of {self.item!r}: {len(self.weeks)} starts>"

    def to(self, target: float) -> SeasonPlan:
        """The same starts with the best ones for another target; nothing is simulated. Raises as `season_plan`."""
        _check_target(target)
        best = self.best if self.lucks is None else _bests(*self.lucks, target)
        return replace(self, target=target, best=best)

    def priced(self, scenario: Scenario) -> SeasonPlan:
        """The same starts at other prices; nothing is simulated.

        Raises InputError if the scenario differs in more than prices (and days measured), or in the own places.
        """
        if self.lucks is None:
            return self
        quoting, deciding = self.lucks
        return _plan(self.item, self.target, self.months, quoting.at(scenario), deciding.at(_other(scenario)))


def season_plan(
    catalogue: Catalogue,
    scenario: Scenario | None,
    item: str,
    target: float = 0.95,
    *,
    outside: bool = True,
    warehouses: tuple[Warehouse, Warehouse] | None = None,
    workers: int | None = None,
) -> SeasonPlan:
    """When to start stocking up for an item's season, under Just-in-Time and under Just-in-Case.

    `target`: fill rate over the season, 0 to 1. Without `outside` the warehouse isn't simulated, and outside storage
    counts as nothing; `warehouses` (see `warehouses_for`) saves simulating it again. Raises InputError for an item that
    isn't in the catalogue, a target outside 0 to 1, and warehouses of something else.
    """
    scenario = Scenario() if scenario is None else scenario
    _check_target(target)
    season = season_of(catalogue, scenario.demand, item)
    months = months_of(catalogue, scenario.demand, item)
    if season is None:
        empty = [pd.DataFrame(columns=list(names)) for names in (SEASON, WEEKS, WEEKS, BEST)]
        return SeasonPlan(item, target, False, 0, months, empty[0], empty[1], empty[2], empty[3])
    long = scenario.but(horizon_days=horizon_of(season))
    if outside and warehouses is None:
        warehouses = warehouses_for(catalogue, scenario, warehouse_days(season), workers)
    quoting, deciding = (
        Priced.of(catalogue, each, item, season, warehouse, workers)
        for each, warehouse in zip((long, _other(long)), warehouses or (None, None), strict=True)
    )
    return _plan(item, target, months, quoting, deciding)


def _plan(item: str, target: float, months: pd.DataFrame, quoting: Priced, deciding: Priced) -> SeasonPlan:
    weeks = pd.concat([quoting.table(policy) for policy in REPLENISHING], ignore_index=True)
    is_plan = weeks["weeks_before"].isna()
    late = weeks["weeks_before"] < quoting.last
    return SeasonPlan(
        item, target, True, quoting.starts.ledger.days, months,
        _season_table(quoting.catalogue, quoting.season),
        weeks[~is_plan & ~late].astype({"weeks_before": int, "day": int}).reset_index(drop=True),
        weeks[is_plan].reset_index(drop=True),
        _bests(quoting, deciding, target),
        (quoting, deciding),
    )  # fmt: skip


def warehouses_for(
    catalogue: Catalogue, scenario: Scenario, days: int, workers: int | None = None
) -> tuple[Warehouse, Warehouse]:
    """The warehouse over so many days, on the scenario's own futures and on those on which is decided."""
    long = scenario.but(horizon_days=days)
    one, other = (simulated(catalogue, each, workers) for each in (long, _other(long)))
    return one, other


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


@dataclass(frozen=True, eq=False)
class Priced:
    """Every start of an item on one luck: figures [cell, future] whose mean is the figure quoted."""

    catalogue: Catalogue
    season: Season
    starts: Starts
    own: float | None
    outside: tuple[Array, Array]
    scenario: Scenario
    figures: dict[str, Array]
    known: Controls

    @classmethod
    def of(
        cls,
        catalogue: Catalogue,
        scenario: Scenario,
        item: str,
        season: Season,
        warehouse: Warehouse | None,
        workers: int | None,
    ) -> Priced:
        starts = started(catalogue, scenario, item, season, warehouse, workers)
        own = None if warehouse is None else places(catalogue, scenario)
        if warehouse is not None:
            warehouse.check(catalogue, scenario)
        outside = _outside(starts, warehouse, own or 0.0)
        # What was added up isn't kept: it is as large as the whole warehouse, for every start.
        light = replace(starts, room=starts.room[:0].copy())
        known = controls(starts.ledger, "value")
        return cls(catalogue, season, light, own, outside, scenario, _figures(light, outside, scenario), known)

    def at(self, scenario: Scenario) -> Priced:
        """The same luck at other prices; nothing is simulated. Raises InputError if more differs, or the own places."""
        long = scenario.but(horizon_days=self.scenario.run.horizon_days)
        same_room = self.own is None or places(self.catalogue, scenario) == self.own
        if long.physics() != self.scenario.physics() or not same_room:
            said = "Starts can only be priced with a scenario that differs in prices alone, at the same own places"
            raise InputError([said])
        return replace(self, scenario=long, figures=_figures(self.starts, self.outside, long))

    @property
    def last(self) -> int:
        """The last start that is tried; what comes after it shows only what being late costs."""
        return self.starts.weeks[-1 - LATE]

    def bounds(self, name: str, cells: NDArray[np.int64]) -> tuple[Array, Array, Array]:
        """(mean, low, high) of a figure."""
        least, most = (0.0, 1.0) if name == "service" else (0.0, np.inf)
        if name == "cost":
            least, most = limits("total_cost", self.starts.ledger.catalogue)
        return within(interval(self.figures[name][cells], self.known), least, most)

    def table(self, policy: str) -> pd.DataFrame:
        """A policy's plan as it is set (no week), and its starts."""
        cells, weeks = self.starts.cells(policy), self.starts.weeks
        days = [self.season.first - WEEK * week for week in weeks]
        columns: dict[str, object] = {
            "policy": policy,
            "weeks_before": np.array([np.nan, *weeks]),
            "day": np.array([np.nan, *days]),
            "date": ["", *(dated(self.catalogue, day).isoformat() for day in days)],
        }
        for name in FIGURES:
            columns[name], columns[name + "_lo"], columns[name + "_hi"] = self.bounds(name, cells)
        return pd.DataFrame(columns)

    def means(self, name: str, policy: str) -> Array:
        """A figure's mean for each start that can be chosen, the earliest first."""
        means: Array = self.figures[name][self.starts.cells(policy)[1 : len(self.starts.weeks) + 1 - LATE]].mean(axis=1)
        return means


def _figures(starts: Starts, outside: tuple[Array, Array], scenario: Scenario) -> dict[str, Array]:
    """What every cell comes to in every future, by name: FIGURES."""
    catalogue, rate = starts.ledger.catalogue, scenario.costs.overflow.overflow_rate
    cost, per_pallet = (float(catalogue.column(name)[0]) for name in ("unit_cost", "units_per_pallet"))
    own = np.concatenate([_cost(starts, policy, scenario) for policy in REPLENISHING])
    whole, added = outside
    return {
        "service": _service(starts.served, starts.demand),
        "peak_units": starts.peak,
        "peak_value": cost * starts.peak,
        "peak_pallets": starts.peak / per_pallet,
        "left_units": starts.left,
        "left_value": cost * starts.left,
        "outside_pallet_days": whole,
        "outside_cost": rate * whole,
        "overflow_pallet_days": added,
        "overflow_cost": rate * added,
        "cost": own * (starts.ledger.days / 365.0) + rate * added,
    }


def _cost(starts: Starts, policy: str, scenario: Scenario) -> Array:
    """Total cost a year of a policy's cells without outside storage, [cell, future].

    The cells are priced as if they were items of one ledger, all of them this one: that is one sum for all.
    """
    cells, ledger = starts.cells(policy), starts.ledger
    alike = replace(ledger, policy=ledger.policy[cells[:1]], sums=ledger.sums[cells, 0][None])
    return Book(alike, scenario, np.inf, "value").items(0)["total_cost"]


def _service(served: Array, demand: Array) -> Array:
    """Fill rate pooled over futures, linearised by future."""
    mean = demand.mean()
    if mean <= 0:
        return np.ones_like(served)
    # From what fell short: a perfect service is exactly 1.
    short = np.maximum(demand - served, 0.0)
    pooled = short.mean(axis=1, keepdims=True) / mean
    series: Array = 1.0 - (pooled + (short - pooled * demand) / mean)
    return series


def _outside(starts: Starts, warehouse: Warehouse | None, own: float) -> tuple[Array, Array]:
    """Pallet-days beyond the own places in every cell and future: of the whole warehouse, and what the item adds."""
    futures = starts.demand.size
    if warehouse is None:
        nothing = np.zeros((len(starts.room), futures))
        return nothing, nothing
    ledger, days = starts.ledger, starts.ledger.days
    as_set = starts.cells(REPLENISHING[int(ledger.assignment.buffered[0])])[0]
    rest = warehouse.grains[:, :days] - starts.room[as_set]
    limit = own * warehouse.grain

    def beyond(grains: NDArray[np.int32]) -> Array:
        over: Array = np.maximum(grains - limit, 0.0).sum(axis=1).reshape(-1)[:futures] / warehouse.grain
        return over

    without = beyond(rest)
    whole = np.array([beyond(rest + room) for room in starts.room])
    return whole, whole - without


def _bests(quoting: Priced, deciding: Priced, target: float) -> pd.DataFrame:
    rows = [_best(quoting, deciding, policy, target) for policy in REPLENISHING]
    return pd.DataFrame(rows, index=pd.Index(REPLENISHING, name="policy"), columns=list(BEST))


def _best(quoting: Priced, deciding: Priced, policy: str, target: float) -> dict[str, object]:
    service, cost = deciding.means("service", policy), deciding.means("cost", policy)
    enough = service >= target
    worth = np.where(enough if enough.any() else service >= service.max() - AS_GOOD, -cost, -np.inf)
    # Said of the futures that are quoted, so that it fits the figures beside it.
    reached = bool((quoting.means("service", policy) >= target).any())
    # Among equals the latest start, which is the last one.
    k = worth.size - 1 - int(worth[::-1].argmax())
    cells = quoting.starts.cells(policy)
    chosen, later = cells[k + 1], cells[k + 1 + LATE]
    row: dict[str, object] = {str(name): each for name, each in quoting.table(policy).iloc[k + 1].items()}
    more = quoting.figures["cost"][[later]] - quoting.figures["cost"][[chosen]]
    bounds = [float(bound[0]) for bound in interval(more, quoting.known)]
    row |= dict(zip(LATER, [*bounds, float(quoting.figures["service"][later].mean())], strict=True))
    week = quoting.starts.weeks[k]
    return row | {"reached": reached, "weeks_before": week, "day": quoting.season.first - WEEK * week}
