"""What the advisor asks, what the data say to it, and what an answer stands for, as plain text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.look import numbers
from core.scenario import settings
from core.settings import Value
from pages.parts.advisor_words import Row, value
from pages.parts.words import sentence_case

QUESTIONS = {
    "suppliers": "Suppliers",
    "lead_times": "Lead times",
    "demand": "Demand",
    "season": "Season",
    "customers": "Customers",
    "rush": "Rush orders",
    "storage": "Own places (pallets)",
    "cash": "Cash at most ({})",
    "service": "Fill rate at least (%)",
}
ASKS = {
    "suppliers": "How far can your suppliers be relied on?",
    "lead_times": "Will lead times be other than the data say?",
    "demand": "Is demand steadier or wilder than the data say?",
    "season": "How strong is the season?",
    "customers": "Do customers wait when the shelf is empty, or leave?",
    "rush": "Can you buy in a hurry, and at what price?",
    "storage": "How many pallet places do you have? What exceeds them goes to an outside warehouse.",
    "cash": "How much money may be tied up? The advice keeps to it.",
    "service": "What share of demand must be served from the shelf? The advice keeps to it.",
}
OPTIONS = {
    "dependable": "Dependable",
    "shaky": "Shaky",
    "shorter": "Shorter",
    "longer": "Longer",
    "steady": "Steadier",
    "wild": "Wilder",
    "none": "None",
    "strong": "Stronger",
    "wait": "Mostly wait",
    "leave": "Mostly leave",
    "never": "Not possible",
    "often": "For most shortages",
    "dearly": "For most, dearly",
}
HINTS = {
    "suppliers": "{on time} on time",
    "lead_times": "{mean lead time}",
    "demand": "varies by {variability of a day}",
    "season": "peak {highest season}",
    "customers": "As in the sidebar",
    "rush": "As in the sidebar",
    "storage": "As set",
    "cash": "No limit",
    "service": "No limit",
}
OVERLAY = "Your answers count on this page alone; the sidebar stays as it is. They stand for:"
ONLY_LIMITS = "Your answers count on this page alone: the advice keeps to your limits."


def stands_for(values: Mapping[str, Value], now: Mapping[str, Value]) -> str:
    """Settings that answers stand for, each with what the sidebar says."""
    said = []
    for name, found in values.items():
        setting = settings()[name]
        before = value(setting, now[name], short=True)
        said.append(f"{setting.label} {value(setting, found)} (sidebar: {before})")
    return f"{OVERLAY} {'; '.join(said)}." if said else ""


def known(rows: Sequence[Row]) -> str:
    """What the data say to a question, with where that comes from; of settings which they are."""
    told = [row for row in rows if row["kind"] != "setting"]
    said = [f"{sentence_case(str(row['says']))}: {figure(row)} ({source(row)})." for row in told]
    names = [settings()[row["source"]].label for row in rows if row["kind"] == "setting"]
    return " ".join([*said, *([f"In the sidebar: {', '.join(names)}."] if names else [])])


def figure(row: Row) -> str:
    """What the data or a setting say to a question."""
    number, unit = float(row["value"]), str(row["unit"])
    if unit.startswith("share") or unit == "cv":
        return numbers.percent(number)
    if unit == "days":
        return numbers.days(number)
    return f"× {numbers.amount(number)}" if unit.startswith("×") else numbers.amount(number)


def source(row: Row) -> str:
    """Where a figure of the questions comes from."""
    name, kind = str(row["source"]), str(row["kind"])
    if kind == "setting":
        return f"setting: {settings()[name].label}"
    plain = "season_01 to season_12" if name == "season_01" else name
    return f"column {plain}" + (", assumed" if kind == "assumed" else "")


def hint(question: str, rows: Sequence[Row]) -> str:
    """What the data say to a question, short enough for its box."""
    said = HINTS[question]
    for row in rows:
        said = said.replace("{" + str(row["says"]) + "}", figure(row))
    return said
