"""Sentences and names of the stress page, as plain text. A sentence says only what was computed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, isinf

import pandas as pd

from core.errors import shorten
from core.events import Event
from core.look import numbers
from core.policies import LABELS as POLICY
from core.season import common_day
from core.stress_presets import ASSUMPTION, StressPreset
from pages.parts import words

KINDS = {
    "outage": "Supplier outage",
    "surge": "Demand surge",
    "delay": "Late deliveries",
    "hold": "Stock on hold",
    "pull_forward": "Demand pulled forward",
}
SIZES = {
    "surge": "More demand (%)",
    "delay": "Days late",
    "hold": "Days of demand held",
    "pull_forward": "Share pulled forward (%)",
}
BUFFERED = ("jic", "hybrid")
# Less than this of a day's service is nothing that anyone sees.
SAME = 5e-4
CENT = 0.005
FEW = 2
TOLD = 3
"""Faults that are told one by one."""


@dataclass(frozen=True)
class Measure:
    """A figure of the summary: its name on screen, what it is, and its unit as `numbers` takes it."""

    label: str
    says: str
    unit: str


MEASURES = {
    "time_to_survive": Measure(
        "Time to survive", "days from the start until an item's shelf first fails, averaged by value", "days"
    ),
    "normal_survive": Measure(
        "The same without the event", "days until an item's shelf first fails in the same futures without it", "days"
    ),
    "depth": Measure("Deepest fall", "widest gap of a day's service with and without it, over all futures", "share"),
    "time_to_recover": Measure(
        "Time to recover",
        "days from the start until a day and its fortnight serve within one point of normal, and no more wait",
        "days",
    ),
    "units_lost": Measure("Units lost", "units that customers don't get, more than without it", "units"),
    "margin_lost": Measure("Margin lost", "lost units × (price − unit cost), more than without it", "money"),
    "rush_cost": Measure("Rush orders", "paid for rushing, more than without it", "money"),
    "overflow_cost": Measure("Outside storage (3PL)", "paid to the outside warehouse, more than without it", "money"),
    "event_cost": Measure("Cost of the event", "total cost with it − without it, on the same futures", "money"),
    "buffer_cost_per_year": Measure(
        "Buffer, a year without it", "total cost a year without the event, less Just-in-Time's", "money"
    ),
    "buffer_inventory_cost_per_year": Measure(
        "Of that, inventory cost", "inventory cost a year without the event, less Just-in-Time's", "money"
    ),
    "pays_back_once_in_years": Measure(
        "Pays if more often than once in", "cost that it saves in the event / its cost a year", "years"
    ),
}
CARDS = ("time_to_survive", "time_to_recover", "event_cost")
OF_BUFFERS = ("buffer_cost_per_year", "buffer_inventory_cost_per_year", "pays_back_once_in_years")
CENSORED = {"time_to_survive": "not_failed", "normal_survive": "not_failed", "time_to_recover": "not_recovered"}
"""Times that end with the days measured, and the share of futures in which they did."""


def starts(start: str, day: int, length: int) -> str:
    """From when to when an event goes on, as dates."""
    first = common_day(start, day)
    if not length:
        return f"{words.day(first)}, for no day"
    return f"{words.day(first)} to {words.day(common_day(start, day + length - 1))}"


def reach(event: Event) -> str:
    """What an event reaches, in few words."""
    names = [shorten(name) for name in event.reach or ()]
    if not names:
        return "everything"
    return joined(names) if len(names) < 3 else f"{names[0]} and {len(names) - 1} more"


def short(event: Event) -> str:
    """An event on a bar or a button."""
    size, many = event.size, counted(event.length)
    said = {
        "outage": f"Out {many}",
        "surge": f"Demand {'+' if size >= 0 else '−'}{share(abs(size))}, {many}",
        "delay": f"{counted(size)} late, {many} long",
        "hold": f"{counted(size)} of stock held {many}",
        "pull_forward": f"{share(size)} pulled into {many}",
    }
    return f"{said[event.kind]}: {reach(event)}" if event.reach else said[event.kind]


def phrase(event: Event) -> str:
    """An event as the headline names it."""
    many, names = counted(event.length), reach(event)
    if event.kind == "outage":
        return f"{names if event.reach else 'every supplier'} out for {many}"
    if event.kind == "surge":
        side = "up" if event.size >= 0 else "down"
        return f"demand{_of(event, 'for')} {side} {share(abs(event.size))} for {many}"
    if event.kind == "delay":
        return f"deliveries{_of(event, 'of')} {counted(event.size)} late for {many}"
    if event.kind == "hold":
        return f"{counted(event.size)} of stock{_of(event, 'of')} on hold for {many}"
    return f"{share(event.size)} of the demand{_of(event, 'for')} of {counted(event.over)} pulled into {many}"


def _of(event: Event, word: str) -> str:
    return f" {word} {reach(event)}" if event.reach else ""


def counted(days: float) -> str:
    """Whole days, as one says them."""
    return words.counted(int(days), "day")


def share(size: float) -> str:
    """A share without a decimal that is none: 30 %, 12.5 %."""
    return numbers.percent(size).replace(".0 %", " %")


def joined(parts: Sequence[str]) -> str:
    """A, B and C."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


@dataclass(frozen=True)
class Fall:
    """A policy through the event: service of its worst day against normal then, days to recover, and what it costs.

    `capped`: some futures had not recovered when the days measured ended.
    """

    policy: str
    service: float
    normal: float
    recover: float
    capped: bool
    cost: float

    @property
    def falls(self) -> bool:
        """Whether anyone would see it."""
        return self.normal - self.service > SAME


def falls(curve: pd.DataFrame, summary: pd.DataFrame) -> list[Fall]:
    """What the headline says of each policy, from a stress run's curve and summary."""
    found = []
    for policy, row in summary.iterrows():
        days = curve[(curve["policy"] == policy) & curve["service"].notna()].reset_index(drop=True)
        worst = days.loc[(days["normal"] - days["service"]).idxmax()] if len(days) else None
        service, normal = (float(worst[name]) if worst is not None else float("nan") for name in ("service", "normal"))
        capped = float(row["not_recovered"]) > SAME
        recover, cost = float(row["time_to_recover"]), float(row["event_cost"])
        found.append(Fall(str(policy), service, normal, recover, capped, cost))
    return found


def named(events: Sequence[Event], preset: StressPreset | None) -> str:
    """The events as the headline names them: a few by what they are, more by the case that they make."""
    if len(events) > FEW:
        return preset.label if preset else f"{len(events)} events"
    return words.sentence_case(joined([phrase(event) for event in events]))


def headline(named: str, found: Sequence[Fall], items: int, currency: str) -> str:
    """The page's answer: the event, what service falls to, how long until it is well again, and what it costs."""
    if not items:
        return f"{named}: no item is reached, so nothing changes."
    if not all(isfinite(fall.cost) for fall in found):
        return "There is no figure to show under these settings."
    changed = [fall for fall in found if fall.falls or fall.recover]
    if not changed and not any(fall.cost for fall in found):
        return f"{named}: service and cost stay as they are within the days measured."
    said = f"service of {words.counted(items, 'item')} {_lowest(found)}"
    return f"{named}: {said}; {_recover(found)}{_costs(found, currency)}."


def _lowest(found: Sequence[Fall]) -> str:
    down = [fall for fall in found if fall.falls]
    still = [POLICY[fall.policy] for fall in found if not fall.falls]
    if not down:
        return "doesn't fall"
    said = "falls to " + joined([f"{numbers.percent(fall.service)} under {POLICY[fall.policy]}" for fall in down])
    return f"{said}, and not under {joined(still)}" if still else said


def _recover(found: Sequence[Fall]) -> str:
    if not any(fall.recover for fall in found):
        return ""
    whole = all(fall.capped for fall in found)
    days = [f"{'at least ' * (fall.capped and not whole)}{numbers.count(round(fall.recover))}" for fall in found]
    return f"it takes {'at least ' * whole}{joined(days)} days until all is well again, and "


def _costs(found: Sequence[Fall], currency: str) -> str:
    if all(fall.cost >= 0 for fall in found):
        amounts = [numbers.amount(fall.cost) for fall in found]
        return f"costs {joined(amounts)} {currency}".rstrip()
    return f"changes total cost by {joined([numbers.change(fall.cost, 'money', currency) for fall in found])}"


def figure(name: str, value: float, currency: str, capped: float = 0.0) -> str:
    """A figure of the summary; `capped`: the share of futures that it is cut short in, so that it is a lower bound."""
    unit = MEASURES[name].unit
    if unit == "years":
        return years(value)
    if unit == "share":
        return numbers.points(value) if isfinite(value) else numbers.NONE
    value = 0.0 if abs(value) < CENT else value
    said = numbers.change(value, unit, currency) if value < 0 else numbers.figure(value, unit, currency)
    return f"at least {said}" if capped > SAME and isfinite(value) else said


def cell(name: str, value: float, low: float, high: float, capped: float) -> str:
    """A figure with its interval as a table has it, whose first column has the unit."""
    if MEASURES[name].unit == "years" and (value <= 0 or not isfinite(value)):
        return years(value)
    bare = [figure(name, one, "").removesuffix(" days").removesuffix(" points") for one in (value, low, high)]
    return f"{'at least ' if capped > SAME else ''}{bare[0]} ({bare[1]} to {bare[2]})"


def labelled(name: str, currency: str) -> str:
    """A measure with its unit."""
    unit = {"share": "points", "money": currency, "days": "days"}.get(MEASURES[name].unit, "")
    return f"{MEASURES[name].label} ({unit})" if unit else MEASURES[name].label


def years(value: float) -> str:
    """Once in so many years, as a table has it."""
    if isinf(value):
        return "pays anyway" if value > 0 else numbers.NONE
    return numbers.NONE if not isfinite(value) else "never" if value <= 0 else f"{numbers.amount(value)} years"


@dataclass(frozen=True)
class Worth:
    """What a policy's buffer is worth: once in how many years, with its interval; what it costs a year; what the event
    costs more under it than under Just-in-Time."""

    policy: str
    once_in: float
    low: float
    high: float
    cost: float
    more: float


def pays(worth: Worth, currency: str) -> str:
    """Whether a policy's buffer pays for itself by this event, and why if it does so without."""
    if worth.once_in != worth.once_in:
        return MEASURED_AGAINST
    if isinf(worth.once_in):
        less = (
            f": a year costs {numbers.money(-worth.cost, currency)} less than Just-in-Time's" if worth.cost < 0 else ""
        )
        more = f", though this event costs {numbers.money(worth.more, currency)} more" if worth.more > 0 else ""
        return f"It pays without any event{less}{more}."
    if worth.once_in <= 0:
        return "It doesn't pay by this event: it saves nothing in it."
    span = f" ({_plain(worth.low)} to {_plain(worth.high)})"
    return f"It pays for itself if this happens more often than once in {numbers.amount(worth.once_in)} years{span}."


def _plain(years_between: float) -> str:
    return "any number" if isinf(years_between) else numbers.amount(max(years_between, 0.0))


def censored(summary: pd.DataFrame) -> str:
    """Why a time is said as at least; nothing where none is."""
    parts = []
    for column, what in (("not_failed", "a shelf doesn't fail"), ("not_recovered", "all isn't well again")):
        shares = [(POLICY[str(policy)], float(value)) for policy, value in summary[column].items() if value > SAME]
        if shares:
            parts.append(
                f"{what} within the days measured in {joined([f'{share(v)} under {who}' for who, v in shares])}"
            )
    return f"At least: {'; '.join(parts)}." if parts else ""


ALT = (
    "Service of each day through the event, one curve per policy with its 95 % band; thin lines: the same futures "
    "without the event. The event's days are shaded and named above. The table below has the figures."
)


def below(items: int) -> str:
    """What the chart shows."""
    what = words.counted(items, "item")
    return (
        f"Service of a day: the share of the demand for the {what} that is served from the shelf on that day, "
        "weighed by value, over all futures. Thin lines: the same futures without the event. Shaded: the event."
    )


def case(preset: StressPreset) -> str:
    """What a named case sets, and what that rests on."""
    rests = "" if preset.source == ASSUMPTION else f" {words.sentence_case(preset.source)}."
    return f"{preset.label}. {preset.says}{rests}"


MEASURED_AGAINST = "The others' buffers are priced against this."
HELPED = "What would have helped"
DEFINED = (
    "Time to survive: days from the start until an item's shelf first fails. Time to recover: days from the start "
    "until a day, and the fortnight that it begins, serve within one point of the same future without the event and no "
    "more wait. Deepest fall: the widest gap between the thick and the thin curve. Times end with the days measured."
)
LEFT_OUT = (
    "The link leaves out which events these are: they are too long for it. A snapshot, under Share, carries them."
)
RAW = (
    "Figures are quoted as simulated. Their intervals are narrowed by what is known exactly (mean demand, share of "
    "days out), so a figure may stand at the end of its own."
)
AGAINST = (
    "Lost, rushed, stored outside and the event's cost: with the event less without it, on the same futures. The "
    "buffer's cost a year, without the event, is counted from Just-in-Time's."
)
NORMAL = "Without the event these are Explore's figures, to the digit."
NO_EVENT = "No event is set: this is the year as Explore shows it."
ADD = "Add an event above, or choose a preset, to see what it does."


def beyond(events: Sequence[Event], days: int) -> str:
    """A sentence for each event that runs past the `days` measured; nothing where none does."""
    said = []
    for event in events:
        if event.end > days:
            said.append(_outside(days - event.start, event.length, phrase(event), days))
        if event.end + event.over > days and event.over and not event.is_nothing:
            over = f"from which demand is taken ({phrase(event)})"
            said.append(_outside(max(days - event.end, 0), event.over, over, days))
    return " ".join(said)


def _outside(inside: int, length: int, what: str, days: int) -> str:
    start = f"Only {inside:,}" if inside else "None"
    what = what if what.startswith("from ") else f"of “{what}”"
    verb = "lies" if inside == 1 else "lie"
    return f"{start} of the {counted(length)} {what} {verb} within the {counted(days)} measured."


def faults(found: Sequence[str]) -> str:
    """One sentence about the events that can't be used; nothing where all can."""
    if not found:
        return ""
    count = "1 thing" if len(found) == 1 else f"{len(found):,} things"
    more = f"; and {len(found) - TOLD:,} more" if len(found) > TOLD else ""
    return f"{count} about the events can't be used, and the rest is shown: {'; '.join(found[:TOLD])}{more}."
