"""The bar that plays a future forward and zooms into it: all of it in the browser, without asking the server.

It moves the inputs that Vega binds to the charts' parameters (see `daily_charts`), so that a day costs the browser one
moved curtain and the server nothing.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from pages.parts import daily_charts

_HERE = Path(__file__)


@cache
def _component() -> Any:
    html, css, script = (_HERE.with_suffix(kind).read_text(encoding="utf-8") for kind in (".html", ".css", ".js"))
    return st.components.v2.component("day_player", html=html, css=css, js=script, isolate_styles=False)


def draw(played: dict[str, Any]) -> None:
    """The bar; `played` is what `daily_rows.played` gives."""
    _component()(key="player", data={**played, "beyond": daily_charts.LAST})
