"""How much may be kept, and for how long."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from core.errors import InputError, plain

USUAL_DAYS, LONGEST_DAYS = 30, 365
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Limits:
    """Limits of a store. `packed` and `unpacked`: bytes of one snapshot; `items`: rows of its catalogue.

    `snapshots` and `total`: how many, and how many bytes packed, all together; None is without limit.
    """

    packed: int = 8 * MEGABYTE
    unpacked: int = 64 * MEGABYTE
    items: int = 50_000
    snapshots: int | None = None
    total: int | None = 1_000 * MEGABYTE

    @classmethod
    def of_environment(cls, environment: Mapping[str, str] = os.environ) -> "Limits":
        """The usual limits with what SNAPSHOT_MAX_MB (one) and SNAPSHOT_MAX_TOTAL_MB (all) say. Raises InputError."""
        usual = cls()
        one = _said(environment, "SNAPSHOT_MAX_MB", usual.packed)
        return cls(packed=one, total=_said(environment, "SNAPSHOT_MAX_TOTAL_MB", usual.total or 0))


def megabytes(count: int) -> str:
    """Bytes in words, to the tenth of a kilobyte: what is just above a limit doesn't read as the limit."""
    return f"{count / MEGABYTE:,.4f}".rstrip("0").rstrip(".") + " MB"


def _said(environment: Mapping[str, str], name: str, usual: int) -> int:
    said = environment.get(name, "").strip()
    if not said:
        return usual
    if not (said.isascii() and said.isdigit() and len(said) <= 7 and 1 <= int(said) <= 1_000_000):
        raise InputError(f"{name} must be a whole number 1 to 1,000,000 megabytes, got {plain(said)}")
    return int(said) * MEGABYTE


def check_days(days: object) -> int:
    """The days until a snapshot expires. Raises InputError for none, too many or a part of a day."""
    is_whole = isinstance(days, int) and not isinstance(days, bool)
    if not is_whole or not 1 <= days <= LONGEST_DAYS:  # type: ignore[operator]
        raise InputError(f"Expiry must be a whole number 1 to {LONGEST_DAYS} days, got {plain(days)}")
    return days  # type: ignore[return-value]
