"""Questions asked backwards, on curves whose answers are known by hand and on the demo's."""

import numpy as np
import pandas as pd
import pytest

from core import Scenario, frontier, load_catalogue
from core.answers import need_for, service_for


def curve(policy="jit", service=(0.8, 0.9, 0.96), cost=(100.0, 120.0, 180.0)):
    points = range(len(service))
    return pd.DataFrame(
        {
            "policy": policy,
            "buffer": [0.1 * k for k in points],
            "need": [0.2 * k for k in points],
            "fill_rate": service,
            "inventory_cost": cost,
            "total_cost": cost,
            "working_capital": [10.0 * k for k in points],
        }
    )


@pytest.mark.parametrize(
    ("target", "need", "cost", "reached"),
    [
        (0.9, 0.2, 120, "yes"),
        (0.85, 0.1, 110, "yes"),
        (0.93, 0.3, 150, "yes"),
        (0.96, 0.4, 180, "yes"),
        (0.5, 0.0, 100, "with the smallest buffer"),
        (0.97, np.nan, np.nan, "never"),
    ],
)
def test_what_a_target_needs(target, need, cost, reached):
    row = need_for(curve(), "fill_rate", target).loc["jit"]
    assert row["reached"] == reached
    assert row["need"] == pytest.approx(need, nan_ok=True)
    assert row["inventory_cost"] == pytest.approx(cost, nan_ok=True)


@pytest.mark.parametrize(
    ("money", "service", "reached"),
    [
        (100, 0.8, "yes"),
        (110, 0.85, "yes"),
        (150, 0.93, "yes"),
        (180, 0.96, "with money to spare"),
        (1e9, 0.96, "with money to spare"),
        (99, np.nan, "never"),
    ],
)
def test_what_money_buys(money, service, reached):
    row = service_for(curve(), "inventory_cost", money, "fill_rate").loc["jit"]
    assert row["reached"] == reached
    assert row["fill_rate"] == pytest.approx(service, nan_ok=True)


def test_a_cost_that_first_falls_is_followed_to_its_last_affordable_point():
    bowl = curve(cost=(200.0, 100.0, 300.0))
    assert service_for(bowl, "total_cost", 150, "fill_rate")["fill_rate"]["jit"] == pytest.approx(0.9 + 0.06 / 4)


def test_a_flat_curve_takes_the_smallest_buffer():
    flat = curve(service=(1.0, 1.0, 1.0))
    assert need_for(flat, "fill_rate", 1.0)["reached"]["jit"] == "with the smallest buffer"


def test_the_demo_answers_itself_at_its_current_points():
    curves = frontier(load_catalogue("demo"), Scenario().but(futures=20))
    for row in curves[curves["current"]].itertuples():
        there = need_for(curves, "fill_rate", row.fill_rate).loc[row.policy]
        assert there["need"] == pytest.approx(row.need)
        bought = service_for(curves, "inventory_cost", row.inventory_cost, "fill_rate").loc[row.policy]
        assert bought["fill_rate"] == pytest.approx(row.fill_rate)
