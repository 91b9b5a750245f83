"""Rows of separated text: CSV and its relatives."""

import csv
import io
import re
from collections.abc import Iterator
from functools import partial
from itertools import chain, groupby
from typing import TextIO

from core.errors import InputError, shorten
from core.tables import limits
from core.tables.encodings import encoding_of
from core.tables.gathering import Broken, Gathered, gather

SEPARATORS = (",", ";", "\t", "|")
_TOLD = re.compile(r"sep=([,;|\t])\r?\n?")
"""A first line by which some programs tell a spreadsheet the separator."""
_WRAPPED = re.compile(r'"(?:[^"]|"")*[,;|\t](?:[^"]|"")*"')
_SPACED = "Cells stand in quotes after a blank; blanks after separators were left out"
_END = b"\x1a"
"""How some old programs end a file."""
_SAMPLE = 100_000
_SAMPLE_ROWS = 200
_BLOCK = 500_000
"""Characters read in one go."""
_SWALLOWED = 4
"""Columns from which on a cell with a line break and a row's worth of separators is one with a lost quote."""


def read_delimited(name: str, raw: bytes) -> Gathered:
    """The table of a text file. Raises InputError if it is no text, or no table."""
    raw = raw.rstrip(_END) if raw.endswith(_END) else raw
    encoding = encoding_of(name, raw)
    with io.TextIOWrapper(io.BytesIO(raw), encoding.codec, encoding.errors, newline="") as stream:
        sample = stream.read(_SAMPLE)
        stream.seek(0)
        if _is_wrapped(sample):
            found = read_delimited(name, _unwrapped(name, stream))
            return found._replace(notes=("Each line stood in quotes as a whole; they were taken off", *found.notes))
        told = _TOLD.match(sample)
        if told:
            stream.readline()
        separator = told[1] if told else _separator(sample)
        spaced = re.search(rf'[^"{separator}]{re.escape(separator)} +"[^"]*"[{separator}\r\n]', sample) is not None
        found = gather(name, _Rows(name, stream, separator, spaced), first_row=2 if told else 1)
    notes = (encoding.note, _SPACED * spaced, *found.notes)
    return found._replace(notes=tuple(note for note in notes if note))


def _is_wrapped(sample: str) -> bool:
    """Whether each line stands in quotes as a whole, as if it were one cell."""
    lines = [line for line in sample.splitlines()[:_SAMPLE_ROWS] if line.strip()]
    return len(lines) > 1 and all(_WRAPPED.fullmatch(line) for line in lines)


def _unwrapped(name: str, stream: TextIO) -> bytes:
    rows = chain.from_iterable(_Rows(name, stream, "\0"))
    return "\n".join(row[0] if row else "" for row in rows).encode()


def _separator(sample: str) -> str:
    """The one that parts most rows on end into equally many cells; of equals the one the first row has more of."""
    lines = sample.splitlines(keepends=True)
    lines = lines[: -1 if len(sample) == _SAMPLE and len(lines) > 1 else None]
    first = re.sub('"[^"]*"', "", next((line for line in lines if line.strip()), ""))
    return max(SEPARATORS, key=lambda mark: (_evenness(lines, mark), first.count(mark)))


def _evenness(lines: list[str], separator: str) -> int:
    """Rows in the longest run of equally many cells."""
    try:
        widths = [len(row) for row in csv.reader(lines[:_SAMPLE_ROWS], delimiter=separator) if row]
    except csv.Error:
        return 0
    return max((len(list(run)) for width, run in groupby(widths) if width > 1), default=0)


class _Rows:
    """Iterates over the rows of a text in chunks. A row whose quotes don't close comes as Broken."""

    def __init__(self, name: str, stream: TextIO, separator: str, spaced: bool = False) -> None:
        self.name, self.stream, self.separator = name, stream, separator
        self.reader = partial(csv.reader, delimiter=separator, skipinitialspace=spaced, strict=True)
        self.width = 0

    def __iter__(self) -> Iterator[list[list[str]]]:
        while block := self._block():
            yield self._at_once(block) or list(self._one_by_one(block))

    def _block(self) -> str:
        """Some whole lines."""
        block = self.stream.read(_BLOCK)
        last = self.stream.readline(limits.MOST_LINE)
        if len(last) == limits.MOST_LINE:
            most = f"{limits.MOST_LINE:,} characters"
            raise InputError(f"Lines of file {shorten(self.name)} must have at most {most}, got a longer one")
        return block + last

    def _at_once(self, block: str) -> list[list[str]]:
        """The rows of a block in which each is a line, as nearly all are; nothing for any other."""
        reader = self.reader(io.StringIO(block, newline=""))
        try:
            rows = list(reader)
        except csv.Error:
            return []
        return rows if reader.line_num == len(rows) else []

    def _one_by_one(self, block: str) -> Iterator[list[str]]:
        lines = _Lines(block, self.stream)
        reader = self.reader(lines)
        while True:
            try:
                for row in reader:
                    if len(lines.taken) > 1 and self._has_swallowed(row):
                        yield self._first_line(lines, "has a quoted cell that goes on over the next rows")
                    else:
                        lines.taken.clear()
                        self.width = len(row)
                        yield row
                return
            except csv.Error as error:
                yield self._first_line(lines, self._why(error))

    def _has_swallowed(self, row: list[str]) -> bool:
        """Whether one of the cells holds line breaks with a row's separators for each: a lost quote, no text."""
        width = self.width or len(row)
        if width < _SWALLOWED:
            return False
        return any(0 < cell.count("\n") * (width - 1) <= cell.count(self.separator) for cell in row)

    def _first_line(self, lines: "_Lines", why: str) -> list[str]:
        """The first line of what was taken for a row; the lines after it are read again."""
        cells = lines.first_taken().rstrip("\r\n").split(self.separator)
        # As many cells as the row before: where they end is clear, whatever the quotes in them mean.
        if len(cells) == self.width and max(map(len, cells)) < csv.field_size_limit():
            return [_bare(cell) for cell in cells]
        broken = Broken(cells)
        broken.why = why
        return broken

    @staticmethod
    def _why(error: csv.Error) -> str:
        if "field larger" in str(error):
            return f"can't be read as text: {error}"
        return "has a quote that opens or closes in the middle of a cell"


def _bare(cell: str) -> str:
    """A cell without the quotes around it."""
    inner = cell.strip()
    return inner[1:-1].replace('""', '"') if len(inner) > 1 and inner[0] == inner[-1] == '"' else cell


class _Lines:
    """Iterates over the lines of a block, and of the stream behind it while the last row isn't complete."""

    def __init__(self, block: str, stream: TextIO) -> None:
        self.block, self.stream = io.StringIO(block, newline=""), stream
        self.taken: list[str] = []
        self.again: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self.again.pop() if self.again else self.block.readline()
        if not line and self.taken:
            line = self.stream.readline(limits.MOST_LINE)
        if not line:
            raise StopIteration
        self.taken.append(line)
        return line

    def first_taken(self) -> str:
        """The first line since `taken` was cleared; the others will come again."""
        first, *others = self.taken
        self.again.extend(reversed(others))
        self.taken.clear()
        return first
