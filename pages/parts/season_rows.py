"""Rows of the season page's charts and tables: frames in, flat tables out. No screen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core import SeasonPlan
from core.look import numbers
from core.look.rows import ceiling
from core.policies import LABELS as POLICY
from core.policies import POLICIES, REPLENISHING
from core.season.starting import LATE
from pages.parts import season_words as words

Row = dict[str, Any]
Array = NDArray[np.float64]
_EARLY: Row = {"dx": 6.0, "align": "left"}
_LATE: Row = {"dx": -6.0, "align": "right"}
# Short, so that all of them stand beside each other on a laptop.
HEAD = ("Start", "Date", "Season served", "Cost ({})", "Peak units", "Peak ({})", "Peak pallets")
MORE = ("3PL pallet-days", "3PL ({})", "Left units", "Left ({})")


def starts(plan: SeasonPlan, policy: str, figure: str, currency: str) -> pd.DataFrame:
    """Rows of the chart of a figure ("service" or "cost") by start week: lines, bands, the best start, a late one."""
    table = plan.weeks
    low, high = _corner(table, figure, plan.target)
    left, right = -float(table["weeks_before"].max()), -float(table["weeks_before"].min())
    rows: list[Row] = [{"kind": "frame", "x": left, "y": low}, {"kind": "frame", "x": right, "y": high}]
    lines = {name: table[table["policy"] == name] for name in REPLENISHING}
    for name, line in lines.items():
        rows += _line(name, line, figure, currency)
    # Words stand at the end of the lines that the best start leaves free.
    end, side = (left, _EARLY) if plan.best.at[policy, "weeks_before"] < -(left + right) / 2 else (right, _LATE)
    if figure == "service":
        text = {"text": f"target {numbers.percent(plan.target)}", **side, "dy": 9.0}
        rows += [{"kind": "level", "y": plan.target}, {"kind": "words", "x": end, "y": plan.target, **text}]
    marks = _marks(lines[policy], plan.best.loc[policy], policy, figure, currency)
    return pd.DataFrame([*rows, *marks, *_names(lines, figure, end, side)])


def _corner(table: pd.DataFrame, figure: str, target: float) -> tuple[float, float]:
    if figure == "cost":
        return min(0.0, float(table["cost_lo"].min())), ceiling(float(table["cost_hi"].max()))
    least = min(float(table["service_lo"].min()), target) - 0.01
    return float(np.clip(np.floor(least * 20) / 20, 0.0, 0.95)), 1.0


def _figure(row: Mapping[str, Any], figure: str, currency: str) -> str:
    unit = "share" if figure == "service" else "money"
    value, low, high = (numbers.figure(float(row[figure + end]), unit, currency) for end in ("", "_lo", "_hi"))
    return f"{value} ({low} to {high})"


def _line(name: str, line: pd.DataFrame, figure: str, currency: str) -> list[Row]:
    return [
        {
            "kind": "line",
            "name": POLICY[name],
            "x": -float(row["weeks_before"]),
            "y": row[figure],
            "low": row[figure + "_lo"],
            "high": row[figure + "_hi"],
            "start": f"{words.lead(row['weeks_before'])} ({words.day(row['date'])})",
            "told": _figure(row, figure, currency),
        }
        for row in line[["weeks_before", "date", figure, figure + "_lo", figure + "_hi"]].to_dict("records")
    ]


def _marks(line: pd.DataFrame, best: pd.Series, policy: str, figure: str, currency: str) -> list[Row]:
    """The best start, filled, and the one two weeks later, open; the latter may lie beyond what is drawn."""
    marks: list[Row] = []
    left, right = -float(line["weeks_before"].max()), -float(line["weeks_before"].min())
    for kind, weeks, said in (("best", 0, "best start"), ("late", LATE, "2 weeks later")):
        found = line[line["weeks_before"] == int(best["weeks_before"]) - weeks]
        for mark in _line(policy, found, figure, currency):
            # At an end of the plot the words stay inside of it.
            align = "left" if mark["x"] < left + 3 else "right" if mark["x"] > right - 2 else "center"
            side = {"dx": 0.0, "dy": -14.0 if kind == "best" else 16.0, "align": align}
            marks += [{**mark, "kind": kind}, {**mark, "kind": "words", "text": said, **side}]
    return marks


def _names(lines: Mapping[str, pd.DataFrame], figure: str, at: float, side: Row) -> list[Row]:
    """The policies' names at one end of their lines: the upper one above its line, the lower one below."""
    ends = {name: float(line.loc[line["weeks_before"] == -at, figure].iloc[0]) for name, line in lines.items()}
    upper = max(ends, key=lambda name: ends[name])
    return [
        {"kind": "label", "name": POLICY[name], "x": at, "y": end, **side, "dy": dy}
        for name, end in ends.items()
        for dy in [-13.0 if name == upper else 15.0]
    ]


def index(months: pd.DataFrame) -> pd.DataFrame:
    """Rows of the chart of the index by month."""
    top = ceiling(1.05 * float(months["hi"].max()))
    rows: list[Row] = [{"kind": "frame", "month": words.MONTHS[0], "y": y} for y in (0.0, top)]
    rows.append({"kind": "level", "y": 1.0})
    for row in months.to_dict("records"):
        low, high = float(row["lo"]), float(row["hi"])
        told = f"{row['index']:.2f}" + (f" ({low:.2f} to {high:.2f})" if high > low else "")
        month = {"month": words.MONTHS[int(row["month"]) - 1], "y": row["index"], "told": told}
        rows.append({"kind": "month", **month, "low": low, "high": high})
    return pd.DataFrame(rows)


def table(plan: SeasonPlan, policy: str, currency: str) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Head and rows of the table of starts: every second week, the best start and the one two weeks later."""
    best = int(plan.best.at[policy, "weeks_before"])
    said = {best: " (best)", best - LATE: " (late)"}
    rows = [("As the plan is set", "", *_cells(plan.planned[plan.planned["policy"] == policy].iloc[0]))]
    for row in plan.weeks[plan.weeks["policy"] == policy].to_dict("records"):
        week = int(row["weeks_before"])
        if week % 2 == 0 or week in said:
            rows.append((words.short_lead(week) + said.get(week, ""), words.short_day(row["date"]), *_cells(row)))
    return tuple(name.format(currency).replace(" ()", "") for name in (*HEAD, *MORE)), rows


def named(plan: SeasonPlan, policy: str) -> str:
    """The name of the best start's row."""
    return words.short_lead(int(plan.best.at[policy, "weeks_before"])) + " (best)"


def _cells(row: Mapping[str, Any] | pd.Series) -> tuple[str, ...]:
    amounts = (
        *("cost", "peak_units", "peak_value", "peak_pallets", "overflow_pallet_days", "overflow_cost"),
        *("left_units", "left_value"),
    )
    return (numbers.percent(float(row["service"])), *(numbers.amount(float(row[name])) for name in amounts))


def calendar(weeks: pd.DataFrame) -> pd.DataFrame:
    """Rows of the chart of the warehouse: a line for each policy, and what lies above the own places."""
    places = float(weeks["places"].iloc[0])
    top = ceiling(1.05 * max(float(weeks["pallets_hi"].max()), min(places, 2.0 * float(weeks["pallets_hi"].max()))))
    first, last = str(weeks["date"].iloc[0]), str(weeks["date"].iloc[-1])
    rows: list[Row] = [{"kind": "frame", "date": first, "y": 0.0}, {"kind": "frame", "date": last, "y": top}]
    if places <= top:
        text = {"text": f"{numbers.count(places)} own places", "dx": 4.0, "dy": 9.0, "align": "left"}
        rows += [{"kind": "level", "y": places}, {"kind": "words", "date": first, "y": places, **text}]
    for row in weeks.to_dict("records"):
        pallets = float(row["pallets"])
        told = f"{numbers.amount(pallets)}, one future in twenty above {numbers.amount(row['worst'])}"
        outside = f"{numbers.amount(row['outside'])} a day, needed in {numbers.percent(row['needs'])} of futures"
        common = {"name": POLICY[row["policy"]], "date": row["date"], "y": pallets, "low": places}
        said = {"told": told, "out": outside, "start": f"week of {words.day(row['date'])}"}
        rows.append({"kind": "line", **common, "high": max(pallets, places), **said})
    return pd.DataFrame(rows + _calendar_names(weeks, top))


def _calendar_names(weeks: pd.DataFrame, top: float) -> list[Row]:
    """The policies' names at the last week of their lines, apart from each other."""
    ends = {name: weeks[weeks["policy"] == name].iloc[-1] for name in POLICIES}
    order = sorted(POLICIES, key=lambda name: -float(ends[name]["pallets"]))
    at, rows = np.inf, []
    for name in order:
        # A line of text is about a fourteenth of the plot's height.
        at = min(at - top / 14, float(ends[name]["pallets"]))
        place = {"dx": -4.0, "dy": 0.0, "align": "right"}
        rows.append({"kind": "label", "name": POLICY[name], "date": ends[name]["date"], "y": at, **place})
    return rows


def calendar_table(weeks: pd.DataFrame) -> pd.DataFrame:
    """The calendar as a table to read: a row a week; pallets and outside pallets of a day for each policy."""
    shown = pd.DataFrame({"Week of": [date.fromisoformat(day) for day in weeks["date"].drop_duplicates()]})
    for name in POLICIES:
        rows = weeks[weeks["policy"] == name]
        shown[f"{POLICY[name]}: pallets"] = rows["pallets"].round(1).to_numpy()
        shown[f"{POLICY[name]}: outside"] = rows["outside"].round(1).to_numpy()
    return shown
