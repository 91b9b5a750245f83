"""A workbook being written: text always as text, numbers with a format, headers that stay, widths that fit."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from core.errors import InputError
from core.exports import palette
from core.exports.plain import cell
from core.look import numbers

Cell = str | float
# Excel takes no longer address as a link.
LONGEST_LINK = 2_000
MONEY, CENTS, PERCENT, DAYS, COUNT, WHOLE = "#,##0", "#,##0.00", "0.0 %", "#,##0.0", "#,##0.0", "0"
AXIS = '[>=1000000]0.0##,," M";[>=1000]#,##0.###," k";0'
"""An axis of money in the screen's manner."""
_HEAD = {"bold": True, "font_color": "#FFFFFF", "bg_color": f"#{palette.PRIMARY}", "valign": "vcenter"}
HEAD = {**_HEAD, "text_wrap": True}
TITLE = {"bold": True, "font_size": 16, "text_wrap": True, "valign": "vcenter", "font_color": f"#{palette.INK}"}
PART = {"bold": True, "font_size": 12, "font_color": f"#{palette.PRIMARY}"}
WRAP = {"text_wrap": True, "valign": "top"}
QUIET = {"font_color": f"#{palette.QUIET}"}
SUM = {"bold": True, "top": 1}


def format_of(unit: str, most: float = 1e9) -> str:
    """The number format of a measure's unit; small money (nothing reaches 100) keeps its cents."""
    if unit == "share":
        return PERCENT
    if unit.startswith("money"):
        return MONEY if most >= 100 else CENTS
    return DAYS if unit == "days" else COUNT


class Book:
    """A workbook in memory. Formulas, links and numbers are never guessed from text."""

    def __init__(self, title: str, subject: str) -> None:
        self._out = io.BytesIO()
        guesses = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
        self.book = xlsxwriter.Workbook(self._out, {"in_memory": True, **guesses})
        self.book.set_properties({"title": cell(title)[:255], "subject": cell(subject)[:255]})
        self._styles: dict[tuple[tuple[str, object], ...], Format] = {}

    def style(self, props: Mapping[str, object]) -> Format:
        """The format with these properties; equal ones are one."""
        key = tuple(sorted(props.items()))
        if key not in self._styles:
            self._styles[key] = self.book.add_format(dict(props))
        return self._styles[key]

    def sheet(self, name: str, widths: Sequence[float], pages: int = 1) -> Sheet:
        """A new sheet, printed across the width of one page or of several."""
        made = self.book.add_worksheet(name)
        for at, width in enumerate(widths):
            made.set_column(at, at, width)
        made.hide_gridlines(2)
        made.set_landscape()
        made.set_paper(9)
        made.fit_to_pages(pages, 0)
        made.set_footer("&L&A&RPage &P of &N")
        return Sheet(self, made)

    def bytes(self) -> bytes:
        """The finished file."""
        self.book.close()
        return self._out.getvalue()


class Sheet:
    """A sheet that is filled row by row; `at` is the next free row."""

    def __init__(self, book: Book, sheet: Worksheet) -> None:
        self.book, self.sheet, self.at = book, sheet, 0

    def put(self, row: int, column: int, value: Cell, props: Mapping[str, object] | None = None) -> None:
        """One cell. A number that is none is written as the screen does. Raises InputError beyond a sheet's end."""
        form = self.book.style(props or {})
        if isinstance(value, str):
            done = self.sheet.write_string(row, column, cell(value), form) if value else self._blank(row, column, form)
        elif isfinite(value):
            done = self.sheet.write_number(row, column, value, form)
        else:
            right = self.book.style({**(props or {}), "align": "right"})
            done = self.sheet.write_string(row, column, numbers.NONE, right)
        if done:
            raise InputError([f"A sheet of a workbook has no place for row {row + 1:,}; choose fewer scenarios"])

    def _blank(self, row: int, column: int, form: Format) -> int:
        return int(self.sheet.write_blank(row, column, None, form) or 0)

    def row(self, cells: Sequence[Cell], props: Sequence[Mapping[str, object]] | Mapping[str, object] = ()) -> None:
        """The next row; `props` for each cell, or one for all."""
        every = [props] * len(cells) if isinstance(props, Mapping) else props or [{}] * len(cells)
        for column, (value, prop) in enumerate(zip(cells, every, strict=True)):
            self.put(self.at, column, value, prop)
        self.at += 1

    def tall(self, text: str, letters: int) -> None:
        """Makes the next row as high as a text in a column that holds so many letters a line."""
        self.sheet.set_row(self.at, 15.0 * (1 + len(text) // letters))

    def head(self, cells: Sequence[str], figures: range, freeze: int = 1) -> None:
        """The header row of the sheet's table: stays in sight with the first `freeze` columns and on each page.

        Headers of the columns that hold `figures` stand at the right, as those do.
        """
        self.sheet.set_row(self.at, 32)
        self.row(cells, [{**HEAD, "align": "right"} if k in figures else HEAD for k in range(len(cells))])
        self.sheet.freeze_panes(self.at, freeze)
        self.sheet.repeat_rows(self.at - 1)
        if freeze:
            self.sheet.repeat_columns(0, freeze - 1)

    def filters(self, columns: int) -> None:
        """Lets a person filter the table that ends here and began under row 0."""
        self.sheet.autofilter(0, 0, self.at - 1, columns - 1)

    def wide(self, text: str, last: int, props: Mapping[str, object], height: float = 0.0) -> None:
        """A text across the columns up to `last`."""
        form = self.book.style(props)
        self.sheet.merge_range(self.at, 0, self.at, last, "", form)
        self.put(self.at, 0, text, props)
        if height:
            self.sheet.set_row(self.at, height)
        self.at += 1

    def fact(self, name: str, value: str, last: int) -> None:
        """A name and what stands for it, across the columns up to `last`; an address can be clicked."""
        self.put(self.at, 0, name, {**QUIET, "valign": "top"})
        self.sheet.merge_range(self.at, 1, self.at, last, "", self.book.style(WRAP))
        lines = sum(1 + len(part) // 95 for part in value.split("\n"))
        if value.startswith(("http://", "https://")) and len(value) <= LONGEST_LINK:
            # Of a long one the first line shows: it is followed, not read.
            lines = 1
            blue = self.book.style({**WRAP, "font_color": f"#{palette.PRIMARY}", "underline": 1})
            self.sheet.write_url(self.at, 1, value, blue, cell(value))
        else:
            self.put(self.at, 1, value, WRAP)
        self.sheet.set_row(self.at, min(15.0 * lines, 400.0))
        self.at += 1


def axis(name: str, form: str, low: float, high: float, **more: Any) -> dict[str, Any]:
    """An axis of a chart."""
    line = {"line": {"color": f"#{palette.RULE}"}, "num_font": {"color": f"#{palette.INK}", "size": 10}}
    title = {"name": name, "name_font": {"bold": False, "size": 10, "color": f"#{palette.INK}"}} if name else {}
    grid = {"major_gridlines": {"visible": True, "line": {"color": f"#{palette.RULE}", "width": 0.5}}}
    return {**title, **grid, **line, "num_format": form, "min": low, "max": high, **more}
