"""The events of the stress page as a link has them, and what they may reach. No screen."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from core import Catalogue, InputError
from core.errors import shorten
from core.events import FIELDS, MOST_NAMES, NAMED_BY, SUPPLIED, Event, check_events, from_text, reached, to_text
from core.stress_presets import StressPreset, stress_presets
from pages.parts import link

NONE = "none"
"""How a link says that there is no event; an empty value is left out of it."""
MOST_LISTED = 400
"""Names that a list shows; of a larger data set suppliers and categories, and items by typing."""
Events = tuple[Event, ...]


@dataclass(frozen=True)
class Help:
    """What might have helped: days of early warning, and the names that have a second source."""

    warning: int
    names: tuple[str, ...]


def chosen(text: str) -> StressPreset | None:
    """The preset that a text names, if it does."""
    return next((preset for preset in stress_presets() if preset.name == text), None)


def usual() -> str:
    """What is shown where nothing was chosen."""
    return stress_presets()[0].name


def read(text: str, catalogue: Catalogue, days: int) -> tuple[Events, tuple[str, ...]]:
    """(events, faults) of what a link or a person set; each event that can't be here is left out with its fault."""
    preset = chosen(text)
    if text == NONE:
        return (), ()
    if len(text) > link.MOST_READ:
        return (), (too_long(len(text)),)
    found, faults = (preset.events(catalogue), ()) if preset else from_text(text)
    kept: list[Event] = []
    said = list(faults)
    for event in found:
        try:
            check_events([event], catalogue, days)
        except InputError as error:
            said += error.faults
        else:
            kept.append(event)
    return tuple(kept), tuple(said)


def too_long(length: int) -> str:
    """What is wrong with events of so many characters."""
    return f"the names and numbers of all events must be at most {link.MOST_READ:,} characters, got {length:,}"


def write(events: Events) -> str:
    """What stands for events in a link."""
    return to_text(events) or NONE


def fresh(kind: str, days: int, like: Event | None = None) -> Event:
    """An event of a kind with the kind's usual numbers, for everything; it starts when `like` does, if there is one."""
    values: dict[str, Any] = {name: field.default for name, field in FIELDS[kind].items()}
    start = values["start"] if like is None else like.start
    return Event(kind, **{**values, "start": min(start, days - 1)})


def as_kind(event: Event, kind: str) -> Event:
    """An event of another kind when and where this one is, with the kind's usual numbers."""
    spare = event.spare if kind in SUPPLIED else ()
    return replace(fresh(kind, event.start + 1, event), reach=event.reach, spare=spare)


def changed(events: Events, at: int, event: Event | None) -> Events:
    """The events with another one in a place; None takes it out."""
    return (*events[:at], *([] if event is None else [event]), *events[at + 1 :])


def with_value(event: Event, name: str, value: object) -> Event:
    """An event with another number or reach. Raises InputError as Event does."""
    if name == "reach":
        return replace(event, reach=tuple(value) or None)  # type: ignore[arg-type]
    percent = FIELDS[event.kind][name].percent
    return replace(event, **{name: round(float(str(value)) / 100, 6) if percent else value})


def names(catalogue: Catalogue) -> dict[str, str]:
    """Each name that an event may reach, and how a list shows it: suppliers first, then categories, then items."""
    found: dict[str, str] = {}
    for column in ("supplier", "category"):
        for name in dict.fromkeys(str(name) for name in catalogue.column(column)):
            found.setdefault(name, f"{shorten(name)} ({column})")
    items = [str(item) for item in catalogue.column("item")]
    if len(found) + len(items) <= MOST_LISTED:
        for item, label in zip(items, catalogue.column("name"), strict=True):
            found.setdefault(item, shorten(item if str(label) == item else f"{item} {label}"))
    return found


def supplied(events: Events) -> bool:
    """Whether there is an event that a second source helps against."""
    return any(event.kind in SUPPLIED for event in events)


def best_seller(catalogue: Catalogue, events: Events) -> tuple[str, ...]:
    """The item that sells most, by value, of those that lose their supplier."""
    touched = np.any([reached(event, catalogue) for event in events if event.kind in SUPPLIED], axis=0)
    sales = np.where(touched, catalogue.column("demand_per_day") * catalogue.column("price"), -1.0)
    return (str(catalogue.column("item")[sales.argmax()]),) if touched.any() else ()


def second_text(names: Iterable[str]) -> str:
    """Names with a second source as a link has them."""
    return json.dumps(list(names), ensure_ascii=False, separators=(",", ":"))


def second_of(text: str, catalogue: Catalogue) -> tuple[str, ...]:
    """The names in such a text that are this data set's; none where it is no such text."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return ()
    known = {str(name) for column in NAMED_BY for name in catalogue.column(column)}
    listed = said if isinstance(said, list) else []
    return tuple(dict.fromkeys(name for name in listed if isinstance(name, str) and name in known))[:MOST_NAMES]
