"""From rows of text cells to columns: the header, the rows below it, and what doesn't fit."""

import json
from collections.abc import Iterable, Sequence
from itertools import chain
from operator import itemgetter
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from core.errors import InputError, plain, shorten
from core.tables import limits
from core.tables.headers import extent, find_header, names_of, twins_of

_LOOK = 200
"""Rows among which the header is looked for."""
_ABOUT = b"about"


class Unreadable(NamedTuple):
    """A row that doesn't fit its table: its number in the file, its cells, and what is wrong with it."""

    row: int
    cells: tuple[str, ...]
    why: str


class Broken(list[str]):
    """The cells of a row that its reader couldn't make out."""

    why = ""


class Gathered(NamedTuple):
    """A table as columns of text (Arrow), the number of each row in the file, and what happened on the way."""

    columns: "pa.Table"
    rows: "np.ndarray[Any, np.dtype[np.int64]]"
    header_row: int
    set_aside: tuple[Unreadable, ...] = ()
    notes: tuple[str, ...] = ()
    decimal: str = ""
    twins: tuple[str, ...] = ()


def gather(name: str, chunks: Iterable[list[list[str]]], first_row: int = 1, decimal: str = "") -> Gathered:
    """The table in a file's rows, which come in chunks and are numbered from `first_row`.

    Rows without content are left out; rows with cells beyond the header's, and broken ones, are set aside. Raises
    InputError if there is no header, if most rows don't fit, or beyond the limits.
    """
    coming = iter(chunks)
    looked = _refuse_wide(name, next(coming, []))
    blank = next((at for at, row in enumerate(looked) if extent(row)), 0)
    at = blank + find_header(name, looked[blank : blank + _LOOK], first_row + blank)
    for number, row in enumerate(looked[: at + 1], start=first_row):
        if type(row) is Broken:
            raise InputError(sentence(name, Unreadable(number, (), row.why)))
    columns = _Columns(name, names_of(looked[at]), first_row + at)
    for chunk in chain((looked[at + 1 :],), coming):
        columns.add(chunk)
    titled = any(cell.strip() for row in looked[:at] for cell in row)
    notes = [f"The names of the columns are in row {first_row + at}; what is above it was left out"] * titled
    twins = twins_of(looked[at])
    notes += [f"Column {plain(label)} comes again; there it is called with a number" for label in dict.fromkeys(twins)]
    return columns.gathered()._replace(notes=tuple(notes), decimal=decimal, twins=twins)


def _refuse_wide(name: str, rows: list[list[str]]) -> list[list[str]]:
    widest = max(map(len, rows[:_LOOK]), default=0)
    if widest > limits.MOST_COLUMNS:
        raise InputError(f"File {shorten(name)} must have at most {limits.MOST_COLUMNS:,} columns, got {widest:,}")
    return rows


class _Columns:
    """Rows as they come, turned into columns chunk by chunk: lists of Python texts would fill the memory."""

    def __init__(self, name: str, names: list[str], header_row: int) -> None:
        self.name, self.names, self.header_row = name, names, header_row
        self.width = len(names)
        self.row = header_row
        self.parts: list[list[pa.Array]] = []
        self.numbers: list[np.ndarray[Any, np.dtype[np.int64]]] = []
        self.set_aside: list[Unreadable] = []
        self.kept = 0

    def add(self, chunk: list[list[str]]) -> None:
        numbers = np.arange(self.row + 1, self.row + 1 + len(chunk), dtype=np.int64)
        self.row += len(chunk)
        if chunk and not self._fits(chunk):
            fitted = [self._fitted(number, row) for number, row in zip(numbers.tolist(), chunk, strict=True)]
            chunk = [row for row in fitted if row]
            numbers = numbers[np.array([bool(row) for row in fitted], dtype=bool)]
        self.kept += len(chunk)
        if self.kept > limits.MOST_ROWS:
            raise InputError(f"File {shorten(self.name)} must have at most {limits.MOST_ROWS:,} rows, got more")
        if chunk:
            self.parts.append([pa.array(cells, pa.large_string()) for cells in zip(*chunk, strict=True)])
            self.numbers.append(numbers)

    def _fits(self, chunk: list[list[str]]) -> bool:
        """Whether nothing has to be done to any row: the usual case, found out without a loop in Python."""
        even = {*map(len, chunk)} == {self.width} and {*map(type, chunk)} == {list}
        return even and all(map(str.strip, map(itemgetter(0), chunk)))

    def gathered(self) -> Gathered:
        self._refuse_misfits()
        arrays = [pa.chunked_array([part[at] for part in self.parts], pa.large_string()) for at in range(self.width)]
        width = self._named_width(arrays)
        rows = np.concatenate(self.numbers) if self.numbers else np.zeros(0, dtype=np.int64)
        table = pa.table(dict(zip(self.names[:width], arrays, strict=False)))
        return Gathered(table, rows, self.header_row, tuple(self.set_aside))

    def _fitted(self, number: int, row: list[str]) -> list[str]:
        """The row at the table's width; nothing if it is blank or has to be set aside."""
        if len(row) == self.width and row[0].strip() and type(row) is list:
            return row
        if type(row) is Broken or any(cell.strip() for cell in row[self.width :]):
            why = getattr(row, "why", "") or f"must have {self.width} cells like the header, got {len(row)}"
            self._put_aside(Unreadable(number, tuple(row), why))
            return []
        if not any(cell.strip() for cell in row):
            return []
        return row[: self.width] + [""] * (self.width - len(row))

    def _put_aside(self, row: Unreadable) -> None:
        self.set_aside.append(row)
        if len(self.set_aside) > limits.MOST_SET_ASIDE:
            raise InputError(self._sentences())

    def _refuse_misfits(self) -> None:
        if len(self.set_aside) > self.kept:
            raise InputError(self._sentences())

    def _sentences(self) -> list[str]:
        return [sentence(self.name, row) for row in self.set_aside]

    def _named_width(self, arrays: "Sequence[pa.ChunkedArray]") -> int:
        """Columns without a name at the right end count only if something is in them."""
        width = self.width
        while width > 1 and self.names[width - 1] == f"column {width}" and _is_blank(arrays[width - 1]):
            width -= 1
        return width


def sentence(name: str, row: Unreadable) -> str:
    """The fault of a row that was set aside."""
    return f"Row {row.row} of file {shorten(name)} {row.why}"


def _is_blank(cells: "pa.ChunkedArray") -> bool:
    return bool(pc.all(pc.equal(pc.utf8_trim_whitespace(cells), "")).as_py() is not False)


def packed(found: Gathered) -> "pa.Table":
    """All of it as one Arrow table, for the way between two processes."""
    about = [found.header_row, found.set_aside, found.notes, found.decimal, found.twins]
    table = pa.table([*found.columns.columns, pa.array(found.rows)], [*found.columns.column_names, "row"])
    return table.replace_schema_metadata({_ABOUT: json.dumps(about)})


def unpacked(table: "pa.Table") -> Gathered:
    """What `packed` packed."""
    header_row, set_aside, notes, decimal, twins = json.loads(table.schema.metadata[_ABOUT])
    last = table.num_columns - 1
    return Gathered(
        columns=table.select(list(range(last))).replace_schema_metadata(None),
        rows=table.column(last).to_numpy(),
        header_row=header_row,
        set_aside=tuple(Unreadable(row, tuple(cells), why) for row, cells, why in set_aside),
        notes=tuple(notes),
        decimal=decimal,
        twins=tuple(twins),
    )
