"""Text that fits its place: as large as it can be, and cut with an ellipsis only where the smallest size is too much.

Widths are those of DejaVu Sans, the broadest that a program takes where it lacks Arial: nobody needs more room.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_NARROW, _SLIM = frozenset("iljI.,:;'|!"), frozenset('frt()[]/ -"`')
_MIDDLE, _BROAD = frozenset("csvxyzk"), frozenset("mwMW%@—…")
LINE = 1.2
"""Height of a line, in sizes of the type."""


@dataclass(frozen=True)
class Fitted:
    """A text and the size, in points, at which it fits."""

    text: str
    size: float


def fit(text: str, wide: float, high: float, sizes: Sequence[float], bold: bool = False) -> Fitted:
    """The text at the largest of `sizes` (descending) that fits `wide` × `high`, else cut at the last. In points."""
    for size in sizes:
        if lines(text, wide, size, bold) * LINE * size <= high:
            return Fitted(text, size)
    least, room = sizes[-1], max(1, int(high / (LINE * sizes[-1])))
    low, most = 0, len(text)
    while low < most:
        middle = (low + most + 1) // 2
        low, most = (middle, most) if lines(_cut(text, middle), wide, least, bold) <= room else (low, middle - 1)
    return Fitted(_cut(text, low), least)


def one_line(texts: Sequence[str], wide: float, sizes: Sequence[float], bold: bool = False) -> float:
    """The largest size at which each text stands on one line; the last where none does."""
    return next((size for size in sizes if all(lines(text, wide, size, bold) == 1 for text in texts)), sizes[-1])


def _cut(text: str, letters: int) -> str:
    return text[:letters].rstrip() + "…"


def lines(text: str, wide: float, size: float, bold: bool = False) -> int:
    """How many lines the text takes, broken at blanks, and inside of words that are too long."""
    scale, count = size * (1.12 if bold else 1.0), 0
    for paragraph in text.split("\n"):
        count, used = count + 1, 0.0
        for word in paragraph.split(" "):
            need = sum(map(_width, word)) * scale
            if used and used + need > wide:
                count, used = count + 1, 0.0
            if need > wide:
                extra = int(need // wide)
                count, need = count + extra, need - extra * wide
            used += need + _width(" ") * scale
    return count


def _width(sign: str) -> float:
    """Of a sign in sizes of the type."""
    if sign in _NARROW:
        return 0.32
    if sign in _SLIM:
        return 0.42
    if sign in _BROAD or unicodedata.east_asian_width(sign) in "WF":
        return 1.0
    return 0.74 if sign.isupper() else 0.57 if sign in _MIDDLE else 0.64
