"""Presets: their values, what they rest on, and what they do to the demo.

The golden table is rewritten on purpose with `python -m tests.core.test_presets`, and a line in CHANGELOG.md says why.
"""

import json
import re
from functools import cache
from math import isfinite
from pathlib import Path

import pandas as pd
import pytest

from core import InputError, Scenario, compare, load_catalogue, settings
from core.policies import POLICIES
from core.presets import ASSUMPTION, Preset, parse, preset, presets

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "presets.json"
SHOWN = ("fill_rate", "inventory_cost")
NAMES = [one.name for one in presets()]
each = pytest.mark.parametrize("one", presets(), ids=NAMES)


@cache
def figures(name: str, data: str = "demo") -> pd.DataFrame:
    scenario = preset(name).scenario() if name else Scenario()
    return compare(load_catalogue(data), scenario).summary


def table() -> dict[str, dict[str, dict[str, float]]]:
    """The golden table as it is now: four digits that count, as a person would read them."""
    return {
        name: {
            policy: {measure: float(f"{figures(name).loc[policy, measure]:.4g}") for measure in SHOWN}
            for policy in POLICIES
        }
        for name in NAMES
    }


def test_ten_presets_each_with_a_name_for_links() -> None:
    assert len(NAMES) == len(set(NAMES)) == 10
    assert all(re.fullmatch(r"[a-z0-9-]{2,16}", name) for name in NAMES)
    assert len({one.label for one in presets()}) == 10


@each
def test_every_value_is_allowed_differs_from_the_default_and_fits_a_widget(one: Preset) -> None:
    assert one.values
    for name, value in one.values.items():
        setting = settings()[name]
        assert setting.fault(value) is None
        assert value != setting.default, f"{name} is at its default"
        if setting.kind == "number":
            steps = (float(value) - setting.low) / setting.step
            assert steps == pytest.approx(round(steps), abs=1e-6), f"{name} lies between two steps of its slider"
    assert one.scenario().changed() == dict(one.values)


@each
def test_every_value_says_what_it_rests_on(one: Preset) -> None:
    assert sorted(name for ground in one.grounds for name in ground.names) == sorted(one.values)
    for ground in one.grounds:
        is_cited = re.search(r"\((19|20)\d\d\)|H\.15|20\d\d", ground.source)
        assert ground.source == ASSUMPTION or is_cited, ground.source
        # A source that gives a direction alone must not pass for the source of a size.
        assert not ground.source.startswith("Direction:") or ground.source.endswith("Size: assumption")
    assert one.source


@each
def test_what_a_preset_says_is_short(one: Preset) -> None:
    assert one.says.endswith(".")
    assert 40 < len(one.says) < 320
    assert 1 <= len(re.findall(r"[.!?](?: |$)", one.says)) <= 3


@each
@pytest.mark.parametrize("data", ["demo", "bakery"])
def test_every_preset_gives_figures(one: Preset, data: str) -> None:
    found = figures(one.name, data)
    assert all(isfinite(found.loc[policy, measure]) for policy in POLICIES for measure in SHOWN)
    assert found["fill_rate"].between(0, 1).all()


def fill(name: str, policy: str) -> float:
    return float(figures(name).loc[policy, "fill_rate"])


def cost(name: str, policy: str, measure: str = "inventory_cost") -> float:
    return float(figures(name).loc[policy, measure])


@pytest.mark.parametrize("policy", POLICIES)
def test_troubled_worlds_serve_worse_and_a_calm_one_better(policy: str) -> None:
    assert fill("calm", policy) > fill("", policy)
    assert all(fill(name, policy) < fill("", policy) for name in ("pandemic", "lanes", "promotions", "holidays"))


@pytest.mark.parametrize("name", ["pandemic", "lanes", "promotions", "holidays"])
def test_thin_stocks_suffer_more(name: str) -> None:
    assert fill("", "jit") - fill(name, "jit") > fill("", "jic") - fill(name, "jic")


@pytest.mark.parametrize("name", ["interest", "space"])
@pytest.mark.parametrize("policy", POLICIES)
def test_prices_move_costs_and_leave_the_shelf_alone(name: str, policy: str) -> None:
    assert fill(name, policy) == fill("", policy)
    assert cost(name, policy, "carrying_cost") > cost("", policy, "carrying_cost")


@pytest.mark.parametrize(("name", "measure"), [("interest", "carrying_cost"), ("space", "overflow_cost")])
def test_dear_money_and_dear_space_hit_thick_stocks_most(name: str, measure: str) -> None:
    rise = {policy: cost(name, policy, measure) - cost("", policy, measure) for policy in POLICIES}
    assert rise["jit"] < rise["hybrid"] < rise["jic"]


def test_changing_designs_turn_the_order_of_total_cost() -> None:
    assert cost("", "jic", "total_cost") < cost("", "jit", "total_cost")
    assert cost("designs", "jit", "total_cost") < cost("designs", "jic", "total_cost")
    assert all(cost("designs", policy, "scrap_cost") > cost("", policy, "scrap_cost") for policy in POLICIES)


def test_1984_holds_hours_at_toyota_and_about_five_days_at_general_motors() -> None:
    assert figures("toyota-1984").loc["jit", "days_of_supply"] < 1
    assert figures("gm-1984").loc["jic", "days_of_supply"] == pytest.approx(5, abs=0.6)
    assert fill("toyota-1984", "jit") > fill("gm-1984", "jic")
    assert cost("toyota-1984", "jit", "total_cost") < cost("gm-1984", "jic", "total_cost")


def test_the_golden_table() -> None:
    told = "if this is meant: python -m tests.core.test_presets, and a line in CHANGELOG.md"
    assert table() == json.loads(GOLDEN.read_text(encoding="utf-8")), told


def test_a_preset_that_doesnt_exist_is_named() -> None:
    with pytest.raises(InputError, match=r"calm, pandemic.*got 'no'"):
        preset("no")


def test_a_value_that_isnt_the_models_is_named() -> None:
    with pytest.raises(InputError, match="Spike size"):
        parse({"name": "x", "label": "X", "says": "", "grounds": [{"source": "s", "values": {"spike_size": 99}}]})


def test_a_setting_given_twice_is_refused() -> None:
    twice = [{"source": "s", "values": {"spike_size": 3}}, {"source": "t", "values": {"spike_size": 4}}]
    with pytest.raises(InputError, match="twice"):
        parse({"name": "x", "label": "X", "says": "", "grounds": twice})


def test_presets_cant_be_written_to() -> None:
    with pytest.raises(TypeError):
        presets()[0].values["seed"] = 2  # type: ignore[index]
    assert len({hash(one) for one in presets()}) == 10


if __name__ == "__main__":
    GOLDEN.write_text(json.dumps(table(), indent=1) + "\n", encoding="utf-8")
