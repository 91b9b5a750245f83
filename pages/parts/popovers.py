"""Popovers by keyboard: the focus goes into what was opened, and back to its button. Nothing that is seen."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st


@cache
def _component() -> Any:
    script = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
    return st.components.v2.component("popovers", js=script, isolate_styles=False)


def hear() -> None:
    """Listens on the page, once for all of its popovers."""
    _component()(key="popovers")
