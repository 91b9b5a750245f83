"""What the portfolio page shows of a data set under a scenario, and its charts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import streamlit as st

from core import Catalogue, Scenario
from pages.parts import cached, cards, controls, datasets, portfolio_charts, portfolio_rows, portfolio_search
from pages.parts import portfolio_words as words
from pages.parts.best import Best, Goal
from pages.parts.cached import Now, View


@dataclass(frozen=True, eq=False)
class Seen:
    """`stale`: the best hybrid was found at other prices, and is only priced anew."""

    catalogue: Catalogue
    scenario: Scenario
    now: Now
    goal: Goal
    found: Best | None
    stale: bool

    @cached_property
    def view(self) -> View:
        """With the curves, which take longest: the answer doesn't wait for them."""
        return cached.view(self.catalogue, self.scenario)


def seen() -> Seen:
    """What there is to show."""
    catalogue, scenario = datasets.current(), controls.scenario()
    goal = portfolio_search.asked(catalogue, scenario)
    found = portfolio_search.seen(catalogue, scenario, goal)
    return Seen(catalogue, scenario, cached.now(catalogue, scenario), goal, *found)


def answer(shown: Seen) -> str:
    """The page's title, and what stands behind it."""
    row, currency = shown.now.outcome.summary.loc["hybrid"], shown.catalogue.currency
    gap = words.Gap.of(shown.found.gap) if shown.found else None
    title = words.headline(float(row["fill_rate"]), float(row["total_cost"]), currency, gap)
    behind = words.behind(gap, len(shown.catalogue), currency) if gap else ""
    return cards.headline(title) + cards.notes(behind)


def hybrids(shown: Seen) -> None:
    """The hybrid by rule beside the hybrid by optimum."""
    cost = "total_cost" if shown.goal.capital is None else "working_capital"
    measures, curves = ("fill_rate", cost, shown.catalogue.currency), shown.view.curves
    lines = {"hybrid": curves[curves["policy"] == "hybrid"]}
    now = curves[curves["current"]].drop_duplicates("policy").set_index("policy")
    points = {name: now.loc[name] for name in ("jit", "jic", "hybrid")}
    if shown.found is not None:
        # A limit of capital is met by a choice that isn't one of the least cost: that has no place on the curve.
        optimum = shown.found.curve.query("policy == 'optimum'")
        lines |= {"optimum": optimum} if len(optimum) > 1 and shown.goal.capital is None else {}
        points["optimum"] = (shown.found.goal or shown.found.gap).summary.loc["optimum"]
    rows = portfolio_rows.hybrids(lines, points, shown.goal, measures)
    st.vega_lite_chart(rows, portfolio_charts.hybrids(*measures), key="hybrids", alt=words.HYBRIDS_ALT)


def buffered(shown: Seen) -> str:
    """Who gets the buffer: draws the chart, and returns the notes that belong below it."""
    catalogue = shown.catalogue
    rows, sells, drawn = portfolio_rows.buffered(shown.now.items, catalogue, shown.scenario)
    declared = portfolio_charts.buffered(catalogue.currency)
    st.vega_lite_chart(rows, declared, key="buffered", alt=words.BUFFERED_ALT)
    return cards.notes(words.marks(drawn, sells, len(catalogue)), words.BUFFERED)
