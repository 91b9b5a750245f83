"""The map of who wins where: a fixed declaration, which the rows of `break_even_rows` fill. No screen."""

from __future__ import annotations

from functools import cache
from typing import Any

import altair as alt

from core.look.charts import AMOUNT, NAME, SHARE
from core.policies import LABELS as POLICY
from core.policies import POLICIES
from pages.parts.break_even_rows import Scale
from pages.parts.charts import INK, axis, beside, colour, exact, finished, only

HEIGHT = 400


@cache
def winners(across: Scale, up: Scale) -> dict[str, Any]:
    """Cells by the best policy, the lines between regions, and today's point."""
    at: dict[str, Any] = {"x": _x(across), "y": _y(up)}
    told = [
        alt.Tooltip("across:N", title=across.title),
        alt.Tooltip("up:N", title=up.title),
        alt.Tooltip("name:N", title="Best"),
        alt.Tooltip("agree:N", title="Best in"),
        *(alt.Tooltip(f"{name}:N", title=POLICY[name]) for name in POLICIES),
        alt.Tooltip("how:N", title="Cell"),
    ]
    base = alt.Chart().encode(**at)
    wide = only(base, "cell").mark_rect(aria=False, strokeWidth=0).encode(x2="x2:Q", y2="y2:Q", tooltip=told)
    none = only(base, "none").mark_rect(aria=False, opacity=0.1, color=INK).encode(x2="x2:Q", y2="y2:Q", tooltip=told)
    # One of three policies is best in at least a third of the futures.
    sure = alt.FillOpacity("sure:Q", scale=alt.Scale(domain=[0.34, 1], range=[0.12, 0.72], clamp=True), legend=None)
    point: dict[str, Any] = {"filled": True, "opacity": 1, "stroke": INK, "strokeWidth": 2.5}
    layers = [
        none,
        wide.encode(color=colour(), fillOpacity=sure),
        only(base, "line").mark_rule(strokeWidth=2.2, color=INK, aria=False).encode(x2="x2:Q", y2="y2:Q"),
        *_text(base, "label", {**NAME, "color": INK}),
        *_text(base, "nobody", {"fontSize": 13, "color": INK}),
        only(base, "today").mark_point(size=150, fill=alt.expr("background"), **point).encode(tooltip=told),
        *_text(base, "said", {"fontSize": 13, "fontWeight": 600, "color": INK}),
    ]
    return finished(alt.layer(*layers).properties(height=HEIGHT))


def _text(base: alt.Chart, kind: str, manner: dict[str, Any]) -> list[alt.Chart]:
    """Words, with a rim in the colour of the ground."""
    field = "text:N" if kind == "said" else "name:N"
    words = only(base, kind).encode(text=field)
    rim = {**manner, "stroke": alt.expr("background"), "strokeWidth": 4, "aria": False, "strokeOpacity": 0.85}
    return [words.mark_text(**beside(), **rim), words.mark_text(**beside(), **manner)]


def _x(shown: Scale) -> alt.X:
    return alt.X("x:Q", title=shown.title, axis=axis(SHARE if shown.percent else AMOUNT, grid=False), scale=exact())


def _y(shown: Scale) -> alt.Y:
    return alt.Y("y:Q", title=shown.title, axis=axis(SHARE if shown.percent else AMOUNT, grid=False), scale=exact())
