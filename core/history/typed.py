"""Columns of text as dates and numbers. What can be read two ways is asked, never guessed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.errors import InputError, plain, shorten
from core.history.coded import Coded, coded
from core.history.periods import period
from core.history.stacking import Part
from core.history.wishes import Wishes
from core.tables.dates import Dates, parse_dates
from core.tables.numbers import parse_numbers

FIRST_YEAR, LAST_YEAR = 1970, 2100
"""Dates outside are mistyped, or stand for 'unknown'."""

LARGEST = 1e12


@dataclass(frozen=True)
class When:
    """Moments of lines: `at` datetime64[s], NaT if unreadable; `days` that each stands for: 1, 7 or a month's."""

    at: NDArray[np.datetime64]
    days: NDArray[np.int64]


def texts_of(part: Part, role: str) -> Coded:
    """The column of a role as text, blank where the part has none."""
    if role not in part.columns:
        return Coded(np.zeros(len(part.rows), dtype=np.intp), np.array([""], dtype=object))
    return coded(part.written[part.columns[role]])


def dates_of(part: Part, role: str, wish: Wishes) -> When:
    """The dates of a role's column. Raises InputError with both readings if day and month can't be told apart."""
    column = texts_of(part, role)
    spans = [period(str(word)) for word in column.words]
    others = ["" if span else word for word, span in zip(column.words, spans, strict=True)]
    parsed = parse_dates(others, style=wish.choices.get("dates"))
    if parsed.ambiguous:
        raise InputError(_two_readings(part, role, column, parsed))
    days, lengths = parsed.days.copy(), np.ones(len(spans), dtype=np.int64)
    for at, span in enumerate(spans):
        if span:
            days[at], lengths[at] = np.datetime64(span[0], "s"), span[1]
    years = days.astype("datetime64[Y]").astype(np.int64) + 1970
    days[(years < FIRST_YEAR) | (years > LAST_YEAR)] = np.datetime64("NaT")
    return When(days[column.codes], lengths[column.codes])


def _two_readings(part: Part, role: str, column: Coded, parsed: Dates) -> str:
    read = {style: _spelled(parse_dates([parsed.example], style=style).days[0]) for style in parsed.choices}
    ways = ", ".join(f"{day} with {plain(style)}" for style, day in read.items())
    return (
        f"Dates of {_where(part, role, column, parsed.example)} can be read in {len(read)} ways: "
        f"{plain(parsed.example)} is {ways}. Say which with columns={{'dates': …}}"
    )


def _spelled(moment: np.datetime64) -> str:
    if np.isnat(moment):
        return "no date"
    day: date = moment.astype("datetime64[D]").item()
    return f"{day.day} {day:%B %Y}"


def _where(part: Part, role: str, column: Coded, example: str) -> str:
    same = np.array([str(word).strip() == example.strip() for word in column.words], dtype=bool)
    at = int(np.argmax(same[column.codes]))
    return f"column {plain(part.columns[role])} ({part.place(at)})"


def numbers_of(part: Part, roles: tuple[str, ...], wish: Wishes) -> Mapping[str, NDArray[np.float64]]:
    """The numbers of the columns that the part has, NaN where a cell is none.

    A column that doesn't tell whether its commas or its points are decimal follows the others of its file. Raises
    InputError if none tells.
    """
    there = {role: texts_of(part, role) for role in roles if role in part.columns}
    told = wish.decimal or part.decimal
    for column in there.values():
        style = parse_numbers(column.words)[1]
        told = told or ("" if style.mixed else style.decimal)
    return {role: _numbers(part, role, column, told) for role, column in there.items()}


def _numbers(part: Part, role: str, column: Coded, told: str) -> NDArray[np.float64]:
    values, style = parse_numbers(column.words, told)
    if style.ambiguous:
        point, comma = (parse_numbers([style.example], mark)[0][0] for mark in ".,")
        raise InputError(
            f"Numbers of {_where(part, role, column, style.example)} can be read two ways: {plain(style.example)} is "
            f"{point:g} with a decimal point, {comma:g} with a decimal comma. "
            "Say which with columns={'numbers': 'decimal point'} or 'decimal comma'"
        )
    values = np.where(np.abs(values) <= LARGEST, values, np.nan)
    return values[column.codes]


def cells_at(part: Part, role: str, at: NDArray[Any]) -> list[str]:
    """What stands in a role's column at some lines, in few words."""
    if role not in part.columns:
        return [""] * len(at)
    return [shorten(str(text)) for text in pd.Series(part.written[part.columns[role]]).iloc[at]]
