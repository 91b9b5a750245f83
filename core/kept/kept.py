"""A kept scenario: a name, a note, the data, every setting, and what was looked at."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import count

from core.catalogue import BUILT_IN, Catalogue, load_catalogue
from core.errors import InputError, plain
from core.scenario import Scenario, settings

MOST = 12
"""Scenarios in a set."""
LONGEST_NAME, LONGEST_NOTE, MOST_SLIDERS = 80, 1_000, 3
# Characters of the number behind a name that was taken.
_NUMBER = 5
_MOST_VIEW, _LONGEST_VIEW = 60, 2_000


@dataclass(frozen=True)
class Kept:
    """A scenario with a name. Raises InputError for a name, a note, a view or sliders that can't be.

    `data`: the short name of a built-in data set; "" where `catalogue` is one of a person's own. `page` and `view` are
    what was looked at, text by text, as in a link. `sliders`: settings that a presenter may move.
    """

    name: str
    scenario: Scenario
    note: str = ""
    data: str = BUILT_IN[0]
    own: Catalogue | None = None
    page: str = ""
    view: Mapping[str, str] = field(default_factory=dict)
    sliders: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if isinstance(self.sliders, list):
            object.__setattr__(self, "sliders", tuple(self.sliders))
        faults = [*_texts(self), *_data(self), *_view(self.view), *_sliders(self.sliders)]
        if faults:
            raise InputError(faults)

    @property
    def catalogue(self) -> Catalogue:
        """The data set."""
        return load_catalogue(self.data) if self.own is None else self.own


def free_name(wanted: str, taken: Collection[str]) -> str:
    """A name that isn't taken: the wanted one, cut and with a number behind it where it is."""
    if wanted not in taken:
        return wanted
    start = wanted[: LONGEST_NAME - _NUMBER]
    return next(name for k in count(2) if (name := f"{start} ({k})") not in taken)


def check_set(kept: Iterable[Kept]) -> tuple[Kept, ...]:
    """A set as a tuple. Raises InputError for what is no set, more than 12 scenarios and a name that comes twice."""
    if not isinstance(kept, Iterable) or isinstance(kept, str | bytes | dict):
        raise InputError([f"A set must be a list of Kept values, got {plain(kept)}"])
    several = tuple(kept)
    strange = [f"A set holds Kept values, got {plain(one)}" for one in several if not isinstance(one, Kept)]
    if strange:
        raise InputError(strange)
    names = [one.name for one in several]
    faults = [f"At most {MOST} scenarios can be kept, got {len(names)}"] if len(names) > MOST else []
    twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    faults += [
        f"Each scenario needs a name of its own, {plain(name)} comes {names.count(name)} times" for name in twice
    ]
    if faults:
        raise InputError(faults)
    return several


def _texts(kept: Kept) -> list[str]:
    name, note, page = kept.name, kept.note, kept.page
    faults = []
    if not isinstance(name, str) or not 0 < len(name.strip()) <= LONGEST_NAME or not name.isprintable():
        faults.append(f"The name of a scenario must be a line of 1 to {LONGEST_NAME} characters, got {_got(name)}")
    if not _is_text(note, LONGEST_NOTE):
        faults.append(f"The note of a scenario must be text of at most {LONGEST_NOTE:,} characters, got {_got(note)}")
    if not _is_text(page, LONGEST_NAME):
        faults.append(f"The page of a scenario must be text of at most {LONGEST_NAME} characters, got {_got(page)}")
    if not isinstance(kept.scenario, Scenario):
        faults.append(f"A kept scenario must hold a Scenario, got {plain(kept.scenario)}")
    return faults


def _got(value: object) -> str:
    """What came, in words: of a text that is too long its length is what matters."""
    is_long = isinstance(value, str) and len(value) > LONGEST_NAME
    return f"{len(value):,} characters" if is_long else plain(value)  # type: ignore[arg-type]


def _is_text(value: object, most: int) -> bool:
    """Whether it is text that a file can hold: halves of characters, which no encoding has a place for, can't be."""
    return isinstance(value, str) and len(value) <= most and not any("\ud800" <= mark <= "\udfff" for mark in value)


def _data(kept: Kept) -> list[str]:
    if kept.own is not None:
        return [] if isinstance(kept.own, Catalogue) else [f"The own data must be a catalogue, got {plain(kept.own)}"]
    known = " or ".join(BUILT_IN)
    return [] if kept.data in BUILT_IN else [f"The data set must be {known}, got {plain(kept.data)}"]


def _view(view: object) -> list[str]:
    if not isinstance(view, Mapping) or not all(isinstance(one, str) for pair in view.items() for one in pair):
        return [f"What was looked at must be texts by name, got {plain(view)}"]
    fits = len(view) <= _MOST_VIEW and all(_is_text(one, _LONGEST_VIEW) for pair in view.items() for one in pair)
    return [] if fits else [f"What was looked at must be at most {_MOST_VIEW} texts of {_LONGEST_VIEW:,} characters"]


def _sliders(sliders: object) -> list[str]:
    if not isinstance(sliders, tuple):
        return [f"The sliders of a slide must be a tuple of names of settings, got {plain(sliders)}"]
    if len(sliders) > MOST_SLIDERS:
        return [f"A slide has at most {MOST_SLIDERS} sliders, got {len(sliders):,}"]
    strange = [name for name in sliders if not isinstance(name, str) or name not in settings()]
    return [f"There is no setting named {plain(name)}" for name in strange]
