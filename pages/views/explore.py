"""What does each policy give, and what does it take?"""

import streamlit as st

from core import Catalogue, Scenario
from core.answers import need_for, service_for
from core.measures import BY_NAME
from core.policies import POLICIES
from pages.parts import baseline, cached, cards, charts, choices, controls, numbers, words
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
            for name in (shown.service, shown.cost, "working_capital"):
                with st.container(key=f"figure-{policy}-{name}"):
                    st.html(cards.figure(summary, policy, name, currency, before.outcome.summary if before else None))
    choices.draw()
    ghost = before.curves if before else None
    rows = charts.frontier_rows(now.curves, ghost, usual.curves, shown.target, (shown.service, shown.cost, currency))
    with st.container(key="chart-frontier"):
        spec = charts.frontier(shown.service, shown.cost, currency)
        st.vega_lite_chart(rows, spec, key="frontier", alt=words.FRONTIER_ALT)
    st.text(f"{words.LABELS[shown.service]}: {BY_NAME[shown.service].says}.")
    st.text(words.basis(catalogue.name, len(catalogue), now.outcome.ledger.futures))
    if catalogue.assumed:
        st.info(words.assumed(catalogue.name, catalogue.assumed))
    st.markdown("## What it costs, by component")
    with st.container(key="chart-costs"):
        rows = charts.cost_rows(summary, usual.outcome.summary, currency)
        st.vega_lite_chart(rows, charts.costs(currency), key="costs", alt=words.COSTS_ALT)


@st.fragment(key=controls.DETAILS)
def details() -> None:
    """The tables: run after the charts, which needn't wait for them."""
    now, _, _, catalogue, shown = seen()
    summary, currency = now.outcome.summary, catalogue.currency
    st.html(cards.costs(summary, (*charts.ALL_COMPONENTS, "inventory_cost", "total_cost"), currency))
    st.markdown(f"## For {numbers.percent(shown.target)} service, what does each policy need and cost?")
    st.html(cards.backwards(need_for(now.curves, shown.service, shown.target), shown.service, currency))
    st.markdown(f"## For {numbers.money(shown.money, currency)} a year, what service?")
    choices.draw_money(currency)
    st.html(cards.backwards(service_for(now.curves, shown.cost, shown.money, shown.service), shown.service, currency))
    st.text(words.BETWEEN)
    st.markdown("## Policy against policy, on the same futures")
    st.html(cards.paired(now.outcome.paired, (shown.service, shown.cost, "working_capital"), currency))
    choices.downloads(now, summary)


def seen() -> tuple[View, View | None, View, Catalogue, choices.Shown]:
    """What there is to show: now, the baseline, the data set's usual figures, the data set, and the choices."""
    data, pinned = st.session_state["data"], baseline.pinned()
    now, usual = cached.view(data, controls.scenario()), cached.view(data, Scenario())
    return now, cached.view(*pinned) if pinned else None, usual, cached.catalogue(data), choices.shown()


st.html(cards.STYLE)
page()
details()
