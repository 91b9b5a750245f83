"""Which items get the buffer, what does each cost and serve, and what would the best choice per item give?"""

from time import sleep

import streamlit as st

from pages.parts import cached, cards, controls, datasets, items_table, portfolio_charts, portfolio_choices
from pages.parts import portfolio_downloads as downloads
from pages.parts import portfolio_rows as rows
from pages.parts import portfolio_words as words

# Seconds that the charts get to be painted before the tables come.
PAUSE = 0.08


@st.fragment(key=controls.PAGE)
def page() -> None:
    catalogue, scenario = datasets.current(), controls.scenario()
    now = cached.view(catalogue, scenario)
    st.html(cards.headline("Portfolio"))
    portfolio_choices.goal(1e6)
    with st.container(key="choices", horizontal=True, vertical_alignment="bottom"):
        portfolio_choices.draw_goal(catalogue.currency)
    left, right = st.columns(2, gap="medium")
    with left, st.container(key="chart-hybrids"):
        curve=now.curves[now.curves["policy"]=="hybrid"]
        pts={k: now.curves[(now.curves["policy"]==k)&now.curves["current"]].iloc[0] for k in ("jit","jic","hybrid")}
        shown=("fill_rate","total_cost",catalogue.currency)
        st.html(cards.heading("What the rule leaves on the table"))
        st.vega_lite_chart(rows.hybrids({"hybrid":curve},pts,{"service":0.95},shown),portfolio_charts.hybrids(*shown),key="hybrids",alt=words.HYBRIDS_ALT)
    with right, st.container(key="chart-buffered"):
        st.html(cards.heading("Who gets the buffer"))
        marks, sells, drawn = rows.buffered(now.items, catalogue, scenario)
        declared = portfolio_charts.buffered(catalogue.currency)
        st.vega_lite_chart(marks, declared, key="buffered", alt=words.BUFFERED_ALT)
    st.html(cards.notes(words.marks(drawn, sells, len(catalogue)), words.BUFFERED))


@st.fragment(key=controls.DETAILS)
def details() -> None:
    sleep(PAUSE)
    catalogue, scenario = datasets.current(), controls.scenario()
    now = cached.view(catalogue, scenario)
    st.html(cards.heading("Items"))
    items_table.draw(now.items, catalogue)
    downloads.draw(now.outcome)


st.html(cards.STYLE)
page()
details()
