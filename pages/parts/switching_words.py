"""Sentences of the page of switching, as plain text. A sentence says only what was computed."""

from __future__ import annotations

from math import isfinite

import pandas as pd

from core.look import numbers
from core.policies import LABELS as POLICY
from pages.parts.words import LABELS, counted, share_of_futures

SIMULATING = "Simulating the switch …"
CASH = "Cash since the switch"
STOCK = "Stock on the way"
TAKES = "What it frees and what it takes"
YEARLY = "What changes a year"
MONTHLY = "Month by month"
ITEMS = "Items whose stock moves most"
CASH_ALT = (
    "Cash at each month's end against staying, with its 95 % band, and without the one-off costs where there are any. "
    "The table month by month below says the same."
)
STOCK_ALT = (
    "Mean stock value day by day: as it was kept, as the other policy has it all along, and on the way from one to the "
    "other, with its 95 % band. The download of days says the same."
)
DISCOUNT = "A year. Left empty: what capital costs, as it is charged on stock."
PAYS = (
    "It pays where the net present value of the months shown is above nothing: all cash, and at the end, at cost, the "
    "stock that is held then above what staying would hold. Capital is charged by discounting, so it is no cash."
)
GOODS = "Goods are paid when they arrive; what was ordered before the switch still comes, at the old terms."
YEARS = "Both policies all along, on the same futures: the new one less the old one."
SIGNS = (
    "Positive: money that the switch brings in against staying; opening and flows make the closing. Shortages are rush "
    "orders, lost margin and goodwill, and who waits; the download has each cost by itself."
)
DONE = "Done: stock stays within 5 % of what moves of where the other policy has it, item by item."
MOVES = "Averages over the months shown; days until an item's mean stock stays within 5 % of where it goes."
COMPONENTS = {
    "stock": "Stock",
    "carrying": "Carrying",
    "ordering": "Ordering",
    "outside": "Outside",
    "scrap": "Scrap, premium",
    "shortages": "Shortages",
    "one_off": "One-off",
}


def named(choice: str, own: bool) -> str:
    """What a choice is called; `own`: whether every item has a policy of its own."""
    if choice == "rule":
        return "Hybrid's rule alone"
    return "As the catalogue says" if own and choice == "hybrid" else POLICY[choice]


def one_off(amount: float, currency: str) -> str:
    """The button of the one-off costs."""
    return f"One-off costs: {numbers.money(amount, currency)}"


def headline(names: tuple[str, str], changed: int, figures: pd.DataFrame, months: int, currency: str) -> str:
    """What the switch frees and costs, when it pays back, and in how many futures it pays."""
    start = f"Switching from {names[0]} to {names[1]}"
    if not changed:
        once = float(figures.at["one_off", "value"])
        cost = f" but {numbers.money(once, currency)} of one-off costs" if once else ""
        return f"{start} changes nothing{cost}: both hold every item alike."
    pays = share_of_futures(float(figures.at["pays", "value"]))
    return (
        f"{start} {_freed(figures, months, currency)} and {_yearly(figures, currency)}: "
        f"{_back(figures, months)}; {_over(figures, months)} it pays in {pays}."
    )


def _freed(figures: pd.DataFrame, months: int, currency: str) -> str:
    value, low, high = figures.loc["stock_freed", ["value", "lo", "hi"]].astype(float)
    if low == 0 == high:
        return "moves no working capital in stock"
    if low <= 0 <= high:
        return f"hardly moves the working capital in stock ({numbers.span(-high, -low, 'money', currency)})"
    sizes = sorted((abs(low), abs(high)))
    range_ = f"{numbers.amount(sizes[0])} to {numbers.amount(sizes[1])}"
    word = "frees" if value > 0 else "ties up"
    return (
        f"{word} {numbers.money(abs(value), currency)} ({range_}) of working capital in stock{_within(figures, months)}"
    )


def _within(figures: pd.DataFrame, months: int) -> str:
    if float(figures.at["not_done", "value"]) > 0.5:
        return f", which takes longer than {counted(months, 'month')},"
    return f" within {numbers.days(float(figures.at['done_days', 'value']))}"


def _yearly(figures: pd.DataFrame, currency: str) -> str:
    value, low, high = figures.loc["total_cost", ["value", "lo", "hi"]].astype(float)
    if low == 0 == high:
        return "costs neither more nor less a year"
    if low <= 0 <= high:
        return f"costs neither surely more nor less a year ({numbers.span(low, high, 'money', currency)})"
    money = numbers.money(abs(value), currency)
    return f"costs {money} more a year" if value > 0 else f"saves {money} a year"


def _back(figures: pd.DataFrame, months: int) -> str:
    """When the money is back, or used up."""
    back, used = (float(figures.at[f"{name}_months", "value"]) for name in ("payback", "used_up"))
    if back == 0:
        return "it never runs short of cash"
    if isfinite(back):
        return f"it pays back after {month(back)}"
    if 0 < used < months:
        return f"the cash gained at first is used up after {month(used)}"
    return f"it doesn't pay back within {counted(months, 'month')}"


def _over(figures: pd.DataFrame, months: int) -> str:
    """The time over which it pays or doesn't; and why, where the cash by itself says the contrary."""
    comes_back = isfinite(float(figures.at["payback_months", "value"]))
    if comes_back == (float(figures.at["pays", "value"]) > 0.5):
        return f"over {counted(months, 'month')}"
    return f"yet over {counted(months, 'month')}, discounted and with the stock left at cost,"


def month(value: float) -> str:
    """A number of months, to a tenth."""
    return f"{value:.1f} months" if isfinite(value) else numbers.NONE


def payback(figures: pd.DataFrame, months: int, which: str = "payback_months") -> tuple[str, str]:
    """Payback (or by when the cash is used up) and its interval in words."""
    value, low, high = (float(figures.at[which, end]) for end in ("value", "lo", "hi"))
    never = f"> {months}"
    said = ["at once" if one == 0 else f"{one:.1f}" if isfinite(one) else never for one in (value, low, high)]
    unit = "" if value == 0 else " months"
    return f"{said[0]}{unit}", "" if said[1] == said[2] else f"{said[1]} to {said[2]}"


def rests(name: str, items: int, changed: int, futures: int, months: int, rate: float) -> str:
    """What the figures rest on."""
    return (
        f"{name}: {counted(items, 'item')}, of which {changed:,} change; {futures:,} futures of "
        f"{counted(months, 'month')}, alike with and without the switch; discounted at {numbers.percent(rate)} a year."
    )


def label(name: str) -> str:
    """The name of a cost that changes."""
    return {"carrying_cost": "Carrying cost", **LABELS}[name].removesuffix(" a year")
