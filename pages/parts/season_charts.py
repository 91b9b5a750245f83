"""Charts of the season page: fixed declarations, which the rows of `season_rows` fill. No screen."""

from __future__ import annotations

from functools import cache
from typing import Any

import altair as alt

from core.look.charts import AMOUNT, NAME, SHARE
from pages.parts.charts import INK, axis, colour, dash, exact, finished, only, shape, written
from pages.parts.season_words import MONTHS

HEIGHT, LOW = 260, 190
# Weeks from the season's first day on: earlier ones are negative.
WEEKS = "datum.value == 0 ? 'first day' : abs(datum.value) + (datum.value < 0 ? ' before' : ' after')"
Encoded = dict[str, Any]


@cache
def starts(figure: str, currency: str) -> dict[str, Any]:
    """A figure ("service" or "cost") by start week."""
    title = "Season served" if figure == "service" else f"Cost ({currency})"
    ticks = SHARE if figure == "service" else AMOUNT
    weeks = axis(WEEKS, grid=False)
    at: Encoded = {
        "x": alt.X("x:Q", title="Start, weeks from the season's first day", axis=weeks, scale=exact()),
        "y": alt.Y("y:Q", title=title, axis=axis(ticks, grid=True), scale=exact()),
    }
    told = [
        alt.Tooltip("name:N", title="Policy"),
        alt.Tooltip("start:N", title="Start"),
        alt.Tooltip("told:N", title=title),
    ]
    base = alt.Chart().encode(**at)
    mark: Encoded = {"color": colour(), "shape": shape(), "tooltip": told}
    layers = [
        only(base, "frame").mark_point(opacity=0, aria=False),
        *_level(at["y"]),
        only(base, "line").mark_area(opacity=0.2, aria=False).encode(**_band()),
        *_curves(base, told),
        # Filled with the ground: told apart from the best start without colour too.
        only(base, "late").mark_point(size=110, strokeWidth=2, fill=alt.expr("background"), opacity=1).encode(**mark),
        only(base, "best").mark_point(filled=True, size=170, opacity=1).encode(**mark),
        *_words(base),
    ]
    return finished(alt.layer(*layers).properties(height=HEIGHT))


@cache
def index() -> dict[str, Any]:
    """The index by month with its band."""
    x = alt.X("month:N", sort=list(MONTHS), title=None, axis=axis(None, grid=False, labelAngle=0))
    y = alt.Y("y:Q", title="Index (mean 1)", axis=axis("datum.label", grid=True), scale=exact())
    told = [alt.Tooltip("month:N", title="Month"), alt.Tooltip("told:N", title="Index")]
    base = alt.Chart().encode(x=x, y=y)
    months = only(base, "month")
    layers = [
        only(base, "frame").mark_point(opacity=0, aria=False),
        *_level(y),
        months.mark_bar(opacity=0.35, color=INK, aria=False).encode(tooltip=told),
        months.mark_rule(strokeWidth=2, color=INK, aria=False).encode(y=alt.Y("low:Q"), y2="high:Q"),
        months.mark_point(filled=True, size=60, opacity=1, color=INK).encode(tooltip=told),
    ]
    return finished(alt.layer(*layers).properties(height=LOW))


@cache
def calendar() -> dict[str, Any]:
    """Pallets by week and policy against own places."""
    at: Encoded = {
        # Days are the model's own, whatever the reader's time zone.
        "x": alt.X("date:T", title=None, scale=alt.Scale(type="utc"), axis=axis(None, grid=False, format="%b")),
        "y": alt.Y("y:Q", title="Pallets of a day", axis=axis(AMOUNT, grid=True), scale=exact()),
    }
    told = [
        alt.Tooltip("name:N", title="Policy"),
        alt.Tooltip("start:N", title="When"),
        alt.Tooltip("told:N", title="Pallets"),
        alt.Tooltip("out:N", title="Outside"),
    ]
    base = alt.Chart().encode(**at)
    layers = [
        only(base, "frame").mark_point(opacity=0, aria=False),
        only(base, "line").mark_area(opacity=0.25, aria=False).encode(**_band()),
        *_level(at["y"]),
        *_curves(base, told),
        *_words(base),
    ]
    return finished(alt.layer(*layers).properties(height=HEIGHT))


def _band() -> Encoded:
    return {"y": alt.Y("low:Q"), "y2": "high:Q", "fill": colour(alt.Fill), "detail": "name:N"}


def _level(y: Any) -> list[alt.Chart]:
    rule: Encoded = {"opacity": 0.7, "strokeDash": [4, 4], "color": INK, "aria": False}
    return [only(alt.Chart(), "level").mark_rule(**rule).encode(y=y)]


def _curves(base: alt.Chart, told: list[alt.Tooltip]) -> list[alt.Chart]:
    line = only(base, "line")
    return [
        line.mark_line(strokeWidth=2.2).encode(color=colour(), strokeDash=dash()),
        line.mark_point(opacity=0, size=90, aria=False).encode(tooltip=told),
    ]


def _words(base: alt.Chart) -> list[alt.Chart]:
    """Names in the colour of their policy, and words."""
    names, said = only(base, "label").encode(text="name:N"), only(base, "words").encode(text="text:N")
    return [*written(names, colour(), **NAME), *written(said, fontSize=12, color=INK)]
