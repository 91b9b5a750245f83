"""How much extra stock: the buffer that reaches a target, what it costs, and the usual advice beside it."""

from functools import cache

import numpy as np
import pytest

from core import InputError, Scenario, compare, extra_stock, load_catalogue, price, revised, simulate, stock_sweep
from core.extra_stock import ADVICE, without_buffers
from core.frontier import NEED, sweep
from core.simulation import running

DEMO = load_catalogue("demo")
ITEMS = list(DEMO.column("item"))
SCENARIO = Scenario().but(futures=30, horizon_days=200)
ADVISED = [f"{name}_{share * 100:.0f}" for share in ADVICE for name in ("fill_rate", "cost", "money", "more")]
# A small carrying cost makes large buffers the cheapest; a large one and harmless shortages make the smallest that.
DEAR = SCENARIO.but(capital_rate=0.5, storage_rate=0.5, goodwill=0, wait_cost=0, rush_premium=0)


@cache
def swept():
    return stock_sweep(DEMO, SCENARIO)


@cache
def table(target=0.95, by="item", weight="value"):
    return extra_stock(swept(), SCENARIO, target, by, weight)


@cache
def simulated(share):
    return simulate(without_buffers(DEMO), SCENARIO.but(buffer_basis="need", jic_buffer=share))


def under(share, scenario=SCENARIO):
    """Every item under Just-in-Case with this share of need, by another way."""
    outcome = price(simulated(share), scenario.but(buffer_basis="need", jic_buffer=share))
    return outcome.items_of(["jic"], ["fill_rate", "total_cost", "overflow_cost"])


def cost(items):
    return (items["total_cost"] - items["overflow_cost"]).to_numpy()


@pytest.mark.parametrize("by", ["item", "category", "all"])
def test_the_columns(by):
    result = table(by=by)
    found = ["reached", "smallest", "buffer", "days", "units", "money", "fill_rate", "cost"]
    assert list(result.columns) == [by, *found, *ADVISED]
    rows = {"item": ITEMS, "category": sorted(set(DEMO.column("category"))), "all": ["all items"]}[by]
    assert result[by].tolist() == rows


@pytest.mark.parametrize("share", ADVICE)
def test_the_advice_is_simulated_as_it_stands(share):
    end, items = f"_{share * 100:.0f}", under(share)
    assert table()["fill_rate" + end].to_numpy() == pytest.approx(items["fill_rate"].to_numpy(), abs=1e-9)
    assert table()["cost" + end].to_numpy() == pytest.approx(cost(items), rel=1e-9)
    assert (table()["more" + end] == table()["cost" + end] - table()["cost"]).all()


@pytest.mark.parametrize("scenario", [SCENARIO, DEAR], ids=["usual", "dear stock"])
@pytest.mark.parametrize("target", [0.9, 0.95, 0.97])
def test_the_buffer_reaches_the_target_at_least_cost(scenario, target):
    result = extra_stock(swept(), scenario, target)
    reached = result["reached"] != "never"
    assert (result["fill_rate"][reached] >= target - 1e-12).all()
    assert (result["smallest"][reached] <= result["buffer"][reached]).all()
    # No point of the simulation that reaches the target is cheaper.
    for share in NEED.tolist():
        there = under(share, scenario)
        enough = (there["fill_rate"] >= target).to_numpy()
        assert (result["cost"].to_numpy()[enough] <= cost(there)[enough] * (1 + 1e-9)).all()
        assert (result["smallest"].to_numpy()[enough] <= share + 1e-12).all()
        assert not (result["smallest"].to_numpy()[~enough] <= share - 1e-12).any()


def test_between_points_the_buffer_gives_what_it_says():
    result = extra_stock(swept(), DEAR, 0.95)
    inner = result[(result["reached"] == "yes") & (result["buffer"] == result["smallest"])]
    assert len(inner) > 20
    rows = {row.item: {"buffer": row.buffer} for row in inner.itertuples()}
    served = compare(DEMO.but(rows), DEAR).items_of(["jic"], ["fill_rate"]).set_index("item")["fill_rate"]
    assert served[inner["item"]].to_numpy() == pytest.approx(np.full(len(inner), 0.95), abs=0.015)
    assert inner["fill_rate"].to_numpy() == pytest.approx(np.full(len(inner), 0.95), abs=1e-12)


def test_stock_in_days_units_and_money():
    result, need = table(), swept().plans["jic"].protection_days * DEMO.column("demand_per_day")
    assert result["units"].to_numpy() == pytest.approx((result["buffer"] * need).to_numpy())
    assert result["money"].to_numpy() == pytest.approx((result["units"] * DEMO.column("unit_cost")).to_numpy())
    assert result["days"].to_numpy() == pytest.approx((result["units"] / DEMO.column("demand_per_day")).to_numpy())
    assert result["money_35"].sum() == pytest.approx((0.35 * need * DEMO.column("unit_cost")).sum())
    louder = extra_stock(stock_sweep(DEMO, SCENARIO.but(demand_level=2, forecast_bias=0.1)), SCENARIO, 0.95)
    assert louder["money_35"].sum() == pytest.approx(2.2 * result["money_35"].sum())


@pytest.mark.parametrize("weight", ["value", "units", "equal"])
def test_categories_and_all_pool_their_items(weight):
    scenario = SCENARIO.but(buffer_basis="need", jic_buffer=0.35)
    summary = compare(without_buffers(DEMO), scenario, weight).summary.loc["jic"]
    whole = table(by="all", weight=weight).iloc[0]
    assert whole["fill_rate_35"] == pytest.approx(summary["fill_rate"], abs=1e-9)
    assert whole["cost_35"] == pytest.approx(summary["total_cost"], rel=1e-9)
    parts = table(by="category", weight=weight)
    # Outside storage is counted for all items together alone.
    for name, outside in (("cost_35", summary["overflow_cost"]), ("money_50", 0.0)):
        assert parts[name].sum() == pytest.approx(whole[name] - outside, rel=1e-9)
        assert table()[name].sum() == pytest.approx(whole[name] - outside, rel=1e-9)
    assert parts["fill_rate_35"].min() < whole["fill_rate_35"] < parts["fill_rate_35"].max()


def test_what_no_buffer_reaches_is_said():
    result = table(target=0.999)
    never = result[result["reached"] == "never"]
    assert len(never) > 0
    assert never[["smallest", "buffer", "days", "units", "money", "fill_rate", "cost", "more_20"]].isna().all(axis=None)
    assert never[["fill_rate_50", "cost_50"]].notna().all(axis=None)
    assert (table(target=0.0)["reached"] == "with no buffer").all()
    assert (table(target=0.0)["smallest"] == 0).all()


def test_odd_items():
    odd = DEMO.but({ITEMS[0]: {"demand_per_day": 0}, ITEMS[1]: {"price": 0.0}})
    for by in ("item", "category"):
        result = extra_stock(stock_sweep(odd, SCENARIO), SCENARIO, 0.95, by)
        assert np.isfinite(result[["cost_20", "fill_rate_20", "money_20"]]).all(axis=None)
    first = extra_stock(stock_sweep(odd, SCENARIO), SCENARIO, 0.95).iloc[0]
    assert (first["reached"], first["buffer"], first["units"]) == ("with no buffer", 0, 0)


def test_one_simulation_answers_everything(monkeypatch):
    runs, run = [], running.Job.run
    monkeypatch.setattr(running.Job, "run", lambda job, workers: runs.append(len(job.items.keys)) or run(job, workers))
    ledger = stock_sweep(DEMO, SCENARIO)
    for by in ("item", "category", "all"):
        for target in (0.9, 0.99):
            extra_stock(ledger, SCENARIO.but(capital_rate=0.3), target, by)
    assert runs == [60]
    edited = DEMO.but({ITEMS[3]: {"lead_time_days": 30, "policy": "jit", "buffer": 1.0}})
    again = extra_stock(revised(ledger, without_buffers(edited)), SCENARIO, 0.95)
    assert runs == [60, 1, 1]
    assert again.equals(extra_stock(stock_sweep(edited, SCENARIO), SCENARIO, 0.95))


def test_own_buffers_are_set_aside():
    assert np.isnan(DEMO.column("buffer")).sum() < 60
    assert without_buffers(without_buffers(DEMO)) == without_buffers(DEMO)
    assert np.isnan(without_buffers(DEMO).column("buffer")).all()
    assert (swept().buffer[1:] == np.tile(NEED[:, None], 60)).all()


@pytest.mark.parametrize(
    ("target", "by", "words"),
    [
        (1.01, "item", "target must be a fill rate of 0 to 1, got 1.01"),
        (float("nan"), "item", "target must be a fill rate of 0 to 1, got nan"),
        ("high", "item", "target must be a fill rate of 0 to 1, got 'high'"),
        (0.9, "supplier", "told by item, category, all, got 'supplier'"),
    ],
)
def test_what_is_refused(target, by, words):
    with pytest.raises(InputError, match=words):
        extra_stock(swept(), SCENARIO, target, by)


def test_another_ledger_is_refused():
    for ledger in (sweep(DEMO, SCENARIO), simulate(DEMO, SCENARIO)):
        with pytest.raises(InputError, match="ledger of a stock_sweep"):
            extra_stock(ledger, SCENARIO, 0.9)
    with pytest.raises(InputError, match="weight of items"):
        extra_stock(swept(), SCENARIO, 0.9, weight="mass")
