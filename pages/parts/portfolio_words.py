"""Sentences of the portfolio page, as plain text. A sentence says only what was computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite

from core import Catalogue, Optimum
from core.errors import shorten
from core.look import numbers
from pages.parts import items
from pages.parts.edits import Step

# Differences of service below this are nothing that anyone sees.
SAME = 5e-4
COLUMN = {
    "policy": "policy",
    "buffer": "buffer",
    "critical": "critical",
    "lead_time_days": "lead time",
    "unit_cost": "unit cost",
}


def step(base: Catalogue, row: Mapping[str, int], one: Step) -> str:
    """What a step changed: an item's cells with their values before and after, or how many cells of how many items."""
    if one.label or len(one.changes) > 1:
        said = f"{_count(len(one), 'value')} of {_count(len(one.changes), 'item')}"
        return f"{one.label}: {said}" if one.label else said
    ((item, values),) = one.changes.items()
    label = str(base.column("name")[row[item]])
    called = f"{shorten(item)} {shorten(label)}" if label != item else shorten(item)
    return f"{called}: {', '.join(_cell(base, row[item], name, value) for name, value in values.items())}"


def _cell(base: Catalogue, at: int, name: str, value: object) -> str:
    before = items.said(base, name, base.column(name)[at])
    return f"{COLUMN[name]} {items.said(base, name, value)} (was {before})"


def _count(number: int, thing: str) -> str:
    return f"1 {thing}" if number == 1 else f"{number:,} {thing}s"


def shown(count: int, of: int) -> str:
    """How many items the filters let through."""
    if count == of:
        return _count(of, "item") + "."
    return f"{count:,} of {_count(of, 'item')}."


def marks(drawn: int, sells: int, of: int) -> str:
    """Which items the chart of who gets the buffer shows, where it isn't all of them."""
    if not sells:
        return "No item sells anything, so there is nothing to draw."
    some = f"The {drawn:,} best sellers of {sells:,} that sell are drawn. " if drawn < sells else ""
    verb = "is" if of - sells == 1 else "are"
    none = f"{_count(of - sells, 'item')} without sales {verb} left out." if of > sells else ""
    return (some + none).strip()


@dataclass(frozen=True)
class Gap:
    """What a better choice is worth against the hybrid as it is set: money a year with its interval, and what changes.

    `saved`, `low`, `high`: the total cost saved; `fill`: what it serves then; `more_fill`, `more_capital`: against now.
    """

    saved: float
    low: float
    high: float
    fill: float
    more_fill: float
    more_capital: float
    changed: int

    @classmethod
    def of(cls, found: Optimum) -> Gap:
        """The figures of an optimum."""
        cost, summary = found.gain.loc["total_cost"], found.summary
        more = {name: -float(found.gain.at[name, "difference"]) for name in ("fill_rate", "working_capital")}
        saved, low, high = (float(cost[name]) for name in ("difference", "lo", "hi"))
        fill, changed = float(summary.at["optimum", "fill_rate"]), int(found.assignment["changed"].sum())
        return cls(saved, low, high, fill, more["fill_rate"], more["working_capital"], changed)


def headline(fill: float, cost: float, currency: str, gap: Gap | None) -> str:
    """What the portfolio does now, and what a better choice per item would save, where that is known."""
    if not (isfinite(fill) and isfinite(cost)):
        return "There is no figure to show under these settings."
    start = f"Hybrid as set serves {numbers.percent(fill)} at {numbers.money(cost, currency)} total cost a year"
    if gap is None:
        return f"{start}."
    if not gap.changed:
        return f"{start}; no item has a better policy or buffer among those tried."
    if gap.low <= 0:
        return f"{start}; no other choice of policies and buffers is surely better."
    saved, low, high = (numbers.money(value, currency) for value in (gap.saved, gap.low, gap.high))
    span = f"{low} to {high}".replace(f" {currency}", "")
    return f"{start}; the best policy and buffer for each item would save {saved} ({span}) and serve {_serve(gap)}."


def _serve(gap: Gap) -> str:
    return numbers.percent(gap.fill) if abs(gap.more_fill) >= SAME else "as much"


def behind(gap: Gap, of: int, currency: str) -> str:
    """What the best choice changes, and what it ties up."""
    if not gap.changed:
        return ""
    size = numbers.money(abs(gap.more_capital), currency)
    tied = f"ties up {size} {'more' if gap.more_capital > 0 else 'less'} working capital"
    return (
        f"That choice changes {gap.changed:,} of {_count(of, 'item')} and {tied}. It was decided on other futures than "
        "those it is quoted on. Policies and buffers of an item's own stay."
    )


def goal(found: Optimum, currency: str) -> str:
    """What the best hybrid for a goal gives."""
    row, gap = found.summary.loc["optimum"], Gap.of(found)
    fill, cost, tied = (float(row[name]) for name in ("fill_rate", "total_cost", "working_capital"))
    if found.service is not None:
        asked = f"For a fill rate of at least {numbers.percent(found.service)}"
    else:
        asked = f"With at most {numbers.money(float(found.working_capital or 0.0), currency)} of working capital"
    if not gap.changed:
        return (
            f"{asked} no item's policy or buffer changes: of those tried, the hybrid as set is best. It costs "
            f"{numbers.money(cost, currency)} a year in total, serves {numbers.percent(fill)} and ties up "
            f"{numbers.money(tied, currency)}."
        )
    side = "less" if gap.saved > 0 else "more"
    more = f"{numbers.money(abs(gap.saved), currency)} {side} than as set" if gap.saved else "the same as now"
    return (
        f"{asked} the best hybrid costs {numbers.money(cost, currency)} a year in total ({more}), serves "
        f"{numbers.percent(fill)} and ties up {numbers.money(tied, currency)}; {gap.changed:,} of "
        f"{_count(len(found.assignment), 'item')} change."
    )


def applied(found: Optimum) -> str:
    """What the step of an applied optimum is called."""
    if found.service is not None:
        return f"Optimum for {numbers.percent(found.service)}"
    return f"Optimum within {numbers.amount(float(found.working_capital or 0.0))}"


STALE = (
    "Prices moved since the best hybrid was found. What that choice saves is priced anew; another may be better now."
)
LOOKING = "Looking for the best policy and buffer for each item …"
BUFFERED_ALT = (
    "Items by sales value a year and lead time; colour and shape say whether the hybrid holds them Just-in-Case or "
    "Just-in-Time, the area how much working capital they tie up. Lines: the rule's cuts. The table has it all."
)
HYBRIDS_ALT = (
    "The hybrid by rule and by optimum: service against cost, as curves with 95 % bands and as points. "
    "The sentences and tables of the page say the same."
)
BUFFERED = (
    "A mark's area is the item's working capital. Items short of both lines are held Just-in-Case where they are "
    "critical, their supplier is unreliable, or their policy is set by hand."
)


MOST_REFUSED = 5
EDITABLE = (
    "Figures are the hybrid's. Policy, buffer, lead time, unit cost and critical can be edited: choose a cell and "
    "type. A click on a title sorts."
)


def refused(faults: tuple[str, ...]) -> list[str]:
    """What couldn't be taken over, a sentence each; the cells still say what was typed."""
    more = [f"And {len(faults) - MOST_REFUSED:,} more."] if len(faults) > MOST_REFUSED else []
    return [f"Not taken over: {fault}." for fault in faults[:MOST_REFUSED]] + more


def edits(count: int) -> str:
    """The title of the list of what was edited."""
    return f"{_count(count, 'edit')} in this session; the data set itself stays as it was"
