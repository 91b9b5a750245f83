"""What a person chooses on Day by day: an item or all, a future, and a year where there are several. Part of a link."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st

from core import Catalogue, Scenario
from pages.parts import choices, controls, items
from pages.parts import daily_words as words

NUMBER = "number"
MOST = 9_999
"""The largest number of a future that can be typed."""
HUGE = 1e15
ASKED = "number-asked"
"""Where a number beyond the futures is kept, while the box shows the last one."""


@dataclass(frozen=True)
class Chosen:
    """`item` None is the whole warehouse; `future` a name or a number; days `first` to `end` − 1 are shown.

    `beyond` is a number that was asked for and no future has.
    """

    item: str | None
    future: str | int
    first: int
    end: int
    beyond: int | None = None


def chosen(catalogue: Catalogue, scenario: Scenario) -> Chosen:
    """The choices as they stand; the usual ones where a link says nothing that can be used."""
    state, futures, horizon = st.session_state, scenario.run.futures, scenario.run.horizon_days
    item = items.meant(state.get("item"), tuple(catalogue.column("item")))
    kind = state.get("future") if state.get("future") in words.FUTURES else next(iter(words.FUTURES))
    number, beyond = _number(futures)
    years = int(np.ceil(horizon / words.YEAR))
    year = int(choices.number_in(state.get("year"), 1.0, 1.0, years))
    choices.remember({"item": item or None, "future": kind, "number": number, "year": year})
    first = words.YEAR * (year - 1)
    wanted = min(number, futures - 1) if kind == NUMBER else str(kind)
    end = min(first + words.YEAR, horizon)
    return Chosen(item or None, wanted, first, end, beyond if kind == NUMBER else None)


def _number(futures: int) -> tuple[int, int | None]:
    """(the number in the box, the number asked for where it is beyond the futures)."""
    typed = int(choices.number_in(st.session_state.get("number"), 0.0, 0.0, HUGE))
    if typed >= futures:
        return min(typed, MOST), typed
    asked = st.session_state.get(ASKED)
    return typed, asked if isinstance(asked, int) and asked >= futures and typed == futures - 1 else None


def _settle(futures: int) -> None:
    """Puts the last future into the box where a number beyond it was asked for; before the box is drawn."""
    number, beyond = _number(futures)
    if beyond is not None:
        st.session_state[ASKED], st.session_state["number"] = beyond, min(number, futures - 1)


def draw(catalogue: Catalogue) -> None:
    """Which item and which future, in one row; drawn with the frame, so that a list of items is sent once."""
    scenario = controls.scenario()
    _settle(scenario.run.futures)
    chosen(catalogue, scenario)
    names = dict(zip(catalogue.column("item"), catalogue.column("name"), strict=True))
    common: dict[str, Any] = {"on_change": controls.moved}
    with st.container(key="choices", horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            "Item",
            tuple(names),
            index=None,
            placeholder=words.WHOLE,
            format_func=lambda item: words.called(item, names.get(item, item)),
            key="item",
            width=300,
            **common,
        )
        kinds: dict[str, Any] = {"format_func": words.FUTURES.get, "required": True}
        st.segmented_control("Future", tuple(words.FUTURES), key="future", **kinds, **common)
        typed: dict[str, Any] = {"width": 130, "help": words.NUMBER, "on_change": _numbered}
        st.number_input("Number", 0, MOST, step=1, key="number", **typed)
        if scenario.run.horizon_days > words.YEAR:
            years = range(1, int(np.ceil(scenario.run.horizon_days / words.YEAR)) + 1)
            st.segmented_control("Year", tuple(years), key="year", required=True, **common)


def _numbered() -> None:
    """A number that is typed is the future that is meant."""
    st.session_state["future"] = NUMBER
    st.session_state.pop(ASKED, None)
    controls.moved()
