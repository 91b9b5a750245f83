"""How much extra stock: rows, table and sentences say what the model says."""

import json

import pandas as pd
import pytest

from core import Catalogue, Scenario, extra_stock, load_catalogue, stock_sweep
from core.look import numbers
from pages.parts import extra_rows, portfolio_charts
from tests.pages.test_charts import fields

SCENARIO = Scenario().but(futures=20)
DEMO = load_catalogue("demo")
SWEPT = stock_sweep(DEMO, SCENARIO)


def found(by="category", target=0.95, scenario=SCENARIO):
    return extra_stock(SWEPT, scenario, target, by)


def of_kind(rows, kind):
    return rows[rows["kind"] == kind].set_index("group")


def test_marks_are_the_models_buffers_and_the_advice_its_span():
    table, rows = found().set_index("category"), extra_rows.chart(found(), "category")
    assert of_kind(rows, "buffer")["x"].to_dict() == table["buffer"].to_dict()
    assert of_kind(rows, "smallest")["x"].to_dict() == table["smallest"].to_dict()
    advice = rows[rows["kind"] == "advice"]
    assert advice[["x", "x2"]].to_numpy().tolist() == [[0.2, 0.5]]


def test_the_dearest_buffers_come_first_and_of_many_categories_only_so_many():
    rows = extra_rows.chart(found(), "category")
    order = of_kind(rows, "buffer").sort_values("order").index
    assert list(order) == list(found().sort_values("money", ascending=False)["category"])
    many = found("item")
    drawn = extra_rows.chart(many, "item")
    assert of_kind(drawn, "words").index.nunique() == extra_rows.MOST_GROUPS
    assert f"12 of {len(many)}" in extra_rows.left_out(len(many))
    assert extra_rows.left_out(extra_rows.MOST_GROUPS) == ""


def test_what_no_buffer_reaches_is_said_and_comes_last():
    table = found(target=1.0).set_index("category")
    never = set(table.index[table["reached"] == "never"])
    rows = extra_rows.chart(table.reset_index(), "category")
    said = of_kind(rows, "words")
    assert never
    assert set(said.index[said["text"] == "not with 150 %"]) == never
    assert set(of_kind(rows, "buffer").index) == set(table.index) - never
    assert list(said.sort_values("order").index[-len(never) :]) == [name for name in said.index if name in never]
    assert "none of up to 150 % of need reaches 100.0 %" in extra_rows.sentence(found("all", 1.0), 1.0, "EUR")


def test_the_sentence_has_the_models_figures():
    row, said = found("all").iloc[0], extra_rows.sentence(found("all"), 0.95, "EUR")
    assert f"{numbers.percent(row['smallest'])} of need reaches 95.0 %" in said
    assert f"{numbers.percent(row['buffer'])} costs least" in said
    for share in (20, 35, 50):
        side = "more" if row[f"more_{share}"] >= 0 else "less"
        money = numbers.money(abs(row[f"more_{share}"]), "EUR")
        assert f"{share} % serves {numbers.percent(row[f'fill_rate_{share}'])} for {money} a year {side}" in said


def test_where_the_smallest_is_the_cheapest_one_buffer_is_named():
    dear = SCENARIO.but(capital_rate=0.5, storage_rate=0.5, goodwill=0, wait_cost=0, rush_premium=0)
    row = found("all", scenario=dear).iloc[0]
    assert row["smallest"] == row["buffer"]
    assert "costs least of all that do" in extra_rows.sentence(found("all", scenario=dear), 0.95, "EUR")


@pytest.mark.parametrize("by", ["item", "category"])
def test_the_table_has_the_models_figures_dearest_buffer_first(by):
    table, rows = found(by).sort_values("money", ascending=False), extra_rows.body(found(by), by)
    head = extra_rows.head(by, "EUR")
    assert len(rows) == min(len(table), extra_rows.MOST_ROWS)
    assert all(len(row) == len(head) for row in rows)
    for row, (_, model) in zip(rows, table.iterrows(), strict=False):
        assert row[0] == model[by]
        assert row[head.index("Cheapest")] == numbers.percent(model["buffer"])
        assert row[head.index("35 %: fill rate")] == numbers.percent(model["fill_rate_35"])
        assert row[head.index("20 %: costs more")] == numbers.change(model["more_20"], "money", "")
    assert ("the file has all" in extra_rows.more_rows(len(table), by)) == (len(table) > extra_rows.MOST_ROWS)


def test_the_chart_stands_still_and_reads_only_what_the_rows_have():
    spec = portfolio_charts.extra()
    assert spec is portfolio_charts.extra()
    assert '"data"' not in json.dumps(spec)
    assert fields(spec) <= set(extra_rows.chart(found(), "category"))


def test_no_demand_is_drawn_too():
    none = Catalogue.of(pd.DataFrame({"item": ["a"], "unit_cost": [1.0], "demand_per_day": [0.0]}))
    swept = stock_sweep(none, SCENARIO)
    table = extra_stock(swept, SCENARIO, 0.95, "category")
    assert len(extra_rows.chart(table, "category"))
    assert "nan" not in extra_rows.sentence(extra_stock(swept, SCENARIO, 0.95, "all"), 0.95, "EUR")
