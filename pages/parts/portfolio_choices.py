"""What a person chooses on the portfolio page: the goal of the optimum and which items are listed. Part of a link."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from core.policies import LABELS as POLICY
from core.policies import REPLENISHING
from pages.parts import choices, controls, items
from pages.parts.best import Goal
from pages.parts.items import Filters

GOALS = {"service": "Service target", "capital": "Working-capital limit"}
FILTERS = {"class": "Class", "held": "Policy", "category": "Category", "supplier": "Supplier"}
"""Filters that choose one of a list, by their name in the link."""


def goal(tied: float) -> Goal:
    """The goal as it stands; the usual one where a link says nothing that can be used.

    `tied` is the working capital of the hybrid as it is set: the usual limit is as much, in round figures.
    """
    state = st.session_state
    kind = state.get("goal") if state.get("goal") in GOALS else "service"
    target = choices.target()
    capital = choices.number_in(state.get("capital"), _round(tied), 0.0, 1e12)
    choices.remember({"goal": kind, "target": round(100 * target, 9), "capital": capital})
    return Goal(service=target) if kind == "service" else Goal(capital=capital)


def _round(money: float) -> float:
    """The next number above with two digits that count."""
    step = 10.0 ** max(np.floor(np.log10(max(money, 1.0))) - 1.0, 0.0)
    return float(np.ceil(money / step) * step)


def draw_goal(currency: str) -> None:
    """The goal's controls."""
    common: dict[str, Any] = {"on_change": controls.moved}
    st.segmented_control("Best hybrid for", tuple(GOALS), format_func=GOALS.get, key="goal", required=True, **common)
    if st.session_state["goal"] == "service":
        bounds = {"min_value": choices.LOWEST, "max_value": choices.HIGHEST, "step": 0.5, "format": "%.1f"}
        st.number_input("Target fill rate (%)", **bounds, key="target", width=150, **common)
    else:
        bounds = {"min_value": 0.0, "max_value": 1e12, "step": 10_000.0, "format": "%.0f"}
        st.number_input(f"Working capital ({currency})", **bounds, key="capital", width=190, **common)


def filters(rows: pd.DataFrame) -> Filters:
    """What is looked for, as it stands; what the data set doesn't have is looked for no longer."""
    state = st.session_state
    found = {name: items.meant(state.get(name), options(rows, name)) for name in FILTERS}
    find = str(state.get("find") or "")
    choices.remember({"find": find, **{name: value or None for name, value in found.items()}})
    return Filters(find, found["class"], found["held"], found["category"], found["supplier"])


def options(rows: pd.DataFrame, name: str) -> tuple[str, ...]:
    """What a filter can choose from."""
    if name == "class":
        return items.GROUPS
    if name == "held":
        return tuple(POLICY[policy] for policy in REPLENISHING)
    return items.options(rows, name)


def draw_filters(rows: pd.DataFrame) -> None:
    """The filters in one row."""
    with st.container(key="filters", horizontal=True, vertical_alignment="bottom"):
        typed: dict[str, Any] = {"placeholder": "Item or name", "width": 170, "max_chars": 40}
        st.text_input("Find", key="find", on_change=controls.listed, **typed)
        for name, label in FILTERS.items():
            st.selectbox(
                label,
                options(rows, name),
                index=None,
                placeholder="All",
                key=name,
                width=150,
                on_change=controls.listed,
            )
