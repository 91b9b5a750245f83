from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import MODEL_VERSION, Scenario
from core import settings as declared
from core.catalogue import BUILT_IN
from core.settings import Setting, Value
from pages.parts import link
from tests.strategies import any_value

BASE = "https://inventory.example.org/app"


def stepped_value(setting: Setting) -> st.SearchStrategy[Value]:
    """A value that a widget can show: a whole number of steps."""
    if setting.kind != "number":
        return any_value(setting)
    steps = st.integers(0, round((setting.high - setting.low) / setting.step))
    return steps.map(lambda k: min(setting.high, float(f"{setting.low + k * setting.step:.10g}")))


SCENARIOS = st.fixed_dictionaries({name: any_value(setting) for name, setting in declared().items()})
ON_SCREEN = st.fixed_dictionaries({name: stepped_value(setting) for name, setting in declared().items()})


def query(text: str) -> Mapping[str, list[str]]:
    return parse_qs(urlsplit(text).query, keep_blank_values=True)


@given(SCENARIOS, st.sampled_from(BUILT_IN))
@settings(max_examples=60, deadline=None)
def test_any_scenario_comes_back_equal(values: dict[str, Value], data: str) -> None:
    scenario = Scenario().but(**values)
    arrived = link.read(query(link.text(BASE, link.of_data(data), scenario, {"service": "cycle_service"})))
    assert not arrived.faults
    assert arrived.data == data
    assert arrived.view == {"service": "cycle_service"}
    assert Scenario.from_dict(arrived.values) == scenario


@given(SCENARIOS)
@settings(max_examples=40, deadline=None)
def test_the_cleaned_query_stands_for_the_same_scenario(values: dict[str, Value]) -> None:
    arrived = link.read({name: link.spell(value) for name, value in values.items() if value is not None})
    again = link.read(link.params(arrived))
    assert Scenario.from_dict(again.values) == Scenario.from_dict(arrived.values)
    assert link.params(again) == link.params(arrived)


@given(ON_SCREEN)
@settings(max_examples=40, deadline=None)
def test_a_link_is_short_enough_and_carries_every_setting(values: dict[str, Value]) -> None:
    scenario = Scenario().but(**values)
    view = {"service": "in_stock_days", "cost": "inventory_cost", "target": "0.95"}
    text = link.text(BASE, link.of_data("bakery"), scenario, view)
    assert len(text) <= link.LONGEST
    said = query(text)
    assert said["data"] == ["bakery"]
    assert said["model"] == [MODEL_VERSION]
    assert set(scenario.to_dict()) - set(said) == {name for name, value in values.items() if value is None}


@pytest.mark.parametrize("base", [BASE, BASE + "?old=1", BASE + "#part", BASE + "?a=1#part"])
def test_a_link_starts_with_the_address_alone(base: str) -> None:
    assert link.text(base, link.of_data("demo"), Scenario(), {}).startswith(BASE + "?data=demo&")


def test_a_long_address_leaves_the_defaults_out() -> None:
    text = link.text(BASE + "/" + "a" * 1200, link.of_data("demo"), Scenario().but(spike_size=3), {})
    assert "spike_size=3" in text
    assert "outage_days" not in text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.35, "0.35"), (2.0, "2"), (100000.0, "100000"), (7, "7"), (True, "true"), (False, "false"), ("need", "need")],
)
def test_values_are_spelled_short(value: Value, text: str) -> None:
    assert link.spell(value) == text


HOSTILE = [
    ("spike_size", "nan", "Spike size"),
    ("spike_size", "inf", "Spike size"),
    ("spike_size", "999", "1 to 6"),
    ("seed", "9" * 5000, "Seed"),
    ("seed", "1_0", "Seed"),
    ("seed", "", "Seed"),
    ("futures", "20.5", "whole number"),
    ("orders_may_cross", "perhaps", "yes or no"),
    ("buffer_basis", "<script>", "service or need"),
    ("nothing_known", "1", "no setting named 'nothing_known'"),
    ("data", "../../etc/passwd", "demo or bakery"),
    ("data", "own", "don't travel in a link"),
    ("model", "0", "model version '0'"),
    ("\x00" * 300, "1", "no setting named"),
]


@pytest.mark.parametrize(("name", "value", "said"), HOSTILE)
def test_a_bad_value_is_one_fault_and_the_rest_is_kept(name: str, value: str, said: str) -> None:
    arrived = link.read({name: value, "outage_days": "30"})
    (fault,) = arrived.faults
    assert said in fault
    assert len(fault) < 200
    assert arrived.values == {"outage_days": 30}
    assert arrived.data is None


@given(st.dictionaries(st.text(), st.text() | st.lists(st.text())))
@settings(max_examples=60, deadline=None)
def test_nothing_makes_reading_raise(found: dict[str, str | list[str]]) -> None:
    arrived = link.read(found)
    assert len(link.sentence(arrived.faults)) < link.CUT + 40
    Scenario.from_dict(arrived.values)


def test_a_snapshot_is_named_by_two_parameters() -> None:
    text = link.text(BASE, link.of_data("snapshot", "ab_c-1"), Scenario(), {})
    assert text.startswith(f"{BASE}?data=snapshot&snapshot=ab_c-1&")
    arrived = link.read(query(text))
    assert (arrived.data, arrived.snapshot, arrived.whole, arrived.faults) == ("snapshot", "ab_c-1", False, ())
    # What a snapshot leaves to the data set is told too: otherwise its own value would come back.
    assert arrived.values["warehouse_places"] is None
    # The address of a tab leaves defaults out, and says so.
    assert link.params(arrived) == {"data": "snapshot", "snapshot": "ab_c-1~"}
    again = link.read(link.params(arrived))
    assert (again.snapshot, again.whole) == ("ab_c-1", True)
    assert link.read({"data": "demo", "snapshot": "ab_c-1"}).snapshot is None


def test_of_a_repeated_parameter_the_last_counts() -> None:
    arrived = link.read({"spike_size": ["2", "3"], "outage_days": []})
    assert arrived.values == {"spike_size": 3}
    assert len(arrived.faults) == 1


def test_all_the_hostile_values_at_once_are_one_sentence() -> None:
    arrived = link.read({name: value for name, value, _ in HOSTILE})
    said = link.sentence(arrived.faults)
    assert said.startswith(f"This link carried {len(arrived.faults)} values that can't be used, and the rest was")
    assert said.endswith(f"and {len(arrived.faults) - link.NAMED} more.")
    assert "\n" not in said


def test_a_sentence_names_one_fault_and_none() -> None:
    assert link.sentence(()) == ""
    assert "1 value that" in link.sentence(("a",))
    assert len(link.sentence(["x" * 1000])) <= link.CUT + 1


def test_empty_text_leaves_an_optional_setting_to_the_data_set() -> None:
    assert link.read({"warehouse_places": ""}) == link.Arrived(values={"warehouse_places": None})
