"""Which items should be held Just-in-Case and which Just-in-Time, why, and what would change that?"""

import streamlit as st

from pages.parts import advisor, advisor_cards, advisor_search, cards, controls, reach


@st.fragment(key=controls.PAGE)
@reach.guarded
def page() -> None:
    """The answer: run first, and alone with what follows, when a slider moves."""
    st.html(advisor.answer(advisor.seen()))


@st.fragment(key=controls.DETAILS)
@reach.guarded
def groups() -> None:
    """The chart of the groups."""
    with st.container(key="chart-advice", gap="xsmall"):
        advisor.chart(advisor.seen())


@reach.guarded
def questions() -> None:
    """The questions that decide. Outside of fragments: an answer interrupts what is still being looked for."""
    advisor.questions(advisor.seen())


@st.fragment(key=controls.EXTRA)
@reach.guarded
def reasons() -> None:
    """Why, and what would change it: simulations of their own, after everything that shows what is."""
    advisor_search.draw(advisor.seen())


st.html(cards.STYLE + advisor_cards.STYLE)
page()
groups()
questions()
reasons()
