"""Which of the kept scenarios serves and costs what?"""

import streamlit as st

from pages.parts import cards, controls, paper_style, reopening, scenarios, scenarios_list, scenarios_travel


@st.fragment(key=controls.PAGE)
def page() -> None:
    """The answer, the chart and the tables of those compared: run first."""
    scenarios.compared()


@st.fragment(key=controls.DETAILS)
def details() -> None:
    """The list, and how the set travels: after the charts, which needn't wait for it."""
    scenarios_list.draw()
    scenarios_travel.draw()


reopening.go_on()
st.html(cards.STYLE + scenarios.STYLE + paper_style.PAPER_STYLE)
page()
details()
