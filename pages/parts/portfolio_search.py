"""The best hybrid on screen: its goal, the search with its progress, and the button that applies what was found."""

from __future__ import annotations

from time import sleep

import streamlit as st

from core import Catalogue, Optimum, Scenario
from pages.parts import best, cached, cards, controls, editing, portfolio_choices
from pages.parts import portfolio_words as words
from pages.parts.best import Best, Goal

_LATEST, _WANTED = "best-latest", "best-wanted"
STYLE = """<style>
.st-key-best { gap: 0.75rem; }
/* As high as the choices beside it. */
.st-key-best [data-testid="stNumberInputContainer"] { height: 2rem; }
.st-key-best button { min-height: 2rem; }
.st-key-refused-goal { border-left: 0.2rem solid currentColor; padding-left: 0.75rem; }
.st-key-refused-goal [data-testid="stText"] { font-size: 0.92rem; white-space: normal; overflow-wrap: anywhere; }
</style>"""
# A search begins by itself when nothing has moved for so long: so many looks, so many seconds apart.
LOOKS, APART = 7, 0.1


def asked(catalogue: Catalogue, scenario: Scenario) -> Goal:
    """The goal as it stands."""
    return portfolio_choices.goal(
        float(cached.now(catalogue, scenario).outcome.summary.at["hybrid", "working_capital"])
    )


def seen(catalogue: Catalogue, scenario: Scenario, goal: Goal) -> tuple[Best | None, bool]:
    """What is known of the best hybrid, and whether that was found at other prices."""
    found = best.known(catalogue, scenario, goal)
    if found is not None:
        st.session_state[_LATEST] = found
        return found, False
    latest: Best | None = st.session_state.get(_LATEST)
    if latest is None or not _same_physics(latest, catalogue, scenario):
        return None, False
    gap = best.repriced(latest.gap, scenario)
    return Best(gap, None, (), latest.curve.iloc[:0]), True


def _same_physics(latest: Best, catalogue: Catalogue, scenario: Scenario) -> bool:
    ledger = latest.gap.rule.ledger
    return ledger.physics == scenario.physics() and ledger.catalogue == catalogue


def draw(catalogue: Catalogue, scenario: Scenario) -> None:
    """The goal, what was found for it, and the search where nothing was."""
    goal = asked(catalogue, scenario)
    found, stale = seen(catalogue, scenario, goal)
    st.html(STYLE)
    with st.container(key="best", horizontal=True, vertical_alignment="bottom"):
        portfolio_choices.draw_goal(catalogue.currency)
        if found is None or not found.is_answered:
            st.button("Find the best hybrid", key="find-best", type="primary", on_click=_want)
        elif found.goal is not None and best.changes(found.goal):
            st.button("Apply the optimum", key="apply-best", on_click=_apply, args=(found.goal,))
    if stale:
        st.html(cards.notes(words.STALE))
    if found is not None and found.is_answered:
        _told(found, catalogue)
        return
    # After a price it isn't looked for by itself: a price is moved in many steps.
    if st.session_state.pop(_WANTED, None) or (not stale and len(catalogue) <= best.QUICK):
        _search(catalogue, scenario, goal)


def _told(found: Best, catalogue: Catalogue) -> None:
    if found.goal is None:
        with st.container(key="refused-goal", gap="xxsmall"):
            for fault in found.refused:
                st.text(f"{fault}.")
    else:
        st.html(cards.notes(words.goal(found.goal, catalogue.currency)))


def _search(catalogue: Catalogue, scenario: Scenario, goal: Goal) -> None:
    """Searches once nothing moves any more. Whatever is written here is a point where a move interrupts it."""
    bar = st.progress(0.0, words.LOOKING)
    for _ in range(LOOKS):
        sleep(APART)
        bar.progress(0.0, words.LOOKING)
    best.find(catalogue, scenario, goal, lambda share, says: bar.progress(min(share, 1.0), f"{says} …") and None)
    # The answer, the chart and the tables all show it.
    st.rerun()


def _want() -> None:
    st.session_state[_WANTED] = True
    controls.searched()


def _apply(found: Optimum) -> None:
    editing.apply(best.changes(found), words.applied(found))
