"""What a page's exports are called. Plain text."""

from __future__ import annotations

from collections.abc import Sequence

EXPORT = "Export"
ABOUT = "Each file says the answer, the data set, the settings that differ from default, seed, model and link."
NAME = "As shown on Explore"
SETS = {"pptx": "slides of the set (PPTX)", "xlsx": "a workbook of the set (XLSX)"}
MAKING = "Making the file …"


def left_out(names: Sequence[str]) -> str:
    """Which scenarios no file of the set holds, and why."""
    told = ", ".join(f"“{name}”" for name in names)
    return f"Slides and workbook leave out {told}: too large to be simulated here."
