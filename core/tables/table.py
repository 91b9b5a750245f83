"""A table of text cells, as it was in a file."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.tables.gathering import Gathered, Unreadable, sentence


@dataclass(frozen=True, eq=False)
class Table:
    """The cells of a file.

    `frame`: every cell as text, as it was written, blanks '', under unique headers; rows without content are left
    out. `rows`: each row's number in the file as a spreadsheet counts, one for a row even where a quoted cell runs
    over several lines. `header_row`: the number of the row with the headers. `set_aside`: rows that don't fit the
    table. `notes`: sentences on what was assumed or left out. `decimal`: '.' where all numbers were so, not texts.
    `twins`: the headers that came again and got a number, ' (2)'.
    """

    name: str
    frame: pd.DataFrame
    rows: NDArray[np.int64]
    header_row: int = 1
    set_aside: tuple[Unreadable, ...] = ()
    notes: tuple[str, ...] = ()
    decimal: str = ""
    twins: tuple[str, ...] = ()

    @property
    def ragged(self) -> tuple[int, ...]:
        """The numbers of the rows that were set aside."""
        return tuple(row.row for row in self.set_aside)

    @property
    def faults(self) -> tuple[str, ...]:
        """A sentence for each row that was set aside."""
        return tuple(sentence(self.name, row) for row in self.set_aside)


def table_of(name: str, found: Gathered) -> Table:
    """A parsed file as a table."""
    frame = found.columns.to_pandas(split_blocks=True, self_destruct=True)
    return Table(name, frame, found.rows, found.header_row, found.set_aside, found.notes, found.decimal, found.twins)
