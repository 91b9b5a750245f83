"""The pinned baseline: a scenario that a page may compare with, kept with its data set for the session."""

from __future__ import annotations

import streamlit as st

from core import Scenario
from pages.parts import controls


def pin() -> None:
    """Keeps what is set now. A button's callback."""
    st.session_state["baseline"] = (st.session_state["data"], controls.scenario())
    controls.moved()


def remove() -> None:
    """Forgets the baseline. A button's callback."""
    st.session_state.pop("baseline", None)
    controls.moved()


def pinned() -> tuple[str, Scenario] | None:
    """The data set and scenario of the baseline; None without one, or while another data set is chosen."""
    kept = st.session_state.get("baseline")
    return kept if kept and kept[0] == st.session_state.get("data") else None


def differing(one: Scenario, other: Scenario) -> int:
    """How many settings two scenarios differ in."""
    values = other.to_dict()
    return sum(value != values[name] for name, value in one.to_dict().items())


def status(now: Scenario) -> str:
    """What the sidebar says of the baseline; empty without one."""
    kept = pinned()
    if kept is None:
        return ""
    count = differing(now, kept[1])
    return f"Baseline pinned: {count or 'no'} {'setting differs' if count == 1 else 'settings differ'} from it."
