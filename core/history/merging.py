"""The raw catalogue table of a history: what the records say of each item, and what a list of items says better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.catalogue import COLUMNS
from core.catalogue.cells import blanks
from core.catalogue.columns import LONGEST_LEAD_TIME, SEASON_NAMES
from core.errors import InputError, shorten
from core.history.record import as_written, beside, frame_of

Mask = NDArray[np.bool_]

MARKUP = 1.5
"""Price over unit cost where only the price is known, as the catalogue's default for prices has it."""
NO_COST = 1.0
_FROM_ORDERS = ("demand_per_day", "demand_sd", "demand_model", "zero_share")
_FROM_RECEIPTS = ("lead_time_days", "lead_time_sd", "lead_time_model", "supplier_reliability", "lead_time_count")


@dataclass(frozen=True)
class About:
    """What is known of items beside their history, by item: `listed` in a list of items, `orders` beside the orders."""

    listed: pd.DataFrame
    orders: pd.DataFrame

    def suppliers(self, names: list[str]) -> list[str]:
        """The supplier of each item, from the list or else from the orders; '' where neither knows."""
        none = pd.Series("", index=names, dtype=object)
        return list(
            _first(_column(self.listed, "supplier", names), _column(self.orders, "supplier", names)).fillna(none)
        )


@dataclass(frozen=True)
class Merged:
    """A raw catalogue table by item, and what was done to it: columns assumed, and items by what happened to them."""

    table: pd.DataFrame
    assumed: tuple[str, ...]
    cost_from_price: int
    cost_unknown: int
    capped: int
    unsold: int


def about(orders: Any, items: Any) -> About:
    """What orders and a list of items say beside the history. Raises InputError for items that are listed twice."""
    if isinstance(orders, pd.DataFrame):
        return About(_listed(items), pd.DataFrame({"price": paid(orders)}))
    frame_of(orders, "daily", "orders")
    own = beside(orders, "items")
    return About(_listed(items), pd.DataFrame() if own is None else own.set_index("item"))


def _listed(items: Any) -> pd.DataFrame:
    if items is None:
        return pd.DataFrame()
    frame = frame_of(items, "items", "items")
    if "item" not in frame.columns:
        raise InputError("Column item is missing in the list of items")
    frame = frame.assign(item=as_written(frame["item"]))
    frame = frame[~blanks(frame["item"])]
    again = frame["item"][frame["item"].duplicated()].unique()
    if len(again):
        raise InputError([f"Item {shorten(item)} must appear once in the list of items" for item in again])
    return frame[[column.name for column in COLUMNS if column.name in frame.columns]].set_index("item")


def paid(orders: pd.DataFrame) -> pd.Series[Any]:
    """Median price by item of a frame with item, quantity and price: half of the units went for less or as much."""
    if not {"price", "item", "quantity"} <= set(orders.columns):
        return pd.Series(dtype=float)
    price, units = (pd.to_numeric(orders[name], errors="coerce") for name in ("price", "quantity"))
    lines = pd.DataFrame({"item": as_written(orders["item"]), "price": np.asarray(price), "units": np.asarray(units)})
    lines = lines[(lines["price"] > 0) & (lines["units"] > 0)].sort_values(["item", "price"], kind="stable")
    by_item = lines.groupby("item")["units"]
    reached = by_item.cumsum() >= by_item.transform("sum") / 2
    return lines[reached].drop_duplicates("item").set_index("item")["price"]


def estimated(demand: pd.DataFrame, lead: pd.DataFrame, known: About) -> pd.DataFrame:
    """A raw table of the items that sold and those that are listed, with all that the records say; else blank."""
    demand, lead = demand.set_index("item"), lead.set_index("item")
    table = pd.DataFrame(index=pd.Index([*demand.index, *known.listed.index.difference(demand.index, sort=False)]))
    table.index.name = "item"
    names = list(table.index)
    for column in ("name", "category", "price"):
        table[column] = _column(known.orders, column, names)
    table["supplier"] = _first(_column(known.orders, "supplier", names), _column(lead, "supplier", names))
    for column in _FROM_ORDERS:
        table[column] = demand[column].reindex(names)
    table["demand_days"] = demand["days"].reindex(names).fillna(0.0)
    table["demand_per_day"] = table["demand_per_day"].fillna(0.0)
    if demand["seasonal"].any():
        table[list(SEASON_NAMES)] = demand.loc[demand["seasonal"], list(SEASON_NAMES)].reindex(names)
    if lead["lead_time_days"].notna().any():
        table[list(_FROM_RECEIPTS)] = lead[list(_FROM_RECEIPTS)].reindex(names)
    return table


def overridden(table: pd.DataFrame, known: About) -> Merged:
    """What is listed comes before what was estimated, cell by cell; then costs, and lead times that are allowed.

    A mean that is listed alone takes the estimated standard deviation with it, in proportion, and counts as exact.
    """
    unsold = int((table["demand_per_day"] == 0).sum())
    capped = _cap(table)
    said = {name: ~blanks(_column(known.listed, name, list(table.index))) for name in known.listed.columns}
    _keep_proportion(table, known.listed, said, "demand_per_day", "demand_sd", "demand_days")
    _keep_proportion(table, known.listed, said, "lead_time_days", "lead_time_sd", "lead_time_count")
    for name, there in said.items():
        column = table[name].astype(object) if name in table else pd.Series(None, index=table.index, dtype=object)
        table[name] = column.where(~there, known.listed[name].reindex(table.index).astype(object))
    return _costed(table, capped, unsold)


def _cap(table: pd.DataFrame) -> int:
    """Brings estimated lead times down to the longest that the simulation takes; returns how many."""
    if "lead_time_days" not in table:
        return 0
    too_long = int((table["lead_time_days"] > LONGEST_LEAD_TIME).sum())
    for name in ("lead_time_days", "lead_time_sd"):
        table[name] = table[name].clip(upper=LONGEST_LEAD_TIME)
    return too_long


def _keep_proportion(
    table: pd.DataFrame, listed: pd.DataFrame, said: dict[str, Mask], mean: str, sd: str, count: str
) -> None:
    if mean not in said:
        return
    there = said[mean]
    if mean in table:
        new = pd.to_numeric(listed[mean].reindex(table.index), errors="coerce")
        table.loc[there, sd] = (table[sd].astype(float) / table[mean].astype(float).where(table[mean] > 0) * new)[there]
    if count in table:
        table.loc[there, count] = 0.0


def _costed(table: pd.DataFrame, capped: int, unsold: int) -> Merged:
    """Unit costs: as listed, else the price over MARKUP, else 1; the last two are assumed."""
    cost = table["unit_cost"] if "unit_cost" in table else pd.Series(None, index=table.index, dtype=object)
    price = pd.to_numeric(table["price"], errors="coerce")
    blank = blanks(cost)
    priced = blank & (price > 0).to_numpy()
    unknown = blank & ~priced
    cost = cost.astype(object).where(~priced, price / MARKUP).where(~unknown, NO_COST)
    invented = {"unit_cost": blank.any(), "price": (unknown & blanks(table["price"])).any()}
    assumed = tuple(name for name, is_so in invented.items() if is_so)
    return Merged(table.assign(unit_cost=cost), assumed, int(priced.sum()), int(unknown.sum()), capped, unsold)


def _column(frame: pd.DataFrame, name: str, items: list[str]) -> pd.Series[Any]:
    """A column by item, as objects; blank for items that the frame doesn't know, and if it has no such column."""
    if name not in frame.columns:
        return pd.Series(None, index=items, dtype=object)
    return frame[name].astype(object).reindex(items)


def _first(one: pd.Series[Any], other: pd.Series[Any]) -> pd.Series[Any]:
    """The first's cells, the other's where they are blank."""
    return one.where(~blanks(one), other)
