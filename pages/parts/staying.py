"""The kept scenarios stay over a reload: the tab's own storage holds them and gives them to the new session.

A reload begins a new session on the server. What the tab holds ends with it, and no other page reads it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from pages.parts import controls, meeting

_SCRIPT = Path(__file__).with_suffix(".js")
_KEY, _ASKED = "stored-scenarios", "stored-scenarios-asked"


@cache
def _component() -> Any:
    return st.components.v2.component("stored_scenarios", js=_SCRIPT.read_text(encoding="utf-8"))


@st.fragment(key=controls.STAYS)
def draw() -> None:
    """Gives the browser the set as it stands; until it has answered, asks it for the one that it had."""
    with st.container(key="stays"):
        data = {"asks": not st.session_state.get(_ASKED), "set": meeting.packed()}
        _component()(key=_KEY, data=data, on_found_change=_found)


def _found() -> None:
    """The browser had a set. The component's callback."""
    found = (st.session_state.get(_KEY) or {}).get("found")
    st.session_state[_ASKED] = True
    said = meeting.give_back(found) if isinstance(found, str) else ()
    controls.moved()
    st.session_state["arrival_faults"] = said
