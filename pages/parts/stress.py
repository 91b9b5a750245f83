"""What the stress page shows of a data set under a scenario and some events, and its chart."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import streamlit as st

from core import Catalogue, Scenario
from pages.parts import (
    cached,
    cards,
    controls,
    datasets,
    stress_cards,
    stress_charts,
    stress_choices,
    stress_rows,
    taking,
)
from pages.parts import stress_words as words
from pages.parts.cached import Stressed
from pages.parts.stress_choices import Chosen
from pages.parts.words import basis


@dataclass(frozen=True, eq=False)
class Seen:
    """The data set, the scenario and the events as they are chosen."""

    catalogue: Catalogue
    scenario: Scenario
    chosen: Chosen

    @cached_property
    def result(self) -> Stressed:
        """What the events do."""
        return cached.stress(self.catalogue, self.scenario, self.chosen.events)


def seen() -> Seen:
    """What there is to show."""
    catalogue, scenario = datasets.current(), controls.scenario()
    return Seen(catalogue, scenario, stress_choices.chosen(catalogue, scenario.run.horizon_days))


def answer(shown: Seen) -> str:
    """The page's title and the policies' cards: through the events, or of a year without any."""
    currency, faults = shown.catalogue.currency, _noted(shown)
    if not shown.chosen.events:
        summary = cached.now(shown.catalogue, shown.scenario).outcome.summary
        return cards.board(words.NO_EVENT, summary, stress_cards.NORMAL, currency) + faults
    found = words.falls(shown.result.curve, shown.result.summary)
    named = words.named(shown.chosen.events, shown.chosen.preset)
    sentence = words.headline(named, found, len(shown.result.reached), currency)
    return stress_cards.board(sentence, shown.result.summary, currency) + faults


def _noted(shown: Seen) -> str:
    """What can't be used, what lies beyond the days measured, and what no link carries."""
    chosen, days = shown.chosen, shown.scenario.run.horizon_days
    said = (words.faults(chosen.faults), words.beyond(chosen.events, days), words.LEFT_OUT * chosen.is_left_out)
    return "".join(cards.assumed(sentence) for sentence in said)


def curve(shown: Seen) -> None:
    """Service through the events, with the events above it."""
    events, result, catalogue = shown.chosen.events, shown.result, shown.catalogue
    days = stress_rows.window(events, result.summary, shown.scenario.run.horizon_days)
    rows = stress_rows.curve(result.curve, events, days, catalogue.calendar_start)
    st.vega_lite_chart(rows, stress_charts.curve(), key="stress", alt=words.ALT)


def below(shown: Seen) -> str:
    """What the chart shows and rests on, and what the chosen case assumes."""
    result, catalogue, run = shown.result, shown.catalogue, shown.scenario.run
    what = words.below(len(result.reached))
    rests = basis(catalogue.name, len(catalogue), run.futures, run.horizon_days)
    preset = shown.chosen.preset
    case = cards.assumed(words.case(preset)) if preset is not None else ""
    return case + cards.notes(what, words.censored(result.summary), rests)


def tables(shown: Seen) -> str:
    """Every figure of every policy, and the year without the event."""
    result, currency = shown.result, shown.catalogue.currency
    through = cards.heading("Through the event, policy by policy") + stress_cards.table(result.summary, currency)
    usual = stress_cards.normal(result.normal, currency)
    return through + cards.notes(words.DEFINED, words.AGAINST, words.RAW) + usual + cards.notes(words.NORMAL)


def downloads(shown: Seen) -> None:
    """The tables behind the page, to the last digit."""
    result = shown.result
    taking.tables("stress", {"curve": lambda: result.curve, "figures": lambda: result.summary.reset_index()})
