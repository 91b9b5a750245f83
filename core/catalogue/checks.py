"""Checks of a raw catalogue: every fault is found before any is reported."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from core.catalogue.cells import Cells, Mask, as_text, blanks, read, row_numbers
from core.catalogue.columns import BY_NAME, CEILING, COLUMNS, NAMES, SEASON_NAMES, SEASONS, Array, Column
from core.errors import InputError, plain, shorten

SEASON_TOLERANCE = 0.01
_ROUNDING = 1e-9
_SCALED_ALREADY = 1e-12
_ROWS_NAMED = 10


class Checked(NamedTuple):
    """A clean catalogue table, and what was done to make it so."""

    items: pd.DataFrame
    """A row per item, the columns of COLUMNS in order, no blanks but `policy` '' and `buffer` NaN."""
    default_items: Mapping[str, tuple[str, ...]]
    """Column to the items whose blank cell took the default."""
    ignored_columns: tuple[str, ...]
    """Columns of the input that mean nothing here."""

    @property
    def defaults_used(self) -> dict[str, int]:
        """Column to number of items that took its default."""
        return {name: len(items) for name, items in self.default_items.items()}


def check(frame: pd.DataFrame, *, numbered: bool = True) -> Checked:
    """The frame's items, clean and with every column filled.

    Cells may be text or numbers; a missing value or white space is a blank and takes the column's default.
    Headers match whatever their case, spaces and hyphens. Rows without any content are left out. With
    `numbered`, faults name the row as a person sees it in the file: header row 1, first item row 2.
    Raises InputError with all faults.
    """
    given, ignored, faults = _match_headers(frame)
    rows = np.flatnonzero(~_empty_rows(frame))
    if not len(rows):
        raise InputError([*faults, "The catalogue has no items: not one row with content"])
    found = {name: read(BY_NAME[name], source.iloc[rows]) for name, source in given.items()}
    report = _Report(found.get("item"), row_numbers(frame)[rows], numbered)
    for name, cells in found.items():
        _check_cells(BY_NAME[name], cells, report)
    _check_duplicates(found, report)
    _check_seasons(found, report)
    _check_zero_share(found, report)
    if faults or report.entries:
        raise InputError([*faults, *report.sentences()])
    return _fill(_scale_seasons(found), len(rows), ignored)


class _Report:
    """Faults of cells as they are found, told in the order of the rows."""

    def __init__(self, items: Cells | None, rows: Array, numbered: bool) -> None:
        self.entries: list[tuple[int, str]] = []
        self.items, self.rows, self.numbered = items, rows, numbered

    def add(self, where: Mask, subject: str, columns: str, says: Callable[[int], str]) -> None:
        """One sentence per marked position: subject of the item, what is wrong with it, where it stands."""
        for position in np.flatnonzero(where).tolist():
            place = self.place(position, columns)
            self.add_whole(position, f"{subject} of {self._item(position)} {says(position)} ({place})")

    def add_whole(self, position: int, sentence: str) -> None:
        self.entries.append((position, sentence))

    def place_of(self, positions: Array) -> str:
        """Rows 3, 9 and 12: as many as a sentence can bear."""
        numbers = [str(number) for number in self.rows[positions[:_ROWS_NAMED]]]
        if len(positions) > _ROWS_NAMED:
            return f"rows {', '.join(numbers)} and {len(positions) - _ROWS_NAMED} more"
        return f"rows {', '.join(numbers[:-1])} and {numbers[-1]}"

    def sentences(self) -> list[str]:
        return [sentence for _, sentence in sorted(self.entries, key=lambda entry: entry[0])]

    def _item(self, position: int) -> str:
        if self.items is None or self.items.blank[position]:
            return "an item without identifier"
        return f"item {shorten(self.items.values[position])}"

    def place(self, position: int, columns: str) -> str:
        return f"row {self.rows[position]}, {columns}" if self.numbered else columns


def _match_headers(frame: pd.DataFrame) -> tuple[dict[str, "pd.Series[Any]"], tuple[str, ...], list[str]]:
    """Known columns in the order of COLUMNS, the names of the others, and the faults of the header."""
    given: dict[str, pd.Series[Any]] = {}
    faults: list[str] = []
    unknown: list[str] = []
    for position, header in enumerate(frame.columns):
        name = _normal(header)
        if name not in BY_NAME:
            unknown.append(as_text(header))
        elif name in given:
            faults.append(f"Column {name} must appear once, got it again as {plain(header)}")
        else:
            given[name] = frame.iloc[:, position]
    missing = [column for column in COLUMNS if column.required and column.name not in given]
    faults += [f"Column {column.name} is missing: {column.help}" for column in missing]
    guesses = {header: _meant(header, given) for header in unknown}
    meant = {header: known for header, known in guesses.items() if known}
    faults += [f"Column {plain(header)} is not known: is it {known}?" for header, known in meant.items()]
    ignored = tuple(header for header in unknown if header not in meant)
    return {name: given[name] for name in NAMES if name in given}, ignored, faults


def _normal(header: object) -> str:
    name = "_".join(as_text(header).lower().replace("-", " ").replace("_", " ").split())
    return re.sub(r"^season_([1-9])$", r"season_0\1", name)


def _meant(header: str, given: Mapping[str, object]) -> str:
    """The column that a header misspells, '' if none. Nobody misspells a column that is there."""
    absent = [name for name in NAMES if name not in given]
    return next(iter(get_close_matches(_normal(header), absent, n=1, cutoff=0.8)), "")


def _empty_rows(frame: pd.DataFrame) -> Mask:
    empty = np.ones(len(frame), dtype=bool)
    for position in range(frame.shape[1]):
        if not empty.any():
            break
        empty &= blanks(frame.iloc[:, position])
    return empty


def _check_cells(column: Column, cells: Cells, report: _Report) -> None:
    where = f"column {column.name}"
    if column.name == "item":
        for position in np.flatnonzero(cells.blank).tolist():
            report.add_whole(position, f"Item must not be blank ({report.place(position, where)})")
    elif column.required:
        report.add(cells.blank, column.label, where, lambda _: "must not be blank")
    report.add(cells.wrong, column.label, where, lambda at: _not_of_kind(column, cells.came(at)))
    if column.kind == "number":
        outside = cells.usable & ~_within(column, cells.values)
        report.add(outside, column.label, where, lambda at: _not_in_range(column, float(cells.values[at])))


def _within(column: Column, values: Array) -> Mask:
    above: Mask = values > column.low if column.low_open else values >= column.low
    return above & (values <= column.high)


def _not_of_kind(column: Column, came: object) -> str:
    if column.kind != "number":
        return f"must be {column.allowed}, got {plain(came)}"
    hint = " with a decimal point and no thousands separator" if "," in str(came) else ""
    return f"must be a number{hint}, got {plain(came)}"


def _not_in_range(column: Column, came: float) -> str:
    if column.high == CEILING and came > CEILING:
        return f"must be at most {column.with_unit(f'{CEILING:,.0f}')}, got {plain(came)}"
    return f"must be {column.allowed}, got {plain(came)}"


def _check_duplicates(found: Mapping[str, Cells], report: _Report) -> None:
    if "item" not in found:
        return
    items = pd.Series(found["item"].values, dtype=object)
    again = items.duplicated(keep=False).to_numpy() & ~found["item"].blank
    for item, positions in items[again].groupby(items[again], sort=False).indices.items():
        at = np.flatnonzero(again)[positions]
        times = "twice" if len(at) == 2 else f"{len(at)} times"
        place = f"{report.place_of(at)}, column item"
        report.add_whole(int(at[0]), f"Item {shorten(str(item))} must appear once, got it {times} ({place})")


def _check_seasons(found: Mapping[str, Cells], report: _Report) -> None:
    cells = [found[name] for name in SEASON_NAMES if name in found]
    if not cells:
        return
    where = f"columns {SEASON_NAMES[0]} to {SEASON_NAMES[-1]}"
    given = np.sum([~cell.blank for cell in cells], axis=0)
    partial = (given > 0) & (given < len(SEASON_NAMES))
    report.add(partial, "Season", where, lambda at: f"must have all twelve months or none, got {given[at]}")
    whole = np.all([cell.usable & _within(SEASONS[0], cell.values) for cell in cells], axis=0) & ~partial
    means = np.mean([np.where(whole, cell.values, 1.0) for cell in cells], axis=0)
    off = whole & (np.abs(means - 1.0) > SEASON_TOLERANCE + _ROUNDING)
    report.add(off & (means > 0), "Season", where, lambda at: f"must have a mean of 1, got {means[at]:.4g}")
    report.add(off & (means == 0), "Season", where, lambda _: "must have a mean of 1, got twelve zeros")


def _scale_seasons(found: Mapping[str, Cells]) -> dict[str, Cells]:
    """Means within the tolerance become 1; what has a mean of 1 stays, so that checking twice is safe."""
    if not all(name in found for name in SEASON_NAMES):
        return dict(found)
    whole = ~found[SEASON_NAMES[0]].blank
    means = np.mean([np.where(whole, found[name].values, 1.0) for name in SEASON_NAMES], axis=0)
    means[np.abs(means - 1.0) < _SCALED_ALREADY] = 1.0
    scaled = {name: replace(found[name], values=found[name].values / means) for name in SEASON_NAMES}
    return {**found, **scaled}


def _check_zero_share(found: Mapping[str, Cells], report: _Report) -> None:
    """Demand that never comes can't have a mean."""
    if not {"zero_share", "demand_model", "demand_per_day"} <= found.keys():
        return
    shares, demand = found["zero_share"], found["demand_per_day"]
    never = shares.usable & (shares.values == 1.0) & (found["demand_model"].values == "intermittent")
    never &= demand.usable & (demand.values > 0)
    says = "must be below 1 for an intermittent item with demand, got 1"
    report.add(never, BY_NAME["zero_share"].label, "column zero_share", lambda _: says)


def _fill(found: Mapping[str, Cells], count: int, ignored: tuple[str, ...]) -> Checked:
    arrays: dict[str, Array] = {}
    took: dict[str, tuple[str, ...]] = {}
    for column in COLUMNS:
        cells = found.get(column.name)
        blank = np.ones(count, dtype=bool) if cells is None else cells.blank
        if cells is not None and not blank.any():
            arrays[column.name] = cells.values
            continue
        default = _default(column, arrays, count)
        arrays[column.name] = default if cells is None else np.where(blank, default, cells.values)
        took[column.name] = tuple(arrays["item"][blank])
    frame = pd.DataFrame({name: pd.Series(values, dtype=values.dtype) for name, values in arrays.items()})
    return Checked(frame, took, ignored)


def _default(column: Column, arrays: Mapping[str, Array], count: int) -> Array:
    if callable(column.default):
        return column.default(arrays)
    return np.full(count, column.default, {"number": float, "yes_no": bool}.get(column.kind, object))
