"""What does each policy give, and what does it take?"""

import streamlit as st

from core import Catalogue, Scenario
from core.answers import need_for, service_for
from core.policies import POLICIES
from pages.parts import baseline, cached, cards, charts, choices, controls, numbers, rows, words
from pages.parts.cached import View


@st.fragment(key=controls.PAGE)
def page() -> None:
    """The answer, the figures and the charts: run first, and alone with what follows, when a slider moves."""
    now, before, usual, catalogue, shown = seen()
    summary, currency = now.outcome.summary, catalogue.currency
    with st.container(key="headline"):
        st.html(cards.headline(words.headline(choices.answer(now.outcome, shown, currency))))
    for column, policy in zip(st.columns(3), POLICIES, strict=True):
        with column, st.container(key=f"card-{policy}"):
            st.html(cards.policy(policy))
            for name in choices.figures(shown):
                with st.container(key=f"figure-{policy}-{name}"):
                    st.html(cards.figure(summary, policy, name, currency, before.outcome.summary if before else None))
    choices.draw()
    ghost = before.curves if before else None
    choice = (shown.service, shown.cost, currency)
    with st.container(key="chart-frontier"):
        frame = rows.frontier(now.curves, ghost, usual.curves, shown.target, choice)
        st.vega_lite_chart(frame, charts.frontier(*choice), key="frontier", alt=words.FRONTIER_ALT)
    st.html(cards.notes(*words.below(shown.service, catalogue.name, now.outcome.ledger, ghost is not None)))
    if catalogue.assumed:
        st.info(words.assumed(catalogue.name, catalogue.assumed))
    st.markdown("## What it costs, by component")
    with st.container(key="chart-costs"):
        frame = rows.costs(summary, usual.outcome.summary, currency)
        st.vega_lite_chart(frame, charts.costs(currency), key="costs", alt=words.COSTS_ALT)


@st.fragment(key=controls.DETAILS)
def details() -> None:
    """The tables: run after the charts, which needn't wait for them."""
    now, _, usual, catalogue, shown = seen()
    summary, currency = now.outcome.summary, catalogue.currency
    parts = rows.components(summary, usual.outcome.summary)
    st.html(cards.costs(summary, parts, currency))
    target, money = numbers.percent(shown.target), numbers.money(shown.money, currency)
    st.markdown(f"## For {target} service, what does each policy need and cost?")
    table = need_for(now.curves, shown.service, shown.target)
    st.html(cards.notes(words.needs(cards.reached(table, shown.cost), target, shown.cost, currency)))
    st.html(cards.backwards(table, shown.service, currency, "What a target needs"))
    st.markdown(f"## For {money} a year, what service?")
    choices.draw_money(currency)
    table = service_for(now.curves, shown.cost, shown.money, shown.service)
    st.html(cards.notes(words.buys(cards.reached(table, shown.service), money, shown.service)))
    st.html(cards.backwards(table, shown.service, currency, "What money buys"))
    st.html(cards.notes(words.BETWEEN))
    st.markdown("## Policy against policy, on the same futures")
    st.html(cards.paired(now.outcome, (shown.service, shown.cost, "working_capital"), currency))
    choices.downloads(now, summary)


def seen() -> tuple[View, View | None, View, Catalogue, choices.Shown]:
    """What there is to show: now, the baseline, the data set's usual figures, the data set, and the choices."""
    data, pinned = st.session_state["data"], baseline.pinned()
    now, usual = cached.view(data, controls.scenario()), cached.view(data, Scenario())
    return now, cached.view(*pinned) if pinned else None, usual, cached.catalogue(data), choices.shown()


st.html(cards.STYLE)
page()
details()
