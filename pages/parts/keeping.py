"""Keep: what is set and looked at now goes into the session's set of scenarios, from any page."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from core import InputError
from core.kept import MOST, free_name
from core.settings import Value
from pages.parts import controls, meeting
from pages.parts import scenarios_words as words

_NAME, _NOTE, _SAID = "keep-name", "keep-note", "keep-said"


def draw(changed: Mapping[str, Value], preset: str) -> None:
    """The name, the note and the button. `changed`: what differs from the defaults; `preset`: the one set, or ""."""
    usual = usual_name(changed, preset)
    st.text_input("Name", key=_NAME, placeholder=usual, max_chars=words.LONGEST_NAME)
    st.text_area("Note", key=_NOTE, height=90, max_chars=words.LONGEST_NOTE)
    st.button("Keep this scenario", key="keep-now", type="primary", on_click=_keep, args=(usual,))
    st.text(st.session_state.pop(_SAID, "") or words.kept_count(len(meeting.kept()), MOST))


def usual_name(changed: Mapping[str, Value], preset: str) -> str:
    """The name that a scenario takes where none is given: the preset's, or what differs from the defaults."""
    told = [f"{controls.title(controls.SETTINGS[name])} {_shown(name, value)}" for name, value in changed.items()]
    return words.usual_name(preset, told)


def _shown(name: str, value: Value) -> str:
    return controls.shown(controls.SETTINGS[name], value)


def _keep(usual: str) -> None:
    """A button's callback. What was typed stays where it is refused."""
    state = st.session_state
    typed, note = str(state.get(_NAME) or "").strip(), str(state.get(_NOTE) or "")
    try:
        name = typed or free_name(usual, [one.name for one in meeting.kept()])
        meeting.put([*meeting.kept(), meeting.shown_now(name, note)])
    except InputError as error:
        state[_SAID] = words.refused(error.faults)
        return
    state[_NAME] = state[_NOTE] = ""
    state[_SAID] = words.was_kept(name, len(meeting.kept()), MOST)
    # The page that lists them may be open.
    (controls.moved if state.get("page-shown") == words.PATH else controls.kept)()
