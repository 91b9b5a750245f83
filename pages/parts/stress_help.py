"""What would have helped: the same events on the same futures, known ahead, with a second source, or without rush."""

from __future__ import annotations

from functools import partial
from time import sleep
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.events import to_text
from core.policies import LABELS as POLICY
from core.policies import POLICIES
from core.stress import helped
from pages.parts import cached, cards, stress_choices, taking
from pages.parts import stress_help_words as words
from pages.parts.stress import Seen
from pages.parts.stress_events import Help

# A look for what would have helped begins when nothing has moved for so long: so many looks, so many seconds apart.
LOOKS, APART = 10, 0.1


def draw(shown: Seen) -> None:
    """The choices, the sentence, the tables and the file."""
    catalogue, events = shown.catalogue, shown.chosen.events
    chosen = stress_choices.help_chosen(catalogue, events)
    stress_choices.draw_help(chosen, events, catalogue)
    key = (catalogue.digest, repr(shown.scenario), to_text(events), chosen)
    table = cached.helped().get(key)
    if table is None:
        table = _found(shown, chosen)
        cached.helped().put(key, table)
    st.html(cards.notes(words.best(table, chosen, catalogue.currency)) + tables(table, chosen, catalogue.currency))
    st.html(cards.notes(words.NOTE))
    taking.table(lambda: table, "what would have helped", "stress_helped", "helped")


def _found(shown: Seen, chosen: Help) -> pd.DataFrame:
    """Simulates what may help, once nothing moves any more. Whatever is written is a point where a move interrupts."""
    bar = st.progress(0.0, words.LOOKING)
    for _ in range(LOOKS):
        sleep(APART)
        bar.progress(0.0, words.LOOKING)
    base = cached.ledger(shown.catalogue, shown.scenario)
    given: dict[str, Any] = {"warning": chosen.warning, "spare": chosen.names}
    told = partial(_tell, bar, chosen)
    table = helped(shown.catalogue, shown.scenario, shown.chosen.events, base, **given, progress=told)
    bar.empty()
    return table


def _tell(bar: DeltaGenerator, chosen: Help, share: float, variant: str) -> None:
    bar.progress(share, f"{words.variant(variant, chosen)} …")


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
