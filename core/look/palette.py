"""Colours and letters of charts away from the screen: the theme in .streamlit/config.toml, in a chart's own words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from core.policies import POLICIES

FONT = "Source Sans Pro"
"""The screen's sans serif under the name of the files in core/exports/fonts."""


@dataclass(frozen=True)
class Palette:
    """The colours of one theme, as hex texts; `accents` are the policies' in their order, then the best hybrid's."""

    ground: str
    panel: str
    ink: str
    quiet: str
    line: str
    accents: tuple[str, ...]

    def accent(self, policy: str) -> str:
        """A policy's colour."""
        return self.accents[POLICIES.index(policy)]


LIGHT = Palette(
    ground="#fbfaf7",
    panel="#f1efe9",
    ink="#22262a",
    quiet="#565b60",
    line="#dedbd3",
    accents=("#0072b2", "#d55e00", "#00795a", "#5a1560"),
)
DARK = Palette(
    ground="#17191b",
    panel="#212427",
    ink="#e9e7e2",
    quiet="#b0b2b0",
    line="#3a3e42",
    accents=("#56b4e9", "#f0a34a", "#3fc79c", "#b266ff"),
)
PAPER = replace(LIGHT, ground="#ffffff")
"""The light theme where it is printed."""


def config(palette: Palette, font: str = FONT) -> dict[str, Any]:
    """A Vega-Lite configuration that draws a chart as the page does in this theme."""
    axis = {
        "labelFont": font,
        "titleFont": font,
        "labelFontSize": 12,
        "titleFontSize": 13,
        "labelColor": palette.ink,
        "titleColor": palette.ink,
        "gridColor": palette.line,
        "domain": False,
        "ticks": False,
        "labelPadding": 8,
        "titlePadding": 12,
    }
    return {
        "background": palette.ground,
        "font": font,
        "axis": axis,
        "view": {"stroke": None},
        "range": {"category": list(palette.accents)},
        "text": {"color": palette.ink},
    }
