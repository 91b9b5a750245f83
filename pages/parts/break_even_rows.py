"""Rows of the map: who wins in each cell, the lines between regions, their names, today's point. No screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import ndimage

from core import Scenario, WinnerMap
from core.look import numbers
from core.policies import LABELS as POLICY
from core.policies import POLICIES
from core.settings import Setting
from pages.parts import break_even_words as say
from pages.parts import words

Row = dict[str, Any]
Array = NDArray[np.float64]
NOBODY = "None"
# A region of fewer cells has no room for its name.
LEAST_NAMED = 4
# Shares of the plot's width that its sides' names hold on to.
LEFT, RIGHT = 0.16, 0.84


@dataclass(frozen=True)
class Scale:
    """An axis as it is shown: its title, whether its ticks are percentages, and what one of the setting stands for."""

    title: str
    percent: bool
    factor: float


def scale(setting: Setting, title: str, now: Scenario) -> Scale:
    """The scale of a setting: in its own unit, the carrying-cost rate as the yearly rate that it comes to."""
    if setting.name == say.CARRYING and say.carrying(now):
        return Scale(f"{title} (% of stock value a year)", True, say.carrying(now))
    unit = (
        f"% {setting.unit}" if setting.percent and setting.unit != "share" else "%" if setting.percent else setting.unit
    )
    return Scale(f"{title} ({unit})" if unit else title, setting.percent, 1.0)


def rows(found: WinnerMap, settings: tuple[Setting, Setting], now: Scenario, currency: str) -> pd.DataFrame:
    """All rows of the map."""
    scales = [scale(setting, "", now).factor for setting in settings]
    xs, ys = found.xs * scales[0], found.ys * scales[1]
    cells = _cells(found, xs, ys, settings, now, currency)
    lines = [
        {
            "kind": "line",
            "x": one.x * scales[0],
            "y": one.y * scales[1],
            "x2": one.x2 * scales[0],
            "y2": one.y2 * scales[1],
        }
        for one in found.borders
    ]
    today = _today(found, scales, settings, now, currency)
    return pd.DataFrame([*cells, *lines, *_names(found.best, xs, ys), *today])


def _cells(
    found: WinnerMap, xs: Array, ys: Array, settings: tuple[Setting, Setting], now: Scenario, currency: str
) -> list[Row]:
    across, up = _edges(xs), _edges(ys)
    said = [
        [say.value(setting, float(at), now) for at in values]
        for setting, values in zip(settings, (found.xs, found.ys), strict=True)
    ]
    places = [(j, i) for j in range(ys.size) for i in range(xs.size)]
    return [
        {
            "kind": "none" if found.best[j, i] < 0 else "cell",
            "x": across[i],
            "x2": across[i + 1],
            "y": up[j],
            "y2": up[j + 1],
            "name": name_of(int(found.best[j, i])),
            "sure": float(found.sure[j, i]),
            "across": said[0][i],
            "up": said[1][j],
            "how": "simulated" if found.simulated[j, i] else "interpolated, figures are rough",
            **_told(int(found.best[j, i]), float(found.sure[j, i]), found.figures[:, j, i], currency),
        }
        for j, i in places
    ]


def _told(best: int, sure: float, figures: Array, currency: str) -> Row:
    """What a tooltip says of a cell."""
    agree = "" if best < 0 else words.share_of_futures(sure)
    return {"agree": agree} | {p: money(float(figures[k]), currency) for k, p in enumerate(POLICIES)}


def money(figure: float, currency: str) -> str:
    """A policy's figure, or that it doesn't reach the target."""
    return numbers.money(figure, currency) if np.isfinite(figure) else "doesn't reach the target"


def name_of(best: int) -> str:
    """The name of a cell's best policy."""
    return NOBODY if best < 0 else POLICY[POLICIES[best]]


def _edges(values: Array) -> Array:
    """Where cells begin and end: halfway to their neighbours, and at the ends of the axis."""
    return np.array([values[0], *((values[1:] + values[:-1]) / 2), values[-1]])


def _today(
    found: WinnerMap, scales: list[float], settings: tuple[Setting, Setting], now: Scenario, currency: str
) -> list[Row]:
    x, y = (at * factor for at, factor in zip(found.now, scales, strict=True))
    said = [say.value(setting, at, now) for setting, at in zip(settings, found.now, strict=True)]
    to_the_left = found.now[0] > found.xs[0] + RIGHT * (found.xs[-1] - found.xs[0])
    row = {"name": name_of(found.today_best), "x": x, "y": y, "across": said[0], "up": said[1], "how": "today"}
    row |= _told(found.today_best, found.today_sure, found.today, currency)
    place = {"dx": -11 if to_the_left else 11, "dy": 0, "align": "right" if to_the_left else "left"}
    return [{"kind": "today", **row}, {"kind": "said", "x": x, "y": y, "text": "today", **place}]


def _names(best: NDArray[np.int64], xs: Array, ys: Array) -> list[Row]:
    """The name of each policy in the middle of its largest region, or at the side that the region lies at."""
    found = []
    for which in range(-1, len(POLICIES)):
        regions, count = ndimage.label(best == which)
        if not count:
            continue
        sizes = ndimage.sum_labels(np.ones_like(best), regions, range(1, count + 1))
        if sizes.max() < LEAST_NAMED:
            continue
        inside = regions == 1 + int(sizes.argmax())
        depth = ndimage.distance_transform_edt(np.pad(inside, 1))[1:-1, 1:-1]
        deep = np.argwhere(depth >= depth.max() - 0.5)
        j, i = deep[np.abs(deep - deep.mean(axis=0)).sum(axis=1).argmin()]
        part = (xs[i] - xs[0]) / (xs[-1] - xs[0])
        side = "left" if part < LEFT else "right" if part > RIGHT else "center"
        x = {"left": xs[0], "right": xs[-1], "center": xs[i]}[side]
        # On a phone two names at one height would lie over one another.
        down = 30 if which < 0 else 12 * (which - 1)
        place = {"dx": {"left": 7, "right": -7, "center": 0}[side], "dy": down, "align": side}
        kind = "nobody" if which < 0 else "label"
        name = say.NOBODY if which < 0 else name_of(which)
        found.append({"kind": kind, "name": name, "x": float(x), "y": float(ys[j]), **place})
    return found
