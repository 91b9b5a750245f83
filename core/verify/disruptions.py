"""Days on which the supplier is out, and what that does to orders.

An effect takes the review days, the lead times and the days out, all [days, lanes], and gives back the days on which
something can be ordered and the day on which it arrives.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.supply import BEYOND, days_to_recovery
from core.verify.chains import run_chain
from core.verify.lead_times import Days
from core.verify.reading import Array, Params, has, number, part, pick

Flags = NDArray[np.bool_]
Effect = Callable[[Flags, Days, Flags], tuple[Flags, Days]]


@dataclass(frozen=True)
class Disruption:
    """A supplier that is up (0) or out (1)."""

    matrix: Array
    effect: Effect

    @property
    def mean_days(self) -> float:
        """Mean length of an outage."""
        return 1 / max(float(self.matrix[1, 0]), 1e-6)

    def out(self, rng: np.random.Generator, days: int, lanes: int) -> Flags:
        return np.equal(run_chain(rng, self.matrix, days, lanes), 1)


def make_disruption(raw: object) -> Disruption | None:
    """The disruption that a case describes, None where there is none. Raises InputError if it is unknown."""
    if raw is None:
        return None
    params = part(raw, "disruption")
    matrix: Array = pick(params, "type", REGIMES, "disruption type")(params)
    return Disruption(matrix, pick(params, "effect", EFFECTS, "disruption effect"))


def markov(params: Params) -> Array:
    fails = chance(params, "disruption_prob_per_day", "mean_up_days")
    recovers = max(chance(params, "recovery_prob_per_day", "mean_down_days"), 1e-4)
    return np.array([[1 - fails, fails], [recovers, 1 - recovers]])


def bernoulli(params: Params) -> Array:
    """Every day out with the same chance, whatever yesterday was."""
    fails = number(params, "disruption_prob_per_day", "prob", "p", least=0, most=0.9999)
    return np.array([[1 - fails, fails], [1 - fails, fails]])


def chance(params: Params, name: str, mean_name: str) -> float:
    """A chance a day, or the mean number of days that it amounts to."""
    if has(params, name) or not has(params, mean_name):
        return number(params, name, least=0, most=1)
    return 1 / number(params, mean_name, least=1)


REGIMES = {"markov": markov, "bernoulli": bernoulli}


def today(lead: Days) -> Days:
    """The number of each row's day, [days, 1]."""
    return np.arange(len(lead))[:, None]


def to_recovery(out: Flags) -> Days:
    """Days until the supplier is up, 0 when it is."""
    wait = np.empty(out.shape, np.uint16)
    days_to_recovery(out.astype(np.uint8), np.zeros(out.shape, np.uint8), wait)
    return wait.astype(np.int64)


def order_pausing(review: Flags, lead: Days, out: Flags) -> tuple[Flags, Days]:
    """Nothing can be ordered on a day out."""
    return review & ~out, today(lead) + lead


def queue(review: Flags, lead: Days, out: Flags) -> tuple[Flags, Days]:
    """An order starts its lead time on the day of recovery."""
    return review, today(lead) + to_recovery(out) + lead


def receipt_pausing(review: Flags, lead: Days, out: Flags) -> tuple[Flags, Days]:
    """What is due on a day out arrives on the day of recovery."""
    due = today(lead) + lead
    wait = np.vstack([to_recovery(out), np.zeros((1, out.shape[1]), np.int64)])
    return review, due + np.take_along_axis(wait, np.minimum(due, len(out)), axis=0)


def transit_pausing(review: Flags, lead: Days, out: Flags) -> tuple[Flags, Days]:
    """A day out doesn't count towards a lead time: an order arrives on the L-th up day after its own."""
    days, lanes = out.shape
    ups = np.cumsum(~out, axis=0)
    rows, columns = np.nonzero(~out)
    up_days = np.full((days + 1, lanes), BEYOND, np.int64)
    up_days[ups[rows, columns] - 1, columns] = rows
    due = np.take_along_axis(up_days, np.clip(ups + lead - 1, 0, days), axis=0)
    return review, np.where(lead > 0, due, today(lead))


def undisturbed(review: Flags, lead: Days, out: Flags) -> tuple[Flags, Days]:
    return review, today(lead) + lead


EFFECTS: dict[str, Effect] = {
    "order_pausing": order_pausing,
    "queue": queue,
    "shipment_pausing": queue,
    "receipt_pausing": receipt_pausing,
    "transit_pausing": transit_pausing,
}
