"""Scenarios as slides: one each, with the answer as its title, and one that sets them side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from core.exports import files
from core.exports.figures import listed
from core.exports.subject import Subject

Progress = Callable[[float, str], None]
"""Told the share that is done, from 0 to 1, and what is being made."""


def export_powerpoint(
    path: str | Path, subjects: Subject | Sequence[Subject], progress: Progress | None = None
) -> Path:
    """Writes the slides (PPTX, 16 : 9) of one scenario or up to 12 and returns their path.

    One slide each: headline as title, native editable chart, figures with intervals, note, sources; then, of several,
    how they compare. `progress(share, what)` is called before each slide and at the end. Raises InputError for no
    scenario and for more than 12, OSError for a path that can't be written.
    """
    return files.write(path, slides_bytes(subjects, progress))


def slides_bytes(subjects: Subject | Sequence[Subject], progress: Progress | None = None) -> bytes:
    """The same as bytes."""
    # Only who exports slides waits for their library: it would delay every cold start.
    from core.exports import deck as decks
    from core.exports import slide_making as making

    several = listed(subjects)
    tell = progress or (lambda share, what: None)
    deck = decks.new_deck(several[0].headline if len(several) == 1 else f"{len(several)} scenarios side by side")
    for k, one in enumerate(several):
        tell(k / (len(several) + 1), f"Slide {k + 1} of {len(several)}: {one.name}")
        making.scenario_slide(deck, one)
    if len(several) > 1:
        tell(len(several) / (len(several) + 1), "The comparison")
        for start in range(0, len(several), making.PER_SLIDE):
            making.comparison_slide(deck, several, several[start : start + making.PER_SLIDE])
    made = decks.bytes_of(deck)
    tell(1.0, "The slides are ready")
    return made
