"""Tools for the pages' own charts: fixed declarations made by Altair in the manner of Explore's. No screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from core.look import charts as look

INK = alt.expr(look.INK)
"""The colour of what is written on the theme's ground."""


def only(base: alt.Chart, kind: str) -> alt.Chart:
    """A layer's start: the rows of one kind."""
    return base.transform_filter(f"datum.kind == '{kind}'")


def beside() -> dict[str, Any]:
    """Where a text stands, from its row."""
    return {name: alt.expr(place["expr"]) for name, place in look.BESIDE.items()}


def axis(says: str | None, **more: Any) -> alt.Axis:
    """An axis in the page's own manner; `says` is the expression that writes its ticks."""
    written = {**look.TICKS, "labelExpr": says} if says else {}
    return alt.Axis(**look.AXIS, **written, **more)


def exact() -> alt.Scale:
    """A scale from corner to corner of the rows."""
    return alt.Scale(**look.EXACT)


def colour(channel: type[Any] = alt.Color, field: str = "name:N", among: Sequence[str] = look.NAMES) -> Any:
    """Each policy, or what else is told apart, in its colour of the theme."""
    return channel(field, scale=alt.Scale(domain=list(among)), legend=None)


def dash(scale: dict[str, Any] = look.DASH, field: str = "name:N") -> alt.StrokeDash:
    """Each policy in its dash."""
    return alt.StrokeDash(field, scale=alt.Scale(**scale), legend=None)


def shape(scale: dict[str, Any] = look.SHAPE) -> alt.Shape:
    """Each policy in its mark."""
    return alt.Shape("name:N", scale=alt.Scale(**scale), legend=None)


def written(said: alt.Chart, ink: Any = None, **manner: Any) -> list[alt.Chart]:
    """Texts where their rows say; a rim in the colour of the ground keeps them readable where they cross a line."""
    at = {**beside(), **manner}
    text = said.mark_text(**at)
    rim = said.mark_text(**at, stroke=alt.expr("background"), strokeWidth=5, aria=False)
    return [rim, text.encode(color=ink) if ink is not None else text]


def finished(chart: Any) -> dict[str, Any]:
    """The declaration of a chart."""
    spec: dict[str, Any] = _without_data(chart.to_dict(validate=False))
    return spec


def _without_data(part: Any) -> Any:
    """A declaration whose layers all draw from the rows that come with it: Altair gives each an empty table."""
    if isinstance(part, dict):
        return {key: _without_data(value) for key, value in part.items() if key not in ("data", "datasets")}
    return [_without_data(value) for value in part] if isinstance(part, list) else part
