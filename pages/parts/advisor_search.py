"""Why, and what would change it: looked for once nothing moves any more, then the cards and the tables."""

from __future__ import annotations

from time import sleep

import streamlit as st

from core.spreadsheet import csv_text
from pages.parts import advisor, advisor_cards, advisor_tables, cards, editing
from pages.parts import advisor_words as words
from pages.parts.advisor import Reasoned, Seen

# A look for the reasons begins when nothing has moved for so long: so many looks, so many seconds apart.
LOOKS, APART = 5, 0.1
UTF8 = "utf-8-sig"


def draw(shown: Seen) -> None:
    """The cards of the groups, and the tables in which every figure is found again."""
    found = advisor.known(shown) or _found(shown)
    currency, by = shown.catalogue.currency, shown.chosen.by
    st.html(advisor_cards.cards(found.advice, found.flips, by, currency))
    changes = found.advice.policies()
    if changes:
        st.button("Apply to the items' policies", key="apply-advice", on_click=_apply, args=(changes,))
    st.html(cards.notes(words.HOW, words.SAYS_KINDS if by == "kind" else ""))
    st.html(advisor_tables.tables(found.advice, found.flips, by, currency))
    st.html(cards.heading("Items"))
    st.dataframe(advisor_tables.items(found.advice, by), hide_index=True, height=330)
    _downloads(found)


def _found(shown: Seen) -> Reasoned:
    """Whatever is written here is a point where a move interrupts it."""
    bar = st.progress(0.0, words.LOOKING)
    for _ in range(LOOKS if shown.waits else 0):
        sleep(APART)
        bar.progress(0.0, words.LOOKING)
    found = advisor.find(shown, lambda share, _: bar.progress(min(share, 1.0), words.LOOKING) and None)
    bar.empty()
    return found


def _apply(changes: dict[str, dict[str, object]]) -> None:
    editing.apply(changes, words.applied())


def _downloads(found: Reasoned) -> None:
    """The tables as files, with every column."""
    advice = found.advice
    tables = {
        "whole": advice.whole.reset_index(),
        "groups": advice.groups.reset_index(),
        "components": advice.components,
        "causes": advice.causes,
        "flips": found.flips,
        "items": advice.items,
        "questions": advice.said,
    }
    with st.container(key="downloads", horizontal=True):
        for name, frame in tables.items():
            st.download_button(
                f"Download {name} (CSV)",
                data=lambda frame=frame: csv_text(frame).encode(UTF8),
                file_name=f"advice_{name}.csv",
                mime="text/csv",
                on_click="ignore",
                key=f"download-advice-{name}",
                type="tertiary",
            )
