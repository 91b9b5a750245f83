"""Bands that know how little was observed hold the true world's figure; where all is known, no digit moves."""

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest

from core import (
    InputError,
    Scenario,
    compare,
    load_catalogue,
    price,
    simulate,
    uncertain,
    widened,
    widened_curves,
    widened_paired,
    worlds_of,
)
from core.catalogue import Catalogue
from core.frontier import COLUMNS, price_frontier, sweep, today
from core.measures import NAMES
from core.portfolio import pool, pooled
from core.uncertainty import widen
from core.uncertainty import worlds as worlds_room
from tests.core.observed import estimated, observed

FEW = Scenario().but(futures=40)
POLICIES = ("jit", "jic", "hybrid")


def some(step=6):
    demo = load_catalogue("demo")
    return demo.only(demo.column("item")[::step])


@cache
def outcome(days=60, deliveries=9):
    return compare(observed(some(), days, deliveries), FEW)


@cache
def worlds(days=60, deliveries=9):
    return worlds_of(outcome(days, deliveries).ledger)


def widths(table, name):
    return (table[name + "_hi"] - table[name + "_lo"]).to_numpy()


# --- coverage --------------------------------------------------------------------------------------------------------
TRIALS = 100
FIGURES = ("fill_rate", "inventory_cost", "total_cost")


def truth():
    """Three items of three families, by their true figures."""
    rows = {
        "item": ["fast", "slow", "spare"],
        "unit_cost": [10.0, 40.0, 120.0],
        "demand_per_day": [40.0, 3.0, 0.8],
        "demand_sd": [14.0, 2.4, 1.5],
        "demand_model": ["gamma", "negbin", "intermittent"],
        "zero_share": [0.0, 0.0, 0.6],
        "supplier": ["north", "east", "south"],
        "lead_time_days": [9.0, 16.0, 28.0],
        "lead_time_sd": [3.0, 5.0, 9.0],
    }
    return Catalogue.of(pd.DataFrame(rows), warehouse_places=100)


@pytest.fixture(scope="module")
def trials():
    """For many histories: narrow and wide summaries, and what comes out in the true world with the plans made."""
    true, rng, rows = truth(), np.random.default_rng(11), []
    for seed in range(TRIALS):
        scenario = Scenario().but(futures=40, seed=seed, demand_correlation=0, horizon_days=120)
        found = compare(estimated(true, rng, days=60, deliveries=9), scenario)
        fresh = scenario.but(futures=160, seed=100_000 + seed)
        came_out = price(simulate(found.ledger.catalogue, fresh, world=true), fresh).summary
        known = worlds_of(found.ledger)
        rows.append((found.summary, widened(found, worlds=known), widened_paired(found, worlds=known), came_out))
    return rows


def within(table, name, policy, value):
    return table[name + "_lo"][policy] <= value <= table[name + "_hi"][policy]


def held(trials, column, name, policy):
    """Share of trials in which the true world's figure lies within the band; column 0 is narrow, 1 wide."""
    return np.mean([within(row[column], name, policy, row[3][name][policy]) for row in trials])


def test_wide_bands_hold_the_true_world_s_figure_and_narrow_ones_don_t(trials):
    narrow, wide = ([[held(trials, k, name, policy) for policy in POLICIES] for name in FIGURES] for k in (0, 1))
    print(f"{FIGURES} by {POLICIES}: {wide}, without {narrow}")
    # A standard deviation of a count of 100 at 95 % is 2.2 points.
    assert np.min(wide) >= 0.90
    assert 0.92 <= np.mean(wide) <= 0.98
    assert np.max(narrow) < 0.88
    assert np.mean(narrow) < 0.50


@pytest.mark.parametrize("name", FIGURES)
def test_wide_paired_bands_hold_the_true_difference(trials, name):
    inside = []
    for _, _, paired, true in trials:
        row = paired.set_index(["first", "second", "measure"]).loc[("jit", "jic", name)]
        inside.append(row["lo"] <= true[name]["jit"] - true[name]["jic"] <= row["hi"])
    print(f"{name}: {np.mean(inside):.3f}")
    assert 0.90 <= np.mean(inside) <= 0.99


# --- what it must not do ---------------------------------------------------------------------------------------------


def test_where_all_is_known_no_digit_moves_and_nothing_is_simulated(monkeypatch):
    known = compare(some(), FEW)
    swept = sweep(some(), FEW)
    monkeypatch.setattr(worlds_room, "simulate", None)
    assert not uncertain(some())
    assert worlds_of(known.ledger).drawn == ()
    assert widened(known).equals(known.summary)
    assert widened_paired(known).equals(known.paired)
    assert widened_curves(swept, FEW).equals(price_frontier(swept, FEW))


def test_every_band_holds_the_narrow_one_and_its_figure():
    wide, narrow = widened(outcome(), worlds=worlds()), outcome().summary
    assert list(wide.columns) == list(narrow.columns)
    for name in NAMES:
        assert (wide[name] == narrow[name]).all()
        assert (wide[name + "_lo"] <= narrow[name + "_lo"]).all()
        assert (wide[name + "_hi"] >= narrow[name + "_hi"]).all()
        assert np.isfinite(wide[[name + "_lo", name + "_hi"]].to_numpy()).all()
    assert (wide[["fill_rate_hi", "cycle_service_hi", "in_stock_days_hi"]] <= 1).all(axis=None)
    assert (wide["avg_stock_value_lo"] >= 0).all()
    assert (widths(wide, "fill_rate") > 3 * widths(narrow, "fill_rate")).all()


def test_the_outcome_keeps_its_own_bands():
    before = outcome().summary.copy()
    widened(outcome(), worlds=worlds())
    assert outcome().summary.equals(before)


def test_paired_bands_hold_the_narrow_ones():
    wide, narrow = widened_paired(outcome(), worlds=worlds()), outcome().paired
    assert (wide["lo"] <= narrow["lo"]).all()
    assert (wide["hi"] >= narrow["hi"]).all()
    same = ["first", "second", "measure", "difference", "first_better"]
    assert wide[same].equals(narrow[same])
    # The two sides err together.
    table = widened(outcome(), worlds=worlds())
    row = wide.set_index(["first", "second", "measure"]).loc[("jic", "hybrid", "fill_rate")]
    assert row["hi"] - row["lo"] < np.hypot(*widths(table, "fill_rate")[1:])


def test_more_observations_bring_back_the_narrow_bands():
    narrow, ratios = outcome().summary, []
    for count in (3, 9, 30, 300, 10**9):
        table = widened(outcome(count, count))
        ratios.append(np.mean([widths(table, name) / widths(narrow, name) for name in FIGURES]))
    print(np.round(ratios, 3))
    assert (np.diff(ratios) < 0).all()
    assert ratios[0] > 5
    assert ratios[-1] < 1.05


def test_a_difference_shifts_the_middle_and_adds_its_reach():
    rng = np.random.default_rng(3)
    draws = rng.normal(2.0, 3.0, (1000, 1))
    low, high = widen(np.array([9.0]), np.array([11.0]), draws)
    assert low[0] == pytest.approx(12.0 - np.hypot(1.0, 1.96 * 3.0), abs=0.5)
    assert high[0] == pytest.approx(12.0 + np.hypot(1.0, 1.96 * 3.0), abs=0.5)


def test_a_band_leans_as_the_draws_lean():
    draws = -np.log((np.arange(400)[:, None] + 0.5) / 400) - 1.0
    exact = np.array([10.0])
    low, high = widen(exact, exact, draws)
    # An exponential less its mean lies between -0.97 and 2.69; without leaning it would be 1.97 either way.
    assert 10 - low[0] == pytest.approx(0.97, abs=0.1)
    assert high[0] - 10 == pytest.approx(2.69, abs=0.25)


def test_draws_that_agree_with_the_estimate_widen_nothing():
    low, high = widen(np.array([0.5]), np.array([1.25]), np.zeros((8, 1)))
    assert (low[0], high[0]) == (0.5, 1.25)


# --- worlds ----------------------------------------------------------------------------------------------------------


def test_threads_touch_no_digit():
    tables = [widened(outcome(), worlds=worlds_of(outcome().ledger, worlds=8, workers=n)) for n in (1, 2, 5)]
    assert tables[0].equals(tables[1])
    assert tables[0].equals(tables[2])


def test_progress_is_told():
    told = []
    worlds_of(outcome().ledger, worlds=8, progress=lambda done, of: told.append((done, of)))
    assert told == [(k, 8) for k in range(1, 9)]


def test_new_prices_need_no_new_worlds():
    dearer = FEW.but(capital_rate=0.3, goodwill=1.5, warehouse_places=10, overflow_rate=3)
    again = price(outcome().ledger, dearer)
    assert widened(again, worlds=worlds()).equals(widened(again))
    assert not widened(again, worlds=worlds()).equals(widened(outcome(), worlds=worlds()))


def test_plans_stay_those_of_the_estimates():
    for ledger in worlds().drawn:
        assert (ledger.buffer == outcome().ledger.buffer).all()
        assert ledger.catalogue == outcome().ledger.catalogue
        assert (ledger.assignment.buffered == outcome().ledger.assignment.buffered).all()


def test_worlds_of_other_simulations_are_refused():
    others = [
        compare(observed(some(), 60, 10), FEW),
        compare(observed(some(), 60, 9), FEW.but(seed=2)),
    ]
    for other in others:
        with pytest.raises(InputError, match="the simulation that they repeat"):
            widened(other, worlds=worlds())
        with pytest.raises(InputError, match="the simulation that they repeat"):
            widened_paired(other, worlds=worlds())


def test_worlds_of_other_buffers_are_refused():
    ledger = outcome().ledger
    fixed = {name: replace(plan, fixed=np.full(len(some()), 0.3)) for name, plan in ledger.plans.items()}
    by_hand = price(simulate(ledger.catalogue, FEW, plans=fixed), FEW)
    with pytest.raises(InputError, match="the simulation that they repeat"):
        widened(by_hand, worlds=worlds())
    with pytest.raises(InputError, match="the simulation that they repeat"):
        widened_curves(swept(), FEW, worlds=worlds())
    wide = widened(by_hand, worlds=8)
    assert (widths(wide, "fill_rate") > widths(by_hand.summary, "fill_rate")).all()


@pytest.mark.parametrize("count", [0, 7, 1001, -1, 2.5, "many", True, None])
def test_a_number_of_worlds_that_is_none_is_refused(count):
    with pytest.raises(InputError, match="8 to 1000"):
        widened(outcome(), worlds=count)


@pytest.mark.parametrize("weight", ["value", "units", "equal"])
def test_one_set_of_worlds_serves_every_weight(weight):
    weighed = compare(observed(some(), 60, 9), FEW, weight)
    table = widened(weighed, worlds=worlds())
    assert table.equals(widened(weighed))
    assert (widths(table, "fill_rate") > widths(weighed.summary, "fill_rate")).all()


@pytest.mark.parametrize("weight", ["value", "units", "equal"])
def test_a_pooled_ledger_prices_like_the_whole(weight):
    light, whole = pooled(outcome().ledger), pool(outcome().ledger, weight)
    assert light.sums.size == light.demand.size == 0
    assert light.futures == outcome().ledger.futures
    for name, values in whole.sums.items():
        assert (pool(light, weight).sums[name] == values).all()
    expected = price(outcome().ledger, FEW, weight).totals["hybrid"].series
    assert (price(light, FEW, weight).totals["hybrid"].series == expected).all()


# --- curves ----------------------------------------------------------------------------------------------------------


@cache
def swept(basis="service"):
    return sweep(observed(some(), 60, 9), FEW.but(buffer_basis=basis))


@pytest.mark.parametrize("basis", ["service", "need"])
def test_curves_hold_their_narrow_bands(basis):
    scenario = FEW.but(buffer_basis=basis)
    known = worlds_of(swept(basis), worlds=8)
    wide, narrow = widened_curves(swept(basis), scenario, worlds=known), price_frontier(swept(basis), scenario)
    assert list(wide.columns) == list(narrow.columns)
    assert (wide.index == narrow.index).all()
    for name in COLUMNS:
        assert (wide[name] == narrow[name]).all()
        assert (wide[name + "_lo"] <= narrow[name + "_lo"]).all()
        assert (wide[name + "_hi"] >= narrow[name + "_hi"]).all()
    assert (widths(wide, "fill_rate") > widths(narrow, "fill_rate")).mean() > 0.9


def test_one_set_of_worlds_serves_curves_and_figures_to_the_digit():
    known = worlds_of(swept(), worlds=8)
    now = price(today(swept(), FEW), FEW)
    assert now.summary.equals(outcome().summary)
    figures, curves = widened(now, worlds=known), widened_curves(swept(), FEW, worlds=known)
    assert figures.equals(widened(outcome(), worlds=8))
    current = curves[curves["current"]].set_index("policy")
    for name in COLUMNS:
        for end in ("_lo", "_hi"):
            assert current[name + end].to_numpy() == pytest.approx(figures[name + end].to_numpy(), rel=1e-9)


def test_between_simulated_points_the_widening_lies_on_straight_lines(monkeypatch):
    thin = widened_curves(swept(), FEW, worlds=worlds_of(swept(), worlds=12))
    monkeypatch.setattr(worlds_room, "MOST_POINTS", 99)
    everywhere = worlds_of(swept(), worlds=12)
    assert len(everywhere.base.dial) == 18
    full = widened_curves(swept(), FEW, worlds=everywhere)
    for name in COLUMNS:
        for end in ("_lo", "_hi"):
            off = (thin[name + end] - full[name + end]).abs() / widths(full, name)
            assert off.mean() < 0.03
            assert off.max() < 0.25
