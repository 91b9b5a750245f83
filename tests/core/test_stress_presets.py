"""The cases of the stress test: what they set, that each runs on both data sets, and what they reach there."""

import json
import re

import numpy as np
import pandas as pd
import pytest

from core import Catalogue, InputError, Scenario, load_catalogue
from core.catalogue import BUILT_IN
from core.events import check_events, reached
from core.stress_presets import ASSUMPTION, DATA, REACHES, StressPreset, parse, stress_presets

each = pytest.mark.parametrize("one", stress_presets(), ids=lambda one: one.name)
DAYS = Scenario().run.horizon_days
RAW = json.loads(DATA.read_text(encoding="utf-8"))


def test_the_four_cases_of_planners_and_2020_each_with_a_name_for_links() -> None:
    assert len({one.name for one in stress_presets()}) == len({one.label for one in stress_presets()}) == 5
    assert all(re.fullmatch(r"[a-z0-9-]{2,16}", one.name) for one in stress_presets())
    assert {event.kind for one in stress_presets()[:4] for event, _ in one.pairs} == {
        "outage",
        "delay",
        "pull_forward",
        "hold",
    }
    assert len(stress_presets()[4].pairs) > 1


def test_the_cases_say_the_sizes_that_planners_ask_for() -> None:
    out, late, pulled, held = (one.pairs[0][0] for one in stress_presets()[:4])
    assert out.length == 28
    assert late.size == 14
    assert (pulled.size, pulled.length, pulled.over) == (0.3, 30, 91)
    assert held.size == 21


def test_2020_is_labelled_as_an_assumption() -> None:
    one = stress_presets()[4]
    assert one.source == ASSUMPTION
    assert "assumption" in one.label
    assert "assumption" in one.says


@each
@pytest.mark.parametrize("data", BUILT_IN)
def test_each_can_be_on_both_data_sets_and_reaches_something(one: StressPreset, data: str) -> None:
    catalogue = load_catalogue(data)
    events = one.events(catalogue)
    check_events(events, catalogue, DAYS)
    assert all(reached(event, catalogue).any() for event in events)
    assert not any(event.is_nothing for event in events)


def small() -> Catalogue:
    return Catalogue.of(
        pd.DataFrame(
            {
                "item": ["a", "b", "c", "d"],
                "supplier": ["near", "near", "far", "mixed"],
                "unit_cost": 1.0,
                "price": [2.0, 2.0, 3.0, 2.0],
                "demand_per_day": [6.0, 5.0, 3.0, 1.0],
                "lead_time_days": [2.0, 4.0, 30.0, 12.0],
            }
        )
    )


def test_what_a_case_reaches_is_found_in_the_data_set() -> None:
    catalogue = small()
    assert {name: find(catalogue) for name, find in REACHES.items()} == {
        "main supplier": "near",
        "longest lane": "far",
    }
    (out,) = stress_presets()[0].events(catalogue)
    assert np.array_equal(reached(out, catalogue), [True, True, False, False])


def test_a_catalogue_that_sells_nothing_has_a_main_supplier_too() -> None:
    frame = pd.DataFrame({"item": ["a", "b"], "unit_cost": 1.0, "demand_per_day": 0.0, "supplier": ["x", "y"]})
    catalogue = Catalogue.of(frame)
    assert {find(catalogue) for find in REACHES.values()} <= {"x", "y"}


@pytest.mark.parametrize(
    ("events", "says"),
    [
        ([], "at least one event"),
        ([{"kind": "outage", "start": 1, "length": 2, "reach": "the moon"}], "main supplier or longest lane"),
        ([{"kind": "outage", "start": 1, "length": 2, "colour": 3}], "no colour"),
        ([{"kind": "outage", "start": -1, "length": 2}], "Start of the outage"),
        ([{"kind": "strike", "start": 1, "length": 2}], "strike"),
    ],
)
def test_an_entry_that_is_wrong_says_so(events: list[dict[str, object]], says: str) -> None:
    with pytest.raises(InputError, match=says):
        parse({**RAW[0], "events": events})
