"""Explore's charts drawn without a browser, from the screen's own declarations and rows."""

from __future__ import annotations

from typing import Any

import vl_convert

from core.errors import InputError, plain
from core.exports import fonts
from core.exports.subject import Subject
from core.look import charts, rows
from core.look.palette import LIGHT, PAPER, Palette, config
from core.look.words import LABELS

VERSION = "6.4"
"""Of Vega-Lite: the one that Altair's declarations are made for, and that core/exports/live carries."""
CHARTS = {"frontier": "Service against cost", "costs": "What it costs, by component"}
"""The charts of a scenario, and what each is called."""


def declared(subject: Subject, chart: str, height: int | None = None) -> dict[str, Any]:
    """The Vega-Lite declaration of a chart with its rows; its width is left open. Raises InputError for no chart.

    `height` in pixels: of the plot, or of each bar.
    """
    check(chart)
    currency = subject.catalogue.currency
    if chart == "frontier":
        shown = (subject.service, subject.cost, currency)
        frame = rows.frontier(subject.curves, None, subject.curves, subject.target, shown)
        spec = dict(charts.frontier(*shown), height=height or charts.HEIGHT)
    else:
        frame = rows.costs(subject.summary, subject.summary, currency)
        spec = dict(charts.costs(currency), **({"height": {"step": height}} if height else {}))
    values = [{name: cell for name, cell in row.items() if cell == cell} for row in frame.to_dict("records")]
    return {**spec, "data": {"values": values}, "autosize": {"type": "fit-x", "contains": "padding"}}


def svg(subject: Subject, chart: str, width: int, height: int | None = None) -> str:
    """A chart in the light theme, as SVG text without its letters."""
    return vl_convert.vegalite_to_svg(_dressed(subject, chart, width, height, LIGHT), vl_version=VERSION)


def png(subject: Subject, chart: str, width: int, height: int | None = None, scale: float = 2) -> bytes:
    """A chart for white paper, as a picture of `width` × `scale` pixels."""
    spec = _dressed(subject, chart, width, height, PAPER)
    return vl_convert.vegalite_to_png(spec, vl_version=VERSION, scale=scale)


def _dressed(subject: Subject, chart: str, width: int, height: int | None, palette: Palette) -> dict[str, Any]:
    fonts.register()
    return {**declared(subject, chart, height), "width": width, "config": config(palette)}


def alt(subject: Subject, chart: str) -> str:
    """What a chart shows, for whom it can't be seen."""
    check(chart)
    if chart == "costs":
        return "Cost a year by component, a bar for each policy. The table says the same."
    service, cost = LABELS[subject.service].lower(), LABELS[subject.cost].lower()
    return f"Curves of {service} against {cost}, one for each policy as its buffer varies, with 95 % bands."


def check(chart: str) -> None:
    """Raises InputError for a chart that is none."""
    if not isinstance(chart, str) or chart not in CHARTS:
        raise InputError([f"The chart must be {' or '.join(CHARTS)}, got {plain(chart)}"])
