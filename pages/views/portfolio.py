"""Which items get the buffer, what does each cost and serve, and what would the best choice per item give?"""

from time import sleep

import streamlit as st

from pages.parts import (
    cached,
    cards,
    controls,
    datasets,
    extra,
    items_table,
    portfolio,
    portfolio_downloads,
    portfolio_search,
    reach,
)

# Seconds that the charts get to be painted before the tables come.
PAUSE = 0.08


@st.fragment(key=controls.PAGE)
@reach.guarded
def page() -> None:
    """The answer and the charts: run first, and alone with what follows, when a slider moves."""
    shown = portfolio.seen()
    st.html(portfolio.answer(shown))
    left, right = st.columns(2, gap="medium")
    with left, st.container(key="chart-hybrids", gap="xsmall"):
        st.html(cards.heading("What the rule leaves on the table"))
        portfolio.hybrids(shown)
    with right, st.container(key="chart-buffered", gap="xsmall"):
        st.html(cards.heading("Who gets the buffer"))
        notes = portfolio.buffered(shown)
    st.html(notes)


@st.fragment(key=controls.SEARCH)
@reach.guarded
def search() -> None:
    """The best hybrid: its goal, and the search, which a move interrupts."""
    portfolio_search.draw(datasets.current(), controls.scenario())


@st.fragment(key=controls.DETAILS)
@reach.guarded
def details() -> None:
    """The tables: run after the charts, which needn't wait for them."""
    # The browser draws on one thread: tables that arrive with the charts would hold them up. After an edit none come.
    if not st.session_state.pop("table-first", False):
        sleep(PAUSE)
    catalogue = datasets.current()
    now = cached.now(catalogue, controls.scenario())
    st.html(cards.heading("Items"))
    items_table.draw(now.items, catalogue)
    portfolio_downloads.draw(now.outcome)


@st.fragment(key=controls.EXTRA)
@reach.guarded
def extra_stock() -> None:
    """How much extra stock: after everything that shows what is."""
    extra.draw(datasets.current(), controls.scenario())


st.html(cards.STYLE)
page()
beneath = st.container()
details()
extra_stock()
with beneath:
    search()
