"""Which items should be held Just-in-Case and which Just-in-Time, why, and what would change that?"""

import streamlit as st

from pages.parts import advisor, advisor_cards, advisor_choices, advisor_search, cards, controls, reach


@st.fragment(key=controls.PAGE)
@reach.guarded
def page() -> None:
    """The answer and the chart of the groups: run first, and alone with what follows, when a slider moves."""
    shown = advisor.seen()
    st.html(advisor.answer(shown))
    with st.container(key="chart-advice", gap="xsmall"):
        advisor.chart(shown)


@reach.guarded
def questions() -> None:
    """The questions that decide. Outside of fragments: an answer interrupts what is still being looked for."""
    advisor_choices.draw(advisor.seen())


@st.fragment(key=controls.SEARCH)
@reach.guarded
def reasons() -> None:
    """Why, and what would change it: simulations of their own, after everything that shows what is."""
    advisor_search.draw(advisor.seen())


st.html(cards.STYLE + advisor_cards.STYLE)
page()
questions()
reasons()
