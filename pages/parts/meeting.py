"""The scenarios that this session keeps to show and compare, and the way back from each change of them."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core import Kept
from core.catalogue import BUILT_IN
from core.kept import check_set, unpack
from pages.parts import controls, datasets, sharing

_SET, _BEFORE = "kept-scenarios", "kept-before"
_STEPS_BACK = 50


def kept() -> tuple[Kept, ...]:
    """The scenarios kept, in their order."""
    found: tuple[Kept, ...] = st.session_state.get(_SET, ())
    return found


def put(scenarios: Sequence[Kept]) -> None:
    """Makes these the set; what it was before is one `undo` away. Raises InputError as `check_set` does."""
    fresh = check_set(scenarios)
    st.session_state[_BEFORE] = [*before(), kept()][-_STEPS_BACK:]
    st.session_state[_SET] = fresh


def before() -> list[tuple[Kept, ...]]:
    """The sets that can be gone back to, the latest last."""
    found: list[tuple[Kept, ...]] = st.session_state.get(_BEFORE, [])
    return found


def undo() -> None:
    """Takes the latest change back. A button's callback."""
    if before():
        st.session_state[_SET] = before().pop()


def arrive(packed: str) -> tuple[str, ...]:
    """Makes a link's packed set the session's, if there is one; returns a sentence for all that can't be used."""
    if not packed:
        return ()
    loaded = unpack(packed)
    st.session_state[_SET] = loaded.scenarios
    return loaded.faults


def shown_now(name: str, note: str = "") -> Kept:
    """What is set and looked at now, under a name. Raises InputError as `Kept` does."""
    chosen = datasets.chosen()
    is_built_in = chosen in BUILT_IN
    return Kept(
        name=name,
        scenario=controls.scenario(),
        note=note,
        data=chosen if is_built_in else "",
        own=None if is_built_in else datasets.current(),
        page=str(st.session_state.get("page-shown", "")),
        view=sharing.view(),
    )
