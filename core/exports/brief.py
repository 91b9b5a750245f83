"""The brief: a scenario on a page, as an HTML file with live charts or as PDF."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from core.exports import brief_page, files
from core.exports.subject import Subject
from core.placing import write
from core.scenario import Scenario

KINDS = ("html", "pdf")


def export_brief(path: str | Path, what: files.Given, scenario: Scenario | None = None) -> Path:
    """Writes the brief as HTML or PDF, by the path's suffix, and returns the path.

    `what`: a Subject, a kept scenario, several (a page each), or a catalogue under `scenario`. The HTML file
    is whole: it opens from a disk without a network, with live charts. Raises InputError for another suffix, for no
    scenario and for more than 12, OSError for a path that can't be written.
    """
    kind = files.kind_of(path, KINDS)
    return write(path, brief_bytes(files.subjects_of(what, scenario), kind))


def brief_bytes(subjects: Sequence[Subject], kind: str = "html") -> bytes:
    """The content of that file. The same subjects give the same bytes."""
    if kind == "html":
        return brief_page.html(subjects).encode()
    # It takes half a second to load, which who prints nothing needn't wait for.
    from core.exports import brief_print

    return brief_print.pdf(subjects)
