"""The map in the making, and the search for single break-evens: each with its progress, and interrupted by a move."""

from __future__ import annotations

from functools import partial
from time import sleep

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core import BreakEven, WinnerMap
from core.break_even.search import table as as_table
from pages.parts import break_even as page
from pages.parts import break_even_charts as charts
from pages.parts import break_even_rows as rows
from pages.parts import break_even_words as words
from pages.parts import cached, cards, controls, taking, versus
from pages.parts.break_even_choices import Chosen
from pages.parts.controls import SETTINGS
from pages.parts.naming import owned

# What takes long begins when nothing has moved for so long: so many looks, so many seconds apart. A first look at the
# map waits for fewer.
LOOKS, FIRST, APART = 8, 1, 0.1
# Rows of the table after which it is drawn again while more are looked for.
EVERY = 6
WANTED = "break-evens-wanted"


def draw_map(chosen: Chosen) -> None:
    """The map as it is known, refined where it isn't done. Whatever is written is a point where a move interrupts."""
    bar = st.empty()
    with st.container(key="chart-winners"):
        place = st.empty()
    below = st.empty()
    kept = page.known_map(chosen)
    if kept is not None:
        _picture(place, kept[0], chosen)
    if kept is None or not kept[1]:
        _refine(bar, place, chosen)
    names = chosen.x, chosen.y
    is_new = any(page.known_stay(chosen, name) is None for name in names) and page.today(chosen).best >= 0
    for k, name in enumerate(names if is_new else ()):
        page.find_stay(chosen, name, partial(bar.progress, k / 2, words.ENDS))
    if is_new:
        # The answer above says it.
        st.rerun()
    bar.empty()
    done = page.known_map(chosen)
    if done is not None:
        said = (page.takes_over(chosen), words.reading(done[0]), words.tuned(chosen.asked), words.refused(done[0]))
        below.html(cards.notes(*said))
        taking.table(lambda: done[0].table, "map", "map", "map")


def _refine(bar: DeltaGenerator, place: DeltaGenerator, chosen: Chosen) -> None:
    has_waited = False
    _wait(bar, FIRST, words.FIRST_LOOK)
    for share, found in page.refined(chosen):
        bar.progress(min(share, 1.0), words.REFINING)
        if found is not None:
            _picture(place, found, chosen)
            if not has_waited:
                _wait(bar, LOOKS, words.REFINING)
                has_waited = True


def _wait(bar: DeltaGenerator, looks: int, says: str) -> None:
    for _ in range(looks):
        bar.progress(0.0, says)
        sleep(APART)


def _picture(place: DeltaGenerator, found: WinnerMap, chosen: Chosen) -> None:
    both = SETTINGS[chosen.x], SETTINGS[chosen.y]
    across, up = (rows.scale(one, owned(one), chosen.scenario) for one in both)
    frame = rows.rows(found, both, chosen.scenario, chosen.catalogue.currency)
    place.vega_lite_chart(frame, charts.winners(across, up), alt=words.MAP_ALT, width="stretch")


def draw_table(chosen: Chosen) -> None:
    """The pair, and the break-even of every setting."""
    pair = versus.chosen()
    st.html(cards.heading(words.TABLE))
    versus.draw()
    bar, said, place = st.empty(), st.empty(), st.empty()
    known = {name: row for name in page.NAMES if (row := page.known_row(chosen, pair, name)) is not None}
    wanted = _wanted(chosen)
    _table(said, place, known, chosen)
    missing = [name for name in wanted if name not in known]
    if missing:
        _wait(bar, LOOKS, words.LOOKING)
    for k, name in enumerate(missing):
        told = partial(bar.progress, k / len(missing), words.looking(owned(SETTINGS[name])))
        told()
        known[name] = page.find_row(chosen, pair, name, told)
        if k % EVERY == EVERY - 1:
            _table(said, place, known, chosen)
    bar.empty()
    if missing:
        _table(said, place, known, chosen)
    if len(known) < len(page.NAMES):
        st.button(words.REST, key="find-break-evens", on_click=_want)
    st.html(cards.notes(words.FOUND))
    taking.table(lambda: as_table(list(known.values())), "break-evens", "break_evens", "break_evens")


def _wanted(chosen: Chosen) -> tuple[str, ...]:
    """The settings to look at: those that simulate little, and all of them where that is quick or was asked for."""
    quick = chosen.asked.target is None and not cached.is_large(chosen.catalogue, chosen.scenario)
    if quick or st.session_state.get(WANTED):
        return page.NAMES
    return tuple(name for name in page.NAMES if SETTINGS[name].acts == "price")


def _want() -> None:
    st.session_state[WANTED] = True
    controls.searched()


def _table(said: DeltaGenerator, place: DeltaGenerator, known: dict[str, BreakEven], chosen: Chosen) -> None:
    if not known:
        return
    listed = sorted(known.values(), key=lambda row: (row.idle, row.distance))
    said.html(cards.notes(words.gap(listed[0], chosen.catalogue.currency), words.so_far(len(known), len(page.NAMES))))
    lines = [
        (
            owned(SETTINGS[row.setting]),
            words.value(SETTINGS[row.setting], row.now, chosen.scenario),
            *words.change(row, SETTINGS[row.setting], chosen.scenario),
        )
        for row in listed
    ]
    place.html(cards.grid(words.HEAD, lines, words.TABLE))
