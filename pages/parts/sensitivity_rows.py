"""Rows of the sensitivity page's charts and tables: frames in, flat tables out. No screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from typing import Any

import numpy as np
import pandas as pd

from core import settings
from core.look import labels, numbers
from core.measures import BY_NAME
from core.policies import LABELS as POLICY
from core.policies import POLICIES
from core.sensitivity import Sensitivity, SensitivityCurve
from core.settings import Setting, Value
from pages.parts import sensitivity_words as words
from pages.parts.naming import is_economic
from pages.parts.words import LABELS

Row = dict[str, Any]
Said = Callable[[Setting, Value], str]
"""A value of a setting in words."""
MOST = 12
# Room beside the bars for a whisker, as a share of the plot.
AIR = 0.04
# The line of equal figures is drawn unless it lies further off than this many times the bars' whole width.
FAR = 1.0


def tornado(
    found: Sensitivity,
    measure: str,
    named: Mapping[str, str],
    said: Said,
    rows: int = 0,
    guesses: Set[str] = frozenset(),
) -> pd.DataFrame:
    """Rows of one measure's tornado: the strongest settings, at most `MOST`; places for `rows` where more will come.

    `guesses`: the settings whose ranges are no share of today's value, which their labels say.
    """
    base, unit = found.base.loc[measure], BY_NAME[measure].unit
    strongest = found.strongest(measure)[:MOST]
    table = found.table[(found.table["measure"] == measure) & found.table["setting"].isin(strongest)]
    now = float(base["difference"])
    low, high = _corner(table, now)
    frame = [
        {"kind": "frame", "rank": rank, "slot": slot, "x": x}
        for rank in range(max(rows, len(strongest), 1))
        for slot in range(3)
        for x in (low, high)
    ]
    marks: list[Row] = [_rule("base", now, f"today {numbers.change(now, unit, '')}", (low, high), 0.0)]
    if low <= 0 <= high:
        marks.append(_rule("equal", 0.0, "equal", (low, high), now))
    for rank, name in enumerate(strongest):
        mine = table[table["setting"] == name].to_dict("records")
        marks.append(
            {"kind": "label", "rank": rank, "slot": 0, "x": low}
            | {"text": _label(named[name], mine, name, said, name in guesses)}
        )
        # An end that is today's value has no bar, and leaves no gap.
        both = [(k, row) for k, row in enumerate(_two(mine)) if row["effect"] != 0]
        marks += [_bar(row, (rank, 1 + at), k, now, named[name], said) for at, (k, row) in enumerate(both)]
    return pd.DataFrame([*frame, *marks])


def _two(rows: list[Row]) -> list[Row]:
    """The two ends of a setting: of many choices those with the smallest and the largest difference."""
    if len(rows) <= 2:
        return rows
    order = sorted(rows, key=lambda row: float(row["difference"]))
    return [order[0], order[-1]]


def _corner(table: pd.DataFrame, now: float) -> tuple[float, float]:
    ends = [now, *table["difference"], *(now + table["effect_lo"]), *(now + table["effect_hi"])]
    low, high = float(np.min(ends)), float(np.max(ends))
    wide = high - low
    if wide == 0:
        wide = abs(now) or 1.0
        return now - wide, now + wide
    if low > 0 and low <= FAR * wide:
        low = 0.0
    if high < 0 and -high <= FAR * wide:
        high = 0.0
    air = AIR * (high - low)
    return low - air, high + air


def _rule(kind: str, x: float, text: str, corner: tuple[float, float], other: float) -> Row:
    """A line across all rows, with its words on the side where the other line isn't."""
    low, high = corner
    is_left = x < other if low <= other <= high and other != x else (x - low) < (high - low) / 2
    # Near an edge the words turn inwards.
    share = (x - low) / (high - low)
    align = "left" if share < 0.15 else "right" if share > 0.85 else "right" if is_left else "left"
    return {"kind": kind, "x": x, "text": text, "align": align, "dx": 4.0 if align == "left" else -4.0}


def _label(name: str, rows: list[Row], setting: str, said: Said, is_guess: bool) -> str:
    one = settings()[setting]
    low, high = (said(one, row["value"]) for row in (rows[0], rows[-1]))
    mark = (
        words.SURE if any(row["surely"] for row in rows) else words.UNSURE if any(row["flips"] for row in rows) else ""
    )
    return f"{mark} {name}, {words.range_of(low, high, one.kind, is_guess)}".lstrip()


def _bar(row: Row, place: tuple[int, int], k: int, now: float, name: str, said: Said) -> Row:
    unit = BY_NAME[row["measure"]].unit
    change = numbers.change(row["effect"], unit, "")
    return {
        "kind": "high" if k else "low",
        "rank": place[0],
        "slot": place[1],
        "x": now,
        "to": row["difference"],
        "from": now + row["effect_lo"],
        "until": now + row["effect_hi"],
        "name": POLICY.get(row["winner"], ""),
        "setting": name,
        "value": said(settings()[row["setting"]], row["value"]),
        "told": f"{numbers.change(row['difference'], unit, '')} (change {change}, {_effect(row)})",
    }


def _effect(row: Row) -> str:
    return numbers.span(float(row["effect_lo"]), float(row["effect_hi"]), BY_NAME[row["measure"]].unit, "")


def is_words(found: SensitivityCurve) -> bool:
    """Whether the values stand beside each other rather than on a scale: choices, or a number that is also a word."""
    setting = settings()[found.setting]
    return setting.kind in ("yes_no", "choice") or any(is_economic(setting, value) for value in found.table["value"])


def curve(found: SensitivityCurve, measure: str, currency: str, said: Said) -> pd.DataFrame:
    """Rows of the chart of one setting: lines, bands, today's value, names."""
    setting = settings()[found.setting]
    table = found.table[found.table["measure"] == measure]
    is_number = not is_words(found)
    table = table.assign(x=[float(value) if is_number else _beside(setting, value, said) for value in table["value"]])
    low, high = float(table["lo"].min()), float(table["hi"].max())
    # Points beside each other leave no side for words: those stand above them.
    air = (0.12 if is_number else 0.2) * (high - low) or abs(high) or 1.0
    bottom, top = low - air, high + air
    # In order: values beside each other stand as they come.
    rows: list[Row] = [{"kind": "frame", "x": x, "y": y} for x in table["x"].unique() for y in (bottom, top)]
    rows += [_point(row, currency, said(setting, row["value"])) for row in table.to_dict("records")]
    now = table[table["current"]].head(1).to_dict("records")
    if is_number:
        rows += [_now(row["x"], top, f"today {said(setting, row['value'])}", table["x"]) for row in now]
        return pd.DataFrame(rows + _names(table, (bottom, top)))
    return pd.DataFrame(rows + [_now(row["x"], top, "today", None) for row in now])


def _beside(setting: Setting, value: Value, said: Said) -> str:
    """A value as it stands below its points; numbers without their unit have room beside each other."""
    is_word = isinstance(value, bool | str) or is_economic(setting, value)
    return said(setting, value) if is_word else f"{value:g}"


def _point(row: Row, currency: str, value: str) -> Row:
    unit = BY_NAME[row["measure"]].unit
    figure, low, high = (numbers.figure(float(row[name]), unit, currency) for name in ("figure", "lo", "hi"))
    at = {"name": POLICY[row["policy"]], "x": row["x"], "y": row["figure"], "low": row["lo"], "high": row["hi"]}
    told = {"value": value, "told": f"{figure} ({low} to {high})", "now": bool(row["current"])}
    return {"kind": "line", **at, **told}


def _now(x: Any, top: float, text: str, along: pd.Series | None) -> Row:
    is_left = along is not None and x - along.min() < (along.max() - along.min()) / 2
    side = {"align": "left", "dx": 5.0} if is_left else {"align": "right", "dx": -5.0}
    return {"kind": "now", "x": x, "y": top, "text": text, **side, "dy": 9.0}


def _names(table: pd.DataFrame, corner: tuple[float, float]) -> list[Row]:
    """The policies' names inside of the plot, where their lines end on the right."""
    bottom, top = corner
    last = float(table["value"].iloc[-1])
    ends = {str(row["policy"]): float(row["figure"]) for row in table[table["value"] == last].to_dict("records")}
    points = {name: (1.0, (y - bottom) / (top - bottom)) for name, y in ends.items()}
    found = labels.places(points, POLICY, _along(table, corner))
    return [
        {"kind": "label", "name": POLICY[name], "x": last, "y": ends[name], **vars(place)}
        for name, place in found.items()
    ]


def _along(table: pd.DataFrame, corner: tuple[float, float]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Points of the lines as shares of the plot, closer than they were tried."""
    bottom, top = corner
    x = table["value"].astype(float)
    wide = float(x.max() - x.min()) or 1.0
    lines = []
    for policy in POLICIES:
        mine = (table["policy"] == policy).to_numpy()
        at = ((x[mine] - x.min()) / wide).to_numpy()
        y = ((table["figure"][mine] - bottom) / (top - bottom)).to_numpy()
        fine = np.linspace(0.0, 1.0, 60)
        lines.append(np.stack([fine, np.interp(fine, at, y)], axis=1))
    return np.concatenate(lines)


def indices(table: pd.DataFrame, named: Mapping[str, str]) -> pd.DataFrame:
    """Rows of the chart of total and first-order effects."""
    rows: list[Row] = [
        {"kind": "frame", "setting": named[table["setting"].iloc[0]], "x": x}
        for x in (0.0, max(1.0, float(table["total_hi"].max())))
    ]
    for row in table.to_dict("records"):
        name = named[row["setting"]]
        for kind, column in (("total", "total"), ("alone", "first_order")):
            value, low, high = (max(0.0, float(row[column + end])) for end in ("", "_lo", "_hi"))
            told = f"{numbers.percent(value)} ({numbers.percent(low)} to {numbers.percent(high)})"
            rows.append({"kind": kind, "setting": name, "x": value, "low": low, "high": high, "told": told})
    return pd.DataFrame(rows)


def indices_table(
    table: pd.DataFrame, named: Mapping[str, str], ranges: Mapping[str, str]
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Head and rows of the table of indices."""
    head = ("Setting", "Range", "Total effect", "95 % interval", "Alone", "95 % interval")
    rows = []
    for row in table.to_dict("records"):
        cells = []
        for column in ("total", "first_order"):
            value, low, high = (numbers.percent(float(row[column + end])) for end in ("", "_lo", "_hi"))
            cells += [value, f"{low} to {high}"]
        rows.append((named[row["setting"]], ranges[row["setting"]], *cells))
    return head, rows


def table(
    found: Sensitivity, measure: str, named: Mapping[str, str], said: Said, currency: str
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Head and rows of one measure's table: every setting with an effect, a row for each end that has one."""
    unit = BY_NAME[measure].unit
    head = (
        "Setting",
        "Moved to",
        f"{LABELS[measure]}: difference",
        "95 % interval",
        "Change",
        "95 % interval",
        "Better there",
    )
    shown = found.table[(found.table["measure"] == measure) & (found.table["effect"] != 0)]
    rows = []
    for row in shown.to_dict("records"):
        turned = f", {words.CHANGES if row['surely'] else words.MAY_CHANGE}" if row["flips"] else ""
        better = POLICY.get(row["winner"], numbers.NONE) + turned
        difference = (
            numbers.change(row["difference"], unit, currency),
            numbers.span(row["lo"], row["hi"], unit, currency),
        )
        change = (
            numbers.change(row["effect"], unit, currency),
            numbers.span(row["effect_lo"], row["effect_hi"], unit, currency),
        )
        value = said(settings()[row["setting"]], row["value"])
        rows.append((named[row["setting"]], value, *difference, *change, better))
    return head, rows
