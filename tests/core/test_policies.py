"""Order-up-to levels, intervals and the hybrid's rules against numbers worked out by hand."""

import numpy as np
import pandas as pd
import pytest

from core import Scenario, load_catalogue
from core.policies import PLANS, World, hybrid
from core.policies.hybrid import RULES
from core.policies.jic import economic_interval
from core.simulation import forecast, simulate

FLAT = {f"season_{month:02d}": [1.0] for month in range(1, 13)}


def one(**columns):
    """One item: 20 a day (sd 6) at 10 each, 9 days (sd 3), 50 an order."""
    base = {"item": ["a"], "unit_cost": [10.0], "demand_per_day": [20.0], "demand_sd": [6.0], "lead_time_days": [9.0],
            "lead_time_sd": [3.0], "order_cost": [50.0]}  # fmt: skip
    return load_catalogue(pd.DataFrame({**base, **{name: [value] for name, value in columns.items()}}))


def plan_of(catalogue, policy, scenario):
    part = {"jit": scenario.jit, "jic": scenario.jic}[policy]
    return PLANS[policy](catalogue, part, World(scenario.demand, scenario.supply, scenario.planning))


def level(catalogue, policy, day=0, **values):
    scenario = Scenario().but(**values)
    plan = plan_of(catalogue, policy, scenario)
    need = forecast(catalogue, scenario, plan, np.zeros(len(catalogue), np.int64))
    return need[0, day] * (1 + plan.buffer(plan.dial)[0])


Z95, Z98 = 1.6448536, 2.0537489


@pytest.mark.parametrize(
    ("policy", "values", "expected"),
    [
        # P = 1 + 9 = 10 days, 200 units.
        ("jit", {"buffer_basis": "need"}, 200 * 1.10),
        ("jit", {"buffer_basis": "need", "jit_buffer": 0}, 200),
        ("jit", {"buffer_basis": "need", "jit_buffer": 1.5}, 500),
        ("jit", {"buffer_basis": "need", "jit_review_days": 5}, 280 * 1.10),
        # sqrt(10 · 6² + 20² · 3²) = sqrt(3960) = 62.92853
        ("jit", {}, 200 + Z95 * 62.92853),
        ("jit", {"jit_service": 0.5}, 200),
        # Suppliers twice as near: P = 1 + 4.5, sd_L = 1.5: sqrt(5.5 · 36 + 400 · 2.25) = sqrt(1098)
        ("jit", {"jit_lead_time_level": 0.5}, 110 + Z95 * 33.136083),
        # Lead times twice as long, for all: P = 19, sd_L = 6: sqrt(19 · 36 + 400 · 36) = sqrt(15084)
        ("jit", {"lead_time_level": 2}, 380 + Z95 * 122.816937),
        # T* = 365 · sqrt(2 · 50 / (0.22 · 10 · 7300)) = 28.80 days, so 29; P = 38 days, 760 units.
        ("jic", {"buffer_basis": "need"}, 760 * 1.35),
        # sqrt(38 · 36 + 3600) = sqrt(4968) = 70.484041
        ("jic", {}, 760 + Z98 * 70.484041),
        ("jic", {"jic_review_days": 14}, 460 + Z98 * 66.543219),
        ("jic", {"buffer_basis": "need", "jic_review_days": 14, "jic_buffer": 0.5}, 690),
        # JIT's suppliers are none of Just-in-Case's.
        ("jic", {"buffer_basis": "need", "jit_lead_time_level": 0.1}, 760 * 1.35),
        # The forecast scales, and what is a surprise isn't planned for.
        ("jit", {"buffer_basis": "need", "demand_level": 2}, 440),
        ("jit", {"buffer_basis": "need", "forecast_bias": 0.1}, 242),
        ("jit", {"buffer_basis": "need", "forecast_bias": -0.5}, 110),
        ("jit", {"demand_variability": 3, "lead_time_variability": 4}, 200 + Z95 * 62.92853),
        ("jit", {"buffer_basis": "need", "spikes_per_year": 12, "spike_size": 6, "outages_per_year": 6}, 220),
        # Planned with: sd_d 12, sd_L 0: sqrt(10 · 144)
        (
            "jit",
            {"demand_variability": 2, "lead_time_variability": 0, "plan_with_variability": True},
            200 + Z95 * 37.947332,
        ),
        # sd_d 6, sd_L 6: sqrt(38 · 36 + 400 · 36) = sqrt(15768)
        ("jic", {"lead_time_variability": 2, "plan_with_variability": True}, 760 + Z98 * 125.570697),
    ],
)
def test_order_up_to_levels(policy, values, expected):
    assert level(one(), policy, **values) == pytest.approx(expected, rel=1e-6)


def test_the_last_day_of_the_protection_interval_counts_in_part():
    assert level(one(lead_time_days=9.25), "jit", buffer_basis="need", jit_buffer=0) == pytest.approx(205)


def test_the_forecast_follows_the_trend():
    expected = sum(20 * 2 ** (t / 365) for t in range(100, 110))
    assert level(one(), "jit", day=100, buffer_basis="need", jit_buffer=0, trend=1) == pytest.approx(expected, rel=1e-9)


def test_plan_with_seasons():
    index = [0.5] * 6 + [1.5] * 6
    item = one(**{f"season_{month:02d}": value for month, value in enumerate(index, start=1)})
    flat = [level(item, "jit", day, buffer_basis="need", jit_buffer=0, plan_with_seasons=False) for day in (60, 240)]
    assert flat == pytest.approx([200, 200])
    low, high = (level(item, "jit", day, buffer_basis="need", jit_buffer=0) for day in (60, 240))
    assert high / low == pytest.approx(3)
    assert level(item, "jit", 60, buffer_basis="need", jit_buffer=0, seasonality=0) == pytest.approx(200)


def test_the_engine_orders_up_to_that_level():
    calm = {"demand_variability": 0, "lead_time_variability": 0, "spikes_per_year": 0, "outages_per_year": 0,
            "design_changes_per_year": 0, "futures": 20, "buffer_basis": "need", "jit_buffer": 0.1}  # fmt: skip
    ledger = simulate(one(), Scenario().but(**calm))
    # S = 220; on hand at day's end: S − demand over L + 1 days − what today's sales took = 220 − 200.
    assert ledger.field(0, "stock") / 365 == pytest.approx(20)
    assert ledger.field(0, "on_order") / 365 == pytest.approx(180)
    assert ledger.field(0, "orders") == pytest.approx(365)
    assert ledger.field(1, "orders") == pytest.approx(365 / 29, abs=1)


@pytest.mark.parametrize(
    ("columns", "days"),
    [
        ({}, 29),  # 365 · sqrt(100 / 16,060) = 28.80
        ({"order_cost": 200.0}, 58),  # twice that, 57.60
        ({"order_cost": 500.0}, 60),  # 91, at most 60
        ({"unit_cost": 1000.0}, 7),  # 2.9, at least 7
        ({"order_cost": 0.0}, 7),
        ({"demand_per_day": 0.0, "demand_sd": 0.0}, 60),
        ({"demand_per_day": 80.0}, 14),  # half of 28.80
    ],
)
def test_the_economic_interval(columns, days):
    assert economic_interval(one(**columns)).tolist() == [days]
    assert plan_of(one(**columns), "jic", Scenario()).review_days.tolist() == [days]


def test_the_economic_interval_knows_the_catalogue_alone():
    for values in ({"demand_level": 3}, {"capital_rate": 0.5}, {"order_cost_level": 4}, {"carrying_cost_level": 4}):
        assert plan_of(one(), "jic", Scenario().but(**values)).review_days.tolist() == [29]
    assert plan_of(one(), "jic", Scenario().but(jic_review_days=45)).review_days.tolist() == [45]


def test_deliveries_a_day_come_with_daily_ordering_alone():
    assert plan_of(one(), "jit", Scenario().but(jit_deliveries_per_day=4)).deliveries_per_day == 4
    assert plan_of(one(), "jit", Scenario().but(jit_deliveries_per_day=4, jit_review_days=2)).deliveries_per_day == 1
    assert plan_of(one(), "jic", Scenario().but(jit_deliveries_per_day=4)).deliveries_per_day == 1


@pytest.mark.parametrize("basis", ["need", "service"])
def test_a_row_s_own_buffer_is_just_in_case_s(basis):
    item = one(buffer=0.8)
    assert level(item, "jic", buffer_basis=basis, jic_buffer=0.1, jic_service=0.6) == pytest.approx(760 * 1.8)
    assert level(item, "jit", buffer_basis=basis) == pytest.approx(level(one(), "jit", buffer_basis=basis))
    assert level(one(buffer=0.0), "jic", buffer_basis=basis) == pytest.approx(760)


# --- hybrid ----------------------------------------------------------------------------------------------------------

ITEMS = pd.DataFrame(
    {
        "item": ["own jit", "own jic", "critical", "seller", "far", "late", "plain", "still"],
        "unit_cost": 1.0,
        "price": 2.0,
        "demand_per_day": [1.0, 1.0, 1.0, 100.0, 1.0, 1.0, 1.0, 0.0],
        "lead_time_days": [100.0, 5.0, 5.0, 5.0, 22.0, 5.0, 21.0, 5.0],
        "supplier_reliability": [0.5, 0.95, 0.95, 0.95, 0.95, 0.89, 0.9, 0.95],
        "critical": ["yes", "no", "yes", "no", "no", "no", "no", "no"],
        "policy": ["jit", "jic", "", "", "", "", "", ""],
    }
)


def assigned(level=1.0, frame=ITEMS, **values):
    result = hybrid.assign(load_catalogue(frame), Scenario().but(**values).hybrid, level)
    return dict(zip(frame["item"], zip(result.buffered.tolist(), result.rule.tolist(), strict=True), strict=True))


NONE = (False, "none of the rules")


def test_each_rule_decides_and_says_so():
    assert assigned() == {
        "own jit": (False, "own policy"),
        "own jic": (True, "own policy"),
        "critical": (True, "critical"),
        "seller": (True, "top seller"),
        "far": (True, "long lead time"),
        "late": (True, "unreliable supplier"),
        "plain": NONE,
        "still": NONE,
    }


@pytest.mark.parametrize(
    ("name", "value", "item"),
    [
        ("hybrid_critical", False, "critical"),
        ("hybrid_volume_cut", 0, "seller"),
        ("hybrid_lead_time_days", 22, "far"),
        ("hybrid_reliability", 0.89, "late"),
    ],
)
def test_each_rule_can_be_switched_off(name, value, item):
    before, after = assigned(), assigned(**{name: value})
    assert after[item] == NONE
    assert {k: v for k, v in after.items() if k != item} == {k: v for k, v in before.items() if k != item}


def test_rules_turned_all_the_way():
    assert assigned(hybrid_volume_cut=1)["plain"] == (True, "top seller")
    assert assigned(hybrid_volume_cut=1)["still"] == NONE
    assert assigned(hybrid_reliability=1)["plain"] == (True, "unreliable supplier")
    assert assigned(hybrid_lead_time_days=1)["plain"] == (True, "long lead time")
    assert assigned(hybrid_volume_cut=1, hybrid_reliability=1)["own jit"] == (False, "own policy")


def test_the_first_of_several_rules_is_named():
    every = ITEMS.assign(critical="yes", supplier_reliability=0.1, lead_time_days=100.0)
    assert {rule for _, rule in assigned(frame=every).values()} == {"own policy", "critical"}
    assert assigned(frame=every, hybrid_critical=False)["seller"][1] == "top seller"
    assert assigned(frame=every, hybrid_critical=False)["late"][1] == "long lead time"
    assert set(RULES) == {
        "own policy",
        "critical",
        "top seller",
        "long lead time",
        "unreliable supplier",
        "none of the rules",
    }


def test_the_lead_time_rule_knows_the_scenario_s_level():
    assert assigned(level=1.1)["plain"] == (True, "long lead time")
    assert assigned(level=0.9)["far"] == NONE


def test_the_policy_column_counts_in_the_hybrid_alone():
    scenario = Scenario().but(futures=20, horizon_days=90)
    one_way = simulate(load_catalogue(ITEMS), scenario)
    other_way = simulate(load_catalogue(ITEMS.assign(policy="jic")), scenario)
    assert np.array_equal(one_way.sums, other_way.sums)
    assert other_way.assignment.buffered.all()
