"""Rows of the stress page's chart: frames in, one flat table out. No screen.

The strip of events stands above the curves in the same plot, so that it shares their days: lanes above 100 %.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from core.events import Event
from core.look import labels, numbers
from core.look.rows import floor
from core.policies import LABELS as POLICY
from core.policies import POLICIES
from core.season import common_day
from pages.parts import stress_words as words
from pages.parts.words import short_day

Row = dict[str, Any]
Window = tuple[int, int]
"""The first measured day that is drawn and the first that isn't."""
WEEK, BEFORE = 7, 28
MOST_DAYS, MOST_TOLD = 420, 120
"""Days that a curve draws, and that tell their figures: of a longer one each second, third … day."""
PLOT, LANE = 235.0, 17.0
"""The plot's height without its axis, and a lane's, in pixels."""
MOST_LANES = 6
_DAY = 86_400_000.0
# Share of the plot's width from which words stand on the left of a bar's end.
_RIGHT = 0.5


def window(events: Sequence[Event], summary: pd.DataFrame, days: int) -> Window:
    """From four weeks before the first event until all is well again, in whole steps, so that it moves rarely."""
    start = min(event.start for event in events)
    first = max(0, start - BEFORE)
    recovered = float(np.nan_to_num(summary["time_to_recover"].max()))
    last = max(max(event.end for event in events) + BEFORE, start + 1.2 * recovered + 2 * WEEK)
    return first, int(min(days, first + BEFORE * np.ceil((last - first) / BEFORE)))


def curve(frame: pd.DataFrame, events: Sequence[Event], shown: Window, start: str) -> pd.DataFrame:
    """Rows of the chart of a stress run's `curve`; `start` is the calendar's first day, as ISO date."""
    kept = frame[(frame["day"] >= shown[0]) & (frame["day"] < shown[1]) & frame["service"].notna()].reset_index(
        drop=True
    )
    kept = kept[(kept["day"] - shown[0]) % (1 + (shown[1] - shown[0] - 1) // MOST_DAYS) == 0]
    lowest = float(kept[["service_lo", "normal"]].min(axis=None)) if len(kept) else 0.9
    least, lanes = floor(lowest), min(len(events), MOST_LANES)
    lane = (1.0 - least) * LANE / (PLOT - LANE * lanes)
    at = _Days(start)
    rows = [{"kind": "frame", "x": at(day), "y": y} for day, y in zip(shown, (least, 1 + lane * lanes), strict=True)]
    for k, event in enumerate(events):
        # The last lane of too many events says how many more there are.
        own = k < lanes - (len(events) > MOST_LANES)
        text = words.short(event) if own else ""
        rows += _event(event, (lanes - 1 - k) * lane if own else 0.0, lane, (least, *shown), at, text)
    if len(events) > MOST_LANES:
        rows.append(_said(f"and {len(events) - lanes + 1} more", shown[0], shown[1], False, 0.5 * lane, at))
    names = _labels(kept, shown, min(event.start for event in events), (least, 1 + lane * lanes), at)
    found = [pd.DataFrame(rows), *(_line(kept[kept["policy"] == name], name, at) for name in POLICIES)]
    return pd.concat([*found, pd.DataFrame(names)], ignore_index=True)


class _Days:
    """Measured days as the chart counts time: milliseconds of the calendar."""

    def __init__(self, start: str) -> None:
        self.start = start

    def __call__(self, day: Any) -> Any:
        if isinstance(day, np.ndarray):
            return np.array([self(one) for one in day.tolist()])
        return (common_day(self.start, day) - date(1970, 1, 1)).days * _DAY


def _event(event: Event, low: float, lane: float, frame: tuple[float, int, int], at: _Days, text: str) -> list[Row]:
    """An event's shade over the curves, and its bar and words above them; without words only the shade."""
    least, first, last = frame
    begin, end = float(np.clip(event.start, first, last)), float(np.clip(event.end, first, last))
    across = {"x": at(begin), "x2": at(end)}
    shade = {"kind": "shade", **across, "y": least, "y2": 1.0}
    if not text:
        return [shade]
    bar = {"kind": "bar", **across, "y": 1 + low + 0.1 * lane, "y2": 1 + low + 0.9 * lane}
    is_right = begin - first > _RIGHT * (last - first)
    return [shade, bar, _said(text, begin, end, is_right, low + 0.5 * lane, at)]


def _said(text: str, begin: float, end: float, is_right: bool, middle: float, at: _Days) -> Row:
    """Words at a bar's begin, or at its end where there is room on its left."""
    side = {"x": at(end), "align": "right", "dx": -5.0} if is_right else {"x": at(begin), "align": "left", "dx": 5.0}
    return {"kind": "said", "y": 1 + middle, "text": text, "dy": 0.0, **side}


def _line(days: pd.DataFrame, name: str, at: _Days) -> pd.DataFrame:
    """A row a day: the curve, its band and the normal service; some of them tell their figures."""
    told = np.arange(len(days)) % (1 + (len(days) - 1) // MOST_TOLD) == 0
    rows = {
        "kind": "curve",
        "name": POLICY[name],
        "told": told,
        "x": at(days["day"].to_numpy(float)),
        "y": days["service"].to_numpy(),
        "lo": days["service_lo"].to_numpy(),
        "hi": days["service_hi"].to_numpy(),
        "normal": days["normal"].to_numpy(),
    }
    found = pd.DataFrame(rows)
    for column, texts in _texts(days[told], at).items():
        found[column] = None
        found.loc[told, column] = texts
    return found


def _texts(days: pd.DataFrame, at: _Days) -> dict[str, list[str]]:
    """The words of days that tell their figures, by column."""
    bounds = zip(*(days[column].tolist() for column in ("service", "service_lo", "service_hi")), strict=True)
    return {
        "day": [short_day(common_day(at.start, day)) for day in days["day"].tolist()],
        "service": [_range(*three) for three in bounds],
        "usual": [numbers.percent(value) for value in days["normal"].tolist()],
    }


def _range(value: float, low: float, high: float) -> str:
    return f"{numbers.percent(value)} ({numbers.percent(low)} to {numbers.percent(high)})"


def _labels(kept: pd.DataFrame, shown: Window, start: int, frame: tuple[float, float], at: _Days) -> list[Row]:
    """The policies' names where their curves are farthest from the others, each with its place beside it."""
    days = kept.pivot(index="day", columns="policy", values="service").dropna()
    if days.empty:
        return []
    days = _falling(days, start)
    least, top = frame
    wide, high = shown[1] - shown[0], top - least
    apart = {
        str(name): float((days.drop(columns=str(name)).sub(days[name], axis=0).abs().min(axis=1)).idxmax())
        for name in days
    }
    there = {name: (day, float(days.at[day, name])) for name, day in apart.items()}
    share = {name: ((day - shown[0]) / wide, (value - least) / high) for name, (day, value) in there.items()}
    across = (kept[["day", "service"]].to_numpy(float) - (shown[0], least)) / (wide, high)
    found = labels.places(share, POLICY, across)
    return [
        {"kind": "label", "name": POLICY[name], "x": at(day), "y": value, **vars(found[name])}
        for name, (day, value) in there.items()
    ]


def _falling(days: pd.DataFrame, start: int) -> pd.DataFrame:
    """Days from the start to the deepest fall, a fortnight at least: left of a curve that falls there is room."""
    fall = days[(days.index >= start) & (days.index < start + 2 * WEEK)]
    deepest = float(days.min(axis=1).idxmin())
    return days[(days.index >= start) & (days.index <= max(deepest, start + 2 * WEEK))] if len(fall) else days
