"""The strip of thumbnails and the keys that turn slides: a click or a key asks the server for another slide."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

_HERE = Path(__file__)
_KEY = "strip"


@cache
def _component() -> Any:
    html, css, script = (_HERE.with_suffix(kind).read_text(encoding="utf-8") for kind in (".html", ".css", ".js"))
    return st.components.v2.component("slide_strip", html=html, css=css, js=script, isolate_styles=False)


def draw(thumbs: Sequence[tuple[str, str]], current: int | None, went: Callable[[], None]) -> None:
    """The strip; `thumbs` are names and what they say in brief, `current` counts from 1, None where all are shown."""
    slides = [{"name": name, "says": says} for name, says in thumbs]
    _component()(key=_KEY, data={"slides": slides, "current": current}, on_goto_change=went)


def wanted() -> int | None:
    """The number of the slide that was asked for, if any."""
    asked = (st.session_state.get(_KEY) or {}).get("goto")
    return asked if isinstance(asked, int) else None
