"""Real histories, from file to catalogue to figures, against recounts with pandas."""

import numpy as np
import pandas as pd
import pytest

from core import Scenario, build_catalogue, compare, import_orders, import_receipts
from core.history import build
from tests.shared_data import CLEAN_DELIVERIES, FIVE_YEARS, FRESH_STOCKOUTS, FULL_YEAR, TWO_WEEKS, shared

FEW = Scenario().but(futures=20, horizon_days=90)


def runs(catalogue):
    summary = compare(catalogue, FEW).summary
    assert np.isfinite(summary[["fill_rate", "total_cost"]].to_numpy()).all()
    assert summary["fill_rate"].between(0.3, 1.0).all()


@pytest.fixture(scope="module")
def grocery():
    orders = import_orders(shared(FIVE_YEARS))
    return orders, build(orders)


def test_two_weeks_end_in_a_catalogue():
    orders = import_orders(shared(TWO_WEEKS))
    built = build(orders)
    # 17 to 31 January 2011, no trade on Saturdays; over so short a record no item shows a start or an end.
    daily = orders.daily[orders.daily["quantity"] > 0]
    assert len(built.catalogue) == daily["item"].nunique()
    units = daily.groupby("item")["quantity"].sum()
    assert built.catalogue.column("demand_per_day") == pytest.approx(units[built.catalogue.column("item")] / 15)
    assert any("all Saturdays among them" in one for one in built.notes)
    assert (built.catalogue.column("unit_cost") > 0).all()
    assert built.catalogue.assumed[0] == "unit_cost"
    runs(built.catalogue)


def test_a_full_year_ends_in_a_catalogue():
    orders = import_orders([shared(file) for file in FULL_YEAR])
    built = build(orders)
    demand = built.catalogue.column("demand_per_day") * built.catalogue.column("demand_days")
    assert demand.sum() == pytest.approx(orders.daily["quantity"].sum(), rel=1e-9)
    assert "85123A" in set(built.catalogue.column("item"))
    assert any(one.startswith("With a season: none") for one in built.notes)
    runs(built.catalogue)


def test_five_years_of_groceries(grocery):
    orders, built = grocery
    assert len(built.catalogue) == 118
    assert any("On 27 days nothing of anything was sold" in one for one in built.notes)
    recount = orders.daily.groupby("item")["quantity"].sum() / 1825
    # Divided out, a season moves the mean of five whole years by little.
    assert built.catalogue.column("demand_per_day") == pytest.approx(recount[built.catalogue.column("item")], rel=0.01)
    runs(built.catalogue)


def test_seasons_of_groceries_are_those_that_repeat(grocery):
    orders, built = grocery
    table = orders.daily.assign(year=lambda t: t["date"].dt.year, month=lambda t: t["date"].dt.month)
    months = table.pivot_table(index=["item", "year"], columns="month", values="quantity", aggfunc="sum", fill_value=0)
    likeness = {
        item: np.corrcoef(rows.rank(axis=1))[np.triu_indices(5, 1)].mean() for item, rows in months.groupby("item")
    }
    seasonal = np.ptp([built.catalogue.column(f"season_{m:02d}") for m in range(1, 13)], axis=0) > 0
    likeness = np.array([likeness[item] for item in built.catalogue.column("item")])
    assert 10 < seasonal.sum() < 60
    assert likeness[seasonal].min() > likeness[~seasonal].max() - 0.1
    assert likeness[seasonal].mean() > 0.2 > likeness[~seasonal].mean()


def test_stock_outs_hide_demand():
    orders = import_orders(shared(FRESH_STOCKOUTS))
    built = build(orders)
    raw = pd.read_csv(shared(FRESH_STOCKOUTS))
    clear = raw[raw["stockout_hours_6_to_22"] == 0]
    enough = clear.groupby("sku")["quantity"].agg(["size", "mean"]).query("size >= 20")["mean"]
    ours = pd.Series(built.catalogue.column("demand_per_day"), built.catalogue.column("item"))
    # Alike but for the few items that came in later than the record's first day.
    assert (np.abs(ours[enough.index] / enough - 1) < 1e-6).mean() > 0.95
    assert any(one.startswith("Out of stock: 1,000 items, on 44% of all days") for one in built.notes)
    runs(built.catalogue)


def test_receipts_of_health_commodities():
    receipts = import_receipts(shared(CLEAN_DELIVERIES))
    deliveries = receipts.deliveries
    sold = deliveries.rename(columns={"received": "date"})[["date", "item", "quantity"]]
    catalogue = build_catalogue(sold, receipts)
    times = deliveries["lead_time"]
    assert (times.median(), round(times.std())) == (103, 76)
    own = deliveries.groupby(["supplier", "item"])["lead_time"].agg(["size", "mean", "std"]).query("size >= 6")
    at = {item: k for k, item in enumerate(catalogue.column("item"))}
    supplier = catalogue.column("supplier")
    found = [(at[item], row) for (who, item), row in own.iterrows() if item in at and supplier[at[item]] == who]
    assert len(found) > 50
    for k, row in found:
        assert catalogue.column("lead_time_days")[k] == pytest.approx(row["mean"])
        assert catalogue.column("lead_time_sd")[k] == pytest.approx(np.sqrt(row["std"] ** 2 - 1 / 12))
        assert catalogue.column("lead_time_count")[k] == row["size"]
    runs(catalogue)
