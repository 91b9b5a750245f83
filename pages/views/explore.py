"""What does each policy give, and what does it take?"""

import streamlit as st

from core import Scenario
from core.answers import need_for, service_for
from core.measures import BY_NAME
from core.policies import POLICIES
from pages.parts import baseline, cached, cards, charts, choices, controls, numbers, words


@st.fragment(key="page")
def page() -> None:
    """Everything that depends on a value: runs again, alone, when a slider moves."""
    data, scenario = st.session_state["data"], controls.scenario()
    catalogue, shown = cached.catalogue(data), choices.shown()
    now, usual = cached.view(data, scenario), cached.view(data, Scenario())
    pinned = baseline.pinned()
    before = cached.view(*pinned) if pinned else None
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
    st.markdown(f"## For {numbers.percent(shown.target)} service, what does each policy need and cost?")
    st.html(cards.backwards(need_for(now.curves, shown.service, shown.target), shown.service, currency))
    st.markdown(f"## For {numbers.money(shown.money, currency)} a year, what service?")
    choices.draw_money(currency)
    st.html(cards.backwards(service_for(now.curves, shown.cost, shown.money, shown.service), shown.service, currency))
    st.text(words.BETWEEN)
    st.markdown("## What it costs, by component")
    with st.container(key="chart-costs"):
        rows = charts.cost_rows(summary, usual.outcome.summary, currency)
        st.vega_lite_chart(rows, charts.costs(currency), key="costs", alt=words.COSTS_ALT)
    st.html(cards.costs(summary, (*charts.ALL_COMPONENTS, "inventory_cost", "total_cost"), currency))
    st.markdown("## Policy against policy, on the same futures")
    st.html(cards.paired(now.outcome.paired, (shown.service, shown.cost, "working_capital"), currency))
    choices.downloads(now, summary)


st.html(cards.STYLE)
page()
