"""Reads one file in a process of its own, within limits, and leaves the table or the faults in another file.

Run by its path (core.tables.isolated does): `python -P child.py source name outcome memory seconds`. Ends with TABLE,
FAULTS or MEMORY, or however the system ends what goes beyond a limit.
"""

import gc
import json
import sys
from pathlib import Path
from types import ModuleType

TABLE, FAULTS, MEMORY = 0, 3, 4
"""Exit statuses. 1 and 2 are Python's own."""

MOST_RESULT = 2_000_000_000
"""Bytes that the outcome may have."""


def main(source: str, name: str, outcome: str, memory: int, seconds: int) -> int:
    """The exit status, after the work."""
    _limit(memory, seconds)
    _leave_out_the_model()
    gc.disable()  # rows are lists of texts: nothing goes round in circles, and the process is short
    try:
        return _read(source, name, outcome)
    except MemoryError:
        return MEMORY


def _limit(memory: int, seconds: int) -> None:
    try:
        import resource
    except ImportError:  # not every system has limits; the parent's clock is left
        return
    wanted = {"RLIMIT_AS": memory, "RLIMIT_CPU": seconds, "RLIMIT_FSIZE": MOST_RESULT, "RLIMIT_CORE": 0}
    for what, most in wanted.items():
        _, highest = resource.getrlimit(getattr(resource, what))
        highest = most + 1 if highest == resource.RLIM_INFINITY else min(most + 1, highest)
        # Beyond the lower of the two the system says why it ends a process, beyond the higher it doesn't.
        resource.setrlimit(getattr(resource, what), (min(most, highest), highest))


def _leave_out_the_model() -> None:
    """Stands in for the packages above: their __init__ imports the whole model, which takes seconds and memory."""
    here = Path(__file__).resolve().parent
    for package, folder in (("core", here.parent), ("core.tables", here)):
        module = ModuleType(package)
        module.__path__ = [str(folder)]
        sys.modules[package] = module


def _read(source: str, name: str, outcome: str) -> int:
    import pyarrow as pa

    from core.errors import InputError
    from core.tables.gathering import packed
    from core.tables.parsing import parse

    try:
        table = packed(parse(name, Path(source).read_bytes()))
    except InputError as error:
        Path(outcome).write_text(json.dumps(error.faults))
        return FAULTS
    with pa.OSFile(outcome, "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    return TABLE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5])))
