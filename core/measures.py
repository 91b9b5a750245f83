"""The measures of an outcome: names, definitions, and which way is better. One table that figures and pages read."""

from __future__ import annotations

from dataclasses import dataclass

from core.costs import CARRYING, SHORTAGE, STOCK


@dataclass(frozen=True)
class Measure:
    """One column of a summary. `better` is +1 when more is better, -1 when less is, 0 when neither is said."""

    name: str
    says: str
    unit: str
    better: int


_COST_SAYS = {
    "capital_cost": "capital rate × average stock value",
    "storage_cost": "storage rate × average stock value (own space)",
    "insurance_cost": "insurance rate × average stock value",
    "obsolescence_cost": "obsolescence rate × average stock value",
    "ordering_cost": "receipts × order cost",
    "scrap_cost": "scrapped units × unit cost, less salvage",
    "premium_cost": "Just-in-Time price premium on units received",
    "rush_cost": "rushed units × premium × unit cost",
    "lost_margin": "lost units × (price − unit cost)",
    "goodwill_cost": "lost units × goodwill × price",
    "waiting_cost": "waiting unit-days × cost of waiting × price",
    "line_down_cost": "short item-days × line-down cost",
}

SERVICE = (
    Measure("fill_rate", "share of demanded units served from the shelf on the day", "share", 1),
    Measure(
        "cycle_service",
        "share of replenishment cycles in which nothing fell short and at whose end nobody waits",
        "share",
        1,
    ),
    Measure("in_stock_days", "share of days on which all of the day's demand was served from the shelf", "share", 1),
)
STOCKS = (
    Measure("avg_stock_units", "stock of the day, averaged", "units", -1),
    Measure("avg_stock_value", "stock of the day at unit cost, averaged", "money", -1),
    Measure("avg_pallets", "pallets of the day, averaged", "pallets", -1),
    Measure("peak_pallets", "pallets on a future's fullest day", "pallets", -1),
    Measure("pipeline_value", "ordered and not yet arrived, at unit cost, averaged", "money", 0),
    Measure("working_capital", "average stock value + pipeline value", "money", -1),
    Measure(
        "turns",
        "yearly units served from stock, at once or to customers who waited, at unit cost / average stock value",
        "per year",
        1,
    ),
    Measure("days_of_supply", "365 / turns", "days", -1),
)
FLOWS = (
    Measure("orders", "orders placed per year", "per year", 0),
    Measure("units_received", "units received per year", "units per year", 0),
    Measure("units_lost", "units lost per year", "units per year", -1),
    Measure("units_rushed", "units rushed per year", "units per year", -1),
    Measure("units_waiting", "units waiting, averaged over days", "units", -1),
    Measure("units_scrapped", "units scrapped by design changes per year", "units per year", -1),
    Measure("overflow_pallet_days", "pallet-days beyond the own places per year", "pallet-days per year", -1),
)


def _cost(name: str) -> Measure:
    return Measure(name, _COST_SAYS[name], "money per year", -1)


COSTS = (
    *map(_cost, CARRYING),
    Measure("carrying_cost", "capital + storage + insurance + obsolescence", "money per year", -1),
    _cost("ordering_cost"),
    Measure("overflow_cost", "pallet-days beyond the own places × 3PL rate", "money per year", -1),
    *(_cost(name) for name in STOCK if name != "ordering_cost"),
    Measure("inventory_cost", "carrying + ordering + overflow + scrap + premium", "money per year", -1),
    *map(_cost, SHORTAGE),
    Measure(
        "total_cost", "inventory cost + rush, lost margin, goodwill, waiting and line-down cost", "money per year", -1
    ),
)

MEASURES = (*SERVICE, *STOCKS, *FLOWS, *COSTS)
BY_NAME = {measure.name: measure for measure in MEASURES}
NAMES = tuple(BY_NAME)
# What one item has no figure of its own for.
SHARED = ("peak_pallets",)
