"""Sentences and names of the Day by day page, as plain text. A sentence says only what was computed."""

from __future__ import annotations

from core import DayByDay
from core.errors import shorten
from core.look import numbers
from core.policies import LABELS as POLICY
from core.policies import POLICIES
from pages.parts.words import counted

YEAR = 365
"""Days that are drawn at once."""
WHOLE = "The whole warehouse"
FUTURES = {"typical": "Typical", "worst": "Worst in 20", "best": "Best", "number": "By number"}
"""Futures by their name in the link."""
NUMBER = "Which future to show under By number; the first is 0."
EVENTS = {"spike": "demand spike", "outage": "supplier out", "design change": "design change"}
SHADED = {"spike": "spike", "outage": "supplier out", "design change": "design change"}
"""Events by the name that stands in their span."""
NO_EVENT = "none"
PANELS = {
    "stock": "On the shelf at day's end",
    "flow": "Deliveries up, shortages down",
    "on_order": "On order",
    "waiting": "Customers waiting",
}
"""The charts, by what they show."""
ALTS = {
    "stock": "Stock on the shelf of each policy by day, with demand spikes and supplier outages as shaded spans.",
    "flow": "Deliveries and shortages of each policy by day, as bars up and down.",
    "on_order": "What is on order under each policy by day.",
    "waiting": "What customers wait for under each policy by day.",
}
PLAY = (
    "Play shows the days one after the other; drag across a chart, or move First and Last, to look closer. Nothing is "
    "computed anew for that."
)
HEIGHTS = "Bars of deliveries and shortages share one scale; their heights grow with the square root."


def called(item: str, name: str) -> str:
    """An item with its name."""
    return f"{item} {name}" if name != item else item


def unit(found: DayByDay) -> str:
    """What the days are counted in."""
    return "units" if found.item is not None else f"{found.unit} at unit cost".strip()


def over(found: DayByDay) -> str:
    """How long a future is, where that is more than the year that is drawn; else nothing."""
    days = len(found.days) // len(POLICIES)
    if days <= YEAR:
        return ""
    return f"in {days // YEAR} years" if days % YEAR == 0 else f"in {days:,} days"


def so_far(found: DayByDay) -> str:
    """From when on the player counts."""
    return "so far this year" if over(found) else "so far"


def sums(found: DayByDay) -> str:
    """The title of the table of sums."""
    return f"This future in sums, {over(found)}" if over(found) else "This future in sums"


def beyond(asked: int | None, futures: int) -> str:
    """That there is no future of the number asked for; nothing where there is."""
    if asked is None:
        return ""
    return f"There is no future {asked:,}: they go from 0 to {futures - 1:,}, so the last one is shown."


def headline(found: DayByDay, name: str, future: str | int) -> str:
    """What happened in this future, in one sentence."""
    which = f"In future {future}" if isinstance(future, int) else f"In {_NAMED[future]}"
    long = f" {over(found)}" if over(found) else ""
    if found.item is None:
        served = [f"{numbers.percent(found.fill_rate[policy])} under {POLICY[policy]}" for policy in POLICIES]
        return f"{which} the shelf serves {served[0]}, {served[1]} and {served[2]}{long}."
    days = short_days(found)
    first = f"{shorten(called(found.item, name))}: short on {counted(days['jit'], 'day')} under {POLICY['jit']}"
    others = f"{days['jic']:,} under {POLICY['jic']} and {days['hybrid']:,} under {POLICY['hybrid']}"
    return f"{which}, {first}, {others}{long}."


_NAMED = {"typical": "the typical future", "worst": "the worst future in twenty", "best": "the best future"}


def short_days(found: DayByDay) -> dict[str, int]:
    """Days on which something was short, by policy."""
    short = found.days[found.days["items_short"] > 0]
    return {policy: int((short["policy"] == policy).sum()) for policy in POLICIES}


def rank(found: DayByDay) -> str:
    """Where the future stands among all."""
    of = "this item's" if found.item is not None else "the warehouse's"
    less, more = found.rank - 1, found.futures - found.rank
    return (
        f"Future {found.future} (0 to {found.futures - 1}). Ranked by {of} fill rate, averaged over the three "
        f"policies, {less:,} stand below it and {more:,} above."
    )


def met(found: DayByDay) -> str:
    """The events of the whole future."""
    if found.marks.empty:
        least = "" if found.item is not None else " that half of the items met"
        return f"No demand spike, supplier outage or design change{least} in this future."
    said = [
        f"{counted(len(rows), word)} on {counted(int(rows['length'].sum()), 'day')}"
        for kind, word in _MANY.items()
        if len(rows := found.marks[found.marks["kind"] == kind])
    ]
    least = "" if found.item is not None else ", counted where they hit half of the items or more"
    long = f" {over(found)}" if over(found) else ""
    return f"Events in this future{long}: {'; '.join(said)}{least}."


_MANY = {"spike": "demand spike", "outage": "supplier outage", "design change": "design change"}


def measured(found: DayByDay) -> str:
    """What the figures of the days are."""
    if found.item is not None:
        return "Days are in units, at day's end, on the same luck for every policy."
    return (
        "Units of different items don't add up, so the warehouse is shown in money at unit cost; the download has its "
        "pallets too. Same luck for every policy."
    )


def head(found: DayByDay) -> tuple[str, ...]:
    """The headings of the table of sums."""
    said = ("Demand", "Short", "Delivered", "Scrapped", "Mean on the shelf", "Mean waiting")
    return "Policy", "Fill rate", "Days with a shortage", *(f"{name} ({found.unit})" for name in said)
