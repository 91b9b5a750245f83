"""The files of a data set: the same rows give the same bytes, on every run."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

SEASON = tuple(f"season_{month:02d}" for month in range(1, 13))
COLUMNS = (
    "item", "name", "category", "supplier", "unit_cost", "price",
    "demand_per_day", "demand_sd", "demand_model", "zero_share", *SEASON,
    "lead_time_days", "lead_time_sd", "lead_time_model", "supplier_reliability",
    "order_cost", "order_minimum", "order_multiple", "units_per_pallet", "critical", "policy", "buffer",
)  # fmt: skip

Row = Mapping[str, object]


def number(value: float, decimals: int = 4) -> str:
    """A number as short text: at most `decimals` decimals and no trailing zeros."""
    text = f"{value:.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A table as UTF-8 CSV with a heading and Unix line ends."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode()


def write_catalogue(path: Path, rows: Iterable[Row]) -> None:
    """The catalogue with every column in its fixed order; what a row lacks stays blank."""
    path.write_bytes(csv_bytes(COLUMNS, ([row.get(column, "") for column in COLUMNS] for row in rows)))


def write_gzip(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table as CSV in gzip, without the time of day that gzip would write into the file."""
    path.write_bytes(gzip.compress(csv_bytes(columns, rows), compresslevel=9, mtime=0))


def write_json(path: Path, values: Row) -> None:
    """The data set's own facts, in the order given."""
    path.write_bytes((json.dumps(values, indent=2, ensure_ascii=False) + "\n").encode())


def season_cells(index: Iterable[float] | None) -> dict[str, str]:
    """The twelve season cells of a catalogue row; none for an item without a season."""
    return {} if index is None else {name: number(value) for name, value in zip(SEASON, index, strict=True)}
