"""The table of items: figures are the model's, filters let through what they say, cells come back as columns."""

import numpy as np
import pandas as pd
import pytest

from core import Catalogue, Scenario, abc, compare, load_catalogue, xyz
from pages.parts import items
from pages.parts.items import Filters

SCENARIO = Scenario().but(futures=20)
OUTCOME = compare(load_catalogue("demo"), SCENARIO)
TABLE = items.table(OUTCOME)
TOOLS_JIT = "category == 'Tools' and policy == 'Just-in-Time'"


def of(**columns):
    frame = {"item": ["a", "b", "c"], "unit_cost": [1.0, 2.0, 3.0], "demand_per_day": [3.0, 2.0, 0.0]} | columns
    return items.table(compare(Catalogue.of(pd.DataFrame(frame)), SCENARIO))


def test_figures_are_those_of_the_model_under_the_hybrid():
    hybrid = OUTCOME.items[OUTCOME.items["policy"] == "hybrid"].set_index("item")
    for name in ("total_cost", "inventory_cost", "working_capital", "days_of_supply"):
        assert TABLE[name].tolist() == hybrid[name].tolist()
    assert TABLE["fill_rate"].tolist() == (100 * hybrid["fill_rate"]).tolist()
    assert TABLE["rule"].tolist() == hybrid["rule"].tolist()
    assert list(TABLE.index) == OUTCOME.ledger.catalogue.column("item").tolist()


def test_the_costs_of_the_items_are_the_portfolios():
    assert TABLE["total_cost"].sum() == pytest.approx(OUTCOME.summary.at["hybrid", "total_cost"])
    assert TABLE["working_capital"].sum() == pytest.approx(OUTCOME.summary.at["hybrid", "working_capital"])


def test_class_policy_and_buffer_are_how_the_hybrid_holds_an_item():
    catalogue, assignment = OUTCOME.ledger.catalogue, OUTCOME.ledger.assignment
    assert TABLE["class"].tolist() == (abc(catalogue) + xyz(catalogue)).tolist()
    assert (TABLE["policy"] == "Just-in-Case").tolist() == assignment.buffered.tolist()
    jit, jic = (OUTCOME.ledger.buffer[cell] for cell in (0, 1))
    np.testing.assert_array_equal(TABLE["buffer"], 100 * np.where(assignment.buffered, jic, jit))


def test_an_interval_is_said_beside_the_fill_rate():
    assert TABLE["fill_rate_range"].str.fullmatch(r"[\d.<> ]+% to [\d.<> ]+%").all()


def test_what_is_shown_is_the_models_rounded_to_the_unit():
    shown = items.readable(TABLE)
    assert shown["total_cost"].tolist() == TABLE["total_cost"].round(0).tolist()
    assert shown["buffer"].tolist() == TABLE["buffer"].round(1).tolist()
    assert shown["unit_cost"].tolist() == TABLE["unit_cost"].tolist()
    assert shown["fill_rate"].tolist() == TABLE["fill_rate"].tolist()
    small = items.readable(TABLE.assign(total_cost=0.125, inventory_cost=0.0, working_capital=1.0))
    assert set(small["total_cost"]) == {0.12}
    assert items.readable(TABLE.iloc[:0]).empty


def test_the_file_has_the_models_digits_names_and_intervals():
    file = items.download(OUTCOME).set_index("item")
    hybrid = OUTCOME.items[OUTCOME.items["policy"] == "hybrid"].set_index("item")
    for name in ("fill_rate", "fill_rate_lo", "total_cost_hi", "days_of_supply"):
        assert file[name].tolist() == hybrid[name].tolist()
    assert set(file["policy"]) == {"jit", "jic"}
    assert file["buffer"].tolist() == items.held_buffer(OUTCOME).tolist()


def test_no_demand_and_one_item_are_shown_too():
    assert of().notna().all(axis=None)
    one = Catalogue.of(pd.DataFrame({"item": ["x"], "unit_cost": [1.0], "demand_per_day": [0.0]}))
    assert items.table(compare(one, SCENARIO)).notna().all(axis=None)


@pytest.mark.parametrize(
    ("filters", "kept"),
    [
        (Filters(), TABLE.index),
        (Filters(find="a-10"), [item for item in TABLE.index if item.startswith("A-10")]),
        (Filters(find="  BOX "), TABLE.index[TABLE["name"].str.lower().str.contains("box")]),
        (Filters(find="(.*["), []),
        (Filters(group="A"), TABLE.index[TABLE["class"].str.startswith("A")]),
        (Filters(group="Y"), TABLE.index[TABLE["class"].str.endswith("Y")]),
        (Filters(group="AX"), TABLE.index[TABLE["class"] == "AX"]),
        (Filters(policy="Just-in-Case"), TABLE.index[TABLE["policy"] == "Just-in-Case"]),
        (Filters(category="Tools", policy="Just-in-Time"), TABLE.query(TOOLS_JIT).index),
        (Filters(supplier="Fenmoor Paper"), TABLE.index[TABLE["supplier"] == "Fenmoor Paper"]),
    ],
)  # fmt: skip
def test_filters_let_through_what_they_say(filters, kept):
    assert TABLE.index[items.filtered(TABLE, filters)].tolist() == list(kept)


def test_a_filter_offers_what_there_is_in_order():
    assert items.options(of(category=["b", "A", "b"]), "category") == ("A", "b")


def test_a_links_cut_text_still_finds_its_choice():
    long = "A supplier with a name that goes on and on and on"
    choices = (long, "B")
    assert items.meant(long[:39] + "…", choices) == long
    assert items.meant("B", choices) == "B"
    assert items.meant("<b>", choices) == items.meant(None, choices) == ""


def test_an_editors_cells_come_back_as_columns_of_the_catalogue():
    edited = {
        "0": {"policy": "Just-in-Case", "buffer": 35.0},
        1: {"policy": "By rule", "critical": True, "name": "no column that can be set"},
        2: {"policy": None, "buffer": None, "unit_cost": None},
        3: {"lead_time_days": 7},
        9: {"policy": "Just-in-Time"},
    }
    assert items.cells(edited, ("a", "b", "c", "d")) == {
        "a": {"policy": "jic", "buffer": 0.35},
        "b": {"policy": None, "critical": True},
        "c": {"policy": None, "buffer": None, "unit_cost": None},
        "d": {"lead_time_days": 7},
    }


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("policy", "jic", "Just-in-Case"),
        ("policy", None, "by rule"),
        ("policy", "", "by rule"),
        ("buffer", 0.35, "35.0 %"),
        ("buffer", float("nan"), "the scenario's"),
        ("critical", True, "yes"),
        ("critical", False, "no"),
        ("lead_time_days", 2.88, "2.88 days"),
        ("unit_cost", 0.125, "0.125 EUR"),
        ("unit_cost", 1234567.0, "1,234,567 EUR"),
        ("unit_cost", None, "the default"),
    ],
)
def test_values_are_said_as_a_person_would(name, value, said):
    assert items.said(OUTCOME.ledger.catalogue, name, value) == said
