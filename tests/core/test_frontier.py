"""The curves: nine points a policy, the current one among them to the digit, and each curve goes one way."""

from functools import cache

import numpy as np
import pytest
from scipy.stats import norm

from core import Scenario, compare, frontier, load_catalogue, price
from core.frontier import (
    COLUMNS,
    NEED,
    POINTS,
    Z,
    buffer_shares,
    current,
    dials_around,
    price_frontier,
    sweep,
    today,
)

BASE = {"futures": 40}
VALUES = {
    "service": {"buffer_basis": "service"},
    "need": {"buffer_basis": "need"},
    "service, off the grid": {"buffer_basis": "service", "jit_service": 0.777, "jic_service": 0.999},
    "need, off the grid": {"buffer_basis": "need", "jit_buffer": 0, "jic_buffer": 1.5},
}
CASES = sorted(VALUES)


def scenario_of(case):
    return Scenario().but(**BASE, **VALUES[case])


@cache
def curve(case):
    return frontier(load_catalogue("demo"), scenario_of(case))


@pytest.mark.parametrize("case", CASES)
def test_nine_points_a_policy_and_one_of_them_current(case):
    table = curve(case)
    assert list(table["policy"].drop_duplicates()) == ["jit", "jic", "hybrid"]
    for _, part in table.groupby("policy"):
        assert len(part) == 9
        assert part["current"].sum() == 1
        assert (np.diff(part["buffer"]) > 0).all()


@pytest.mark.parametrize("weight", ["value", "units", "equal"])
@pytest.mark.parametrize("case", CASES)
def test_the_current_point_is_the_comparison_to_the_digit(case, weight):
    demo, scenario = load_catalogue("demo"), scenario_of(case)
    table = frontier(demo, scenario, weight)
    summary = compare(demo, scenario, weight).summary
    now = table[table["current"]].set_index("policy")
    for policy in ("jit", "jic", "hybrid"):
        for name in COLUMNS:
            assert now[name][policy] == summary[name][policy], (policy, name)
            for end in ("_lo", "_hi"):
                assert now[name + end][policy] == pytest.approx(summary[name + end][policy], rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("case", CASES)
def test_more_buffer_is_more_service_and_more_capital(case):
    for policy, part in curve(case).groupby("policy"):
        for name in ("fill_rate", "cycle_service", "in_stock_days", "working_capital", "inventory_cost", "need"):
            assert (np.diff(part[name]) > 0).all(), (policy, name)


@pytest.mark.parametrize("case", CASES)
def test_figures_stand_within_their_intervals(case):
    table = curve(case)
    for name in COLUMNS:
        low, value, high = table[name + "_lo"], table[name], table[name + "_hi"]
        assert np.isfinite([low, value, high]).all()
        assert ((low <= value) & (value <= high)).all()
        assert (low < high).all()
    assert (table[["fill_rate_hi", "cycle_service_hi", "in_stock_days_hi"]] <= 1).all(axis=None)


def test_targets_and_shares_of_need():
    by_service, by_need = curve("service"), curve("need")
    assert by_service["target"].to_numpy() == pytest.approx(norm.cdf(by_service["buffer"]), rel=1e-9)
    assert by_need["target"].isna().all()
    demo = load_catalogue("demo")
    value, own = demo.column("demand_per_day") * demo.column("unit_cost"), demo.column("buffer")
    jit = by_need[by_need["policy"] == "jit"]
    assert jit["need"].to_numpy() == pytest.approx(jit["buffer"].to_numpy(), rel=1e-12)
    jic = by_need[by_need["policy"] == "jic"]
    expected = [np.average(np.where(np.isnan(own), dial, own), weights=value) for dial in jic["buffer"]]
    assert jic["need"].to_numpy() == pytest.approx(expected, rel=1e-12)
    zero = by_service[(by_service["buffer"] == 0) & (by_service["policy"] == "jit")]
    assert zero["need"].tolist() == [0]


def test_the_hybrid_sweeps_its_buffered_items_alone():
    demo = load_catalogue("demo")
    table = curve("service")
    hybrid, jic = (table[table["policy"] == policy].reset_index() for policy in ("hybrid", "jic"))
    assert (hybrid["buffer"] == jic["buffer"]).all()
    for dial in (1.65, 2.6):
        row = hybrid[hybrid["buffer"] == dial]
        alone = compare(demo, scenario_of("service").but(jic_service=norm.cdf(dial))).summary
        assert row["fill_rate"].iloc[0] == pytest.approx(alone["fill_rate"]["hybrid"], abs=1e-6)
    all_in = frontier(demo, scenario_of("service").but(hybrid_volume_cut=1, futures=20))
    assert (all_in[all_in["policy"] == "hybrid"]["fill_rate"].to_numpy() > 0).all()


@pytest.mark.parametrize("basis", ["service", "need"])
@pytest.mark.parametrize("dial", [0.0, 0.01, 0.1, 0.35, 0.6251, 1.0, 1.4999, 1.5, 2.0537, 3.0902, -0.0])
def test_dials_around(basis, dial):
    scenario = Scenario().but(buffer_basis=basis)
    if basis == "need" and dial > 1.5:
        dial = 1.5
    points = dials_around(dial, scenario)
    grid = NEED if basis == "need" else Z
    assert len(points) == POINTS == 9
    assert dial in points
    assert points == sorted(points)
    assert len(set(points)) == 9
    assert len(set(points) & set(grid.tolist())) >= 8


def test_the_grids_reach_as_far_as_the_model_says():
    assert (NEED[0], NEED[-1], len(NEED)) == (0, 1.5, 9)
    assert (Z[0], Z[-1], len(Z)) == (0, 6, 9)


def test_current():
    scenario = Scenario().but(jit_buffer=0.2, jic_buffer=0.4, jit_service=0.9, jic_service=0.99)
    assert current(scenario.but(buffer_basis="need"), "jit") == 0.2
    assert current(scenario.but(buffer_basis="need"), "jic") == 0.4
    assert current(scenario, "jit") == pytest.approx(1.2815516, abs=1e-7)
    assert current(scenario, "jic") == pytest.approx(2.3263479, abs=1e-7)


def test_a_sweep_is_repriced_as_it_is():
    demo, scenario = load_catalogue("demo"), scenario_of("service")
    ledger = sweep(demo, scenario)
    dearer = scenario.but(capital_rate=0.3, overflow_rate=5)
    assert price_frontier(ledger, dearer).equals(frontier(demo, dearer))
    assert not price_frontier(ledger, dearer).equals(price_frontier(ledger, scenario))


@pytest.mark.parametrize("case", CASES)
def test_a_sweep_holds_the_outcome_of_today(case):
    demo, scenario = load_catalogue("demo"), scenario_of(case)
    mine, simulated = price(today(sweep(demo, scenario), scenario), scenario), compare(demo, scenario)
    assert mine.summary.equals(simulated.summary)
    assert mine.paired.equals(simulated.paired)
    assert mine.items.equals(simulated.items)


@pytest.mark.parametrize("case", CASES)
def test_the_share_of_need_is_that_of_the_curves(case):
    table, shares = curve(case), buffer_shares(load_catalogue("demo"), scenario_of(case))
    now = table[table["current"]].set_index("policy")["need"]
    assert shares == {"jit": now["jit"], "jic": now["jic"]}
