"""Small tables for tests, written as text."""

import numpy as np
import pandas as pd

from core.tables import Table


def table(text: str, name: str = "orders.csv", separator: str = ",") -> Table:
    """A table from lines of text; blanks around cells are left off, the headings stand in row 1."""
    lines = [line.strip() for line in text.strip().splitlines()]
    cells = [[cell.strip() for cell in line.split(separator)] for line in lines]
    frame = pd.DataFrame(cells[1:], columns=cells[0], dtype=object)
    return Table(name, frame, np.arange(2, len(cells) + 1, dtype=np.int64))


def lines_of(report: pd.DataFrame, word: str) -> int:
    """The lines of all reasons that a word stands in."""
    return int(report.loc[report.reason.str.contains(word), "lines"].sum())


def by_item(daily: pd.DataFrame) -> dict[str, float]:
    """Item to the sum of its daily quantities."""
    return daily.groupby("item")["quantity"].sum().to_dict()
