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
    """The answer and the figures: run first, and alone with what follows, when a slider moves."""
    st.html(stress.answer(stress.seen()))


@reach.guarded
def events() -> None:
    """The editor of the events: no slider changes it."""
    shown = stress.seen()
    stress_choices.draw(shown.chosen, shown.catalogue, shown.scenario.run.horizon_days)


@st.fragment(key=controls.DETAILS)
@reach.guarded
def details() -> None:
    """The curve, and then the tables, for which it needn't wait."""
    shown = stress.seen()
    if not shown.chosen.events:
        return
    with st.container(key="chart-stress"):
        stress.curve(shown)
    st.html(stress.below(shown))
    # The browser draws on one thread: tables that arrive with the chart would hold it up.
    sleep(PAUSE)
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
events()
details()
helped()
