"""What would have helped: the same events on the same futures, known ahead, with a second source, or without rush."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.policies import LABELS as POLICY
from core.policies import POLICIES
from core.spreadsheet import csv_text
from pages.parts import cached, cards, stress_choices
from pages.parts import stress_help_words as words
from pages.parts.stress import UTF8, Seen
from pages.parts.stress_events import Help


def draw(shown: Seen) -> None:
    """The choices, the sentence, the tables and the file."""
    catalogue, events = shown.catalogue, shown.chosen.events
    chosen = stress_choices.help_chosen(catalogue, events)
    stress_choices.draw_help(chosen, events, catalogue)
    table = cached.helped(catalogue, shown.scenario, events, chosen.warning, chosen.names)
    st.html(cards.notes(words.best(table, chosen, catalogue.currency)) + tables(table, chosen, catalogue.currency))
    st.html(cards.notes(words.NOTE))
    st.download_button(
        "Download what would have helped (CSV)",
        data=lambda: csv_text(table).encode(UTF8),
        file_name="stress_helped.csv",
        mime="text/csv",
        on_click="ignore",
        key="download-helped",
        type="tertiary",
    )


def tables(table: pd.DataFrame, chosen: Help, currency: str) -> str:
    """A table for each measure: what helps in rows, policies in columns, each with its change from the plain event."""
    policies = tuple(POLICY[policy] for policy in POLICIES)
    variants = list(dict.fromkeys(table["variant"]))
    by = table.set_index(["variant", "policy"])
    grids = []
    for name in words.SHOWN:
        rows = [
            (words.variant(one, chosen), *(words.cell(name, by.loc[(one, policy)], one) for policy in POLICIES))
            for one in variants
        ]
        grids.append(cards.grid((words.head(name, currency), *policies), rows, words.head(name, "")))
    return "".join(grids)
