"""Edits of items: steps that can be taken back one by one, each checked by the catalogue. No screen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from core import Catalogue, InputError

COLUMNS = ("policy", "buffer", "critical", "lead_time_days", "unit_cost")
"""What can be edited."""
Changes = Mapping[str, Mapping[str, object]]
"""Item to column to value; None is the column's default."""
OwnChanges = dict[str, dict[str, object]]


@dataclass(frozen=True)
class Step:
    """One thing that a person did: a cell, a paste, or an optimum that was applied (`label` says which)."""

    changes: Changes
    label: str = ""

    def __len__(self) -> int:
        return sum(len(values) for values in self.changes.values())


@dataclass(frozen=True, eq=False)
class Edits:
    """A catalogue as it was, and what was changed in it, step by step."""

    base: Catalogue
    steps: tuple[Step, ...] = ()

    def changes(self) -> OwnChanges:
        """All steps in one; of several values for a cell the last counts, and none that the base has anyway."""
        merged: OwnChanges = {}
        for step in self.steps:
            for item, values in step.changes.items():
                merged.setdefault(item, {}).update(values)
        rows = positions(self.base)
        kept = {
            item: {name: value for name, value in values.items() if not _same(self.base, rows[item], name, value)}
            for item, values in merged.items()
        }
        return {item: values for item, values in kept.items() if values}

    def catalogue(self) -> Catalogue:
        """The base with its changes. Raises InputError where a step isn't one that `after` let through."""
        changes = self.changes()
        return self.base.but(changes) if changes else self.base

    def after(self, changes: Changes, label: str = "") -> tuple[Edits, tuple[str, ...]]:
        """These edits and a further step, and a sentence for each cell of it that the catalogue refuses."""
        sound, faults = sound_part(self.base, self.changes(), changes)
        if not sound:
            return self, faults
        step = Step(sound, label)
        # A cell that is set again takes the place of what was set before: the list tells no history of typing.
        earlier = tuple(one for one in self.steps if one.label or label or not _within(one, step))
        kept = replace(self, steps=(*earlier, step))
        # What only sets cells back to what they were is no step.
        without = replace(self, steps=earlier)
        return (without if without.changes() == kept.changes() else kept), faults

    def without(self, at: int) -> Edits:
        """These edits but one step."""
        return replace(self, steps=(*self.steps[:at], *self.steps[at + 1 :]))


def positions(catalogue: Catalogue) -> dict[str, int]:
    """Item to its row."""
    return {item: k for k, item in enumerate(catalogue.column("item"))}


def sound_part(base: Catalogue, before: Changes, changes: Changes) -> tuple[OwnChanges, tuple[str, ...]]:
    """The cells of a change that may be used on top of what was changed before, and sentences for the others.

    Items are checked apart from the others, and a fault is searched by halves: a paste may touch hundreds of cells.
    """
    cells = [(item, name, value) for item, values in changes.items() for name, value in values.items()]
    if not cells:
        return {}, ()
    touched = base.only({item: None for item, _, _ in cells})
    known = {item: dict(before.get(item, {})) for item in touched.column("item")}
    faults: list[str] = []
    taken = list(_sound(touched, known, cells, faults))
    return _by_item(taken), tuple(faults)


Cell = tuple[str, str, object]


def _sound(touched: Catalogue, known: Changes, cells: list[Cell], faults: list[str]) -> Iterable[Cell]:
    try:
        touched.but(_merged(known, cells))
    except InputError as error:
        if len(cells) == 1:
            faults.extend(error.faults)
            return
        half = len(cells) // 2
        yield from _sound(touched, known, cells[:half], faults)
        yield from _sound(touched, known, cells[half:], faults)
    else:
        yield from cells


def _merged(known: Changes, cells: Iterable[Cell]) -> OwnChanges:
    merged = {item: dict(values) for item, values in known.items()}
    for item, name, value in cells:
        merged[item][name] = value
    return merged


def _by_item(cells: Iterable[Cell]) -> OwnChanges:
    found: OwnChanges = {}
    for item, name, value in cells:
        found.setdefault(item, {})[name] = value
    return found


def _within(one: Step, step: Step) -> bool:
    return all(set(values) <= set(step.changes.get(item, {})) for item, values in one.changes.items())


def new_cells(catalogue: Catalogue, cells: Changes) -> OwnChanges:
    """Of an editor's cells those that say something else than the catalogue does now."""
    rows = positions(catalogue)
    found = {
        item: {name: value for name, value in values.items() if not _same(catalogue, rows[item], name, value)}
        for item, values in cells.items()
    }
    return {item: values for item, values in found.items() if values}


def _same(catalogue: Catalogue, row: int, name: str, value: object) -> bool:
    """Whether the catalogue says so already."""
    if value is None:
        return str(catalogue.column("item")[row]) in catalogue.default_items.get(name, ())
    had: Any = catalogue.column(name)[row]
    if isinstance(had, float) and isinstance(value, int | float):
        return bool(np.isclose(had, float(value), rtol=1e-12, atol=0.0))
    return bool(had == value)
