"""Rows of the charts and tables of the page of switching: frames in, flat tables out. No screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from core import Switch
from core.look import numbers
from core.look.rows import ceiling
from core.policies import LABELS as POLICY
from core.switching.pricing import COMPONENTS
from pages.parts import switching_words as words
from pages.parts.words import counted

Row = dict[str, Any]
POINTS = 120
"""Days that a line of stock draws, at most."""
MOST_ITEMS = 15
ROOM = 0.18
"""Share of the plot that words beside a mark need."""
# Columns of the table month by month, each the sum of some flows.
GROUPS = {
    "stock": ("stock",),
    "carrying": ("storage_cost", "insurance_cost", "obsolescence_cost"),
    "ordering": ("ordering_cost",),
    "outside": ("overflow_cost",),
    "scrap": ("scrap_cost", "premium_cost"),
    "shortages": ("rush_cost", "lost_margin", "goodwill_cost", "waiting_cost", "late_margin", "line_down_cost"),
    "one_off": ("one_off",),
}


def coloured(choice: str) -> str:
    """The policy in whose colour a choice is drawn."""
    return POLICY["hybrid" if choice == "rule" else choice]


def cash(found: Switch, after: str, currency: str) -> pd.DataFrame:
    """Rows of the chart of cash: a point a month, from the day of the switch on."""
    once, table = found.priced.at_once, found.monthly
    start = {"month": 0, "closing": -once, "closing_lo": -once, "closing_hi": -once}
    points = [start, *table[["month", "closing", "closing_lo", "closing_hi"]].to_dict("records")]
    low = min(0.0, *(float(point["closing_lo"]) for point in points))
    high = max(0.0, *(float(point["closing_hi"]) + once for point in points))
    last, (marks, rises) = len(table), _crossing(found, len(table))
    if marks:
        # Its words stand on the side of nothing that the line leaves free.
        low, high = (low, max(high, -ROOM * low)) if rises else (min(low, -ROOM * high), high)
    rows: list[Row] = [
        {"kind": "frame", "x": 0, "y": -ceiling(-low) if low < 0 else 0.0},
        {"kind": "frame", "x": last, "y": ceiling(high) if high > 0 or low == 0 else 0.0},
        {"kind": "zero", "y": 0.0},
    ]
    rows += [_point(point, after, currency) for point in points]
    if once > 0:
        rows += [{"kind": "plain", "x": point["month"], "y": point["closing"] + once} for point in points]
        rises = points[-1]["closing"] > points[last // 2]["closing"]
        at = points[round((0.75 if rises else 0.5) * last)]
        # On the side that the line leaves free.
        side = {"dx": -6.0, "align": "right"} if rises else {"dx": 6.0, "align": "left"}
        text = {"text": "without one-off costs", "dy": -12.0, **side}
        rows.append({"kind": "words", "x": at["month"], "y": at["closing"] + once, **text})
    return pd.DataFrame(rows + marks)


def _point(point: Mapping[str, Any], after: str, currency: str) -> Row:
    value, low, high = (numbers.money(float(point["closing" + end]), currency) for end in ("", "_lo", "_hi"))
    return {
        "kind": "line",
        "name": coloured(after),
        "x": point["month"],
        "y": point["closing"],
        "low": point["closing_lo"],
        "high": point["closing_hi"],
        "month": counted(int(point["month"]), "month") if point["month"] else "the day of the switch",
        "told": f"{value} ({low} to {high})",
    }


def _crossing(found: Switch, last: int) -> tuple[list[Row], bool]:
    """The mark where the money is back, or used up, with its words; and whether these stand above it."""
    figures = found.summary["value"]
    for name, said in (("payback_months", "paid back"), ("used_up_months", "used up")):
        at = float(figures[name])
        if 0 < at < last and len(found.transition.changed):
            late = at > 0.4 * last
            above = late == (name == "payback_months")
            side = {"dx": -8.0 if late else 8.0, "dy": -13.0 if above else 15.0, "align": "right" if late else "left"}
            text = {"kind": "words", "text": f"{said} after {words.month(at)}", **side}
            return [{"kind": "mark", "x": at, "y": 0.0}, {**text, "x": at, "y": 0.0}], above
    return [], False


def stock(found: Switch, choices: tuple[str, str], names: tuple[str, str], currency: str) -> pd.DataFrame:
    """Rows of the chart of stock, its days thinned out."""
    table = found.days
    every = -(-len(table) // POINTS)
    kept = table.iloc[::every]
    top = ceiling(1.05 * float(table[["before_hi", "after_hi", "during_hi"]].max(axis=None)))
    months = found.transition.months
    rows: list[Row] = [{"kind": "frame", "x": 0.0, "y": 0.0}, {"kind": "frame", "x": months, "y": top}]
    for row in kept.to_dict("records"):
        at = 12.0 * row["day"] / 365.0
        told = {side: numbers.money(row[side], currency) for side in ("before", "after")}
        low, high = (numbers.money(row[f"during{end}"], currency) for end in ("_lo", "_hi"))
        said = f"{numbers.money(row['during'], currency)} ({low} to {high})"
        line = {"kind": "line", "x": at, "y": row["during"], "low": row["during_lo"], "high": row["during_hi"]}
        rows.append({**line, **told, "told": said, "month": f"{row['day']:.0f}"})
        for side, choice in zip(("before", "after"), choices, strict=True):
            rows.append({"kind": "side", "side": side, "name": coloured(choice), "x": at, "y": row[side]})
    return pd.DataFrame(rows + _names(kept, top, months, choices, names))


def _names(kept: pd.DataFrame, top: float, months: int, choices: tuple[str, str], names: tuple[str, str]) -> list[Row]:
    """Who is who: the two sides at the right end, the way between them where it is half done."""
    last = kept.iloc[-1]
    ends = {"before": float(last["before"]), "after": float(last["after"])}
    near = abs(ends["before"] - ends["after"]) < 0.12 * top
    rows: list[Row] = []
    for side, choice, name in zip(ends, choices, names, strict=True):
        upper = ends[side] >= max(ends.values())
        below = near and not upper
        place = {"dx": -4.0, "dy": 14.0 if below else -11.0, "align": "right"}
        # Clear of the line as far as the name reaches.
        near_end = kept[side].iloc[-max(len(kept) // 4, 1) :]
        y = float(near_end.min() if below else near_end.max())
        if side == "before" or name != names[0]:
            rows.append({"kind": "label", "name": coloured(choice), "text": name, "x": months, "y": y, **place})
    apart = (kept["before"] - kept["after"]).abs()
    if float(apart.max()) > 0.05 * top:
        half = int(
            ((kept["during"] - kept["after"]).abs() - 0.4 * apart).abs().to_numpy()[: len(kept) // 2 + 1].argmin()
        )
        row = kept.iloc[half]
        place = {"dx": 8.0, "dy": 0.0, "align": "left"}
        rows.append(
            {"kind": "words", "text": "on the way", "x": 12.0 * row["day"] / 365.0, "y": row["during"], **place}
        )
    return rows


def takes(found: Switch, currency: str) -> list[tuple[str, str, str]]:
    """What the switch frees and takes: name, change, 95 % interval."""
    table = found.summary
    rows = [
        (name, numbers.change(-float(table.at[key, "value"]), unit, currency), _span(table, key, unit, -1.0))
        for name, key, unit in (
            ("Working capital in stock", "stock_freed", "money"),
            ("On order, not paid yet", "pipeline_freed", "money"),
            ("Warehouse places, on average", "pallets_freed", "pallets"),
            ("Warehouse places, fullest day", "peak_pallets_freed", "pallets"),
        )
    ]
    moving = numbers.money(float(table.at["moving", "value"]), currency)
    days = [numbers.days(float(table.at["done_days", end])) for end in ("value", "lo", "hi")]
    rows.append(("Stock to sell off or build up", moving, ""))
    rows.append(("Days until it is done", days[0], f"{days[1].removesuffix(' days')} to {days[2]}"))
    rows.append(("One-off costs", numbers.money(float(table.at["one_off", "value"]), currency), ""))
    rows.append(("Payback", *words.payback(table, found.transition.months)))
    back, used = (float(table.at[f"{name}_months", "value"]) for name in ("payback", "used_up"))
    if used > 0 and not np.isfinite(back):
        said = words.payback(table, found.transition.months, "used_up_months")
        rows.append(("Cash gained at first is used up", *said))
    rows.append(
        (
            "Net present value",
            numbers.change(float(table.at["npv", "value"]), "money", currency),
            _span(table, "npv", "money"),
        )
    )
    shares = [numbers.percent(float(table.at["pays", end])) for end in ("value", "lo", "hi")]
    return [*rows, ("Futures in which it pays", shares[0], f"{shares[1]} to {shares[2]}")]


def _span(table: pd.DataFrame, key: str, unit: str, sign: float = 1.0) -> str:
    low, high = sorted(sign * float(table.at[key, end]) for end in ("lo", "hi"))
    return numbers.span(low, high, unit, "")


def yearly(found: Switch, currency: str) -> list[tuple[str, str, str]]:
    """What changes a year: name, change, 95 % interval; costs that stay nothing are left out."""
    table = found.summary
    names = [name for name in COMPONENTS if (table.loc[name] != 0).any()]
    stock = [name for name in names if name in COMPONENTS[: COMPONENTS.index("rush_cost")]]
    carrying = [name for name in stock if name in COMPONENTS[:4]]
    rest = [name for name in stock if name not in carrying]
    order = [*carrying, "carrying_cost", *rest, "inventory_cost", *names[len(stock) :], "total_cost"]
    return [
        (
            words.label(name),
            numbers.change(float(table.at[name, "value"]), "money", currency),
            _span(table, name, "money"),
        )
        for name in order
    ]


def monthly(found: Switch) -> list[tuple[str, ...]]:
    """Month by month: opening, flows by group, closing and its interval."""
    rows = []
    for row in found.monthly.to_dict("records"):
        flows = [numbers.change(sum(float(row[name]) for name in names), "money", "") for names in GROUPS.values()]
        ends = [numbers.change(float(row[f"closing{end}"]), "money", "") for end in ("", "_lo", "_hi")]
        opening = numbers.change(float(row["opening"]), "money", "")
        rows.append((str(row["month"]), opening, *flows, ends[0], f"{ends[1]} to {ends[2]}"))
    return rows


def items(found: Switch, currency: str) -> list[tuple[str, ...]]:
    """The items whose stock moves most."""
    rows = []
    for row in found.items.head(MOST_ITEMS).to_dict("records"):
        units = [-float(row[f"units{end}"]) for end in ("", "_lo", "_hi")]
        low, high = sorted(units[1:])
        done = float(row["days"])
        days = f"{done:,.0f}" if done < found.transition.days else "longer"
        way = f"{POLICY[row['before']]} → {POLICY[row['after']]}"
        change = numbers.change(-float(row["value"]), "money", currency)
        said = numbers.change(units[0], "units", "")
        rows.append((row["item"], row["name"], way, said, numbers.span(low, high, "units", ""), change, days))
    return rows


def built(found: Switch) -> tuple[int, int]:
    """How many items' stock falls, and how many items' stock grows."""
    units = found.items["units"].to_numpy()
    return int(np.sum(units > 0)), int(np.sum(units < 0))
