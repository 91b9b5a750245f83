"""The range over which a setting is moved: its own, as far as the model takes its values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.break_even.figures import Figures
from core.distributions import refuse_long
from core.errors import InputError, plain
from core.outcome import places
from core.policies import POLICIES
from core.scenario import settings
from core.settings import Setting
from core.simulation import plans_of

Array = NDArray[np.float64]
# Steps in which the end of what the model takes is sought.
_STEPS = 30
NUMBERS = ("number", "whole")


@dataclass(frozen=True)
class Axis:
    """A setting that is a number, from `low` to `high`; `refused` says why that is less than its own range, or ''."""

    setting: Setting
    low: float
    high: float
    refused: str = ""

    def places(self, count: int) -> Array:
        """So many values from end to end, evenly; whole numbers once each."""
        values = np.linspace(self.low, self.high, count)
        if self.setting.kind == "whole":
            return np.unique(np.round(values))
        # As a person would write them: 0.3, not 0.30000000000000004.
        return np.array([float(f"{value:.10g}") for value in values])


def named(name: object) -> Setting:
    """A setting by its name. Raises InputError for one that is none, or that only says how much is simulated."""
    known = settings()
    if not isinstance(name, str) or name not in known:
        raise InputError([f"There is no setting named {plain(name)}"])
    if known[name].group == "run":
        raise InputError([f"{known[name].label} ({name}) says how much is simulated: no policy gains by it"])
    return known[name]


def axis_of(figures: Figures, name: str) -> Axis:
    """The range of a setting that is a number. Raises InputError for another kind."""
    setting = named(name)
    if setting.kind not in NUMBERS:
        raise InputError([f"{setting.label} ({name}) has no range: it is {setting.allowed()}"])
    low, high, now, fault = float(setting.low), float(setting.high), value_now(figures, name), _fault(figures, name)
    if name == "warehouse_places":
        # Beyond the fullest day of any future nothing goes outside: more places change nothing.
        high = min(high, max(float(np.ceil(_fullest(figures))), now, 1.0))
    if name == "jic_review_days":
        # 0 is no length but a word: the economic interval of each item.
        low = 1.0
    wrong = fault(low) or fault(high)
    if not wrong:
        return Axis(setting, low, high)
    return Axis(setting, _end(fault, now, low, setting), _end(fault, now, high, setting), wrong)


def value_now(figures: Figures, name: str) -> float:
    """What a number is set to; own places that are left to the data set are those of the data set."""
    if name == "warehouse_places":
        return places(figures.catalogue, figures.base)
    return float(figures.base.to_dict()[name] or 0.0)


def _fault(figures: Figures, name: str) -> Callable[[float], str]:
    """What the model says against a value, before anything is simulated."""
    items, days = list(figures.catalogue.column("item")), figures.catalogue.column("lead_time_days")

    def fault(value: float) -> str:
        try:
            plans = plans_of(figures.catalogue, figures.base.but(**{name: value}))
            for plan in plans.values():
                refuse_long(items, days * plan.lead_time_level)
        except InputError as error:
            return error.faults[0]
        return ""

    return fault


def _end(fault: Callable[[float], str], good: float, end: float, setting: Setting) -> float:
    """The last value on the way to `end` that the model takes."""
    if not fault(end):
        return end
    bad = end
    for _ in range(_STEPS):
        middle = (good + bad) / 2
        if setting.kind == "whole":
            middle = float(round(middle))
        if middle in (good, bad):
            break
        good, bad = (good, middle) if fault(middle) else (middle, bad)
    # A round value inside, within a hundredth of a step.
    grain = setting.step / 100
    return float(f"{(np.floor(good / grain) if end > good else np.ceil(good / grain)) * grain:.10g}")


def _fullest(figures: Figures) -> float:
    trial = figures.trials.at()
    return max(float(trial.by_future(name, "peak_pallets").max()) for name in POLICIES)
