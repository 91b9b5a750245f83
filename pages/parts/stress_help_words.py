"""Sentences and names of what would have helped, as plain text."""

from __future__ import annotations

import pandas as pd

from core.errors import shorten
from core.look import numbers
from core.policies import LABELS as POLICY
from core.stress.helping import PLAIN, SPARED, UNRUSHED, WARNED
from pages.parts import stress_words as words
from pages.parts.stress_events import Help

SHOWN = ("event_cost", "time_to_recover")
"""Measures of the table; the file has all."""
LOOKING = "Simulating what would have helped …"
NOTE = (
    "Known ahead: levels are raised so that orders cover what will be missing. A second source: outages and delays "
    "don't touch what is named. Behind each figure its change from the event as it is, on the same futures. What the "
    "help itself costs isn't counted."
)


def variant(name: str, chosen: Help) -> str:
    """What may help, in words."""
    if name == WARNED:
        return f"Known {words.counted(chosen.warning)} before"
    if name == SPARED:
        return f"A second source for {_names(chosen.names)}"
    return {PLAIN: "As it is", UNRUSHED: "Without rush orders"}[name]


def _names(names: tuple[str, ...]) -> str:
    said = [shorten(name) for name in names]
    return words.joined(said) if len(said) < 3 else f"{said[0]} and {len(said) - 1} more"


def head(name: str, currency: str) -> str:
    """The first column's title: the measure with its unit."""
    return words.labelled(name, currency)


def cell(name: str, row: pd.Series, variant: str) -> str:
    """A figure, and beside it the change from the event as it is, with its interval."""
    said = _bare(words.figure(name, float(row[name]), ""))
    if variant == PLAIN:
        return said
    change, low, high = (_signed(name, float(row[f"{name}_change{end}"])) for end in ("", "_lo", "_hi"))
    return f"{said}, {change} ({low} to {high})"


def _bare(text: str) -> str:
    return text.removesuffix(" days")


def _signed(name: str, value: float) -> str:
    return _bare(numbers.change(value, words.MEASURES[name].unit, ""))


def best(table: pd.DataFrame, chosen: Help, currency: str) -> str:
    """What helps the hybrid most, if anything surely does."""
    rows = table[(table["policy"] == "hybrid") & (table["variant"] != PLAIN)]
    sure = rows[rows["event_cost_change_hi"] < 0]
    if rows.empty:
        return ""
    if sure.empty:
        return f"None of these surely makes the event cheaper under {POLICY['hybrid']}."
    most = sure.loc[sure["event_cost_change"].idxmin()]
    less = numbers.money(-float(most["event_cost_change"]), currency)
    what = variant(str(most["variant"]), chosen)
    return f"Under {POLICY['hybrid']} this helps most: {what[:1].lower()}{what[1:]}. The event then costs {less} less."
