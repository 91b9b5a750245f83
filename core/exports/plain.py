"""Text from people as a file can hold it: no signs that XML has no place for, nothing longer than there is room."""

from __future__ import annotations

import re

from core.spreadsheet import safe

# What XML 1.0 has no place for, and halves of surrogate pairs, which no encoding has a place for.
_LOST = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
LONGEST_CELL = 32_767


def readable(text: str) -> str:
    """The text with lines ended by \\n alone, and a mark for every sign that a file can't hold."""
    return _LOST.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def line(text: str) -> str:
    """The same on one line."""
    return " ".join(readable(text).split())


def cell(text: str) -> str:
    """The text as a cell of a workbook holds it: nothing in it runs, also after it was saved as CSV."""
    tame = safe(readable(text))
    return tame if len(tame) <= LONGEST_CELL else tame[: LONGEST_CELL - 1] + "…"
