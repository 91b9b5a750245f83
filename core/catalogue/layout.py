"""The layout of our own files: a row per item, facts of the data set repeated in every row, histories as text.

Rows may be sorted, added and taken out in a spreadsheet: nothing rests on their order or on a second sheet. A column
says that the file is ours and in which version of the layout, so apostrophes and escapes are undone only there.
"""

import re

from core.spreadsheet import safe, unsafe

VERSION = 1
MARK = "file_format"
MADE_HERE = "inventory catalogue"
HISTORIES = {"demand_history": "histories", "lead_time_history": "lead_time_histories"}
"""Column to the field of a catalogue. What one cell can't hold goes on in demand_history_2 and so on."""
FACTS = {
    "data_set": "name",
    "currency": "currency",
    "calendar_start": "calendar_start",
    "warehouse_places": "warehouse_places",
    "source": "source",
    "assumed_columns": "assumed",
    "ignored_columns": "ignored_columns",
}
"""Column to the field of a catalogue whose value stands in every row."""
DAY = "from "
"""Stands before a day: a spreadsheet would take the bare one for a date, and save it in its own style."""
LONGEST_CELL = 32_767
"""Characters. A spreadsheet cuts off what is longer without a word."""

# What a file or a parser would lose: control and line signs, halves of surrogate pairs, marks of byte order, the x
# of a workbook's own escapes (_x000D_), and a backslash that would look like an escape of ours.
_LOST = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]"
    r"|\\(?=u[0-9a-f]{4})|x(?=[0-9A-Fa-f]{4}_)"
)
_ESCAPED = re.compile(r"\\u([0-9a-f]{4})")


def cell_of(text: str) -> str:
    """Text as it stands in a cell: safe in a spreadsheet, on one line, odd signs and outer blanks spelled \\u0020."""
    bare = text.strip()
    at = text.find(bare)
    head, tail = text[:at], text[at + len(bare) :]
    return safe(_spelled(head) + _LOST.sub(lambda lost: _spelled(lost[0]), bare) + _spelled(tail))


def text_of(cell: str) -> str:
    """The text behind a cell: `text_of(cell_of(text)) == text`."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), unsafe(cell.strip()))


def number_of(value: float) -> str:
    """A number to the last digit: `float(number_of(value)) == value`. Whole ones have no point."""
    return repr(value).removesuffix(".0")


def _spelled(signs: str) -> str:
    return "".join(f"\\u{ord(sign):04x}" for sign in signs)
