"""The slides themselves: a scenario's, and the one that sets scenarios side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.exports import palette
from core.exports.deck import EDGE, HIGH, WIDE, Box, new_slide, note
from core.exports.plain import line, readable
from core.exports.slide_charts import add_frontier
from core.exports.slide_tables import add_comparison, add_figures, comparison_title
from core.exports.subject import Subject

_TOP, _FOOT = 1.8, 6.92
_LEFT, _GAP = 6.3, 0.25
# Settings that the foot of a slide has room for.
_TOLD = 4
PER_SLIDE = 6
"""Scenarios on a slide that compares them: more would be too small for the last row of a room."""


def scenario_slide(deck: Any, one: Subject) -> None:
    """Headline as title, chart, figures, note, sources; the whole of it in the speaker's notes too."""
    slide = new_slide(deck, one.headline, over=line(one.name))
    add_frontier(slide, one, (EDGE - 0.1, _TOP, _LEFT, _FOOT - _TOP - 0.1))
    left = EDGE + _LEFT + _GAP
    below = add_figures(slide, one, (left, _TOP, WIDE - EDGE - left, 0.0))
    if one.note.strip():
        box = (left, below + 0.15, WIDE - EDGE - left, _FOOT - below - 0.3)
        note(slide, one.note.strip(), box, (16, 15, 14, 13, 12))
    _footer(slide, one)
    slide.notes_slide.notes_text_frame.text = spoken(one)


def spoken(one: Subject) -> str:
    """The speaker's notes: the note whole, and all that the export rests on."""
    differing = [f"  {title}: {value} (default {default})" for title, value, default in one.differing]
    facts = [f"{name}: {value}" for name, value in one.facts]
    settings = "Settings that differ from their default:" if differing else "Every setting is at its default."
    return readable("\n".join([*([one.note.strip(), ""] if one.note.strip() else []), *facts, settings, *differing]))


def _footer(slide: Any, one: Subject) -> None:
    facts = dict(one.facts)
    run = one.scenario.run
    first = f"{facts['Made']}  ·  {facts['Data set']}  ·  {run.futures:,} futures of {run.horizon_days:,} days"
    first += f"  ·  seed {facts['Seed']}  ·  model {facts['Model']}"
    differing = "; ".join(f"{title} {value}" for title, value, _ in one.differing)
    second = f"Differs from default: {differing}" if differing else "Every setting is at its default"
    count = len(one.differing)
    if count > _TOLD:
        second = f"{count} settings differ from default, all in the speaker's notes: {differing}"
    box: Box = (EDGE, _FOOT, WIDE - 2 * EDGE - 2.2, HIGH - _FOOT - 0.14)
    # One line each: what is cut here stands whole in the notes.
    high = box[3] / 2
    note(slide, first, (*box[:3], high), (11, 10), colour=palette.QUIET)
    note(slide, second, (box[0], box[1] + high, box[2], high), (11, 10), colour=palette.QUIET)
    if one.link.startswith(("http://", "https://")):
        shape = note(slide, "Open this scenario", (WIDE - EDGE - 2.0, _FOOT, 2.0, high), (11,), colour=palette.PRIMARY)
        shape.text_frame.paragraphs[0].runs[0].hyperlink.address = one.link


def comparison_slide(deck: Any, every: Sequence[Subject], shown: Sequence[Subject]) -> None:
    """The figures of the scenarios `shown`, of `every` that is compared."""
    slide = new_slide(deck, comparison_title(every))
    add_comparison(slide, every, shown, (EDGE, 1.45, WIDE - 2 * EDGE, 0.0))
    facts = dict(every[0].facts)
    text = f"{facts['Made']}  ·  model {facts['Model']}  ·  in small type: 95 % interval"
    note(slide, text, (EDGE, _FOOT, WIDE - 2 * EDGE, 0.22), (11, 10), colour=palette.QUIET)
