"""Charts of the Day by day page: fixed declarations, which the rows of `daily_rows` fill. No screen.

Four parameters are bound to inputs that nobody sees and the player moves: which days are drawn, up to where the curtain
is open, and the day that the pointer is on. So playing and zooming need no run of the page. The curtain covers what is
still to come: only one mark moves then, not the lines. One mark stands where the pointer is and says what the day was:
hundreds of them, one for each day, would take most of the time that the browser has for a slider's move.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import altair as alt

from core.look.charts import AMOUNT, DASH, NAMES
from pages.parts import daily_words as words
from pages.parts.charts import INK, axis, colour, dash, exact, finished, only
from pages.parts.daily_rows import DAY, KEYS, LANE, ORIGIN

LAST = 9_999
"""A day beyond all others."""
PARAMS = {"first_day": 0, "last_day": LAST, "until_day": LAST, "hover_day": LAST}
HEIGHTS = {"stock": 240, "flow": 165, "on_order": 115, "waiting": 125}
"""Pixels, with title and axis."""
# The axes of all charts are as wide, so that their days stand below each other.
WIDE = 88
_SHADES = {"spike": 0.16, "outage": 0.1, "design change": 0.3}
SHORT = alt.expr("luminance(background) > 0.4 ? '#a3281e' : '#ff9d8f'")
_AT = f"scale('x', {ORIGIN:.0f} + {DAY:.0f} * (until_day + 0.5))"
# Between days nothing is said: zoomed to two of them, their names would stand there again and again.
_MONTHS = (
    "utchours(datum.value) != 0 ? '' : "
    "utcdate(datum.value) == 1 ? utcFormat(datum.value, '%b') : utcFormat(datum.value, '%-d %b')"
)
_X = f"{ORIGIN:.0f} + {DAY:.0f} * "
_DATE = "utcFormat(datum.x, '%-d %b') + (datum.d < 365 ? '' : ', year ' + (1 + floor(datum.d / 365)))"


@cache
def level(name: str, unit: str) -> dict[str, Any]:
    """The declaration of a chart of lines; `name` is one of `words.PANELS`."""
    base = alt.Chart()
    y_axis = axis(AMOUNT, grid=True, minExtent=WIDE, maxExtent=WIDE).copy()
    y_axis.tickCount = 4 if name == "stock" else 2
    y, labels = alt.Y("value:Q", title=None, axis=y_axis, scale=exact()), name in ("stock", "waiting")
    lines = (
        only(base, "day")
        .transform_fold(list(KEYS), as_=["key", "value"])
        .mark_line(strokeWidth=1.8, aria=False)
        .encode(
            x=_x(labels),
            y=y,
            color=colour(field="key:N", among=KEYS),
            strokeDash=dash({**DASH, "domain": list(KEYS)}, "key:N"),
        )
    )
    layers = [
        only(base, "frame").mark_point(opacity=0, aria=False).encode(y=alt.Y("a:Q", scale=exact())),
        *_spans(base, labels, named=name == "stock"),
        lines,
        *_above(base, labels, {policy: f"datum.{key}" for key, policy in zip(KEYS, NAMES, strict=True)}),
    ]
    return _whole(layers, f"{words.PANELS[name]} ({unit})", HEIGHTS[name])


@cache
def flow(unit: str) -> dict[str, Any]:
    """The declaration of the lanes: a policy each, deliveries up and shortages down."""
    base = alt.Chart()
    lane = axis(f"{NAMES}[datum.value]", grid=False, minExtent=WIDE, maxExtent=WIDE, ticks=False, domain=False)
    lane.values = [0, 1, 2]
    y = alt.Y("value:Q", title=None, axis=lane, scale=alt.Scale(domain=[-LANE, 2 + LANE], reverse=True))
    layers: list[Any] = [*_spans(base, labels=False, named=False)]
    for letter in "is":
        keys = [letter + key for key in KEYS]
        bars = only(base, "day").transform_fold(keys, as_=["key", "value"])
        bars = bars.transform_calculate(lane=f"indexof({keys}, datum.key)")
        mark: dict[str, Any] = {"interpolate": "step", "aria": False, "line": False}
        encoded: dict[str, Any] = {"x": _x(labels=False), "y": y, "y2": "lane:Q", "detail": "key:N"}
        if letter == "i":
            encoded["color"] = alt.Color("key:N", scale=alt.Scale(domain=keys), legend=None)
            layers.append(bars.mark_area(**mark, opacity=0.75).encode(**encoded))
        else:
            layers.append(bars.mark_area(**mark, color=SHORT, opacity=1).encode(**encoded))
    told = {
        f"{policy}, {said}": f"datum.a * pow((datum.{letter + key} - {k}) / {LANE}, 2)"
        for letter, said in (("i", "delivered"), ("s", "short"))
        for k, (key, policy) in enumerate(zip(KEYS, NAMES, strict=True))
    }
    return _whole([*layers, *_above(base, False, told)], f"{words.PANELS['flow']} ({unit})", HEIGHTS["flow"])


def _x(labels: bool, field: str = "x") -> alt.X:
    # Alike in all layers of a chart: of axes that disagree Vega-Lite takes the one without.
    more: dict[str, Any] = {} if labels else {"labels": False}
    more |= {"tickCount": 12, "labelOverlap": "greedy", "labelSeparation": 16, "tickMinStep": DAY}
    shown = alt.Axis(grid=False, labelExpr=_MONTHS, labelColor=INK, **more)
    return alt.X(f"{field}:T", title=None, axis=shown, scale=alt.Scale(type="utc", nice=False))


def _spans(base: alt.Chart, labels: bool, named: bool) -> list[alt.Chart]:
    """Events as shaded spans; their names where they have room."""
    found = []
    for kind, shade in _SHADES.items():
        span = (
            only(base, kind)
            .transform_calculate(first="max(datum.d, first_day)", last="min(datum.a, last_day)")
            .transform_filter("datum.first <= datum.last")
            .transform_calculate(x=f"{_X}(datum.first - 0.5)", x2=f"{_X}(datum.last + 0.5)")
        )
        colour = SHORT if kind == "spike" else INK
        at = {"x": _x(labels), "x2": "x2:T"}
        found.append(span.mark_rect(color=colour, opacity=shade, aria=False).encode(**at))
        if named:
            room = "scale('x', datum.x2) - scale('x', datum.x) > 6.5 * length(datum.on) ? 1 : 0"
            low = {"spike": 9, "outage": 22, "design change": 35}[kind]
            named_at = {"align": "left", "dx": 4, "fontSize": 11, "color": INK, "baseline": "middle", "aria": False}
            label = span.mark_text(**named_at, opacity=alt.expr(room))
            found.append(label.encode(x=_x(labels), y=alt.value(low), text="on:N"))
    return found


def _above(base: alt.Chart, labels: bool, told: dict[str, str]) -> list[alt.Chart]:
    """What a day says, and the curtain over the days to come, which hides that too.

    `told`: what the tooltip says of the day under the pointer, by its title, as expressions of amounts.
    """
    tooltip = [alt.Tooltip("date:N", title="Day"), alt.Tooltip("on:N", title="Event")]
    tooltip += [alt.Tooltip(f"t{k}:N", title=title) for k, title in enumerate(told)]
    texts = {f"t{k}": _amount(value) for k, value in enumerate(told.values())}
    days = (
        base.transform_filter("datum.kind == 'day' && datum.d == hover_day")
        .transform_calculate(from_=f"{_X}(datum.d - 0.5)", to_=f"{_X}(datum.d + 0.5)", date=_DATE, **texts)
        .mark_rect(opacity=0.14, color=INK, aria=False)
        .encode(x=_x(labels, field="from_"), x2="to_:T", tooltip=tooltip)
    )
    whole = base.transform_filter("datum.kind == 'frame'").transform_sample(1)
    edge = {"x": {"value": {"expr": f"clamp({_AT}, 0, width)"}}}
    # A little beyond the plot, where half of a line along its edge would show.
    full = {"y": {"value": -2}, "y2": {"value": {"expr": "height + 2"}}}
    curtain = whole.mark_rect(aria=False, fill=alt.expr("background"), fillOpacity=1, strokeOpacity=0, tooltip=None)
    line = whole.mark_rule(aria=False, color=INK, opacity=alt.expr(f"until_day < {LAST} ? 0.7 : 0"))
    return [days, _placed(curtain, edge | {"x2": {"value": {"expr": "width"}}} | full), _placed(line, edge | full)]


def _amount(value: str) -> str:
    """The expression that writes an amount as `numbers.amount` does."""
    digits = "(abs({0}) < 9.995 ? format({0}, '.2f') : abs({0}) < 99.95 ? format({0}, '.1f') : format({0}, '.0f'))"
    said = f"({value}) == 0 ? '0' : {digits.format(f'({value})')}"
    for scale, suffix in ((1e3, " k"), (1e6, " M"), (1e9, " bn")):
        scaled = digits.format(f"(({value}) / {scale:.0f})")
        said = f"abs({value}) >= {0.9995 * scale:.1f} ? {scaled} + '{suffix}' : {said}"
    return said


def _placed(mark: alt.Chart, channels: dict[str, Any]) -> alt.Chart:
    return mark.encode(**{name: _channel(name)(**place) for name, place in channels.items()})


def _channel(name: str) -> Any:
    return {"x": alt.XValue, "x2": alt.X2Value, "y": alt.YValue, "y2": alt.Y2Value}[name]


def _whole(layers: list[Any], title: str, height: int) -> dict[str, Any]:
    within = "datum.kind != 'day' || (datum.d >= first_day && datum.d <= last_day)"
    chart = alt.layer(*layers).transform_filter(within).transform_calculate(x=f"{_X}datum.d")
    said = alt.TitleParams(title, anchor="start", frame="bounds", fontSize=13, fontWeight=600, color=INK, offset=6)
    declared = finished(chart.properties(height=height, title=said))
    bound = {"input": "range", "min": 0, "max": LAST, "step": 1}
    return declared | {"params": [{"name": name, "value": at, "bind": bound} for name, at in PARAMS.items()]}
