"""The tables of an outcome: what is in them, that they agree, and that odd input gives finite figures."""

from functools import cache

import numpy as np
import pandas as pd
import pytest

from core import InputError, Scenario, compare, load_catalogue, price, settings, simulate
from core import outcome as pricing
from core.intervals import interval
from core.measures import BY_NAME, MEASURES, NAMES
from core.outcome import own_places
from core.simulation import running as engine_room

BASE = {"futures": 40}
# The columns of MODEL.md §4, copied by hand.
COLUMNS = (
    "fill_rate", "cycle_service", "in_stock_days",
    "avg_stock_units", "avg_stock_value", "avg_pallets", "peak_pallets", "pipeline_value", "working_capital",
    "turns", "days_of_supply", "orders", "units_received", "units_lost", "units_rushed", "units_waiting",
    "units_scrapped", "overflow_pallet_days", "capital_cost", "storage_cost", "insurance_cost", "obsolescence_cost",
    "carrying_cost", "ordering_cost", "overflow_cost", "scrap_cost", "premium_cost", "inventory_cost", "rush_cost",
    "lost_margin", "goodwill_cost", "waiting_cost", "line_down_cost", "total_cost",
)  # fmt: skip
UP = {"fill_rate", "cycle_service", "in_stock_days", "turns"}
NEITHER = {"pipeline_value", "orders", "units_received"}
SHARES = ("fill_rate", "cycle_service", "in_stock_days")
ADD_UP = [name for name in COLUMNS if name not in (*SHARES, "peak_pallets", "turns", "days_of_supply", "avg_pallets")]
PRICES = {name: s.high for name, s in settings().items() if s.acts == "price"}


@cache
def outcome(weight="value", **values):
    return compare(load_catalogue("demo"), Scenario().but(**BASE).but(**values), weight)


def sound(result):
    """Every table is finite and orderly."""
    summary = result.summary
    assert list(summary.index) == ["jit", "jic", "hybrid"]
    assert list(summary.columns) == [name + end for name in NAMES for end in ("", "_lo", "_hi")]
    for table in (summary, result.items):
        for name in (name for name in NAMES if name in table):
            low, value, high = (table[name + end].to_numpy() for end in ("_lo", "", "_hi"))
            assert np.isfinite([low, value, high]).all(), name
            assert (low <= value).all(), name
            assert (value <= high).all(), name
            if name in SHARES:
                assert ((low >= 0) & (value <= 1 + 1e-12) & (high <= 1 + 1e-12)).all(), name
    assert np.isfinite(result.paired[["difference", "lo", "hi"]].to_numpy()).all()
    return result


def test_the_measures_are_the_model_s():
    assert set(NAMES) == set(COLUMNS)
    assert len(NAMES) == len(MEASURES) == len(COLUMNS)
    assert {name for name in NAMES if BY_NAME[name].better == 1} == UP
    assert {name for name in NAMES if BY_NAME[name].better == 0} == NEITHER


@pytest.mark.parametrize("weight", ["value", "units", "equal"])
@pytest.mark.parametrize(
    "values", [{}, {"horizon_days": 90}, {"rush_share": 1}, {"rush_share": 0, "wait_share": 1}, {"futures": 20}]
)
def test_tables_are_sound(weight, values):
    sound(outcome(weight, **values))


def test_sums_of_costs():
    table = outcome(**PRICES).summary
    carrying = table[["capital_cost", "storage_cost", "insurance_cost", "obsolescence_cost"]].sum(axis=1)
    assert table["carrying_cost"].to_numpy() == pytest.approx(carrying.to_numpy(), rel=1e-12)
    inventory = table[["carrying_cost", "ordering_cost", "overflow_cost", "scrap_cost", "premium_cost"]].sum(axis=1)
    assert table["inventory_cost"].to_numpy() == pytest.approx(inventory.to_numpy(), rel=1e-12)
    short = table[["rush_cost", "lost_margin", "goodwill_cost", "waiting_cost", "line_down_cost"]].sum(axis=1)
    assert table["total_cost"].to_numpy() == pytest.approx((inventory + short).to_numpy(), rel=1e-12)
    assert table["days_of_supply"].to_numpy() == pytest.approx(365 / table["turns"].to_numpy(), rel=1e-12)
    assert (table["working_capital"] == table["avg_stock_value"] + table["pipeline_value"]).all() or table[
        "working_capital"
    ].to_numpy() == pytest.approx((table["avg_stock_value"] + table["pipeline_value"]).to_numpy(), rel=1e-12)


def test_the_fill_rate_pools_before_it_divides():
    result = outcome("units")
    for cell, policy in enumerate(("jit", "jic")):
        pooled = 1 - result.ledger.field(cell, "short").sum() / result.ledger.demand.sum()
        assert result.summary["fill_rate"][policy] == pytest.approx(pooled, rel=1e-12)


@pytest.mark.parametrize("weight", ["value", "units", "equal"])
def test_weights(weight):
    result, demo = outcome(weight), load_catalogue("demo")
    mean, cost = demo.column("demand_per_day"), demo.column("unit_cost")
    share = {"value": mean * cost, "units": mean, "equal": np.ones(len(demo))}[weight]
    rows = result.items[result.items["policy"] == "jic"]
    for name in ("cycle_service", "in_stock_days"):
        expected = np.average(rows[name], weights=share)
        assert result.summary[name]["jic"] == pytest.approx(expected, rel=1e-9)
    per_unit = {"value": cost, "units": np.ones(len(demo)), "equal": 1 / mean}[weight][:, None]
    expected = 1 - (per_unit * result.ledger.field(1, "short")).sum() / (per_unit * result.ledger.demand).sum()
    assert result.summary["fill_rate"]["jic"] == pytest.approx(expected, rel=1e-12)
    assert (result.summary["total_cost"] == outcome().summary["total_cost"]).all()


@pytest.mark.parametrize("name", ADD_UP)
def test_items_add_up_to_the_summary(name):
    result = outcome(**PRICES)
    sums = result.items.groupby("policy")[name].sum()
    for policy in ("jit", "jic", "hybrid"):
        assert sums[policy] == pytest.approx(result.summary[name][policy], rel=1e-6, abs=1e-9), policy


def test_the_hybrid_takes_each_item_from_the_policy_that_its_rule_says():
    items = outcome().items.set_index(["policy", "item"])
    rule = items.loc["hybrid"]["rule"]
    assert set(rule) > {"none of the rules", "top seller"}
    buffered = outcome().ledger.assignment.buffered
    mine = [name for name in NAMES if name in items and name not in ("overflow_pallet_days", "overflow_cost")]
    mine = [name for name in mine if name not in ("inventory_cost", "total_cost")]
    for policy, mask in (("jic", buffered), ("jit", ~buffered)):
        assert mask.any()
        assert items.loc["hybrid"][mine][mask].equals(items.loc[policy][mine][mask])
    assert (items.loc["jit"]["rule"] == "all items").all()


def test_paired_is_the_difference_of_the_summaries():
    result = outcome()
    paired = result.paired
    assert list(paired.columns) == ["first", "second", "measure", "difference", "lo", "hi", "first_better"]
    pairs = paired[["first", "second"]].drop_duplicates().to_numpy().tolist()
    assert pairs == [["jit", "jic"], ["jit", "hybrid"], ["jic", "hybrid"]]
    for row in paired.itertuples():
        expected = result.summary[row.measure][row.first] - result.summary[row.measure][row.second]
        scale = abs(result.summary[row.measure][row.first]) + 1e-12
        assert row.difference == pytest.approx(expected, rel=1e-9, abs=1e-9 * scale)
        assert row.lo <= row.difference <= row.hi
        assert np.isnan(row.first_better) if row.measure in NEITHER else 0 <= row.first_better <= 1


def test_paired_is_antisymmetric():
    result = outcome()
    table = result.paired.query("first == 'jit' and second == 'jic'").set_index("measure")
    one, two = result.totals["jit"], result.totals["jic"]
    mean, low, high = interval(two.series - one.series, result.controls)
    assert (table["difference"] == -mean).all()
    assert table["lo"].to_numpy() == pytest.approx(-high)
    assert table["hi"].to_numpy() == pytest.approx(-low)
    fill = NAMES.index("fill_rate")
    better = (one.by_future[fill] > two.by_future[fill]).mean()
    assert table["first_better"]["fill_rate"] == better
    assert better + (two.by_future[fill] > one.by_future[fill]).mean() == 1


def test_a_weight_that_is_none_is_refused():
    for weight in ("foo", "", None, "Value"):
        with pytest.raises(InputError, match="value or units or equal"):
            compare(load_catalogue("demo"), Scenario().but(futures=20), weight)


# --- repricing -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(PRICES))
def test_repricing_equals_a_new_comparison(name):
    scenario = Scenario().but(**BASE).but(**{name: PRICES[name]})
    again = price(outcome().ledger, scenario)
    fresh = compare(load_catalogue("demo"), scenario)
    assert again.summary.equals(fresh.summary)
    assert again.paired.equals(fresh.paired)
    assert again.items.equals(fresh.items)
    assert not again.summary.equals(outcome().summary)


def test_another_physics_is_refused():
    ledger = outcome().ledger
    for name, setting in settings().items():
        if setting.acts == "physics":
            other = (
                setting.high if setting.kind in ("number", "whole") and setting.high != setting.default else setting.low
            )
            other = not setting.default if setting.kind == "yes_no" else other
            other = "need" if setting.kind == "choice" else other
            with pytest.raises(InputError, match="prices alone"):
                price(ledger, Scenario().but(**BASE).but(**{name: other}))


def test_pricing_simulates_nothing(monkeypatch):
    runs, run = [], engine_room.Job.run

    def counting(job, workers):
        runs.append(workers)
        return run(job, workers)

    monkeypatch.setattr(engine_room.Job, "run", counting)
    demo, scenario = load_catalogue("demo"), Scenario().but(futures=20)
    ledger = simulate(demo, scenario)
    assert len(runs) == 1
    result = price(ledger, scenario.but(**PRICES))
    assert len(result.summary) + len(result.paired) + len(result.items) > 0
    assert len(runs) == 1


def test_own_places_where_a_data_set_names_none(monkeypatch):
    demo = load_catalogue("demo")
    bare = type(demo).of(demo.items, histories=dict(demo.histories), lead_time_histories=dict(demo.lead_time_histories))
    assert bare.warehouse_places is None
    average = compare(bare, Scenario().but(futures=20)).summary["avg_pallets"]["jit"]
    assert own_places(bare) == np.ceil(1.25 * average)
    assert own_places(demo) == demo.warehouse_places
    assert pricing.places(bare, Scenario().but(warehouse_places=7)) == 7


@pytest.mark.parametrize("policies", [["hybrid"], ["jic", "jit"], ["hybrid", "jit", "jic"]])
@pytest.mark.parametrize("names", [["fill_rate"], ["total_cost", "overflow_cost", "turns"], list(pricing.OF_ITEMS)])
def test_some_of_the_items_table_is_that_of_the_whole(policies, names):
    result = outcome(warehouse_places=90)
    columns = ["item", "policy", "rule", *(name + end for name in names for end in ("", "_lo", "_hi"))]
    whole = pd.concat([result.items[result.items["policy"] == policy] for policy in policies], ignore_index=True)
    assert result.items_of(policies, names).equals(whole[columns])


@pytest.mark.parametrize(
    ("policies", "names", "words"),
    [
        (["jit", "eoq"], ["fill_rate"], "There is no policy named 'eoq'"),
        (["jit"], ["peak_pallets"], "An item has no measure named 'peak_pallets'"),
        ([], ["fill_rate"], "At least one policy must be named"),
    ],
)
def test_unknown_parts_of_the_items_table_are_refused(policies, names, words):
    with pytest.raises(InputError, match=words):
        outcome().items_of(policies, names)


# --- odd input -------------------------------------------------------------------------------------------------------


def frame(**columns):
    base = {"item": ["a", "b"], "unit_cost": [10.0, 2.0], "demand_per_day": [5.0, 40.0]}
    return pd.DataFrame({**base, **columns})


ODD = {
    "no demand at all": frame(demand_per_day=[0.0, 0.0]),
    "one item": frame().iloc[:1],
    "one item without demand": frame(demand_per_day=[0.0, 0.0]).iloc[:1],
    "price below cost": frame(price=[1.0, 0.5]),
    "price nothing": frame(price=[0.0, 0.0]),
    "no order cost": frame(order_cost=[0.0, 0.0]),
    "no lead time": frame(lead_time_days=[0.0, 0.0]),
    "no deviation": frame(demand_sd=[0.0, 0.0], lead_time_sd=[0.0, 0.0]),
    "tiny demand": frame(demand_per_day=[1e-6, 1e-3]),
    "huge demand": frame(demand_per_day=[1e6, 1e5]),
    "huge cost": frame(unit_cost=[1e9, 1e-6]),
    "all critical": frame(critical=["yes", "yes"]),
    "all just-in-time": frame(policy=["jit", "jit"]),
}
WORLDS = {
    "default": {},
    "no rates": {name: 0 for name in PRICES},
    "no luck": {"demand_variability": 0, "lead_time_variability": 0, "spikes_per_year": 0, "outages_per_year": 0,
                "design_changes_per_year": 0},
    "all at once": {"spikes_per_year": 12, "spike_size": 6, "outages_per_year": 6, "outage_days": 120, "futures": 20},
    "everything scrapped": {"design_changes_per_year": 2, "scrap_share": 1},
}  # fmt: skip


@pytest.mark.parametrize("weight", ["value", "units", "equal"])
@pytest.mark.parametrize("world", sorted(WORLDS))
@pytest.mark.parametrize("odd", sorted(ODD))
def test_odd_input_gives_finite_figures(odd, world, weight):
    values = {"futures": 20, "horizon_days": 90, **WORLDS[world], "warehouse_places": 3}
    result = sound(compare(load_catalogue(ODD[odd]), Scenario().but(**values), weight))
    summary = result.summary
    if "no demand" in odd or "without demand" in odd:
        assert summary[list(SHARES)].to_numpy() == pytest.approx(1)
        assert (summary["total_cost"] == 0).all()
        assert (summary["turns"] == 0).all()
    if odd == "price below cost" and (summary["units_lost"] > 0).any():
        lost = summary["units_lost"] > 0
        assert (summary["lost_margin"][lost] < 0).all()


@pytest.mark.parametrize("name", ["demo", "bakery"])
def test_built_in_data_sets_are_sound(name):
    sound(compare(load_catalogue(name), Scenario().but(futures=20)))


def test_a_ledger_at_other_buffers_is_no_outcome():
    demo, scenario = load_catalogue("demo"), Scenario().but(futures=20)
    for dials in ({"jit": [0.0, 1.0], "jic": [0.0]}, {"jit": [0.0]}):
        with pytest.raises(InputError, match="see frontier"):
            price(simulate(demo, scenario, dials), scenario)


def test_something_else_than_a_catalogue_is_named():
    with pytest.raises(InputError, match=r"must be a catalogue.*'demo'"):
        compare("demo")


def test_an_outcome_introduces_itself_in_a_line():
    assert len(repr(compare(load_catalogue("demo"), Scenario().but(futures=20)))) < 150


def test_bounds_stay_within_what_a_measure_can_be():
    row = {"item": "a", "unit_cost": 2.0, "demand_per_day": 1.0, "lead_time_days": 300, "lead_time_sd": 300}
    slow = load_catalogue(pd.DataFrame([row]))
    outcome = compare(slow, Scenario().but(futures=20, horizon_days=90))
    for table in (outcome.summary, outcome.items[outcome.items.columns[3:]]):
        assert (table.to_numpy() >= 0).all()
