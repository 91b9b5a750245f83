"""Sentences of the season page, as plain text. A sentence says only what was computed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from core.errors import shorten
from core.policies import LABELS as POLICY
from core.season.curve import EARLIEST
from pages.parts import numbers
from pages.parts.words import counted

Row = Mapping[str, Any]
CALENDAR = "The warehouse week by week"
INDEX = "Demand by month"
STARTS = "What each start gives and takes"
SERVED = "What a start serves"
COSTS = "What it costs"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SERVED_ALT = (
    "Service over the season by start week, a line for each policy with its 95 % band; the best start, one two weeks "
    "later and the target are marked. The table below says the same."
)
COSTS_ALT = (
    "Cost over the simulated days by start week, a line for each policy with its 95 % band; the best start and one two "
    "weeks later are marked. The table below says the same."
)
INDEX_ALT = "Index of demand by month, with its 95 % band where it was estimated; the season lies above 1."
CALENDAR_ALT = (
    "Pallets by week, a line for each policy, beside the own places; what lies above them goes outside. The table "
    "below says the same."
)
UNTIL = (
    "Until the start, the item is ordered by its mean demand without the season. From then to the peak, up to the "
    "highest level that the season's plan reaches: the peak's stock is brought forward. After it, by the season's plan."
)


def day(iso: str) -> str:
    """A day of the model's calendar: 3 October."""
    moment = date.fromisoformat(iso)
    return f"{moment.day} {moment:%B}"


def option(item: str, name: str, seasonal: bool) -> str:
    """An item in the list."""
    called = shorten(item) if name == item else f"{shorten(item)} {shorten(name)}"
    return called if seasonal else f"{called} (no season)"


def lead(weeks: int) -> str:
    """When a start is: 9 weeks before the season."""
    if weeks > 0:
        return f"{counted(weeks, 'week')} before the season"
    return f"{counted(-weeks, 'week')} into the season" if weeks else "on the season's first day"


def headline(name: str, policy: str, best: Row, target: float, currency: str) -> str:
    """When to start, what that serves, and what two weeks later costs."""
    start, served = f"{lead(int(best['weeks_before']))} ({day(best['date'])})", numbers.percent(best["service"])
    who = f"{shorten(name)}, {POLICY[policy]}"
    if not best["reached"]:
        none = f"{who}: no start reaches {numbers.percent(target)} of the season"
        return f"{none}. The cheapest of the best begins {start} and serves {served}."
    return f"{who}: start {start}, and {served} of the season is served from the shelf; {_late(best, currency)}."


def _late(best: Row, currency: str) -> str:
    more, low, high = (float(best["late_two_weeks" + end]) for end in ("", "_lo", "_hi"))
    served = numbers.percent(best["late_service"])
    if low <= 0 <= high:
        return f"two weeks later it is {served}, at a cost that isn't surely another"
    side = "more" if more > 0 else "less"
    return f"two weeks later it is {served} and costs {numbers.money(abs(more), currency)} {side}"


def no_season(name: str, data: str, seasonal: int, seasonality: float) -> str:
    """That there is nothing to stock up for."""
    if seasonality == 0:
        return "No item has a season while Seasonality is 0."
    if not seasonal:
        return f"No item of {data} has a season: the index is the same in every month."
    return f"{shorten(name)} has no season: its index is the same in every month."


def no_demand(name: str) -> str:
    """That nobody asks for the item."""
    return f"{shorten(name)} has a season, but no demand."


def below(season: pd.DataFrame, best: Row, planned: Row, days: int, currency: str) -> tuple[str, ...]:
    """What the season is, what two weeks are worth, and what the plan gives as it is set."""
    first, peak, last = (day(str(season.at[what, "date"])) for what in ("first", "peak", "last"))
    late = numbers.change(best["late_two_weeks"], "money", currency)
    span = numbers.span(best["late_two_weeks_lo"], best["late_two_weeks_hi"], "money", currency)
    decided = "The start was decided on other futures than those it is quoted on."
    edge = " It is the earliest that is tried." if int(best["weeks_before"]) == EARLIEST else ""
    return (
        f"The season is where the index is above 1: {first} to {last}, with its peak on {peak}. {UNTIL}",
        f"Starting two weeks later: {late} (95 % interval {span}), on the same futures. {decided}{edge}",
        f"As the plan is set now, without bringing the peak forward, {numbers.percent(planned['service'])} of the "
        f"season is served at {numbers.money(planned['cost'], currency)}. Costs are the item's over "
        f"{numbers.count(days)} days from 1 January, with the outside storage that would not be without it.",
    )


def band(observed: float) -> str:
    """What the band of the index rests on."""
    if observed <= 0:
        return "The index is taken as known exactly, so it has no band."
    return f"The band is a 95 % interval by {counted(int(observed), 'day')} observed, spread evenly over the year."


def space(table: pd.DataFrame, policy: str) -> str:
    """Which weeks need outside space, and when most."""
    rows = table[table["policy"] == policy]
    need, places = int((rows["needs"] > 0.5).sum()), numbers.count(float(rows["places"].iloc[0]))
    if not (rows["needs"] > 0).any():
        return f"{POLICY[policy]} needs no outside space in any future: the {places} own places do."
    most = rows.loc[rows["outside"].idxmax()]
    said = f"in the week of {day(str(most['date']))}: {numbers.amount(float(most['outside']))} pallets a day outside"
    return (
        f"{POLICY[policy]} needs more than its {places} own places in {need} of {len(rows)} weeks (in most futures); "
        f"most {said}, on average over the futures."
    )
