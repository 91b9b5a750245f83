"""The portfolio's charts: fixed declarations, which the rows of `portfolio_rows` fill. No screen."""

from __future__ import annotations

from functools import cache
from typing import Any

import altair as alt

from core.look.charts import AMOUNT, NAME, SHARE
from pages.parts import words
from pages.parts.charts import INK, axis, colour, dash, exact, finished, only, shape, written
from pages.parts.portfolio_rows import NAMES

HEIGHT = 300
Encoded = dict[str, Any]
_EXTRA = {"group": "Of", "least": "Smallest that does", "best": "Cheapest that does"}
_ABOVE: Encoded = {"align": "left", "dx": 4, "dy": -6, "baseline": "bottom", "fontSize": 12, "color": INK}
_DASH = {"domain": list(NAMES.values()), "range": [[1, 0], [7, 3], [2, 2], [1, 0]]}
_SHAPE = {"domain": list(NAMES.values()), "range": ["circle", "square", "diamond", "triangle-up"]}


@cache
def hybrids(service: str, cost: str, currency: str) -> dict[str, Any]:
    """The hybrid by rule and by optimum: service against cost a year, or against the money that is tied up."""
    at: Encoded = {
        "x": alt.X("x:Q", title=words.LABELS[service], axis=axis(SHARE, grid=False), scale=exact()),
        "y": alt.Y("y:Q", title=f"{words.LABELS[cost]} ({currency})", axis=axis(AMOUNT, grid=True), scale=exact()),
    }
    base = alt.Chart().encode(**at)
    tooltip = [
        alt.Tooltip("name:N", title="How"),
        alt.Tooltip("service:N", title=words.LABELS[service]),
        alt.Tooltip("cost:N", title=words.LABELS[cost]),
    ]
    names = only(base, "label").encode(text="name:N")
    layers = [
        only(base, "frame").mark_point(opacity=0, aria=False),
        *_lines(at),
        only(base, "band")
        .mark_line(filled=True, interpolate="linear-closed", strokeWidth=0, fillOpacity=0.2, aria=False)
        .encode(fill=_colour(alt.Fill), detail="name:N", order="order:Q"),
        only(base, "curve").mark_line(strokeWidth=2.2).encode(color=_colour(), order="order:Q", strokeDash=dash(_DASH)),
        only(base, "curve").mark_point(opacity=0, size=90, aria=False).encode(tooltip=tooltip),
        only(base, "point")
        .mark_point(filled=True, opacity=1, size=150)
        .encode(color=_colour(), shape=shape(_SHAPE), tooltip=tooltip),
        *written(names, _colour(), **NAME),
    ]
    return finished(alt.layer(*layers).properties(height=HEIGHT))


@cache
def buffered(currency: str) -> dict[str, Any]:
    """Who gets the buffer: an item a mark, by what it sells and how long it takes to come."""
    at: Encoded = {
        "x": alt.X(
            "x:Q",
            title=f"Sales value a year ({currency}), log scale",
            axis=axis(AMOUNT, grid=False),
            scale=alt.Scale(type="log", nice=False),
        ),
        "y": alt.Y("y:Q", title="Lead time (days)", axis=axis("datum.label", grid=True), scale=exact()),
    }
    base = alt.Chart().encode(**at)
    size = alt.Size("size:Q", scale=alt.Scale(type="sqrt", domainMin=0, range=[25, 700]), legend=None)
    titles = {
        "item": "Item",
        "label": "Name",
        "name": "Held",
        "rule": "Because",
        "sales": "Sales a year",
        "days": "Lead time",
        "tied": "Working capital",
    }
    told = [alt.Tooltip(f"{field}:N", title=title) for field, title in titles.items()]
    names = only(base, "label").encode(text="name:N")
    layers = [
        only(base, "frame").mark_point(opacity=0, aria=False),
        # The table says the same in text; a thousand descriptions would only keep the browser busy.
        only(base, "item")
        .mark_point(filled=True, opacity=0.62, stroke=alt.expr("background"), strokeWidth=0.8, aria=False)
        .encode(color=colour(), shape=shape(), size=size, tooltip=told),
        *_lines(at),
        *written(names, colour(), **NAME),
    ]
    return finished(alt.layer(*layers).properties(height=HEIGHT))


@cache
def extra() -> dict[str, Any]:
    """How much extra stock: a group's cheapest buffer beside the span of the usual advice."""
    x = alt.X("x:Q", title="Buffer, share of need", axis=axis(SHARE, grid=False), scale=exact())
    order = alt.EncodingSortField("order", op="min")
    y = alt.Y("group:N", sort=order, title=None, axis=axis(None, ticks=False, domain=False, labelLimit=180))
    told = [alt.Tooltip(f"{name}:N", title=title) for name, title in _EXTRA.items()]
    base = alt.Chart()
    mark = {"color": colour(field="held:N"), "shape": alt.value("square"), "x": x, "y": y, "tooltip": told}
    layers = [
        only(base, "frame").mark_point(opacity=0, aria=False).encode(x=x),
        only(base, "advice").mark_rect(opacity=0.1, color=INK, aria=False).encode(x=x, x2="x2:Q"),
        only(base, "said").mark_text(**_ABOVE, text="usual advice").encode(x=x, y=alt.value(0)),
        only(base, "way").mark_rule(strokeWidth=2, aria=False).encode(x=x, x2="x2:Q", y=y, color=mark["color"]),
        # Filled with the ground, so that the way ends at its rim.
        only(base, "smallest")
        .mark_point(size=80, strokeWidth=2, fill=alt.expr("background"), opacity=1)
        .encode(**mark),
        only(base, "buffer").mark_point(filled=True, opacity=1, size=110).encode(**mark),
        only(base, "words")
        .mark_text(dx=alt.expr("datum.dx"), align=alt.expr("datum.align"), fontSize=12, color=INK, baseline="middle")
        .encode(x=x, y=y, text="text:N"),
    ]
    return finished(alt.layer(*layers).properties(height={"step": 24}))


def _lines(at: Encoded) -> list[alt.Chart]:
    """Lines across the plot at a value of one axis, each with its words."""
    base = alt.Chart()
    named = only(base, "words").encode(**at, text="text:N")
    # A line's words name it; and a layer without a line would be an image without a name.
    marks: Encoded = {"opacity": 0.7, "strokeDash": [4, 4], "color": INK, "aria": False}
    return [
        only(base, "upright").mark_rule(**marks).encode(x=at["x"]),
        only(base, "level").mark_rule(**marks).encode(y=at["y"]),
        *written(named, fontSize=12, color=INK),
    ]


def _colour(channel: type[Any] = alt.Color) -> Any:
    return colour(channel, among=list(NAMES.values()))
