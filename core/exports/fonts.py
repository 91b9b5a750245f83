"""The letters of what is drawn without a browser: Source Sans Pro, shipped (SIL Open Font License 1.1, fonts/OFL.txt).

No font of the machine is needed and none is asked for on a network.
"""

from __future__ import annotations

import base64
import io
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path

import vl_convert

from core.look.palette import FONT

FOLDER = Path(__file__).resolve().parent / "fonts"
FILES = {False: FOLDER / "SourceSansPro-Regular.ttf", True: FOLDER / "SourceSansPro-Semibold.ttf"}
"""By whether the letters are bold."""
# What tooltips and ticks may come to say, whatever the text is.
_USUAL = "".join(map(chr, range(0x20, 0x17F))) + "–—−×≤≥·…‘’“”€"


@cache
def register() -> None:
    """Makes the letters known to the renderer; once a process."""
    vl_convert.register_font_directory(str(FOLDER))


@cache
def _widths(bold: bool) -> tuple[dict[int, int], int]:
    from fontTools.ttLib import TTFont

    with TTFont(FILES[bold]) as font:
        metrics = font["hmtx"].metrics
        return {code: metrics[name][0] for code, name in font.getBestCmap().items()}, int(font["head"].unitsPerEm)


def width(text: str, size: float, bold: bool = False) -> float:
    """How wide a line is, in the unit of `size`; a letter that the font doesn't have counts as a square."""
    widths, unit = _widths(bold)
    return sum(widths.get(ord(letter), unit) for letter in text) * size / unit


def spelled(text: str, bold: bool = False) -> str:
    """The text with a question mark wherever the font lacks one or several letters in a row."""
    widths, parts = _widths(bold)[0], list[str]()
    for is_known, letters in groupby(text, lambda letter: ord(letter) in widths):
        parts.append("".join(letters) if is_known else "?")
    return "".join(parts)


def wrapped(text: str, size: float, room: float, bold: bool = False) -> list[str]:
    """The text in lines no wider than `room`, broken at blanks and within words that no line holds."""
    lines, line = list[str](), ""
    for word in (word for word in text.split(" ") if word):
        longer = f"{line} {word}" if line else word
        if width(longer, size, bold) <= room:
            line = longer
        elif width(word, size, bold) <= room:
            lines.append(line)
            line = word
        else:
            *whole, line = _broken(longer, size, room, bold)
            lines += whole
    return [*lines, line] if line else lines


def _broken(text: str, size: float, room: float, bold: bool) -> list[str]:
    """The text in lines that are broken wherever they are full."""
    lines, wide = [""], 0.0
    for letter in text:
        more = width(letter, size, bold)
        if lines[-1] and wide + more > room:
            lines.append("")
            wide = 0.0
        lines[-1] += letter
        wide += more
    return lines


def balanced(text: str, size: float, room: float, bold: bool = False) -> list[str]:
    """The same in as few lines, of as nearly the same width as may be: no last word stands alone."""
    lines = wrapped(text, size, room, bold)
    for share in (0.55, 0.65, 0.75, 0.85, 0.92):
        narrower = wrapped(text, size, share * room, bold)
        if len(narrower) == len(lines):
            return narrower
    return lines


def faces(text: str = "") -> str:
    """CSS that carries the letters within a file, for the usual letters and those of `text`."""
    letters = "".join(sorted(set(_USUAL + text)))
    return "".join(
        f"@font-face{{font-family:'{FONT}';font-weight:{weight};src:url(data:font/ttf;base64,{_part(letters, bold)})}}"
        for weight, bold in ((400, False), (600, True))
    )


@cache
def _file(bold: bool) -> bytes:
    return FILES[bold].read_bytes()


@lru_cache(maxsize=8)
def _part(letters: str, bold: bool) -> str:
    """The font with some of its letters only, in base 64; the same letters give the same bytes."""
    # Reading and printing fonts takes a while to load, which who exports nothing needn't wait for.
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options(layout_features=[], notdef_outline=True, hinting=False, recalc_timestamp=False)
    font = TTFont(io.BytesIO(_file(bold)), recalcTimestamp=False, lazy=True)
    # Rules for joining letters take most of the time, and figures and field terms need none.
    for table in ("GSUB", "GPOS", "GDEF", "kern"):
        if table in font:
            del font[table]
    reduced = subset.Subsetter(options)
    reduced.populate(text=letters)
    reduced.subset(font)
    out = io.BytesIO()
    font.save(out)
    return base64.b64encode(out.getvalue()).decode()
