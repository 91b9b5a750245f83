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


def test_more_is_never_had_for_less():
    curves = frontier(load_catalogue("demo"), Scenario().but(futures=20))
    for name in ("fill_rate", "cycle_service", "in_stock_days"):
        tables = [need_for(curves, name, target) for target in np.linspace(0.5, 0.999, 25)]
        need = np.array([table["need"] for table in tables])
        assert (np.diff(need, axis=0)[~np.isnan(np.diff(need, axis=0))] >= -1e-12).all()
        # Once a target is out of reach, so is every higher one.
        assert (np.diff(np.isnan(need).astype(int), axis=0) >= 0).all()
        bought = [service_for(curves, "inventory_cost", money, name)[name] for money in np.linspace(0, 6e5, 25)]
        gained = np.diff(np.array(bought), axis=0)
        assert (gained[~np.isnan(gained)] >= -1e-12).all()


def test_a_target_that_is_bought_back_is_the_same():
    curves = frontier(load_catalogue("demo"), Scenario().but(futures=20))
    needed = need_for(curves, "fill_rate", 0.94)
    for policy, row in needed[needed["reached"] == "yes"].iterrows():
        again = service_for(curves, "inventory_cost", row["inventory_cost"], "fill_rate").loc[policy]
        assert again["fill_rate"] == pytest.approx(0.94, abs=1e-9)


@pytest.mark.parametrize("asked", [np.nan, np.inf])
def test_an_odd_question_has_no_odd_answer(asked):
    assert need_for(curve(), "fill_rate", asked)["reached"]["jit"] == "never"
    assert service_for(curve(), "inventory_cost", np.nan, "fill_rate")["reached"]["jit"] == "never"


def test_figures_are_numbers_by_policy():
    table = need_for(curve(), "fill_rate", 0.9)
    assert table.index.name == "policy"
    assert all(kind.kind == "f" for kind in table.drop(columns="reached").dtypes)
