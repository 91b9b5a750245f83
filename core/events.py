"""Timed events as plain values: what happens, from which measured day, for how long, how strongly, and to what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from urllib.parse import quote, unquote

import numpy as np
from numpy.typing import NDArray

from core.catalogue import Catalogue
from core.errors import InputError, plain, shorten
from core.settings import Setting, Value

Names = tuple[str, ...]
MOST_EVENTS, MOST_NAMES, LONGEST_NAME = 20, 200, 200
# What a name in an event's reach may be the name of.
NAMED_BY = ("supplier", "category", "item")
# Kinds that a second source softens.
SUPPLIED = ("outage", "delay")
_AND, _OF, _SPARE, _OVER = " and ", "of.", "spare.", "over."


def _field(name: str, label: str, default: float, low: float, high: float, unit: str, says: str) -> Setting:
    kind, step = ("number", 0.05) if unit.startswith("share") else ("whole", 1.0)
    return Setting(name, label, "events", kind, default, low, high, step, unit, says, "physics", percent=step < 1)  # type: ignore[arg-type]


def _fields(what: str, length: float, *others: Setting) -> Mapping[str, Setting]:
    start = _field("start", f"Start of the {what}", 90, 0, 1094, "days", "First measured day that is touched.")
    lasts = _field("length", f"Length of the {what}", length, 0, 365, "days", "For how many days it goes on.")
    return MappingProxyType({"start": start, "length": lasts, **{field.name: field for field in others}})


# Each kind's own numbers: default, bounds, unit and help, once.
FIELDS: Mapping[str, Mapping[str, Setting]] = MappingProxyType(
    {
        "outage": _fields("outage", 28),
        "surge": _fields(
            "surge", 28, _field("size", "Size of the surge", 0.5, -1, 10, "share of demand", "1 doubles demand.")
        ),
        "delay": _fields(
            "delay", 14, _field("size", "Size of the delay", 14, 0, 365, "days", "By how much deliveries come later.")
        ),
        "hold": _fields(
            "hold", 21, _field("size", "Size of the hold", 14, 0, 365, "days of demand", "Stock that may not be sold.")
        ),
        "pull_forward": _fields(
            "pull-forward",
            30,
            _field("size", "Size of the pull-forward", 0.3, 0, 1, "share of demand", "Demand that comes early."),
            _field("over", "Reach of the pull-forward", 91, 1, 365, "days", "After it, the days that lose demand."),
        ),
    }
)
KINDS = tuple(FIELDS)


@dataclass(frozen=True)
class Event:
    """One event; made by the functions below. Raises InputError for values out of range.

    `start` is a measured day (0 the first), `length` days, `size` in the kind's unit, `over` the days from which
    demand is pulled. `reach` names what is touched: suppliers, categories or items, None for everything; `spare` names
    what isn't, since it has a second source.
    """

    kind: str
    start: int
    length: int
    size: float = 0.0
    reach: Names | None = None
    spare: Names = ()
    over: int = 0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise InputError([f"An event must be {' or '.join(KINDS)}, got {plain(self.kind)}"])
        fields = FIELDS[self.kind]
        faults = [fault for name, field in fields.items() if (fault := field.fault(getattr(self, name)))]
        faults += _name_faults("reach", self.reach) + _name_faults("spare", self.spare)
        if self.reach is not None and not faults and not _names(self.reach):
            faults.append("The reach of an event must be None for everything, or at least one name, got none")
        if self.kind not in SUPPLIED and not faults and _names(self.spare):
            faults.append(f"A second source (spare) helps against an outage or a delay, not against a {self.kind}")
        if faults:
            raise InputError(faults)
        for name in ("start", "length", "size", "over"):
            value: Value = fields[name].clean(getattr(self, name)) if name in fields else 0
            object.__setattr__(self, name, float(value or 0) if name == "size" else value)
        object.__setattr__(self, "reach", None if self.reach is None else _names(self.reach))
        object.__setattr__(self, "spare", _names(self.spare))

    @property
    def end(self) -> int:
        """The first day after it."""
        return self.start + self.length

    @property
    def is_nothing(self) -> bool:
        """Whether it changes nothing, for want of length or size."""
        return self.length == 0 or ("size" in FIELDS[self.kind] and self.size == 0)


def outage(start: int, length: int, reach: Iterable[str] | None = None, spare: Iterable[str] = ()) -> Event:
    """Suppliers are out from measured day `start` for `length` days: orders queue, what is on its way still comes."""
    return Event("outage", start, length, 0.0, _given(reach), _given(spare) or ())


def surge(start: int, length: int, size: float, reach: Iterable[str] | None = None) -> Event:
    """Demand is 1 + `size` times what it would be: 1.0 doubles it, 0 is nothing, -1 takes all of it away."""
    return Event("surge", start, length, size, _given(reach))


def delay(
    start: int, size: int, length: int | None = None, reach: Iterable[str] | None = None, spare: Iterable[str] = ()
) -> Event:
    """Deliveries due on the `length` days from `start` (by default as many as `size`) come `size` days later."""
    return Event("delay", start, size if length is None else length, size, _given(reach), _given(spare) or ())


def hold(start: int, length: int, size: float, reach: Iterable[str] | None = None) -> Event:
    """Stock for `size` days of mean demand, or what the shelf has, may not be sold until `start` + `length`."""
    return Event("hold", start, length, size, _given(reach))


def pull_forward(start: int, length: int, size: float, reach: Iterable[str] | None = None, over: int = 91) -> Event:
    """The share `size` of the demand of the `over` days after the window comes within its `length` days instead."""
    return Event("pull_forward", start, length, size, _given(reach), (), over)


def _given(names: Iterable[str] | None) -> Any:
    """Names as a tuple, and one name by itself as one; whatever can't be names is left for the check to tell."""
    if isinstance(names, str):
        return (names,)
    return tuple(names) if isinstance(names, Iterable) else names


def _names(names: Iterable[str]) -> Names:
    """Each once, in the order of the alphabet, so that equal events are equal values."""
    return tuple(sorted({str(name) for name in names}))


def _name_faults(what: str, names: object) -> list[str]:
    if names is None and what == "reach":
        return []
    if not isinstance(names, tuple | list):
        return [f"The {what} of an event must be names of suppliers, categories or items, got {plain(names)}"]
    if len(names) > MOST_NAMES:
        return [f"The {what} of an event must be at most {MOST_NAMES} names, got {len(names)}"]
    wrong = [name for name in names if not isinstance(name, str) or not 0 < len(name) <= LONGEST_NAME]
    return [
        f"A name in the {what} of an event must be a text of 1 to {LONGEST_NAME} characters, got {plain(name)}"
        for name in wrong
    ]


def check_events(events: Sequence[Event], catalogue: Catalogue, days: int) -> None:
    """Raises one InputError for what is no event, reaches names that aren't there or begins after `days` measured."""
    if isinstance(events, Event) or not isinstance(events, Sequence):
        raise InputError([f"Events must be a list of events (outage, surge, …), got {plain(events)}"])
    others = [event for event in events if not isinstance(event, Event)]
    faults = [f"An event must be made by {', '.join(KINDS)}, got {plain(other)}" for other in others]
    faults += _too_many(len(events))
    known = {str(name) for column in NAMED_BY for name in catalogue.column(column)}
    for event in (event for event in events if isinstance(event, Event)):
        strangers = [name for name in (*(event.reach or ()), *event.spare) if name not in known]
        faults += [f"There is no supplier, category or item named {plain(name)} ({event.kind})" for name in strangers]
        if event.start >= days:
            faults.append(f"The {event.kind} must start on day 0 to {days - 1} of those measured, got {event.start}")
    if faults:
        raise InputError(faults)


def _too_many(count: int) -> list[str]:
    return [f"There may be at most {MOST_EVENTS} events at once, got {count}"] if count > MOST_EVENTS else []


def named(event: Event, catalogue: Catalogue) -> NDArray[np.bool_]:
    """Which items an event's reach names, [item]."""
    return np.ones(len(catalogue), bool) if event.reach is None else _bear(event.reach, catalogue)


def reached(event: Event, catalogue: Catalogue) -> NDArray[np.bool_]:
    """Which items an event touches, [item]: those that it names, without those that have a second source."""
    return named(event, catalogue) & ~_bear(event.spare, catalogue)


def _bear(names: Names, catalogue: Catalogue) -> NDArray[np.bool_]:
    """Items whose supplier, category or identifier is among the names."""
    found = np.zeros(len(catalogue), bool)
    for column in NAMED_BY if names else ():
        found |= np.isin(catalogue.column(column).astype(str), names)
    return found


# --- as text ---------------------------------------------------------------------------------------------------------


def to_text(events: Iterable[Event]) -> str:
    """Events as a link says them: "outage 90 28 of.Nuts and surge 30 14 0.5"."""
    return _AND.join(_said(event) for event in events)


def _said(event: Event) -> str:
    numbers = [event.start, event.length, *([event.size] if "size" in FIELDS[event.kind] else [])]
    words = [event.kind, *(repr(number).removesuffix(".0") for number in numbers)]
    words += [f"{_OVER}{event.over}"] if "over" in FIELDS[event.kind] else []
    words += [_OF + _spelled(name) for name in event.reach or ()]
    return " ".join(words + [_SPARE + _spelled(name) for name in event.spare])


def from_text(text: str) -> tuple[tuple[Event, ...], tuple[str, ...]]:
    """(events, faults) of a text that `to_text` wrote or that anybody made up; never raises."""
    parts = [part for part in str(text).split(_AND) if part.strip()]
    events: list[Event] = []
    faults = _too_many(len(parts))
    for part in parts[:MOST_EVENTS]:
        try:
            events.append(_read(part.split()))
        except InputError as error:
            faults += [f"{fault} (in '{shorten(part.strip())}')" for fault in error.faults]
    return tuple(events), tuple(faults)


def _read(words: Sequence[str]) -> Event:
    kind, rest = words[0], list(words[1:])
    if kind not in KINDS:
        raise InputError([f"An event must be {' or '.join(KINDS)}, got {plain(kind)}"])
    named = {mark: [word.removeprefix(mark) for word in rest if word.startswith(mark)] for mark in (_OF, _SPARE, _OVER)}
    numbers = [word for word in rest if not word.startswith((_OF, _SPARE, _OVER))]
    wanted = [name for name in ("start", "length", "size") if name in FIELDS[kind]]
    if len(numbers) != len(wanted):
        raise InputError([f"A {kind} takes {len(wanted)} numbers ({', '.join(wanted)}), got {len(numbers)}"])
    over = named[_OVER][-1:] if "over" in FIELDS[kind] else []
    values: dict[str, Any] = dict(zip(wanted, numbers, strict=True)) | dict(zip(("over",), over, strict=False))
    values = {name: FIELDS[kind][name].parse(value) for name, value in values.items()}
    if "over" in FIELDS[kind] and not over:
        values["over"] = FIELDS[kind]["over"].default
    reach, spare = (tuple(_unspelled(word) for word in named[mark]) for mark in (_OF, _SPARE))
    return Event(kind, **values, reach=reach or None, spare=spare)


def _spelled(name: str) -> str:
    """A name as one word that an address carries with few marks: letters of any language, digits, hyphen and point."""
    return "".join(mark if mark.isalnum() or mark in "-." else "_" if mark == " " else _escaped(mark) for mark in name)


def _escaped(mark: str) -> str:
    # What `quote` thinks harmless has a meaning here.
    return f"%{ord(mark):02X}" if mark in "_~" else quote(mark, safe="", errors="replace")


def _unspelled(word: str) -> str:
    return unquote(word.replace("_", " "), errors="replace")
