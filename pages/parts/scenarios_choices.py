"""What a person chooses on the Scenarios page: which are compared, under which policy, by which measures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from core import Kept
from core.kept import MOST
from core.look.words import LABELS
from core.policies import LABELS as POLICY
from core.policies import POLICIES
from pages.parts import choices, controls, meeting

POLICY_NAME, COMPARED = "kept_policy", "compared"
"""Names in a link: the policy, and the numbers of those compared, the first first, as in 2-1-3."""
USUALLY = 6
"""Scenarios that are compared where nobody chose."""
_PICKED, _LATEST, _SEEN = "compare", "compare-latest", "compare-seen"


@dataclass(frozen=True)
class Chosen:
    """The choices as they stand; `scenarios` with their numbers in the set, the one compared with first."""

    scenarios: tuple[tuple[int, Kept], ...]
    policy: str
    service: str
    cost: str


def shown() -> Chosen:
    """The choices; the usual ones where a link or a first visit says nothing that can be used."""
    state, every = st.session_state, meeting.kept()
    policy = state.get(POLICY_NAME) if state.get(POLICY_NAME) in POLICIES else POLICIES[-1]
    numbers = {one.name: number for number, one in enumerate(every, start=1)}
    picked = _picked(list(numbers))
    text = "-".join(str(numbers[name]) for name in picked)
    choices.remember({POLICY_NAME: policy, COMPARED: text})
    measures = choices.shown()
    scenarios = tuple((numbers[name], every[numbers[name] - 1]) for name in picked)
    return Chosen(scenarios, str(policy), measures.service, measures.cost)


def _picked(names: list[str]) -> list[str]:
    """The names that are compared: those picked that are still there, and what was kept since, up to the usual few."""
    state = st.session_state
    seen = state.get(_SEEN)
    if seen is None:
        picked = positions(state.get(COMPARED), names) or names[:USUALLY]
    else:
        picked = [name for name in state.get(_PICKED, state.get(_LATEST, [])) if name in names]
        fresh = [name for name in names if name not in seen]
        picked += fresh[: max(0, USUALLY - len(picked))]
    if names:
        # Before there are any, a link's choice of them is still to be read.
        state[_SEEN] = names
    state[_LATEST] = picked
    if state.get(_PICKED) != picked:
        state[_PICKED] = picked
    return picked


def positions(text: object, names: Sequence[str]) -> list[str]:
    """The names at the numbers that a link gives; whatever is no number of theirs is left out."""
    parts = [part for part in str(text or "")[: 4 * MOST].split("-") if part.isascii() and part.isdecimal()]
    found = [names[int(part) - 1] for part in parts if 1 <= int(part) <= len(names)]
    return list(dict.fromkeys(found))


def rename(before: str, after: str) -> None:
    """Keeps a scenario among those compared under its new name."""
    state = st.session_state
    for key in (_PICKED, _LATEST, _SEEN):
        if key in state:
            state[key] = [after if name == before else name for name in state[key]]


def draw() -> None:
    """The choices."""
    names = [one.name for one in meeting.kept()]
    common = {"on_change": controls.moved}
    st.multiselect("Compare", names, key=_PICKED, placeholder="Choose scenarios", help=HELP, **common)
    with st.container(key="choices", horizontal=True, vertical_alignment="bottom"):
        st.segmented_control("Policy", POLICIES, format_func=POLICY.get, key=POLICY_NAME, required=True, **common)
        named = {"format_func": LABELS.get, "width": 190, **common}
        st.selectbox("Service measure", choices.SERVICE, key="service", **named)
        st.selectbox("Cost measure", choices.COST, key="cost", **named)


HELP = "The one chosen first is the one that the others are set against."
