"""Measured against expected, metric by metric."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from core.errors import InputError, plain
from core.verify.cases import Case, name_of, parse
from core.verify.metrics import measure
from core.verify.reading import is_number
from core.verify.run import Totals, run_case

ROUNDING = 1e-6
"""Relative error that rounding may cause, and the finest that a standard error counts."""
MOST_Z = 4.5
MOST_Z_DETERMINISTIC = 1.0


@dataclass(frozen=True)
class Result:
    """One metric of one case; where it could not be measured, `reason` says why and the numbers are None."""

    id: str
    metric: str | None
    expected: float | None = None
    measured: float | None = None
    standard_error: float | None = None
    z: float | None = None
    ok: bool = False
    reason: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """As printed: a reason only where there is one."""
        return {key: value for key, value in asdict(self).items() if key != "reason" or value is not None}


def verify(cases: Sequence[object]) -> list[Result]:
    """Runs raw cases and compares every expected metric. A case that can't be run gives one result with the reason."""
    return [result for place, raw in enumerate(cases, 1) for result in verify_case(raw, name_of(raw, place))]


def verify_case(raw: object, name: str) -> list[Result]:
    try:
        case = parse(raw, name)
        totals = run_case(case)
    except InputError as error:
        return [Result(name, None, reason=str(error))]
    except (ArithmeticError, ValueError, TypeError, MemoryError) as error:
        # A case may hold anything; whatever it breaks, the others must still be run.
        return [Result(name, None, reason=f"the case can't be run ({type(error).__name__}: {error})")]
    return [compare(case, metric, expected, totals) for metric, expected in case.expected.items()]


def compare(case: Case, metric: str, expected: object, totals: Totals) -> Result:
    """One metric against its expected value."""
    if not is_number(expected):
        return Result(case.name, metric, reason=f"the expected value must be a number, got {plain(expected)}")
    wanted = float(expected)  # type: ignore[arg-type]
    try:
        measured, error = measure(metric, case, totals)
    except InputError as fault:
        return Result(case.name, metric, wanted, reason=str(fault))
    z = (measured - wanted) / finest(case, metric, wanted, error, float(totals["days"].sum()))
    limit = MOST_Z_DETERMINISTIC if case.deterministic else MOST_Z
    if not math.isfinite(z):
        return Result(case.name, metric, wanted, reason="the numbers are too large to be compared")
    return Result(case.name, metric, wanted, measured, error, z, ok=abs(z) <= limit)


def finest(case: Case, metric: str, expected: float, error: float, days: float) -> float:
    """The largest of the run's own standard error, the case's, and rounding."""
    sigma = case.sigma.get(metric)
    known = abs(float(sigma)) / math.sqrt(days) if is_number(sigma) else 0.0  # type: ignore[arg-type]
    return max(error, 0.0 if case.deterministic else known, ROUNDING * max(1.0, abs(expected)))
