"""From a file to a table, read in a process of its own: whatever a file does to its reader, this process goes on.

A fresh interpreter is started, not a fork: servers have threads, and a fork copies locks that nobody will open.
"""

import json
import os
import signal
import subprocess
import sys
from importlib.util import find_spec
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa

from core.errors import InputError, shorten
from core.tables import child
from core.tables.gathering import unpacked
from core.tables.reading import refuse_missing
from core.tables.table import Table, table_of

MOST_MEMORY = 1_500_000_000
"""Bytes of address space for the reader."""

LEAST_SECONDS, MOST_SECONDS, SECONDS_PER_MEGABYTE = 10.0, 120.0, 3.0
_FREE = 500_000
"""Bytes that every file may have for the least time."""

_KEPT = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LANG", "LC_ALL", "HOME")
"""All of the environment that a reader of strangers' files needs to know."""
_LEAN = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "1",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
}
"""Keeps libraries from reserving address space for threads that have nothing to do."""

_TIME_UP, _KILLED = (-getattr(signal, name, 0) or None for name in ("SIGXCPU", "SIGKILL"))
_OUT_OF_MEMORY = (child.MEMORY, -signal.SIGABRT, -signal.SIGSEGV, _KILLED)
"""How Python, other libraries and systems that run short of it end where memory does."""

_PATIENCE = 3.0 if find_spec("resource") else 1.0
"""Seconds on the clock for a second of work. A busy machine gives a process its time late, but it shall get it."""


def read_isolated(
    name: str, source: bytes | str | Path, *, seconds: float | None = None, memory: int = MOST_MEMORY
) -> Table:
    """The table of a file or of its content, as `core.tables.read_bytes` gives it, read by a process of its own.

    The process may use `memory` bytes and `seconds` of a processor, by default 10 and more for files above half a
    megabyte. Where the system knows no such limits, the clock alone limits it. Raises InputError for what `read_bytes`
    refuses, beyond a limit, and if the reader breaks down.
    """
    with TemporaryDirectory(prefix="table-") as folder:
        place, outcome = _placed(source, Path(folder)), Path(folder) / "outcome"
        allowed = _allowed(place.stat().st_size) if seconds is None else seconds
        status = _run([str(place), name, str(outcome), str(memory), str(ceil(allowed))], allowed * _PATIENCE)
        _refuse_breakdown(name, status, allowed, memory)
        if status == child.FAULTS:
            raise InputError(json.loads(outcome.read_text()))
        with pa.OSFile(str(outcome)) as file, pa.ipc.open_file(file) as table:
            return table_of(name, unpacked(table.read_all()))


def _placed(source: bytes | str | Path, folder: Path) -> Path:
    """Where the reader finds the file."""
    if isinstance(source, bytes):
        place = folder / "source"
        place.write_bytes(source)
        return place
    refuse_missing(source)
    return Path(source).resolve()


def _allowed(size: int) -> float:
    return min(MOST_SECONDS, LEAST_SECONDS + SECONDS_PER_MEGABYTE * max(0, size - _FREE) / 1e6)


def _run(arguments: list[str], seconds: float) -> int | None:
    """The child's exit status, None if its time was up."""
    environment = {key: os.environ[key] for key in _KEPT if key in os.environ} | _LEAN
    environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    # -P: the script's folder stays out of the path, where its numbers.py would hide Python's own.
    command = [sys.executable, "-P", child.__file__, *arguments]
    quiet = subprocess.DEVNULL
    try:
        return subprocess.run(
            command, env=environment, stdin=quiet, stdout=quiet, stderr=quiet, timeout=seconds, check=False
        ).returncode
    except subprocess.TimeoutExpired:
        return None


def _refuse_breakdown(name: str, status: int | None, seconds: float, memory: int) -> None:
    if status in (child.TABLE, child.FAULTS):
        return
    if status is None or status == _TIME_UP:
        raise InputError(f"File {shorten(name)} can't be read within {seconds:g} seconds, the limit for its size")
    if status in _OUT_OF_MEMORY:
        most = f"{memory / 1e6:,.0f} MB of memory, the limit"
        raise InputError(f"File {shorten(name)} can't be read within {most}")
    raise InputError(f"File {shorten(name)} can't be read: its reader broke down on it (status {status})")
