"""From a history to a catalogue that the model runs on; what is listed, assumed, estimated and said."""

import time

import numpy as np
import pandas as pd
import pytest

from core import Scenario, compare, import_orders
from core.catalogue import BUILT_IN, COLUMNS, load_catalogue
from core.catalogue.datasets import DATA
from core.catalogue.reading import read_table
from core.errors import InputError
from core.history import build, build_catalogue, estimates
from tests.truth import INDEX, by_model, by_numpy, lead_times, one_item, orders, receipts

FEW = Scenario().but(futures=20, horizon_days=90)


def history(items=3, days=180, seed=1):
    return orders(by_numpy("gamma", 30.0, 9.0, (items, days), seed=seed))


def delivered(items=3, count=12):
    return receipts(lead_times("gamma", 20.0, 6.0, (items, count), seed=2))


def cell(catalogue, item, column):
    return catalogue.column(column)[list(catalogue.column("item")).index(item)]


def test_a_catalogue_of_orders_alone_runs():
    catalogue = build_catalogue(history())
    assert len(catalogue) == 3
    assert catalogue.column("demand_per_day") == pytest.approx(30.0, rel=0.1)
    assert catalogue.column("demand_sd") == pytest.approx(9.0, rel=0.2)
    assert catalogue.column("demand_days").tolist() == [180.0] * 3
    assert catalogue.column("lead_time_count").tolist() == [0.0] * 3
    assert (catalogue.name, catalogue.currency, catalogue.calendar_start) == ("Own data", "EUR", "2024-01-01")
    assert 0.5 < compare(catalogue, FEW).summary["fill_rate"]["jic"] <= 1.0


def test_receipts_fill_the_supply():
    frame = delivered().assign(promised=lambda table: table["received"])
    catalogue = build_catalogue(history(), frame)
    assert catalogue.column("lead_time_days") == pytest.approx(20.0, rel=0.3)
    assert catalogue.column("lead_time_count").tolist() == [12.0] * 3
    assert catalogue.column("supplier").tolist() == ["S"] * 3
    assert catalogue.column("supplier_reliability").tolist() == [1.0] * 3
    compare(catalogue, FEW)


def test_what_is_listed_comes_before_what_is_estimated_cell_by_cell():
    listed = pd.DataFrame(
        {
            "item": ["item 0000", "item 0001"],
            "unit_cost": [4.0, np.nan],
            "lead_time_days": [np.nan, 40.0],
            "supplier": ["", "Theirs"],
            "price": [9.0, 6.0],
            "critical": [True, False],
        }
    )
    catalogue = build_catalogue(history(), delivered(), listed)
    assert cell(catalogue, "item 0000", "unit_cost") == 4.0
    assert cell(catalogue, "item 0001", "unit_cost") == 4.0  # 6 / 1.5
    assert cell(catalogue, "item 0000", "lead_time_days") == pytest.approx(20.0, rel=0.3)
    assert cell(catalogue, "item 0000", "supplier") == "S"
    assert cell(catalogue, "item 0001", "supplier") == "Theirs"
    assert cell(catalogue, "item 0001", "lead_time_days") == 40.0
    assert cell(catalogue, "item 0000", "critical")
    assert not cell(catalogue, "item 0002", "critical")


def test_a_listed_mean_takes_the_estimated_spread_along_and_is_exact():
    alone = build_catalogue(history(), delivered())
    listed = pd.DataFrame({"item": ["item 0000"], "demand_per_day": [300.0], "lead_time_days": [40.0]})
    catalogue = build_catalogue(history(), delivered(), listed)
    for mean, sd, count in (
        ("demand_per_day", "demand_sd", "demand_days"),
        ("lead_time_days", "lead_time_sd", "lead_time_count"),
    ):
        assert cell(catalogue, "item 0000", sd) / cell(catalogue, "item 0000", mean) == pytest.approx(
            cell(alone, "item 0000", sd) / cell(alone, "item 0000", mean)
        )
        assert cell(catalogue, "item 0000", count) == 0.0
        assert cell(catalogue, "item 0001", count) > 0.0


def test_listed_items_that_sold_nothing_are_kept_and_those_of_receipts_alone_are_not():
    more = delivered(4).assign(item=lambda table: table["item"].str.replace("item 0003", "only received"))
    listed = pd.DataFrame({"item": ["item 0002", "shelf warmer"], "unit_cost": [1.0, 2.0]})
    built = build(history(), more, listed)
    assert list(built.catalogue.column("item")) == ["item 0000", "item 0001", "item 0002", "shelf warmer"]
    assert cell(built.catalogue, "shelf warmer", "demand_per_day") == 0.0
    assert cell(built.catalogue, "shelf warmer", "lead_time_count") == 48.0
    said = " ".join(built.notes)
    assert "Listed but not sold: 1 item." in said
    assert "Received but neither sold nor listed: 1 item, left out." in said
    compare(built.catalogue, FEW)


def test_costs_are_assumed_from_prices_and_else_one_and_it_is_said():
    priced = history(2).assign(price=3.0)
    priced.loc[priced["item"] == "item 0001", "price"] = 0.0
    built = build(priced)
    assert built.catalogue.column("unit_cost").tolist() == [2.0, 1.0]
    assert built.catalogue.column("price").tolist() == [3.0, 1.5]
    assert built.catalogue.assumed == ("unit_cost", "price")
    assert "Unit cost assumed as the price over 1.5: 1 item." in built.notes
    assert "Unit cost assumed as 1, since there is no price: 1 item." in built.notes


def test_known_costs_are_not_assumed():
    listed = pd.DataFrame({"item": [f"item 000{k}" for k in range(3)], "unit_cost": 2.0})
    assert build_catalogue(history(), None, listed).assumed == ()


def test_the_price_is_the_one_that_half_of_the_units_went_for():
    frame = pd.DataFrame({"date": "2024-01-01", "item": "x", "quantity": [1, 1, 5, 4], "price": [1.0, 2.0, 3.0, 90.0]})
    assert build_catalogue(frame).column("price").tolist() == [3.0]


def test_codes_stay_as_written():
    frame = pd.DataFrame({"date": "2024-01-01", "item": ["00123", "1E5", "NA", " a"], "quantity": 1})
    assert list(build_catalogue(frame).column("item")) == ["00123", "1E5", "NA", " a"]


def test_a_season_comes_into_the_catalogue_and_the_flat_ones_stay_flat():
    seasonal = by_model(one_item("gamma", 30.0, 6.0, index=INDEX), 1095, 1, seed=3)
    flat = by_model(one_item("gamma", 30.0, 6.0), 1095, 1, seed=4)
    catalogue = build_catalogue(orders(np.vstack([seasonal, flat]), "2025-01-01"))
    months = np.array([catalogue.column(f"season_{m:02d}") for m in range(1, 13)])
    assert months[:, 0] == pytest.approx(INDEX, abs=0.12)
    assert months[:, 1].tolist() == [1.0] * 12
    assert catalogue.calendar_start == "2028-01-01"
    compare(catalogue, FEW)


def test_lead_times_above_a_year_are_cut_to_a_year_and_it_is_said():
    built = build(history(), delivered().assign(received=lambda table: table["received"] + pd.Timedelta(days=400)))
    assert built.catalogue.column("lead_time_days").tolist() == [365.0] * 3
    assert "Mean lead times above 365 days: 3 items. 365 is used." in built.notes
    compare(built.catalogue, FEW)


def test_a_kept_history_is_what_the_simulation_draws_from():
    demand = np.where(np.random.default_rng(8).random((2, 400)) < 0.5, 1.0, 100.0)
    built = build(orders(demand), delivered(2), keep_history=True)
    catalogue = built.catalogue
    assert catalogue.column("demand_model").tolist() == ["history"] * 2
    assert catalogue.column("lead_time_model").tolist() == ["history"] * 2
    assert sorted(set(catalogue.histories["item 0000"])) == [1.0, 100.0]
    assert catalogue.lead_time_histories["item 0001"].size == 12
    compare(catalogue, FEW)


def test_without_it_no_history_is_kept():
    catalogue = build_catalogue(history(), delivered())
    assert not catalogue.histories
    assert not catalogue.lead_time_histories
    assert set(catalogue.column("demand_model")) == {"gamma"}


@pytest.mark.parametrize(
    ("listed", "says"),
    [
        (pd.DataFrame({"code": ["x"]}), "Column item is missing in the list of items"),
        (pd.DataFrame({"item": ["x", "y", "x"]}), "Item x must appear once in the list of items"),
        (
            pd.DataFrame({"item": ["x"], "lead_time_days": [400.0]}),
            "Lead time of item x must be 0 to 365 days, got 400",
        ),
        (pd.DataFrame({"item": ["x"], "unit_cost": [-1.0]}), "Unit cost of item x must be above 0, got -1"),
    ],
)
def test_faults_of_the_list_name_the_item(listed, says):
    with pytest.raises(InputError) as refusal:
        build(history(), None, listed)
    assert says in str(refusal.value)


def test_every_estimate_is_a_row_with_its_interval_and_its_observations():
    table = estimates(history(), delivered().assign(promised=lambda table: table["received"]))
    assert list(table.columns) == ["item", "parameter", "value", "lo", "hi", "n", "says"]
    rows = table[table["item"] == "item 0001"].set_index("parameter")
    for name in ("demand_per_day", "demand_sd", "lead_time_days", "lead_time_sd"):
        assert rows["lo"][name] < rows["value"][name] < rows["hi"][name]
    assert rows["n"][["demand_per_day", "lead_time_sd"]].tolist() == [180.0, 12.0]
    assert rows["says"]["season"] == "not tested: takes 2 whole years"
    assert rows["says"]["demand_per_day"] == "calendar days from 2023-01-01 to 2023-06-29"
    assert rows["says"]["family"].startswith("gamma passes")
    assert rows["says"]["lead_time_sd"] == "own deliveries from S; gamma"
    assert rows["value"]["supplier_reliability"] == 1.0


def test_two_years_tell_of_season_trend_and_runs():
    demand = by_model(one_item("gamma", 30.0, 9.0, index=INDEX), 731, 1, seed=3)
    rows = estimates(orders(demand, "2025-01-01")).set_index("parameter")
    assert rows["says"]["season"].startswith("a season: ")
    assert {f"season_{m:02d}" for m in range(1, 13)} < set(rows.index)
    assert rows["lo"]["trend"] < 0 < rows["hi"]["trend"]
    assert "no more and no less" in rows["says"]["week_ratio"]


def test_what_the_record_shows_is_said():
    demand = by_numpy("poisson", 5.0, 5.0**0.5, (30, 365), seed=5)
    demand[:, 5::7] = 0  # Fridays from 1 January 2023, a Sunday
    demand[0, 200:], demand[1, :200] = 0, 0
    said = build(orders(demand)).notes
    assert said[0] == "Sold from 2023-01-01 to 2023-12-31, 365 days: 30 items."
    assert any("On 52 days nothing of anything was sold, all Fridays among them" in one for one in said)
    assert any(one.startswith("Taken as given up: 1 item, silent for 28 days") for one in said)
    assert "Taken as new: 1 item; their life starts with their first sale." in said


def test_days_in_runs_are_said():
    luck = np.random.default_rng(6)
    weeks = np.repeat(luck.gamma(2.0, 0.5, (3, 53)), 7, axis=1)
    said = build(orders(luck.poisson(8.0 * weeks).astype(float))).notes
    assert any(one.startswith("Good and bad days in runs: 3 items. Their weeks vary ") for one in said)


def test_a_table_with_a_column_per_month_gives_a_catalogue(tmp_path):
    luck = np.random.default_rng(7)
    months = [f"{year}-{month:02d}" for year in (2022, 2023, 2024) for month in range(1, 13)]
    total = luck.gamma(25.0, 4.0, (80, 36)).round()
    file = tmp_path / "wide.csv"
    rows = [f"P{k}," + ",".join(f"{units:g}" for units in row) for k, row in enumerate(total)]
    file.write_text("\n".join(["item," + ",".join(months), *rows]))
    catalogue = build_catalogue(import_orders(file))
    assert catalogue.column("demand_per_day") == pytest.approx(total.sum(axis=1) / 1096, rel=0.01)
    # A month of 100 ± 20 units is a day of 3.3 ± 20/√30.4.
    assert catalogue.column("demand_sd").mean() == pytest.approx(20 / np.sqrt(30.4), rel=0.1)
    compare(catalogue, FEW)


@pytest.mark.parametrize("name", BUILT_IN)
def test_the_data_sets_own_histories_give_catalogues_like_theirs(name):
    known = load_catalogue(name)
    record = read_table(DATA / name / "orders.csv.gz").assign(quantity=lambda table: table["quantity"].astype(float))
    ours = build_catalogue(record[record["item"].isin(set(known.column("item")))])
    place = {item: at for at, item in enumerate(ours.column("item"))}
    at = np.array([place[item] for item in known.column("item") if item in place])
    theirs = np.array([item in place for item in known.column("item")])
    ratio = ours.column("demand_per_day")[at] / known.column("demand_per_day")[theirs]
    assert np.median(ratio) == pytest.approx(1.0, abs=0.1)
    assert ours.column("demand_sd")[at].sum() == pytest.approx(known.column("demand_sd")[theirs].sum(), rel=0.25)


def test_the_columns_are_a_catalogue_s():
    table = build(history(), delivered()).catalogue.items
    assert list(table.columns) == [column.name for column in COLUMNS]


@pytest.mark.parametrize(("items", "days"), [(4000, 374), (118, 1826)])
def test_it_takes_seconds(items, days):
    sold = np.random.default_rng(9).poisson(1.5, (items, days)).astype(float)
    record = orders(sold)
    started = time.perf_counter()
    build(record)
    took = time.perf_counter() - started
    print(f"{items} items, {days} days: {took:.1f} s")
    assert took < 15
