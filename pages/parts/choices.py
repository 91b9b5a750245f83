"""What a person chooses to look at on Explore: measures, a target, an amount. Never part of a scenario."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from core import Kept, Outcome, uncertain
from core.exports import Subject, answer_of
from core.spreadsheet import csv_text
from pages.parts import cached, controls, words
from pages.parts.cached import View

SERVICE = ("fill_rate", "cycle_service", "in_stock_days")
COST = ("inventory_cost", "total_cost")
LOWEST, HIGHEST, USUAL = 50.0, 99.9, 95.0
MONEY = 200_000.0


@dataclass(frozen=True)
class Shown:
    """The choices: two measures, the target service (a share), the money of the question asked backwards, the bands."""

    service: str
    cost: str
    target: float
    money: float
    observed: bool = False
    """Whether bands also know how little was observed."""


def keep(page: str) -> None:
    """Puts the choices back where another page didn't draw them: Streamlit forgets the value of such a widget.

    And where another page did: a widget of the same key there is another one, and this page's would start from nothing.
    """
    state = st.session_state
    has_changed, state["page-shown"] = state.get("page-shown") != page, page
    for name, value in state.get("choices", {}).items():
        if has_changed or name not in state:
            state[name] = state.get(name, value)


def shown(observed: bool | None = None) -> Shown:
    """The choices as they stand; the usual ones where a link or a first visit says nothing that can be used.

    `observed`: whether bands usually know how little was observed; None where all is known exactly.
    """
    state = st.session_state
    service = state.get("service") if state.get("service") in SERVICE else SERVICE[0]
    cost = state.get("cost") if state.get("cost") in COST else COST[0]
    target = number_in(state.get("target"), USUAL, LOWEST, HIGHEST)
    money = number_in(state.get("money"), MONEY, 0.0, 1e12)
    chosen: dict[str, object] = {"service": service, "cost": cost, "target": target, "money": money}
    if observed is not None:
        observed = {"true": True, "false": False}.get(str(state.get("observed")).lower(), observed)
        chosen["observed"] = observed
    remember(chosen)
    return Shown(str(service), str(cost), target / 100, money, bool(observed))


def of_kept(kept: Kept) -> Shown:
    """Measures, target and bands as they were looked at when the scenario was kept; else the usual ones."""
    looked, catalogue = Subject.of(kept), kept.catalogue
    wide = uncertain(catalogue) and not cached.is_large(catalogue, kept.scenario)
    observed = {"true": True, "false": False}.get(kept.view.get("observed", "").lower(), wide)
    return Shown(looked.service, looked.cost, looked.target, MONEY, observed)


def remember(values: Mapping[str, object]) -> None:
    """Puts choices right before the first widget is drawn, and keeps them for when another page is shown."""
    state = st.session_state
    state["choices"] = {**state.get("choices", {}), **values}
    for name, value in values.items():
        # Once there is a widget, it may not be written to, and needn't.
        if state.get(name) != value:
            state[name] = value


def figures(chosen: Shown) -> tuple[str, ...]:
    """The measures on each policy's card: the chosen ones, and always fill rate, inventory cost and working capital."""
    return tuple(dict.fromkeys((chosen.service, SERVICE[0], chosen.cost, COST[0], "working_capital")))


def target() -> float:
    """The target service as it stands, a share."""
    return number_in(st.session_state.get("target"), USUAL, LOWEST, HIGHEST) / 100


def number_in(value: object, usual: float, low: float, high: float) -> float:
    """A number that a link or a widget gives, or the usual one where it can't be used."""
    try:
        found = float(str(value))
    except ValueError:
        return usual
    return found if low <= found <= high else usual


def draw(observed: bool = False) -> None:
    """The controls of the chart, in one quiet row; with `observed` also the switch of the bands."""
    with st.container(key="choices", horizontal=True, vertical_alignment="bottom"):
        named = words.LABELS.get
        # The link in the sidebar carries these choices, so it is made anew.
        common = {"required": True, "on_change": controls.moved}
        st.segmented_control("Service measure", SERVICE, format_func=named, key="service", **common)
        st.segmented_control("Cost measure", COST, format_func=named, key="cost", **common)
        number = {"on_change": controls.moved, "key": "target", "width": 140}
        st.number_input("Target service (%)", LOWEST, HIGHEST, step=0.5, format="%.1f", **number)
        if observed:
            label = "Bands count how little was observed"
            st.toggle(label, key="observed", on_change=controls.moved, help=words.OBSERVED)


def draw_money(currency: str) -> None:
    """The amount that the second question asks about."""
    number = {"on_change": controls.moved, "key": "money", "width": 190}
    st.number_input(f"Money a year ({currency})", 0.0, 1e12, step=10_000.0, format="%.0f", **number)


def answer(outcome: Outcome, chosen: Shown, currency: str) -> words.Answer:
    """The headline's figures."""
    return answer_of(outcome, chosen.service, chosen.cost, currency)


def downloads(view: View, summary: pd.DataFrame) -> None:
    """The tables behind the charts."""
    tables = {"curves": view.curves, "figures": summary.reset_index(), "differences": view.paired}
    with st.container(key="downloads", horizontal=True):
        for name, frame in tables.items():
            st.download_button(
                f"Download {name} (CSV)",
                data=lambda frame=frame: csv_text(frame),
                file_name=f"{name}.csv",
                mime="text/csv",
                on_click="ignore",
                key=f"download-{name}",
                type="tertiary",
            )
