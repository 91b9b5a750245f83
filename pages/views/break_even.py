"""At which point does another policy win, and who wins where?"""

import streamlit as st

from pages.parts import break_even, break_even_choices, break_even_search, cards, controls, reach
from pages.parts import break_even_words as words


@st.fragment(key=controls.PAGE)
@reach.guarded
def page() -> None:
    """The answer and the choices: run first, when a slider moves."""
    chosen = break_even_choices.shown()
    st.html(break_even.answer(chosen))
    break_even_choices.draw(chosen)


@st.fragment(key=controls.EXTRA)
@reach.guarded
def winners() -> None:
    """The map: simulations of its own, a first look at once and refined in place."""
    break_even_search.draw_map(break_even_choices.shown())


@st.fragment(key=controls.DETAILS)
@reach.guarded
def details() -> None:
    """What the figures rest on."""
    chosen = break_even_choices.shown()
    st.html(cards.notes(words.basis(chosen.catalogue, chosen.scenario)))


@st.fragment(key=controls.SEARCH)
@reach.guarded
def singles() -> None:
    """Single break-evens: they take the longest, so they come last."""
    break_even_search.draw_table(break_even_choices.shown())


st.html(cards.STYLE)
page()
map_place = st.container()
details()
table_place = st.container()
with map_place:
    winners()
with table_place:
    singles()
