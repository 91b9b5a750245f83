"""Reading numbers, lists and parts out of a case, with one sentence for whatever is wrong."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import InputError, plain

Array = NDArray[np.float64]
Params = Mapping[str, Any]


def part(params: object, what: str) -> Params:
    """A JSON object, or an InputError that names what should have been one."""
    if not isinstance(params, Mapping):
        raise InputError(f"{what} must be an object, got {plain(params)}")
    return params


def is_number(value: object) -> bool:
    # A whole number too large for a float would overflow; nothing measured comes near it.
    is_plain = isinstance(value, int | float) and not isinstance(value, bool)
    return is_plain and -1e300 < value < 1e300  # type: ignore[operator]


def has(params: Params, *names: str) -> bool:
    """Whether one of the names is there with a value."""
    return any(params.get(name) is not None for name in names)


def number(params: Params, *names: str, least: float = -math.inf, most: float = math.inf) -> float:
    """The number under the first name that is there. Raises InputError when there is none, or it is out of range."""
    value = next((params[name] for name in names if params.get(name) is not None), None)
    if not is_number(value) or not least <= float(value) <= most:  # type: ignore[arg-type]
        came = "nothing" if value is None else plain(value)
        raise InputError(f"{names[0]} must be a number{_range(least, most)}, got {came}")
    return float(value)  # type: ignore[arg-type]


def _range(least: float, most: float) -> str:
    if math.isfinite(least) and math.isfinite(most):
        return f" from {least:g} to {most:g}"
    return f" of at least {least:g}" if math.isfinite(least) else ""


def whole(params: Params, name: str, default: int, least: int = 1, most: int = 10_000) -> int:
    """A whole number."""
    value = number({name: params.get(name, default)}, name, least=least, most=most)
    if not value.is_integer():
        raise InputError(f"{name} must be a whole number, got {plain(value)}")
    return int(value)


def numbers(values: object, what: str) -> Array:
    """A list of numbers, at least one."""
    if not isinstance(values, list) or not values or not all(is_number(value) for value in values):
        raise InputError(f"{what} must be a list of numbers, got {plain(values)}")
    return np.array(values, np.float64)


def chances(values: object, what: str, count: int) -> Array:
    """A list of probabilities, one for each of `count` outcomes, that add up to 1."""
    shares = numbers(values, what)
    if len(shares) != count or shares.min() < 0 or abs(shares.sum() - 1) > 1e-6:
        raise InputError(f"{what} must be {count} probabilities that add up to 1, got {plain(values)}")
    return shares / float(shares.sum())


def pick(params: Params, key: str, registry: Mapping[str, Any], what: str) -> Any:
    """The registry's entry that the case names under `key`."""
    name = params.get(key)
    if not isinstance(name, str) or name not in registry:
        raise InputError(f"{what} must be one of {', '.join(registry)}, got {plain(name)}")
    return registry[name]
