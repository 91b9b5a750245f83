"""What an import would take for what, and what it would ask, before anything is imported."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from core.errors import InputError
from core.history.guess import guess_roles
from core.history.items import ROLES as ITEM_ROLES
from core.history.periods import period
from core.history.stacking import Part, parts
from core.history.typed import texts_of
from core.history.vocabulary import ORDER_ROLES, RECEIPT_ROLES, Role
from core.history.wishes import wishes
from core.tables import Table, parse_dates, parse_numbers

ROLES: Mapping[str, Mapping[str, Role]] = {"orders": ORDER_ROLES, "receipts": RECEIPT_ROLES, "items": ITEM_ROLES}
SAMPLE = 5
"""Rows that are shown."""


@dataclass(frozen=True)
class Question:
    """What can't be told from the cells: `choice` (dates or numbers), where, what stands there, and its readings.

    `readings`: an answer as `columns=` takes it, to what the example is under it.
    """

    choice: str
    column: str
    place: str
    example: str
    readings: Mapping[str, str]


@dataclass(frozen=True)
class Preview:
    """Headings of all files, the first rows of the first, role to heading with choices, and what was to be asked.

    `questions` are asked whether they were answered or not. `faults`: why these columns can't be imported, such as a
    required one that is missing.
    """

    headings: tuple[str, ...]
    sample: pd.DataFrame
    columns: Mapping[str, str]
    questions: tuple[Question, ...]
    faults: tuple[str, ...] = ()

    @property
    def open(self) -> tuple[Question, ...]:
        """The questions without an answer."""
        return tuple(question for question in self.questions if question.choice not in self.columns)


def preview(kind: str, tables: Sequence[Table], columns: Mapping[str, str | None] | None = None) -> Preview:
    """A preview of `import_orders`, `import_receipts` or `import_items` (kind: orders, receipts, items).

    `columns` as there. Raises InputError if a heading or choice that is named isn't there.
    """
    wish, roles = wishes(columns), ROLES[kind]
    headings = tuple(dict.fromkeys(str(heading) for table in tables for heading in table.frame.columns))
    sample = tables[0].frame.head(SAMPLE)
    try:
        found = parts(tables, roles, wish, across=kind == "orders")
    except InputError as error:
        named = guess_roles(tables[0].frame, roles, wish.roles).columns
        return Preview(headings, sample, {**named, **wish.choices}, (), error.faults)
    asked = [question for part in found for question in _questions(part, roles)]
    # One answer holds for all columns: the first question of each kind is enough.
    first = {question.choice: question for question in reversed(asked)}
    return Preview(headings, sample, found[0].asked, tuple(first.values()))


def _questions(part: Part, roles: Mapping[str, Role]) -> Iterator[Question]:
    kinds = {role: roles[role].kind for role in part.columns if role in roles}
    for role in (role for role, kind in kinds.items() if kind == "date"):
        yield from _of_dates(part, role)
    yield from _of_numbers(part, [role for role, kind in kinds.items() if kind == "number"])


def _of_dates(part: Part, role: str) -> Iterator[Question]:
    # Months and weeks spelled as such leave nothing to ask.
    parsed = parse_dates(["" if period(str(word)) else word for word in texts_of(part, role).words])
    if parsed.ambiguous:
        readings = {style: _spelled(parse_dates([parsed.example], style=style).days[0]) for style in parsed.choices}
        yield _question("dates", part, role, parsed.example, readings)


def _of_numbers(part: Part, there: Sequence[str]) -> Iterator[Question]:
    """A column that doesn't tell its decimal mark follows one of the same file that does."""
    styles = {role: parse_numbers(texts_of(part, role).words)[1] for role in there}
    if part.decimal or any(style.decimal and not style.ambiguous and not style.mixed for style in styles.values()):
        return
    for role, style in styles.items():
        if style.ambiguous:
            marks = {"decimal point": ".", "decimal comma": ","}
            readings = {name: f"{parse_numbers([style.example], mark)[0][0]:g}" for name, mark in marks.items()}
            yield _question("numbers", part, role, style.example, readings)


def _question(choice: str, part: Part, role: str, example: str, readings: Mapping[str, str]) -> Question:
    column = texts_of(part, role)
    same = np.array([str(word).strip() == example.strip() for word in column.words], dtype=bool)
    at = int(np.argmax(same[column.codes]))
    return Question(choice, part.columns[role], part.place(at), example, readings)


def _spelled(moment: np.datetime64) -> str:
    if np.isnat(moment):
        return "no date"
    day: date = moment.astype("datetime64[D]").item()
    return f"{day.day} {day:%B %Y}"
