"""Sentences of the season page, as plain text. A sentence says only what was computed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from core.errors import shorten
from core.look import numbers
from core.policies import LABELS as POLICY
from pages.parts import words
from pages.parts.words import counted

Row = Mapping[str, Any]
SIMULATING = "Simulating the warehouse week by week …"
CALENDAR = "The warehouse week by week"
INDEX = "Demand by month"
STARTS = "What each start gives and takes"
TABLE = "Weeks are counted from the season's first day; peak is the highest stock, left what lies there at its end."
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
OUTSIDE = (
    "3PL (outside storage): the item under the policy chosen, beside all other items as Hybrid holds them. So it can "
    "need 3PL where the calendar below, with every item under that policy, shows none."
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


def short_lead(weeks: int) -> str:
    """The same for a table: 9 weeks before."""
    if weeks > 0:
        return f"{counted(weeks, 'week')} before"
    return f"{counted(-weeks, 'week')} after" if weeks else "First day"


def short_day(iso: str) -> str:
    """The same for a table: 3 Oct."""
    return words.short_day(date.fromisoformat(iso))


def headline(name: str, policy: str, best: Row, target: float, currency: str) -> str:
    """When to start, what that serves, and what two weeks later costs; or that the start hardly matters."""
    who, wanted = f"{shorten(name)}, {POLICY[policy]}", numbers.percent(target)
    if not best["matters"]:
        none = "" if best["reached"] else f"no start reaches {wanted} of the season, and "
        return f"{who}: {none}the start hardly matters for service. {_alike(best, currency)}"
    start, served = f"{lead(int(best['weeks_before']))} ({day(best['date'])})", numbers.percent(best["service"])
    other = _cheaper(best, target, currency)
    if not best["reached"]:
        which = "A start" if other else "The cheapest of the best"
        begins = f"begins {start} and serves" if not other else f"{start} serves"
        return f"{who}: no start reaches {wanted} of the season. {which} {begins} {served}.{other}"
    return f"{who}: start {start}, and {served} of the season is served from the shelf; {_late(best, currency)}.{other}"


def _alike(best: Row, currency: str) -> str:
    """What the starts come to, where they serve alike."""
    served = _from_to(*(numbers.percent(best["service" + end]) for end in ("_least", "_most")))
    cost = _from_to(*(numbers.money(best["cost" + end], currency) for end in ("_least", "_most")))
    first = int(best["tried_first"])
    if first <= 0:
        return f"A start on the season's first day serves {served} of it and costs {cost}; no earlier one is tried."
    weeks = counted(first, "week")
    return f"Any start from {weeks} before the season to its first day serves {served} of it and costs {cost}."


def _from_to(low: str, high: str) -> str:
    return low if low == high else f"{low} to {high}"


def _late(best: Row, currency: str) -> str:
    more, low, high = (float(best["late_two_weeks" + end]) for end in ("", "_lo", "_hi"))
    served = numbers.percent(best["late_service"])
    if low <= 0 < high:
        return f"two weeks later it is {served} and isn't surely dearer"
    if low == high == 0:
        return f"two weeks later it is {served} and costs the same"
    side = "more" if more > 0 else "less"
    return f"two weeks later it is {served} and costs {numbers.money(abs(more), currency)} {side}"


def _cheaper(best: Row, target: float, currency: str) -> str:
    """That on the quoted futures another start does better, because it was decided on others; empty if none does."""
    weeks = int(best["cheapest_weeks"])
    if weeks == int(best["weeks_before"]):
        return ""
    if best["reached"] and best["service"] < target:
        wanted = numbers.percent(target)
        return f" On these futures it falls short of {wanted}; the cheapest that doesn't is {lead(weeks)}."
    if best["saved"] <= 0:
        return f" On these futures the start {lead(weeks)} serves better."
    surely = "" if best["saved_lo"] > 0 else ", though not surely"
    return f" On these futures a start {lead(weeks)} costs {numbers.money(best['saved'], currency)} less{surely}."


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
    decided = "The best start was decided on other futures than those it is quoted on, where another may be cheaper."
    edge = " It is the earliest that is tried." if int(best["weeks_before"]) == int(best["tried_first"]) else ""
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
