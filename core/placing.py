"""Files that the model writes: whole or not at all, so that a good one is never half overwritten."""

from __future__ import annotations

import os
import secrets
import shutil
from pathlib import Path

from core.errors import InputError, plain


def path_of(path: object) -> Path:
    """A path that may be used. Raises InputError for what can't name a file."""
    if not isinstance(path, str | os.PathLike) or not isinstance(os.fspath(path), str):
        raise InputError([f"The path of a file must be text or a Path, got {plain(path)}"])
    if "\0" in os.fspath(path):
        raise InputError([f"The path of a file can't hold a character of code 0, got {plain(os.fspath(path))}"])
    return Path(path)


def write(path: str | os.PathLike[str], content: bytes) -> Path:
    """Writes a file and returns its path. Raises InputError as `path_of` does, OSError where that can't be.

    Until all of it is on the disk, a file that was there before stays as it is.
    """
    target = path_of(path)
    # A link stays one, and a place that is no file (a folder, a device) answers for itself.
    place = target.resolve()
    if place.exists() and not place.is_file():
        place.write_bytes(content)
        return target
    part = place.with_name(f".{secrets.token_hex(6)}.part")
    try:
        part.write_bytes(content)
        if place.exists():
            shutil.copymode(place, part)
        part.replace(place)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return target
