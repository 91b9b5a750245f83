"""Charts: fixed declarations, which the rows of `rows` fill. No screen.

A declaration never changes while a person moves a slider, so the browser keeps its drawing and only takes new rows.
Colours come from the theme, in the order of the policies.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import altair as alt

from core.look import words
from core.look.rows import COMPONENTS
from core.policies import LABELS as POLICY
from core.policies import POLICIES

HEIGHT = 290
_TOLD = [
    alt.Tooltip("name:N", title="Policy"),
    alt.Tooltip("component:N", title="Component"),
    alt.Tooltip("told:N", title="Cost a year"),
]
NAME: dict[str, Any] = {"fontSize": 14, "fontWeight": 600}
# Told apart in grey too: each policy has its own dash and its own mark.
_DASH: dict[str, Any] = {"domain": [POLICY[p] for p in POLICIES], "range": [[1, 0], [7, 3], [2, 2]]}
_SHAPE: dict[str, Any] = {"domain": [POLICY[p] for p in POLICIES], "range": ["circle", "square", "diamond"]}
# The ground's colour is the theme's; what is written on it follows.
INK = alt.expr("luminance(background) > 0.4 ? '#22262a' : '#e9e7e2'")
# Ticks as `numbers` writes amounts and shares.
AMOUNT = (
    "datum.value == 0 ? '0' : abs(datum.value) >= 1e9 ? format(datum.value / 1e9, '.4~g') + ' bn' : "
    "abs(datum.value) >= 1e6 ? format(datum.value / 1e6, '.4~g') + ' M' : "
    "abs(datum.value) >= 1e3 ? format(datum.value / 1e3, '.4~g') + ' k' : format(datum.value, '.4~g')"
)
SHARE = "format(100 * datum.value, '.4~g') + ' %'"


@cache
def frontier(service: str, cost: str, currency: str) -> dict[str, Any]:
    """The declaration of the service-cost chart."""
    x = alt.X("x:Q", title=words.LABELS[service], axis=axis(SHARE, grid=False), scale=exact())
    y = alt.Y("y:Q", title=f"{words.LABELS[cost]} ({currency})", axis=axis(AMOUNT, grid=True), scale=exact())
    base = alt.Chart().encode(x=x, y=y)
    tooltip = [
        alt.Tooltip("name:N", title="Policy"),
        alt.Tooltip("service:N", title=words.LABELS[service]),
        alt.Tooltip("cost:N", title=words.LABELS[cost]),
        alt.Tooltip("need:N", title="Buffer"),
    ]
    layers = [
        only(base, "frame").mark_point(opacity=0, aria=False),
        only(base, "target").mark_rule(opacity=0.7, strokeDash=[4, 4], color=INK),
        only(base, "target").mark_text(**beside(), fontSize=12, color=INK).encode(text="text:N"),
        _lines(base, "ghost", 0.35),
        _points(base, "ghost", 0.45, 60, tooltip),
        only(base, "band")
        .mark_line(filled=True, interpolate="linear-closed", strokeWidth=0, fillOpacity=0.2, aria=False)
        .encode(fill=_colour(alt.Fill), detail="name:N", order="order:Q"),
        _lines(base, "curve", 0.95),
        only(base, "curve").mark_point(opacity=0, size=90, aria=False).encode(tooltip=tooltip),
        _points(base, "curve", 1.0, 150, tooltip),
        # A rim in the colour of the ground keeps a label readable where it crosses a curve.
        _names(base).mark_text(**beside(), **NAME, stroke=alt.expr("background"), strokeWidth=5, aria=False),
        _names(base).mark_text(**beside(), **NAME).encode(color=_colour()),
    ]
    return finished(alt.layer(*layers).properties(height=HEIGHT))


def only(base: alt.Chart, kind: str) -> alt.Chart:
    """A layer's start: the rows of one kind."""
    return base.transform_filter(f"datum.kind == '{kind}'")


def _names(base: alt.Chart) -> alt.Chart:
    return only(base, "label").encode(text="name:N")


def beside() -> dict[str, Any]:
    """Where a text stands, from its row."""
    return {name: alt.expr(f"datum.{name}") for name in ("dx", "dy", "align")}


def _lines(base: alt.Chart, kind: str, opacity: float) -> alt.Chart:
    dash = alt.StrokeDash("name:N", scale=alt.Scale(**_DASH), legend=None)
    drawn: alt.Chart = (
        only(base, kind)
        .mark_line(strokeWidth=2.2, opacity=opacity, aria=kind == "curve")
        .encode(color=_colour(), strokeDash=dash, order="order:Q")
    )
    return drawn


def _points(base: alt.Chart, kind: str, opacity: float, size: int, tooltip: list[alt.Tooltip]) -> alt.Chart:
    shape = alt.Shape("name:N", scale=alt.Scale(**_SHAPE), legend=None)
    drawn: alt.Chart = (
        base.transform_filter(f"datum.kind == '{kind}' && datum.now")
        .mark_point(filled=True, opacity=opacity, size=size, aria=kind == "curve")
        .encode(color=_colour(), shape=shape, tooltip=tooltip)
    )
    return drawn


@cache
def costs(currency: str) -> dict[str, Any]:
    """The declaration of the cost chart."""
    order, policies = [words.LABELS[name] for name in COMPONENTS], [POLICY[p] for p in POLICIES]
    base = alt.Chart().encode(
        y=alt.Y("component:N", sort=order, title=None, axis=axis(None, ticks=False, domain=False, labelLimit=200)),
        yOffset=alt.YOffset("name:N", sort=policies),
        x=alt.X("value:Q", title=f"Cost a year ({currency})", axis=axis(AMOUNT, grid=False), scale=exact()),
    )
    bars = base.transform_filter("datum.kind == 'bar'")
    layers = [
        base.transform_filter("datum.kind == 'frame'").mark_point(opacity=0, aria=False),
        # The table below says the same in text; forty descriptions a move would only cost time.
        bars.mark_bar(height={"band": 0.86}, aria=False).encode(color=_colour(), tooltip=_TOLD),
        bars.mark_text(align="left", dx=4, fontSize=11, color=INK, aria=False).encode(text="text:N"),
    ]
    return finished(alt.layer(*layers).properties(height={"step": 15}))


def axis(says: str | None, **more: Any) -> alt.Axis:
    """An axis in the page's own manner; `says` is the expression that writes its ticks."""
    written: dict[str, Any] = {"labelExpr": says, "tickCount": 6} if says else {}
    return alt.Axis(titleFontWeight="normal", labelColor=INK, titleColor=INK, **written, **more)


def exact() -> alt.Scale:
    """A scale from corner to corner of the rows."""
    return alt.Scale(zero=False, nice=False)


def _colour(channel: type[Any] = alt.Color) -> Any:
    return channel("name:N", scale=alt.Scale(domain=[POLICY[p] for p in POLICIES]), legend=None)


def finished(chart: Any) -> dict[str, Any]:
    """The declaration of a chart."""
    spec: dict[str, Any] = _without_data(chart.to_dict(validate=False))
    return spec


def _without_data(part: Any) -> Any:
    """A declaration whose layers all draw from the rows that come with it: Altair gives each an empty table."""
    if isinstance(part, dict):
        return {key: _without_data(value) for key, value in part.items() if key not in ("data", "datasets")}
    return [_without_data(value) for value in part] if isinstance(part, list) else part
