"""A scenario, or several, as a workbook: answer, curves, costs, items, settings and definitions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from core.exports import files
from core.exports.book import Book
from core.exports.excel_charts import costs, frontier
from core.exports.excel_summary import summary
from core.exports.excel_tables import definitions, items, settings
from core.exports.figures import listed
from core.exports.subject import Subject


def export_excel(path: str | Path, subjects: Subject | Sequence[Subject]) -> Path:
    """Writes the workbook (XLSX) of one scenario or up to 12 and returns its path.

    Sheets: Summary, Frontier and Cost components (each with native charts), Items, Settings, Definitions. Cells hold
    raw numbers; beside the main figures stands how the screen writes them. No cell is a formula. Raises InputError as
    `workbook_bytes` does, OSError for a path that can't be written.
    """
    return files.write(path, workbook_bytes(subjects))


def workbook_bytes(subjects: Subject | Sequence[Subject]) -> bytes:
    """The same as bytes. Raises InputError for no scenario, for more than 12, and for more items than a sheet holds."""
    several = listed(subjects)
    book = Book(title_of(several), several[0].catalogue.name)
    for fill in (summary, frontier, costs, items, settings, definitions):
        fill(book, several)
    return book.bytes()


def title_of(subjects: Sequence[Subject]) -> str:
    """The headline of one; how many there are of several."""
    return subjects[0].headline if len(subjects) == 1 else f"{len(subjects)} scenarios side by side"
