"""Rows of workbooks: Excel's old and new files and OpenDocument's."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from core.errors import InputError, shorten
from core.tables import limits
from core.tables.containers import reason
from core.tables.gathering import Gathered, gather
from core.tables.numbers import has_mark

_MOST_WHOLE = 1e15
"""Whole numbers above it have no exact floating-point form."""
_CHUNK = 20_000
_START = 4_096
_MARK = re.compile(r"[.,][0-9]")
_REACH = re.compile(rb'<dimension ref="(?:[A-Z]+[0-9]+:)?([A-Z]{1,3})([0-9]{1,7})"')


def read_workbook(name: str, raw: bytes) -> Gathered:
    """The table of the first sheet with content. Raises InputError if the workbook can't be read or has none."""
    try:
        _refuse_traps(name, raw)
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        filled = _first_table(book)
    except PasswordError as error:
        raise InputError(f"File {shorten(name)} is protected by a password: save it without one") from error
    except (InputError, MemoryError):
        raise
    except Exception as error:  # a broken file makes the parser raise anything
        raise InputError(f"File {shorten(name)} can't be read as a workbook: {reason(error)}") from error
    if filled is None or filled.start is None:
        raise InputError(f"File {shorten(name)} is empty")
    _refuse_size(name, filled.width, filled.height)
    found = _gathered(name, filled, filled.start[0] + 1)
    if len(book.sheet_names) > 1:
        note = f"Sheet {shorten(filled.name)} was read, the first of {len(book.sheet_names)} with a table"
        return found._replace(notes=(note, *found.notes))
    return found


def _gathered(name: str, sheet: CalamineSheet, first_row: int) -> Gathered:
    """Only real numbers have a known decimal point. Where texts spell numbers too, those are judged as a text file's,
    and the real ones are written in a way that says nothing about points and commas.
    """
    texts: set[str] = set()
    found = gather(name, _chunks(sheet, text_of, texts), first_row, decimal=".")
    if not any(map(has_mark, texts)):
        return found
    return gather(name, _chunks(sheet, _neutral, set()), first_row)


def _first_table(book: CalamineWorkbook) -> CalamineSheet | None:
    """The first sheet with rows and columns, hidden ones last; a cover with words in a column only if nothing else."""
    visible = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
    names = visible + [name for name in book.sheet_names if name not in visible]
    cover = None
    for sheet in map(book.get_sheet_by_name, names):
        if sheet.start is not None and sheet.width > 1 and sheet.height > 1:
            return sheet
        cover = cover or (sheet if sheet.start is not None else None)
    return cover


def _refuse_traps(name: str, raw: bytes) -> None:
    """What the parts of a workbook say at their beginning, before anything is built. Liars are for the limits."""
    if not raw.startswith(b"PK"):
        return
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        for entry in archive.infolist():
            if entry.filename.endswith(".xml"):
                with archive.open(entry) as part:
                    _refuse_start(name, part.read(_START))


def _refuse_start(name: str, start: bytes) -> None:
    if b"<!DOCTYPE" in start:
        raise InputError(f"File {shorten(name)} must not declare a document type: its entities could grow without end")
    if reach := _REACH.search(start):
        _refuse_size(name, _column(reach[1]), int(reach[2]))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number


def _refuse_size(name: str, width: int, height: int) -> None:
    if width > limits.MOST_COLUMNS:
        raise InputError(f"File {shorten(name)} must have at most {limits.MOST_COLUMNS:,} columns, got {width:,}")
    if width * height > limits.MOST_SHEET_CELLS:
        raise InputError(
            f"File {shorten(name)} must have at most {limits.MOST_SHEET_CELLS:,} cells from its first to its last, "
            f"got {width * height:,} ({height:,} rows of {width:,})"
        )


def _chunks(sheet: CalamineSheet, write: Callable[[Any], str], texts: set[str]) -> Iterator[list[list[str]]]:
    """Rows as texts. `texts` gets the cells that are texts with a point or a comma before a digit."""
    used = islice(sheet.iter_rows(), sheet.start[0] if sheet.start else 0, None)
    while chunk := list(islice(used, _CHUNK)):
        texts.update(cell for row in chunk for cell in row if type(cell) is str and _MARK.search(cell))
        yield [[cell if type(cell) is str else write(cell) for cell in row] for row in chunk]


def _neutral(cell: Any) -> str:
    """As `text_of`, but fractions as whole numbers with a power of ten: 2.5 is 25e-1."""
    text = text_of(cell)
    if not isinstance(cell, float) or "." not in text:
        return text
    sign, digits, power = Decimal(text).as_tuple()
    return f"{'-' if sign else ''}{''.join(map(str, digits)).lstrip('0')}e{power}"


def text_of(cell: Any) -> str:
    """A cell as a person would write it: whole numbers without a point, dates and times as ISO writes them."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < _MOST_WHOLE else repr(cell)
    if isinstance(cell, datetime):
        return _moment(cell)
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(timedelta(seconds=round(cell.total_seconds())))
    return "" if cell is None else str(cell)


def _moment(cell: datetime) -> str:
    """To the second: a workbook's fractions of days miss it by some microseconds."""
    cell = (cell + timedelta(microseconds=500_000)).replace(microsecond=0)
    return cell.date().isoformat() if cell.time() == time(0) else cell.isoformat(sep=" ")
