"""What does one future look like, day by day?"""

from time import sleep

import streamlit as st

from pages.parts import cards, controls, daily, daily_choices, datasets, player, reach

# Seconds that the charts get to be painted before the table comes.
PAUSE = 0.08


@st.fragment(key=controls.PAGE)
@reach.guarded
def page() -> None:
    """The answer and the charts: run first, and alone with what follows, when a slider moves."""
    shown = daily.seen()
    st.html(daily.answer(shown))
    with st.container(key="days"):
        player.draw(daily.played(shown))
        daily.charts(shown)
    st.html(daily.notes(shown))


@st.fragment(key=controls.DETAILS)
@reach.guarded
def details() -> None:
    """The table: run after the charts, which needn't wait for it."""
    # The browser draws on one thread: what arrives with the charts would hold them up.
    sleep(PAUSE)
    daily.table(daily.seen())


st.html(cards.STYLE)
daily_choices.draw(datasets.current())
page()
details()
