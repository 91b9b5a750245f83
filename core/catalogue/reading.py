"""From a file to a raw catalogue or record, cells as written. What they mean is for the checks to say."""

from collections import Counter
from pathlib import Path

import pandas as pd

from core.catalogue.cells import ROW
from core.errors import InputError, plain, shorten
from core.tables import Table
from core.tables import read_bytes as table_in
from core.tables import read_path as table_at


def read_table(path: str | Path) -> pd.DataFrame:
    """The cells of a file as text, under its headers; the index `row` holds each row's number in the file.

    Read is what `core.tables.read_bytes` reads. Raises InputError if the file is missing or unreadable, if a row has
    more cells than the header, or if two columns have one name.
    """
    return frame_of(table_at(path))


def read_bytes(name: str, raw: bytes) -> pd.DataFrame:
    """The cells of a file's content, as `read_table`. Uploads have no path."""
    return frame_of(table_in(name, raw))


def frame_of(table: Table) -> pd.DataFrame:
    """A table's frame, as `read_table`, if nothing was left out of it: a catalogue is read whole or not at all."""
    faults = [
        f"Column {plain(label)} must appear once in file {shorten(table.name)}, got it {again + 1} times"
        for label, again in Counter(table.twins).items()
    ]
    faults += table.faults
    if faults:
        raise InputError(faults)
    return table.frame.set_axis(pd.Index(table.rows, name=ROW), axis=0)
