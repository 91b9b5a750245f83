"""What decides between two policies?"""

import streamlit as st

from pages.parts import cards, controls, reach, sensitivity, sensitivity_choices, sensitivity_many
from pages.parts import sensitivity_words as words


@st.fragment(key=controls.PAGE)
@reach.guarded
def page() -> None:
    """The answer as far as it is known: run first when a slider moves."""
    st.html(sensitivity.answer(sensitivity.seen()))


@reach.guarded
def choices() -> None:
    """What is compared. No slider changes it, and what stands outside of live parts interrupts work when moved."""
    sensitivity_choices.draw()


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


@reach.guarded
def stop() -> None:
    """Out of sight until there is something to stop; outside of live parts, because a click there interrupts."""
    sensitivity_many.draw_stop()


st.html(cards.STYLE)
page()
choices()
between = st.container()
details()
more()
stop()
with between:
    tornado()
