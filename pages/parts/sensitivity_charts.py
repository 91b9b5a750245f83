"""Charts of the sensitivity page: fixed declarations, which the rows of `sensitivity_rows` fill. No screen."""

from __future__ import annotations

from functools import cache
from typing import Any

import altair as alt

from core.look.charts import AMOUNT, NAME, NAMES, SHAPE, SHARE
from core.measures import BY_NAME
from core.policies import LABELS as POLICY
from pages.parts.charts import INK, axis, beside, colour, dash, exact, finished, only, shape, written
from pages.parts.words import LABELS

HEIGHT = 250
POINTS = "(datum.value > 0 ? '+' : '') + format(100 * datum.value, '.3~g')"
SIGNED = f"(datum.value > 0 ? '+' : '') + ({AMOUNT})"
Encoded = dict[str, Any]


@cache
def tornado(measure: str, pair: tuple[str, str], currency: str) -> dict[str, Any]:
    """Bars from today's difference to that at each setting's ends."""
    is_share = BY_NAME[measure].unit == "share"
    unit = "points" if is_share else currency
    title = f"{' − '.join(POLICY[policy] for policy in pair)}" + (f" ({unit})" if unit else "")
    ticks = axis(POINTS if is_share else SIGNED, grid=True)
    x = alt.X("x:Q", title=title, axis=ticks, scale=exact())
    y = alt.Y("rank:O", title=None, axis=None, scale=alt.Scale(paddingInner=0.2))
    base = alt.Chart().encode(x=x, y=y, yOffset=alt.YOffset("slot:O"))
    told = [
        alt.Tooltip("setting:N", title="Setting"),
        alt.Tooltip("value:N", title="Moved to"),
        alt.Tooltip("told:N", title="Difference"),
        alt.Tooltip("name:N", title="Better there"),
    ]
    told_apart: Encoded = {"scale": alt.Scale(domain=NAMES), "legend": None}
    nobody, shade = alt.datum.name == "", "#8a8f94"
    ends: Encoded = {"x2": "to:Q", "tooltip": told}
    whisker: Encoded = {"x": alt.X("from:Q", title=title), "x2": "until:Q"}
    low, high = only(base, "low"), only(base, "high")
    moved = base.transform_filter("datum.kind == 'low' || datum.kind == 'high'")
    layers = [
        only(base, "frame").mark_point(opacity=0, aria=False),
        low.mark_bar(fillOpacity=0.12, strokeWidth=1.5, aria=False).encode(
            fill=alt.condition(nobody, alt.value(shade), alt.Fill("name:N", **told_apart)),
            stroke=alt.condition(nobody, alt.value(shade), alt.Stroke("name:N", **told_apart)),
            **ends,
        ),
        high.mark_bar(aria=False).encode(
            fill=alt.condition(nobody, alt.value(shade), alt.Fill("name:N", **told_apart)), **ends
        ),
        moved.mark_rule(strokeWidth=1, color=INK, aria=False).encode(**whisker),
        *_ends_of_whiskers(moved),
        *_across(x),
        *_labels(base),
    ]
    return finished(alt.layer(*layers).properties(height={"step": 11}))


def _ends_of_whiskers(base: alt.Chart) -> list[alt.Chart]:
    tick: Encoded = {"thickness": 1, "height": 5, "color": INK, "aria": False}
    return [base.mark_tick(**tick).encode(x=alt.X(f"{end}:Q")) for end in ("from", "until")]


def _across(x: alt.X) -> list[alt.Chart]:
    """Today's difference and the line of equal figures, named above the plot."""
    rules, words = [], []
    for kind, pattern in (("base", [1, 0]), ("equal", [4, 4])):
        line = only(alt.Chart(), kind).encode(x=x)
        rules.append(line.mark_rule(color=INK, strokeDash=pattern, opacity=0.8, aria=False))
        small: Encoded = {"align": alt.expr("datum.align"), "dx": alt.expr("datum.dx"), "fontSize": 12, "color": INK}
        words.append(line.mark_text(baseline="bottom", dy=-3, **small).encode(y=alt.value(0), text="text:N"))
    return [*rules, *words]


def _labels(base: alt.Chart) -> list[alt.Chart]:
    said = only(base, "label").encode(text="text:N")
    rim: Encoded = {"stroke": alt.expr("background"), "strokeWidth": 4, "aria": False}
    # A name that is too long for the plot ends in dots, rather than pushing the plot aside.
    small: Encoded = {"align": "left", "dx": 2, "fontSize": 12, "color": INK, "limit": alt.expr("width - 4")}
    return [said.mark_text(**small, **rim), said.mark_text(**small)]


@cache
def curve(measure: str, currency: str, kind: str) -> dict[str, Any]:
    """The policies along one setting; `kind`: number, percent, or words for choices."""
    is_share = BY_NAME[measure].unit == "share"
    says = {"percent": SHARE, "number": "format(datum.value, '.4~g')", "words": None}[kind]
    along = axis(says, grid=False, labelAngle=0)
    if kind == "words":
        x: alt.X = alt.X("x:N", sort=None, title=None, axis=along)
    else:
        x = alt.X("x:Q", title=None, axis=along, scale=exact())
    title = LABELS[measure] + (f" ({currency})" if currency and not is_share else "")
    y = alt.Y("y:Q", title=title, axis=axis(SHARE if is_share else AMOUNT, grid=True), scale=exact())
    base = alt.Chart().encode(x=x, y=y)
    told = [
        alt.Tooltip("name:N", title="Policy"),
        alt.Tooltip("value:N", title="At"),
        alt.Tooltip("told:N", title=LABELS[measure]),
    ]
    layers = [
        only(base, "frame").mark_point(opacity=0, aria=False),
        *_today(base),
        *_lines(base, kind, told),
        *([] if kind == "words" else _names(base)),
    ]
    return finished(alt.layer(*layers).properties(height=HEIGHT))


def _today(base: alt.Chart) -> list[alt.Chart]:
    now = only(base, "now")
    small: Encoded = {"fontSize": 12, "color": INK}
    return [
        now.mark_rule(strokeDash=[4, 4], opacity=0.7, color=INK, aria=False).encode(
            y=alt.value(0), y2=alt.value("height")
        ),
        now.mark_text(**beside(), **small).encode(text="text:N"),
    ]


def _lines(base: alt.Chart, kind: str, told: list[alt.Tooltip]) -> list[alt.Chart]:
    line = only(base, "line")
    band: Encoded = {"y": alt.Y("low:Q"), "y2": "high:Q"}
    now = line.transform_filter("datum.now").mark_point(filled=True, size=130, opacity=1)
    if kind == "words":
        # Points of one value stand beside each other, with no line's end for a name: so they are named above the plot.
        beside_each = alt.XOffset("name:N", scale=alt.Scale(domain=NAMES))
        above = alt.Legend(orient="top", title=None, labelFontSize=13, labelColor=INK, symbolSize=110)
        marked = alt.Shape("name:N", scale=alt.Scale(**SHAPE), legend=above)
        coloured = alt.Color("name:N", scale=alt.Scale(domain=NAMES), legend=above)
        return [
            line.mark_rule(strokeWidth=2, aria=False).encode(color=coloured, xOffset=beside_each, **band),
            line.mark_point(filled=True, size=130, opacity=1).encode(
                color=coloured, shape=marked, xOffset=beside_each, tooltip=told
            ),
        ]
    return [
        line.mark_area(opacity=0.2, aria=False).encode(fill=colour(alt.Fill), detail="name:N", **band),
        line.mark_line(strokeWidth=2.2).encode(color=colour(), strokeDash=dash()),
        line.mark_point(opacity=0, size=90, aria=False).encode(tooltip=told),
        now.encode(color=colour(), shape=shape(), tooltip=told),
    ]


def _names(base: alt.Chart) -> list[alt.Chart]:
    return written(only(base, "label").encode(text="name:N"), colour(), **NAME)


@cache
def indices() -> dict[str, Any]:
    """Total effects as bars, first-order effects as points."""
    y = alt.Y("setting:N", sort=None, title=None, axis=axis(None, ticks=False, domain=False, labelLimit=190))
    x = alt.X("x:Q", title="Share of the difference's variance", axis=axis(SHARE, grid=True), scale=exact())
    base = alt.Chart().encode(x=x, y=y)
    told = [alt.Tooltip("setting:N", title="Setting"), alt.Tooltip("told:N", title="Effect")]
    whisker: Encoded = {"x": alt.X("low:Q", title=None), "x2": "high:Q"}
    total, alone = only(base, "total"), only(base, "alone")
    layers = [
        only(base, "frame").mark_point(opacity=0, aria=False),
        total.mark_bar(opacity=0.4, height={"band": 0.7}, color=INK, aria=False).encode(tooltip=told),
        total.mark_rule(strokeWidth=1.5, color=INK, aria=False).encode(**whisker),
        alone.mark_point(filled=True, shape="diamond", size=80, opacity=1, color=INK).encode(tooltip=told),
    ]
    return finished(alt.layer(*layers).properties(height={"step": 28}))
