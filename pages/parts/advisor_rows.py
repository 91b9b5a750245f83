"""Rows of the advisor's chart. No screen."""

from __future__ import annotations

import pandas as pd

from core.policies import LABELS as POLICY
from pages.parts import advisor_words as words
from pages.parts import numbers, rows

ROOM = 1.25
"""How much further than the longest bar the scale reaches, for what is written at its end."""


def groups(table: pd.DataFrame, by: str, currency: str) -> pd.DataFrame:
    """A bar per group with its interval and its figure, and the corners of the scale."""
    found = []
    for key, row in zip(table.index, table.to_dict("records"), strict=True):
        value = float(row["difference"])
        dearer = value > 0
        name = "unclear" if row["lo"] <= 0 <= row["hi"] else POLICY["jic" if dearer else "jit"]
        label = words.group(str(key), by)
        span = numbers.span(row["lo"], row["hi"], "money", currency)
        told = f"{numbers.change(value, 'money', currency)} ({span})"
        common = {"group": label, "low": row["lo"], "high": row["hi"], "name": name, "told": told}
        found.append({"kind": "bar", "value": value, **common})
        text = numbers.change(value, "money", "") if name != "unclear" else "no clear difference"
        end = max(float(row["hi"]), 0.0) if dearer or name == "unclear" else min(float(row["lo"]), 0.0)
        left = not (dearer or name == "unclear")
        place = {"dx": -8 if left else 8, "dy": 0, "align": "right" if left else "left"}
        found.append({"kind": "label", "value": end, "text": text, **common, **place})
    most = max([0.0, *(row["high"] for row in found)]), max([0.0, *(-row["low"] for row in found)])
    right, left = (rows.ceiling(end * ROOM) if end > 0 else 0.0 for end in most)
    reach = max(left, right) or 1.0
    first = found[0]["group"] if found else ""
    corners = (-left, max(right, 0.3 * reach))
    found += [{"kind": "frame", "value": corner, "group": first} for corner in corners]
    return pd.DataFrame(found)
