"""The chart of the Scenarios page: a fixed declaration, which the rows of `scenarios_rows` fill. No screen."""

from __future__ import annotations

from functools import cache
from typing import Any

import altair as alt

from core.kept import MOST
from core.look import words
from core.look.charts import AMOUNT, SHARE
from pages.parts.charts import INK, axis, beside, exact, finished, only

HEIGHT = 290
# Each reads on light and on dark ground; what is written stands in the ground's own ink.
COLOURS = ("#2f7fc1", "#c2641f", "#2a8f63", "#9a62c4", "#c4527c", "#857b2a")
_DASHES = ([1, 0], [7, 3], [2, 2], [9, 3, 2, 3])
_SHAPES = ("circle", "square", "diamond", "triangle-up", "cross", "triangle-down")
SLOTS = list(range(MOST))
# No two of the twelve have both dash and mark in common, nor colour and dash.
DASH = {"domain": SLOTS, "range": [_DASHES[(k + k // 6) % 4] for k in SLOTS]}
SHAPE = {"domain": SLOTS, "range": [_SHAPES[k % 6] for k in SLOTS]}
COLOUR = {"domain": SLOTS, "range": [COLOURS[k % 6] for k in SLOTS]}
Encoded = dict[str, Any]


@cache
def frontier(service: str, cost: str, currency: str) -> dict[str, Any]:
    """Cost over service, a curve per scenario."""
    x = alt.X("x:Q", title=words.LABELS[service], axis=axis(SHARE, grid=False), scale=exact())
    unit = f" ({currency})" if currency else ""
    y = alt.Y("y:Q", title=words.LABELS[cost] + unit, axis=axis(AMOUNT, grid=True), scale=exact())
    base = alt.Chart().encode(x=x, y=y)
    told = [
        alt.Tooltip("name:N", title="Scenario"),
        alt.Tooltip("service:N", title=words.LABELS[service]),
        alt.Tooltip("cost:N", title=words.LABELS[cost]),
        alt.Tooltip("need:N", title="Buffer"),
    ]
    dash = alt.StrokeDash("slot:O", scale=alt.Scale(**DASH), legend=None)
    shape = alt.Shape("slot:O", scale=alt.Scale(**SHAPE), legend=None)
    names = only(base, "label").encode(text="name:N")
    small: Encoded = {"fontSize": 13, "fontWeight": 600, "color": INK}
    curves = only(base, "curve")
    layers = [
        only(base, "frame").mark_point(opacity=0, aria=False),
        only(base, "band")
        .mark_line(filled=True, interpolate="linear-closed", strokeWidth=0, fillOpacity=0.13, aria=False)
        .encode(fill=_colour(alt.Fill), detail="slot:O", order="order:Q"),
        curves.mark_line(strokeWidth=2.2, opacity=0.95).encode(color=_colour(), strokeDash=dash, order="order:Q"),
        curves.mark_point(opacity=0, size=90, aria=False).encode(tooltip=told),
        base.transform_filter("datum.kind == 'curve' && datum.now")
        .mark_point(filled=True, opacity=1.0, size=140)
        .encode(color=_colour(), shape=shape, tooltip=told),
        # A rim in the colour of the ground keeps a name readable where it crosses a curve.
        names.mark_text(**beside(), **small, stroke=alt.expr("background"), strokeWidth=5, aria=False),
        names.mark_text(**beside(), **small),
    ]
    return finished(alt.layer(*layers).properties(height=HEIGHT))


def _colour(channel: type[Any] = alt.Color) -> Any:
    return channel("slot:O", scale=alt.Scale(**COLOUR), legend=None)
