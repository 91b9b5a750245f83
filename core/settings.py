"""How a setting is declared: name, default, bounds, step, label, unit, help, group and what it acts on, once.

The widget, the URL parameter, the check, the sensitivity axis, the method page's table and the
property tests are all derived from these declarations.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

import numpy as np

from core.errors import InputError, plain

Value = float | int | bool | str | None
Acts = Literal["physics", "price"]
Kind = Literal["number", "whole", "yes_no", "choice"]

GROUPS = ("demand", "supply", "shortage", "costs", "jit", "jic", "planning", "run")


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting that a person can turn. `needs` names the other settings (with a value) that switch it on."""

    name: str
    label: str
    group: str
    kind: Kind
    default: Value
    low: float
    high: float
    step: float
    unit: str
    help: str
    acts: Acts
    choices: tuple[str, ...] = ()
    percent: bool = False
    optional: bool = False
    needs: Mapping[str, Value] = field(default_factory=dict)

    def fault(self, value: object) -> str | None:
        """The sentence that says what is wrong with `value`, or None if it may be used."""
        if self.optional and value is None:
            return None
        wrong = {"yes_no": self._not_yes_no, "choice": self._not_choice}.get(self.kind, self._not_number)(value)
        return f"{self.label} ({self.name}) must be {wrong}, got {plain(value)}" if wrong else None

    def clean(self, value: Any) -> Value:
        """`value` as it is kept: float, int, bool or text. Call only when `fault` found nothing."""
        if value is None or self.kind == "choice":
            return None if value is None else str(value)
        if self.kind == "yes_no":
            return bool(value)
        # Adding nothing turns a negative zero into zero: equal values must read alike.
        return int(value) if self.kind == "whole" else float(value) + 0.0

    def parse(self, text: str) -> Value | str:
        """A link's or a file's text as a value; text that is none comes back as it is, for `fault` to name."""
        text = text.strip()
        if self.kind == "yes_no":
            return {"yes": True, "true": True, "no": False, "false": False}.get(text.lower(), text)
        if self.kind == "choice":
            return text
        if self.optional and text == "":
            return None
        return _number(text)

    def allowed(self) -> str:
        """The allowed range in words, with the unit."""
        if self.kind == "yes_no":
            return "yes or no"
        if self.kind == "choice":
            return " or ".join(self.choices)
        whole = "a whole number " if self.kind == "whole" else ""
        return f"{whole}{self.low:,.10g} to {self.high:,.10g} {self.unit}".strip()

    def _not_yes_no(self, value: object) -> str | None:
        return None if type(value).__name__ in ("bool", "bool_") else self.allowed()

    def _not_choice(self, value: object) -> str | None:
        return None if isinstance(value, str) and value in self.choices else self.allowed()

    def _not_number(self, value: object) -> str | None:
        # Compared as it came: a huge whole number must not overflow on its way to a float, and NaN compares false.
        is_number = isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool)
        if not is_number or not self.low <= value <= self.high:  # type: ignore[operator]
            return self.allowed()
        return self.allowed() if self.kind == "whole" and value != int(value) else None  # type: ignore[call-overload]


def _number(text: str) -> Value | str:
    # A hostile link may carry thousands of digits; no value of ours needs more than forty characters.
    if len(text) > 40 or "_" in text:
        return text
    try:
        return float(text)
    except ValueError:
        return text


def number(label: str, default: float | None, low: float, high: float, *, step: float = 0.0, **rest: Any) -> Any:
    """Declares a number between `low` and `high`; the other arguments are those of `Setting`."""
    return _declare(label, "number", default, low, high, step=step or _step(low, high), **rest)


def whole(label: str, default: int, low: int, high: int, *, step: int = 1, **rest: Any) -> Any:
    """Declares a whole number between `low` and `high`."""
    return _declare(label, "whole", default, low, high, step=step, **rest)


def share(label: str, default: float, low: float = 0.0, high: float = 1.0, *, step: float = 0.01, **rest: Any) -> Any:
    """Declares a share: kept as a rate, shown as a percentage."""
    return _declare(label, "number", default, low, high, step=step, percent=True, **rest)


def yes_no(label: str, default: bool, **rest: Any) -> Any:
    """Declares a switch."""
    return _declare(label, "yes_no", default, 0, 1, step=1, unit="", **rest)


def choice(label: str, default: str, choices: tuple[str, ...], **rest: Any) -> Any:
    """Declares a choice among `choices`."""
    return _declare(label, "choice", default, 0, 0, step=0, unit="", choices=choices, **rest)


def _step(low: float, high: float) -> float:
    return 0.05 if high - low <= 6 else 0.1


def _declare(label: str, kind: Kind, default: Value, low: float, high: float, **rest: Any) -> Any:
    setting = Setting(name="", label=label, kind=kind, default=default, low=low, high=high, **rest)
    return field(default=default, metadata={"setting": setting})


@dataclass(frozen=True)
class Part:
    """A frozen group of settings, or of further parts. Built with a value out of range it raises InputError."""

    def __post_init__(self) -> None:
        mine = own_settings(type(self))
        values = {setting.name: getattr(self, setting.name) for setting in mine}
        check(values, {setting.name: setting for setting in mine})
        for setting in mine:
            object.__setattr__(self, setting.name, setting.clean(values[setting.name]))


P = TypeVar("P", bound=Part)


def own_settings(part: type[Part]) -> tuple[Setting, ...]:
    """The settings declared on a part itself, in order."""
    if part not in _OWN:
        _OWN[part] = tuple(_declared(part))
    return _OWN[part]


_OWN: dict[type[Part], tuple[Setting, ...]] = {}


def _declared(part: type[Part]) -> Iterator[Setting]:
    declared = [item for item in dataclasses.fields(part) if "setting" in item.metadata]
    yield from (dataclasses.replace(item.metadata["setting"], name=item.name) for item in declared)


def settings_of(part: Part) -> Iterator[tuple[Setting, Value]]:
    """Every setting in a tree of parts with its value, depth first."""
    for setting in own_settings(type(part)):
        yield setting, getattr(part, setting.name)
    for item in dataclasses.fields(part):
        child = getattr(part, item.name)
        if isinstance(child, Part):
            yield from settings_of(child)


def with_values(part: P, values: Mapping[str, Value]) -> P:
    """A copy of a tree of parts in which the settings named in `values` have new values."""
    changes: dict[str, Any] = {s.name: values[s.name] for s in own_settings(type(part)) if s.name in values}
    for item in dataclasses.fields(part):
        child = getattr(part, item.name)
        if isinstance(child, Part):
            changes[item.name] = with_values(child, values)
    return dataclasses.replace(part, **changes)


def check(values: Mapping[str, object], known: Mapping[str, Setting]) -> None:
    """Raises one InputError that names every unknown setting and every value that may not be used."""
    faults = [f"There is no setting named {plain(name)}" for name in values if name not in known]
    faults += [fault for name, value in values.items() if name in known and (fault := known[name].fault(value))]
    if faults:
        raise InputError(faults)
