"""The brief as PDF: a page of A4 for each scenario; what finds no room stands whole on a page after it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time

from fpdf import FPDF

from core.exports import drawing, fonts, told
from core.exports.subject import Subject
from core.look.palette import FONT, PAPER
from core.policies import LABELS as POLICY
from core.policies import POLICIES

# Millimetres of A4, and of a point of type.
_PAGE, _HIGH, _MARGIN, _POINT = 210.0, 297.0, 13.0, 25.4 / 72
_ROOM = _PAGE - 2 * _MARGIN
_GAP, _LEFT = 5.0, 98.0
_RIGHT = _ROOM - _LEFT - _GAP
# The wide chart's pixels, its lowest and highest plot; the lower one's pixels; how much finer the picture is.
_WIDE_PIXELS, _LEAST, _MOST, _LOW_PIXELS, _BAR, _FINE = 720, 130, 290, 440, 11, 3
_AXIS_PIXELS = 66
# Lines of a note that stay lines, and characters of a link that find room at the foot of the page.
_NOTE, _LINK = 4, 6_000
_LACKING = "A question mark may stand for letters that this file lacks; the brief as HTML shows them."


def pdf(subjects: Sequence[Subject]) -> bytes:
    """The file. Letters are embedded; the same subjects give the same bytes."""
    paper = _Paper()
    paper.set_title(told.clean(subjects[0].name))
    paper.set_lang("en")
    paper.set_creation_date(datetime.combine(subjects[0].day, time(), tzinfo=UTC))
    for subject in subjects:
        paper.add_page()
        _fill(paper, subject)
    return bytes(paper.output())


class _Paper(FPDF):
    """A4 with our letters, on which text is written in lines from the top down."""

    def __init__(self) -> None:
        super().__init__(format="A4")
        self.set_auto_page_break(False)
        self.set_margins(_MARGIN, _MARGIN)
        for bold, file in fonts.FILES.items():
            self.add_font(FONT, "B" if bold else "", file)

    def say(self, at: tuple[float, float], text: str, size: float, ink: str, bold: bool = False) -> None:
        """One line; `at` is its left end and its top."""
        self.set_font(FONT, "B" if bold else "", size)
        self.set_text_color(ink)
        self.text(at[0], at[1] + 0.95 * size * _POINT, _printed(text))

    def end(self, right: float, y: float, text: str, size: float, ink: str, bold: bool = False) -> None:
        """One line that ends at `right`."""
        wide = fonts.width(_printed(text), size * _POINT, bold)
        self.say((right - wide, y), text, size, ink, bold)

    def lines(self, block: Block, y: float) -> float:
        """A block from `y` down; returns where it ends."""
        for line in block.wrapped():
            self.say((block.x, y), line, block.size, block.ink, block.bold)
            y += block.step
        return y


def _printed(text: str) -> str:
    return fonts.spelled(told.clean(text))


@dataclass(frozen=True)
class Block:
    """A paragraph: where it begins, how wide it may be and how it looks."""

    text: str
    x: float = _MARGIN
    room: float = _ROOM
    size: float = 7.5
    ink: str = PAPER.quiet
    bold: bool = False

    @property
    def step(self) -> float:
        """From line to line."""
        return 1.28 * self.size * _POINT

    @property
    def high(self) -> float:
        """From its top to where the next may begin."""
        return self.step * len(self.wrapped())

    def wrapped(self) -> list[str]:
        """Its lines."""
        cut = fonts.balanced if self.bold else fonts.wrapped
        return [
            line
            for part in self.text.splitlines()
            for line in cut(_printed(part), self.size * _POINT, self.room, self.bold)
        ]


def _fill(paper: _Paper, subject: Subject) -> None:
    """A subject's page: the answer, the cards, the curves; below them bars on the left, figures on the right."""
    y = _top(paper, subject)
    y = _cards(paper, subject, y) + 2.5
    is_long = len(subject.link) > _LINK
    link = Block("") if is_long else _link(subject)
    bottom = _HIGH - _MARGIN - link.high - 2
    bars = drawing.png(subject, "costs", _LOW_PIXELS, _BAR, _FINE)
    low = _LEFT * _tall(bars)
    pixels = (bottom - low - 12 - y) * _WIDE_PIXELS / _ROOM - _AXIS_PIXELS
    curves = drawing.png(subject, "frontier", _WIDE_PIXELS, int(min(_MOST, max(_LEAST, pixels))), _FINE)
    y = _picture(paper, subject, "frontier", curves, (_MARGIN, y, _ROOM)) + 2.5
    # Under a long note the bars are smaller.
    _picture(paper, subject, "costs", bars, (_MARGIN, y, min(_LEFT, (bottom - y - 5.5) / _tall(bars))))
    rest = _beside(paper, subject, y, bottom)
    end = paper.lines(link, _HIGH - _MARGIN - link.high)
    if subject.link.startswith(("https://", "http://")) and not is_long:
        paper.link(link.x, end - link.high, link.room, link.high, subject.link)
    _after(paper, subject, [*rest, _link(subject)] if is_long else rest)


def _top(paper: _Paper, subject: Subject) -> float:
    y = paper.lines(Block(f"{subject.name} · {subject.catalogue.name}", size=9), _MARGIN) + 1
    y = paper.lines(Block(told.whole(subject.headline), size=15, ink=PAPER.ink, bold=True), y) + 1.5
    note = "\n".join(told.noted(subject.note, _NOTE))
    return paper.lines(Block(note, size=8.5, ink=PAPER.ink), y) + 1.5 if note else y + 0.5


def _cards(paper: _Paper, subject: Subject, y: float) -> float:
    wide = (_ROOM - 2 * 4) / 3
    listed = told.cards(subject)
    high = 7.5 + 7.4 * len(listed[POLICIES[0]])
    for k, policy in enumerate(POLICIES):
        x = _MARGIN + k * (wide + 4)
        paper.set_fill_color(PAPER.panel)
        paper.rect(x, y, wide, high, style="F")
        paper.set_fill_color(PAPER.accent(policy))
        paper.rect(x, y, wide, 1, style="F")
        paper.say((x + 2.5, y + 2.2), POLICY[policy], 10, PAPER.ink, bold=True)
        for row, (name, value, span) in enumerate(listed[policy]):
            top = y + 7.2 + 7.4 * row
            paper.say((x + 2.5, top), name, 8.5, PAPER.ink)
            paper.end(x + wide - 2.5, top - 0.3, value, 10, PAPER.ink, bold=True)
            paper.say((x + 2.5, top + 3.4), span, 7, PAPER.quiet)
    return y + high


def _tall(picture: bytes) -> float:
    """A picture's height over its width, from the head of the PNG."""
    return int.from_bytes(picture[20:24], "big") / int.from_bytes(picture[16:20], "big")


def _picture(paper: _Paper, subject: Subject, chart: str, drawn: bytes, at: tuple[float, float, float]) -> float:
    """A chart under its title; `at`: left, top and width. Returns where it ends."""
    x, y, wide = at
    paper.say((x, y), drawing.CHARTS[chart], 10, PAPER.ink, bold=True)
    paper.image(drawn, x, y + 5.5, wide, alt_text=drawing.alt(subject, chart))
    return y + 5.5 + wide * _tall(drawn)


def _beside(paper: _Paper, subject: Subject, y: float, bottom: float) -> list[Block]:
    """The table, what it rests on and the settings, beside the bars; returns what found no room."""
    x = _MARGIN + _LEFT + _GAP
    y = _table(paper, subject, x, y) + 2
    facts = [f"{what}: {value}" for what, value in subject.facts if what not in ("Scenario", "Link")]
    named = told.defaults(subject.differing) or ["none, every setting is at its default"]
    blocks = [
        Block(told.rests(subject), x, _RIGHT),
        *([Block(_LACKING, x, _RIGHT)] if _lacks(subject) else []),
        *(Block(fact, x, _RIGHT) for fact in facts),
        Block("Settings that differ from default", x, _RIGHT, 8.5, PAPER.ink, True),
        *(Block(text, x, _RIGHT) for text in named),
    ]
    return _stacked(paper, blocks, y, lambda end: end <= bottom)


def _stacked(paper: _Paper, blocks: list[Block], y: float, fits: Callable[[float], bool]) -> list[Block]:
    """Writes blocks for as long as they fit, and returns the others."""
    for k, block in enumerate(blocks):
        if not fits(y + block.high):
            return blocks[k:]
        y = paper.lines(block, y) + 0.4
    return []


def _table(paper: _Paper, subject: Subject, x: float, y: float) -> float:
    head, rows, sums = told.cost_table(subject)
    ends = [x + _RIGHT * share for share in (0.62, 0.83, 1.0)]
    step = 4.05
    for number, row in enumerate([head, *rows]):
        bold = number == 0 or row[0] in sums
        paper.say((x, y), row[0], 7.5, PAPER.ink, bold)
        for end, cell in zip(ends, row[1:], strict=True):
            paper.end(end, y, cell, 7.5, PAPER.ink, bold)
        y += step
        paper.set_draw_color(PAPER.line)
        paper.set_line_width(0.15)
        paper.line(x, y - 0.55, x + _RIGHT, y - 0.55)
    return y


def _lacks(subject: Subject) -> bool:
    """Whether the font has no letters for something that people wrote."""
    text = told.clean(f"{subject.name} {subject.note} {subject.catalogue.name} {subject.catalogue.currency}")
    return fonts.spelled(text) != text


def _link(subject: Subject) -> Block:
    return Block(f"Link: {subject.link}" if subject.link else "", size=5.5)


def _after(paper: _Paper, subject: Subject, rest: list[Block]) -> None:
    """Pages for what found no room on the first, line by line, so that each line finds some."""
    wide = [Block(one.text, size=one.size, ink=one.ink, bold=one.bold) for one in rest]
    rest = [replace(one, text=line) for one in wide for line in one.wrapped()]
    while rest:
        paper.add_page()
        y = paper.lines(Block(f"{subject.name}, continued", size=10, ink=PAPER.ink, bold=True), _MARGIN) + 2
        rest = _stacked(paper, rest, y, lambda end: end <= _HIGH - _MARGIN)
