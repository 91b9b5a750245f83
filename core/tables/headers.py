"""Where a table begins: the row with the names of its columns, below titles and blank lines."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import count, pairwise

from core.errors import InputError, plain, shorten

_NUMBER = re.compile(r"[-+]?[0-9][0-9.,' ]*")
_DATE = re.compile(r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}(?:[T ].*)?")
_LETTERS = 3
_YEARS = range(1900, 2101)
_RUN = 7
"""Numbers in a row that stand for days or weeks; fewer may be quantities that happen to rise by one."""

Row = Sequence[str]


def find_header(name: str, rows: Sequence[Row], first_row: int = 1) -> int:
    """The position of the header among the first rows of a file, of which the first has the number `first_row`.

    Titles above it have fewer cells than the rows of the table. Raises InputError if there is no row with content or
    the first row of the table holds values.
    """
    extents = [extent(row) for row in rows]
    if not any(extents):
        raise InputError(f"File {shorten(name)} is empty")
    first = next(at for at, size in enumerate(extents) if size)
    usual = _usual(extents)
    at = next((at for at, size in enumerate(extents) if size >= usual and 2 * _filled(rows[at]) > size), first)
    # A row that might be one of values is none of names: then the names are above it, and are fewer.
    words = all(size <= 1 for size in extents[:at])
    if at > first and (_is_numbered(rows[at]) or not (words or _heads_values(rows[at], rows[at + 1 :]))):
        at = max(above for above in range(at) if extents[above])
    _refuse_values(name, rows, at, first_row + at)
    return at


def extent(row: Row) -> int:
    """Cells up to the last with content."""
    return next((at for at in range(len(row), 0, -1) if row[at - 1].strip()), 0)


def names_of(row: Row) -> list[str]:
    """Unique names of the columns: twins get a number, blanks their position."""
    names: dict[str, None] = {}
    written = {" ".join(cell.split()) for cell in row}
    for number, cell in enumerate(row, start=1):
        label = " ".join(cell.split()) or f"column {number}"
        if label in names:
            twins = (f"{label} ({each})" for each in count(2))
            label = next(twin for twin in twins if twin not in names and twin not in written)
        names[label] = None
    return list(names)


def twins_of(row: Row) -> tuple[str, ...]:
    """The names that a column to the left has already, one for each that comes again."""
    labels = [" ".join(cell.split()) for cell in row]
    return tuple(label for at, label in enumerate(labels) if label and label in labels[:at])


def _usual(extents: list[int]) -> int:
    """The extent that most rows have, titles apart; of equally many the longer."""
    counts = Counter(size for size in extents if size > 1)
    return max(counts, key=lambda size: (counts[size], size)) if counts else 1


def _filled(row: Row) -> int:
    return sum(bool(cell.strip()) for cell in row)


def _is_numbered(row: Row) -> bool:
    """Whether numbers stand in a row that are no run of years or days, as headers of wide tables have them."""
    numbers = [cell.strip() for cell in row if _NUMBER.fullmatch(cell.strip())]
    return bool(numbers) and not _is_run(numbers)


def _heads_values(row: Row, below: Sequence[Row]) -> bool:
    """Whether under some word of the row mostly values stand, or under some day values that are none."""
    for column, cell in enumerate(row):
        under = [other[column].strip() for other in below if column < len(other) and other[column].strip()]
        names = not any(map(_DATE.fullmatch, under)) if _DATE.fullmatch(cell.strip()) else not _is_value(cell)
        if under and names and 2 * sum(map(_is_value, under)) > len(under):
            return True
    return False


def _is_value(cell: str) -> bool:
    """Whether a cell may be a number, a date or a code: a figure and hardly a letter."""
    return any(map(str.isdigit, cell)) and sum(map(str.isalpha, cell)) <= _LETTERS


def _is_run(numbers: list[str]) -> bool:
    if not all(number.isdecimal() and len(number) < 9 for number in numbers):
        return False
    values = [int(number) for number in numbers]
    steps = {after - before for before, after in pairwise(values)}
    return steps == {1} and (len(values) >= _RUN or all(value in _YEARS for value in values))


def _refuse_values(name: str, rows: Sequence[Row], at: int, number: int) -> None:
    """A first row that is like the rows below it holds no names."""
    header = [cell.strip() for cell in rows[at]]
    filled = [cell for cell in header if cell]
    numbers = all(_NUMBER.fullmatch(cell) or _DATE.fullmatch(cell) for cell in filled) and not _is_run(filled)
    below = rows[at + 1] if at + 1 < len(rows) else ()
    pairs = [(cell, under.strip()) for cell, under in zip(header, below, strict=False)]
    dates = [cell for cell, under in pairs if _DATE.fullmatch(cell) and _DATE.fullmatch(under)]
    if numbers or dates:
        came = ", ".join(plain(cell) for cell in (dates or filled)[:3])
        raise InputError(f"Row {number} of file {shorten(name)} must have the names of the columns, got {came}")
