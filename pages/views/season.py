"""When to start stocking up?"""

import streamlit as st

from pages.parts import cards, controls, reach, season, season_choices
from pages.parts import season_words as words


@st.fragment(key=controls.PAGE)
@reach.guarded
def page() -> None:
    """The answer and the charts of one item: run first, and alone with what follows, when a slider moves."""
    chosen = season_choices.shown()
    head = st.container()
    season_choices.draw(chosen)
    seen = season.seen(chosen)
    head.html(season.answer(seen))
    if seen.plan.has_season:
        left, right = st.columns(2, gap="medium")
        with left, st.container(key="chart-service", gap="xsmall"):
            season.served(seen)
        with right, st.container(key="chart-cost", gap="xsmall"):
            season.cost(seen)
    st.html(cards.notes(*season.below(seen)))
    with st.container(key="chart-index", gap="xsmall"):
        season.index(seen)


@st.fragment(key=controls.DETAILS)
@reach.guarded
def details() -> None:
    """The table of starts: after the charts, which needn't wait for it."""
    seen = season.seen(season_choices.shown())
    if seen.plan.has_season:
        st.html(season.starts(seen))


@st.fragment(key=controls.EXTRA)
@reach.guarded
def calendar() -> None:
    """The warehouse week by week: a simulation of its own, after everything about the item."""
    seen = season.seen(season_choices.shown())
    st.html(cards.heading(words.CALENDAR))
    with st.container(key="chart-calendar", gap="xsmall"):
        season.calendar(seen)
    season.downloads(seen)


st.html(cards.STYLE)
page()
details()
calendar()
