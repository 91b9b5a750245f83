"""Charts of the page of switching: fixed declarations, which the rows of `switching_rows` fill. No screen."""

from __future__ import annotations

from functools import cache
from typing import Any

import altair as alt

from core.look.charts import AMOUNT, NAME
from pages.parts.charts import INK, axis, colour, exact, finished, only, written

HEIGHT = 260
Encoded = dict[str, Any]


@cache
def cash(currency: str, months: int) -> dict[str, Any]:
    """Cash at each month's end, with its band, and without the one-off costs."""
    base, y = _base(f"Cash against staying ({currency})" if currency else "Cash against staying", months)
    told = [alt.Tooltip("month:N", title="After"), alt.Tooltip("told:N", title="Cash")]
    line = only(base, "line")
    layers = [
        only(base, "frame").mark_point(opacity=0, aria=False),
        only(alt.Chart(), "zero").mark_rule(opacity=0.7, color=INK, aria=False).encode(y=y),
        line.mark_area(opacity=0.2, aria=False).encode(y=alt.Y("low:Q"), y2="high:Q", fill=colour(alt.Fill)),
        only(base, "plain").mark_line(strokeWidth=1.6, strokeDash=[5, 4], color=INK, opacity=0.8, aria=False),
        line.mark_line(strokeWidth=2.4).encode(color=colour()),
        line.mark_point(filled=True, size=34, opacity=1, aria=False).encode(color=colour(), tooltip=told),
        only(base, "mark").mark_point(size=150, strokeWidth=2.2, color=INK, opacity=1, aria=False),
        *_words(base),
    ]
    return finished(alt.layer(*layers).properties(height=HEIGHT))


@cache
def stock(currency: str, months: int) -> dict[str, Any]:
    """Stock value on the way, between the two that it goes from and to."""
    base, _ = _base(f"Stock at cost ({currency})" if currency else "Stock at cost", months)
    told = [
        alt.Tooltip("month:N", title="Day"),
        alt.Tooltip("told:N", title="On the way"),
        alt.Tooltip("before:N", title="As it was"),
        alt.Tooltip("after:N", title="As it becomes"),
    ]
    line = only(base, "line")
    dash = alt.StrokeDash("side:N", scale=alt.Scale(domain=["before", "after"], range=[[7, 3], [2, 2]]), legend=None)
    layers = [
        only(base, "frame").mark_point(opacity=0, aria=False),
        line.mark_area(opacity=0.2, aria=False, color=INK).encode(y=alt.Y("low:Q"), y2="high:Q"),
        line.mark_line(strokeWidth=2.4, color=INK),
        only(base, "side").mark_line(strokeWidth=2.2).encode(color=colour(), strokeDash=dash, detail="side:N"),
        line.mark_point(opacity=0, size=90, aria=False).encode(tooltip=told),
        *_words(base),
    ]
    return finished(alt.layer(*layers).properties(height=HEIGHT))


def _base(title: str, months: int) -> tuple[alt.Chart, alt.Y]:
    """Months from the day of the switch on, a tick every second one of a year and every sixth of more."""
    ticks = axis("datum.label", grid=False, values=list(range(0, months + 1, 2 if months <= 12 else 6)))
    x = alt.X("x:Q", title="Months since the switch", axis=ticks, scale=exact())
    y = alt.Y("y:Q", title=title, axis=axis(AMOUNT, grid=True), scale=exact())
    return alt.Chart().encode(x=x, y=y), y


def _words(base: alt.Chart) -> list[alt.Chart]:
    """Names in the colour of their policy, and words."""
    names, said = only(base, "label").encode(text="text:N"), only(base, "words").encode(text="text:N")
    return [*written(names, colour(), **NAME), *written(said, fontSize=12, color=INK)]
