"""Office files without the clock: the same content gives the same bytes, whenever it is made."""

from __future__ import annotations

import io
import re
from datetime import date
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_MADE = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
# The earliest that a packed file can say.
_FIRST = (1980, 1, 1, 0, 0, 0)


def steady(packed: bytes, made: date) -> bytes:
    """The office file, and the workbooks within it, as if it had been made at the first minute of a day."""
    out, day = io.BytesIO(), f"{made:%Y-%m-%d}T00:00:00Z".encode()
    with ZipFile(io.BytesIO(packed)) as source, ZipFile(out, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "docProps/core.xml":
                part = _MADE.sub(rb"\g<1>" + day, part)
            elif name.endswith(".xlsx"):
                part = steady(part, made)
            target.writestr(ZipInfo(name, _FIRST), part, ZIP_DEFLATED)
    return out.getvalue()
