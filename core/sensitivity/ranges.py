"""How far each setting is moved: a plausible range from its declaration and its value, or the one that is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil, floor

from core.catalogue import Catalogue
from core.errors import InputError, plain
from core.outcome import places
from core.scenario import Scenario, settings
from core.settings import Setting, Value

SPREAD = 0.5
"""How far a setting is usually moved: down to its half and up to its half more."""
# A zero has no half: it moves by this share of its declared range, or by so many steps, whichever is less.
SHARE_OF_RANGE, STEPS = 0.1, 10
Ends = tuple[Value, ...]


def usual_ends(setting: Setting, value: Value, spread: float = SPREAD) -> Ends:
    """The values to try beside `value`, the lowest first, within the setting's bounds.

    - yes or no: both; a choice: every choice, in the order of its declaration;
    - a share (0 to 1): `value` ± `spread` × its distance from 0 or from 1, whichever is less, so that 30 % becomes 15
      to 45 % and a target of 95 % becomes 92.5 to 97.5 %;
    - any other number: `value` × (1 ± `spread`), whole ones rounded outwards;
    - where that is no way at all (0, or a share of 1): by a tenth of the declared range or ten steps, whichever is
      less; at another spread in proportion (a spread of 0.25 moves half as far as one of 0.5).

    An end beyond a bound is the bound, so that an end may equal `value`.
    """
    if setting.kind == "yes_no":
        return False, True
    if setting.kind == "choice":
        return setting.choices
    now, near = float(value or 0.0), _near(setting, value)
    small = min(SHARE_OF_RANGE * (setting.high - setting.low), STEPS * setting.step)
    reach = spread * near if near > 0 else spread / SPREAD * small
    low, high = max(setting.low, now - reach), min(setting.high, now + reach)
    if setting.kind == "whole":
        return floor(low), ceil(high)
    # Half of 0.3 is 0.15, not the fifteen nines of its binary neighbour.
    return round(low, 12), round(high, 12)


def is_guess(setting: Setting, value: Value) -> bool:
    """Whether the usual ends are no share of `value`, because it has none: a number at 0, or a share at 1."""
    return setting.kind in ("number", "whole") and _near(setting, value) == 0


def _near(setting: Setting, value: Value) -> float:
    """What a spread is a share of."""
    now = float(value or 0.0)
    is_share = setting.percent and setting.low >= 0 and setting.high <= 1
    return min(abs(now), abs(1.0 - now)) if is_share else abs(now)


def current(catalogue: Catalogue, scenario: Scenario, name: str) -> Value:
    """A setting's value as a scenario has it; the data set's own pallet places where the scenario names none."""
    value = scenario.to_dict()[name]
    return places(catalogue, scenario) if value is None else value


def plausible(catalogue: Catalogue, scenario: Scenario, name: str, spread: float = SPREAD) -> Ends:
    """The values that a setting is usually tried at (see `usual_ends`)."""
    return usual_ends(settings()[name], current(catalogue, scenario, name), spread)


def inputs() -> tuple[str, ...]:
    """The settings that describe the world, the prices or the plans: all but how much is simulated with which luck."""
    return tuple(name for name, setting in settings().items() if setting.group != "run")


def chosen(names: Sequence[str] | None) -> tuple[str, ...]:
    """The settings to move, each once; all inputs where none are named. Raises InputError for what is no input."""
    if names is None:
        return inputs()
    if isinstance(names, str) or not all(isinstance(name, str) for name in names):
        raise InputError([f"settings must be a list of names, got {plain(names)}"])
    faults = [f"There is no setting named {plain(name)}" for name in names if name not in settings()]
    faults += [
        f"{settings()[name].label} ({name}) is no input of the world: it says how much is simulated, with which luck"
        for name in names
        if name in settings() and name not in inputs()
    ]
    if faults or not names:
        raise InputError(faults or ["At least one setting must be named"])
    return tuple(dict.fromkeys(names))


def check_ranges(ranges: Mapping[str, Sequence[Value]]) -> None:
    """Raises one InputError that names every range that may not be used."""
    chosen(tuple(ranges) or None)
    faults = [fault for name, ends in ranges.items() for fault in _faults(settings()[name], ends)]
    if faults:
        raise InputError(faults)


def _faults(setting: Setting, ends: Sequence[Value]) -> list[str]:
    named = f"{setting.label} ({setting.name})"
    if setting.kind in ("yes_no", "choice"):
        return [f"{named} has no range: {setting.allowed()} are all tried"]
    if isinstance(ends, str) or not isinstance(ends, Sequence) or len(ends) != 2 or None in ends:
        return [f"The range of {named} must be two values, (low, high), got {plain(ends)}"]
    faults = [fault for fault in map(setting.fault, ends) if fault]
    low, high = ends
    if not faults and float(low or 0) > float(high or 0):
        faults = [f"The range of {named} must be (low, high) with low ≤ high, got {plain(low)} to {plain(high)}"]
    return faults
