"""Why, and what would change it: looked for once nothing moves any more, then the cards and the tables."""

from __future__ import annotations

from time import sleep

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.parts import advisor, advisor_cards, advisor_tables, cards, editing, taking
from pages.parts import advisor_words as words
from pages.parts.advisor import Reasoned, Seen

# A look for the reasons begins when nothing has moved for so long: so many looks, so many seconds apart.
LOOKS, APART = 5, 0.1


def draw(shown: Seen) -> None:
    """The cards of the groups, and the tables in which every figure is found again."""
    bar, slot = st.empty(), st.empty()
    found = advisor.known(shown) or _found(shown, bar, slot)
    currency, by = shown.catalogue.currency, shown.chosen.by
    slot.html(advisor_cards.cards(found.advice, found.flips, by, currency))
    changes = found.advice.policies()
    if changes:
        st.button("Apply to the items' policies", key="apply-advice", on_click=_apply, args=(changes,))
    st.html(cards.notes(words.LEADS, words.HOW, words.SAYS_KINDS if by == "kind" else ""))
    st.html(advisor_tables.tables(found.advice, found.flips, by, currency))
    with st.expander("Items"):
        st.dataframe(advisor_tables.items(found.advice, by), hide_index=True, height=330)
    _downloads(found)


def _found(shown: Seen, bar: DeltaGenerator, slot: DeltaGenerator) -> Reasoned:
    """Whatever is written here is a point where a move interrupts it. Reasons are shown as soon as they are there."""
    bar.progress(0.0, words.LOOKING)
    for _ in range(LOOKS if shown.waits else 0):
        sleep(APART)
        bar.progress(0.0, words.LOOKING)

    def told(share: float, _: str) -> None:
        bar.progress(min(share, 1.0), words.LOOKING)

    advice = advisor.reasons(shown, told)
    by, currency = shown.chosen.by, shown.catalogue.currency
    # With the tables, to which the cards' links lead.
    early = advisor_cards.cards(advice, None, by, currency), advisor_tables.tables(advice, None, by, currency)
    slot.html("".join(early))
    found = advisor.find(shown, advice, told)
    bar.empty()
    return found


def _apply(changes: dict[str, dict[str, object]]) -> None:
    editing.apply(changes, words.applied())


def _downloads(found: Reasoned) -> None:
    """The tables as files, with every column."""
    advice = found.advice
    tables = {
        "whole": lambda: advice.whole.reset_index(),
        "groups": lambda: advice.groups.reset_index(),
        "components": lambda: advice.components,
        "causes": lambda: advice.causes,
        "flips": lambda: found.flips,
        "items": lambda: advice.items,
        "questions": lambda: advice.said,
    }
    taking.tables("advice", tables)
