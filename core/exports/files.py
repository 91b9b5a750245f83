"""Files that exports write: their suffixes, their subject, and how they come to be."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from core.catalogue import Catalogue
from core.errors import InputError, plain
from core.exports.subject import Subject
from core.scenario import Scenario


def kind_of(path: str | Path, kinds: Collection[str]) -> str:
    """The kind of file that a path's suffix names. Raises InputError for one that isn't among `kinds`."""
    suffix = Path(path).suffix.lower().removeprefix(".")
    if suffix not in kinds:
        allowed = " or ".join(f".{kind}" for kind in kinds)
        raise InputError([f"The name of the file must end in {allowed}, got {plain(Path(path).name)}"])
    return suffix


def subject_of(what: Subject | Catalogue, scenario: Scenario | None = None) -> Subject:
    """What to export: a subject as it is, or a catalogue under a scenario (the defaults without one).

    Raises InputError for anything else, and for a scenario beside a subject, which has its own.
    """
    if isinstance(what, Subject):
        if scenario is not None:
            raise InputError(["A Subject has a scenario of its own: give one of them, not both"])
        return what
    if not isinstance(what, Catalogue):
        raise InputError([f"What to export must be a Subject or a Catalogue, got {plain(what)}"])
    if scenario is not None and not isinstance(scenario, Scenario):
        raise InputError([f"The scenario must be a Scenario, got {plain(scenario)}"])
    return Subject(what.name, what, scenario or Scenario())


def write(path: str | Path, content: bytes) -> Path:
    """Writes a file whole and returns its path. Raises OSError where that can't be."""
    target = Path(path)
    target.write_bytes(content)
    return target
