"""The pinned baseline: a data set and a scenario that a page may compare with, kept for the session."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core import Catalogue, Scenario
from pages.parts import controls, datasets


def pin() -> None:
    """Keeps what is set and shown now. A button's callback."""
    st.session_state["baseline"] = (datasets.current(), controls.scenario())
    controls.moved()


def remove() -> None:
    """Forgets the baseline. A button's callback."""
    st.session_state.pop("baseline", None)
    controls.moved()


def pinned() -> tuple[Catalogue, Scenario] | None:
    """The catalogue and scenario of the baseline; None without one, or while a data set of other items is shown."""
    kept: tuple[Catalogue, Scenario] | None = st.session_state.get("baseline")
    return kept if kept and _comparable(kept[0], datasets.current()) else None


def _comparable(one: Catalogue, other: Catalogue) -> bool:
    """Whether two catalogues hold the same items: one may be the other with values changed."""
    if one == other:
        return True
    same_items = len(one) == len(other) and np.array_equal(one.column("item"), other.column("item"))
    return same_items and one.currency == other.currency


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
    said = f"Baseline pinned: {count or 'no'} {'setting differs' if count == 1 else 'settings differ'} from it."
    return said if kept[0] == datasets.current() else f"{said} The data have changed since."
