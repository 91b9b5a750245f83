"""Scenarios that a person keeps to show and compare: named values, as a file and as text for a link."""

from core.kept.files import load_scenarios, save_scenarios
from core.kept.kept import MOST, Kept, check_set, free_name
from core.kept.links import pack, unpack
from core.kept.text import Loaded, from_text, to_text

__all__ = [
    "MOST",
    "Kept",
    "Loaded",
    "check_set",
    "free_name",
    "from_text",
    "load_scenarios",
    "pack",
    "save_scenarios",
    "to_text",
    "unpack",
]
