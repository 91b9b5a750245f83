"""Rows of the Day by day charts: one flat table each, a row per day with the three policies beside each other."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from core import DayByDay
from core.policies import LABELS as POLICY
from core.policies import POLICIES
from pages.parts import daily_words as words
from pages.parts import numbers
from pages.parts.rows import ceiling

# 1 January of a year without a leap day, in milliseconds: where the time axis of the charts begins.
ORIGIN, DAY = 978_307_200_000.0, 86_400_000.0
KEYS = ("a", "b", "c")
"""Columns of the policies, in their order."""
# Heights of the largest bars of the lanes, whose distance is 1.
LANE = 0.5
Span = tuple[int, int]


def level(found: DayByDay, name: str, span: Span) -> pd.DataFrame:
    """Rows of a chart of lines: a column's value of each policy by day, the marks, and the top of the scale."""
    values = {policy: _column(found, policy, name) for policy in POLICIES}
    top = ceiling(max(float(column.max()) for column in values.values()))
    drawn = _days(found, span)
    for key, policy in zip(KEYS, POLICIES, strict=True):
        cut = values[policy][slice(*span)]
        drawn[key] = cut
        drawn["t" + key] = [numbers.amount(value) for value in cut.tolist()]
    return _with(drawn, [{"kind": "frame", "top": 0.0}, {"kind": "frame", "top": top}, *_marks(found, span)])


def flow(found: DayByDay, span: Span) -> pd.DataFrame:
    """Rows of the lanes: heights of deliveries (i) and shortages (s) of each policy by day, on one root scale."""
    both = {name: [_column(found, policy, name) for policy in POLICIES] for name in ("received", "short")}
    most = max(float(column.max()) for columns in both.values() for column in columns)
    drawn = _days(found, span)
    for letter, columns in zip("is", both.values(), strict=True):
        for key, column in zip(KEYS, columns, strict=True):
            cut = column[slice(*span)]
            drawn[letter + key] = LANE * np.sqrt(cut / most) if most > 0 else cut
            drawn["t" + letter + key] = [numbers.amount(value) for value in cut.tolist()]
    return _with(drawn, [{"kind": "frame"}, *_marks(found, span)])


def played(found: DayByDay, span: Span) -> dict[str, Any]:
    """What the player says of each day: its date, and each policy's stock and days that were short so far."""
    return {
        "first": span[0],
        "dates": found.days["date"].tolist()[slice(*span)],
        "counts": "items" if found.item is None else "days",
        "policies": [
            {
                "key": policy,
                "name": POLICY[policy],
                "stock": [numbers.amount(value) for value in _column(found, policy, "stock")[slice(*span)].tolist()],
                "short": np.cumsum(_column(found, policy, "items_short")[slice(*span)]).astype(int).tolist(),
            }
            for policy in POLICIES
        ],
    }


def _column(found: DayByDay, policy: str, name: str) -> Any:
    return found.days.loc[found.days["policy"] == policy, name].to_numpy(float)


def _days(found: DayByDay, span: Span) -> pd.DataFrame:
    first = found.days[found.days["policy"] == POLICIES[0]].iloc[slice(*span)]
    day = first["day"].to_numpy(float)
    on = pd.Series([""] * len(first))
    for mark in found.marks.itertuples():
        within = (day >= mark.day) & (day < mark.day + mark.length)
        on[within] = [f"{said}, {words.EVENTS[mark.kind]}".lstrip(", ") for said in on[within]]
    return pd.DataFrame({"kind": "day", "d": day, "x": ORIGIN + DAY * day, "date": first["date"].to_numpy(), "on": on})


def _marks(found: DayByDay, span: Span) -> list[dict[str, Any]]:
    """Spans of events, as far as they lie in the days that are shown."""
    rows = []
    for mark in found.marks.itertuples():
        first, end = max(mark.day, span[0]), min(mark.day + mark.length, span[1])
        if first < end:
            rows.append({"kind": mark.kind, "d": float(first), "e": float(end - 1), "text": words.EVENTS[mark.kind]})
    return rows


def _with(drawn: pd.DataFrame, more: list[dict[str, Any]]) -> pd.DataFrame:
    return pd.concat([drawn, pd.DataFrame(more)], ignore_index=True)
