"""What can be chosen for each item: its policy and buffer, a cell of the sweep, and what that costs and serves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.frontier import current_cells
from core.ledger import Ledger
from core.portfolio import Book, weights

Array = NDArray[np.float64]
# The widest buffer that a catalogue's row can carry, as a share of need.
WIDEST = 1.5


@dataclass(frozen=True)
class Cells:
    """Means over the deciding futures, [cell, item] each: money a year without the outside warehouse, weighed units
    short a year, working capital, pallets. `rule` is the cell that the hybrid's rule gives to each item, `allowed`
    what may be chosen; `demand` is the weighed demand a year.
    """

    allowed: NDArray[np.bool_]
    rule: NDArray[np.int64]
    cost: Array
    short: Array
    capital: Array
    pallets: Array
    demand: float

    def of(self, values: Array, choice: NDArray[np.int64]) -> float:
        """The sum of some values over the items, each at its choice."""
        return float(values[choice, np.arange(choice.size)].sum())


def cells_of(book: Book, cost: str, jit_buffers: bool) -> Cells:
    """The cells of a sweep's book, with `cost` (total_cost or inventory_cost) as what they cost."""
    ledger = book.ledger
    per_unit, _ = weights(ledger.catalogue, book.weight)
    means = [book.item_means(cell) for cell in range(len(ledger.dial))]
    current = current_cells(ledger, book.scenario)
    return Cells(
        allowed=_allowed(ledger, current, jit_buffers),
        rule=np.where(ledger.assignment.buffered, current["jic"], current["jit"]),
        cost=np.array([mean[cost] for mean in means]),
        # An item's own rates aren't weighed, so they are here.
        short=np.array([per_unit * mean["unserved"] for mean in means]),
        capital=np.array([mean["working_capital"] for mean in means]),
        pallets=np.array([mean["avg_pallets"] for mean in means]),
        demand=float((per_unit * means[0]["demand"]).sum()),
    )


def _allowed(ledger: Ledger, current: dict[str, int], jit_buffers: bool) -> NDArray[np.bool_]:
    """Cells by item: an item's own policy and own buffer stay, and a buffer must fit a catalogue's row."""
    cells = np.arange(len(ledger.dial))[:, None]
    is_jit, is_now = (ledger.policy == 0)[:, None], np.isin(cells, list(current.values()))
    own, fixed = ledger.catalogue.column("policy"), ~np.isnan(ledger.catalogue.column("buffer"))
    other = np.where(is_jit, "jic", "jit")
    # Where the dial moves nothing (demand that is certain, deliveries that are punctual), the cell of now will do.
    news = ledger.buffer != ledger.buffer[np.where(is_jit, current["jit"], current["jic"])[:, 0]]
    swept = ~fixed & (ledger.buffer <= WIDEST) & news & (~is_jit | jit_buffers)
    allowed: NDArray[np.bool_] = (own != other) & (is_now | swept)
    return allowed
