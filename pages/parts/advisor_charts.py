"""The advisor's chart: a fixed declaration, which the rows of `advisor_rows` fill. No screen."""

from __future__ import annotations

from functools import cache
from typing import Any

import altair as alt

from core.look.charts import AMOUNT
from pages.parts.charts import INK, axis, beside, colour, exact, finished, only

STEP = 30


@cache
def groups(currency: str) -> dict[str, Any]:
    """What Just-in-Time costs more than Just-in-Case, a bar per group in the colour of the cheaper policy."""
    title = f"{currency} a year"
    base = alt.Chart().encode(
        y=alt.Y("group:N", sort=None, title=None, axis=_names()),
        x=alt.X("value:Q", title=title, axis=axis(AMOUNT, grid=True), scale=exact()),
    )
    told = [
        alt.Tooltip("group:N", title="Group"),
        alt.Tooltip("name:N", title="Cheaper"),
        alt.Tooltip("told:N", title="Just-in-Time less Just-in-Case"),
    ]
    bars, labels = only(base, "bar"), only(base, "label")
    sure = bars.transform_filter("datum.name != 'unclear'")
    unsure = bars.transform_filter("datum.name == 'unclear'")
    layers = [
        only(base, "frame").mark_point(opacity=0, aria=False),
        # The table of groups says the same, and an empty layer would be a picture without a name.
        sure.mark_bar(height={"band": 0.62}, aria=False).encode(color=colour(), tooltip=told),
        unsure.mark_bar(height={"band": 0.62}, color=INK, opacity=0.3, aria=False).encode(tooltip=told),
        bars.mark_rule(strokeWidth=2, color=INK, aria=False).encode(x=alt.X("low:Q"), x2="high:Q"),
        alt.Chart().mark_rule(color=INK, opacity=0.7, aria=False).encode(x=alt.datum(0)),
        labels.mark_text(**beside(), fontSize=12, color=INK, aria=False).encode(text="text:N"),
    ]
    return finished(alt.layer(*layers).properties(height={"step": STEP}))


def _names() -> alt.Axis:
    return axis(None, ticks=False, domain=False, labelLimit=210, labelFlush=False, labelPadding=8)
