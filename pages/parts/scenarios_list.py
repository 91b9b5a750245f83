"""The list of kept scenarios: names, notes, order, copies, and the way back from each change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from core import InputError, Kept
from core.kept import free_name
from pages.parts import cards, controls, meeting, reopening, scenarios_choices, scenarios_rows
from pages.parts import scenarios_words as words

_ROW, _SAID = "kept-row", "list-said"
_NAME, _NOTE = "kept-name-text", "kept-note-text"


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
        _texts(every[at], at)
    with st.container(key="list-actions", horizontal=True):
        primary = {"type": "primary", "on_click": reopening.reopen, "args": (every[at],)}
        st.button("Open", key="kept-open", help=words.OPENS, **primary)
        one = every[at]
        _button("Up", "up", partial(_moved, one, at, -1), at == 0)
        _button("Down", "down", partial(_moved, one, at, 1), at == len(every) - 1)
        _button("Duplicate", "copy", partial(_copied, one, at))
        _button("Delete", "delete", partial(_left, one, at))


def _texts(one: Kept, at: int) -> None:
    """Name and note, to be written over. The fields stay the same ones, so that a keyboard's focus stays in them."""
    _fill(_NAME, one.name, one.name)
    _fill(_NOTE, one.note, one.name)
    told = {"args": (one, at)}
    st.text_input("Name", key=_NAME, width=260, on_change=_renamed, **told)
    st.text_area("Note", key=_NOTE, height=100, on_change=_noted, **told)


def _fill(key: str, text: str, whose: str) -> None:
    """Writes what is kept into a field once; what was typed since and refused stays there."""
    state, mark = st.session_state, f"{key}-filled"
    if key not in state or state.get(mark) != (whose, text):
        state[key], state[mark] = text, (whose, text)


def _button(label: str, name: str, changed: Callable[[], list[Kept]], is_closed: bool = False) -> None:
    st.button(label, key=f"kept-{name}", disabled=is_closed, on_click=_change, args=(changed,))


def _place(one: Kept, at: int) -> int | None:
    """Where a scenario stands now; None where it is gone.

    A click may come before the page has been drawn after a new name or note, and must not take that back.
    """
    now = meeting.kept()
    same = [k for k, each in enumerate(now) if each is one]
    renamed = [at] if at < len(now) and now[at].scenario is one.scenario else []
    return next(iter(same + renamed), None)


def _moved(one: Kept, at: int, by: int) -> list[Kept]:
    order, place = list(meeting.kept()), _place(one, at)
    if place is not None and 0 <= place + by < len(order):
        order.insert(place + by, order.pop(place))
    return order


def _copied(one: Kept, at: int) -> list[Kept]:
    every, place = list(meeting.kept()), _place(one, at)
    if place is not None:
        name = free_name(every[place].name, [each.name for each in every])
        every.insert(place + 1, replace(every[place], name=name))
    return every


def _left(one: Kept, at: int) -> list[Kept]:
    place = _place(one, at)
    return [each for k, each in enumerate(meeting.kept()) if k != place]


def _with(one: Kept, at: int, **texts: str) -> list[Kept]:
    place = _place(one, at)
    return [replace(each, **texts) if k == place else each for k, each in enumerate(meeting.kept())]


def _renamed(one: Kept, at: int) -> None:
    name, place = str(st.session_state[_NAME]).strip(), _place(one, at)
    if place is not None and name != meeting.kept()[place].name:
        _change(lambda: _with(one, at, name=name), (meeting.kept()[place].name, name))


def _noted(one: Kept, at: int) -> None:
    note = str(st.session_state[_NOTE])
    _change(lambda: _with(one, at, note=note))


def _change(changed: Callable[[], list[Kept]], names: tuple[str, str] | None = None) -> None:
    """Makes a change, or says why it can't be made. Part of a callback, its last call."""
    state = st.session_state
    try:
        fresh = changed()
        if list(meeting.kept()) != fresh:
            meeting.put(fresh)
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
