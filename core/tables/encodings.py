"""Which letters the bytes of a text file stand for."""

import codecs
import re
from typing import NamedTuple

from core.errors import InputError, shorten

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""UTF-32's mark begins with UTF-16's, so it comes first."""

NAMES = {
    "cp1252": "Windows-1252 (Western European)",
    "latin-1": "Latin-1",
    "cp1250": "Windows-1250 (Central European)",
    "cp1251": "Windows-1251 (Cyrillic)",
    "cp1253": "Windows-1253 (Greek)",
    "cp1254": "Windows-1254 (Turkish)",
    "cp850": "code page 850 (DOS)",
    "mac_roman": "Mac Roman",
    "shift_jis": "Shift JIS (Japanese)",
    "gb18030": "GB 18030 (Chinese)",
    "big5": "Big5 (Chinese)",
    "euc_kr": "EUC-KR (Korean)",
}
"""Encodings without a mark that exports still use, as people call them."""

_CHUNK = 1 << 20
_SAMPLE = 8_000
_TELLING = 12
"""Letters beyond ASCII, below which no guess is better than Western Europe."""
_CLOSE_MESS, _CLOSE_WORDS = 0.1, 0.06
# A mark between two letters, or a capital among small letters: the bytes stand for something else.
_ODD = re.compile(r"(?<=[^\W\d_])[^\w\s\x00-\x7f’‘–­·ªº](?=[^\W\d_])|(?<=[a-z])[À-ÞŠŒŽŸ](?=[a-z])")
_ODD_SHARE = 0.15


class Encoding(NamedTuple):
    """A codec that reads a file, how it takes bytes that it doesn't know, and a sentence on what was assumed."""

    codec: str
    errors: str = "strict"
    note: str = ""


def encoding_of(name: str, raw: bytes) -> Encoding:
    """What reads the bytes: by their mark, else UTF-8 if nearly all of them are, else the likeliest of NAMES.

    Latin-1 reads anything. Raises InputError if a marked file breaks its promise, or for bytes that are no text.
    """
    marked = next((codec for mark, codec in _MARKS if raw.startswith(mark)), None) or _wide(raw)
    if marked and _reads(raw, marked):
        return Encoding(marked)
    if marked not in (None, "utf-8-sig"):
        says = f"it begins as {str(marked).upper()}, not all of it is"
        raise InputError(f"File {shorten(name)} can't be read as text: {says}")
    _refuse_nul(name, raw)
    if _reads(raw, "utf-8"):
        return Encoding("utf-8")
    return _damaged(raw) or _unmarked(raw)


def _damaged(raw: bytes) -> Encoding | None:
    """UTF-8 with some wrong bytes, as in a file that was cut or glued together. No other encoding looks like it."""
    text = raw.decode("utf-8-sig", "replace")
    wrong = text.count("\ufffd")
    right = len(text) - wrong - len(raw.translate(None, bytes(range(128, 256))))
    if right < 2 or right < wrong:
        return None
    row = text.count("\n", 0, text.index("\ufffd")) + 1
    note = f"Some bytes are no UTF-8, the first of them in row {row}; they show as \ufffd"
    return Encoding("utf-8-sig", "replace", note)


def _unmarked(raw: bytes) -> Encoding:
    codec = next(codec for codec in (_guess(raw), "cp1252", "latin-1") if _reads(raw, codec))
    return Encoding(codec, note=f"The file isn't UTF-8; its letters were read as {NAMES[codec]}")


def _wide(raw: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of plain text is zero."""
    start = raw[:4096]
    even, odd = start[::2].count(0), start[1::2].count(0)
    if max(even, odd) < 0.7 * len(start) / 2 or min(even, odd) > 0.1 * len(start) / 2:
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _refuse_nul(name: str, raw: bytes) -> None:
    at = raw.find(b"\0")
    if at >= 0:
        row = raw.count(b"\n", 0, at) + 1
        raise InputError(f"Row {row} of file {shorten(name)} holds a NUL byte: the file is damaged, or no text")


def _reads(raw: bytes, codec: str) -> bool:
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        for at in range(0, len(raw), _CHUNK):
            decoder.decode(raw[at : at + _CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _guess(raw: bytes) -> str:
    """Western Europe's encoding unless the words say otherwise: short samples fit many encodings equally well."""
    sample = _sample(raw)
    odd = _looks_odd(sample)
    if not odd and sum(byte > 127 for byte in sample) < _TELLING:
        return "cp1252"
    from charset_normalizer import from_bytes  # only files that aren't UTF-8 need it

    found = list(from_bytes(sample, cp_isolation=[codec for codec in NAMES if codec != "latin-1"]))
    near = [each for each in found if each.chaos <= found[0].chaos + _CLOSE_MESS]
    near = [each for each in near if each.coherence >= found[0].coherence - _CLOSE_WORDS]
    western = not odd and any("cp1252" in each.could_be_from_charset for each in near)
    return "cp1252" if western or not found else str(found[0].encoding)


def _sample(raw: bytes) -> bytes:
    """Lines with bytes beyond ASCII: only they tell."""
    lines, size = [], 0
    for found in re.finditer(rb"[^\r\n]{0,400}[\x80-\xff][^\r\n]{0,400}", raw):
        lines.append(found[0])
        size += len(found[0])
        if size > _SAMPLE:
            break
    return b"\n".join(lines)


def _looks_odd(sample: bytes) -> bool:
    try:
        text = sample.decode("cp1252")
    except UnicodeDecodeError:
        return True
    return len(_ODD.findall(text)) > _ODD_SHARE * sum(mark > "\x7f" for mark in text)
