"""An empty deck of 16 : 9 in the app's colours, and the few things that stand on its slides."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Inches, Pt

from core.exports import palette
from core.exports.fitting import fit
from core.exports.plain import readable

WIDE, HIGH, EDGE = 13.333, 7.5, 0.5
"""Inches: a slide's sides, and the margin at its left and right."""
FONT = "Arial"
"""On every machine, or a twin of the same widths."""
ACCENT = {"jit": MSO_THEME_COLOR.ACCENT_1, "jic": MSO_THEME_COLOR.ACCENT_2, "hybrid": MSO_THEME_COLOR.ACCENT_3}
_TITLE_ONLY = 5
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
Box = tuple[float, float, float, float]
"""Left, top, width, height in inches."""


def new_deck(title: str) -> Any:
    """A deck without slides. Its theme has the app's colours, so that a chart's series follow it."""
    deck = Presentation()
    scale = Inches(WIDE) / deck.slide_width
    for place in (deck.slide_master, *deck.slide_layouts):
        for shape in place.shapes:
            # The layouts are made for 4 : 3.
            _place(
                shape, tuple(side.inches * more for side, more in zip(_sides(shape), (scale, 1, scale, 1), strict=True))
            )
    deck.slide_width, deck.slide_height = Inches(WIDE), Inches(HIGH)
    theme = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme.blob = _themed(theme.blob.decode()).encode()
    about = deck.core_properties
    about.title, about.author, about.last_modified_by = readable(title)[:255], "", ""
    fill = deck.slide_master.background.fill
    fill.solid()
    fill.fore_color.theme_color = MSO_THEME_COLOR.BACKGROUND_1
    return deck


def _themed(xml: str) -> str:
    colours = {
        **{"dk1": palette.INK, "lt1": palette.GROUND, "dk2": palette.PRIMARY, "lt2": palette.SECOND},
        **{f"accent{k}": colour for k, colour in enumerate((*palette.COLOURS.values(), palette.OPTIMUM), start=1)},
        **{"hlink": palette.PRIMARY, "folHlink": palette.PRIMARY},
    }
    for name, colour in colours.items():
        xml = re.sub(rf"(<a:{name}>).*?(</a:{name}>)", rf'\g<1><a:srgbClr val="{colour}"/>\g<2>', xml, flags=re.S)
    return re.sub(r'(<a:(?:major|minor)Font>\s*<a:latin typeface=")[^"]*', rf"\g<1>{FONT}", xml)


def bytes_of(deck: Any) -> bytes:
    """The finished file."""
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def new_slide(deck: Any, title: str, over: str = "") -> Any:
    """A slide with its title and, in small letters over it, what it is about."""
    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    box = (EDGE, 0.62 if over else 0.4, WIDE - 2 * EDGE, 1.08 if over else 0.9)
    _place(slide.shapes.title, box)
    _fill(slide.shapes.title.text_frame, title, box, (28, 26, 24, 22, 20, 18), bold=True)
    slide.shapes.title.text_frame.vertical_anchor = MSO_ANCHOR.TOP
    if over:
        note(slide, over, (EDGE, 0.27, WIDE - 2 * EDGE, 0.35), (16, 14, 12), colour=palette.PRIMARY, bold=True)
    return slide


def note(slide: Any, text: str, box: Box, sizes: Sequence[float], colour: str = palette.INK, bold: bool = False) -> Any:
    """A text in a box, as large as it fits. Returns the shape."""
    shape = slide.shapes.add_textbox(*map(Inches, box))
    _fill(shape.text_frame, text, box, sizes, bold, colour)
    return shape


def _fill(frame: Any, text: str, box: Box, sizes: Sequence[float], bold: bool, colour: str = palette.INK) -> None:
    fitted = fit(readable(text), 72 * box[2], 72 * box[3], sizes, bold)
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.text = fitted.text
    for paragraph in frame.paragraphs:
        paragraph.alignment = PP_ALIGN.LEFT
        for run in paragraph.runs:
            dress(run, fitted.size, bold, colour)


def dress(run: Any, size: float, bold: bool = False, colour: str = palette.INK, accent: Any = None) -> None:
    """Size, weight and colour of a run; a theme colour where one is named."""
    run.font.size, run.font.bold = Pt(size), bold
    if accent is None:
        run.font.color.rgb = RGBColor.from_string(colour)
    else:
        run.font.color.theme_color = accent


def _sides(shape: Any) -> tuple[Any, Any, Any, Any]:
    return shape.left, shape.top, shape.width, shape.height


def _place(shape: Any, box: Box) -> None:
    shape.left, shape.top, shape.width, shape.height = map(Inches, box)


def add_table(slide: Any, box: Box, rows: int, widths: Sequence[float], row_high: float) -> Any:
    """An empty table without a style, columns `widths` inches wide."""
    frame = slide.shapes.add_table(rows, len(widths), *map(Inches, (box[0], box[1], sum(widths), row_high * rows)))
    table = frame.table
    frame._element.graphic.graphicData.tbl.tblPr.find(qn("a:tableStyleId")).text = _NO_STYLE
    table.horz_banding = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Inches(width)
    for row in table.rows:
        row.height = Inches(row_high)
    return table


Run = tuple[str, dict[str, Any]]
"""A text and how `dress` dresses it."""


def put(cell: Any, lines: Sequence[Run], right: bool = False, ruled: bool = True) -> None:
    """Lines in a cell, each a run of its own."""
    cell.margin_left, cell.margin_right, cell.margin_top, cell.margin_bottom = map(Inches, (0.05, 0.05, 0.03, 0.03))
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    frame = cell.text_frame
    for k, (text, dressed) in enumerate(lines):
        paragraph = frame.paragraphs[0] if k == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text = readable(text)
        dress(run, **dressed)
    if ruled:
        _rule(cell)


def _rule(cell: Any) -> None:
    """A thin line below a cell: the library has no word for it."""
    line = OxmlElement("a:lnB")
    line.set("w", str(Pt(0.75)))
    fill, colour = OxmlElement("a:solidFill"), OxmlElement("a:srgbClr")
    colour.set("val", palette.RULE)
    fill.append(colour)
    line.append(fill)
    cell._tc.get_or_add_tcPr().append(line)
