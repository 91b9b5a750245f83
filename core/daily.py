"""One future as it happens: an item, or the whole warehouse, day by day under the three policies on the same luck.

The days come from the kernel that makes every other figure, with the same luck: their sums are the ledger's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.catalogue import Catalogue
from core.demand import MONTH_DAYS
from core.engine import TRACE
from core.errors import InputError, plain
from core.job import blocks_of
from core.ledger import Ledger
from core.policies import POLICIES, REPLENISHING, Assignment, Plan, hybrid
from core.scenario import Scenario, settings
from core.shocks import Path
from core.simulation import simulate
from core.simulation.running import Setup, plans_of, run, set_up

Array = NDArray[np.float64]
NAMED = ("typical", "worst", "best")
"""Futures that go by a name; any other goes by its number."""
KINDS = {"spiking": "spike", "out": "outage", "changed": "design change"}
COLUMNS = (
    *("policy", "day", "date", "demand", "sold", "short", "stock", "stock_of_the_day", "on_order", "waiting"),
    *("ordered", "received", "scrapped", "pallets", "items_short", *KINDS),
)
COUNTS = ("items_short", *KINDS)
# Most items whose days are held at once.
AT_ONCE = 500
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DATES = [f"{day + 1} {month}" for month, days in zip(_MONTHS, MONTH_DAYS, strict=True) for day in range(int(days))]


@dataclass(frozen=True, eq=False)
class DayByDay:
    """One future of an item, or of the whole warehouse, under the three policies.

    days: a row per policy (jit, jic, hybrid) and measured day, with COLUMNS. Of an item they are units; of the whole
    warehouse money at unit cost, because units of different items don't add up. `stock` is on the shelf at day's end,
    `waiting` and `on_order` too; `stock_of_the_day` counts, of what was sold, the part of the day that it lay there,
    and `pallets` are that stock in pallets. `items_short` items fell short on the day; so many were `spiking`, had a
    supplier that was `out`, or were `changed` by their designers.
    marks: kind (spike, outage, design change), day, length in days, and items, the most hit on one of its days. Of the
    whole warehouse a mark is where half of the items or more are hit.
    future: its number; rank: 1 for the future with the lowest fill rate, averaged over the three policies, and
    `futures` for the one with the highest. fill_rate: that of each policy in this future (by value at unit cost).
    """

    item: str | None
    future: int
    rank: int
    futures: int
    unit: str
    fill_rate: dict[str, float]
    days: pd.DataFrame
    marks: pd.DataFrame

    def column(self, name: str) -> Array:
        """A column of the days as numbers, [policy, day]."""
        return self.days[name].to_numpy(float).reshape(len(POLICIES), -1)


def day_by_day(
    catalogue: Catalogue,
    scenario: Scenario | None = None,
    item: str | None = None,
    future: int | str = "typical",
    ledger: Ledger | None = None,
) -> DayByDay:
    """One future day by day: of an item by its identifier, or of the whole warehouse for None.

    `future` is a number from 0, or "typical" (the median), "worst" (one future in twenty serves as little, or less) or
    "best", ranked by the fill rate of what is looked at, averaged over the three policies: prices move no future. Equal
    ones are ranked by their number. `ledger` is the simulation of the two, if it is at hand. Raises InputError for an
    item or a future that there isn't, and for a ledger of something else.
    """
    scenario = Scenario() if scenario is None else scenario
    _check(catalogue, scenario, item, future, ledger)
    if item is None:
        return _of_all(catalogue, scenario, future, ledger)
    return _of_item(catalogue, scenario, item, future, ledger)


def _check(catalogue: Catalogue, scenario: Scenario, item: object, future: object, ledger: Ledger | None) -> None:
    if not isinstance(catalogue, Catalogue):
        raise InputError([f"The first argument must be a catalogue (see load_catalogue), got {plain(catalogue)}"])
    if not isinstance(scenario, Scenario):
        raise InputError([f"The second argument must be a Scenario, got {plain(scenario)}"])
    faults, count = [], scenario.run.futures
    if item is not None and not (isinstance(item, str) and item in catalogue.column("item")):
        faults.append(f"The item must be one of the catalogue's {len(catalogue):,}, or None for all, got {plain(item)}")
    is_number = isinstance(future, int | np.integer) and not isinstance(future, bool)
    if not (0 <= future < count if is_number else isinstance(future, str) and future in NAMED):  # type: ignore[operator]
        said = f"a number from 0 to {count - 1}, typical, worst or best"
        faults.append(f"The future must be {said}, got {plain(future)}")
    if ledger is not None and (ledger.catalogue != catalogue or ledger.physics != scenario.physics()):
        faults.append("The ledger must be a simulation of the catalogue under the scenario, got one of something else")
    elif ledger is not None and ledger.policy.tolist() != list(range(len(REPLENISHING))):
        faults.append("The ledger must hold each policy once, at its own buffer")
    if faults:
        raise InputError(faults)


def chosen(rates: Array, future: int | str) -> tuple[int, int]:
    """(number, rank from 1 for the worst) of a future, by name or number, from a rate of each future."""
    order, count = np.argsort(rates, kind="stable"), rates.size
    if isinstance(future, str):
        place = {"typical": (count - 1) // 2, "worst": -(-count // 20) - 1, "best": count - 1}[future]
        return int(order[place]), place + 1
    return int(future), int(np.flatnonzero(order == future)[0]) + 1


def fill_rates(ledger: Ledger) -> Array:
    """Fill rate [policy, future] of a ledger's items together, by value at unit cost; 1 where nothing is asked for."""
    cost, buffered = ledger.catalogue.column("unit_cost"), ledger.assignment.buffered
    short = [ledger.short(cell) for cell in range(len(REPLENISHING))]
    short.append(np.where(buffered[:, None], short[1], short[0]))
    # An item by itself has units alone: it may be given away.
    value = cost[:, None] if len(ledger.catalogue) > 1 else np.ones((1, 1))
    asked = (value * ledger.demand).sum(axis=0)
    missed = np.array([(value * part).sum(axis=0) for part in short])
    rates: Array = 1.0 - np.divide(missed, asked, out=np.zeros_like(missed), where=asked > 0)
    return rates


Kept = dict[tuple[int, int, int], Path]


def _of_item(catalogue: Catalogue, scenario: Scenario, item: str, future: int | str, ledger: Ledger | None) -> DayByDay:
    """One item through all futures, which takes a few milliseconds; then one of them."""
    at = np.flatnonzero(catalogue.column("item") == item)
    plans, assignment, world = _given(catalogue, scenario, ledger)
    alone = catalogue.only([item])
    given = (
        {name: plan.only(at) for name, plan in plans.items()},
        Assignment(assignment.buffered[at], assignment.rule[at]),
        alone if world == catalogue else world.only([item]),
    )
    setup, kept = set_up(alone, scenario, None, given), Kept()

    def keep(path: Path) -> None:
        kept[path.cell, path.item, path.block] = replace(
            path, **{name: getattr(path, name).copy() for name in ("demand", *KINDS, "trace")}
        )

    own = run(replace(setup, job=replace(setup.job, watch=keep)), workers=1)
    number, rank, rates = _ranked(own, future)
    block, lane = divmod(number, blocks_of(own.futures)[1])
    sums = _Sums(own, np.ones(1))
    for cell in range(len(REPLENISHING)):
        sums.add(_lane(kept[cell, 0, block], lane), cell, 0)
    per_pallet = float(own.catalogue.column("units_per_pallet")[0])
    days = sums.frame(lambda policy, stock: stock / per_pallet)
    return DayByDay(item, number, rank, own.futures, "units", rates, days, _marks(days, 1))


def _given(
    catalogue: Catalogue, scenario: Scenario, ledger: Ledger | None
) -> tuple[Mapping[str, Plan], Assignment, Catalogue]:
    """What an item is held by among all others."""
    if ledger is not None:
        return ledger.plans, ledger.assignment, ledger.world
    assignment = hybrid.assign(catalogue, scenario.hybrid, scenario.supply.lead_time_level)
    return plans_of(catalogue, scenario), assignment, catalogue


def _of_all(catalogue: Catalogue, scenario: Scenario, future: int | str, ledger: Ledger | None) -> DayByDay:
    """All items through the future that is looked at, and as few others beside it as there may be."""
    ledger = simulate(catalogue, scenario) if ledger is None else ledger
    number, rank, rates = _ranked(ledger, future)
    few = scenario.but(futures=int(settings()["futures"].low))
    setup = set_up(catalogue, few, None, (ledger.plans, ledger.assignment, ledger.world), first=number)
    sums = _Sums(ledger, catalogue.column("unit_cost"))
    for first in range(0, len(catalogue), AT_ONCE):
        some = range(first, min(first + AT_ONCE, len(catalogue)))
        for (cell, item), path in _watched(setup, some).items():
            sums.add(path, cell, item)
    groups = {"jit": ((0, None),), "jic": ((1, None),), "hybrid": ((0, 0), (1, 1))}

    def pallets(policy: str, _: Array) -> Array:
        held: Array = np.sum([ledger.pallets(cell, group)[:, number] for cell, group in groups[policy]], axis=0)
        return held

    days = sums.frame(pallets)
    return DayByDay(
        None, number, rank, ledger.futures, catalogue.currency, rates, days, _marks(days, max(1.0, len(catalogue) / 2))
    )


def _ranked(ledger: Ledger, future: int | str) -> tuple[int, int, dict[str, float]]:
    rates = fill_rates(ledger)
    number, rank = chosen(rates.mean(axis=0), future)
    return number, rank, dict(zip(POLICIES, rates[:, number].tolist(), strict=True))


def _watched(setup: Setup, some: range) -> dict[tuple[int, int], Path]:
    """The first lane of some items' paths, by cell and item in their order, whatever the threads did."""
    kept: dict[tuple[int, int], Path] = {}

    def keep(path: Path) -> None:
        kept[path.cell, path.item] = _lane(path, 0)

    wanted = np.zeros((len(REPLENISHING), len(setup.catalogue)), bool)
    wanted[:, list(some)] = True
    run(replace(setup, job=replace(setup.job, wanted=wanted, watch=keep)))
    return dict(sorted(kept.items()))


def _lane(path: Path, lane: int) -> Path:
    """A path of one future alone: [day] each, the record [row, day]."""
    taken = {name: getattr(path, name)[:, lane].copy() for name in ("demand", *KINDS)}
    return replace(path, trace=path.trace[:, :, lane].copy(), **taken)


class _Sums:
    """Days added up over items, each times its value, for the three policies; always in the order of the items."""

    def __init__(self, ledger: Ledger, value: Array) -> None:
        self.ledger, self.value = ledger, value
        self.parts = {policy: {name: np.zeros(ledger.days) for name in COLUMNS[3:]} for policy in POLICIES}

    def add(self, path: Path, cell: int, item: int) -> None:
        """Adds an item's path, to its policy and, where the hybrid holds the item so, to that."""
        flows = _flows(path, self.ledger.plan(cell).deliveries_per_day)
        is_hybrids = bool(self.ledger.assignment.buffered[item]) == bool(cell)
        for policy in (REPLENISHING[cell], "hybrid")[: 1 + is_hybrids]:
            for name, values in flows.items():
                self.parts[policy][name] += values if name in COUNTS else self.value[item] * values

    def frame(self, pallets: Callable[[str, Array], Array]) -> pd.DataFrame:
        """The rows of all policies."""
        count = self.ledger.days
        for policy, sums in self.parts.items():
            sums["pallets"] = pallets(policy, sums["stock_of_the_day"])
        columns: dict[str, Any] = {
            "policy": np.repeat(np.array(POLICIES, object), count),
            "day": np.tile(np.arange(count), len(POLICIES)),
            "date": dates(count) * len(POLICIES),
        }
        for name in COLUMNS[len(columns) :]:
            column = np.concatenate([self.parts[policy][name] for policy in POLICIES])
            columns[name] = column.astype(int) if name in COUNTS else column
        return pd.DataFrame(columns)


def _flows(path: Path, deliveries_per_day: int) -> dict[str, Array]:
    """What a path of one future did each day."""
    noted = {name: path.trace[row].astype(np.float64) for row, name in enumerate(TRACE)}
    demand = path.demand.astype(np.float64)
    short = np.maximum(demand - noted["sold"], 0.0)
    stock = noted["on_hand"] + noted["held"]
    return {
        "demand": demand,
        "sold": noted["sold"],
        "short": short,
        "stock": stock,
        "stock_of_the_day": stock + noted["sold"] / (2 * deliveries_per_day),
        # What is on its way can only be negative by rounding.
        "on_order": np.maximum(noted["on_order"], 0.0),
        "waiting": noted["waiting"],
        "ordered": noted["ordered"],
        "received": noted["received"],
        # The record has it as a running sum.
        "scrapped": np.diff(noted["scrapped"], prepend=0.0),
        "items_short": (short > 0).astype(np.float64),
        **{name: np.asarray(getattr(path, name) > 0, np.float64) for name in KINDS},
    }


def dates(days: int) -> list[str]:
    """The date of each measured day; a model year has 365 days and begins on 1 January."""
    return [_DATES[day % 365] + (f", year {day // 365 + 1}" if day >= 365 else "") for day in range(days)]


def _marks(days: pd.DataFrame, least: float) -> pd.DataFrame:
    """Spans of days on which at least so many items were hit."""
    # What happens to items is the same under each policy.
    first, rows = days.iloc[: len(days) // len(POLICIES)], []
    for name, kind in KINDS.items():
        hit = first[name].to_numpy()
        edges = np.flatnonzero(np.diff((hit >= least).astype(int), prepend=0, append=0))
        for start, end in edges.reshape(-1, 2).tolist():
            rows.append((kind, start, end - start, int(hit[start:end].max())))
    return pd.DataFrame(sorted(rows, key=lambda row: (row[1], row[0])), columns=["kind", "day", "length", "items"])
