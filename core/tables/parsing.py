"""From a file's bytes to its table, whatever the file is. Knows no data frame: a lean process can run it."""

import re

from core.errors import InputError, shorten
from core.tables.containers import content_of
from core.tables.delimited import read_delimited
from core.tables.gathering import Gathered

_PROMISED = ((r"\.xls[xmb]?|\.ods", "a workbook"), (r"\.parquet", "parquet"), (r"\.gz|\.zip", "an archive"))


def parse(name: str, raw: bytes) -> Gathered:
    """The table in a file's content. Raises InputError with what is wrong with it."""
    kind, content = content_of(name, raw)
    if kind == "workbook":
        from core.tables.workbooks import read_workbook  # a text file needs no library for workbooks

        return read_workbook(name, content)
    if kind == "parquet":
        from core.tables.parquets import read_parquet

        return read_parquet(name, content)
    found = read_delimited(name, content)
    _refuse_rubbish(name, found, packed=content is not raw)
    return found


def _refuse_rubbish(name: str, found: Gathered, packed: bool) -> None:
    """A workbook's name on a text without columns: a broken file rather than a table."""
    for ending, what in _PROMISED:
        if re.search(rf"(?:{ending})$", name.lower()) and not packed and found.columns.num_columns < 2:
            raise InputError(f"File {shorten(name)} can't be read as {what}, nor as a table of text")
