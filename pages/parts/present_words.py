"""Words of the slides. Pure functions, no screen."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite

from core.look import numbers, words
from core.look.told import shown, title
from core.measures import BY_NAME
from core.scenario import Scenario, settings
from core.settings import Value

NONE_KEPT = (
    "No scenario is kept yet, so this one slide shows what is set now. Keep scenarios, and each becomes a slide here."
)
NO_NOTE = "This scenario has no note."
PREPARING = "Preparing the slides …"
SLIDERS = "Sliders on this slide (at most 3)"
MOVES = "Moved values last for this session; the kept scenario stays as it is."
LINKS = "This link opens the presentation at this slide, on any computer."
OWN_DATA = "Scenarios on own data don't travel in a link: take them along as a file."
TOO_LONG = "So many scenarios don't fit in a link: take them along as a file."
ALL_TO_PRINT = "All slides, one a page when printed."
# The same for every slide: it is part of the drawing, which another text would make anew.
ALT = "Service against cost of each policy, from a small buffer to a large one; figures in the table"


def preparing(name: str) -> str:
    """Which slide is being prepared. Its name is somebody's text, and a bar writes Markdown: plain marks only."""
    plain = "".join(mark if mark.isalnum() else " " for mark in name)
    return f"Preparing the slides: {' '.join(plain.split())}"


def place(number: int, count: int) -> str:
    """Which slide it is."""
    return f"Slide {number} of {count}"


def brief(answer: words.Answer) -> str:
    """What the hybrid of a slide serves and costs, for its thumbnail."""
    if not (isfinite(answer.value) and isfinite(answer.money)):
        return "No figure"
    return f"{numbers.percent(answer.value)}, {numbers.money(answer.money, answer.currency)}"


def moved(values: Mapping[str, Value], kept: Scenario, currency: str = "") -> str:
    """What a presenter moved away from what was kept; empty where nothing is."""
    was, declared = kept.to_dict(), settings()

    def told(name: str, value: Value) -> str:
        return shown(declared[name], value, currency)

    said = [
        f"{title(declared[name])} {told(name, value)} (kept: {told(name, was[name])})" for name, value in values.items()
    ]
    return f"Moved: {'; '.join(said)}." if said else ""


def head(name: str, currency: str) -> str:
    """A measure with its unit, as a row's name."""
    money = BY_NAME[name].unit.startswith("money")
    return f"{words.LABELS[name]} ({currency})" if money and currency else words.LABELS[name]


def basis(data: str, items: int, scenario: Scenario) -> str:
    """What the figures rest on."""
    run = scenario.run
    size = f"{items:,} item" + "s" * (items != 1)
    simulated = f"{run.futures:,} futures of {run.horizon_days:,} days, seed {run.seed}"
    return f"{data}, {size}; {simulated}. Ranges are 95 % intervals."
