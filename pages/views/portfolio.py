"""Which items get the buffer, what does each cost and serve, and what would the best choice per item give?"""

from time import sleep

import streamlit as st

from pages.parts import (
    cached,
    cards,
    controls,
    datasets,
    items_table,
    portfolio_charts,
    portfolio_rows,
    portfolio_words,
)

PAUSE = 0.08


@st.fragment(key=controls.PAGE)
def page() -> None:
    catalogue, scenario = datasets.current(), controls.scenario()
    now = cached.view(catalogue, scenario)
    st.html(cards.headline("Portfolio"))
    marks, sells, drawn = portfolio_rows.buffered(now.items, catalogue, scenario)
    with st.container(key="chart-buffered"):
        st.vega_lite_chart(marks, portfolio_charts.buffered(catalogue.currency), key="buffered", alt=portfolio_words.BUFFERED_ALT)
    st.html(cards.notes(portfolio_words.marks(drawn, sells, len(catalogue)), portfolio_words.BUFFERED))


@st.fragment(key=controls.DETAILS)
def details() -> None:
    sleep(PAUSE)
    catalogue, scenario = datasets.current(), controls.scenario()
    now = cached.view(catalogue, scenario)
    st.html(cards.heading("Items"))
    items_table.draw(now.items, catalogue)


st.html(cards.STYLE)
page()
details()
