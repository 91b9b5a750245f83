"""A set of kept scenarios as a file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from core.errors import InputError, plain
from core.kept.kept import Kept
from core.kept.text import MOST_CHARACTERS, Loaded, from_text, to_text
from core.placing import path_of, write


def save_scenarios(path: str | Path, kept: Iterable[Kept]) -> Path:
    """Writes a set as JSON (UTF-8) and returns the path. Raises InputError as `check_set` does, OSError for a path."""
    return write(path, to_text(kept).encode())


def load_scenarios(path: str | Path) -> Loaded:
    """The set of a file: what can be used, and a sentence for everything that can't.

    Raises InputError for a file that isn't there, is too large or isn't text.
    """
    source = path_of(path)
    if not source.is_file():
        raise InputError([f"There is no file {plain(str(source))}"])
    if source.stat().st_size > MOST_CHARACTERS:
        raise InputError([f"The file must have at most {MOST_CHARACTERS:,} bytes, it has {source.stat().st_size:,}"])
    try:
        return from_text(source.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise InputError([f"The file {plain(source.name)} isn't text in UTF-8"]) from None
