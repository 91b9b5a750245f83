"""The three policies along one setting, everything else as it stands, on common futures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from core.catalogue import Catalogue
from core.errors import InputError, plain
from core.intervals import interval
from core.ledger import Ledger
from core.outcome import limits, within
from core.policies import POLICIES
from core.scenario import Scenario, in_force, settings
from core.sensitivity.moving import attempt, check_pair, reached, series
from core.sensitivity.ranges import SPREAD, check_ranges, chosen, current, plausible
from core.settings import Setting, Value
from core.trials import Trial, Trials

MOST_POINTS = 101


@dataclass(frozen=True, eq=False)
class SensitivityCurve:
    """One setting's curve.

    `table`: value, current (yes/no), policy, measure, figure, lo, hi, a row for each; `differences`: value, current,
    measure, difference (first − second), lo, hi; `note`: why an end was narrowed, or empty.
    """

    setting: str
    first: str
    second: str
    table: pd.DataFrame
    differences: pd.DataFrame
    note: str = ""


def sensitivity_curve(
    catalogue: Catalogue,
    scenario: Scenario | None,
    setting: str,
    first: str = "hybrid",
    second: str = "jit",
    measures: Sequence[str] = ("total_cost", "fill_rate"),
    points: int = 9,
    ends: Sequence[Value] | None = None,
    ledger: Ledger | None = None,
    progress: Callable[[float, str], object] | None = None,
    weight: str = "value",
    *,
    spread: float = SPREAD,
    trials: Trials | None = None,
) -> SensitivityCurve:
    """Figures of the three policies at `points` values of one setting, between its usual ends or those asked for.

    The current value is always one of them, with the figures of `compare`, to the digit; a yes or no and a choice have
    a point for each of their values, a whole number at most one for each whole. `progress(share, setting)` is called
    before each point, and may raise to stop. A value that the model refuses is narrowed. Raises InputError as
    `sensitivity` does, and for fewer than 2 or more than 101 points.
    """
    check_pair(first, second, measures)
    check_ranges({} if ends is None else {setting: ends})
    if type(points) is not int or not 2 <= points <= MOST_POINTS:
        raise InputError([f"points must be a whole number from 2 to {MOST_POINTS}, got {plain(points)}"])
    (name,), scenario = chosen((setting,)), Scenario() if scenario is None else scenario
    trials = trials or Trials(catalogue, scenario, weight, ledger)
    base, now, one = trials.of(scenario), current(catalogue, scenario, name), settings()[name]
    policies = reached(name, catalogue, scenario) if in_force(one, scenario.to_dict()) else ()
    wanted = values_along(one, now, ends or plausible(catalogue, scenario, name, spread), points)
    figures, differences, notes = list[Any](), list[Any](), list[str]()
    for k, value in enumerate(wanted):
        if progress:
            progress(k / len(wanted), name)
        trial, note = base, ""
        if value != now and policies:
            trial, value, note = attempt(trials, scenario, one, now, value)
            if note:
                notes.append(note)
                continue
        at = value, value == now
        here, there = _point(trial, base, policies, (first, second, tuple(measures)), catalogue)
        figures += [(*at, *row) for row in here]
        differences += [(*at, *row) for row in there]
    columns = ["value", "current", "policy", "measure", "figure", "lo", "hi"]
    table = pd.DataFrame(figures, columns=columns)
    rest = pd.DataFrame(differences, columns=["value", "current", "measure", "difference", "lo", "hi"])
    return SensitivityCurve(name, first, second, table, rest, notes[-1] if notes else "")


def values_along(setting: Setting, now: Value, ends: Sequence[Value], points: int) -> list[Value]:
    """Values from end to end at even steps, of which the one nearest to the current value is moved onto it.

    A current value outside of the ends is one more.
    """
    if setting.kind in ("yes_no", "choice"):
        return list(ends)
    low, high, at = float(ends[0] or 0), float(ends[-1] or 0), float(now or 0)
    steps = np.linspace(low, high, points)
    if setting.kind == "whole":
        steps = np.unique(np.round(steps))
    # The ends stay: they are what was asked for.
    inner = np.arange(1, len(steps) - 1)
    if low < at < high and inner.size and at not in steps:
        steps[inner[np.argmin(np.abs(steps[inner] - at))]] = at
    found = sorted({round(float(value), 12) for value in steps} | {at})
    return [setting.clean(value) for value in found]


def _point(
    trial: Trial, base: Trial, policies: Sequence[str], pair: tuple[str, str, tuple[str, ...]], catalogue: Catalogue
) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """Rows of the policies' figures, and of the difference of two of them."""
    first, second, measures = pair
    own = series(trial, base, policies, measures)
    figures: list[tuple[Any, ...]] = []
    for k, measure in enumerate(measures):
        bounds = within(interval(own[:, k], trial.controls), *limits(measure, catalogue))
        figures += [(policy, measure, *map(float, row)) for policy, *row in zip(POLICIES, *bounds, strict=True)]
    less = interval(own[POLICIES.index(first)] - own[POLICIES.index(second)], trial.controls)
    return figures, [(measure, *map(float, row)) for measure, *row in zip(measures, *less, strict=True)]
