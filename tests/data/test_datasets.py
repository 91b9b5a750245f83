"""The data sets of the project: their files agree with each other, and with the scripts that make them."""

from __future__ import annotations

import csv
import gzip
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

DATA = Path(__file__).parents[2] / "data"
SEASON = [f"season_{month:02d}" for month in range(1, 13)]
COLUMNS = [
    *("item", "name", "category", "supplier", "unit_cost", "price"),
    *("demand_per_day", "demand_sd", "demand_model", "zero_share", *SEASON),
    *("lead_time_days", "lead_time_sd", "lead_time_model", "supplier_reliability"),
    *("order_cost", "order_minimum", "order_multiple", "units_per_pallet", "critical", "policy", "buffer"),
]
FROM_DEMAND = {"item", "name", "category", "demand_per_day", "demand_sd", *SEASON}
SETS = ("demo", "bakery")


def catalogue(name: str) -> pd.DataFrame:
    """The catalogue of a data set, one row per item."""
    return pd.read_csv(DATA / name / "catalogue.csv", dtype={"policy": str}).set_index("item")


def orders(name: str) -> pd.DataFrame:
    """Units by day (rows, every day of the history) and item (columns); absent days are zero."""
    rows = pd.read_csv(DATA / name / "orders.csv.gz", parse_dates=["date"])
    wide = rows.pivot(index="date", columns="item", values="quantity")
    return wide.reindex(pd.date_range(wide.index.min(), wide.index.max())).fillna(0.0)


def receipts() -> pd.DataFrame:
    """The demo's receipts with their lead times in days and whether they came by the promised day."""
    dates = ["order_date", "promised_date", "received_date"]
    rows = pd.read_csv(DATA / "demo" / "receipts.csv.gz", parse_dates=dates)
    lead = (rows["received_date"] - rows["order_date"]).dt.days
    return rows.assign(lead=lead, on_time=rows["received_date"] <= rows["promised_date"])


def about(name: str) -> dict[str, Any]:
    """dataset.json."""
    facts: dict[str, Any] = json.loads((DATA / name / "dataset.json").read_text(encoding="utf-8"))
    return facts


def rules() -> pd.DataFrame:
    """Which hybrid rule holds for each demo item at the default settings, whatever the others say."""
    items = catalogue("demo")
    value = (items["demand_per_day"] * items["price"]).sort_values(ascending=False)
    before = (value.cumsum() - value) / value.sum()
    return pd.DataFrame(
        {
            "sales value": before.reindex(items.index) < 0.5,
            "critical": items["critical"] == "yes",
            "lead time": items["lead_time_days"] > 21,
            "reliability": items["supplier_reliability"] < 0.9,
        }
    )


def run(script: str, *arguments: object) -> None:
    """Run a data script as a person would, from another folder."""
    command = [sys.executable, str(DATA / script), *map(str, arguments)]
    subprocess.run(command, check=True, cwd=DATA.parent.parent, capture_output=True, text=True)


def content(path: Path) -> bytes:
    """The bytes of a file, unpacked: another build of zlib may pack the same text differently."""
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def assert_same_files(made: Path, kept: Path) -> None:
    """Both folders hold the same files with the same content."""
    assert sorted(path.name for path in made.iterdir()) == sorted(path.name for path in kept.iterdir())
    for path in made.iterdir():
        assert content(path) == content(kept / path.name), path.name


# The demo against its script


@pytest.fixture(scope="module")
def made_twice(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The demo made twice, each in a new folder."""
    folders = tmp_path_factory.mktemp("first") / "demo", tmp_path_factory.mktemp("second") / "demo"
    for folder in folders:
        run("make_demo.py", folder)
    return folders


def test_the_script_makes_the_demo_that_is_kept(made_twice: tuple[Path, Path]) -> None:
    assert_same_files(made_twice[0], DATA / "demo")


def test_two_runs_give_the_same_bytes_packed_and_all(made_twice: tuple[Path, Path]) -> None:
    first, second = made_twice
    for path in first.iterdir():
        assert path.read_bytes() == (second / path.name).read_bytes(), path.name


@pytest.mark.parametrize("path", sorted(DATA.glob("*/*.gz")), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_packed_files_carry_no_time_and_stay_small(path: Path) -> None:
    packed = path.read_bytes()
    assert packed[4:8] == bytes(4)
    assert len(packed) < 1_500_000


# Both data sets


@pytest.mark.parametrize("name", SETS)
def test_the_catalogue_has_the_columns_of_the_model_in_their_order(name: str) -> None:
    with (DATA / name / "catalogue.csv").open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == COLUMNS


@pytest.mark.parametrize("name", SETS)
def test_every_item_has_orders_and_every_order_an_item(name: str) -> None:
    items = catalogue(name)
    assert items.index.is_unique
    assert set(orders(name).columns) == set(items.index)


@pytest.mark.parametrize("name", SETS)
def test_values_are_within_the_model_s_ranges(name: str) -> None:
    items = catalogue(name)
    assert (items[["unit_cost", "units_per_pallet", "demand_per_day", "demand_sd"]] > 0).all(axis=None)
    assert (items["price"] > items["unit_cost"]).all()
    assert items["supplier_reliability"].between(0, 1).all()
    assert items["lead_time_days"].between(0, 365).all()
    assert items["policy"].dropna().isin(["jit", "jic"]).all()
    assert items["lead_time_model"].dropna().isin(["gamma", "lognormal"]).all()


@pytest.mark.parametrize("name", SETS)
def test_a_season_is_whole_with_mean_one_and_only_for_items_above_20_a_day(name: str) -> None:
    items = catalogue(name)
    seasonal = items[SEASON].notna().all(axis=1)
    assert (seasonal == items[SEASON].notna().any(axis=1)).all()
    assert seasonal.any()
    np.testing.assert_allclose(items.loc[seasonal, SEASON].mean(axis=1), 1.0, atol=1e-9)
    assert (items.loc[seasonal, SEASON] >= 0).all(axis=None)
    assert (items.loc[seasonal, "demand_per_day"] >= 20).all()


@pytest.mark.parametrize(("name", "calendar_start"), [("demo", "2026-01-01"), ("bakery", "2019-01-01")], ids=SETS)
def test_a_data_set_says_what_it_is(name: str, calendar_start: str) -> None:
    facts = about(name)
    assert list(facts) == ["name", "currency", "calendar_start", "warehouse_places", "assumed", "source"]
    assert facts["calendar_start"] == calendar_start
    assert facts["currency"] == "EUR"
    assert facts["warehouse_places"] is None or facts["warehouse_places"] > 0


@pytest.mark.parametrize("name", SETS)
def test_sources_md_speaks_of_every_file(name: str) -> None:
    text = (DATA / "SOURCES.md").read_text(encoding="utf-8")
    for path in (DATA / name).iterdir():
        assert path.name in text, path.name


# The demo's facts


def test_the_demo_is_about_60_items_of_at_least_10_suppliers() -> None:
    items = catalogue("demo")
    assert 55 <= len(items) <= 65
    assert items["supplier"].nunique() >= 10
    assert items["name"].is_unique


def test_the_demo_s_orders_are_three_whole_years_of_whole_units() -> None:
    wide = orders("demo")
    assert (wide.index[0], wide.index[-1]) == (pd.Timestamp("2023-01-01"), pd.Timestamp("2025-12-31"))
    assert len(wide) == 1096
    assert (wide % 1 == 0).all(axis=None)
    assert (wide >= 0).all(axis=None)


def test_the_demo_s_mean_demand_is_what_the_orders_say() -> None:
    expected = orders("demo").mean()
    stated = catalogue("demo")["demand_per_day"]
    np.testing.assert_allclose(stated, expected.reindex(stated.index), atol=5.1e-5)


def test_the_demo_s_demand_sd_is_what_the_orders_say_where_there_is_no_season() -> None:
    items = catalogue("demo")
    stated = items.loc[items["season_01"].isna(), "demand_sd"]
    np.testing.assert_allclose(stated, orders("demo").std().reindex(stated.index), atol=5.1e-5)


def test_a_season_is_taken_out_of_the_demand_sd() -> None:
    items = catalogue("demo")
    seasonal = items[items["season_01"].notna()]
    raw = orders("demo").std().reindex(seasonal.index)
    assert (seasonal["demand_sd"] < 0.85 * raw).all()
    assert (seasonal["demand_sd"] / seasonal["demand_per_day"]).between(0.35, 0.65).all()


def test_the_demo_s_monthly_index_is_what_the_orders_say() -> None:
    wide, items = orders("demo"), catalogue("demo")
    seasonal = items.index[items["season_01"].notna()]
    months = wide[seasonal].groupby(pd.DatetimeIndex(wide.index).month).mean()
    np.testing.assert_allclose(items.loc[seasonal, SEASON], (months / months.mean()).T, atol=3e-4)


def test_some_items_peak_at_the_year_s_end_some_in_summer_and_most_have_no_season() -> None:
    season = catalogue("demo")[SEASON]
    assert season["season_01"].isna().mean() >= 0.6
    assert (season[["season_11", "season_12"]].min(axis=1) > 2.5).sum() >= 4
    assert season.max().max() < 3.6
    assert (season[["season_06", "season_07"]].min(axis=1) > 1.8).sum() >= 2


def test_intermittent_spares_have_the_share_of_zero_days_that_their_orders_have() -> None:
    items = catalogue("demo")
    spares = items[items["demand_model"] == "intermittent"]
    assert len(spares) >= 5
    assert spares["zero_share"].between(0.6, 0.9).all()
    zeros = (orders("demo") == 0).mean()
    np.testing.assert_allclose(spares["zero_share"], zeros.reindex(spares.index), atol=5.1e-5)
    assert items.loc[items["demand_model"].isna(), "zero_share"].isna().all()


def test_fast_medium_and_slow_movers_are_all_there() -> None:
    items = catalogue("demo")
    a_day = items.loc[items["demand_model"].isna(), "demand_per_day"]
    assert (a_day >= 100).sum() >= 5
    assert a_day.between(5, 20).sum() >= 5
    assert (a_day < 5).sum() >= 5
    slow = items[items["demand_per_day"] < 20]
    assert (slow["demand_sd"] ** 2 > slow["demand_per_day"]).all(), "auto takes these for fractional units"


def test_the_demo_s_lead_times_are_those_of_the_receipts() -> None:
    items = catalogue("demo")
    seen = receipts().groupby("item")["lead"].agg(["mean", "std", "size"]).reindex(items.index)
    assert seen["size"].min() >= 15
    np.testing.assert_allclose(items["lead_time_days"], seen["mean"], atol=5.1e-3)
    np.testing.assert_allclose(items["lead_time_sd"], seen["std"], atol=5.1e-3)


def test_lead_times_are_near_usual_and_far() -> None:
    items = catalogue("demo")
    days = items["lead_time_days"]
    assert days.between(2, 4).sum() >= 3
    assert days.between(4, 21).mean() > 0.6
    assert days.between(40, 60).sum() >= 5
    assert (items["lead_time_sd"] / days).between(0.13, 0.42).all()


def test_a_supplier_s_reliability_is_its_share_of_receipts_on_time() -> None:
    items, seen = catalogue("demo"), receipts()
    assert items.groupby("supplier")["supplier_reliability"].nunique().eq(1).all()
    stated = items.groupby("supplier")["supplier_reliability"].first()
    np.testing.assert_allclose(stated, seen.groupby("supplier")["on_time"].mean(), atol=5.1e-4)
    assert stated.min() < 0.8
    assert stated.max() > 0.98


def test_a_receipt_comes_from_the_item_s_supplier_after_its_order_in_its_lots() -> None:
    items, seen = catalogue("demo"), receipts()
    rows = items.reindex(seen["item"]).reset_index()
    assert (seen["supplier"] == rows["supplier"]).all()
    assert (seen["lead"] >= 1).all()
    assert (seen["quantity"] >= rows["order_minimum"].fillna(1)).all()
    assert (seen["quantity"] % rows["order_multiple"].fillna(1) == 0).all()
    assert seen["received_date"].max() <= pd.Timestamp("2025-12-31")


@pytest.mark.parametrize("rule", ["sales value", "critical", "lead time", "reliability"])
def test_each_hybrid_rule_decides_items_that_no_other_decides(rule: str) -> None:
    held = rules()[catalogue("demo")["policy"].isna()]
    alone = held[rule] & (held.sum(axis=1) == 1)
    assert alone.sum() >= 2


def test_more_than_a_third_of_the_demo_falls_to_no_rule() -> None:
    assert (~rules().any(axis=1)).mean() > 1 / 3


def test_some_demo_items_go_their_own_way_and_against_the_rule() -> None:
    items, held = catalogue("demo"), rules().any(axis=1)
    assert items["buffer"].notna().sum() in {1, 2}
    own = items["policy"].dropna()
    assert set(own) == {"jit", "jic"}
    assert (held[own.index] == (own == "jit")).all()


def test_yearly_sales_are_those_of_a_middling_distributor() -> None:
    items = catalogue("demo")
    assert 5e6 < (items["demand_per_day"] * items["price"]).sum() * 365 < 20e6


def test_nothing_in_the_demo_is_called_assumed_for_all_of_it_is_made_up() -> None:
    assert about("demo")["assumed"] == []
    assert about("demo")["source"].startswith("Made up")


# The bakery's facts


def test_the_bakery_has_105_store_products_over_all_days_of_the_source() -> None:
    rows = pd.read_csv(DATA / "bakery" / "orders.csv.gz")
    wide = orders("bakery")
    assert wide.shape == (1215, 105)
    assert len(rows) == 127_575
    assert (wide.index[0], wide.index[-1]) == (pd.Timestamp("2016-01-02"), pd.Timestamp("2019-04-30"))
    assert wide["S02-P101"].head(3).tolist() == [254.0, 538.0, 132.0]


def counted_days(wide: pd.DataFrame) -> pd.DataFrame:
    """True where an item's store counts as open: no run of seven and more days without any sale."""
    sold = wide.T.groupby(wide.columns.str[:3]).sum().T > 0
    shut = pd.DataFrame({store: ~sold[store] for store in sold})
    run_length = shut.apply(lambda one: one.groupby((one != one.shift()).cumsum()).transform("size"))
    counted: pd.DataFrame = ~(shut & (run_length >= 7))
    return counted[wide.columns.str[:3]].set_axis(wide.columns, axis=1)


def test_the_bakery_s_mean_demand_is_what_the_orders_of_open_days_say() -> None:
    wide = orders("bakery")
    expected = wide.where(counted_days(wide)).mean()
    stated = catalogue("bakery")["demand_per_day"]
    np.testing.assert_allclose(stated, expected.reindex(stated.index), atol=5.1e-5)


def test_a_store_that_opened_late_is_not_diluted_and_a_weekly_closing_day_counts() -> None:
    wide = orders("bakery")
    stated = catalogue("bakery")["demand_per_day"]
    assert stated["S22-P101"] > 3 * wide["S22-P101"].mean()
    sundays_shut = wide["S25-P101"]
    assert (sundays_shut == 0).mean() > 0.15
    np.testing.assert_allclose(stated["S25-P101"], sundays_shut.mean(), atol=5.1e-5)


def test_the_bakery_s_demand_sd_is_what_the_orders_say_where_there_is_no_season() -> None:
    wide, items = orders("bakery"), catalogue("bakery")
    stated = items.loc[items["season_01"].isna(), "demand_sd"]
    expected = wide.where(counted_days(wide)).std().reindex(stated.index)
    np.testing.assert_allclose(stated, expected, atol=5.1e-5)


def test_every_assumed_bakery_column_is_listed_and_nothing_else() -> None:
    filled = {column for column in COLUMNS if column != "item" and catalogue("bakery")[column].notna().any()}
    assert set(about("bakery")["assumed"]) == filled - FROM_DEMAND


def test_the_bakery_carries_the_licence_and_copyright_of_its_demand() -> None:
    text = (DATA / "bakery" / "LICENSE-ddop.txt").read_text(encoding="utf-8")
    assert text.startswith("BSD 3-Clause License")
    assert "Copyright (c) 2007-2020 The ddop developers." in text


def test_the_bakery_script_makes_the_files_that_are_kept(tmp_path: Path) -> None:
    archive = os.environ.get("DDOP_ARCHIVE")
    if not archive:
        pytest.skip("needs the ddop archive: pip download --no-deps ddop, then set DDOP_ARCHIVE to its path")
    run("make_bakery.py", Path(archive).resolve(), tmp_path)
    assert_same_files(tmp_path, DATA / "bakery")
