"""Outside storage: pallets beyond the own places go to a third party (3PL) at a rate per pallet-day."""

from __future__ import annotations

from dataclasses import dataclass

from core.settings import Part, number


@dataclass(frozen=True)
class Overflow(Part):
    """Own places and the outside rate. The warehouse is shared, so this is charged on the whole, not per item."""

    warehouse_places: float | None = number(
        "Own warehouse",
        None,
        0,
        1_000_000,
        step=10,
        group="costs",
        acts="price",
        unit="pallets",
        optional=True,
        help="Pallet places of the own warehouse; left empty, the data set's.",
    )
    overflow_rate: float = number(
        "Outside storage (3PL)",
        0.6,
        0,
        20,
        step=0.1,
        group="costs",
        acts="price",
        unit="money per pallet-day",
        help="What a third party takes for a pallet that the own warehouse can't hold, per day.",
    )
