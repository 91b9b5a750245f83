"""The stress page's chart: a fixed declaration, which the rows of `stress_rows` fill. No screen."""

from __future__ import annotations

from functools import cache
from typing import Any

import altair as alt

from core.look.charts import NAME, SHARE
from pages.parts.charts import INK, axis, beside, colour, dash, exact, finished, only, written

HEIGHT = 265
_ABOVE = "datum.value > 1.0001"


@cache
def curve() -> dict[str, Any]:
    """Service day by day through the events, with bands, the normal service, and the strip of events above."""
    days = alt.Scale(type="utc", nice=False)
    x = alt.X(
        "x:T",
        title=None,
        axis=alt.Axis(format="%-d %b", grid=False, tickCount=8, labelColor=INK, labelFlush=12),
        scale=days,
    )
    # Above 100 % the events' lanes stand, which have no service.
    fades: Any = {"condition": {"test": _ABOVE, "value": 0}, "value": 1}
    ticks = axis(f"{_ABOVE} ? '' : {SHARE}", grid=True, gridOpacity=fades, tickOpacity=fades)
    title = "Service of the day"
    base = alt.Chart().encode(x=x, y=alt.Y("y:Q", title=title, axis=ticks, scale=exact()))
    span = base.encode(x2="x2:T", y2="y2:Q")
    tooltip = [
        alt.Tooltip("name:N", title="Policy"),
        alt.Tooltip("day:N", title="Day"),
        alt.Tooltip("service:N", title="Service"),
        alt.Tooltip("usual:N", title="Without the event"),
    ]
    curves, names = only(base, "curve"), only(base, "label").encode(text="name:N")
    said = only(base, "said").encode(text="text:N")
    layers = [
        only(base, "frame").mark_point(opacity=0, aria=False),
        only(span, "shade").mark_rect(opacity=0.07, color=INK, aria=False),
        only(span, "bar").mark_rect(opacity=0.18, color=INK, cornerRadius=2, aria=False),
        # Their words name them.
        said.mark_text(**beside(), fontSize=12, color=INK, baseline="middle"),
        curves.mark_area(opacity=0.18, line=False, aria=False).encode(
            y=_y("lo:Q", title, ticks), y2="hi:Q", color=colour()
        ),
        curves.mark_line(strokeWidth=1, opacity=0.75, aria=False).encode(
            y=_y("normal:Q", title, ticks), color=colour()
        ),
        curves.mark_line(strokeWidth=2.2).encode(color=colour(), strokeDash=dash()),
        curves.transform_filter("datum.told").mark_point(opacity=0, size=90, aria=False).encode(tooltip=tooltip),
        *written(names, colour(), **NAME),
    ]
    return finished(alt.layer(*layers).properties(height=HEIGHT))


def _y(field: str, title: str, ticks: alt.Axis) -> alt.Y:
    return alt.Y(field, title=title, axis=ticks, scale=exact())
