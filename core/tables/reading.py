"""From a file to a table, in this process."""

from pathlib import Path

from core.errors import InputError, plain
from core.tables.containers import reason
from core.tables.parsing import parse
from core.tables.table import Table, table_of


def read_bytes(name: str, raw: bytes) -> Table:
    """The table of a file's content; `name` is what sentences call it. Uploads have no path.

    Text with any usual separator and encoding, Excel and OpenDocument workbooks (the first sheet with content) and
    parquet are read, each also in a gzip or zip archive of its own. The content decides what a file is, not its
    ending. Raises InputError if it is no table, or one beyond `core.tables.limits`.
    """
    return table_of(name, parse(name, raw))


def read_path(path: str | Path) -> Table:
    """The table of a file, as `read_bytes`. Raises InputError also if it is missing."""
    refuse_missing(path)
    return read_bytes(Path(path).name, Path(path).read_bytes())


def refuse_missing(path: str | Path) -> None:
    """Raises InputError if there is no file that can be opened."""
    try:
        with open(path, "rb"):
            return
    except FileNotFoundError:
        raise InputError(f"File {path} is not there") from None
    except (OSError, ValueError) as error:
        raise InputError(f"File {plain(str(path))} can't be read: {reason(error)}") from error
