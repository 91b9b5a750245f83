"""Edits as steps: what is refused is said and nothing else is lost, and every step can be taken back."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import Catalogue, InputError, load_catalogue
from pages.parts import edits
from pages.parts.edits import Edits, Step

DEMO = load_catalogue("demo")
NONE = Edits(DEMO)
HOSTILE = ["<b>bold</b>", "$x^2$", "**strong** _it_", "=1+1", "مرحبا", "🛒 [a](http://b)", "a\tb"]


def value(catalogue, item, name):
    return catalogue.column(name)[edits.positions(catalogue)[item]]


def after(changes, start=NONE, label=""):
    done, faults = start.after(changes, label)
    assert faults == ()
    return done


def made(done):
    return done.catalogue()


def test_an_edit_makes_another_catalogue_and_leaves_the_base():
    digest = DEMO.digest
    result = made(after({"A-101": {"policy": "jic", "buffer": 0.4}, "A-102": {"critical": True}}))
    assert value(result, "A-101", "policy") == "jic"
    assert value(result, "A-101", "buffer") == 0.4
    assert value(result, "A-102", "critical")
    assert DEMO.digest == digest
    assert result == DEMO.but({"A-101": {"policy": "jic", "buffer": 0.4}, "A-102": {"critical": True}})


def test_what_is_refused_is_named_and_the_rest_is_taken():
    done, faults = NONE.after(
        {"A-101": {"lead_time_days": 400.0, "buffer": 0.5}, "A-102": {"unit_cost": 0.0}, "A-103": {"critical": True}}
    )
    assert done.changes() == {"A-101": {"buffer": 0.5}, "A-103": {"critical": True}}
    assert len(faults) == 2
    assert "Lead time of item A-101 must be 0 to 365 days, got 400" in faults[0]
    assert "Unit cost of item A-102 must be above 0, got 0" in faults[1]


def test_when_all_is_refused_nothing_changes():
    done, faults = NONE.after({"A-101": {"unit_cost": None}})
    assert done is NONE
    assert "must not be blank" in faults[0]


def test_a_large_paste_is_searched_by_halves():
    items = DEMO.column("item")
    wrong = {"B-201", "C-301"}
    done, faults = NONE.after({item: {"buffer": 9.0 if item in wrong else 0.25} for item in items})
    assert set(done.changes()) == set(items) - wrong
    assert len(faults) == 2


def test_each_step_can_be_taken_back_whatever_came_after():
    done = after({"A-103": {"buffer": 0.3}}, after({"A-102": {"unit_cost": 3.0}}, after({"A-101": {"policy": "jic"}})))
    assert len(done.steps) == 3
    less = done.without(1)
    assert less.changes() == {"A-101": {"policy": "jic"}, "A-103": {"buffer": 0.3}}
    assert value(made(less), "A-102", "unit_cost") == value(DEMO, "A-102", "unit_cost")
    assert made(less.without(0).without(0)) == DEMO


def test_a_cell_typed_twice_is_one_step_and_typed_back_none():
    once = after({"A-101": {"lead_time_days": 9.0}})
    twice = after({"A-101": {"lead_time_days": 10.0}}, once)
    assert [step.changes for step in twice.steps] == [{"A-101": {"lead_time_days": 10.0}}]
    back = after({"A-101": {"lead_time_days": float(value(DEMO, "A-101", "lead_time_days"))}}, twice)
    assert back.steps == ()
    assert made(back) == DEMO


def test_an_applied_optimum_is_one_step_and_what_was_typed_before_comes_back_with_its_undoing():
    typed = after({"A-101": {"policy": "jic"}})
    applied = after({"A-101": {"policy": "jit"}, "A-102": {"policy": "jic"}}, typed, "Optimum")
    assert [step.label for step in applied.steps] == ["", "Optimum"]
    assert value(made(applied), "A-101", "policy") == "jit"
    assert value(made(applied.without(1)), "A-101", "policy") == "jic"


def test_only_cells_that_say_something_new_are_edits():
    cells = {"A-101": {"policy": None, "critical": False, "buffer": 0.2}, "F-606": {"policy": "jit"}}
    assert edits.new_cells(DEMO, cells) == {"A-101": {"buffer": 0.2}}
    assert edits.new_cells(DEMO, {"F-606": {"policy": None}}) == {"F-606": {"policy": None}}


def test_a_default_follows_what_it_follows_from():
    plain = Catalogue.of(pd.DataFrame({"item": ["a", "b"], "unit_cost": [10.0, 5.0], "demand_per_day": [1.0, 2.0]}))
    result = made(after({"a": {"unit_cost": 20.0, "lead_time_days": 30.0}}, Edits(plain)))
    assert value(result, "a", "price") == 30
    assert value(result, "a", "lead_time_sd") == 9
    assert value(result, "b", "price") == 7.5


@pytest.mark.parametrize("item", HOSTILE)
def test_any_identifier_can_be_edited(item):
    plain = Catalogue.of(pd.DataFrame({"item": [item, "b"], "unit_cost": [10.0, 5.0], "demand_per_day": [1.0, 2.0]}))
    assert value(made(after({item: {"policy": "jic"}}, Edits(plain))), item, "policy") == "jic"


cells = st.fixed_dictionaries(
    {},
    optional={
        "policy": st.sampled_from(["jit", "jic", None, "no"]),
        "buffer": st.floats(-1, 3) | st.none(),
        "critical": st.booleans(),
        "lead_time_days": st.floats(-10, 500),
        "unit_cost": st.floats(-1, 1e4),
    },
)


@given(st.lists(st.dictionaries(st.sampled_from(["A-101", "A-102", "F-606"]), cells, max_size=3), max_size=5))
@settings(max_examples=40, deadline=None)
def test_whatever_is_typed_ends_in_a_catalogue_and_undone_in_the_first(changes):
    done = NONE
    for one in changes:
        done, faults = done.after(one)
        assert all(fault for fault in faults)
        made(done)
    while done.steps:
        done = done.without(len(done.steps) // 2)
        made(done)
    assert made(done) == DEMO


def test_a_step_knows_how_many_cells_it_has():
    assert len(Step({"a": {"buffer": 0.1, "policy": "jic"}, "b": {"critical": True}})) == 3


def test_unknown_items_are_refused_as_everywhere():
    with pytest.raises(InputError, match="not in the catalogue"):
        NONE.after({"nowhere": {"policy": "jic"}})
