"""The charts' rows say what the tables say, and scales step rarely."""

import itertools
import math

import numpy as np
import pandas as pd
import pytest

from core import Scenario, compare, frontier, load_catalogue
from core.catalogue import Catalogue
from core.look import rows

SHOWN = ("fill_rate", "inventory_cost", "EUR")
DEMO = load_catalogue("demo")
CURVES = frontier(DEMO, Scenario().but(futures=20))
SUMMARY = compare(DEMO, Scenario().but(futures=20)).summary


def drawn(curves=CURVES, ghost=None, target=0.95, shown=SHOWN):
    return rows.frontier(curves, ghost, CURVES, target, shown)


def of_kind(table, kind):
    return table[table["kind"] == kind]


# --- scales ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("most", "end"), [(1, 1), (1.01, 1.5), (439_000, 500_000), (99, 100), (7.6e5, 1e6), (0, 1)])
def test_a_scale_ends_at_a_round_step(most, end):
    assert rows.ceiling(most) == pytest.approx(end)


def test_a_scale_holds_what_it_must_and_little_more():
    for most in np.geomspace(1e-6, 1e12, 500):
        assert most * 0.999999 <= rows.ceiling(most) <= 1.6 * most


def test_no_scale_for_what_is_no_number():
    assert rows.ceiling(math.nan) == rows.ceiling(math.inf) == rows.ceiling(-3) == 1
    assert rows.floor(math.nan) == 0


@pytest.mark.parametrize(("least", "start"), [(0.61, 0.6), (0.6, 0.55), (0.999, 0.9), (0.0, 0.0)])
def test_a_service_scale_starts_a_twentieth_below(least, start):
    assert rows.floor(least) == pytest.approx(start)


def test_a_price_that_moves_a_little_leaves_the_scale_alone():
    dearer = frontier(DEMO, Scenario().but(futures=20, carrying_cost_level=1.05))
    first, second = (of_kind(drawn(curves), "frame")[["x", "y"]] for curves in (CURVES, dearer))
    assert first.to_numpy().tolist() == second.to_numpy().tolist()


def test_nothing_lies_beyond_the_corners():
    wild = frontier(DEMO, Scenario().but(futures=20, spikes_per_year=12, spike_size=6, carrying_cost_level=4))
    for curves, ghost, target in ((CURVES, None, 0.5), (wild, CURVES, 0.999), (CURVES, wild, 0.95)):
        table = drawn(curves, ghost, target)
        corners, inside = of_kind(table, "frame"), table[table["kind"] != "frame"]
        for axis in ("x", "y"):
            assert inside[axis].between(corners[axis].min(), corners[axis].max()).all()


# --- curves, ribbons, labels, target ---------------------------------------------------------------------------------


def test_rows_hold_the_curves_and_the_ghost():
    table = drawn(ghost=CURVES)
    curve = of_kind(table, "curve")
    assert curve["x"].tolist() == CURVES["fill_rate"].tolist()
    assert curve["y"].tolist() == CURVES["inventory_cost"].tolist()
    assert len(of_kind(table, "ghost")) == len(CURVES)
    assert len(table) < 1000
    assert of_kind(drawn(), "ghost").empty


def test_a_ribbon_is_drawn_through_every_bound_and_closes():
    for policy, part in CURVES.groupby("policy"):
        band = of_kind(drawn(), "band")
        band = band[band["name"] == rows.POLICY[policy]].sort_values("order")
        there = part.sort_values("buffer")
        assert band["x"].tolist() == [*there["fill_rate_lo"], *there["fill_rate_hi"][::-1]]
        assert band["y"].tolist() == [*there["inventory_cost_hi"], *there["inventory_cost_lo"][::-1]]


@pytest.mark.parametrize("shown", [*itertools.product(rows.words.SERVES, rows.words.COSTS, ["EUR"])])
def test_each_policy_is_named_once_at_its_current_point(shown):
    label, now = of_kind(drawn(shown=shown), "label").set_index("name"), CURVES[CURVES["current"]]
    assert sorted(label.index) == sorted(rows.POLICY.values())
    for row in now.itertuples():
        at = label.loc[rows.POLICY[row.policy]]
        assert (at["x"], at["y"]) == (getattr(row, shown[0]), getattr(row, shown[1]))
    assert label["align"].isin(["left", "right", "center"]).all()


@pytest.mark.parametrize(("target", "align"), [(0.5, "left"), (0.95, "right"), (0.999, "right")])
def test_the_targets_words_stay_inside(target, align):
    (row,) = of_kind(drawn(target=target), "target").itertuples()
    assert (row.x, row.align) == (target, align)


def test_no_demand_is_drawn_too():
    none = Catalogue.of(pd.DataFrame({"item": ["a"], "unit_cost": [1.0], "demand_per_day": [0.0]}))
    curves = frontier(none, Scenario().but(futures=20))
    table = rows.frontier(curves, None, curves, 0.95, SHOWN)
    assert table[["x", "y"]].notna().all(axis=None)


# --- costs -----------------------------------------------------------------------------------------------------------


def test_cost_bars_are_the_summary():
    bars = of_kind(rows.costs(SUMMARY, SUMMARY, "EUR"), "bar")
    for policy, part in bars.groupby("name", sort=False):
        row = SUMMARY.loc[{name: key for key, name in rows.POLICY.items()}[policy]]
        assert part["value"].sum() == pytest.approx(row["total_cost"])


def test_the_first_group_of_bars_names_the_policies():
    texts = of_kind(rows.costs(SUMMARY, SUMMARY, "EUR"), "bar")["text"].tolist()
    assert [text.split("  ")[0] for text in texts[:3]] == list(rows.POLICY.values())
    assert not any(name in text for text in texts[3:] for name in rows.POLICY.values())


def test_a_component_that_is_nothing_is_left_out_but_keeps_its_place_when_it_usually_is_something():
    assert "line_down_cost" not in rows.components(SUMMARY, SUMMARY)
    without = SUMMARY.assign(ordering_cost=0.0)
    assert rows.components(without, SUMMARY) == rows.components(SUMMARY, SUMMARY)
    assert "ordering_cost" not in rows.components(without, without)


def test_no_costs_at_all_leave_one_group():
    nothing = SUMMARY * 0
    table = rows.costs(nothing, nothing, "EUR")
    assert len(of_kind(table, "bar")) == 3
    assert of_kind(table, "frame")["value"].tolist() == [0, 1]
