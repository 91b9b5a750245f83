"""Rows of the Day by day charts: one flat table each, a row per day with the three policies beside each other."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from core import DayByDay
from core.look import numbers
from core.look.rows import ceiling
from core.policies import LABELS as POLICY
from core.policies import POLICIES
from pages.parts import daily_words as words

# 1 January of a year without a leap day, in milliseconds: where the time axis of the charts begins.
ORIGIN, DAY = 978_307_200_000.0, 86_400_000.0
KEYS = ("a", "b", "c")
"""Columns of the policies, in their order."""
# Heights of the largest bars of the lanes, whose distance is 1.
LANE = 0.5
Span = tuple[int, int]
Row = dict[str, Any]


def level(found: DayByDay, name: str, span: Span) -> pd.DataFrame:
    """Rows of a chart of lines: a column's value of each policy by day, the marks, and the corners of the scale."""
    values = found.column(name)
    drawn = _days(found, span) | dict(zip(KEYS, values[:, slice(*span)].tolist(), strict=True))
    corners: list[Row] = [{"kind": "frame", "a": top} for top in (0.0, ceiling(float(values.max())))]
    return _with(drawn, [*corners, *_marks(found, span)])


def flow(found: DayByDay, span: Span) -> pd.DataFrame:
    """Rows of the lanes: where the bars of deliveries (i) and shortages (s) end, by policy and day, on one root scale.

    Lane k of the policies stands at k; `a` is the amount that the largest bar stands for.
    """
    received, short = found.column("received"), found.column("short")
    most = max(float(received.max()), float(short.max()))
    drawn = _days(found, span) | {"a": [most] * (span[1] - span[0])}
    for letter, values, side in (("i", received, -1.0), ("s", short, 1.0)):
        heights = LANE * np.sqrt(values[:, slice(*span)] / most) if most > 0 else values[:, slice(*span)]
        ends = np.arange(len(KEYS))[:, None] + side * heights
        drawn |= dict(zip([letter + key for key in KEYS], ends.tolist(), strict=True))
    return _with(drawn, [{"kind": "frame"}, *_marks(found, span)])


def played(found: DayByDay, span: Span) -> dict[str, Any]:
    """What the player says of each day: its date, and each policy's stock and days of the span short so far."""
    stock = found.column("stock")[:, slice(*span)].tolist()
    short = np.cumsum(found.column("items_short")[:, slice(*span)], axis=1).astype(int).tolist()
    return {
        "first": span[0],
        "dates": found.days["date"].tolist()[slice(*span)],
        "since": words.so_far(found),
        "counts": "items" if found.item is None else "days",
        "policies": [
            {"key": policy, "name": POLICY[policy], "stock": _said(stock[k]), "short": short[k]}
            for k, policy in enumerate(POLICIES)
        ],
    }


def _said(column: list[float]) -> list[str]:
    return [numbers.amount(value) for value in column]


def _days(found: DayByDay, span: Span) -> dict[str, list[Any]]:
    """The columns of the days that are shown, without figures yet."""
    days = range(*span)
    on: list[list[str]] = [[] for _ in days]
    for mark in found.marks.itertuples():
        for day in range(max(mark.day, span[0]), min(mark.day + mark.length, span[1])):
            on[day - span[0]].append(words.EVENTS[mark.kind])
    return {
        "kind": ["day"] * len(days),
        "d": [float(day) for day in days],
        "on": [", ".join(events) or words.NO_EVENT for events in on],
    }


def _marks(found: DayByDay, span: Span) -> list[Row]:
    """Spans of events, as far as they lie in the days that are shown: from day d to day a."""
    rows: list[Row] = []
    for mark in found.marks.itertuples():
        first, end = max(mark.day, span[0]), min(mark.day + mark.length, span[1])
        if first < end:
            rows.append({"kind": mark.kind, "d": float(first), "a": float(end - 1), "on": words.SHADED[mark.kind]})
    return rows


def _with(drawn: dict[str, list[Any]], more: list[Row]) -> pd.DataFrame:
    """The rows of the days, and others below them. Few columns: the browser reads cell by cell."""
    return pd.DataFrame({name: column + [row.get(name) for row in more] for name, column in drawn.items()})
