"""A scenario, or several, as a workbook: answer, curves, costs, items, settings and definitions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from core.exports import files
from core.exports.book import Book
from core.exports.excel_charts import costs, frontier
from core.exports.excel_summary import summary
from core.exports.excel_tables import definitions, items, settings
from core.exports.steady import steady
from core.exports.subject import Subject
from core.placing import write
from core.scenario import Scenario


def export_excel(path: str | Path, what: files.Given, scenario: Scenario | None = None) -> Path:
    """Writes the workbook (XLSX) of one scenario or up to 12 and returns its path.

    `what`: a Subject, a kept scenario, several, or a catalogue under `scenario`.
    Sheets: Summary, Frontier and Cost components (each with native charts), Items, Settings, Definitions. Cells hold
    raw numbers; beside the main figures stands how the screen writes them. No cell is a formula. Raises InputError as
    `workbook_bytes` does and for another suffix, OSError for a path that can't be written.
    """
    files.kind_of(path, ("xlsx",))
    return write(path, workbook_bytes(files.subjects_of(what, scenario)))


def workbook_bytes(subjects: files.Given) -> bytes:
    """The same as bytes. Raises InputError for no scenario, for more than 12, and for more items than a sheet holds.

    The same subjects give the same bytes.
    """
    several = files.subjects_of(subjects)
    book = Book(title_of(several), several[0].catalogue.name)
    for fill in (summary, frontier, costs, items, settings, definitions):
        fill(book, several)
    return steady(book.bytes(), several[0].day)


def title_of(subjects: Sequence[Subject]) -> str:
    """The headline of one; how many there are of several."""
    return subjects[0].headline if len(subjects) == 1 else f"{len(subjects)} scenarios side by side"
