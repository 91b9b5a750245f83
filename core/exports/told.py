"""What stands on a page or a picture: cards, the table of costs, where figures come from; text for any file."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.costs import SHORTAGE
from core.exports.figures import figures
from core.exports.subject import Subject
from core.look import numbers, rows, words
from core.policies import LABELS as POLICY
from core.policies import POLICIES

_UNITS = re.compile(r"(?<=\d) (?=%|k\b|M\b|bn\b|points\b)")


def cards(subject: Subject) -> dict[str, list[tuple[str, str, str]]]:
    """Each policy's figures: a measure's name, its value and its interval, in words."""
    found: dict[str, list[tuple[str, str, str]]] = {policy: [] for policy in POLICIES}
    for one in figures(subject):
        found[one.policy].append((words.LABELS[one.measure], one.said, one.span))
    return found


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


def noted(note: str, most: int) -> list[str]:
    """A note's lines, at most so many: those after them go on in the last one, so that a page holds it whole."""
    lines = [line for line in note.splitlines() if line.strip()]
    return lines if len(lines) <= most else [*lines[: most - 1], " · ".join(lines[most - 1 :])]


def whole(text: str) -> str:
    """The text with numbers that no line's end parts from their units."""
    return _UNITS.sub("\u00a0", text)


def clean(text: str) -> str:
    """Text that any file can hold: marks that can't be printed, and halves of characters, become blanks."""
    return "".join(letter if letter.isprintable() or letter == "\u00a0" else " " for letter in text)
