"""A set of kept scenarios as short text, for a link or a browser to keep: packed JSON."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Iterable
from typing import Any

from core.errors import InputError
from core.kept.kept import MOST, Kept, check_set
from core.kept.text import Loaded, from_table, to_text

# What a text may unpack into: a set is some 30 kB.
MOST_UNPACKED = 2_000_000


def pack(kept: Iterable[Kept], *, with_own: bool = False) -> str:
    """The set as text of letters, digits, - and _, with data of one's own only where that is asked for.

    Raises InputError for a scenario that rests on such data otherwise, and for a set that `unpack` wouldn't read.
    """
    kept = check_set(kept)
    own = [] if with_own else [one.name for one in kept if one.own is not None]
    if own:
        raise InputError([f"Scenario '{name}' rests on own data, which no link carries" for name in own])
    whole = to_text(kept)
    if (size := len(whole.encode())) > MOST_UNPACKED:
        raise InputError([f"A set of at most {MOST_UNPACKED:,} bytes can be packed, got {size:,}"])
    table = json.loads(whole)
    first = table["scenarios"][0]["settings"] if table["scenarios"] else {}
    for row in table["scenarios"][1:]:
        # Most settings are those of the first.
        row["settings"] = {name: value for name, value in row["settings"].items() if value != first[name]}
    packer = zlib.compressobj(level=9, wbits=-15)
    raw = packer.compress(json.dumps(table, separators=(",", ":"), ensure_ascii=False).encode()) + packer.flush()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def unpack(text: str, *, with_own: bool = False) -> Loaded:
    """The set of a link's text, with data of one's own only where that is asked for.

    Never raises: a damaged text gives none and a sentence.
    """
    damaged = Loaded((), ("The scenarios in the link are damaged: copy the whole link once more",))
    try:
        unpacker = zlib.decompressobj(wbits=-15)
        raw = unpacker.decompress(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), MOST_UNPACKED)
        table: Any = json.loads(raw) if unpacker.eof else None
        # Data of one's own stand in no link, and of a hostile one's thousands of scenarios only a set is looked at.
        table["data"], rows = table["data"] if with_own else {}, table["scenarios"]
        for row in rows[1:MOST]:
            row["settings"] = {**rows[0]["settings"], **row["settings"]}
    except (zlib.error, binascii.Error, ValueError, RecursionError, TypeError, KeyError, AttributeError, IndexError):
        return damaged
    return from_table(table)
