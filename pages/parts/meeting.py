"""The scenarios that this session keeps to show and compare, and the way back from each change of them."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core import InputError, Kept
from core.catalogue import BUILT_IN
from core.kept import check_set, pack, unpack
from pages.parts import controls, datasets, sharing

_SET, _BEFORE, _PACKED = "kept-scenarios", "kept-before", "kept-packed"
_STEPS_BACK = 50
# Characters of a set that the browser is given to keep over a reload.
_LONGEST = 400_000


def kept() -> tuple[Kept, ...]:
    """The scenarios kept, in their order."""
    found: tuple[Kept, ...] = st.session_state.get(_SET, ())
    return found


def put(scenarios: Sequence[Kept]) -> None:
    """Makes these the set; what it was before is one `undo` away. Raises InputError as `check_set` does."""
    fresh = check_set(scenarios)
    st.session_state[_BEFORE] = [*before(), kept()][-_STEPS_BACK:]
    _set(fresh)


def before() -> list[tuple[Kept, ...]]:
    """The sets that can be gone back to, the latest last."""
    found: list[tuple[Kept, ...]] = st.session_state.get(_BEFORE, [])
    return found


def undo() -> None:
    """Takes the latest change back. A button's callback."""
    if before():
        _set(before().pop())


def arrive(packed: str) -> tuple[str, ...]:
    """Makes a link's packed set the session's, if there is one; returns a sentence for all that can't be used."""
    if not packed:
        return ()
    loaded = unpack(packed)
    st.session_state[_SET] = loaded.scenarios
    return loaded.faults


def packed() -> str:
    """The set as the browser keeps it over a reload; empty where there is none, or one that is too long for that."""
    now = kept()
    known: tuple[tuple[Kept, ...], str] | None = st.session_state.get(_PACKED)
    if known is None or known[0] is not now:
        known = now, _pack(now)
        st.session_state[_PACKED] = known
    return known[1]


def _pack(scenarios: tuple[Kept, ...]) -> str:
    try:
        text = pack(scenarios, with_own=True) if scenarios else ""
    except InputError:
        return ""
    return text if len(text) <= _LONGEST else ""


def give_back(packed: str) -> tuple[str, ...]:
    """Takes the set that the browser had before a reload; returns a sentence for all that can't be used.

    Where a link has brought another set meanwhile, that one stays, and the browser's is one `undo` away.
    """
    loaded = unpack(packed, with_own=True)
    if kept() and loaded.scenarios:
        st.session_state[_BEFORE] = [*before(), loaded.scenarios]
    elif loaded.scenarios:
        _set(loaded.scenarios)
    controls.also(controls.STAYS)
    return loaded.faults


def _set(scenarios: tuple[Kept, ...]) -> None:
    st.session_state[_SET] = scenarios
    controls.also(controls.STAYS)


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
