"""The list of kept scenarios: names, notes, order, copies, and the way back from each change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from zlib import crc32

import streamlit as st

from core import InputError, Kept
from core.kept import free_name
from pages.parts import cards, controls, meeting, reopening, scenarios_choices, scenarios_rows
from pages.parts import scenarios_words as words

_ROW, _SAID = "kept-row", "list-said"


def draw() -> None:
    """The list, what can be done with one of them, and what was said of the last change."""
    every = meeting.kept()
    if every:
        with st.container(key="kept-list"):
            head, rows = scenarios_rows.listed(every)
            st.html(cards.heading(words.KEPT) + cards.grid(head, rows, words.KEPT, says=len(head)))
        _one(every)
    with st.container(key="list-undo", horizontal=True, vertical_alignment="center"):
        if meeting.before():
            st.button("Undo the last change", key="kept-undo", icon=":material/undo:", on_click=_undo)
        if reopening.before():
            st.button("Back to what was set before", key="reopen-back", on_click=reopening.back)
    _opened()
    if said := st.session_state.pop(_SAID, ""):
        with st.container(key="list-said"):
            st.text(said)


def _one(every: Sequence[Kept]) -> None:
    """The scenario picked in the list, to be changed or opened."""
    names = [one.name for one in every]
    if st.session_state.get(_ROW) not in names:
        st.session_state[_ROW] = names[0]
    with st.container(key="list-pick", horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox("Scenario", names, key=_ROW, width=300)
        at = names.index(name)
        _texts(every[at])
    with st.container(key="list-actions", horizontal=True):
        primary = {"type": "primary", "on_click": reopening.reopen, "args": (every[at],)}
        st.button("Open", key="kept-open", help=words.OPENS, **primary)
        _button("Up", "up", _moved(every, at, -1), at == 0)
        _button("Down", "down", _moved(every, at, 1), at == len(every) - 1)
        _button("Duplicate", "copy", lambda: _copied(every, at))
        _button("Delete", "delete", lambda: [one for one in every if one is not every[at]])


def _texts(one: Kept) -> None:
    """Name and note, to be written over: each is a widget of its own value, so that a refused one stays as typed."""
    mark = crc32(f"{one.name}\n{one.note}".encode())
    name, note = f"kept-name-{mark}", f"kept-note-{mark}"
    st.text_input(
        "Name", one.name, key=name, width=260, max_chars=words.LONGEST_NAME, on_change=_renamed, args=(one, name)
    )
    st.text_area(
        "Note", one.note, key=note, height=68, max_chars=words.LONGEST_NOTE, on_change=_noted, args=(one, note)
    )


def _button(label: str, name: str, changed: Callable[[], Sequence[Kept]], is_closed: bool = False) -> None:
    st.button(label, key=f"kept-{name}", disabled=is_closed, on_click=_change, args=(changed,))


def _moved(every: Sequence[Kept], at: int, by: int) -> Callable[[], Sequence[Kept]]:
    def moved() -> Sequence[Kept]:
        order = list(every)
        order.insert(at + by, order.pop(at))
        return order

    return moved


def _copied(every: Sequence[Kept], at: int) -> Sequence[Kept]:
    name = free_name(every[at].name, [one.name for one in every])
    return [*every[: at + 1], replace(every[at], name=name), *every[at + 1 :]]


def _renamed(one: Kept, key: str) -> None:
    name = str(st.session_state[key]).strip()

    def renamed() -> Sequence[Kept]:
        return [replace(each, name=name) if each is one else each for each in meeting.kept()]

    if name != one.name:
        _change(renamed, (one.name, name))


def _noted(one: Kept, key: str) -> None:
    note = str(st.session_state[key])
    _change(lambda: [replace(each, note=note) if each is one else each for each in meeting.kept()])


def _change(changed: Callable[[], Sequence[Kept]], names: tuple[str, str] | None = None) -> None:
    """Makes a change, or says why it can't be made. Part of a callback, its last call."""
    state = st.session_state
    try:
        meeting.put(changed())
    except InputError as error:
        state[_SAID] = words.changed_not(error.faults)
    else:
        if names is not None:
            scenarios_choices.rename(*names)
            state[_ROW] = names[1]
    controls.moved()


def _undo() -> None:
    meeting.undo()
    controls.moved()


def _opened() -> None:
    kept = reopening.opened()
    if kept is not None:
        st.text(words.opened(kept.name))
