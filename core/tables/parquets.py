"""Columns of parquet files, as text."""

import io
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from core.errors import InputError, shorten
from core.tables import limits
from core.tables.containers import reason
from core.tables.gathering import Gathered
from core.tables.headers import names_of
from core.tables.workbooks import text_of

_NAMELESS = "__index_level_"
"""How pandas calls an index that has no name: row numbers, no data."""


def read_parquet(name: str, raw: bytes) -> Gathered:
    """The table of a parquet file; to a person its header would be row 1. Raises InputError if it can't be read."""
    try:
        file = pq.ParquetFile(io.BytesIO(raw))
        _refuse_size(name, file.metadata)
        table = file.read()
        wanted = [at for at, label in enumerate(table.column_names) if not label.startswith(_NAMELESS)]
        columns = [_texts(table.column(at)) for at in wanted]
    except (InputError, MemoryError):
        raise
    except Exception as error:  # a broken file makes the parser raise anything
        raise InputError(f"File {shorten(name)} can't be read as parquet: {reason(error)}") from error
    if not wanted:
        raise InputError(f"File {shorten(name)} is empty")
    texts = pa.table(dict(zip(names_of([table.column_names[at] for at in wanted]), columns, strict=True)))
    return Gathered(texts, np.arange(2, table.num_rows + 2, dtype=np.int64), header_row=1, decimal=".")


def _refuse_size(name: str, about: Any) -> None:
    size = sum(about.row_group(group).total_byte_size for group in range(about.num_row_groups))
    for what, most, came in (
        ("columns", limits.MOST_COLUMNS, about.num_columns),
        ("rows", limits.MOST_ROWS, about.num_rows),
        ("bytes unpacked", limits.MOST_BYTES, size),
    ):
        if came > most:
            raise InputError(f"File {shorten(name)} must have at most {most:,} {what}, got {came:,}")


def _texts(column: "pa.ChunkedArray") -> "pa.Array":
    """Each distinct value becomes text once."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return pc.fill_null(column.cast(pa.large_string()), "")
    values = [_text(value) for value in column.to_pylist()] if pa.types.is_nested(column.type) else None
    if values is not None:
        return pa.array(values, pa.large_string())
    encoded = pa.chunked_array([*column.chunks], column.type).combine_chunks().dictionary_encode()
    texts = pa.array([_text(value) for value in encoded.dictionary.to_pylist()], pa.large_string())
    return pc.fill_null(pc.take(texts, encoded.indices), "")


def _text(value: Any) -> str:
    if isinstance(value, float) and np.isnan(value):
        return ""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else text_of(value)
