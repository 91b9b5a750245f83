"""The kept scenarios as slides, for a meeting."""

import streamlit as st

from pages.parts import cards, controls, paper_style, present, present_style


@st.fragment(key=controls.PAGE)
def page() -> None:
    """One slide, and the strip of all: turning a slide runs this alone."""
    present.draw()


st.html(cards.STYLE)
st.html(present_style.STYLE + paper_style.PAPER_STYLE)
page()
