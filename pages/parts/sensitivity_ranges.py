"""A person's own ranges as short text, as a link has them: `name:low:high,name:low:high`. No screen."""

from __future__ import annotations

from collections.abc import Mapping

from core import InputError, settings
from core.sensitivity.ranges import check_ranges
from core.settings import Setting, Value
from pages.parts.link import spell

MOST = 60
Ranges = dict[str, tuple[Value, Value]]


def read(text: str) -> Ranges:
    """What can be used of a text; of a setting named twice the last range counts."""
    found: Ranges = {}
    for part in text.split(",")[:MOST]:
        name, *ends = (piece.strip() for piece in part.split(":"))
        setting = settings().get(name)
        if setting is None or len(ends) != 2:
            continue
        low, high = (setting.parse(end) for end in ends)
        if is_sound(setting, low, high):
            found[name] = setting.clean(low), setting.clean(high)
    return found


def is_sound(setting: Setting, low: object, high: object) -> bool:
    """Whether a setting may be moved from one value to the other."""
    try:
        check_ranges({setting.name: (low, high)})  # type: ignore[dict-item]
    except InputError:
        return False
    return True


def write(ranges: Mapping[str, tuple[Value, Value]]) -> str:
    """The text of some ranges."""
    return ",".join(f"{name}:{spell(low)}:{spell(high)}" for name, (low, high) in ranges.items())
