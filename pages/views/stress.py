"""What does a shock do to each policy, how long until each is well again, and what is the buffer worth then?"""

from time import sleep

import streamlit as st

from pages.parts import cards, controls, reach, stress, stress_cards, stress_choices, stress_help
from pages.parts import stress_words as words

# Seconds that the charts get to be painted before the tables come.
PAUSE = 0.08


@st.fragment(key=controls.PAGE)
@reach.guarded
def page() -> None:
    """The answer, the events and the curve: run first, and alone with what follows, when a slider moves."""
    shown = stress.seen()
    st.html(stress.answer(shown))
    stress_choices.draw(shown.chosen, shown.catalogue, shown.scenario.run.horizon_days)
    if shown.chosen.events:
        with st.container(key="chart-stress"):
            stress.curve(shown)
        st.html(stress.below(shown))


@st.fragment(key=controls.DETAILS)
@reach.guarded
def details() -> None:
    """The tables: run after the chart, which needn't wait for them."""
    # The browser draws on one thread: tables that arrive with the chart would hold it up.
    sleep(PAUSE)
    shown = stress.seen()
    if shown.chosen.events:
        st.html(stress.tables(shown))
        stress.downloads(shown)


@st.fragment(key=controls.EXTRA)
@reach.guarded
def helped() -> None:
    """What would have helped: simulations of its own, after everything that shows what is."""
    shown = stress.seen()
    if shown.chosen.events:
        st.html(cards.heading(words.HELPED))
        stress_help.draw(shown)


st.html(cards.STYLE + stress_cards.STYLE)
page()
details()
helped()
