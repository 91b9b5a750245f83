"""Every cost component against a figure worked out by hand, alone and through the whole model."""

from functools import cache

import numpy as np
import pytest

from core import Scenario, compare, load_catalogue
from core.costs import CARRYING, SHORTAGE, STOCK, Costs, Flows


def one(value):
    return np.array([[float(value)]])


# 12 receipts at 50; 3,000 units received, 40 scrapped, 30 rushed, 50 lost, 2 waiting; unit cost 10, price 16.
FLOWS = Flows(
    stock_value=one(20_000),
    order_value=one(12 * 50),
    received_value=one(3_000 * 10),
    scrapped_value=one(40 * 10),
    rushed_value=one(30 * 10),
    lost_margin=one(50 * (16 - 10)),
    lost_sales=one(50 * 16),
    waiting_sales=one(2 * 16),
    short_days=one(6),
    delivery_cost_level=0.25,
    price_premium=0.03,
)
BY_HAND = {
    "capital_cost": 1_600,  # 0.08 · 20,000
    "storage_cost": 1_200,  # 0.06
    "insurance_cost": 400,  # 0.02
    "obsolescence_cost": 1_200,  # 0.06
    "ordering_cost": 150,  # 12 · 50 · 0.25
    "scrap_cost": 320,  # 40 · 10 · (1 − 0.2)
    "premium_cost": 900,  # 3,000 · 10 · 0.03
    "rush_cost": 150,  # 30 · 10 · 0.5
    "lost_margin": 300,  # 50 · (16 − 10)
    "goodwill_cost": 80,  # 50 · 16 · 0.1
    "waiting_cost": 116.8,  # 2 · 365 unit-days · 0.01 · 16
    "line_down_cost": 0,
}


def charged(**values):
    return {name: float(cost[0, 0]) for name, cost in Scenario().but(**values).costs.charges(FLOWS).items()}


def test_every_component_by_hand():
    assert charged() == pytest.approx(BY_HAND)


@pytest.mark.parametrize(
    ("name", "value", "component", "expected"),
    [
        ("capital_rate", 0.5, "capital_cost", 10_000),
        ("storage_rate", 0, "storage_cost", 0),
        ("insurance_rate", 0.1, "insurance_cost", 2_000),
        ("obsolescence_rate", 0.1, "obsolescence_cost", 2_000),
        ("order_cost_level", 4, "ordering_cost", 600),
        ("salvage_share", 1, "scrap_cost", 0),
        ("salvage_share", 0, "scrap_cost", 400),
        ("rush_premium", 5, "rush_cost", 1_500),
        ("goodwill", 2, "goodwill_cost", 1_600),
        ("wait_cost", 0.2, "waiting_cost", 2_336),
        ("line_down_cost", 1_000, "line_down_cost", 6_000),
    ],
)
def test_a_rate_moves_its_own_component_alone(name, value, component, expected):
    assert charged(**{name: value}) == pytest.approx({**BY_HAND, component: expected})


@pytest.mark.parametrize("level", [0, 0.5, 4])
def test_the_level_multiplies_carrying_cost_alone(level):
    expected = {name: cost * (level if name in CARRYING else 1) for name, cost in BY_HAND.items()}
    assert charged(carrying_cost_level=level) == pytest.approx(expected)


def test_the_resulting_rate():
    assert Costs().carrying_rate == pytest.approx(0.22)
    assert Scenario().but(carrying_cost_level=2, capital_rate=0.1).costs.carrying_rate == pytest.approx(0.48)


def test_the_components_of_each_sum():
    assert CARRYING == ("capital_cost", "storage_cost", "insurance_cost", "obsolescence_cost")
    assert STOCK == ("ordering_cost", "scrap_cost", "premium_cost")
    assert SHORTAGE == ("rush_cost", "lost_margin", "goodwill_cost", "waiting_cost", "line_down_cost")


VALUES = {"futures": 30, "horizon_days": 200,
          "line_down_cost": 70, "jit_price_premium": 0.04, "jit_deliveries_per_day": 3,
          "carrying_cost_level": 1.5, "overflow_rate": 0.9, "warehouse_places": 60}  # fmt: skip


@cache
def outcome():
    return compare(load_catalogue("demo"), Scenario().but(**VALUES))


def per_year(cell, name, factor):
    return (factor[:, None] * outcome().ledger.field(cell, name)).sum() / 30 * 365 / 200


@pytest.mark.parametrize(("cell", "policy"), [(0, "jit"), (1, "jic")])
def test_the_model_s_costs_from_the_ledger_by_hand(cell, policy):
    demo, ledger = load_catalogue("demo"), outcome().ledger
    cost, sells, order = (demo.column(name) for name in ("unit_cost", "price", "order_cost"))
    n = 3 if policy == "jit" else 1
    served = ledger.demand - ledger.field(cell, "short")
    stock = (cost[:, None] * (ledger.field(cell, "stock") + served / (2 * n))).sum() / 30 / 200
    expected = {
        "avg_stock_value": stock,
        "capital_cost": 1.5 * 0.08 * stock,
        "storage_cost": 1.5 * 0.06 * stock,
        "insurance_cost": 1.5 * 0.02 * stock,
        "obsolescence_cost": 1.5 * 0.06 * stock,
        "carrying_cost": 1.5 * 0.22 * stock,
        "ordering_cost": n * (0.25 if policy == "jit" else 1) * per_year(cell, "receipts", order),
        "scrap_cost": 0.8 * per_year(cell, "scrapped", cost),
        "premium_cost": (0.04 if policy == "jit" else 0) * per_year(cell, "received", cost),
        # Of what is short 0.2 is rushed, 0.8 · 0.4 waits, 0.8 · 0.6 is lost.
        "rush_cost": 0.5 * 0.2 * per_year(cell, "short", cost),
        "lost_margin": 0.48 * per_year(cell, "short", sells - cost),
        "goodwill_cost": 0.1 * 0.48 * per_year(cell, "short", sells),
        "waiting_cost": 0.01 * per_year(cell, "waiting", sells),
        "line_down_cost": 70 * per_year(cell, "short_days", np.ones(len(demo))),
        "units_rushed": 0.2 * per_year(cell, "short", np.ones(len(demo))),
        "units_lost": 0.48 * per_year(cell, "short", np.ones(len(demo))),
        "pipeline_value": per_year(cell, "on_order", cost) / 365,
    }
    row = outcome().summary.loc[policy]
    assert {name: row[name] for name in expected} == pytest.approx(expected, rel=1e-9)


def test_the_outside_warehouse_by_hand():
    ledger = outcome().ledger
    for cell, policy in enumerate(("jit", "jic")):
        over = np.maximum(ledger.pallets(cell) - 60, 0).sum(axis=0).mean() * 365 / 200
        assert over > 0
        assert outcome().summary["overflow_pallet_days"][policy] == pytest.approx(over)
        assert outcome().summary["overflow_cost"][policy] == pytest.approx(0.9 * over)
        assert outcome().summary["peak_pallets"][policy] == pytest.approx(ledger.pallets(cell).max(axis=0).mean())
    both = ledger.pallets(0, 0) + ledger.pallets(1, 1)
    assert outcome().summary["overflow_cost"]["hybrid"] == pytest.approx(
        0.9 * np.maximum(both - 60, 0).sum(axis=0).mean() * 365 / 200
    )


def test_costs_are_per_year_whatever_the_horizon():
    short, long = (
        compare(load_catalogue("demo"), Scenario().but(futures=100, horizon_days=days, seasonality=0)).summary
        for days in (365, 1095)
    )
    for name in ("carrying_cost", "ordering_cost", "inventory_cost", "total_cost", "units_received"):
        assert short[name].to_numpy() == pytest.approx(long[name].to_numpy(), rel=0.06), name
