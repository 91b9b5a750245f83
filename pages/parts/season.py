"""What the season page shows of an item, and of the warehouse that all items share."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from core import SeasonPlan, season_calendar
from core.outcome import places
from pages.parts import cached, cards, season_charts, season_rows, taking
from pages.parts import season_words as words
from pages.parts.season_choices import Chosen


@dataclass(frozen=True, eq=False)
class Seen:
    """The choices, and the plan of the item chosen."""

    chosen: Chosen
    plan: SeasonPlan

    @property
    def currency(self) -> str:
        """The data set's currency."""
        return self.chosen.catalogue.currency


def seen(chosen: Chosen) -> Seen:
    """What there is to show."""
    return Seen(chosen, cached.season(chosen.catalogue, chosen.scenario, chosen.item).to(chosen.target))


def answer(shown: Seen) -> str:
    """The page's title."""
    chosen, plan = shown.chosen, shown.plan
    if not plan.has_season:
        seasonality = chosen.scenario.demand.seasonality
        said = words.no_season(chosen.name, chosen.catalogue.name, len(chosen.seasonal), seasonality)
    elif chosen.catalogue.column("demand_per_day")[chosen.row] <= 0:
        said = words.no_demand(chosen.name)
    else:
        best = plan.best.loc[chosen.policy]
        said = words.headline(chosen.name, chosen.policy, best, plan.target, shown.currency)
    return cards.headline(said)


def served(shown: Seen) -> None:
    """Service by start week."""
    _starts(shown, "service", words.SERVED, words.SERVED_ALT)


def cost(shown: Seen) -> None:
    """Cost by start week."""
    _starts(shown, "cost", words.COSTS, words.COSTS_ALT)


def _starts(shown: Seen, figure: str, title: str, alt: str) -> None:
    st.html(cards.heading(title))
    rows = season_rows.starts(shown.plan, shown.chosen.policy, figure, shown.currency)
    st.vega_lite_chart(rows, season_charts.starts(figure, shown.currency), key=f"starts-{figure}", alt=alt)


def below(shown: Seen) -> tuple[str, ...]:
    """What stands below the charts of the starts; nothing without a season."""
    plan, policy = shown.plan, shown.chosen.policy
    if not plan.has_season:
        return ()
    planned = plan.planned.set_index("policy").loc[policy]
    return words.below(plan.season, plan.best.loc[policy], planned, plan.days, shown.currency)


def index(shown: Seen) -> None:
    """The index by month."""
    st.html(cards.heading(words.INDEX))
    st.vega_lite_chart(season_rows.index(shown.plan.months), season_charts.index(), key="index", alt=words.INDEX_ALT)
    observed = float(shown.chosen.catalogue.column("demand_days")[shown.chosen.row])
    st.html(cards.notes(words.band(observed)))


def starts(shown: Seen) -> str:
    """The table of starts under the policy chosen."""
    policy = shown.chosen.policy
    head, rows = season_rows.table(shown.plan, policy, shown.currency)
    grid = cards.grid(head, rows, "Starts", says=2, sums={season_rows.named(shown.plan, policy)})
    return cards.heading(words.STARTS) + cards.notes(words.TABLE, words.OUTSIDE) + grid


def _weeks(shown: Seen) -> pd.DataFrame:
    catalogue, scenario = shown.chosen.catalogue, shown.chosen.scenario
    return season_calendar(cached.ledger(catalogue, scenario), places(catalogue, scenario))


def calendar(shown: Seen) -> None:
    """The warehouse week by week: sentence, chart and table."""
    with st.spinner(words.SIMULATING):
        weeks = _weeks(shown)
    st.html(cards.notes(words.space(weeks, "hybrid")))
    rows = season_rows.calendar(weeks)
    st.vega_lite_chart(rows, season_charts.calendar(), key="calendar", alt=words.CALENDAR_ALT)
    table = season_rows.calendar_table(weeks)
    shape = {name: st.column_config.NumberColumn(format="%.1f") for name in table.columns[1:]}
    when = {"Week of": st.column_config.DateColumn(format="D MMM", pinned=True)}
    st.dataframe(table, hide_index=True, height=330, column_config=when | shape)


def downloads(shown: Seen) -> None:
    """The tables as files, with every column."""
    tables = {"calendar": lambda: _weeks(shown)}
    if shown.plan.has_season:
        tables |= {"starts": lambda: shown.plan.weeks, "index": lambda: shown.plan.months}
    taking.tables("season", tables)
