"""What decides between two policies?"""

import streamlit as st

from pages.parts import cards, controls, reach, sensitivity, sensitivity_choices, sensitivity_many
from pages.parts import sensitivity_words as words


@st.fragment(key=controls.PAGE)
@reach.guarded
def page() -> None:
    """The answer as far as it is known: run first when a slider moves."""
    head = st.container()
    shown = sensitivity.seen()
    sensitivity_choices.draw()
    head.html(sensitivity.answer(shown))


@st.fragment(key=controls.SEARCH)
@reach.guarded
def tornado() -> None:
    """What decides: every setting moved, which a move interrupts."""
    sensitivity.tornado(sensitivity.seen())


@st.fragment(key=controls.DETAILS)
@reach.guarded
def details() -> None:
    """One setting's curve, which is there soon."""
    st.html(cards.heading(words.ONE))
    sensitivity.curve(sensitivity.seen())


@st.fragment(key=controls.EXTRA)
@reach.guarded
def more() -> None:
    """The tables, and total effects for those who ask."""
    shown = sensitivity.seen()
    sensitivity.tables(shown)
    sensitivity_many.draw(shown)


st.html(cards.STYLE)
page()
between = st.container()
details()
more()
with between:
    tornado()
