"""The editor of the items table: columns as they are shown and typed, filters, and what was edited."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from core import Catalogue, measures
from core.catalogue.columns import BY_NAME
from pages.parts import cards, controls, editing, edits, items, portfolio_choices, portfolio_words, words
from pages.parts.editing import Session
from pages.parts.items import Filters

HEIGHT, MOST_STEPS = 430, 40
_LISTED = "items-listed"
STYLE = """<style>
.st-key-filters { gap: 0.75rem; }
.st-key-edits [data-testid="stVerticalBlock"] { gap: 0.15rem; }
.st-key-edits [data-testid="stText"] { font-size: 0.9rem; white-space: normal; overflow-wrap: anywhere; }
.st-key-edits button[kind="tertiary"] { min-height: 1.6rem; padding: 0; text-decoration: underline; }
.st-key-refused { border-left: 0.2rem solid currentColor; padding-left: 0.75rem; }
.st-key-refused [data-testid="stText"] { font-size: 0.9rem; white-space: normal; overflow-wrap: anywhere; }
</style>"""
ORDER = (
    "name",
    "class",
    "policy",
    "rule",
    "buffer",
    "fill_rate",
    "fill_rate_range",
    *items.FIGURES,
    "lead_time_days",
    "unit_cost",
    "critical",
    "category",
    "supplier",
)


def draw(rows: pd.DataFrame, catalogue: Catalogue) -> None:
    """Filters, the table, and the steps that can be taken back."""
    session, filters = editing.now(), portfolio_choices.filters(rows)
    portfolio_choices.draw_filters(rows)
    shown = _listed(rows, filters, session)
    st.html(STYLE + cards.notes(f"{portfolio_words.shown(len(shown), len(rows))} {portfolio_words.EDITABLE}"))
    editing.show(shown)
    st.data_editor(
        items.readable(rows.loc[list(shown)]),
        key=editing.editor_key(session),
        on_change=editing.edited,
        height=HEIGHT if len(shown) > 10 else "auto",
        column_order=ORDER,
        column_config=_columns(catalogue.currency),
        disabled=["_index", *(name for name in rows.columns if name not in edits.COLUMNS)],
        row_height=30,
        alt="Items, with what can be edited",
    )
    if session.refused:
        with st.container(key="refused", gap="xxsmall"):
            for sentence in portfolio_words.refused(session.refused):
                st.text(sentence)
    if session.edits.steps:
        _steps(session)


def _listed(rows: pd.DataFrame, filters: Filters, session: Session) -> tuple[str, ...]:
    """The items that the filters let through. While a person edits no row leaves, whatever it says now."""
    key = (filters, session.edits.base.digest, session.generation, repr(controls.scenario()))
    kept = st.session_state.get(_LISTED)
    if kept is None or kept[0] != key:
        kept = key, tuple(rows.index[items.filtered(rows, filters)])
        st.session_state[_LISTED] = kept
    found: tuple[str, ...] = kept[1]
    return found


def _columns(currency: str) -> dict[str, Any]:
    """How each column is shown: narrow, so that what is edited stands beside what it does."""
    column, buffer, days, cost = st.column_config, BY_NAME["buffer"], BY_NAME["lead_time_days"], BY_NAME["unit_cost"]
    money = {name: f"{words.LABELS[name]} ({currency})" for name in items.FIGURES if name in words.LABELS}
    return {
        "item": column.TextColumn("Item", pinned=True, width=80),
        "name": column.TextColumn("Name", width=140),
        "class": column.TextColumn("Class", help="ABC by sales value, XYZ by how much demand varies", width=55),
        "policy": column.SelectboxColumn(
            "Policy",
            help="How the hybrid holds the item; by rule, the settings decide",
            options=items.CHOICES,
            width=110,
        ),
        "rule": column.TextColumn("Because", help="The rule that decided", width=115),
        "buffer": column.NumberColumn(
            "Buffer (%)",
            help="Share of need that is held above the need itself. Empty: the scenario's",
            min_value=0.0,
            max_value=items.PERCENT * buffer.high,
            format="%.1f",
            width=95,
        ),
        "fill_rate": column.NumberColumn(
            "Fill rate (%)", help=measures.BY_NAME["fill_rate"].says, format="%.1f", width=85
        ),
        "fill_rate_range": column.TextColumn("95 % interval", help="Of the fill rate", width=125),
        **{name: _money(name, label) for name, label in money.items()},
        "days_of_supply": column.NumberColumn(
            "Days of supply", help=measures.BY_NAME["days_of_supply"].says, format="%.1f", width=100
        ),
        "lead_time_days": column.NumberColumn(
            "Lead time (days)", help=days.help, min_value=days.low, max_value=days.high, format="%.4g", width=110
        ),
        "unit_cost": column.NumberColumn(
            f"Unit cost ({currency})", help=cost.help, min_value=cost.low, format="%.6g", width=110
        ),
        "critical": column.CheckboxColumn("Critical", help=BY_NAME["critical"].help, width=65),
        "category": column.TextColumn("Category", width=140),
        "supplier": column.TextColumn("Supplier", width=150),
    }


def _money(name: str, label: str) -> Any:
    return st.column_config.NumberColumn(label, help=measures.BY_NAME[name].says, format="localized", width=150)


def _steps(session: Session) -> None:
    """What was edited, the latest first; each can be taken back."""
    base, steps = session.edits.base, session.edits.steps
    row = edits.positions(base)
    with st.expander(portfolio_words.edits(len(steps)), key="edits", expanded=True):
        for at in range(len(steps) - 1, max(-1, len(steps) - 1 - MOST_STEPS), -1):
            with st.container(key=f"edit-{at}", horizontal=True, vertical_alignment="center"):
                st.button("Undo", key=f"undo-{at}", on_click=editing.undo, args=(at,), type="tertiary")
                st.text(portfolio_words.step(base, row, steps[at]))
        if len(steps) > MOST_STEPS:
            st.text(f"and {len(steps) - MOST_STEPS:,} earlier ones.")
        st.button("Undo all", key="undo-all", on_click=editing.undo_all)
