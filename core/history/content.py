"""What the cells of a column look like, from a sample of them: dates, numbers, repeated words."""

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.history.periods import period

SAMPLE = 400
"""Cells looked at per column, spread evenly over those that hold something."""

_DATE = re.compile(
    r"\s*(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\s?\d{1,2}[-/.]\s?(?:\d{4}|\d{2})"
    r"|\d{1,2}(?:\.|st|nd|rd|th)?[-\s/]?\s?[^\W\d_]{3,10}\.?[-\s/,]{1,2}(?:\d{4}|\d{2})"
    r"|[^\W\d_]{3,10}\.?\s\d{1,2},?\s\d{4}|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))"
    r"(?:[T\s,].*)?\s*"
)
_FRACTION = re.compile(r"[\d.]+")
_NUMBER = re.compile(
    r"[\s(+\-−]*(?:[^\W\d_]{3}\s?|[€$£¥₹]\s?|CHF\s?)?[+\-−]?\s?[.,]?\d[\d.,'’\s\u00a0\u202f]*(?:[eE][+-]?\d+)?"
    r"\s?(?:[€$£¥₹%]|[^\W\d_]{3}|Stk\.?|pcs?\.?|kg)?[\s)\-−]*"
)


@dataclass(frozen=True)
class Content:
    """Shares (0 to 1) of a column's filled cells: dates (months and weeks too), numbers, different ones; `filled` of
    all its cells."""

    dates: float
    numbers: float
    different: float
    filled: float


def content(cells: "pd.Series[str]") -> Content:
    """What a column of text cells looks like. An empty column has nothing of anything."""
    looked = [str(text).strip() for text in cells.iloc[_spread(len(cells), 4 * SAMPLE)]]
    filled = [text for text in looked if text]
    if not filled:
        return Content(0.0, 0.0, 0.0, 0.0)
    sample = [filled[at] for at in _spread(len(filled), SAMPLE)]
    dates = [looks_like_a_date(text) or _names_a_period(text) for text in sample]
    numbers = [not date and looks_like_a_number(text) for text, date in zip(sample, dates, strict=True)]
    return Content(_share(dates), _share(numbers), len(set(sample)) / len(sample), len(filled) / len(looked))


def _spread(count: int, most: int) -> list[int]:
    """At most so many places, evenly over all."""
    return sorted({int(at) for at in np.linspace(0, count - 1, min(count, most))})


def looks_like_a_date(text: str) -> bool:
    """Day, month and year in any order and style, eight digits included; a serial number of a day isn't one."""
    return _DATE.fullmatch(text[:60]) is not None


def looks_like_a_number(text: str) -> bool:
    """Digits with what people put around them: signs, currencies, separators, units."""
    return _NUMBER.fullmatch(text[:60]) is not None


def _names_a_period(text: str) -> bool:
    """A month or a week, unless it could as well be a number: 5.2011."""
    return _FRACTION.fullmatch(text) is None and period(text) is not None


def _share(marks: list[bool]) -> float:
    return sum(marks) / len(marks)
