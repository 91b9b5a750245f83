"""What the four exports have in common: the suffixes of their files, and what they may be given."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from core.catalogue import Catalogue
from core.errors import InputError, plain
from core.exports.subject import LONGEST, Subject
from core.kept import MOST, Kept
from core.placing import path_of
from core.scenario import Scenario

Given = Subject | Kept | Catalogue | Iterable[Subject | Kept | Catalogue]
"""What can be exported: a Subject, a kept scenario, a catalogue under a scenario, or several of them."""


def kind_of(path: str | Path, kinds: Collection[str]) -> str:
    """The kind of file that a path's suffix names. Raises InputError for one that isn't among `kinds`."""
    place = path_of(path)
    suffix = place.suffix.lower().removeprefix(".")
    if suffix not in kinds:
        allowed = " or ".join(f".{kind}" for kind in kinds)
        raise InputError([f"The name of the file must end in {allowed}, got {plain(place.name)}"])
    return suffix


def subject_of(what: object, scenario: Scenario | None = None) -> Subject:
    """A subject or a kept scenario as it is, or a catalogue under a scenario (without one, the defaults).

    Raises InputError for anything else, and for a scenario beside a subject or a kept one, which have their own.
    """
    if isinstance(what, Subject | Kept):
        if scenario is not None:
            raise InputError([f"A {type(what).__name__} has a scenario of its own: give one of them, not both"])
        return what if isinstance(what, Subject) else Subject.of(what)
    if not isinstance(what, Catalogue):
        raise InputError([f"What to export must be a Subject, a Kept or a Catalogue, got {plain(what)}"])
    if scenario is not None and not isinstance(scenario, Scenario):
        raise InputError([f"The scenario must be a Scenario, got {plain(scenario)}"])
    return Subject(what.name[:LONGEST], what, scenario or Scenario())


def subjects_of(what: object, scenario: Scenario | None = None) -> tuple[Subject, ...]:
    """One or several as `subject_of` takes them, as a tuple. Raises InputError as it does, for none, and beyond 12."""
    is_several = isinstance(what, Iterable) and not isinstance(what, str | bytes | dict | Subject | Catalogue)
    several = tuple(subject_of(one, scenario) for one in (what if is_several else [what]))  # type: ignore[attr-defined]
    if not 1 <= len(several) <= MOST:
        raise InputError([f"An export shows 1 to {MOST} scenarios, got {len(several)}"])
    return several
