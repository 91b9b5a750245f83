"""What does it take to go from one policy to another, and does it pay?"""

from time import sleep

import streamlit as st

from pages.parts import cards, controls, reach, switching, switching_choices

# Seconds that the charts get to be painted before the tables come.
PAUSE = 0.08


@st.fragment(key=controls.PAGE)
@reach.guarded
def page() -> None:
    """The answer and the charts: run first, and alone with what follows, when a slider moves."""
    chosen = switching_choices.shown()
    head = st.container()
    switching_choices.draw(chosen)
    seen = switching.seen(chosen)
    head.html(switching.answer(seen))
    left, right = st.columns(2, gap="medium")
    with left, st.container(key="chart-cash", gap="xsmall"):
        switching.cash(seen)
    with right, st.container(key="chart-stock", gap="xsmall"):
        switching.stock(seen)
    st.html(cards.notes(*switching.below(seen)))


@st.fragment(key=controls.DETAILS)
@reach.guarded
def details() -> None:
    """The tables: after the charts, which needn't wait for them."""
    seen = switching.seen(switching_choices.shown())
    # The browser draws on one thread: tables that arrive with the charts would hold them up.
    sleep(PAUSE)
    st.html(switching.tables(seen))
    switching.downloads(seen)


st.html(cards.STYLE + switching_choices.STYLE)
page()
details()
