"""Lead times of the reference cases, in whole days; whether orders may cross."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.errors import InputError, plain
from core.verify import demands
from core.verify.demands import Demand
from core.verify.reading import Params, is_number, part, pick

LONGEST = 365
Days = NDArray[np.int64]


@dataclass(frozen=True)
class LeadTime:
    """Independent draws, a day's draw belonging to whatever is ordered on it."""

    law: Demand
    crossing: bool

    @property
    def constant(self) -> bool:
        return self.law.constant

    def sample(self, rng: np.random.Generator, days: int, lanes: int) -> Days:
        """Days [days, lanes]: round(max(0, X)), as in the app."""
        return np.rint(np.maximum(self.law.sample(rng, days, lanes), 0.0)).astype(np.int64)


# Laws that a lead time may follow; `uniform` means whole days here.
LAWS: dict[str, Callable[[Params], Demand]] = {
    "constant": demands.constant,
    "discrete": demands.discrete,
    "geometric": demands.geometric,
    "poisson": demands.poisson,
    "negbin": demands.negative_binomial,
    "binomial": demands.binomial,
    "uniform": demands.uniform_integers,
    "uniform_integers": demands.uniform_integers,
    "uniform_int": demands.uniform_integers,
    "discrete_uniform": demands.uniform_integers,
    "gamma": demands.gamma,
    "normal": demands.normal,
    "lognormal": demands.lognormal,
    "exponential": demands.exponential,
}


def make_lead_time(raw: object) -> LeadTime:
    """The lead time that a case describes. Raises InputError if it is unknown or too long."""
    params: Params = {"dist": "constant", "value": raw} if is_number(raw) else part(raw, "lead_time")
    law: Demand = pick(params, "dist", LAWS, "lead_time dist")(params)
    crossing = params.get("crossing", False)
    if not isinstance(crossing, bool):
        raise InputError(f"crossing must be true or false, got {plain(crossing)}")
    _refuse_odd(law)
    return LeadTime(law, crossing)


def _refuse_odd(law: Demand) -> None:
    drawn = law.sample(np.random.default_rng(1), 100, 100)
    if drawn.mean() > LONGEST or (law.constant and not float(drawn[0, 0]).is_integer()):
        raise InputError(f"lead_time must be whole days, on average at most {LONGEST}, got {drawn.mean():g}")
