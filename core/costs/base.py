"""What cost components are charged on, and how one is declared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from core.settings import Part

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Flows:
    """What costs are charged on: money and days per year, levels as averages, arrays of any one shape [..., future].

    Valued already, so that a charge is a rate times a flow: it is the same for an item, a group or the whole, and a
    rate that changes needs nothing of the items again.
    """

    stock_value: Array  # average, at unit cost
    order_value: Array  # receipts at the items' cost per order
    received_value: Array  # at unit cost
    scrapped_value: Array  # at unit cost
    rushed_value: Array  # at unit cost
    lost_margin: Array  # lost units at price less unit cost
    lost_sales: Array  # lost units at price
    waiting_sales: Array  # average units waiting, at price
    short_days: Array  # item-days with a shortage
    delivery_cost_level: Array | float
    price_premium: Array | float


@dataclass(frozen=True)
class Component(Part):
    """One cost: its own rates, and what it charges on the flows, in money per year."""

    column: ClassVar[str]
    carrying: ClassVar[bool] = False
    of_stock: ClassVar[bool] = True

    def charge(self, flows: Flows) -> Array:
        """Money per year, in the shape of the flows."""
        raise TypeError(f"{type(self).__name__} charges nothing")
