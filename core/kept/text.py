"""A set of kept scenarios as JSON that a person can read, and back: what is damaged is named, the rest is kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from core.catalogue import BUILT_IN, Catalogue, from_csv, to_csv
from core.errors import InputError, plain
from core.kept.kept import LONGEST_NOTE, MOST, Kept, check_set, free_name
from core.scenario import Scenario, settings
from core.version import MODEL_VERSION

FORMAT, VERSION = "inventory strategy scenarios", 1
MOST_CHARACTERS = 200_000_000
# Of one scenario: a file of nonsense is no reason for a thousand sentences.
_NAMED = 10
_FIELDS = ("name", "note", "data", "page", "view", "sliders", "settings")


@dataclass(frozen=True)
class Loaded:
    """What a file or a link gave: the scenarios that can be used, and a sentence for everything that can't.

    `model` is the model's version that wrote it, "" where it doesn't say.
    """

    scenarios: tuple[Kept, ...]
    faults: tuple[str, ...] = ()
    model: str = ""


def to_text(kept: Iterable[Kept]) -> str:
    """The set as JSON text: every setting of each scenario, so that it shows the same after a default has moved.

    Data of a person's own stand in it once each, as the CSV of `core.catalogue.to_csv`. Raises InputError as
    `check_set` does.
    """
    kept = check_set(kept)
    own = {one.own.digest: one.own for one in kept if one.own is not None}
    places = {digest: f"own {k}" for k, digest in enumerate(own, start=1)}
    table = {
        "format": FORMAT,
        "version": VERSION,
        "model": MODEL_VERSION,
        "scenarios": [_table(one, one.data if one.own is None else places[one.own.digest]) for one in kept],
        "data": {places[digest]: to_csv(catalogue).splitlines() for digest, catalogue in own.items()},
    }
    return json.dumps(table, indent=2, ensure_ascii=False) + "\n"


def _table(kept: Kept, data: str) -> dict[str, Any]:
    values = (kept.name, kept.note, data, kept.page, dict(kept.view), list(kept.sliders), kept.scenario.to_dict())
    return dict(zip(_FIELDS, values, strict=True))


def from_text(text: str) -> Loaded:
    """The set of a text. Never raises for what the text says: faults are sentences, and the rest is loaded."""
    if len(text) > MOST_CHARACTERS:
        return Loaded((), (f"The file has {len(text):,} characters, at most {MOST_CHARACTERS:,} are read",))
    twice: dict[str, None] = {}
    try:
        table = json.loads(text, object_pairs_hook=lambda pairs: _once(pairs, twice))
    except json.JSONDecodeError as error:
        return Loaded((), (f"The file isn't JSON: {error}",))
    except RecursionError:
        return Loaded((), ("The file can't be read: its tables lie too deep within each other",))
    except ValueError:
        return Loaded((), ("The file can't be read: a number in it has thousands of digits",))
    loaded = from_table(table)
    said = [f"{plain(name)} stands more than once in one place of the file, the last one counts" for name in twice]
    return replace(loaded, faults=(*said[:MOST], *loaded.faults))


def _once(pairs: list[tuple[str, Any]], twice: dict[str, None]) -> dict[str, Any]:
    """A table of names, and into `twice` those that it had before."""
    table: dict[str, Any] = {}
    for name, value in pairs:
        if name in table:
            twice[name] = None
        table[name] = value
    return table


def from_table(table: Any) -> Loaded:
    """The set of a table as `to_text` writes it."""
    if not isinstance(table, dict) or table.get("format") != FORMAT:
        return Loaded((), (f"The file holds no scenarios: its format must be {plain(FORMAT)}",))
    if type(table.get("version")) is not int or table["version"] != VERSION:
        said = f"Scenarios of version {VERSION} can be read, the file says version {plain(table.get('version'))}"
        return Loaded((), (said,))
    model, rows = table.get("model"), table.get("scenarios")
    faults: list[str] = []
    if not isinstance(rows, list):
        return Loaded((), ("The file's list of scenarios is missing",))
    if len(rows) > MOST:
        faults.append(f"The file holds {len(rows):,} scenarios, the first {MOST} were loaded")
    data, more = _own(table.get("data", {}))
    faults += more
    found: list[Kept] = []
    for number, row in enumerate(rows[:MOST], start=1):
        one, wrong = _kept(row, data, {each.name for each in found})
        faults += [f"Scenario {number}: {fault}" for fault in wrong]
        found += [one] if one is not None else []
    return Loaded(tuple(found), tuple(faults), model if isinstance(model, str) else "")


def _own(tables: Any) -> tuple[dict[str, Catalogue], list[str]]:
    """The data sets that stand in the file, by name, and what is wrong with the others."""
    if not isinstance(tables, dict):
        return {}, ["The file's own data must be tables by name"]
    found: dict[str, Catalogue] = {}
    faults = [f"The file holds {len(tables):,} own data sets, the first {MOST} were read"] if len(tables) > MOST else []
    for name, lines in islice(tables.items(), MOST):
        try:
            found[name] = from_csv("\n".join(str(line) for line in lines) + "\n")
        except (InputError, TypeError) as error:
            faults.append(f"The data {plain(name)} can't be read: {error}")
    return found, faults


def _kept(row: Any, data: Mapping[str, Catalogue], names: set[str]) -> tuple[Kept | None, list[str]]:
    """A row's scenario, or None where nothing can be made of it, and what had to be left out."""
    if not isinstance(row, dict):
        return None, [f"must be a table, got {plain(row)}"]
    place = row.get("data", BUILT_IN[0])
    if not isinstance(place, str) or (place not in BUILT_IN and place not in data):
        return None, [f"its data {plain(place)} aren't there"]
    scenario, faults = _scenario(row.get("settings", {}))
    own = data.get(place) if place not in BUILT_IN else None
    common: dict[str, Any] = {"scenario": scenario, "data": place if own is None else "", "own": own}
    name = row.get("name")
    given: dict[str, Any] = {
        "name": free_name(name, names) if isinstance(name, str) else name,
        "note": row.get("note", ""),
        "page": row.get("page", ""),
    }
    more: dict[str, Any] = {"view": row.get("view", {}), "sliders": row.get("sliders", [])}
    try:
        return Kept(**given, **common, **more), faults
    except InputError:
        return _mended({**given, **more}, common, faults)


def _mended(given: dict[str, Any], common: dict[str, Any], faults: list[str]) -> tuple[Kept | None, list[str]]:
    """The scenario without those of its texts that can't be used."""
    used: dict[str, Any] = {"name": "Scenario"}
    for name, value in given.items():
        try:
            Kept(**{**used, name: value}, **common)
        except InputError as error:
            faults = [*faults, *error.faults]
            if name == "note" and _is_longer(value):
                used[name] = value[:LONGEST_NOTE]
                faults.append(f"the first {LONGEST_NOTE:,} characters of its note were loaded")
        else:
            used[name] = value
    return Kept(**used, **common), faults


def _is_longer(note: object) -> bool:
    """Whether a note is too long and otherwise sound: its beginning is worth keeping."""
    try:
        return isinstance(note, str) and len(note) > LONGEST_NOTE and bool(note.encode())
    except UnicodeEncodeError:
        return False


def _scenario(values: Any) -> tuple[Scenario, list[str]]:
    """The scenario of the values that may be used; the others are the default, and named."""
    if not isinstance(values, dict):
        return Scenario(), [f"its settings must be values by name, got {plain(values)}"]
    known = {name: value for name, value in values.items() if name in settings()}
    strange = [name for name in values if name not in known]
    faults = [f"There is no setting named {plain(name)}" for name in strange[:_NAMED]]
    if len(strange) > _NAMED:
        faults.append(f"{len(strange) - _NAMED:,} more names are no settings")
    good: dict[str, Any] = {}
    for name, value in known.items():
        fault = settings()[name].fault(value)
        faults += [fault] if fault else []
        good |= {} if fault else {name: value}
    return Scenario.from_dict(good), faults
