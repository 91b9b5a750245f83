"""What the Scenarios page shows of the scenarios chosen: the answer, the chart and the tables."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.parts import cards, meeting, scenarios_charts, scenarios_choices, scenarios_rows
from pages.parts import scenarios_figures as figures
from pages.parts import scenarios_words as words
from pages.parts.scenarios_choices import Chosen
from pages.parts.scenarios_figures import Shown

STYLE = """<style>
.st-key-list-actions button { min-height: 2rem; }
.st-key-list-said [data-testid="stText"], .st-key-travels [data-testid="stText"] { white-space: pre-wrap;
  overflow-wrap: anywhere; font-size: 0.92rem; }
/* The theme's light accent on dark ground would carry white words. */
.st-key-compare [data-tag] :is(span, svg) { color: #ffffff; color: light-dark(#ffffff, #17191b); }
.st-key-kept-list .answers td:nth-child(2), .st-key-kept-list .answers td:nth-child(3),
.st-key-kept-list .answers td:last-child { white-space: normal; min-width: 9rem; overflow-wrap: anywhere; }
.st-key-compared-tables .answers td.says, .st-key-compared-tables .answers th.says { white-space: normal;
  min-width: 8rem; overflow-wrap: anywhere; }
/* A long name or note has its figures beside its first line. */
:is(.st-key-kept-list, .st-key-compared-tables) .answers td { vertical-align: top; }
.st-key-travels-files { gap: 0.4rem 1.2rem; }
</style>"""


def compared() -> None:
    """The whole comparison, or how to come to one."""
    if not meeting.kept():
        st.html(cards.headline(words.EMPTY) + cards.notes(*words.HOW))
        return
    chosen = scenarios_choices.shown()
    head = st.container()
    scenarios_choices.draw()
    place = st.container()
    with place:
        every, faults = figures.made(chosen.scenarios)
    if not every:
        head.html(cards.headline(words.NONE_CHOSEN))
        st.html(cards.notes(*faults))
        return
    head.html(cards.headline(words.headline(figures.verdict(every, chosen.policy, chosen.service, chosen.cost))))
    notes = cards.notes(*faults, _chart(every, chosen))
    with st.container(key="compared-tables"):
        st.html(notes + _tables(every, chosen))


def _chart(every: Sequence[Shown], chosen: Chosen) -> str:
    """The curves of those whose costs are in the first's currency; returns what is to be said of the others."""
    currency = every[0].currency
    same = [one for one in every if one.currency == currency]
    with st.container(key="chart-scenarios"):
        rows = scenarios_rows.frontier(same, chosen.policy, chosen.service, chosen.cost)
        declared = scenarios_charts.frontier(chosen.service, chosen.cost, currency)
        st.vega_lite_chart(rows, declared, key="scenarios", alt=words.CHART_ALT)
    others = [one.name for one in every if one.currency != currency]
    return words.other_money(others, currency)


def _tables(every: Sequence[Shown], chosen: Chosen) -> str:
    head, rows = scenarios_rows.figures(every, chosen.policy)
    title = words.figures(chosen.policy)
    return cards.heading(title) + cards.grid(head, rows, title) + _differences(every, chosen.policy) + _settings(every)


def _differences(every: Sequence[Shown], policy: str) -> str:
    first, others = every[0], every[1:]
    why = {one.name: figures.apart(one.kept, first.kept) for one in others}
    paired = [one for one in others if not why[one.name]]
    notes = cards.notes(*(words.unpaired(name, said) for name, said in why.items() if said))
    if not paired:
        return notes
    head, rows = scenarios_rows.differences(first, paired, policy)
    title = words.against(first.name)
    return cards.heading(title) + cards.grid(head, rows, title) + cards.notes(words.SURE) + notes


def _settings(every: Sequence[Shown]) -> str:
    if len(every) < 2:
        return ""
    head, rows = scenarios_rows.settings_apart([(one.number, one.kept) for one in every])
    table = cards.grid(head, rows, words.SETTINGS) if rows else cards.notes(words.NOTHING_DIFFERS)
    return cards.heading(words.SETTINGS) + table
