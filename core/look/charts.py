"""Explore's charts as Vega-Lite declarations, which the rows of `rows` fill. Plain tables: no screen, no library.

A declaration never changes while a person moves a slider, so the browser keeps its drawing and only takes new rows.
Colours come from the theme, in the order of the policies. Other charts of the pages are declared by the tools of
`pages.parts.charts`, in the same manner.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from core.look import words
from core.look.rows import COMPONENTS
from core.policies import LABELS as POLICY
from core.policies import POLICIES

Part = dict[str, Any]
HEIGHT = 290
NAME: Part = {"fontSize": 14, "fontWeight": 600}
# The ground's colour is the theme's; what is written on it follows.
INK = "luminance(background) > 0.4 ? '#22262a' : '#e9e7e2'"
# Ticks as `numbers` writes amounts and shares.
AMOUNT = (
    "datum.value == 0 ? '0' : abs(datum.value) >= 1e9 ? format(datum.value / 1e9, '.4~g') + ' bn' : "
    "abs(datum.value) >= 1e6 ? format(datum.value / 1e6, '.4~g') + ' M' : "
    "abs(datum.value) >= 1e3 ? format(datum.value / 1e3, '.4~g') + ' k' : format(datum.value, '.4~g')"
)
SHARE = "format(100 * datum.value, '.4~g') + ' %'"
AXIS: Part = {"titleFontWeight": "normal", "labelColor": {"expr": INK}, "titleColor": {"expr": INK}}
"""An axis in the page's own manner; TICKS go with an expression that writes them."""
TICKS: Part = {"tickCount": 6}
EXACT: Part = {"zero": False, "nice": False}
"""A scale from corner to corner of the rows."""
BESIDE: Part = {name: {"expr": f"datum.{name}"} for name in ("dx", "dy", "align")}
"""Where a text stands, from its row."""
NAMES = [POLICY[p] for p in POLICIES]
# Told apart in grey too: each policy has its own dash and its own mark.
DASH: Part = {"domain": NAMES, "range": [[1, 0], [7, 3], [2, 2]]}
SHAPE: Part = {"domain": NAMES, "range": ["circle", "square", "diamond"]}
_COLOUR: Part = {"field": "name", "type": "nominal", "scale": {"domain": NAMES}, "legend": None}
_WHOLE: Part = {
    "$schema": "https://vega.github.io/schema/vega-lite/v6.4.1.json",
    "config": {"view": {"continuousWidth": 300, "continuousHeight": 300}},
}


@cache
def frontier(service: str, cost: str, currency: str) -> Part:
    """The declaration of the service-cost chart."""
    title = f"{words.LABELS[cost]} ({currency})"
    x, y = _measured("x", words.LABELS[service], SHARE, grid=False), _measured("y", title, AMOUNT, grid=True)
    at: Part = {"x": x, "y": y}
    told = [("name", "Policy"), ("service", words.LABELS[service]), ("cost", words.LABELS[cost]), ("need", "Buffer")]
    tooltip: Part = {"tooltip": [_told(field, title) for field, title in told]}
    dash: Part = {**_text("name"), "scale": DASH, "legend": None}
    drawn = {"color": _COLOUR, "strokeDash": dash, "order": _field("order")}
    marked = {"color": _COLOUR, "shape": {**dash, "scale": SHAPE}, **tooltip}
    band = {"fill": _COLOUR, "detail": _text("name"), "order": _field("order")}
    named, ink = {"text": _text("name")}, {"expr": INK}
    text, line = {**BESIDE, "type": "text"}, {"type": "line", "strokeWidth": 2.2}
    ribbon = {"type": "line", "filled": True, "interpolate": "linear-closed", "strokeWidth": 0, "fillOpacity": 0.2}
    point = {"type": "point", "filled": True}
    layers = [
        _layer("frame", {"type": "point", "opacity": 0, "aria": False}, at),
        _layer("target", {"type": "rule", "opacity": 0.7, "strokeDash": [4, 4], "color": ink}, at),
        _layer("target", {**text, "fontSize": 12, "color": ink}, at, {"text": _text("text")}),
        _layer("ghost", {**line, "opacity": 0.35, "aria": False}, at, drawn),
        _layer("ghost", {**point, "opacity": 0.45, "size": 60, "aria": False}, at, marked, " && datum.now"),
        _layer("band", {**ribbon, "aria": False}, at, band),
        _layer("curve", {**line, "opacity": 0.95, "aria": True}, at, drawn),
        _layer("curve", {"type": "point", "opacity": 0, "size": 90, "aria": False}, at, tooltip),
        _layer("curve", {**point, "opacity": 1.0, "size": 150, "aria": True}, at, marked, " && datum.now"),
        # A rim in the colour of the ground keeps a label readable where it crosses a curve.
        _layer("label", {**text, **NAME, "stroke": {"expr": "background"}, "strokeWidth": 5, "aria": False}, at, named),
        _layer("label", {**text, **NAME}, at, {**named, "color": _COLOUR}),
    ]
    return _whole(layers, HEIGHT)


@cache
def costs(currency: str) -> Part:
    """The declaration of the cost chart."""
    order = [words.LABELS[name] for name in COMPONENTS]
    rows = {**_text("component"), "sort": order, "title": None}
    at = {
        "y": {**rows, "axis": {**AXIS, "ticks": False, "domain": False, "labelLimit": 200}},
        "yOffset": {**_text("name"), "sort": NAMES},
        "x": _measured("value", f"Cost a year ({currency})", AMOUNT, grid=False),
    }
    told = [("name", "Policy"), ("component", "Component"), ("told", "Cost a year")]
    coloured = {"color": _COLOUR, "tooltip": [_told(field, title) for field, title in told]}
    amount = {"type": "text", "align": "left", "dx": 4, "fontSize": 11, "color": {"expr": INK}}
    layers = [
        _layer("frame", {"type": "point", "opacity": 0, "aria": False}, at),
        # The table below says the same in text; forty descriptions a move would only cost time.
        _layer("bar", {"type": "bar", "height": {"band": 0.86}, "aria": False}, at, coloured),
        _layer("bar", {**amount, "aria": False}, at, {"text": _text("text")}),
    ]
    return _whole(layers, {"step": 15})


def _layer(kind: str, mark: Part, at: Part, more: Part | None = None, also: str = "") -> Part:
    """A layer that draws the rows of one kind."""
    encoding = {**at, **(more or {})}
    return {"mark": mark, "encoding": encoding, "transform": [{"filter": f"datum.kind == '{kind}'{also}"}]}


def _measured(field: str, title: str, says: str, grid: bool) -> Part:
    axis = {**AXIS, **TICKS, "labelExpr": says, "grid": grid}
    return {**_field(field), "title": title, "axis": axis, "scale": EXACT}


def _field(name: str) -> Part:
    return {"field": name, "type": "quantitative"}


def _text(name: str) -> Part:
    return {"field": name, "type": "nominal"}


def _told(field: str, title: str) -> Part:
    return {**_text(field), "title": title}


def _whole(layers: Sequence[Part], height: Any) -> Part:
    return {**_WHOLE, "layer": list(layers), "height": height}
