"""Scenarios as slides: one each, with the answer as its title, and one that sets them side by side."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from core.errors import InputError, plain
from core.exports import files
from core.exports.steady import steady
from core.placing import write
from core.scenario import Scenario

Progress = Callable[[float, str], None]
"""Told the share that is done, from 0 to 1, and what is being made."""


def export_powerpoint(
    path: str | Path, what: files.Given, scenario: Scenario | None = None, *, progress: Progress | None = None
) -> Path:
    """Writes the slides (PPTX, 16 : 9) of one scenario or up to 12 and returns their path.

    `what`: a Subject, a kept scenario, several, or a catalogue under `scenario`. One slide each: headline as
    title, native editable chart, figures with intervals, note, sources; then, of several, how they compare.
    `progress(share, what)` is called before each slide and at the end. Raises InputError for no scenario, for more
    than 12 and for another suffix, OSError for a path that can't be written.
    """
    files.kind_of(path, ("pptx",))
    return write(path, slides_bytes(files.subjects_of(what, scenario), progress))


def slides_bytes(subjects: files.Given, progress: Progress | None = None) -> bytes:
    """The same as bytes. The same subjects give the same bytes."""
    if progress is not None and not callable(progress):
        raise InputError([f"The progress must be a function of a share and a text, got {plain(progress)}"])
    # Only who exports slides waits for their library: it would delay every cold start.
    from core.exports import deck as decks
    from core.exports import slide_making as making

    several = files.subjects_of(subjects)
    tell = progress or (lambda share, what: None)
    deck = decks.new_deck(several[0].headline if len(several) == 1 else f"{len(several)} scenarios side by side")
    for k, one in enumerate(several):
        tell(k / (len(several) + 1), f"Slide {k + 1} of {len(several)}: {one.name}")
        making.scenario_slide(deck, one)
    if len(several) > 1:
        tell(len(several) / (len(several) + 1), "The comparison")
        for start in range(0, len(several), making.PER_SLIDE):
            making.comparison_slide(deck, several, several[start : start + making.PER_SLIDE])
    made = steady(decks.bytes_of(deck), several[0].day)
    tell(1.0, "The slides are ready")
    return made
