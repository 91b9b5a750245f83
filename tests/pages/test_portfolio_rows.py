"""Rows of the portfolio's charts say what the tables say, and the declarations read only what the rows have."""

import json

import numpy as np
import pandas as pd
import pytest

from core import Catalogue, Scenario, compare, frontier, load_catalogue
from core.policies import LABELS as POLICY
from pages.parts import items, portfolio_charts, portfolio_rows
from pages.parts.best import Goal
from tests.pages.test_charts import fields

SCENARIO = Scenario().but(futures=20)
DEMO = load_catalogue("demo")
OUTCOME = compare(DEMO, SCENARIO)
CURVES = frontier(DEMO, SCENARIO)
SHOWN = ("fill_rate", "total_cost", "EUR")


def of_kind(table, kind):
    return table[table["kind"] == kind]


def buffered(catalogue=DEMO, scenario=SCENARIO):
    return portfolio_rows.buffered(items.table(compare(catalogue, scenario)), catalogue, scenario)


def rule_and_optimum(goal, shown=SHOWN):
    curve = CURVES[CURVES["policy"] == "hybrid"]
    now = curve[curve["current"]].iloc[0]
    return portfolio_rows.hybrids({"hybrid": curve, "optimum": curve}, {"hybrid": now, "optimum": now}, goal, shown)


def generated(n, **columns):
    rng = np.random.default_rng(3)
    names, costs, demand = [f"I{k}" for k in range(n)], rng.uniform(1, 9, n), rng.uniform(0, 9, n)
    frame = {"item": names, "unit_cost": costs, "demand_per_day": demand}
    return Catalogue.of(pd.DataFrame(frame | columns))


# --- who gets the buffer ---------------------------------------------------------------------------------------------


def test_every_item_that_sells_is_a_mark_where_its_sales_and_lead_time_are():
    table, sells, drawn = buffered()
    marks = of_kind(table, "item").set_index("item")
    assert sells == drawn == len(marks) == len(DEMO)
    sales = 365 * DEMO.column("demand_per_day") * DEMO.column("price")
    assert marks["x"].to_dict() == pytest.approx(dict(zip(DEMO.column("item"), sales, strict=True)))
    assert marks["y"].to_dict() == dict(zip(DEMO.column("item"), DEMO.column("lead_time_days"), strict=True))
    held = dict(zip(DEMO.column("item"), OUTCOME.ledger.assignment.buffered, strict=True))
    assert (marks["name"] == POLICY["jic"]).to_dict() == held


def test_the_area_is_the_working_capital_and_small_marks_lie_on_top():
    marks = of_kind(buffered()[0], "item")
    hybrid = OUTCOME.items[OUTCOME.items["policy"] == "hybrid"].set_index("item")
    assert marks.set_index("item")["size"].to_dict() == hybrid["working_capital"].to_dict()
    assert marks["size"].is_monotonic_decreasing


def test_the_rules_lines_part_the_items_as_the_rule_does():
    table = buffered()[0]
    marks, rules = of_kind(table, "item"), OUTCOME.ledger.assignment.rule
    (at,), (level,) = of_kind(table, "upright")["x"], of_kind(table, "level")["y"]
    assert level == SCENARIO.hybrid.hybrid_lead_time_days
    why = dict(zip(DEMO.column("item"), rules, strict=True))
    for mark in marks.itertuples():
        if why[mark.item] == "top seller":
            assert mark.x > at
        if why[mark.item] == "none of the rules":
            assert mark.x < at
            assert mark.y <= level
        if why[mark.item] == "long lead time":
            assert mark.y > level


def test_lead_times_are_the_scenarios():
    longer = SCENARIO.but(lead_time_level=2)
    table = buffered(DEMO, longer)[0]
    assert of_kind(table, "item")["y"].max() == pytest.approx(2 * DEMO.column("lead_time_days").max())


def test_nothing_lies_beyond_the_corners():
    wide = SCENARIO.but(hybrid_volume_cut=1, hybrid_lead_time_days=365)
    for scenario in (SCENARIO, wide, SCENARIO.but(hybrid_volume_cut=0)):
        table = buffered(DEMO, scenario)[0]
        corners, inside = of_kind(table, "frame"), table[table["kind"] != "frame"]
        for axis in ("x", "y"):
            assert inside[axis].dropna().between(corners[axis].min(), corners[axis].max()).all()
        assert (table["x"].dropna() > 0).all()


def test_of_a_large_catalogue_the_best_sellers_are_drawn():
    big = generated(portfolio_rows.MOST_MARKS + 300)
    table, sells, drawn = buffered(big)
    marks = of_kind(table, "item")
    assert (sells, drawn, len(marks)) == (len(big), portfolio_rows.MOST_MARKS, portfolio_rows.MOST_MARKS)
    assert len(table) < 1000
    sales = 365 * big.column("demand_per_day") * big.column("price")
    assert marks["x"].min() == pytest.approx(np.sort(sales)[-portfolio_rows.MOST_MARKS])


@pytest.mark.parametrize("demand", [[0.0, 0.0], [0.0, 3.0]])
def test_items_without_sales_are_counted_and_not_drawn(demand):
    few = generated(2, demand_per_day=demand)
    table, sells, drawn = buffered(few)
    assert sells == drawn == len(of_kind(table, "item")) == sum(value > 0 for value in demand)
    assert (of_kind(table, "frame")["x"] > 0).all()


@pytest.mark.parametrize("cut", [0.0, 0.5, 1.0])
def test_the_volume_line_lies_between_the_last_top_seller_and_the_next(cut):
    sales, before = np.array([8.0, 1.0, 0.0, 4.0]), np.array([0.0, 12 / 13, 1.0, 8 / 13])
    at = portfolio_rows.volume_line(sales, before, cut)
    assert (np.isnan(at) and cut != 0.5) or 4 < at < 8


# --- rule and optimum ------------------------------------------------------------------------------------------------


def test_curves_bands_points_and_names_are_there():
    table = rule_and_optimum(Goal(service=0.95))
    curve = CURVES[CURVES["policy"] == "hybrid"]
    for name in ("Hybrid by rule", "Hybrid by optimum"):
        mine = table[table["name"] == name]
        assert of_kind(mine, "curve")["x"].tolist() == curve["fill_rate"].tolist()
        assert len(of_kind(mine, "band")) == 2 * len(curve)
        assert len(of_kind(mine, "point")) == len(of_kind(mine, "label")) == 1


def test_the_target_is_an_upright_line_and_a_limit_a_level_one():
    assert of_kind(rule_and_optimum(Goal(service=0.9)), "upright")["x"].tolist() == [0.9]
    capital = ("fill_rate", "working_capital", "EUR")
    assert of_kind(rule_and_optimum(Goal(capital=1e5), capital), "level")["y"].tolist() == [1e5]
    assert of_kind(rule_and_optimum(Goal(capital=1e11), capital), "level").empty
    assert of_kind(rule_and_optimum(Goal(capital=1e5)), "level").empty


@pytest.mark.parametrize("spec", [portfolio_charts.buffered("EUR"), portfolio_charts.hybrids(*SHOWN)])
def test_a_declaration_stands_still_and_carries_neither_data_nor_colours_of_policies(spec):
    text = json.dumps(spec)
    assert '"data"' not in text
    assert "#0072b2" not in text
    assert portfolio_charts.buffered("EUR") is portfolio_charts.buffered("EUR")


def test_every_column_that_is_read_is_there():
    table = buffered()[0]
    assert fields(portfolio_charts.buffered("EUR")) <= {*table, "label", "tied"}
    assert fields(portfolio_charts.hybrids(*SHOWN)) <= set(rule_and_optimum(Goal(service=0.95)))
