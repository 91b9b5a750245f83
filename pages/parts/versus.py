"""The two policies that a page sets against each other. Part of a link, not of a scenario."""

from __future__ import annotations

from itertools import permutations

import streamlit as st

from core.policies import LABELS as POLICY
from core.policies import POLICIES
from pages.parts import choices, controls

PAIR = "pair"
"""The name in a link: the two policies, `first-second`."""
PAIRS = {f"{first}-{second}": (first, second) for first, second in permutations(POLICIES, 2)}
USUAL = "hybrid-jic"


def chosen() -> tuple[str, str]:
    """The two policies; differences are first − second. The usual pair where a link says nothing that can be used."""
    said = st.session_state.get(PAIR)
    pair = str(said) if said in PAIRS else USUAL
    choices.remember({PAIR: pair})
    return PAIRS[pair]


def draw() -> None:
    """The choice."""
    st.selectbox("Policies", list(PAIRS), format_func=said, key=PAIR, width=260, on_change=controls.moved)


def said(pair: str) -> str:
    """A pair in words."""
    first, second = PAIRS[pair]
    return f"{POLICY[first]} against {POLICY[second]}"
