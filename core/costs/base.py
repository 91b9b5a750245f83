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
    """Physical flows of items under one policy, as arrays [items, futures]; columns of the catalogue as [items, 1].

    Flows are per year, levels are averages. `stock_value` and `received_value` are at unit cost.
    """

    stock_value: Array
    receipts: Array
    received: Array
    scrapped: Array
    rushed: Array
    lost: Array
    waiting: Array
    short_days: Array
    unit_cost: Array
    price: Array
    order_cost: Array
    delivery_cost_level: float
    price_premium: float


@dataclass(frozen=True)
class Component(Part):
    """One cost: its own rates, and what it charges on the flows, in money per year as [items, futures]."""

    column: ClassVar[str]
    carrying: ClassVar[bool] = False
    of_stock: ClassVar[bool] = True

    def charge(self, flows: Flows) -> Array:
        """Money per year of each item in each future."""
        raise TypeError(f"{type(self).__name__} charges nothing")
