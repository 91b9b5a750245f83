"""The chart of a slide: Explore's, with letters that are read from the back of a room."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from typing import Any

from core.look import charts

_LETTERS = {12: 16, 14: 19}
_AXES = {"labelFontSize": 16, "titleFontSize": 17}
SHEET = 400
"""Height of the plot where slides stand one below the other, in pixels."""


@cache
def frontier(service: str, cost: str, currency: str, height: int | None = None) -> dict[str, Any]:
    """The declaration of the service-cost chart; without a height it fills the place that it stands in."""
    spec = deepcopy(charts.frontier(service, cost, currency))
    spec["height"] = height or "container"
    spec["config"] = {**spec.get("config", {}), "axis": {**spec.get("config", {}).get("axis", {}), **_AXES}}
    for layer in spec["layer"]:
        mark = layer["mark"]
        if isinstance(mark, dict) and mark.get("fontSize") in _LETTERS:
            mark["fontSize"] = _LETTERS[mark["fontSize"]]
        if isinstance(mark, dict) and mark.get("type") == "line" and "strokeWidth" in mark and mark["strokeWidth"]:
            mark["strokeWidth"] = 1.4 * mark["strokeWidth"]
    return spec
