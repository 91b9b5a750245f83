"""From a file to a table, cells as written. What the cells mean is for the checks to say."""

import codecs
import csv
import gzip
import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from core.catalogue.cells import as_text
from core.errors import InputError, plain, shorten

FORMATS = (".csv", ".tsv", ".csv.gz", ".tsv.gz", ".xlsx", ".parquet")
SEPARATORS = (",", ";", "\t")
MOST_BYTES = 200_000_000
"""Unpacked. A few kilobytes of gzip can hold more than a machine's memory."""


def read_table(path: str | Path) -> pd.DataFrame:
    """The table of a .csv, .tsv (either also .gz), .xlsx (first sheet) or .parquet file.

    Cells of text files are text as written, blanks ''; UTF-8, marked UTF-16, else Windows-1252; separator
    comma, semicolon or tab. Cells of the other formats keep their types. Raises InputError if the file is
    missing, empty, unreadable, of another format, ragged, or has two columns of one name.
    """
    place = Path(path)
    try:
        raw = place.read_bytes()
    except FileNotFoundError:
        raise InputError(f"File {place} is not there") from None
    except (OSError, ValueError) as error:
        raise InputError(f"File {plain(str(place))} can't be read: {_reason(error)}") from error
    return read_bytes(place.name, raw)


def read_bytes(name: str, raw: bytes) -> pd.DataFrame:
    """The table of a file's content, as `read_table`; `name` tells the format. Uploads have no path."""
    ending = next((each for each in FORMATS if name.lower().endswith(each)), "")
    if not ending:
        raise InputError(f"File {shorten(name)} must be one of {', '.join(FORMATS)}")
    if not raw:
        raise InputError(f"File {shorten(name)} is empty")
    if ending == ".parquet":
        return _read_parquet(name, raw)
    rows = _read_workbook(name, raw) if ending == ".xlsx" else _read_text(name, raw, ending)
    return _table(name, rows, object if ending == ".xlsx" else str)


def _read_parquet(name: str, raw: bytes) -> pd.DataFrame:
    try:
        frame = pd.read_parquet(io.BytesIO(raw))
        frame = frame.reset_index() if any(label is not None for label in frame.index.names) else frame
    except Exception as error:  # a broken file makes the parser raise anything
        raise InputError(f"File {shorten(name)} can't be read as parquet: {_reason(error)}") from error
    _refuse_twins(name, [as_text(label) for label in frame.columns])
    return frame


def _read_workbook(name: str, raw: bytes) -> list[list[Any]]:
    try:
        sheet = pd.read_excel(io.BytesIO(raw), header=None, dtype=object, na_filter=False, engine="openpyxl")
    except Exception as error:  # a broken file makes the parser raise anything
        raise InputError(f"File {shorten(name)} can't be read as a workbook: {_reason(error)}") from error
    rows: list[list[Any]] = sheet.to_numpy(dtype=object).tolist()
    return rows


def _read_text(name: str, raw: bytes, ending: str) -> list[list[str]]:
    text = _decoded(name, _unpacked(name, raw) if ending.endswith(".gz") else raw)
    separator = _separator(text)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise InputError(f"File {shorten(name)} can't be read as text: {_reason(error)}") from error


def _unpacked(name: str, raw: bytes) -> bytes:
    try:
        with gzip.open(io.BytesIO(raw)) as packed:
            content = packed.read(MOST_BYTES + 1)
    except (OSError, EOFError, ValueError) as error:
        raise InputError(f"File {shorten(name)} can't be unpacked: {_reason(error)}") from error
    except Exception as error:  # zlib's own error has no public base but Exception
        raise InputError(f"File {shorten(name)} can't be unpacked: {_reason(error)}") from error
    if len(content) > MOST_BYTES:
        raise InputError(f"File {shorten(name)} must be at most {MOST_BYTES:,} bytes unpacked")
    return content


def _decoded(name: str, raw: bytes) -> str:
    marked = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError(f"File {shorten(name)} can't be read as text: neither UTF-8 nor Windows-1252")


def _separator(text: str) -> str:
    """The one that the header has most of outside quotes; a comma if it has none."""
    header = text.lstrip("\r\n").split("\n", 1)[0]
    bare = re.sub('"[^"]*"', "", header)
    return max(SEPARATORS, key=bare.count)


def _table(name: str, rows: Sequence[Sequence[Any]], dtype: type) -> pd.DataFrame:
    if not any(_has_content(row) for row in rows):
        raise InputError(f"File {shorten(name)} is empty")
    header = [as_text(cell).strip() for cell in rows[0]]
    if not any(header):
        raise InputError(f"File {shorten(name)} must have the names of the columns in row 1, got a blank row")
    while not header[-1] and not any(_has_content(row[len(header) - 1 : len(header)]) for row in rows[1:]):
        header.pop()
    _refuse_twins(name, header)
    _refuse_ragged(name, rows, len(header))
    labels = [label or f"column {number}" for number, label in enumerate(header, start=1)]
    width = len(header)
    body = [list(row[:width]) + [""] * (width - len(row)) for row in rows[1:]]
    return pd.DataFrame(body, columns=pd.Index(labels, dtype=object), dtype=dtype)


def _has_content(row: Sequence[Any]) -> bool:
    return any(as_text(cell).strip() for cell in row)


def _refuse_twins(name: str, header: list[str]) -> None:
    twins = [label for label in dict.fromkeys(header) if label and header.count(label) > 1]
    if twins:
        raise InputError([f"Column {plain(label)} must appear once in file {shorten(name)}, "
                          f"got it {header.count(label)} times" for label in twins])  # fmt: skip


def _refuse_ragged(name: str, rows: Sequence[Sequence[Any]], width: int) -> None:
    faults = [
        f"Row {number} of file {shorten(name)} must have {width} cells like the header, got {len(row)}"
        for number, row in enumerate(rows, start=1)
        if len(row) > width and _has_content(row[width:])
    ]
    if faults:
        raise InputError(faults)


def _reason(error: Exception) -> str:
    words = (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
    return words.splitlines()[0]
