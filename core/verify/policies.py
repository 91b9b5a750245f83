"""Policy forms of the reference cases, as the kernel takes them: levels by day, a gap and lots."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from core.errors import InputError
from core.verify.reading import Array, Params, has, number, numbers, part, pick

NO_LIMIT = 3e38
# The kernel orders when the position is at least this far below the level.
SMALLEST_GAP = 1e-30


@dataclass(frozen=True)
class Form:
    """levels by day of the policy's own cycle; lots (minimum, multiple, largest, any), in the kernel's units.

    spread: how far the position wanders between orders. every_review: a review that orders nothing is a cycle too.
    """

    levels: Array
    start: float
    gap: float = SMALLEST_GAP
    lots: tuple[float, float, float, float] = (0.0, 0.0, NO_LIMIT, 0.0)
    spread: float = 0.0
    every_review: bool = False

    def sending_back(self) -> Form:
        """The form with reviews that bring the position to the level from above, too.

        The closed forms for demand that may be negative have it so: the position is S after every review.
        """
        return (
            replace(self, gap=-NO_LIMIT) if self.every_review and not self.lots[3] and len(self.levels) == 1 else self
        )


def check_policy(raw: object) -> Params:
    """The policy's parameters, once they have been seen to make a form. Raises InputError if they don't."""
    policy = part(raw, "policy")
    make_form(policy, 1.0, 0.5)
    return policy


def make_form(policy: Params, scale: float, nudge: float) -> Form:
    """The form of a policy, quantities times scale; nudge: less than the smallest step between positions, and not 0.

    An exact comparison of positions that were added up in floating point is decided half a step away from the tie.
    """
    form: Form = pick(policy, "type", FORMS, "policy type")(scaled(policy, scale), nudge)
    return form


QUANTITIES = ("S", "s", "r", "Q", "q_max")


def scaled(policy: Params, scale: float) -> dict[str, Array]:
    """The policy's quantities as arrays, one entry or one per day of the cycle."""
    return {name: levels(policy, name) * scale for name in QUANTITIES if has(policy, name)}


def levels(policy: Params, name: str) -> Array:
    if isinstance(policy[name], list):
        return numbers(policy[name], name)
    return np.array([number(policy, name)])


def quantities(policy: Params) -> Array:
    """Every quantity that the policy names, units."""
    return np.concatenate([np.zeros(1), *scaled(policy, 1.0).values()])


def base_stock(given: dict[str, Array], nudge: float) -> Form:
    level = needed(given, "S")
    return Form(level, start=float(level[0]), every_review=True)


def base_stock_capped(given: dict[str, Array], nudge: float) -> Form:
    level = needed(given, "S")
    return Form(level, start=float(level[0]), lots=(0.0, 0.0, above_zero(given, "q_max"), 1.0), every_review=True)


def up_to(given: dict[str, Array], nudge: float) -> Form:
    """(s,S): up to S once the position is s or less."""
    top, trigger = np.broadcast_arrays(*equal_lengths(needed(given, "S"), needed(given, "s")))
    apart = top - trigger
    if np.ptp(apart) > 1e-9 * max(1.0, float(np.abs(top).max())):
        raise InputError("S - s must be the same on every day of the cycle")
    spread = float(apart[0])
    if spread < 0:
        raise InputError(f"S must be at least s, got S {top[0]:g} and s {trigger[0]:g}")
    return Form(top, start=float(top[0]), gap=max(spread - nudge, SMALLEST_GAP), spread=spread)


def up_to_capped(given: dict[str, Array], nudge: float) -> Form:
    form = up_to(given, nudge)
    return Form(form.levels, form.start, form.gap, (0.0, 0.0, above_zero(given, "q_max"), 1.0), form.spread)


def multiples(given: dict[str, Array], nudge: float) -> Form:
    """(r,nQ): so many whole Q, once the position is r or less, that it comes out above r."""
    return lots_of(given, nudge, (0.0, above_zero(given, "Q"), NO_LIMIT, 1.0))


def single_lot(given: dict[str, Array], nudge: float) -> Form:
    """(r,Q): one Q, however far below r."""
    size = above_zero(given, "Q")
    return lots_of(given, nudge, (size, 0.0, size, 1.0))


def lots_of(given: dict[str, Array], nudge: float, lots: tuple[float, float, float, float]) -> Form:
    trigger, size = needed(given, "r", "s"), above_zero(given, "Q")
    return Form(trigger + nudge, start=float(trigger[0]) + size, gap=nudge / 2, lots=lots, spread=size)


def needed(given: dict[str, Array], *names: str) -> Array:
    for name in names:
        if name in given:
            return given[name]
    raise InputError(f"the policy needs a number {names[0]}")


def above_zero(given: dict[str, Array], name: str) -> float:
    value = needed(given, name)
    if len(value) != 1 or value[0] <= 0:
        raise InputError(f"{name} must be one number above 0")
    return float(value[0])


def equal_lengths(first: Array, second: Array) -> tuple[Array, Array]:
    """Both over the cycle that they have in common."""
    cycle = math.lcm(len(first), len(second))
    return np.resize(first, cycle), np.resize(second, cycle)


FORMS: dict[str, Callable[[dict[str, Array], float], Form]] = {
    "base_stock": base_stock,
    "base_stock_capped": base_stock_capped,
    "sS": up_to,
    "sS_capped": up_to_capped,
    "rnQ": multiples,
    "rQ": single_lot,
}
