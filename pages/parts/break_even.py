"""What the break-even page shows: who wins where over two settings, and single break-evens of a pair of policies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from core import BreakEven, WinnerMap
from core.break_even import Figures, Stay, stay, winner_maps
from core.break_even.mapping import STEPS
from core.break_even.search import found
from core.break_even.verdicts import verdict
from pages.parts import break_even_words as words
from pages.parts import cached, cards, trying
from pages.parts.break_even_choices import Chosen
from pages.parts.controls import SETTINGS
from pages.parts.naming import owned

# Settings of single break-evens: prices first, which simulate nothing, then switches.
_ORDER = {"price": 0, "yes_no": 1, "choice": 1}
NAMES = tuple(
    sorted(
        (name for name, setting in SETTINGS.items() if setting.group != "run"),
        key=lambda name: _ORDER.get(SETTINGS[name].acts, _ORDER.get(SETTINGS[name].kind, 2)),
    )
)
MOST_FIGURES = 3
Told = Callable[[], None]


@dataclass(eq=False)
class Bench:
    """What was asked of one catalogue and physics. Whoever uses it holds the lock: it is shared by sessions."""

    lock: Any = field(default_factory=Lock)
    figures: dict[tuple[object, ...], Figures] = field(default_factory=dict)


def bench(chosen: Chosen) -> tuple[Any, Figures]:
    """The lock, and the figures that the choices ask for."""
    catalogue, scenario = chosen.catalogue, chosen.scenario
    shelf, key = cached.benches(), (catalogue.digest, repr(scenario.physics()))
    one: Bench | None = shelf.get(key)
    if one is None:
        one = Bench()
        shelf.put(key, one)
    mine = (repr(scenario), chosen.asked)
    with one.lock:
        if mine not in one.figures:
            swept = None if chosen.asked.target is None else cached.swept(catalogue, scenario)
            around = trying.trials(catalogue, scenario, swept)
            one.figures[mine] = Figures(catalogue, scenario, chosen.asked, swept=swept, trials=around)
            while len(one.figures) > MOST_FIGURES:
                one.figures.pop(next(iter(one.figures)))
        return one.lock, one.figures[mine]


def _key(chosen: Chosen, *more: object) -> tuple[object, ...]:
    return (chosen.catalogue.digest, repr(chosen.scenario), chosen.asked, *more)


def known_map(chosen: Chosen) -> tuple[WinnerMap, bool] | None:
    """The map as far as it is known, and whether it is done."""
    kept: tuple[WinnerMap, bool] | None = cached.break_evens().get(_key(chosen, "map", chosen.x, chosen.y))
    return kept


def refined(chosen: Chosen) -> Iterator[tuple[float, WinnerMap | None]]:
    """Makes the map, ever finer, and keeps it; (share done, a map where there is a new one)."""
    lock, figures = bench(chosen)
    steps = winner_maps(figures, chosen.x, chosen.y, STEPS)
    key = _key(chosen, "map", chosen.x, chosen.y)
    while True:
        # Held for one simulation at a time, so that another session's steps come in between.
        with lock:
            share, one = next(steps, (1.0, None))
        if one is not None:
            cached.break_evens().put(key, (one, share == 1.0))
        yield share, one
        if share == 1.0 and one is not None:
            return


def today(chosen: Chosen) -> words.Today:
    """Today's verdict, to the digit Explore's."""
    shelf, key = cached.break_evens(), _key(chosen, "today")
    if shelf.get(key) is None:
        lock, figures = bench(chosen)
        with lock:
            point = figures.at()
        shelf.put(key, words.Today(tuple(point.means.tolist()), *verdict(point, chosen.asked.side)))
    kept: words.Today = shelf.get(key)
    return kept


def known_stay(chosen: Chosen, name: str) -> Stay | None:
    """How far a setting may move while today's best stays the best, if that is known."""
    kept: tuple[Stay | None] | None = cached.break_evens().get(_key(chosen, "stay", name))
    return kept[0] if kept else None


def find_stay(chosen: Chosen, name: str, told: Told) -> Stay | None:
    """The same, found where it isn't known yet; `told` is called before each simulation."""
    shelf, key = cached.break_evens(), _key(chosen, "stay", name)
    if shelf.get(key) is None:
        with _telling(chosen, told) as figures:
            shelf.put(key, (stay(figures, name, STEPS),))
    return known_stay(chosen, name)


@contextmanager
def _telling(chosen: Chosen, told: Told) -> Iterator[Figures]:
    """The figures, locked, which tell before each simulation: what is told may be interrupted there."""
    lock, figures = bench(chosen)
    with lock:
        figures.told = told
        try:
            yield figures
        finally:
            figures.told = None


def known_row(chosen: Chosen, pair: tuple[str, str], name: str) -> BreakEven | None:
    """A setting's break-even, if it is known."""
    kept: BreakEven | None = cached.break_evens().get(_key(chosen, "row", *pair, name))
    return kept


def find_row(chosen: Chosen, pair: tuple[str, str], name: str, told: Told) -> BreakEven:
    """A setting's break-even, found now; `told` is called before each simulation."""
    with _telling(chosen, told) as figures:
        row = found(figures, name, *pair)
    cached.break_evens().put(_key(chosen, "row", *pair, name), row)
    return row


def answer(chosen: Chosen) -> str:
    """The page's title."""
    stays = [(one, SETTINGS[name], owned(SETTINGS[name])) for name, one in _stays(chosen)]
    said = words.headline(today(chosen), chosen.asked, chosen.catalogue.currency, stays, chosen.scenario)
    return cards.headline(said)


def takes_over(chosen: Chosen) -> str:
    """Who takes over at the ends of the stretch over which today's best stays the best."""
    stays = [(one, SETTINGS[name], owned(SETTINGS[name])) for name, one in _stays(chosen)]
    return words.ends(stays, chosen.asked, chosen.scenario)


def _stays(chosen: Chosen) -> list[tuple[str, Stay]]:
    both = [(name, known_stay(chosen, name)) for name in (chosen.x, chosen.y)]
    known = [(name, one) for name, one in both if one is not None]
    return known if len(known) == 2 else []
