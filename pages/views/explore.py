"""What does each policy give, and what does it take?"""

from time import sleep

import streamlit as st

from core import Catalogue, uncertain
from core.look import charts, numbers, rows
from pages.parts import baseline, cached, cards, choices, controls, datasets, exporting, reach, words
from pages.parts.cached import View

# Seconds that the charts get to be painted before the tables come.
PAUSE = 0.08


@st.fragment(key=controls.PAGE)
@reach.guarded
def page() -> None:
    """The answer, the figures and the charts: run first, and alone with what follows, when a slider moves."""
    now, before, usual, catalogue, shown = seen()
    summary, currency = now.summary, catalogue.currency
    sentence = words.headline(choices.answer(now.outcome, shown, currency))
    pinned = before.summary if before else None
    st.html(cards.board(sentence, summary, choices.figures(shown), currency, pinned))
    choices.draw(uncertain(catalogue))
    ghost = before.curves if before else None
    choice = (shown.service, shown.cost, currency)
    with st.container(key="chart-frontier"):
        frame = rows.frontier(now.curves, ghost, usual.curves, shown.target, choice)
        st.vega_lite_chart(frame, charts.frontier(*choice), key="frontier", alt=words.FRONTIER_ALT)
    below = words.below(shown.service, catalogue.name, now.outcome.ledger, ghost is not None, now.drawn)
    assumed = cards.assumed(words.assumed(catalogue.name, catalogue.assumed))
    st.html(cards.notes(*below) + assumed + cards.heading("What it costs, by component"))
    with st.container(key="chart-costs"):
        frame = rows.costs(summary, usual.outcome.summary, currency)
        st.vega_lite_chart(frame, charts.costs(currency), key="costs", alt=words.COSTS_ALT)


@st.fragment(key=controls.DETAILS)
@reach.guarded
def details() -> None:
    """The tables: run after the charts, which needn't wait for them."""
    # The browser draws on one thread: tables that arrive with the charts would hold them up.
    sleep(PAUSE)
    now, _, usual, catalogue, shown = seen()
    summary, currency = now.summary, catalogue.currency
    costs = cards.costs(summary, rows.components(summary, usual.outcome.summary), currency)
    st.html(costs + cards.needed(now.curves, shown.service, shown.cost, shown.target, currency))
    st.html(cards.heading(f"For {numbers.money(shown.money, currency)} a year, what service?"))
    choices.draw_money(currency)
    bought = cards.bought(now.curves, shown.service, shown.cost, shown.money, currency)
    measures = (shown.service, shown.cost, "working_capital")
    paired = cards.heading("Policy against policy, on the same futures")
    paired += cards.paired(now.outcome, now.paired, measures, currency)
    st.html(bought + cards.notes(words.BETWEEN) + paired)
    choices.downloads(now, summary)
    exporting.draw(lambda: exporting.explored(catalogue, now, shown))


def seen() -> tuple[View, View | None, View, Catalogue, choices.Shown]:
    """What there is to show: now, the baseline, the data set's usual figures, the data set, and the choices."""
    catalogue, pinned = datasets.current(), baseline.pinned()
    scenario = controls.scenario()
    # A large catalogue takes its time, so there the wider bands are asked for.
    shown = choices.shown(not cached.is_large(catalogue, scenario) if uncertain(catalogue) else None)
    now, usual = cached.view(catalogue, scenario, shown.observed), cached.view(catalogue, controls.usual())
    return now, cached.view(*pinned, shown.observed) if pinned else None, usual, catalogue, shown


st.html(cards.STYLE)
page()
details()
