"""The demo data set: a made-up distributor. Run `python data/make_demo.py [folder]` (default: data/demo).

`demo_items.csv` and `demo_suppliers.csv` say how each item truly behaves. From them this script draws three
years of orders and receipts; the catalogue then holds what those histories show, not what the plan said.
"""

from __future__ import annotations

import csv
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from estimating import Days, Floats, Ints, demand_sd, index_of_month_means, rounded_index, season_curve
from scipy.stats import gamma
from writing import number, season_cells, write_catalogue, write_gzip, write_json

HERE = Path(__file__).parent
SEED = 20260101
FIRST, LAST = np.datetime64("2023-01-01"), np.datetime64("2025-12-31")
DAYS: Days = np.arange(FIRST, LAST + 1)
DEMAND, RECEIPTS = 1, 2  # streams of luck

SEASONS: dict[str, Floats] = {
    "holiday": np.array([0.45, 0.35, 0.35, 0.35, 0.35, 0.35, 0.4, 0.5, 0.8, 1.5, 3.2, 3.6]),
    "summer": np.array([0.3, 0.35, 0.6, 1.0, 1.6, 2.2, 2.3, 1.7, 0.8, 0.45, 0.35, 0.3]),
    "cold": np.array([2.1, 1.8, 1.0, 0.6, 0.4, 0.3, 0.3, 0.3, 0.6, 1.1, 1.6, 2.0]),
}
AS_PLANNED = (
    "item", "name", "category", "supplier", "unit_cost", "price", "lead_time_model", "order_cost",
    "order_minimum", "order_multiple", "units_per_pallet", "critical", "policy", "buffer",
)  # fmt: skip

RECEIPT_COLUMNS = ("supplier", "item", "order_date", "promised_date", "received_date", "quantity")
# Pallets: ample for Just-in-Time's stock, tight for Just-in-Case's.
WAREHOUSE_PLACES = 120
ABOUT: dict[str, object] = {
    "name": "Demo distributor",
    "currency": "EUR",
    "calendar_start": "2026-01-01",
    "warehouse_places": WAREHOUSE_PLACES,
    "assumed": [],
    "source": "Made up: drawn by data/make_demo.py with a fixed seed; no real company, item or price.",
}

Plan = dict[str, str]


@dataclass(frozen=True)
class History:
    """What happened to one item: units ordered by customers each day, and its receipts from the supplier."""

    demand: Ints
    ordered: Days
    promised: Days
    received: Days
    quantity: Ints

    @property
    def lead_times(self) -> Floats:
        """Calendar days from order to shelf of each receipt."""
        return (self.received - self.ordered).astype(np.float64)

    @property
    def on_time(self) -> int:
        """Receipts that came on the promised day or before it."""
        return int((self.received <= self.promised).sum())


def luck(item: str, stream: int) -> np.random.Generator:
    """An item's own generator: adding or removing an item changes no other item's history."""
    return np.random.Generator(np.random.PCG64([SEED, stream, zlib.crc32(item.encode())]))


def read_plan(name: str) -> list[Plan]:
    """The rows of a plan table as text."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def draw_demand(plan: Plan) -> Ints:
    """Units a day over DAYS; `spread` is the cv (fast), variance / mean (slow), share of zeros (spare)."""
    rng, spread = luck(plan["item"], DEMAND), float(plan["spread"])
    mean = np.full(len(DAYS), float(plan["mean"]))
    if plan["season"]:
        mean = mean * season_curve(rounded_index(SEASONS[plan["season"]]), DAYS)
    if plan["kind"] == "fast":
        return np.rint(rng.gamma(spread**-2, mean * spread**2)).astype(np.int64)
    if plan["kind"] == "slow":
        return rng.negative_binomial(mean / (spread - 1), 1 / spread).astype(np.int64)
    size = 1 + rng.poisson(mean / (1 - spread) - 1)
    return np.where(rng.random(len(DAYS)) < spread, 0, size).astype(np.int64)


def order_days(plan: Plan, every: int, rng: np.random.Generator) -> Ints:
    """Positions in DAYS of the orders: about `every` days apart, none too late to have arrived."""
    gaps = rng.integers(max(1, every - 2), every + 3, size=len(DAYS) // max(1, every - 2))
    days = np.cumsum(gaps)
    return days[days < len(DAYS) - 3 * float(plan["lead"])]


def order_sizes(plan: Plan, demand: Ints, placed: Ints) -> Ints:
    """Units of each order: what was sold since the order before, at least the minimum, in whole multiples."""
    sold = np.diff(np.concatenate([[0], np.cumsum(demand)[placed - 1]]))
    least, multiple = int(plan["order_minimum"] or 1), int(plan["order_multiple"] or 1)
    sizes: Ints = np.where(sold > 0, -(-np.maximum(sold, least) // multiple) * multiple, 0)
    return sizes


def draw_history(plan: Plan, supplier: Plan) -> History:
    """Three years of one item. The supplier promises the lead time that it keeps with its `on_time` share."""
    demand, rng = draw_demand(plan), luck(plan["item"], RECEIPTS)
    placed = order_days(plan, int(supplier["order_every_days"]), rng)
    quantity = order_sizes(plan, demand, placed)
    placed, quantity = placed[quantity > 0], quantity[quantity > 0]
    mean, spread = float(plan["lead"]), float(plan["lead_spread"])
    shape, scale = spread**-2, mean * spread**2
    lead = np.maximum(1, np.rint(rng.gamma(shape, scale, size=len(placed)))).astype(np.int64)
    promise = round(float(gamma.ppf(float(supplier["on_time"]), shape, scale=scale)))
    ordered = DAYS[placed]
    return History(demand, ordered, ordered + promise, ordered + lead, quantity)


def reliabilities(plans: list[Plan], histories: list[History]) -> dict[str, float]:
    """Share of each supplier's receipts that came by the promised day, all its items together."""
    counts: dict[str, tuple[int, int]] = {}
    for plan, history in zip(plans, histories, strict=True):
        kept, made = counts.get(plan["supplier"], (0, 0))
        counts[plan["supplier"]] = kept + history.on_time, made + len(history.ordered)
    return {supplier: kept / made for supplier, (kept, made) in counts.items()}


def catalogue_row(plan: Plan, history: History, reliability: float) -> dict[str, str]:
    """One catalogue row: demand and lead time as the histories show them, the rest as planned."""
    demand, lead = history.demand.astype(np.float64), history.lead_times
    index = index_of_month_means(demand, DAYS) if plan["season"] else None
    row = {column: plan[column] for column in AS_PLANNED} | season_cells(index)
    row |= {"demand_per_day": number(demand.mean()), "demand_sd": number(demand_sd(demand, DAYS, index))}
    if plan["kind"] == "spare":
        row |= {"demand_model": "intermittent", "zero_share": number((demand == 0).mean())}
    row |= {"lead_time_days": number(lead.mean(), 2), "lead_time_sd": number(lead.std(ddof=1), 2)}
    return row | {"supplier_reliability": number(reliability, 3)}


def order_rows(plans: list[Plan], histories: list[History]) -> Iterator[tuple[object, ...]]:
    """Customers' orders by day and item; days without demand are absent."""
    for day, date in enumerate(DAYS):
        for plan, history in zip(plans, histories, strict=True):
            if history.demand[day]:
                yield date, plan["item"], history.demand[day]


def receipt_rows(plans: list[Plan], histories: list[History]) -> list[tuple[object, ...]]:
    """Receipts of all items in the order in which they were placed."""
    rows: list[tuple[object, ...]] = []
    for plan, one in zip(plans, histories, strict=True):
        for row in zip(one.ordered, one.promised, one.received, one.quantity, strict=True):
            rows.append((plan["supplier"], plan["item"], *row))
    return sorted(rows, key=lambda row: (str(row[2]), str(row[1])))


def main(folder: Path) -> None:
    """Write the four files of the data set into `folder`."""
    plans = read_plan("demo_items.csv")
    suppliers = {row["supplier"]: row for row in read_plan("demo_suppliers.csv")}
    histories = [draw_history(plan, suppliers[plan["supplier"]]) for plan in plans]
    kept = reliabilities(plans, histories)
    folder.mkdir(parents=True, exist_ok=True)
    both = zip(plans, histories, strict=True)
    write_catalogue(
        folder / "catalogue.csv", (catalogue_row(plan, one, kept[plan["supplier"]]) for plan, one in both)
    )
    write_gzip(folder / "orders.csv.gz", ("date", "item", "quantity"), order_rows(plans, histories))
    write_gzip(folder / "receipts.csv.gz", RECEIPT_COLUMNS, receipt_rows(plans, histories))
    write_json(folder / "dataset.json", ABOUT)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "demo")
