"""What the caller settles by hand: columns, how dates and numbers are written, how the table lies, which rules hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from core.errors import InputError, plain
from core.history.layout import LAYOUTS
from core.tables.dates import STYLES

T = TypeVar("T")

CHOICES: Mapping[str, tuple[str, ...]] = {
    "dates": STYLES,
    "numbers": ("decimal comma", "decimal point"),
    "layout": LAYOUTS,
    "period": ("day", "week", "month"),
}
"""What `columns=` may hold beside roles: how dates and numbers are written, how the table lies, what a date covers."""


@dataclass(frozen=True)
class Wishes:
    """`columns=` taken apart: role to heading (None: there is none), and the choices that were made."""

    roles: dict[str, str | None] = field(default_factory=dict)
    choices: dict[str, str] = field(default_factory=dict)

    @property
    def decimal(self) -> str:
        """The decimal mark that was named, '' if none was."""
        return {"decimal comma": ",", "decimal point": "."}.get(self.choices.get("numbers", ""), "")


def wishes(columns: Mapping[str, str | None] | None) -> Wishes:
    """Raises InputError if they are no mapping, and naming a choice that isn't one."""
    given = _mapping("columns", columns, "{'date': 'Order date'}")
    choices = {name: str(given.pop(name)) for name in CHOICES if given.get(name)}
    faults = [
        f"Column choice {name} must be one of {', '.join(map(plain, CHOICES[name]))}, got {plain(choice)}"
        for name, choice in choices.items()
        if choice not in CHOICES[name]
    ]
    if faults:
        raise InputError(faults)
    return Wishes({role: heading or None for role, heading in given.items() if role not in CHOICES}, choices)


def _mapping(name: str, given: Mapping[str, T] | None, such_as: str) -> dict[str, T]:
    if given is not None and not isinstance(given, Mapping):
        raise InputError(f"Argument {name} must be a mapping such as {such_as} or None, got {plain(given)}")
    return dict(given or {})


def switched(rules: Mapping[str, bool] | None, known: Mapping[str, bool]) -> dict[str, bool]:
    """Every rule on or off: its default unless `rules` says otherwise. Raises InputError naming an unknown rule."""
    given = _mapping("rules", rules, "{'returns': False}")
    unknown = [name for name in given if name not in known]
    faults = [f"Rule {plain(name)} is not known; the rules are {', '.join(known)}" for name in unknown]
    faults += [
        f"Rule {name} must be True or False, got {plain(value)}"
        for name, value in given.items()
        if name in known and not isinstance(value, bool)
    ]
    if faults:
        raise InputError(faults)
    return {**known, **given}
