"""What the Day by day page shows of one future: the answer, the charts, and its days to take along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from core import Catalogue, DayByDay, Scenario
from core.look import numbers
from core.policies import LABELS as POLICY
from core.policies import POLICIES
from pages.parts import cached, cards, controls, daily_charts, daily_choices, daily_rows, datasets, taking
from pages.parts import daily_words as words
from pages.parts.daily_choices import Chosen


@dataclass(frozen=True, eq=False)
class Seen:
    """One future of what was chosen."""

    catalogue: Catalogue
    scenario: Scenario
    chosen: Chosen
    found: DayByDay

    @property
    def span(self) -> tuple[int, int]:
        """The days that are drawn."""
        return self.chosen.first, self.chosen.end


def seen() -> Seen:
    """What there is to show."""
    catalogue, scenario = datasets.current(), controls.scenario()
    chosen = daily_choices.chosen(catalogue, scenario)
    return Seen(catalogue, scenario, chosen, cached.days(catalogue, scenario, chosen.item, chosen.future))


def answer(shown: Seen) -> str:
    """The page's title, and where the future stands among all."""
    found, names = shown.found, shown.catalogue.column("name")
    item = shown.chosen.item
    name = "" if item is None else str(names[shown.catalogue.column("item") == item][0])
    return cards.headline(words.headline(found, name, shown.chosen.future)) + cards.notes(
        words.beyond(shown.chosen.beyond, found.futures), words.rank(found)
    )


def played(shown: Seen) -> dict[str, Any]:
    """What the player is given."""
    return daily_rows.played(shown.found, shown.span)


def charts(shown: Seen) -> None:
    """The four charts, one below the other."""
    unit = words.unit(shown.found)
    for name in words.PANELS:
        with st.container(key=f"chart-{name}"):
            if name == "flow":
                rows, declared = daily_rows.flow(shown.found, shown.span), daily_charts.flow(unit)
            else:
                rows, declared = daily_rows.level(shown.found, name, shown.span), daily_charts.level(name, unit)
            st.vega_lite_chart(rows, declared, key=name, alt=words.ALTS[name])


def notes(shown: Seen) -> str:
    """What stands below the charts."""
    return cards.notes(words.met(shown.found), words.measured(shown.found), words.HEIGHTS, words.PLAY)


def table(shown: Seen) -> None:
    """The future in sums, a row per policy, and all its days as a file."""
    found = shown.found
    sums = found.days.groupby("policy")[["demand", "short", "received", "scrapped", "stock", "waiting"]]
    total, mean, short = sums.sum(), sums.mean(), words.short_days(found)
    rows = [
        (
            POLICY[policy],
            numbers.percent(found.fill_rate[policy]),
            f"{short[policy]:,}",
            *(numbers.amount(float(total.at[policy, name])) for name in ("demand", "short", "received", "scrapped")),
            *(numbers.amount(float(mean.at[policy, name])) for name in ("stock", "waiting")),
        )
        for policy in POLICIES
    ]
    title = words.sums(found)
    st.html(cards.heading(title) + cards.grid(words.head(found), rows, title))
    taking.table(lambda: found.days, "all days", "days", "days")
