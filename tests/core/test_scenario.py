"""A scenario is one frozen value that survives every round trip."""

import json
import pickle
from dataclasses import FrozenInstanceError, fields

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core import InputError, Scenario, settings
from tests.strategies import any_value

EVERY = {name: any_value(setting) for name, setting in settings().items()}
SOME = st.fixed_dictionaries({}, optional=EVERY)
PRICES = [name for name, setting in settings().items() if setting.acts == "price"]
PHYSICS = [name for name, setting in settings().items() if setting.acts == "physics"]


@given(SOME)
@example({"trend": -0.0})
def test_round_trips(values):
    scenario = Scenario().but(**values)
    table = scenario.to_dict()
    assert list(table) == list(settings())
    assert {name: table[name] for name in values} == values
    assert {n: v for n, v in table.items() if n not in values} == {
        n: s.default for n, s in settings().items() if n not in values
    }
    for again in (
        Scenario.from_dict(table),
        Scenario.from_dict(values),
        Scenario.from_json(scenario.to_json()),
        Scenario().but(**scenario.changed()),
        pickle.loads(pickle.dumps(scenario)),
    ):
        assert again == scenario
        assert hash(again) == hash(scenario)
        assert again.to_json() == scenario.to_json()
    assert json.loads(scenario.to_json()) == table


@given(SOME, SOME)
def test_the_last_word_counts_and_the_first_scenario_stays(first, second):
    scenario = Scenario().but(**first)
    before = scenario.to_json()
    assert scenario.but(**second) == Scenario().but(**{**first, **second})
    assert scenario.to_json() == before


@given(SOME)
def test_physics_forgets_prices_alone(values):
    scenario = Scenario().but(**values)
    kept = {name: value for name, value in values.items() if name in PHYSICS}
    assert scenario.physics() == Scenario().but(**kept)
    assert scenario.physics().physics() == scenario.physics()


@pytest.mark.parametrize("name", sorted(settings()))
def test_every_setting_makes_another_scenario(name):
    setting = settings()[name]
    other = {"yes_no": not setting.default, "choice": setting.choices[-1:] and setting.choices[-1]}.get(
        setting.kind, setting.high if setting.high != setting.default else setting.low
    )
    moved = Scenario().but(**{name: other})
    assert moved != Scenario()
    assert moved.changed() == {name: other}
    assert (moved.physics() == Scenario()) == (setting.acts == "price")
    assert moved.but(**{name: setting.default}) == Scenario()


def test_equal_values_of_other_types_are_one_scenario():
    assert Scenario().but(demand_level=2, seed=5.0) == Scenario().but(demand_level=2.0, seed=5)
    assert Scenario().but(demand_level=2, seed=5.0).to_json() == Scenario().but(demand_level=2.0, seed=5).to_json()
    assert len({Scenario(), Scenario().but(), Scenario.from_dict({}), Scenario().but(seed=1)}) == 1


@pytest.mark.parametrize("part", [item.name for item in fields(Scenario)])
def test_no_part_can_be_assigned(part):
    scenario = Scenario()
    with pytest.raises(FrozenInstanceError):
        setattr(scenario, part, None)
    inner = getattr(scenario, part)
    for item in fields(inner):
        with pytest.raises(FrozenInstanceError):
            setattr(inner, item.name, 1)
    assert scenario == Scenario()


def test_one_error_names_all_faults():
    bad = {"demand_level": 99, "trend": "up", "orders_may_cross": 1, "no_such": 1, "buffer_basis": "x", "seed": 0.5}
    for build in (
        lambda: Scenario().but(**bad),
        lambda: Scenario.from_dict(bad),
        lambda: Scenario.from_json(json.dumps(bad)),
    ):
        with pytest.raises(InputError) as caught:
            build()
        assert len(caught.value.faults) == len(bad)
        for name in bad:
            assert sum(name in fault for fault in caught.value.faults) == 1


@pytest.mark.parametrize("name", ["", "Demand_level", "demand", "self", "values", "__class__", "x" * 1000, "cls"])
def test_unknown_names_are_refused(name):
    with pytest.raises(InputError, match="no setting named"):
        Scenario.from_dict({name: 1})


@pytest.mark.parametrize("name", [1, None, ("demand_level",), 2.5])
def test_names_that_are_no_text_are_refused(name):
    with pytest.raises(InputError, match="no setting named"):
        Scenario.from_dict({name: 1})


@pytest.mark.parametrize("values", [None, 1, "demand_level", [("demand_level", 1)], {"demand_level"}])
def test_what_is_no_table_is_refused(values):
    with pytest.raises(InputError, match="table of settings"):
        Scenario.from_dict(values)


HOSTILE = [
    "",
    "{",
    "[]",
    "null",
    "1",
    "NaN",
    '"x"',
    "[" * 100_000,
    '{"seed": NaN}',
    '{"seed": Infinity}',
    '{"seed": 1e999}',
    '{"seed": %s}' % ("9" * 400),
    '{"seed": %s}' % ("9" * 5000),
    '{"demand_level": %s}' % ("9" * 400),
    '{"seed": null}',
    '{"seed": {}}',
    '{"seed": [1]}',
    '{"self": 1}',
    "\x00",
    '{"\\ud800": 1}',
    '{"seed": "\\ud800"}',
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_json_raises_input_errors(text):
    with pytest.raises(InputError):
        Scenario.from_json(text)


@given(st.text())
def test_no_text_raises_anything_else(text):
    try:
        scenario = Scenario.from_json(text)
    except InputError:
        return
    assert isinstance(scenario, Scenario)
