"""What happened to the lines: a row per reason, adding up to what was read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.history.coded import Mask

COLUMNS = ("reason", "lines", "units", "matching", "rule")


@dataclass(frozen=True)
class Row:
    """A reason, how many lines went under it, their units, how many fit it whatever came before, the rule's name."""

    reason: str
    lines: int
    units: float
    matching: int
    rule: str = ""


def row(reason: str, under: Mask, units: NDArray[np.float64], fitting: Mask | None = None, rule: str = "") -> Row:
    """The row of lines `under` a reason; units that can't be read count nothing."""
    matching = under if fitting is None else fitting
    return Row(reason, int(under.sum()), float(np.nansum(units[under])), int(matching.sum()), rule)


def more(counted: Row, lines: int) -> Row:
    """The row with further lines, of unknown units."""
    return replace(counted, lines=counted.lines + lines, matching=counted.matching + lines)


def as_frame(rows: Sequence[Row]) -> pd.DataFrame:
    """Columns reason, lines, units, matching, rule.

    Lines read are lines used plus those of all other rows, and so are units: a return's row holds its own, mostly
    negative, units, and the row of units taken back from sales balances what the used lines lost by them.
    """
    columns = {name: [getattr(each, name) for each in rows] for name in COLUMNS}
    return pd.DataFrame(columns).astype({"lines": np.int64, "units": float, "matching": np.int64})
