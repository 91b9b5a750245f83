"""A kept scenario is set and shown again: its data set, its settings and what was looked at."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from core import Kept
from pages.parts import controls, datasets, link, meeting
from pages.parts import scenarios_words as words

_OPENED, _BEFORE, _GO_TO = "reopened", "before-reopened", "reopened-page"
_VIEWS = Path(__file__).resolve().parents[1] / "views"


def reopen(kept: Kept) -> None:
    """A button's callback. What was set before can be gone back to (`before`)."""
    state = st.session_state
    state[_BEFORE] = meeting.shown_now(words.BEFORE)
    state[_GO_TO] = kept.page
    _set(kept)


def go_on() -> None:
    """Switches to the page of the scenario that was just opened, if that is another one. Before a page is drawn."""
    path = st.session_state.pop(_GO_TO, None)
    view = _VIEWS / f"{path or 'explore'}.py"
    # A file's page may be any text: only those of the bar are gone to.
    if path in words.TITLES and path != words.PATH and view.exists():
        # Without a query of its own a switch would clear that of the bound widgets, which Streamlit refuses.
        st.switch_page(f"pages/views/{view.name}", query_params={})


def back() -> None:
    """Sets what was set before a scenario was opened. A button's callback."""
    kept: Kept | None = st.session_state.pop(_BEFORE, None)
    if kept is not None:
        _set(kept)


def before() -> bool:
    """Whether something can be gone back to."""
    return _BEFORE in st.session_state


def opened() -> Kept | None:
    """The scenario opened last, while it is what is set."""
    kept: Kept | None = st.session_state.get(_OPENED)
    is_set = kept is not None and kept.scenario == controls.scenario() and kept.catalogue == datasets.current()
    return kept if is_set else None


def _set(kept: Kept) -> None:
    state = st.session_state
    state[_OPENED] = kept
    if kept.own is None:
        state["data"] = kept.data
    elif datasets.opened() is None or kept.own != datasets.current():
        state["own-catalogue"], state["data"] = kept.own, datasets.OWN
    view = {name: text for name, text in kept.view.items() if name in link.VIEW}
    # As on a link's arrival: text, which the page that has such a choice checks. Its own choices stay on this page.
    chosen = state.get("choices", {})
    state["choices"] = {name: value for name, value in chosen.items() if name in _HERE} | {
        name: text for name, text in view.items() if name not in _HERE
    }
    for name in link.VIEW:
        if name in _HERE:
            continue
        if name in view:
            state[name] = view[name]
        elif name in state:
            del state[name]
    controls.apply(kept.scenario.to_dict())


# Choices that the Scenarios page itself shows: its comparison stays as it is.
_HERE = ("kept_policy", "compared")
