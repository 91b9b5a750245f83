"""What would change the advice: for each group, the value of a setting at which its other policy becomes the cheaper.

Total cost is a straight line in every price, so two pricings give the root without a simulation; the tests hold every
price setting to it. A physical setting is tried on the same futures: a few values to find a change of sign, then a
root search that ends where the difference can't be told from nothing any more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.advice.figures import Case, bounds
from core.advice.study import Priced
from core.scenario import settings
from core.settings import Setting

Array = NDArray[np.float64]
Told = Callable[[str], None]
PHYSICAL = ("outages_per_year", "lead_time_variability", "lead_time_level")
PRICES = tuple(s.name for s in settings().values() if s.acts == "price" and s.kind == "number" and not s.optional)
"""All price settings but the own places, which have no range that means anything."""
TRIED = (0.0, 0.12, 0.4, 1.0)
"""Where a physical setting is tried first, as shares of its range; and where it stands."""
MOST_STEPS = 3
COLUMNS = ("group", "setting", "acts", "now", "flip", "lo", "hi", "distance", "low", "high")


def flips_table(case: Case, told: Told) -> pd.DataFrame:
    """A row per group and setting: setting, acts (price or physics), now, flip (the nearest value at which the cheaper
    policy of the group changes, the other groups as advised; NaN where there is none within low to high), lo and hi
    (where the interval of the difference contains 0), and distance: the way from now, as a share of the range.
    """
    declared, values = settings(), case.scenario.to_dict()
    rows: list[tuple[object, ...]] = []
    for name in (*PRICES, *PHYSICAL):
        setting, now = declared[name], float(str(values[name]))
        told(name)
        finds = _by_price(case, setting, now) if setting.acts == "price" else _by_trial(case, setting, now)
        for key, (flip, low, high) in zip(case.keys, finds, strict=True):
            distance = abs(flip - now) / (setting.high - setting.low)
            rows.append((key, name, setting.acts, now, flip, low, high, distance, setting.low, setting.high))
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    place = pd.Index(case.keys).get_indexer(pd.Index(table["group"]))
    ordered = table.assign(place=place).sort_values(["place", "distance"], kind="stable")
    return ordered[list(COLUMNS)].reset_index(drop=True)


Find = tuple[float, float, float]
NEVER: Find = (np.nan, np.nan, np.nan)


def _differences(case: Case, priced: Priced) -> Array:
    """Just-in-Time less Just-in-Case of each group, the others as advised, [group, future]."""
    groups = range(case.choice.size)
    costs = [priced.of_group(group, case.choice)["total_cost"] for group in groups]
    return np.array([one[0] - one[1] for one in costs])


def _by_price(case: Case, setting: Setting, now: float) -> list[Find]:
    ends = setting.low, setting.high
    low, high = (_differences(case, case.study.of(case.scenario.but(**{setting.name: end}))) for end in ends)
    slope = (high - low) / (setting.high - setting.low)
    finds = []
    for group in range(case.choice.size):
        means = float(low[group].mean()), float(slope[group].mean())
        root = setting.low - means[0] / means[1] if means[1] else np.nan
        if not setting.low <= root <= setting.high:
            finds.append(NEVER)
            continue
        there = low[group] + slope[group] * (root - setting.low)
        finds.append(_with_ends(case, setting, float(root), there, means[1]))
    return finds


def _with_ends(case: Case, setting: Setting, root: float, series: Array, slope: float) -> Find:
    """A root with the values at which the difference's interval, as wide as it is there, would reach 0."""
    mean, low, high = bounds(series, case.quoted.controls)
    ends = sorted(root - (end - mean) / slope for end in (low, high))
    return root, max(ends[0], setting.low), min(ends[1], setting.high)


def _by_trial(case: Case, setting: Setting, now: float) -> list[Find]:
    tried: dict[float, Array] = {}

    def at(value: float) -> Array:
        if value not in tried:
            tried[value] = _differences(case, case.study.of(case.scenario.but(**{setting.name: value})))
        return tried[value]

    points = sorted({now, *(setting.low + share * (setting.high - setting.low) for share in TRIED)})
    for point in points:
        at(point)
    finds = []
    for group in range(case.choice.size):
        means = [float(at(point)[group].mean()) for point in points]
        bracket = _nearest_change(points, means, now)
        finds.append(_root(case, setting, at, group, bracket) if bracket else NEVER)
    return finds


def _nearest_change(points: Sequence[float], means: Sequence[float], now: float) -> tuple[float, float] | None:
    """The nearest neighbours of opposite sign."""
    pairs = [(points[k], points[k + 1]) for k in range(len(points) - 1) if means[k] * means[k + 1] < 0]
    return min(pairs, key=lambda pair: min(abs(pair[0] - now), abs(pair[1] - now)), default=None)


def _root(
    case: Case, setting: Setting, at: Callable[[float], Array], group: int, bracket: tuple[float, float]
) -> Find:
    """The root within a bracket, by the Illinois form of false position, to what can be told on these futures."""
    one, two = bracket
    f_one, f_two = float(at(one)[group].mean()), float(at(two)[group].mean())
    w_one, w_two = f_one, f_two
    root = one
    for _ in range(MOST_STEPS):
        root = one - w_one * (two - one) / (w_two - w_one)
        series = at(root)[group]
        mean, low, high = bounds(series, case.quoted.controls)
        if mean * f_one > 0:
            one, f_one, w_one, w_two = root, mean, mean, w_two / 2
        else:
            two, f_two, w_two, w_one = root, mean, mean, w_one / 2
        if abs(mean) <= 0.25 * (high - low) or two - one <= setting.step:
            break
    # Along the whole bracket, whose ends have opposite signs: a piece of it may by chance be level, or fall.
    slope = (f_two - f_one) / (two - one)
    return _with_ends(case, setting, one - f_one / slope, at(root)[group] - mean, slope)
