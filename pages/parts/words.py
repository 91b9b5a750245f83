"""Sentences and names on screen, as plain text."""

from collections.abc import Sequence

LABELS = {
    "fill_rate": "Fill rate",
    "inventory_cost": "Inventory cost a year",
    "working_capital": "Working capital",
    "cycle_service": "Cycle service",
    "in_stock_days": "Days without a shortage",
    "avg_stock_value": "Average stock value",
    "days_of_supply": "Days of supply",
    "total_cost": "Total cost a year, shortages included",
}


def basis(name: str, items: int, futures: int) -> str:
    """What the figures on a page rest on."""
    return f"{name}: {items:,} items, {futures:,} simulated years, the same luck for every policy."


def interval(low: str, high: str) -> str:
    """The 95 % interval of a figure."""
    return f"95 % interval: {low} to {high}"


def assumed(name: str, columns: Sequence[str]) -> str:
    """Which columns of a data set are assumptions; nothing when none are."""
    if not columns:
        return ""
    listed = ", ".join(column.replace("_", " ") for column in columns)
    return f"{name}: these columns are assumptions, not data: {listed}."
