"""Where the better policy changes: single break-evens by root search, and who wins where over two settings."""

from core.break_even.borders import Border
from core.break_even.crossing import Crossing
from core.break_even.figures import Asked, Figures
from core.break_even.mapping import WinnerMap, winner_map, winner_maps
from core.break_even.search import BreakEven, Stay, break_even, break_evens, stay

__all__ = [
    "Asked",
    "Border",
    "BreakEven",
    "Crossing",
    "Figures",
    "Stay",
    "WinnerMap",
    "break_even",
    "break_evens",
    "stay",
    "winner_map",
    "winner_maps",
]
