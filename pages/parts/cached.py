"""The only cache: where a page meets the model.

One simulation feeds a whole page: the sweep of the buffers, whose current points are the outcome. It is kept by physics
alone, so that a price setting never simulates. A sweep takes about 1 kB for each item and future, so fewer of the large
ones are kept, and apart from the small ones: 2,000 items in one session don't push out the demo of another.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, wraps
from threading import Lock
from typing import Any, TypeVar, cast
from weakref import WeakValueDictionary

import pandas as pd
import streamlit as st

from core import (
    Catalogue,
    DayByDay,
    Outcome,
    Scenario,
    SeasonPlan,
    day_by_day,
    price,
    revised,
    season_plan,
    simulate,
    stock_sweep,
    uncertain,
    widened,
    widened_curves,
    widened_paired,
    worlds_of,
)
from core.events import Event, from_text, to_text
from core.extra_stock import without_buffers
from core.frontier import price_frontier, sweep, today
from core.ledger import Ledger
from core.season import Warehouse, season_of, warehouse_days, warehouse_for
from core.snapshots import Store
from core.stress import stress as stressed
from core.switching import Switch, Transition, priced
from core.uncertainty import Worlds
from pages.parts import items

LARGE = 30_000
"""Items × futures from which a simulation counts as large: a sweep of some 30 MB."""


@st.cache_resource(max_entries=1, ttl="24h", show_spinner=False)
def store() -> Store:
    """Where snapshots are kept. Raises InputError if the server was started with a database URL that is none."""
    return Store()


@dataclass(frozen=True, eq=False)
class View:
    """What a page shows of one data set under one scenario."""

    outcome: Outcome
    curves: pd.DataFrame
    worlds: Worlds | None = None
    """What the bands know of how little was observed; None if they count the luck of futures alone."""

    @property
    def drawn(self) -> int:
        """How many worlds the bands rest on; 0 if they count the luck of futures alone."""
        return len(self.worlds.drawn) if self.worlds else 0

    @cached_property
    def summary(self) -> pd.DataFrame:
        """The policies' figures, with the bands that were asked for."""
        return self.outcome.summary if self.worlds is None else widened(self.outcome, worlds=self.worlds)

    @cached_property
    def paired(self) -> pd.DataFrame:
        """The policies' differences, with the bands that were asked for."""
        return self.outcome.paired if self.worlds is None else widened_paired(self.outcome, worlds=self.worlds)


@dataclass(frozen=True, eq=False)
class Now:
    """The policies as they are set, without curves: that is there soonest."""

    outcome: Outcome

    @cached_property
    def items(self) -> pd.DataFrame:
        """Every item under the hybrid, as the portfolio shows it; made when a page first asks for it."""
        return items.table(self.outcome)


@dataclass(frozen=True, eq=False)
class Stressed:
    """The figures of a stress run: the days by future behind them would take a hundred times as much room."""

    summary: pd.DataFrame
    curve: pd.DataFrame
    reached: tuple[str, ...]
    normal: pd.DataFrame
    """The summary without the events: Explore's."""


# A scenario's repr names every value to the last digit, and is far quicker than hashing forty-five fields one by one.
_BY_VALUE = {Scenario: repr, Catalogue: lambda catalogue: catalogue.digest}


# Shown where a person waits for longer than half a second.
_WAIT = "Simulating a large catalogue …"


class Shelf:
    """The latest values by key: for what tells its progress while it is made, which a cached function can't."""

    def __init__(self, most: int) -> None:
        self._most, self._kept, self._lock = most, OrderedDict[Any, Any](), Lock()

    def get(self, key: Any) -> Any:
        """The value of a key, None if there is none."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: Any, value: Any) -> None:
        """Keeps a value, and drops what was longest not asked for."""
        with self._lock:
            self._kept[key] = value
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)


def _shelf(name: str, ttl: str, most: int, most_large: int | None = None) -> Callable[..., Shelf]:
    """A shelf for all sessions; called with True one apart for large catalogues, where it says how many stand there."""

    def made(large: bool = False) -> Shelf:
        return Shelf(most_large if large and most_large else most)

    # Streamlit tells caches apart by their functions' names.
    made.__qualname__ = f"shelf.{name}"
    return cast(Callable[..., Shelf], st.cache_resource(ttl=ttl, max_entries=2, show_spinner=False)(made))


shelf = _shelf("shelf", "2h", 32, 4)
"""Where found optima stand, those of large catalogues apart: each holds simulations of its own."""
helped = _shelf("helped", "1h", 64)
"""Where tables of what would have helped stand."""
slides = _shelf("slides", "2h", 256)
"""Where the figures of slides stand: a few small tables each."""
transitions = _shelf("transitions", "1h", 10, 2)
"""Where simulated switches stand, those of large catalogues apart: 3 MB each for a hundred futures of a year."""
tried = _shelf("tried", "1h", 3)
"""Where simulations around a scenario stand (see `trying`), some 80 MB each."""
decided = _shelf("decided", "1h", 128)
"""Where it stands what decides between two policies: small tables."""
advices = _shelf("advices", "2h", 24, 3)
"""Where advice stands, that for large catalogues apart."""
studies = _shelf("studies", "1h", 4)
"""Where the simulations behind advice stand; each study keeps to a size of its own."""
break_evens = _shelf("break_evens", "1h", 1024)
"""Where maps of who wins where and single break-evens stand."""
benches = _shelf("benches", "20m", 2)
"""Where the figures stand that break-evens are found on: with sweeps at a target, some 70 MB each."""
compared = _shelf("compared", "2h", 128)
"""Where figures of kept scenarios stand, without the simulations behind them: some 0.2 MB each."""


@st.cache_resource(ttl="1h", max_entries=32, show_spinner=False, hash_funcs={Scenario: repr, Transition: id})
def switch(
    found: Transition, scenario: Scenario, one_off: tuple[tuple[str, float], ...], discount: float | None
) -> Switch:
    """A switch at the scenario's prices; nothing is simulated."""
    return priced(found, scenario, dict(one_off), discount)


def is_large(catalogue: Catalogue, scenario: Scenario) -> bool:
    """Whether a simulation is so large that few are kept."""
    return len(catalogue) * scenario.run.futures > LARGE


Kept = TypeVar("Kept", bound=Callable[..., Any])


def _by_size(small: int, large: int, waits: bool = True) -> Callable[[Kept], Kept]:
    """Keeps a function's latest values, so many of small data sets and, apart from them, so many of large ones.

    The function's first two arguments are the catalogue and a scenario. Where it `waits`, a person is told so.
    """

    def keep(function: Kept) -> Kept:
        def kept(size: str, **limits: Any) -> Any:
            @wraps(function)
            def one(*arguments: Any) -> Any:
                return function(*arguments)

            # Streamlit tells caches apart by their functions' names.
            one.__qualname__ = f"{function.__qualname__}.{size}"
            return st.cache_resource(**limits, hash_funcs=_BY_VALUE)(one)

        short = kept("small", ttl="1h", max_entries=small, show_spinner=False)
        long = kept("large", ttl="30m", max_entries=large, show_spinner=_WAIT if waits else False)

        @wraps(function)
        def chosen(catalogue: Catalogue, scenario: Scenario, *more: Any) -> Any:
            return (long if is_large(catalogue, scenario) else short)(catalogue, scenario, *more)

        return cast(Kept, chosen)

    return keep


# Two large ones: what is set now, and what it is compared with.
@_by_size(6, 2, waits=False)
def _swept(catalogue: Catalogue, physics: Scenario) -> Ledger:
    return _made(sweep, catalogue, physics)


def swept(catalogue: Catalogue, scenario: Scenario) -> Ledger:
    """The sweep of the buffers that the curves are read off."""
    return _swept(catalogue, scenario.physics())


# The latest sweep of the same items, for as long as something keeps it: an edited catalogue differs in a few of them.
_LATEST: WeakValueDictionary[tuple[object, ...], Ledger] = WeakValueDictionary()


def _made(make: Callable[[Catalogue, Scenario], Ledger], catalogue: Catalogue, physics: Scenario) -> Ledger:
    """A ledger; if one of nearly the same catalogue is at hand, only what changed is simulated, to the same digits."""
    key = make, tuple(catalogue.column("item")), repr(physics)
    near = _LATEST.get(key)
    if near is not None and near.catalogue == catalogue:
        return near
    made = make(catalogue, physics) if near is None else revised(near, catalogue)
    _LATEST[key] = made
    return made


def ledger(catalogue: Catalogue, scenario: Scenario) -> Ledger:
    """The policies as they are set, without the sweep that curves need: to the digit the ledger of `now`."""
    return _ledger(catalogue, scenario.physics())


@_by_size(12, 2)
def _ledger(catalogue: Catalogue, physics: Scenario) -> Ledger:
    return _made(simulate, catalogue, physics)


def stock(catalogue: Catalogue, scenario: Scenario) -> Ledger:
    """The simulation behind how much extra stock is worth having."""
    return _stock(without_buffers(catalogue), scenario.physics())


@_by_size(6, 1)
def _stock(catalogue: Catalogue, physics: Scenario) -> Ledger:
    return _made(stock_sweep, catalogue, physics)


def days(catalogue: Catalogue, scenario: Scenario, item: str | None, future: str | int) -> DayByDay:
    """One future of an item, or of all, day by day; shared by all sessions, and never written to."""
    return _days(catalogue, scenario.physics(), item, future)


@st.cache_resource(ttl="1h", max_entries=24, show_spinner=False, hash_funcs=_BY_VALUE)
def _days(catalogue: Catalogue, physics: Scenario, item: str | None, future: str | int) -> DayByDay:
    # An item is run by itself, in a few milliseconds; the warehouse asks what every future came to.
    return day_by_day(catalogue, physics, item, future, ledger(catalogue, physics) if item is None else None)


# Some 0.3 MB for a hundred futures.
@_by_size(32, 8)
def season(catalogue: Catalogue, scenario: Scenario, item: str) -> SeasonPlan:
    """When to start stocking up for an item's season; any target can be asked of it (`to`)."""
    # The own places decide what goes outside: they act like physics here.
    base = scenario.physics().but(warehouse_places=scenario.costs.overflow.warehouse_places)
    return _starts(catalogue, base, item).priced(scenario)


@st.cache_resource(ttl="1h", max_entries=12, show_spinner=False, hash_funcs=_BY_VALUE)
def _starts(catalogue: Catalogue, base: Scenario, item: str) -> SeasonPlan:
    found = season_of(catalogue, base.demand, item)
    room = None if found is None else _room(catalogue, base.physics(), warehouse_days(found))
    return season_plan(catalogue, base, item, warehouse=room)


# Added up over the items: the day's pallets of every future, whatever the number of items.
@st.cache_resource(ttl="1h", max_entries=12, show_spinner=False, hash_funcs=_BY_VALUE)
def _room(catalogue: Catalogue, physics: Scenario, days: int) -> Warehouse:
    return warehouse_for(catalogue, physics, days)


@_by_size(64, 5)
def now(catalogue: Catalogue, scenario: Scenario) -> Now:
    """What `view` begins with."""
    # Apart from the sweep, which is ten times as much to copy: after an edit its new figures wait for no curve.
    return Now(price(_made(_today, catalogue, scenario.physics()), scenario))


def _today(catalogue: Catalogue, physics: Scenario) -> Ledger:
    return today(_swept(catalogue, physics), physics)


def view(catalogue: Catalogue, scenario: Scenario, observed: bool = False) -> View:
    """The three policies' outcome and curves; shared by all sessions, and never written to.

    With `observed`, bands also know how little was observed, where the catalogue tells.
    """
    return _view(catalogue, scenario, observed and uncertain(catalogue))


@_by_size(64, 5)
def _view(catalogue: Catalogue, scenario: Scenario, observed: bool) -> View:
    swept, outcome = _swept(catalogue, scenario.physics()), now(catalogue, scenario).outcome
    if not observed:
        return View(outcome, price_frontier(swept, scenario))
    worlds = _worlds(catalogue, scenario.physics())
    return View(outcome, widened_curves(swept, scenario, worlds=worlds), worlds)


# Added up over the items, worlds of a large catalogue take no more room than those of a small one.
@st.cache_resource(ttl="1h", max_entries=6, show_spinner=False, hash_funcs=_BY_VALUE)
def _worlds(catalogue: Catalogue, physics: Scenario) -> Worlds:
    return worlds_of(_swept(catalogue, physics))


def stress(catalogue: Catalogue, scenario: Scenario, events: Sequence[Event]) -> Stressed:
    """What events do to each policy, against the same futures without them."""
    return _stress(catalogue, scenario, to_text(events))


@_by_size(32, 8)
def _stress(catalogue: Catalogue, scenario: Scenario, events: str) -> Stressed:
    found = stressed(catalogue, scenario, from_text(events)[0], ledger(catalogue, scenario))
    return Stressed(found.summary, found.curve, found.reached, found.normal.summary)
