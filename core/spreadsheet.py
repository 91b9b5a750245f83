"""Text that a spreadsheet would run as a formula, made safe; every table that leaves as CSV goes through here.

Source: OWASP, *CSV Injection*: cells that begin with = + - @ tab or a line's end, or their full-width twins, also
where a program splits a cell at another separator than the one it was written with.
"""

from __future__ import annotations

import re

import pandas as pd

# Programs differ in what they drop before they look for the sign: blanks, quotes, marks without a width.
_DROPPED = r"[\s\"“”„«»\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]*"
# The second kind asks another program for data (DDE): program|'topic'!item.
_RUNS = _DROPPED + r"(?:[=+\-@\t\r\n＝＋－＠﹦﹢﹣﹫]|\w[\w. ]*\|[^\n|;!]*!)"
# A cell starts at its head, and for a program that splits elsewhere than at commas also inside.
_START = r"(?:\A|(?<=[;|\t\r\n]))"
_RUNNING = re.compile(_START + _RUNS)
_UNGUARDED = re.compile(rf"{_START}(?='*{_RUNS})")
_GUARDED = re.compile(rf"{_START}'(?='*{_RUNS})")


def runs(text: str) -> bool:
    """Whether a spreadsheet that opens the text as a cell of a CSV file could run it, or a part of it."""
    return _RUNNING.search(text) is not None


def safe(text: str) -> str:
    """The text with an apostrophe wherever a formula would begin; other text stays as it is.

    Text that has such an apostrophe already gets another one, so that `unsafe` gives back any text.
    """
    return _UNGUARDED.sub("'", text)


def unsafe(text: str) -> str:
    """What `safe` made this of: `unsafe(safe(text)) == text`. For our own files only, others' text is theirs."""
    return _GUARDED.sub("", text)


def csv_text(frame: pd.DataFrame) -> str:
    """A table as CSV text without its index: headers and text cells safe, numbers as they are to the last digit."""
    tame = frame.map(lambda cell: safe(cell) if isinstance(cell, str) else cell)
    return str(tame.to_csv(index=False, header=[safe(str(label)) for label in frame.columns]))
