"""Tables that lie across: a column per day, week or month, or a column per item. They become lines."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.errors import InputError, plain, shorten
from core.history.calendars import date_in, year_column
from core.history.content import content
from core.history.guess import MOST_COLUMNS, Guess
from core.history.headers import score
from core.history.periods import month_without_year
from core.history.vocabulary import Role
from core.tables import Table

Layout = Literal["lines", "dates across", "items across"]
LAYOUTS: tuple[Layout, ...] = ("lines", "dates across", "items across")

MOST_CELLS = 10_000_000
_LEAST_DATES, _LEAST_ITEMS = 2, 2
_SERIAL_FROM, _SERIAL_TO = 25_569, 73_050
"""Serial numbers of the days from 1970 to 2099, which date headings turn into in some exports."""

_NUMERIC, _KNOWN = 0.9, 0.8


@dataclass(frozen=True)
class Across:
    """Which headings are dates, or items beside a column of dates. `means`: what each heading says, the year apart.

    `year`: the heading of a column that holds the year of months, '' if they name it themselves.
    """

    layout: Layout
    headings: tuple[str, ...] = ()
    means: tuple[str, ...] = ()
    year: str = ""


def layout_of(frame: pd.DataFrame, guess: Guess, roles: Mapping[str, Role], asked: str | None, table: Table) -> Across:
    """How the table lies. Raises InputError if its headings are months without a year."""
    dated = _date_headings(frame)
    by_hand = [role for role in ("date", "quantity") if guess.confidence.get(role) == 1.0 and asked is None]
    bare = tuple(str(heading) for heading in frame.columns if month_without_year(str(heading)))
    if asked in (None, "dates across") and len(bare) >= 3 and not dated and year_column(frame):
        return Across("dates across", bare, bare, year_column(frame))
    if asked == "dates across" or (asked is None and len(dated) >= _LEAST_DATES and not by_hand):
        return Across("dates across", dated, tuple(date_in(heading) or heading for heading in dated))
    if asked is None and len(bare) >= 3 and "date" in guess.missing:
        raise InputError(
            f"Columns {', '.join(map(plain, bare[:3]))} of file {shorten(table.name)} must name their year, such as "
            f"Jan 2024 (row {table.header_row})"
        )
    items = _item_headings(frame, guess, roles)
    if asked == "items across" or (asked is None and "item" in guess.missing and len(items) >= _LEAST_ITEMS):
        return Across("items across", items, items)
    return Across("lines")


def _date_headings(frame: pd.DataFrame) -> tuple[str, ...]:
    headings = [str(heading) for heading in frame.columns]
    written = [heading for heading in headings if date_in(heading)]
    return tuple(written) if written else _serials(headings)


def _serials(headings: list[str]) -> tuple[str, ...]:
    """Headings that number three days or more one after the other, at equal steps of a day, a week or a month."""
    numbers = [h for h in headings if re.fullmatch(r"\d{5}(?:\.0)?", h) and _SERIAL_FROM <= float(h) <= _SERIAL_TO]
    steps = np.diff([float(heading) for heading in numbers])
    even = len(steps) >= 2 and (np.all(steps == 1) or np.all(steps == 7) or np.all((steps >= 28) & (steps <= 31)))
    return tuple(numbers) if even else ()


def _item_headings(frame: pd.DataFrame, guess: Guess, roles: Mapping[str, Role]) -> tuple[str, ...]:
    """Columns of numbers, unless a heading says that one is a quantity or a price of something."""
    if "date" not in guess.columns:
        return ()
    found = [str(heading) for heading in frame.columns if str(heading) != guess.columns["date"]]
    known = [h for h in found[:MOST_COLUMNS] if max(score(h, roles[role]) for role in ("quantity", "price")) > _KNOWN]
    if [heading for heading in known if heading.casefold() not in ("total", "sum")]:
        return ()
    return tuple(heading for heading in found if _is_numeric(frame[heading]))


def _is_numeric(cells: "pd.Series[str]") -> bool:
    looks = content(cells)
    return looks.numbers >= _NUMERIC or looks.filled == 0.0


def unpivot(
    frame: pd.DataFrame, rows: NDArray[np.int64], across: Across, kept: Mapping[str, str]
) -> tuple[pd.DataFrame, NDArray[np.int64], dict[str, str]]:
    """The filled cells as lines, row by row; the row of each in the file; role to heading of the new table.

    `kept` are roles whose columns stay beside each line. Blank cells are no lines. Raises InputError if there are too
    many cells.
    """
    if frame.shape[0] * len(across.headings) > MOST_CELLS:
        raise InputError(f"A table must have at most {MOST_CELLS:,} cells, got {len(frame):,} rows by "
                         f"{len(across.headings):,} columns")  # fmt: skip
    cells = frame[list(across.headings)].to_numpy(dtype=object)
    filled = np.array([bool(str(text).strip()) for text in cells.ravel()], dtype=bool)
    line, column = np.divmod(np.flatnonzero(filled), max(len(across.headings), 1))
    role = "date" if across.layout == "dates across" else "item"
    taken = set(kept.values())
    heading, cell = _free("heading", taken), _free("cell", taken)
    table = {each: frame[each].to_numpy(dtype=object)[line] for each in taken}
    table[heading] = np.array(across.means, dtype=object)[column]
    if across.year:
        table[heading] = frame[across.year].to_numpy(dtype=object)[line] + " " + table[heading]
    table[cell] = cells[line, column]
    return pd.DataFrame(table, dtype=object), rows[line], {**kept, role: heading, "quantity": cell}


def _free(wanted: str, taken: set[str]) -> str:
    while wanted in taken:
        wanted += " "
    return wanted
