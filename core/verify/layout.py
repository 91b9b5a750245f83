"""How a case is run: in which units, over how many days and lanes."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.engine import WIDTH
from core.errors import InputError
from core.verify.cases import Case
from core.verify.policies import Form, make_form, quantities
from core.verify.reading import Array

MEASURED_DAYS = 1_000_000
"""Fewest measured days of a case with luck."""
WINDOW = 1050
"""Days that a lane is measured at least: short, so that sums in float32 stay sharp."""
DETERMINISTIC_DAYS = 4200
LONGEST_RUN = 60_000
"""Most days of a lane: the kernel counts days to arrival in 16 bits."""


@dataclass(frozen=True)
class Layout:
    """scale: grains per unit, so that quantities with decimals become whole numbers; dust: what counts as nothing."""

    form: Form
    scale: float
    dust: float
    dtype: type[Any]
    warm_up: int
    window: int
    lanes: int
    deal_start: bool

    @property
    def days(self) -> int:
        """Rows of a run: the morning it is set out, the warm-up, the measured days."""
        return 1 + self.warm_up + self.window


def generator(name: str, purpose: str) -> np.random.Generator:
    """Luck keyed by the case's id: the same on every run and machine."""
    key = hashlib.blake2b(f"{purpose}/{name}".encode(), digest_size=16).digest()
    return np.random.Generator(np.random.Philox(key=int.from_bytes(key, "little")))


def lay_out(case: Case) -> Layout:
    """The layout of a case, from its numbers and a look at its luck. Raises InputError where no long run exists."""
    rng = generator(case.name, "probe")
    cycle = math.lcm(case.review, case.demand.cycle, len(make_form(case.policy, 1.0, 0.5).levels))
    demand = case.demand.sample(rng, 100 * case.demand.cycle, WIDTH)
    longest = int(case.lead_time.sample(rng, 100, WIDTH).max())
    dtype = np.float64 if case.deterministic else np.float32
    scale = grains(case, demand, dtype)
    form = make_form(case.policy, scale or 1.0, nudge(case, scale))
    if case.demand.negative and case.wait_share == 1:
        form = form.sending_back()
    warm_up = DETERMINISTIC_DAYS if case.deterministic else warm_up_days(case, form, demand * (scale or 1.0), longest)
    window = whole_cycles(DETERMINISTIC_DAYS if case.deterministic else WINDOW, cycle)
    warm_up = whole_cycles(warm_up, cycle)
    if warm_up + window > LONGEST_RUN:
        raise InputError(
            f"cycles or outages are so long that a run takes {warm_up + window} days, more than {LONGEST_RUN}"
        )
    return Layout(
        form=form,
        scale=scale or 1.0,
        dust=0.0 if scale else 1e-6 * float(np.abs(form.levels).max()),
        dtype=dtype,
        warm_up=warm_up,
        window=window,
        lanes=1 if case.deterministic else whole_cycles(math.ceil(MEASURED_DAYS / window), WIDTH),
        deal_start=not case.deterministic,
    )


def whole_cycles(days: int, cycle: int) -> int:
    return math.ceil(days / cycle) * cycle


def grains(case: Case, demand: Array, dtype: type[Any]) -> float:
    """Grains per unit that make every quantity a whole number the kernel holds exactly; 0 if there are none."""
    if case.wait_share not in (0.0, 1.0) or 0 < case.expedite_share < 1:
        return 0.0
    given = np.concatenate([demand.ravel()[:10_000], quantities(case.policy)])
    most = 2**22 if dtype is np.float32 else 2**50
    for scale in (1.0, 2.0, 10.0, 100.0, 1000.0):
        whole = np.rint(given * scale)
        if np.abs(given * scale - whole).max() < 1e-9 * scale and np.abs(whole).max() < most:
            return scale
    return 0.0


def nudge(case: Case, scale: float) -> float:
    """Half a step between positions; where they have no steps, a little that rounding can't hide."""
    if scale:
        return 0.5
    return math.ldexp(1.0, math.ceil(math.log2(max(float(np.abs(quantities(case.policy)).sum()), 1e-6))) - 18)


def warm_up_days(case: Case, form: Form, demand: Array, longest_lead: int) -> int:
    """Days after which the start is forgotten; regimes start from their stationary law, the phase of lots is dealt."""
    mean, variance = float(demand.mean()), float(demand.var())
    days = 100.0 + 12 * (longest_lead + case.review)
    if case.disruption:
        days += (12 + longest_lead) * case.disruption.mean_days
    if mean > 0:
        days += 8 * form.spread / mean
    largest = form.lots[2] / case.review
    if form.lots[3] and case.wait_share > 0 and case.expedite_share < 1:
        days += backlog_days(mean, variance, largest)
    return int(days)


def backlog_days(mean: float, variance: float, largest: float) -> float:
    """Days that a backlog under orders of at most `largest` a day takes to be forgotten."""
    if largest <= mean:
        raise InputError(f"orders are too small for the demand: at most {largest:g} a day, against {mean:g} wanted")
    return 30 * variance / (largest - mean) ** 2
