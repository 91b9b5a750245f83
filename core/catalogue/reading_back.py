"""From a table to a catalogue: one that we wrote ourselves comes back whole, any other is read as it stands."""

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.catalogue.catalogue import Catalogue
from core.catalogue.cells import as_text, row_numbers, texts
from core.catalogue.checks import check
from core.catalogue.columns import COLUMNS
from core.catalogue.layout import DAY, FACTS, HISTORIES, MADE_HERE, MARK, VERSION, text_of
from core.errors import InputError, plain, shorten

_TEXTS = {column.name for column in COLUMNS if column.kind == "text"}
_HISTORY = re.compile(rf"({'|'.join(HISTORIES)})(?:_(\d+))?")


def catalogue_of(frame: pd.DataFrame, **about: Any) -> Catalogue:
    """The catalogue of a table. One that `to_csv` or `to_xlsx` wrote brings its own name, facts and histories.

    `about` are the other fields of a catalogue that a table doesn't tell. Raises InputError with all faults, also
    where a later version of this program wrote the file.
    """
    headers = [as_text(label).strip().lower() for label in frame.columns]
    if not _is_ours(frame, headers):
        return Catalogue.of(frame, **about)
    columns = {header: texts(frame.iloc[:, at]) for at, header in enumerate(headers)}
    checked = check(_plain_table(frame, headers))
    rows = row_numbers(frame).tolist()
    facts = _facts(columns, rows)
    facts["ignored_columns"] = (*facts.get("ignored_columns", ()), *checked.ignored_columns)
    own = about | {"source": ""} | facts | _histories(columns, rows)
    return Catalogue(checked.items, default_items=checked.default_items, **own)


def from_csv(text: str) -> Catalogue:
    """The catalogue that `to_csv` wrote as this text. Raises InputError for any other text."""
    try:
        header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    except (ValueError, csv.Error) as error:
        raise InputError(f"Text can't be read as a catalogue: {error}") from None
    if any(len(row) != len(header) for row in rows):
        raise InputError("Text can't be read as a catalogue: its rows differ in length")
    frame = pd.DataFrame(rows, columns=pd.Index(header, dtype=object), dtype=object)
    if not _is_ours(frame, header):
        raise InputError("Text can't be read as a catalogue: it doesn't say that it is one")
    return catalogue_of(frame)


def _is_ours(frame: pd.DataFrame, headers: list[str]) -> bool:
    if MARK not in headers:
        return False
    marks = set(texts(frame.iloc[:, headers.index(MARK)]))
    found = [re.fullmatch(rf"{MADE_HERE} (\d{{1,9}})", mark.strip()) for mark in marks]
    versions = [int(mark[1]) for mark in found if mark]
    if versions and max(versions) > VERSION:
        raise InputError(
            f"The file was written by a later version of this program: its layout is {max(versions)}, "
            f"this version reads layouts up to {VERSION} (column {MARK})"
        )
    return bool(versions)


def _plain_table(frame: pd.DataFrame, headers: list[str]) -> pd.DataFrame:
    """The table without what is ours alone, and its text as it was before it was written."""
    kept = [at for at, header in enumerate(headers) if not (header in (*FACTS, MARK) or _HISTORY.fullmatch(header))]
    table = frame.iloc[:, kept].copy()
    for place, at in enumerate(kept):
        if headers[at] in _TEXTS:
            told = [text_of(cell) for cell in texts(frame.iloc[:, at])]
            table.isetitem(place, np.array(told, dtype=object))
    return table


def _facts(columns: dict[str, list[str]], rows: list[int]) -> dict[str, Any]:
    """What the rows say of the data set; rows that were added by hand may leave it out."""
    facts, faults = {}, []
    for header, kept in FACTS.items():
        said = {cell: at for at, cell in reversed(list(enumerate(columns.get(header, [])))) if cell.strip()}
        if len(said) > 1:
            (one, first), (other, second) = sorted(said.items(), key=lambda pair: pair[1])[:2]
            faults.append(
                f"Column {header} must say the same in every row, got {plain(one)} in row {rows[first]} "
                f"and {plain(other)} in row {rows[second]}"
            )
        elif said:
            facts[kept] = _fact(header, text_of(next(iter(said))))
    if faults:
        raise InputError(faults)
    return facts


def _fact(header: str, text: str) -> Any:
    if header == "calendar_start":
        return text.removeprefix(DAY)
    if header == "assumed_columns":
        return tuple(name.strip() for name in text.split(","))
    if header == "warehouse_places":
        return _from_json(text, text)
    if header == "ignored_columns":
        names = _from_json(text, None)
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise InputError(f'Column ignored_columns must hold a list such as ["colour"], got {plain(text)}')
        return tuple(names)
    return text


def _from_json(text: str, otherwise: Any) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return otherwise


def _histories(columns: dict[str, list[str]], rows: list[int]) -> dict[str, dict[str, NDArray[np.float64]]]:
    """The field's name to the samples of the items that have one."""
    items = [text_of(cell) for cell in columns["item"]]
    found: dict[str, dict[str, list[float]]] = {kept: {} for kept in HISTORIES.values()}
    faults: list[str] = []
    for header, kept in _in_order(columns):
        for at, cell in enumerate(columns[header]):
            if not cell.strip():
                continue
            values = _numbers(cell.strip())
            if values is None:
                faults.append(_not_numbers(header, items[at], cell, rows[at]))
            else:
                found[kept].setdefault(items[at], []).extend(values)
    if faults:
        raise InputError(faults)
    return {kept: {item: np.array(sample) for item, sample in each.items()} for kept, each in found.items()}


def _in_order(columns: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """The columns of histories with their fields, first pieces first."""
    matches = [match for match in map(_HISTORY.fullmatch, columns) if match]
    for match in sorted(matches, key=lambda match: int(match[2] or 1)):
        yield match[0], HISTORIES[match[1]]


def _numbers(text: str) -> list[float] | None:
    if not (text.startswith("[") and text.endswith("]")) or "_" in text:
        return None
    try:
        return [float(number) for number in text[1:-1].split()]
    except ValueError:
        return None


def _not_numbers(header: str, item: str, cell: str, row: int) -> str:
    what = re.sub(r"_\d+$", "", header).replace("_", " ").capitalize()
    return (
        f"{what} of item {shorten(item)} must be numbers in brackets such as [3 0 5], got {plain(cell)} "
        f"(row {row}, column {header})"
    )
