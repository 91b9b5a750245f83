"""Figures of a subject as an export writes them, in the digits of Explore, and what is said of where they come from."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.costs import SHORTAGE
from core.exports.subject import Subject
from core.look import numbers, rows, words
from core.measures import BY_NAME
from core.policies import LABELS as POLICY
from core.policies import POLICIES

Figure = tuple[str, str, str]
"""A measure's name, its value and its interval, in words."""
_UNITS = re.compile(r"(?<=\d) (?=%|k\b|M\b|bn\b|points\b)")


def measures(subject: Subject) -> tuple[str, ...]:
    """The measures that a card has: the chosen ones, and always fill rate, inventory cost and working capital."""
    return tuple(
        dict.fromkeys((subject.service, "fill_rate", subject.cost, "inventory_cost", "working_capital")),
    )


def cards(subject: Subject) -> dict[str, list[Figure]]:
    """Each policy's figures."""
    return {policy: [_figure(subject, policy, name) for name in measures(subject)] for policy in POLICIES}


def _figure(subject: Subject, policy: str, name: str) -> Figure:
    unit, row = BY_NAME[name].unit, subject.summary.loc[[policy]]
    value, low, high = row[[name, f"{name}_lo", f"{name}_hi"]].to_numpy(float)[0].tolist()
    currency = subject.catalogue.currency
    interval = f"{numbers.figure(low, unit, '')} to {numbers.figure(high, unit, '')}"
    return words.LABELS[name], numbers.figure(value, unit, currency), interval


def cost_table(subject: Subject) -> tuple[tuple[str, ...], list[tuple[str, ...]], frozenset[str]]:
    """The costs by component: headings, rows in words, and the names of the rows that are sums."""
    summary = subject.summary
    parts = rows.components(summary, summary)
    stock = tuple(name for name in parts if name not in SHORTAGE)
    names = (*stock, "inventory_cost", *parts[len(stock) :], "total_cost")
    head = (f"Cost a year ({subject.catalogue.currency})", *(POLICY[policy] for policy in POLICIES))
    body = [
        (words.LABELS[name], *(numbers.amount(float(value)) for value in summary.loc[list(POLICIES), name]))
        for name in names
    ]
    return head, body, frozenset(words.LABELS[name] for name in ("inventory_cost", "total_cost"))


def rests(subject: Subject) -> str:
    """What the intervals are, and which columns of the data set are no data."""
    wide = f" They also count how little was observed, by {subject.worlds} drawn worlds." if subject.worlds else ""
    said = f"Ranges are 95 % intervals for the luck of the simulated futures.{wide}"
    assumed = ", ".join(column.replace("_", " ") for column in subject.catalogue.assumed)
    return f"{said} These columns of the data set are assumptions, not data: {assumed}." if assumed else said


def defaults(differing: Sequence[tuple[str, str, str]]) -> list[str]:
    """Each setting that isn't at its default, in words."""
    return [f"{title} {value} (default {usual})" for title, value, usual in differing]


def whole(text: str) -> str:
    """The text with numbers that no line's end parts from their units."""
    return _UNITS.sub("\u00a0", text)


def clean(text: str) -> str:
    """Text that any file can hold: marks that can't be printed, and halves of characters, become blanks."""
    return "".join(letter if letter.isprintable() or letter == "\u00a0" else " " for letter in text)
