"""Rows of the portfolio's charts: frames in, one flat table out. No screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core import Catalogue, Scenario
from core.catalogue import sales_share_before
from core.look import labels, numbers
from core.look.rows import ceiling, floor
from core.measures import BY_NAME
from core.policies import LABELS as POLICY
from pages.parts.best import Goal

Array = NDArray[np.float64]
Row = dict[str, Any]
Corner = tuple[float, float, float]
"""The least and the most sales, and the most days."""
NAMES = {
    "jit": POLICY["jit"],
    "jic": POLICY["jic"],
    "hybrid": "Hybrid by rule",
    "optimum": "Hybrid by optimum",
}
"""What is compared, in the order of the theme's colours."""
MOST_MARKS = 900
"""Items that a chart draws; beyond about a thousand marks a browser falls behind."""
DAYS = 365.0


def hybrids(
    curves: Mapping[str, pd.DataFrame], points: Mapping[str, pd.Series], goal: Goal, shown: tuple[str, str, str]
) -> pd.DataFrame:
    """Rows of the chart of rule and optimum.

    `curves` and `points` are keyed like NAMES and have the measures `shown` with _lo and _hi.
    """
    service, cost, _ = shown
    every = [*curves.values(), *(point.to_frame().T for point in points.values())]
    most = ceiling(max(float(part[cost + "_hi"].max()) for part in every))
    lowest = min(float(part[service + "_lo"].min()) for part in every)
    least = floor(min(lowest, 1.0 if goal.service is None else goal.service))
    rows = [{"kind": "frame", "x": least, "y": 0.0}, {"kind": "frame", "x": 1.0, "y": most}]
    rows += _goal(goal, least, most, shown)
    for name, curve in curves.items():
        rows += [*_band(name, curve, shown), *_curve(name, curve, shown)]
    rows += [_told("point", name, point, shown) for name, point in points.items()]
    return pd.DataFrame(rows + _labels(curves, points, shown, (least, most)))


def _goal(goal: Goal, least: float, most: float, shown: tuple[str, str, str]) -> list[Row]:
    if goal.service is not None:
        at = goal.service
        side = {"align": "left", "dx": 6.0} if at - least < 0.4 * (1.0 - least) else {"align": "right", "dx": -6.0}
        text = f"target {numbers.percent(at)}"
        return [{"kind": "upright", "x": at}, {"kind": "words", "x": at, "y": most, "text": text, "dy": 9.0, **side}]
    at = goal.capital or 0.0
    if shown[1] != "working_capital" or not 0 < at <= most:
        return []
    text = f"limit {numbers.money(at, shown[2])}"
    words = {"kind": "words", "x": least, "y": at, "text": text, "dx": 6.0, "dy": -9.0, "align": "left"}
    return [{"kind": "level", "y": at}, words]


def _told(kind: str, name: str, row: pd.Series, shown: tuple[str, str, str]) -> Row:
    service, cost, currency = shown
    return {
        "kind": kind,
        "name": NAMES[name],
        "x": float(row[service]),
        "y": float(row[cost]),
        "service": _range(row, service, currency),
        "cost": _range(row, cost, currency),
    }


def _range(row: pd.Series, name: str, currency: str) -> str:
    unit, figures = BY_NAME[name].unit, (float(row[name + end]) for end in ("", "_lo", "_hi"))
    value, low, high = (numbers.figure(figure, unit, currency) for figure in figures)
    return f"{value} ({low} to {high})"


def _curve(name: str, curve: pd.DataFrame, shown: tuple[str, str, str]) -> list[Row]:
    return [{**_told("curve", name, row, shown), "order": k} for k, (_, row) in enumerate(curve.iterrows())]


def _band(name: str, curve: pd.DataFrame, shown: tuple[str, str, str]) -> list[Row]:
    """The outline of a ribbon: out along less service for more cost, back along more service for less cost."""
    service, cost, _ = shown
    out = curve[[service + "_lo", cost + "_hi"]].to_numpy(float)
    back = curve[[service + "_hi", cost + "_lo"]].to_numpy(float)[::-1]
    outline = np.concatenate([out, back]).tolist()
    return [{"kind": "band", "name": NAMES[name], "order": k, "x": x, "y": y} for k, (x, y) in enumerate(outline)]


def _labels(
    curves: Mapping[str, pd.DataFrame],
    points: Mapping[str, pd.Series],
    shown: tuple[str, str, str],
    corner: tuple[float, float],
) -> list[Row]:
    columns, (least, most) = [shown[0], shown[1]], corner
    there = {name: (float(point[shown[0]]), float(point[shown[1]])) for name, point in points.items()}
    share = {name: ((x - least) / (1.0 - least), y / most) for name, (x, y) in there.items()}
    steps = np.linspace(0.0, 1.0, 6, endpoint=False)[:, None, None]
    paths = [(curve[columns].to_numpy(float) - (least, 0.0)) / (1.0 - least, most) for curve in curves.values()]
    along = [(path[:-1] + steps * np.diff(path, axis=0)).reshape(-1, 2) for path in paths]
    places = labels.places(share, NAMES, np.concatenate(along) if along else np.zeros((0, 2)))
    return [
        {"kind": "label", "name": NAMES[name], "x": there[name][0], "y": there[name][1], **vars(place)}
        for name, place in places.items()
    ]


def buffered(table: pd.DataFrame, catalogue: Catalogue, scenario: Scenario) -> tuple[pd.DataFrame, int, int]:
    """Rows of the chart of who gets the buffer, and how many items sell and are drawn: the best sellers first.

    `table` is that of `items`.
    """
    sales = DAYS * catalogue.column("demand_per_day") * catalogue.column("price")
    days = catalogue.column("lead_time_days") * scenario.supply.lead_time_level
    sells = int((sales > 0).sum())
    shown = np.argsort(-sales, kind="stable")[: min(MOST_MARKS, sells)]
    if not sells:
        return pd.DataFrame([{"kind": "frame", "x": x, "y": y} for x, y in ((1.0, 0.0), (10.0, 1.0))]), 0, 0
    low, high = 0.8 * float(sales[shown].min()), 1.5 * float(sales[shown].max())
    threshold = scenario.hybrid.hybrid_lead_time_days
    most = ceiling(1.08 * max(float(days[shown].max()), min(threshold, 2.0 * float(days[shown].max()) + 1.0)))
    rows = [{"kind": "frame", "x": low, "y": 0.0}, {"kind": "frame", "x": high, "y": most}]
    rows += [*_rule_lines(catalogue, scenario, (low, high, most), sales), *_held_labels((low, high, most))]
    marks = _marks(table.iloc[shown], sales[shown], days[shown], catalogue.currency)
    return pd.concat([pd.DataFrame(rows), marks], ignore_index=True), sells, len(shown)


def _marks(table: pd.DataFrame, sales: Array, days: Array, currency: str) -> pd.DataFrame:
    """A mark per item; large ones first, so that small ones lie on top of them."""
    marks = pd.DataFrame(
        {
            "kind": "item",
            "x": sales,
            "y": days,
            "size": table["working_capital"].to_numpy(),
            "name": table["policy"].to_numpy(),
            "item": table.index.to_numpy(),
            "label": table["name"].to_numpy(),
            "rule": table["rule"].to_numpy(),
            "sales": [numbers.money(value, currency) for value in sales.tolist()],
            "days": [numbers.days(value) for value in days.tolist()],
            "tied": [numbers.money(value, currency) for value in table["working_capital"].tolist()],
        }
    )
    return marks.sort_values("size", ascending=False, kind="stable")


def _rule_lines(catalogue: Catalogue, scenario: Scenario, corner: Corner, sales: Array) -> list[Row]:
    """The rule's two cuts, where they lie inside the chart."""
    low, high, most = corner
    cut, threshold = scenario.hybrid.hybrid_volume_cut, scenario.hybrid.hybrid_lead_time_days
    rows: list[Row] = []
    at = volume_line(sales, sales_share_before(catalogue), cut)
    if low < at < high:
        text = f"top {numbers.percent(cut).replace('.0 %', ' %')} of sales →"
        is_right = np.log(at / low) > 0.4 * np.log(high / low)
        side = {"align": "right", "dx": -6.0} if is_right else {"align": "left", "dx": 6.0}
        words = {"kind": "words", "x": at, "y": most, "text": text, "dy": 9.0, **side}
        rows += [{"kind": "upright", "x": at}, words]
    if threshold < most:
        text = f"longer than {threshold:g} days ↑"
        words = {"kind": "words", "x": low, "y": threshold, "text": text, "dx": 6.0, "dy": -9.0, "align": "left"}
        rows += [{"kind": "level", "y": threshold}, words]
    return rows


def volume_line(sales: Array, share_before: Array, cut: float) -> float:
    """Where the rule's volume cut lies among the sales: between the last top seller and the next; NaN for nowhere."""
    top = (share_before < cut) & (sales > 0)
    rest = ~top & (sales > 0)
    if not top.any() or not rest.any():
        return float("nan")
    return float(np.sqrt(sales[top].min() * sales[rest].max()))


def _held_labels(corner: Corner) -> list[Row]:
    """The policies' names in the corners where the rule puts them: few sales and soon here, many sales or far off."""
    low, high, most = corner
    return [
        {"kind": "label", "name": POLICY["jit"], "x": low, "y": 0.0, "dx": 6.0, "dy": -10.0, "align": "left"},
        {"kind": "label", "name": POLICY["jic"], "x": high, "y": most, "dx": -6.0, "dy": 28.0, "align": "right"},
    ]
