"""The one error that bad input raises, with every fault named."""

from collections.abc import Iterable

LISTED = 50
"""Faults that the printed message lists before it says how many more there are."""

TEXT_CUT = 40


class InputError(ValueError):
    """Bad input: a file, a cell, a setting. `faults` holds one sentence for each thing that is wrong."""

    def __init__(self, faults: str | Iterable[str]) -> None:
        self.faults: tuple[str, ...] = (faults,) if isinstance(faults, str) else tuple(faults)
        if not self.faults:
            raise TypeError("an InputError needs at least one fault")
        super().__init__(self.faults)

    def __str__(self) -> str:
        if len(self.faults) == 1:
            return self.faults[0]
        lines = [f"{len(self.faults)} faults:", *self.faults[:LISTED]]
        if len(self.faults) > LISTED:
            lines.append(f"… and {len(self.faults) - LISTED} more")
        return "\n".join(lines)


def shorten(text: str) -> str:
    """Text of at most 40 characters on one line; what is cut off shows as an ellipsis."""
    line = "".join(mark if mark.isprintable() else " " for mark in text[: TEXT_CUT + 1])
    return line if len(line) <= TEXT_CUT else line[: TEXT_CUT - 1] + "…"


def plain(value: object) -> str:
    """What came, in few words: whole numbers without a point, text in quotes, cut at 40 characters."""
    value = _as_python(value)
    if isinstance(value, str):
        return f"'{shorten(value)}'"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    try:
        return shorten(repr(value))
    except Exception:  # repr belongs to the caller's object: a fault must still be reported
        return type(value).__name__


def _as_python(value: object) -> object:
    """A numpy number prints its type with it; its Python twin doesn't."""
    if type(value).__module__ != "numpy" or getattr(value, "ndim", 1) != 0:
        return value
    twin = getattr(value, "item", None)
    return twin() if callable(twin) else value
