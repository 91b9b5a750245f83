"""Sentences of the portfolio page, as plain text. A sentence says only what was computed."""

from __future__ import annotations

from collections.abc import Mapping

from core import Catalogue
from core.errors import shorten
from pages.parts import items
from pages.parts.edits import Step

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
