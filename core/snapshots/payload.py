"""A snapshot as bytes: JSON, packed. Nothing in it is code, a tampered database gives nonsense at worst."""

import json
import zlib
from collections.abc import Mapping
from typing import Any, NamedTuple

from core.catalogue import Catalogue, from_csv, to_csv
from core.errors import InputError, plain
from core.scenario import Scenario
from core.snapshots.faults import SnapshotError, damaged
from core.snapshots.limits import Limits, megabytes

FORMAT = 1
_GZIP = 31
"""zlib's word for its widest window inside gzip's frame."""
_MOST_CELLS = 20_000_000
"""Of a table, blank ones among them: they take memory, and hardly any bytes."""


class Content(NamedTuple):
    """What a snapshot holds. `view` is what a person chose to look at, text by text."""

    catalogue: Catalogue
    scenario: Scenario
    view: Mapping[str, str]


def pack(content: Content, limits: Limits) -> bytes:
    """The content as bytes. Raises InputError for a view that isn't text by text, SnapshotError above a limit."""
    _refuse_more_items(len(content.catalogue), limits)
    table = {
        "catalogue": to_csv(content.catalogue),
        "scenario": content.scenario.to_dict(),
        "view": _checked(content.view),
    }
    raw = json.dumps(table).encode()
    _refuse_larger(len(raw), limits.unpacked, "unpacked")
    packer = zlib.compressobj(level=6, wbits=_GZIP)
    packed = packer.compress(raw) + packer.flush()
    _refuse_larger(len(packed), limits.packed, "packed")
    return packed


def unpack(packed: bytes, limits: Limits) -> Content:
    """The content behind the bytes. Raises SnapshotError: damaged, too large (before it is unpacked), version."""
    if len(packed) > limits.packed:
        raise _too_large(limits)
    raw = _unpacked(packed, limits)
    try:
        table = json.loads(raw)
    except (ValueError, RecursionError):
        raise damaged() from None
    return _content(table, limits)


def _unpacked(packed: bytes, limits: Limits) -> bytes:
    """Never makes more bytes than the limit, whatever came."""
    unpacker = zlib.decompressobj(wbits=_GZIP)
    try:
        raw = unpacker.decompress(packed, limits.unpacked + 1)
    except zlib.error:
        raise damaged() from None
    if len(raw) > limits.unpacked:
        raise _too_large(limits)
    if not unpacker.eof or unpacker.unused_data:
        raise damaged()
    return raw


def _content(table: Any, limits: Limits) -> Content:
    kinds = {"catalogue": str, "scenario": dict, "view": dict}
    if not isinstance(table, dict) or not all(isinstance(table.get(name), kind) for name, kind in kinds.items()):
        raise damaged()
    text, view = table["catalogue"], table["view"]
    if not all(isinstance(value, str) for value in view.values()):
        raise damaged()
    # A row of the text is a line, whatever its cells hold.
    lines = text.count("\n") + text.count("\r")
    if lines > limits.items + 1 or lines * text.partition("\n")[0].count(",") > _MOST_CELLS:
        raise _too_large(limits)
    try:
        return Content(from_csv(text), Scenario.from_dict(table["scenario"]), view)
    except InputError as error:
        # The checksum held, so this is what was kept; it is only no longer what this version understands.
        says = f"This snapshot can't be read by this version of the program: {error.faults[0]}"
        raise SnapshotError("version", says) from None


def _refuse_more_items(count: int, limits: Limits) -> None:
    if count > limits.items:
        says = f"A snapshot must have at most {limits.items:,} items, this one has {count:,}"
        raise SnapshotError("too large", says)


def _refuse_larger(size: int, most: int, how: str) -> None:
    if size > most:
        says = f"A snapshot must be at most {megabytes(most)} {how}, this one is {megabytes(size)}"
        raise SnapshotError("too large", says)


def _too_large(limits: Limits) -> SnapshotError:
    most = f"{megabytes(limits.packed)} packed, {megabytes(limits.unpacked)} unpacked, {limits.items:,} items"
    return SnapshotError("too large", f"This snapshot is larger than what is opened here: {most}")


def _checked(view: Mapping[str, str]) -> dict[str, str]:
    wrong = [pair for pair in view.items() if not all(isinstance(text, str) for text in pair)]
    if wrong:
        raise InputError([f"View must be text by text, got {plain(name)}: {plain(value)}" for name, value in wrong])
    return dict(view)
