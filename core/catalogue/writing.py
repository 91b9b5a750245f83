"""A catalogue as a file that `load_catalogue` reads back without loss, and that a person can edit in a spreadsheet."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import xlsxwriter
from numpy.typing import NDArray
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from core.catalogue.catalogue import Catalogue
from core.catalogue.columns import BY_NAME, COLUMNS, SEASON_NAMES, Column
from core.catalogue.layout import DAY, FACTS, HISTORIES, LONGEST_CELL, MADE_HERE, MARK, VERSION, cell_of, number_of
from core.errors import InputError, shorten

Cell = str | float

_MONEY, _INDEX, _PLAIN, _TEXT = "#,##0.00", "0.000", "General", "@"
_NARROWEST, _WIDEST, _WIDTHS_FROM = 8, 40, 200


def to_csv(catalogue: Catalogue) -> str:
    """The catalogue as CSV text: a row per item, defaults blank, the data set's facts and the histories in columns.

    `load_catalogue` of a file with this text (UTF-8, with or without its mark) gives an equal catalogue. No cell
    runs as a formula. Raises InputError for a text that no cell can hold.
    """
    columns = _columns(catalogue)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in zip(*columns.values(), strict=True):
        writer.writerow([number_of(cell) if isinstance(cell, float) else cell for cell in row])
    return out.getvalue()


def to_xlsx(catalogue: Catalogue) -> bytes:
    """The catalogue as a workbook of one sheet, the cells of `to_csv`: text as text, numbers as numbers.

    `load_catalogue` of a file with these bytes gives an equal catalogue. No cell is a formula. Raises InputError for
    a text that no cell can hold, and for more rows or columns than a sheet has.
    """
    columns = _columns(catalogue)
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Catalogue")
        _format(book, sheet, columns)
        _put_row(sheet, 0, tuple(columns), book.add_format({"bold": True, "num_format": _TEXT}))
        # Row by row, so that a book which keeps one row in memory could be filled alike.
        for number, row in enumerate(zip(*columns.values(), strict=True), start=1):
            _put_row(sheet, number, row)
    return out.getvalue()


def _columns(catalogue: Catalogue) -> dict[str, list[Cell]]:
    """Header to cells: text safe and no longer than a cell, numbers as floats, blanks ''."""
    columns = {column.name: _cells(catalogue, column) for column in COLUMNS}
    for header, kept in HISTORIES.items():
        columns |= _history_columns(catalogue, header, getattr(catalogue, kept))
    columns |= {header: [fact] * len(catalogue) for header, fact in _facts(catalogue).items()}
    columns[MARK] = [f"{MADE_HERE} {VERSION}"] * len(catalogue)
    _refuse_long(catalogue, columns)
    return columns


def _cells(catalogue: Catalogue, column: Column) -> list[Cell]:
    """A column of the items. What took a default is blank, so that it stays one."""
    took = set(catalogue.default_items.get(column.name, ()))
    values, items = catalogue.column(column.name).tolist(), catalogue.column("item")
    return ["" if item in took else _cell(column, value) for item, value in zip(items, values, strict=True)]


def _cell(column: Column, value: Any) -> Cell:
    if column.kind == "yes_no":
        return "yes" if value else "no"
    if column.kind == "number":
        return "" if np.isnan(value) else float(value)
    return cell_of(value)


def _facts(catalogue: Catalogue) -> dict[str, Cell]:
    facts = {header: getattr(catalogue, kept) for header, kept in FACTS.items()}
    places, ignored = facts["warehouse_places"], facts["ignored_columns"]
    texts = facts | {
        "calendar_start": DAY + catalogue.calendar_start,
        # As text, because 120 and 120.0 are told apart by a digest and not by a workbook.
        "warehouse_places": "" if places is None else json.dumps(places),
        "assumed_columns": ", ".join(catalogue.assumed),
        "ignored_columns": json.dumps(ignored, ensure_ascii=False) if ignored else "",
    }
    return {header: cell_of(text) for header, text in texts.items()}


def _history_columns(catalogue: Catalogue, header: str, samples: Any) -> dict[str, list[Cell]]:
    if not samples:
        return {}
    pieces = [_pieces(header, item, samples.get(item)) for item in catalogue.column("item")]
    most = max(len(each) for each in pieces)
    headers = [header, *(f"{header}_{number}" for number in range(2, most + 1))]
    return {name: [each[at] if at < len(each) else "" for each in pieces] for at, name in enumerate(headers)}


def _pieces(header: str, item: str, sample: NDArray[np.float64] | None) -> list[str]:
    """A sample as lists of numbers in brackets, each short enough for a cell: bare numbers could look like a date."""
    if sample is None:
        return []
    if sample.ndim != 1:
        what = header.replace("_", " ").capitalize()
        raise InputError(f"{what} of item {shorten(item)} must be a plain list of numbers to be written to a file")
    # Python spells a list to the last digit, and faster than number by number; whole numbers lose their point.
    spelled = repr(sample.tolist())[1:-1] + ", "
    text, pieces = spelled.replace(".0, ", ", ").replace(", ", " ").rstrip(), []
    while len(text) > LONGEST_CELL - 2:
        cut = text.rindex(" ", 0, LONGEST_CELL - 2)
        pieces.append(f"[{text[:cut]}]")
        text = text[cut + 1 :]
    return [*pieces, f"[{text}]"]


def _refuse_long(catalogue: Catalogue, columns: dict[str, list[Cell]]) -> None:
    faults = list(_long_facts(columns))
    items = catalogue.column("item")
    for column in COLUMNS:
        for item, cell in zip(items, columns[column.name], strict=True):
            if isinstance(cell, str) and len(cell) > LONGEST_CELL:
                faults.append(f"{column.label} of item {shorten(item)} {_too_long(cell)} (column {column.name})")
    if faults:
        raise InputError(faults)


def _long_facts(columns: dict[str, list[Cell]]) -> Iterator[str]:
    for header in FACTS:
        cell = str(columns[header][0])
        if len(cell) > LONGEST_CELL:
            yield f"{header.replace('_', ' ').capitalize()} of the catalogue {_too_long(cell)}"


def _too_long(cell: str) -> str:
    return f"must be at most {LONGEST_CELL:,} characters to be written to a file, got {len(cell):,}"


class _Exact(float):
    """A number that formats to its last digit: the writer would round to sixteen, and a double can need seventeen."""

    def __format__(self, spec: str) -> str:
        return number_of(float(self))


def _put_row(sheet: Worksheet, number: int, row: tuple[Cell, ...], form: Format | None = None) -> None:
    for at, cell in enumerate(row):
        if isinstance(cell, float):
            done = sheet.write_number(number, at, _Exact(cell), form)
        else:
            done = sheet.write_string(number, at, cell, form) if cell else 0
        if done:
            raise InputError(f"A sheet of a workbook has no place for row {number + 1:,}, column {at + 1:,}")


def _format(book: xlsxwriter.Workbook, sheet: Worksheet, columns: dict[str, list[Cell]]) -> None:
    sheet.freeze_panes(1, 1)
    forms = {name: book.add_format({"num_format": name}) for name in (_MONEY, _INDEX, _PLAIN, _TEXT)}
    for at, (header, cells) in enumerate(columns.items()):
        shown = [header, *(str(cell) for cell in cells[:_WIDTHS_FROM])]
        width = min(max(len(text) for text in shown) + 2, _WIDEST)
        sheet.set_column(at, at, max(width, _NARROWEST), forms[_style(header)])


def _style(header: str) -> str:
    """How a column shows its numbers. Text columns are of the text format, so that an edited 00123 stays one."""
    column = BY_NAME.get(header)
    if column is None or column.kind == "text":
        return _TEXT
    if column.unit == "money":
        return _MONEY
    return _INDEX if header in SEASON_NAMES else _PLAIN
