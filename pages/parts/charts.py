"""Charts: frames in, rows and a fixed declaration out. No screen.

A declaration never changes while a person moves a slider, so the browser keeps its drawing and only takes new rows.
What must move lies in the rows: labels, tooltips, the target line, and the corners of the scale (rows of kind "frame").
Colours come from the theme, in the order of the policies.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from core.costs import CARRYING, SHORTAGE, STOCK
from core.measures import BY_NAME
from core.policies import LABELS as POLICY
from core.policies import POLICIES
from pages.parts import numbers, words

HEIGHT = 360
COMPONENTS = (*CARRYING, "ordering_cost", "overflow_cost", *(name for name in STOCK if name != "ordering_cost"))
ALL_COMPONENTS = (*COMPONENTS, *SHORTAGE)
_TOLD = ["name:N", "component:N", "text:N"]
_STEPS = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.5, 10.0)
# Told apart in grey too: each policy has its own dash and its own mark.
_DASH = {"domain": [POLICY[p] for p in POLICIES], "range": [[1, 0], [7, 3], [2, 2]]}
_SHAPE = {"domain": [POLICY[p] for p in POLICIES], "range": ["circle", "square", "diamond"]}
# The ground's colour is the theme's; what is written on it follows.
_INK = alt.expr("luminance(background) > 0.4 ? '#22262a' : '#e9e7e2'")
# Where a label stands beside its point, so that three near points keep three labels apart.
_BESIDE = {"jit": (-10, 18, "right"), "jic": (-10, -10, "right"), "hybrid": (-12, 4, "right")}


def ceiling(most: float) -> float:
    """The end of a scale: the next of a few round steps, so that it moves rarely."""
    if not np.isfinite(most) or most <= 0:
        return 1.0
    base = 10.0 ** np.floor(np.log10(most))
    return float(next(step for step in (*_STEPS, 15.0) if step * base >= most * 0.999999) * base)


def floor(least: float) -> float:
    """The start of a service scale: the next twentieth below, with a little room, at most 90 %."""
    return float(np.clip(np.floor((least - 0.005) * 20) / 20, 0.0, 0.9)) if np.isfinite(least) else 0.0


def frontier_rows(
    curves: pd.DataFrame, ghost: pd.DataFrame | None, usual: pd.DataFrame, target: float, shown: tuple[str, str, str]
) -> pd.DataFrame:
    """Rows of the service-cost chart; `usual` (the data set's defaults) keeps the scale, `shown` is service, cost and
    currency.
    """
    service, cost, _ = shown
    every = [usual, curves] if ghost is None else [usual, curves, ghost]
    most = ceiling(max(float(part[cost + "_hi"].max()) for part in every))
    least = floor(min(min(float(part[service].min()) for part in every), target))
    corners = pd.DataFrame({"kind": "frame", "x": [least, 1.0], "y": [0.0, most]})
    line = pd.DataFrame({"kind": ["target"], "x": [target], "y": [most], "text": [f"target {numbers.percent(target)}"]})
    parts = [_curve_rows(curves, "curve", shown), corners, line]
    if ghost is not None:
        parts.append(_curve_rows(ghost, "ghost", shown))
    return pd.concat(parts, ignore_index=True)


def _curve_rows(curves: pd.DataFrame, kind: str, shown: tuple[str, str, str]) -> pd.DataFrame:
    service, cost, currency = shown
    return pd.DataFrame(
        {
            "kind": kind,
            "policy": curves["policy"],
            "name": curves["policy"].map(POLICY),
            "now": curves["current"],
            "order": curves["buffer"],
            "x": curves[service],
            "y": curves[cost],
            "low": curves[cost + "_lo"],
            "high": curves[cost + "_hi"],
            "left": curves[service + "_lo"],
            "right": curves[service + "_hi"],
            "service": _ranges(curves, service, currency),
            "cost": _ranges(curves, cost, currency),
            "need": [f"{numbers.percent(value)} of need" for value in curves["need"]],
        }
    )


def _ranges(curves: pd.DataFrame, name: str, currency: str) -> list[str]:
    unit = BY_NAME[name].unit
    columns = (curves[name + end].tolist() for end in ("", "_lo", "_hi"))
    texts = ([numbers.figure(value, unit, currency) for value in column] for column in columns)
    return [f"{value} ({low} to {high})" for value, low, high in zip(*texts, strict=True)]


@cache
def frontier(service: str, cost: str, currency: str) -> dict[str, Any]:
    """The declaration of the service-cost chart."""
    x = alt.X("x:Q", title=words.LABELS[service], axis=_axis(".0%", grid=False), scale=_exact())
    y = alt.Y("y:Q", title=f"{words.LABELS[cost]} ({currency})", axis=_axis("~s", grid=True), scale=_exact())
    base = alt.Chart().encode(x=x, y=y)
    tooltip = [
        alt.Tooltip("name:N", title="Policy"),
        alt.Tooltip("service:N", title=words.LABELS[service]),
        alt.Tooltip("cost:N", title=words.LABELS[cost]),
        alt.Tooltip("need:N", title="Buffer"),
    ]
    layers = [
        base.transform_filter("datum.kind == 'frame'").mark_point(opacity=0, aria=False),
        base.transform_filter("datum.kind == 'target'").mark_rule(opacity=0.7, strokeDash=[4, 4], color=_INK),
        base.transform_filter("datum.kind == 'target'")
        .mark_text(align="right", dx=-6, dy=9, fontSize=12, color=_INK)
        .encode(text="text:N"),
        _lines(base, "ghost", 0.35),
        _points(base, "ghost", 0.45, 60, tooltip),
        base.transform_filter("datum.kind == 'curve'")
        .mark_area(opacity=0.16)
        .encode(y=alt.Y("low:Q", scale=_exact()), y2="high:Q", color=_colour()),
        _lines(base, "curve", 0.95),
        base.transform_filter("datum.kind == 'curve'")
        .mark_point(opacity=0, size=90, aria=False)
        .encode(tooltip=tooltip),
        base.transform_filter("datum.kind == 'curve' && datum.now")
        .mark_rule(strokeWidth=2, opacity=0.8)
        .encode(x=alt.X("left:Q", scale=_exact()), x2="right:Q", color=_colour()),
        _points(base, "curve", 1.0, 150, tooltip),
        *(_label(base, policy) for policy in POLICIES),
    ]
    return _finished(alt.layer(*layers).properties(height=HEIGHT))


def _lines(base: alt.Chart, kind: str, opacity: float) -> alt.Chart:
    dash = alt.StrokeDash("name:N", scale=alt.Scale(**_DASH), legend=None)
    return (
        base.transform_filter(f"datum.kind == '{kind}'")
        .mark_line(strokeWidth=2.2, opacity=opacity, aria=kind == "curve")
        .encode(color=_colour(), strokeDash=dash, order="order:Q")
    )


def _points(base: alt.Chart, kind: str, opacity: float, size: int, tooltip: list[alt.Tooltip]) -> alt.Chart:
    shape = alt.Shape("name:N", scale=alt.Scale(**_SHAPE), legend=None)
    return (
        base.transform_filter(f"datum.kind == '{kind}' && datum.now")
        .mark_point(filled=True, opacity=opacity, size=size, aria=kind == "curve")
        .encode(color=_colour(), shape=shape, tooltip=tooltip)
    )


def _label(base: alt.Chart, policy: str) -> alt.LayerChart:
    dx, dy, align = _BESIDE[policy]
    own = base.transform_filter(f"datum.kind == 'curve' && datum.now && datum.policy == '{policy}'")
    text = own.mark_text(dx=dx, dy=dy, align=align, fontSize=14, fontWeight=600)
    # A rim in the colour of the ground keeps a label readable where it crosses a curve.
    rim = own.mark_text(dx=dx, dy=dy, align=align, fontSize=14, fontWeight=600, stroke=alt.expr("background"))
    rim.mark.strokeWidth = 5
    return alt.layer(rim.encode(text="name:N"), text.encode(text="name:N", color=_colour()))


def cost_rows(summary: pd.DataFrame, usual: pd.DataFrame, currency: str) -> pd.DataFrame:
    """Rows of the cost chart: a bar per component and policy, and the corners of its scale."""
    names = list(ALL_COMPONENTS)
    values = {policy: dict(zip(names, summary.loc[policy, names].tolist(), strict=True)) for policy in POLICIES}
    rows = [
        {
            "kind": "bar",
            "component": words.LABELS[component],
            "name": POLICY[policy],
            "value": values[policy][component],
            "text": _bar_text(component, policy, values[policy][component], currency),
        }
        for component in ALL_COMPONENTS
        for policy in POLICIES
    ]
    most = ceiling(1.12 * max(float(part.loc[list(POLICIES), names].max(axis=None)) for part in (summary, usual)))
    least = min(0.0, float(summary[names].min(axis=None)))
    first = words.LABELS[names[0]]
    frame = [{"kind": "frame", "component": first, "name": POLICY["jit"], "value": end} for end in (least, most)]
    return pd.DataFrame([*rows, *frame])


def _bar_text(component: str, policy: str, value: float, currency: str) -> str:
    # The first group of bars names the policies, so that the chart needs no legend.
    amount = numbers.money(value, currency)
    return f"{POLICY[policy]}  {amount}" if component == ALL_COMPONENTS[0] else amount if value else ""


@cache
def costs(currency: str) -> dict[str, Any]:
    """The declaration of the cost chart."""
    order, policies = [words.LABELS[name] for name in ALL_COMPONENTS], [POLICY[p] for p in POLICIES]
    base = alt.Chart().encode(
        y=alt.Y("component:N", sort=order, title=None, axis=alt.Axis(ticks=False, domain=False, labelLimit=200)),
        yOffset=alt.YOffset("name:N", sort=policies),
        x=alt.X("value:Q", title=f"Cost a year ({currency})", axis=_axis("~s", grid=False), scale=_exact()),
    )
    bars = base.transform_filter("datum.kind == 'bar'")
    layers = [
        base.transform_filter("datum.kind == 'frame'").mark_point(opacity=0, aria=False),
        # The table below says the same in text; forty descriptions a move would only cost time.
        bars.mark_bar(height={"band": 0.86}, aria=False).encode(color=_colour(), tooltip=_TOLD),
        bars.mark_text(align="left", dx=4, fontSize=11, color=_INK, aria=False).encode(text="text:N"),
    ]
    return _finished(alt.layer(*layers).properties(height={"step": 15}))


def _axis(form: str, grid: bool) -> alt.Axis:
    return alt.Axis(format=form, grid=grid, tickCount=6, titleFontWeight="normal")


def _exact() -> alt.Scale:
    return alt.Scale(zero=False, nice=False)


def _colour() -> alt.Color:
    return alt.Color("name:N", scale=alt.Scale(domain=[POLICY[p] for p in POLICIES]), legend=None)


def _finished(chart: alt.LayerChart) -> dict[str, Any]:
    spec: dict[str, Any] = _without_data(chart.to_dict(validate=False))
    return spec


def _without_data(part: Any) -> Any:
    """A declaration whose layers all draw from the rows that come with it: Altair gives each an empty table."""
    if isinstance(part, dict):
        return {key: _without_data(value) for key, value in part.items() if key not in ("data", "datasets")}
    return [_without_data(value) for value in part] if isinstance(part, list) else part


def table(frame: pd.DataFrame) -> str:
    """A table as CSV text. Text that a spreadsheet would take for a formula gets an apostrophe before it."""
    safe = frame.map(lambda cell: f"'{cell}" if isinstance(cell, str) and cell[:1] in "=+-@\t\r" and cell else cell)
    return str(safe.to_csv(index=False))
