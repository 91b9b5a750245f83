"""Rows of the charts: frames in, one flat table out. No screen.

Everything that moves in a chart lies in its rows, marked by `kind`: curves, ribbons, labels with their places, the
target, and the corners of the scale ("frame"), which keep it where it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.costs import CARRYING, SHORTAGE, STOCK
from core.look import labels, numbers, words
from core.measures import BY_NAME
from core.policies import LABELS as POLICY
from core.policies import POLICIES

Row = dict[str, Any]
Shown = tuple[str, str, str]
"""A service measure, a cost measure and the currency."""
_OTHERS = tuple(name for name in STOCK if name != "ordering_cost")
COMPONENTS = (*CARRYING, "ordering_cost", "overflow_cost", *_OTHERS, *SHORTAGE)
_STEPS = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.5, 10.0, 15.0)


def ceiling(most: float) -> float:
    """The end of a scale: the next of a few round steps, so that it moves rarely."""
    if not np.isfinite(most) or most <= 0:
        return 1.0
    base = 10.0 ** np.floor(np.log10(most))
    return float(next(step for step in _STEPS if step * base >= most * 0.999999) * base)


def floor(least: float) -> float:
    """The start of a service scale: the next twentieth below, with a little room, at most 90 %."""
    return float(np.clip(np.floor((least - 0.005) * 20) / 20, 0.0, 0.9)) if np.isfinite(least) else 0.0


def frontier(
    curves: pd.DataFrame,
    ghost: pd.DataFrame | None,
    usual: pd.DataFrame,
    target: float,
    shown: Shown,
    room: labels.Room = labels.PAGE,
) -> pd.DataFrame:
    """Rows of the service-cost chart; `usual` (the curves of the data set's defaults) keeps the scale."""
    service, cost, _ = shown
    every = [usual, curves] if ghost is None else [usual, curves, ghost]
    most = ceiling(max(float(part[cost + "_hi"].max()) for part in every))
    least = floor(min(min(float(part[service + "_lo"].min()) for part in every), target))
    rows = [{"kind": "frame", "x": least, "y": 0.0}, {"kind": "frame", "x": 1.0, "y": most}]
    rows += [_target(target, least, most), *_curves(curves, "curve", shown), *_bands(curves, service, cost)]
    rows += [] if ghost is None else _curves(ghost, "ghost", shown)
    return pd.DataFrame(rows + _labels(curves, shown, (least, most), room))


def _curves(curves: pd.DataFrame, kind: str, shown: Shown) -> list[Row]:
    service, cost, currency = shown
    columns = {
        "name": curves["policy"].map(POLICY).tolist(),
        "now": curves["current"].tolist(),
        "order": curves["buffer"].tolist(),
        "x": curves[service].tolist(),
        "y": curves[cost].tolist(),
        "service": _ranges(curves, service, currency),
        "cost": _ranges(curves, cost, currency),
        "need": [f"{numbers.percent(value)} of need" for value in curves["need"].tolist()],
    }
    return [{"kind": kind, **dict(zip(columns, row, strict=True))} for row in zip(*columns.values(), strict=True)]


def _ranges(curves: pd.DataFrame, name: str, currency: str) -> list[str]:
    unit = BY_NAME[name].unit
    columns = (curves[name + end].tolist() for end in ("", "_lo", "_hi"))
    texts = ([numbers.figure(value, unit, currency) for value in column] for column in columns)
    return [f"{value} ({low} to {high})" for value, low, high in zip(*texts, strict=True)]


def _bands(curves: pd.DataFrame, service: str, cost: str) -> Iterator[Row]:
    """The outline of each ribbon: out along less service for more cost, back along more service for less cost."""
    out, back = curves[[service + "_lo", cost + "_hi"]].to_numpy(), curves[[service + "_hi", cost + "_lo"]].to_numpy()
    policy, buffer = curves["policy"].to_numpy(), curves["buffer"].to_numpy(float)
    for name in dict.fromkeys(policy.tolist()):
        there = np.flatnonzero(policy == name)
        there = there[np.argsort(buffer[there], kind="stable")]
        outline = np.concatenate([out[there], back[there[::-1]]]).tolist()
        for k, (x, y) in enumerate(outline):
            yield {"kind": "band", "name": POLICY[name], "order": k, "x": x, "y": y}


def _target(target: float, least: float, most: float) -> Row:
    # Near the left edge the words stand on the line's right.
    align, dx = ("left", 6.0) if target - least < 0.4 * (1.0 - least) else ("right", -6.0)
    text = f"target {numbers.percent(target)}"
    return {"kind": "target", "x": target, "y": most, "text": text, "align": align, "dx": dx, "dy": 9.0}


def _labels(curves: pd.DataFrame, shown: Shown, ends: tuple[float, float], room: labels.Room) -> list[Row]:
    """The policies' names at their current points, each with its place beside it."""
    least, most = ends
    policy, now = curves["policy"].to_numpy(), curves["current"].to_numpy(bool)
    there = curves[[shown[0], shown[1]]].to_numpy(float)
    share = (there - (least, 0.0)) / (1.0 - least, most)
    points = {name: (float(x), float(y)) for name, (x, y) in zip(policy[now], share[now], strict=True)}
    found = labels.places(points, POLICY, _along(share, policy), room)
    at = dict(zip(policy[now], there[now].tolist(), strict=True))
    return [
        {"kind": "label", "name": POLICY[name], "x": at[name][0], "y": at[name][1], **vars(place)}
        for name, place in found.items()
    ]


def _along(share: NDArray[np.float64], policy: NDArray[Any]) -> NDArray[np.float64]:
    """Points along the curves, closer than they were simulated."""
    steps = np.linspace(0.0, 1.0, 6, endpoint=False)[:, None, None]
    between = share[:-1] + steps * np.diff(share, axis=0)
    return between[:, policy[1:] == policy[:-1]].reshape(-1, 2)


def costs(summary: pd.DataFrame, usual: pd.DataFrame, currency: str) -> pd.DataFrame:
    """Rows of the cost chart: a bar per component and policy, and the corners of its scale."""
    names = list(components(summary, usual)) or [COMPONENTS[0]]
    values = {
        policy: dict(zip(names, summary.loc[[policy], names].to_numpy(float)[0].tolist(), strict=True))
        for policy in POLICIES
    }
    places = [(name, policy) for name in names for policy in POLICIES]
    rows = [_bar(name, policy, values[policy][name], currency, name == names[0]) for name, policy in places]
    most = ceiling(
        1.12 * max(float(part.loc[list(POLICIES), names].to_numpy(float).max()) for part in (summary, usual))
    )
    least = min(0.0, *(row["value"] for row in rows))
    corner = {"kind": "frame", "component": words.LABELS[names[0]], "name": POLICY[POLICIES[0]]}
    return pd.DataFrame([*rows, {**corner, "value": least}, {**corner, "value": most}])


def _bar(component: str, policy: str, value: float, currency: str, first: bool) -> Row:
    # The first group of bars names the policies, so that the chart needs no legend.
    amount = numbers.amount(value)
    return {
        "kind": "bar",
        "component": words.LABELS[component],
        "name": POLICY[policy],
        "value": value,
        "text": f"{POLICY[policy]}  {amount}" if first else amount,
        "told": numbers.money(value, currency),
    }


def components(summary: pd.DataFrame, usual: pd.DataFrame) -> tuple[str, ...]:
    """The cost components that are something now or usually: a slider at zero takes no row away, so nothing jumps."""
    names = list(COMPONENTS)
    some = (summary[names].to_numpy() != 0).any(axis=0) | (usual[names].to_numpy() != 0).any(axis=0)
    return tuple(name for name, is_some in zip(names, some, strict=True) if is_some)
