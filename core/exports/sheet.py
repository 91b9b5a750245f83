"""A chart as a file of its own: headline above, chart, and below it where the figures come from."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

import vl_convert

from core.catalogue import Catalogue
from core.exports import drawing, files, fonts, told
from core.exports.subject import Subject
from core.kept import Kept
from core.look.palette import FONT, LIGHT
from core.placing import write
from core.scenario import Scenario

KINDS = ("png", "svg", "pdf")
WIDTH, MARGIN, PLOT = 960, 32, 400
_SCALE = 2
# Lines of a note that stay lines.
_NOTE = 6
_ROOT = re.compile(r"<svg[^>]*?width=\"([\d.]+)\" height=\"([\d.]+)\"[^>]*>")


def export_chart(
    path: str | Path, what: Subject | Kept | Catalogue, scenario: Scenario | None = None, *, chart: str = "frontier"
) -> Path:
    """Writes a chart as PNG (twice the pixels), SVG or PDF, by the path's suffix, and returns the path.

    `what`: a Subject, a kept scenario, or a catalogue under `scenario`; `chart`: "frontier" (service against
    cost) or "costs" (by component). Title and footer say the answer, the data set, the settings that differ from their
    defaults, seed and model. Raises InputError for another suffix or chart, OSError for a path that can't be written.
    """
    kind = files.kind_of(path, KINDS)
    return write(path, chart_bytes(files.subject_of(what, scenario), chart, kind))


def chart_bytes(subject: Subject, chart: str = "frontier", kind: str = "png") -> bytes:
    """The content of that file. The same subject gives the same bytes; a PDF may name its two fonts the other way."""
    drawing.check(chart)
    if kind == "svg":
        return _sheet(subject, chart, is_alone=True).encode()
    fonts.register()
    text = _sheet(subject, chart, is_alone=False)
    return vl_convert.svg_to_png(text, scale=_SCALE) if kind == "png" else vl_convert.svg_to_pdf(text)


class _Column:
    """Lines of text, one below the other."""

    def __init__(self, y: float) -> None:
        self.y, self.parts = y, list[str]()

    def write(self, text: str, size: float, ink: str, bold: bool = False) -> None:
        """Adds a paragraph in lines."""
        weight = 600 if bold else 400
        lines = fonts.balanced if bold else fonts.wrapped
        for line in lines(told.clean(text), size, WIDTH - 2 * MARGIN, bold):
            self.y += 1.35 * size
            self.parts.append(
                f'<text x="{MARGIN}" y="{self.y:.1f}" font-size="{size}" font-weight="{weight}" fill="{ink}">'
                f"{escape(line)}</text>"
            )


def _sheet(subject: Subject, chart: str, is_alone: bool) -> str:
    """The whole drawing; one that stands alone brings its letters with it."""
    column = _Column(MARGIN - 12)
    column.write(f"{subject.name} · {drawing.CHARTS[chart]}", 14, LIGHT.quiet)
    column.y += 4
    column.write(told.whole(subject.headline), 20, LIGHT.ink, bold=True)
    column.y += 22
    height = PLOT if chart == "frontier" else None
    drawn, high = _placed(drawing.svg(subject, chart, WIDTH - 2 * MARGIN, height), column.y)
    column.y += high + 10
    for text in footer(subject):
        column.write(text, 12, LIGHT.quiet)
        column.y += 4
    if subject.link:
        column.write(f"Link: {subject.link}", 9, LIGHT.quiet)
    tall = round(column.y + MARGIN - 6)
    words = "".join(column.parts)
    style = f"<style>{fonts.faces(words)}</style>" if is_alone else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{tall}" viewBox="0 0 {WIDTH} {tall}" '
        f'font-family="{FONT}, sans-serif" role="img"><title>{escape(told.clean(subject.headline))}</title>'
        f"<desc>{escape(drawing.alt(subject, chart))}</desc>{style}"
        f'<rect width="{WIDTH}" height="{tall}" fill="{LIGHT.ground}"/>{words}{drawn}</svg>'
    )


def footer(subject: Subject) -> list[str]:
    """What stands below a chart, a paragraph each; the link comes after it."""
    facts = [f"{what}: {value}" for what, value in subject.facts if what not in ("Scenario", "Link")]
    settings = "; ".join(told.defaults(subject.differing)) or "none, every setting is at its default"
    note = told.noted(subject.note, _NOTE)
    return [*note, told.rests(subject), " · ".join(facts), f"Settings that differ from default: {settings}."]


def _placed(svg: str, y: float) -> tuple[str, float]:
    """A drawing within another one, and how high it is."""
    root = _ROOT.search(svg)
    assert root, "the renderer's drawing has no size"
    return f'<svg x="{MARGIN}" y="{y:.1f}"' + svg[root.start() + 4 :], float(root[2])
