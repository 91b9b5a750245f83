"""The tables of slides: a scenario's figures, and scenarios side by side."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import Any

from core.exports import palette
from core.exports.deck import ACCENT, Box, Run, add_table, put
from core.exports.figures import Figure, currency, figure, figures, label, measures, pair
from core.exports.fitting import fit, one_line
from core.exports.plain import line
from core.exports.subject import Subject
from core.look import numbers
from core.look.words import LABELS
from core.policies import LABELS as POLICY
from core.policies import POLICIES

_HEAD, _ROW = 0.4, 0.58
_QUIET = palette.QUIET


def add_figures(slide: Any, one: Subject, box: Box) -> float:
    """The figures of Explore's cards with their intervals, a column per policy. Returns the table's end in inches."""
    names, first = measures(one), 1.2
    widths = (first, *[(box[2] - first) / len(POLICIES)] * len(POLICIES))
    table = add_table(slide, box, len(names) + 1, widths, _ROW)
    table.rows[0].height = int(_HEAD * 914_400)
    put(table.cell(0, 0), [("below: 95 % interval", {"size": 9.5, "colour": _QUIET})])
    for column, policy in enumerate(POLICIES, start=1):
        put(table.cell(0, column), [(POLICY[policy], {"size": 13, "bold": True, "accent": ACCENT[policy]})], right=True)
    sizes = _sizes(list(figures(one)), widths[1])
    for row, measure in enumerate(names, start=1):
        put(table.cell(row, 0), [(label(measure), {"size": 11})])
        for column, policy in enumerate(POLICIES, start=1):
            put(table.cell(row, column), _lines(figure(one, policy, measure), *sizes), right=True)
    return box[1] + _HEAD + _ROW * len(names)


def _sizes(shown: Sequence[Figure], width: float) -> tuple[float, float]:
    """Of figures and of their intervals, so that each stands on one line of a column `width` inches wide."""
    wide = 72 * (width - 0.1)
    value = one_line([one.said for one in shown], wide, (16, 15, 14, 13, 12, 11), bold=True)
    return value, one_line([one.span for one in shown], wide, (11, 10.5, 10, 9.5, 9))


def _lines(one: Figure, size: float, small: float) -> list[Run]:
    return [(one.said, {"size": size, "bold": True}), (one.span, {"size": small, "colour": _QUIET})]


def comparison_title(every: Sequence[Subject]) -> str:
    """How far apart the scenarios are, where they can be told in one currency."""
    cost = pair(every)[1]
    money = currency(every)
    found = [figure(one, "hybrid", cost).value for one in every]
    if not money or not all(map(isfinite, found)):
        return f"{len(every)} scenarios side by side"
    low, high = numbers.money(min(found), money), numbers.money(max(found), money)
    what = LABELS[cost].lower()
    if low == high:
        return f"{len(every)} scenarios side by side: Hybrid's {what} is {low} in each"
    return f"{len(every)} scenarios side by side: Hybrid's {what} lies between {low} and {high}"


def add_comparison(slide: Any, every: Sequence[Subject], shown: Sequence[Subject], box: Box) -> None:
    """A row per scenario: service and cost of each policy. `every`: all that are compared, of which some are shown."""
    service, cost = pair(every)
    columns = [(policy, measure) for policy in POLICIES for measure in (service, cost)]
    first = 3.0
    widths = (first, *[(box[2] - first) / len(columns)] * len(columns))
    table = add_table(slide, box, len(shown) + 1, widths, 0.74)
    put(table.cell(0, 0), [("Scenario", {"size": 13, "bold": True})])
    for column, (policy, measure) in enumerate(columns, start=1):
        named = (POLICY[policy], {"size": 14, "bold": True, "accent": ACCENT[policy]})
        put(table.cell(0, column), [named, (LABELS[measure], {"size": 11, "colour": _QUIET})], right=True)
    sizes = _sizes([figure(one, *each) for one in shown for each in columns], widths[1])
    for row, one in enumerate(shown, start=1):
        put(table.cell(row, 0), _named(one, 72 * (first - 0.15)))
        for column, (policy, measure) in enumerate(columns, start=1):
            put(table.cell(row, column), _lines(figure(one, policy, measure), *sizes), right=True)


def _named(one: Subject, wide: float) -> list[Run]:
    name = fit(line(one.name), wide, 34.0, (15, 14, 13, 12), bold=True)
    data = fit(line(one.catalogue.name), wide, 14.0, (10.5,))
    return [(name.text, {"size": name.size, "bold": True}), (data.text, {"size": data.size, "colour": _QUIET})]
