"""Keep: what is set and looked at now goes into the session's set of scenarios, from any page."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from core import InputError
from core.kept import MOST, free_name
from core.settings import Value
from pages.parts import controls, datasets, meeting
from pages.parts import scenarios_words as words

_TURN, _SAID = "keep-turn", "keep-said"


def draw(changed: Mapping[str, Value], preset: str) -> None:
    """The name, the note and the button. `changed`: what differs from the defaults; `preset`: the one set, or ""."""
    usual = usual_name(changed, preset)
    name, note = _fields()
    with st.container(key="keep-texts"):
        st.text_input("Name", key=name, placeholder=usual)
        st.text_area("Note", key=note, height=90)
    st.button("Keep this scenario", key="keep-now", type="primary", on_click=_keep, args=(usual,))
    st.text(_said() or words.kept_count(len(meeting.kept()), MOST))


def _fields() -> tuple[str, str]:
    """Keys of name and note: new ones after each kept scenario, for a field that is written over isn't told so where
    its callback runs parts of the page again."""
    turn = st.session_state.setdefault(_TURN, 0)
    return f"keep-name-{turn}", f"keep-note-{turn}"


def _said() -> str:
    """What was said of the last one, for as long as the set is the same: a move may draw this once more at once."""
    said, of = st.session_state.get(_SAID, ("", None))
    return str(said) if of is meeting.kept() else ""


def usual_name(changed: Mapping[str, Value], preset: str) -> str:
    """The name that a scenario takes where none is given: the preset's, or what differs from the defaults."""
    told = [f"{controls.title(controls.SETTINGS[name])} {_shown(name, value)}" for name, value in changed.items()]
    return words.usual_name(preset, told)


def _shown(name: str, value: Value) -> str:
    return controls.shown(controls.SETTINGS[name], value, datasets.current().currency)


def _keep(usual: str) -> None:
    """A button's callback. What was typed stays where it is refused."""
    state = st.session_state
    typed, note = (str(state.get(key) or "") for key in _fields())
    try:
        name = typed.strip() or free_name(usual, [one.name for one in meeting.kept()])
        meeting.put([*meeting.kept(), meeting.shown_now(name, note)])
    except InputError as error:
        state[_SAID] = words.refused(error.faults), meeting.kept()
        return
    state[_TURN] += 1
    state[_SAID] = words.was_kept(name, len(meeting.kept()), MOST), meeting.kept()
    # The page that lists them may be open.
    (controls.moved if state.get("page-shown") == words.PATH else controls.kept)()
