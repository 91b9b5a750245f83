"""The bakery data set: real demand of 35 stores. Run `python data/make_bakery.py <ddop archive> [folder]`.

The archive is the source or wheel file of the PyPI package `ddop` 0.7.6, as `pip download --no-deps ddop`
fetches it. Its demand is real; everything about supply and cost is assumed, in `bakery_assumed.csv`.
"""

from __future__ import annotations

import csv
import io
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np
import pandas as pd
from estimating import Days, Floats, demand_sd, index_beside_trend
from writing import number, season_cells, write_catalogue, write_gzip, write_json

HERE = Path(__file__).parent
CLOSED_RUN = 7  # days in a row without any sale in a store: closed for works, not yet or no longer open
SEASON_FROM = 20.0  # units a day: below it the monthly index is mostly luck
SEASON_MONTHS = 36  # calendar months of history that a season needs
ABOUT = {"name": "Bakery chain", "currency": "EUR", "calendar_start": "2019-01-01", "warehouse_places": None}
SOURCE = (
    "Demand: PyPI package ddop 0.7.6, bakery data set (BSD-3-Clause, see LICENSE-ddop.txt), a bakery chain, "
    "2016-01-02 to 2019-04-30. Products carry only numbers there. Supply, costs and prices are assumed."
)


@dataclass(frozen=True)
class StoreProduct:
    """One product in one store: units by day as in the source, and whether the store counts as open."""

    store: int
    product: int
    days: Days
    demand: Floats
    counted: np.ndarray[tuple[int], np.dtype[np.bool_]]

    @property
    def item(self) -> str:
        """The source's two numbers, in a form that no spreadsheet takes for a date."""
        return f"S{self.store:02d}-P{self.product}"


def read_member(archive: Path, ending: str) -> bytes:
    """The first file of a wheel (zip) or source archive (tar.gz) whose path ends so; ValueError if none."""
    if zipfile.is_zipfile(archive):
        with zipfile.ZipFile(archive) as wheel:
            found = [name for name in wheel.namelist() if name.endswith(ending)]
            content = wheel.read(found[0]) if found else None
    else:
        with tarfile.open(archive) as source:
            found = [name for name in source.getnames() if name.endswith(ending)]
            file = source.extractfile(found[0]) if found else None
            content = file.read() if file else None
    if content is None:
        raise ValueError(f"{archive.name} holds no file {ending}: is it ddop 0.7.6?")
    return content


def read_demand(archive: Path) -> pd.DataFrame:
    """Columns date, store, product, demand: the features and the target of the source, side by side."""
    features = pd.read_csv(
        io.BytesIO(read_member(archive, "datasets/data/bakery_data.csv")),
        usecols=["date", "store", "product"],
        parse_dates=["date"],
    )
    target = pd.read_csv(io.BytesIO(read_member(archive, "datasets/data/bakery_target.csv")))
    return features.assign(demand=target["demand"].astype(float))


def open_days(sold: Floats) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """False in every run of CLOSED_RUN and more days without a sale; a weekly closing day stays True."""
    result: list[bool] = []
    for selling, run in groupby(sold > 0):
        length = len(list(run))
        result += [bool(selling) or length < CLOSED_RUN] * length
    return np.array(result, dtype=np.bool_)


def store_products(frame: pd.DataFrame) -> list[StoreProduct]:
    """All store-products in the order of their numbers, each with a value for every day."""
    wide = frame.pivot(index="date", columns=["store", "product"], values="demand").sort_index(axis="columns")
    days = wide.index.to_numpy().astype("datetime64[D]")
    columns: Floats = wide.to_numpy().T
    numbers: list[tuple[int, int]] = np.array(wide.columns.to_list()).tolist()
    sold: dict[int, Floats] = {}
    for (store, _), demand in zip(numbers, columns, strict=True):
        sold[store] = sold.get(store, 0) + demand
    counted = {store: open_days(units) for store, units in sold.items()}
    return [
        StoreProduct(store, product, days, demand, counted[store])
        for (store, product), demand in zip(numbers, columns, strict=True)
    ]


def season_of(days: Days, demand: Floats) -> Floats | None:
    """The monthly index of an item that sells enough for long enough; None for the others."""
    months = len(np.unique(days.astype("datetime64[M]")))
    if demand.mean() < SEASON_FROM or months < SEASON_MONTHS:
        return None
    return index_beside_trend(demand, days)


def catalogue_row(one: StoreProduct, assumed: dict[str, str]) -> dict[str, str]:
    """One catalogue row: demand as estimated from the store's counted days, supply and costs as assumed."""
    days, demand = one.days[one.counted], one.demand[one.counted]
    index = season_of(days, demand)
    row = {
        "item": one.item,
        "name": f"Store {one.store}, product {one.product}",
        "category": f"Product {one.product}",
        "demand_per_day": number(demand.mean()),
        "demand_sd": number(demand_sd(demand, days, index)),
    }
    return row | season_cells(index) | {name: value for name, value in assumed.items() if name != "product"}


def read_assumed() -> dict[int, dict[str, str]]:
    """Assumed supply and costs by product number."""
    with (HERE / "bakery_assumed.csv").open(encoding="utf-8", newline="") as file:
        return {int(row["product"]): row for row in csv.DictReader(file)}


def order_rows(items: list[StoreProduct]) -> Iterator[tuple[object, ...]]:
    """Demand as in the source, days without demand too, item by item."""
    for one in items:
        for date, units in zip(one.days, one.demand, strict=True):
            yield date, one.item, number(units)


def main(archive: Path, folder: Path) -> None:
    """Write the data set and the licence of its demand into `folder`."""
    items, assumed = store_products(read_demand(archive)), read_assumed()
    folder.mkdir(parents=True, exist_ok=True)
    write_catalogue(folder / "catalogue.csv", (catalogue_row(one, assumed[one.product]) for one in items))
    write_gzip(folder / "orders.csv.gz", ("date", "item", "quantity"), order_rows(items))
    columns = [name for name in next(iter(assumed.values())) if name != "product"]
    write_json(folder / "dataset.json", ABOUT | {"assumed": columns, "source": SOURCE})
    (folder / "LICENSE-ddop.txt").write_bytes(read_member(archive, "LICENSE"))


if __name__ == "__main__":
    paths = [Path(argument) for argument in sys.argv[1:]]
    if not paths:
        sys.exit("Usage: python data/make_bakery.py <ddop archive> [folder]")
    archive, folder = (*paths, HERE / "bakery")[:2]
    main(archive, folder)
