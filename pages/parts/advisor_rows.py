"""Rows of the advisor's chart. No screen."""

from __future__ import annotations

import pandas as pd

from core.look import numbers, rows
from core.policies import LABELS as POLICY
from pages.parts import advisor_words as words

ROOM = 1.25
"""How much further than the longest bar the scale reaches, for what is written at its end."""
LEAST = 0.35
"""How much of the rest of the scale there is to the right of the last bar at least."""


def groups(table: pd.DataFrame, by: str, currency: str) -> pd.DataFrame:
    """A bar per group with its interval and its figure, and the corners of the scale."""
    found, names = [], [words.group(str(key), by) for key in table.index]
    for label, row in zip(names, table.to_dict("records"), strict=True):
        value, low, high = (float(row[name]) for name in ("difference", "lo", "hi"))
        name = "unclear" if row["verdict"] == "unclear" or low <= 0 <= high else POLICY["jic" if value > 0 else "jit"]
        span = numbers.span(low, high, "money", currency)
        told = f"{numbers.change(value, 'money', currency)} ({span})"
        common = {"group": label, "low": low, "high": high, "name": name, "told": told}
        found.append({"kind": "bar", "value": value, **common})
        text = numbers.change(value, "money", "") if name != "unclear" else words.UNCLEAR
        # Always on the right: on a phone the left of a bar is where the groups' names begin.
        place = {"dx": 8, "dy": 0, "align": "left"}
        found.append({"kind": "label", "value": max(high, 0.0), "text": text, **common, **place})
    most = max([0.0, *(row["high"] for row in found)]), max([0.0, *(-row["low"] for row in found)])
    left = rows.ceiling(1.02 * most[1]) if most[1] > 0 else 0.0
    # On a phone what is written takes a third of the plot.
    right = max(ROOM * most[0], most[0] + LEAST * (left + most[0])) if any(most) else 1.0
    corners = -left, rows.ceiling(right)
    # A corner for each group keeps them in their order, whichever marks they have.
    found += [{"kind": "frame", "value": corner, "group": label} for label in names for corner in corners]
    return pd.DataFrame(found)
