"""How much extra stock, as rows of a chart and of a table, and in sentences. No screen."""

from __future__ import annotations

from math import isfinite
from typing import Any

import pandas as pd

from core.errors import shorten
from core.extra_stock import ADVICE
from core.look import numbers
from core.policies import LABELS as POLICY

Row = dict[str, Any]
MOST_GROUPS = 12
"""Categories that the chart draws: those whose buffer costs most."""
MOST_ROWS = 50
"""Rows of the table; the file has all."""
WIDEST = 1.5
GROUP = "group"


def ordered(table: pd.DataFrame) -> pd.DataFrame:
    """Groups with the dearest buffer first; those that no buffer helps come last."""
    order = table["money"].fillna(-1.0).sort_values(ascending=False, kind="stable").index
    return table.loc[order]


def chart(table: pd.DataFrame, by: str) -> pd.DataFrame:
    """Rows of the chart: the advice's span, and each group's buffers."""
    groups = ordered(table).head(MOST_GROUPS)
    rows: list[Row] = [{"kind": "frame", "x": 0.0}, {"kind": "frame", "x": WIDEST}]
    rows += [{"kind": "advice", "x": ADVICE[0], "x2": ADVICE[-1]}, {"kind": "said", "x": ADVICE[0]}]
    for order, row in enumerate(groups.to_dict("records")):
        rows += _marks(row, str(row[by]), order)
    return pd.DataFrame(rows)


def _marks(row: Row, name: str, order: int) -> list[Row]:
    """The smallest buffer that does, the cheapest, and the way between them; words where none does."""
    common = {GROUP: name, "order": order, "held": POLICY["jic"]}
    if row["reached"] == "never":
        return [{**common, "kind": "words", "x": WIDEST, "text": "not with 150 %", "dx": -9.0, "align": "right"}]
    least, best = float(row["smallest"]), float(row["buffer"])
    text = numbers.percent(best)
    # On the right of the last mark, unless the plot ends there.
    place = {"dx": -9.0, "align": "right"} if best > 0.85 * WIDEST else {"dx": 9.0, "align": "left"}
    told = {"least": numbers.percent(least), "best": f"{text}, {numbers.days(float(row['days']))}"}
    return [
        {**common, **told, "kind": "way", "x": least, "x2": best},
        {**common, **told, "kind": "smallest", "x": least},
        {**common, **told, "kind": "buffer", "x": best},
        {**common, **place, "kind": "words", "x": least if place["align"] == "right" else best, "text": text},
    ]


def head(name: str, currency: str) -> tuple[str, ...]:
    """The titles of the table."""
    advised = [f"{share * 100:.0f} %: {what}" for share in ADVICE for what in ("fill rate", "costs more")]
    found = ("Smallest", "Cheapest", "Days of demand", f"Value ({currency})", f"Cost a year without 3PL ({currency})")
    return (name, *found, "Fill rate", *advised)


def body(table: pd.DataFrame, by: str) -> list[tuple[str, ...]]:
    """The rows of the table, dearest buffer first; an advice costs so much a year above the cheapest buffer."""
    return [_row(row, by) for row in ordered(table).head(MOST_ROWS).to_dict("records")]


def _row(row: Row, by: str) -> tuple[str, ...]:
    value = {str(name): float(number) for name, number in row.items() if name not in (by, "reached")}
    advised: list[str] = []
    for share in ADVICE:
        end = f"_{share * 100:.0f}"
        advised += [numbers.percent(value["fill_rate" + end]), numbers.change(value["more" + end], "money", "")]
    buffers = (numbers.percent(value["smallest"]), numbers.percent(value["buffer"]))
    found = (numbers.days(value["days"]), numbers.amount(value["money"]), numbers.amount(value["cost"]))
    return (shorten(str(row[by])), *buffers, *found, numbers.percent(value["fill_rate"]), *advised)


def sentence(all_items: pd.DataFrame, target: float, currency: str) -> str:
    """What one buffer for all items would be, and what the usual advice gives instead."""
    row, share = all_items.iloc[0], numbers.percent(target)
    start = "With one Just-in-Case buffer for all items, "
    if row["reached"] == "never":
        return f"{start}none of up to 150 % of need reaches {share}. {_advised(row, currency, compared=False)}"
    least, best = numbers.percent(float(row["smallest"])), numbers.percent(float(row["buffer"]))
    worth = f"{numbers.days(float(row['days']))} of demand, {numbers.money(float(row['money']), currency)}"
    if least == best:
        said = f"{best} of need reaches {share}, and costs least of all that do ({worth})"
    else:
        said = f"{least} of need reaches {share}, and {best} costs least in total ({worth})"
    return f"{start}{said}. {_advised(row, currency, compared=True)}"


def _advised(row: pd.Series, currency: str, compared: bool) -> str:
    parts = []
    for share in ADVICE:
        end = f"_{share * 100:.0f}"
        more = float(row["more" + end])
        said = f"{share * 100:.0f} % serves {numbers.percent(float(row['fill_rate' + end]))}"
        if compared and isfinite(more):
            side = "more" if more >= 0 else "less"
            said += f" for {numbers.money(abs(more), currency)} a year {side}"
        parts.append(said)
    return f"The usual advice: {'; '.join(parts)}."


def left_out(of: int) -> str:
    """Which categories the chart doesn't draw."""
    return f"The {MOST_GROUPS} of {of:,} categories with the dearest buffers are drawn." if of > MOST_GROUPS else ""


def more_rows(of: int, by: str) -> str:
    """Which rows the table doesn't show."""
    what = {"item": "items", "category": "categories"}[by]
    said = f"The {MOST_ROWS} of {of:,} {what} with the dearest buffers are shown; the file has all."
    return said if of > MOST_ROWS else ""


NOTE = (
    "Every item is held Just-in-Case here. Open marks: the smallest buffer that reaches the target. Filled marks: the "
    "cheapest that does; more may cost less where shortages are dear. Costs of a category or an item leave out outside "
    "storage (3PL), which all share; the sentence on all items counts it."
)
ALT = (
    "Buffers that reach the target, the smallest and the cheapest, for each category, and the span of the usual advice "
    "of 20 to 50 % of need. The table says the same."
)
