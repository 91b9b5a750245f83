"""Tools for the pages' own charts: fixed declarations made by Altair in the manner of Explore's. No screen."""

from __future__ import annotations

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


def finished(chart: Any) -> dict[str, Any]:
    """The declaration of a chart."""
    spec: dict[str, Any] = _without_data(chart.to_dict(validate=False))
    return spec


def _without_data(part: Any) -> Any:
    """A declaration whose layers all draw from the rows that come with it: Altair gives each an empty table."""
    if isinstance(part, dict):
        return {key: _without_data(value) for key, value in part.items() if key not in ("data", "datasets")}
    return [_without_data(value) for value in part] if isinstance(part, list) else part
