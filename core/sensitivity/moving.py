"""One setting moved, everything else as it stands: who it reaches, and what the model makes of a value it refuses."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.catalogue import Catalogue
from core.errors import InputError, plain
from core.intervals import Controls
from core.measures import BY_NAME
from core.policies import POLICIES, Hybrid, JustInCase, JustInTime, hybrid
from core.scenario import Scenario
from core.settings import Setting, Value, own_settings
from core.trials import Trial, Trials

Array = NDArray[np.float64]
# How often the way to a value that the model refuses is halved.
HALVINGS = 7
# What is left of a control that others explain, below which it says nothing of its own.
OWN_SHARE = 0.05
_JIT, _JIC, _RULE = ({setting.name for setting in own_settings(part)} for part in (JustInTime, JustInCase, Hybrid))


def check_pair(first: object, second: object, measures: Sequence[str]) -> None:
    """Raises InputError for policies that are none or the same, and for measures that are none."""
    faults = [f"A policy must be {' or '.join(POLICIES)}, got {plain(p)}" for p in (first, second) if p not in POLICIES]
    if not faults and first == second:
        faults = [f"The two policies must differ, got {plain(first)} twice"]
    if isinstance(measures, str) or not measures:
        faults.append(f"measures must be a list of at least one name, got {plain(measures)}")
    else:
        faults += [f"There is no measure named {plain(name)}" for name in measures if name not in BY_NAME]
    if faults:
        raise InputError(faults)


def reached(name: str, catalogue: Catalogue, scenario: Scenario) -> tuple[str, ...]:
    """The policies that a setting acts on: a policy's own settings on that one, and on the hybrid if it has such items.

    Others keep the base's series. A simulation of its own could move them in a late digit: a longer review of one
    policy lengthens the warm-up of both.
    """
    if name in _RULE:
        return ("hybrid",)
    own = "jit" if name in _JIT else "jic" if name in _JIC else ""
    if not own:
        return POLICIES
    buffered = hybrid.assign(catalogue, scenario.hybrid, scenario.supply.lead_time_level).buffered
    return (own, "hybrid") if (buffered if own == "jic" else ~buffered).any() else (own,)


def series(trial: Trial, base: Trial, policies: Sequence[str], measures: Sequence[str]) -> Array:
    """Figures as series [policy, measure, future], of the policies not named those of the base."""
    return np.array([[(trial if p in policies else base).series(p, measure) for measure in measures] for p in POLICIES])


def attempt(
    trials: Trials, scenario: Scenario, setting: Setting, now: Value, wanted: Value
) -> tuple[Trial, Value, str]:
    """(trial, value, note) of a setting at a value, or as far on the way there from `now` as the model goes.

    The note says why it was refused, and is empty where it was not.
    """
    try:
        return trials.of(scenario.but(**{setting.name: wanted})), wanted, ""
    except InputError as error:
        refused = "; ".join(error.faults)
    best, value = trials.of(scenario), now
    if setting.kind in ("number", "whole"):
        best, value = _furthest(trials, scenario, setting, (best, float(now or 0), float(wanted or 0)))
    return best, value, f"Not possible at {plain(wanted)}: {refused}"


def _furthest(
    trials: Trials, scenario: Scenario, setting: Setting, way: tuple[Trial, float, float]
) -> tuple[Trial, Value]:
    best, good, bad = way
    for _ in range(HALVINGS):
        middle = (good + bad) / 2
        middle = round(middle) if setting.kind == "whole" else round(middle, 6)
        if middle in (good, bad):
            break
        try:
            best, good = trials.of(scenario.but(**{setting.name: middle})), middle
        except InputError:
            bad = middle
    return best, setting.clean(good)


def both(one: Controls, other: Controls) -> Controls:
    """What is known exactly in two worlds, for a difference between them.

    Each is an orthonormal basis already; of the other's only what the first's doesn't explain is added, because the
    same futures make the demand of two worlds nearly the same.
    """
    basis, shift = list(one.basis), list(one.shift)
    for row, gap in zip(other.basis, other.shift, strict=True):
        for known, moved in zip(basis, shift, strict=True):
            part = float((row * known).sum())
            row, gap = row - part * known, gap - part * moved
        norm = float(np.sqrt((row**2).sum()))
        if norm > OWN_SHARE:
            basis.append(row / norm)
            shift.append(gap / norm)
    return Controls(np.array(basis).reshape(len(basis), one.basis.shape[1]), np.array(shift))
