"""The declarations say what the model's table of settings says, and no value or text gets past them."""

import math
from dataclasses import FrozenInstanceError
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import InputError, Scenario, settings
from core.planning import Planning
from core.scenario import Run
from core.settings import GROUPS, check, settings_of

P, PRICE = "physics", "price"
YES_NO = (0, 1)

# The table of MODEL.md §7, copied by hand: name, default, low, high, acts.
TABLE = {
    "demand": [
        ("demand_level", 1, 0.25, 3, P),
        ("demand_variability", 1, 0, 3, P),
        ("spikes_per_year", 2, 0, 12, P),
        ("spike_size", 2, 1, 6, P),
        ("spike_days", 10, 1, 90, P),
        ("spike_common_share", 0.3, 0, 1, P),
        ("seasonality", 1, 0, 2, P),
        ("demand_correlation", 0.2, 0, 0.95, P),
        ("trend", 0, -0.5, 1, P),
        ("forecast_bias", 0, -0.5, 0.5, P),
    ],
    "supply": [
        ("lead_time_level", 1, 0.25, 4, P),
        ("lead_time_variability", 1, 0, 4, P),
        ("outages_per_year", 0.5, 0, 6, P),
        ("outage_days", 21, 1, 120, P),
        ("outage_common_share", 0.2, 0, 1, P),
        ("orders_may_cross", False, *YES_NO, P),
        ("design_changes_per_year", 0.1, 0, 2, P),
        ("scrap_share", 0.5, 0, 1, P),
        ("salvage_share", 0.2, 0, 1, PRICE),
    ],
    "shortage": [
        ("rush_share", 0.2, 0, 1, P),
        ("wait_share", 0.4, 0, 1, P),
        ("rush_premium", 0.5, 0, 5, PRICE),
        ("wait_cost", 0.01, 0, 0.2, PRICE),
        ("goodwill", 0.1, 0, 2, PRICE),
        ("line_down_cost", 0, 0, 100_000, PRICE),
    ],
    "costs": [
        ("capital_rate", 0.08, 0, 0.5, PRICE),
        ("storage_rate", 0.06, 0, 0.5, PRICE),
        ("insurance_rate", 0.02, 0, 0.5, PRICE),
        ("obsolescence_rate", 0.06, 0, 0.5, PRICE),
        ("carrying_cost_level", 1, 0, 4, PRICE),
        ("order_cost_level", 1, 0, 4, PRICE),
        ("warehouse_places", None, 0, 1_000_000, PRICE),
        ("overflow_rate", 0.6, 0, 20, PRICE),
    ],
    "jit": [
        ("jit_review_days", 1, 1, 7, P),
        ("jit_deliveries_per_day", 1, 1, 8, P),
        ("jit_buffer", 0.10, 0, 1.5, P),
        ("jit_service", 0.95, 0.5, 0.999, P),
        ("jit_lead_time_level", 1, 0.1, 2, P),
        ("jit_delivery_cost_level", 0.25, 0, 2, PRICE),
        ("jit_price_premium", 0, 0, 0.5, PRICE),
    ],
    "jic": [
        ("jic_review_days", 0, 0, 60, P),
        ("jic_buffer", 0.35, 0, 1.5, P),
        ("jic_service", 0.98, 0.5, 0.999, P),
    ],
    "planning": [
        ("buffer_basis", "service", ("service", "need"), None, P),
        ("plan_with_variability", False, *YES_NO, P),
        ("plan_with_seasons", True, *YES_NO, P),
        ("hybrid_volume_cut", 0.5, 0, 1, P),
        ("hybrid_lead_time_days", 21, 1, 365, P),
        ("hybrid_reliability", 0.9, 0, 1, P),
        ("hybrid_critical", True, *YES_NO, P),
    ],
    "run": [
        ("futures", 100, 20, 2000, P),
        ("horizon_days", 365, 90, 1095, P),
        ("seed", 1, 0, 2_147_483_647, P),
    ],
}
ROWS = [(group, *row) for group, rows in TABLE.items() for row in rows]
NUMBERS = [name for name, s in settings().items() if s.kind in ("number", "whole")]
WHOLE = [name for name, s in settings().items() if s.kind == "whole"]
ALL = sorted(settings())


def test_the_table_names_every_setting_and_no_other():
    assert {row[1] for row in ROWS} == set(settings())
    assert tuple(TABLE) == GROUPS


@pytest.mark.parametrize(("group", "name", "default", "low", "high", "acts"), ROWS, ids=[row[1] for row in ROWS])
def test_a_declaration_equals_its_row(group, name, default, low, high, acts):
    setting = settings()[name]
    assert (setting.name, setting.group, setting.acts) == (name, group, acts)
    assert setting.default == default
    assert type(setting.default) is type(default) or not isinstance(default, bool | str)
    if setting.kind == "choice":
        assert setting.choices == low
    else:
        assert (setting.low, setting.high) == (low, high)


def test_yes_no_and_whole_are_declared_as_such():
    kinds = {name: s.kind for name, s in settings().items()}
    assert {n for n, kind in kinds.items() if kind == "yes_no"} == {
        "orders_may_cross", "plan_with_variability", "plan_with_seasons", "hybrid_critical",
    }  # fmt: skip
    assert {n for n, kind in kinds.items() if kind == "whole"} == {
        "jit_review_days", "jit_deliveries_per_day", "jic_review_days", "futures", "horizon_days", "seed",
    }  # fmt: skip
    assert [n for n, kind in kinds.items() if kind == "choice"] == ["buffer_basis"]
    assert [n for n, s in settings().items() if s.optional] == ["warehouse_places"]


def test_names_and_labels_are_unique_across_groups():
    declared = [setting for setting, _ in settings_of(Scenario())]
    assert len(declared) == len({s.name for s in declared}) == len(ROWS)
    # "Days between orders" would be two widgets of one name but for the group that they stand in.
    assert len({(s.group, s.label) for s in declared}) == len(declared)


@pytest.mark.parametrize("name", ALL)
def test_every_declaration_is_complete(name):
    setting = settings()[name]
    assert setting.label
    assert setting.help.endswith(".")
    assert setting.fault(setting.default) is None
    assert setting.kind == "choice" or setting.low < setting.high
    assert setting.kind == "choice" or 0 < setting.step <= setting.high - setting.low
    assert setting.allowed()
    for need, value in setting.needs.items():
        assert settings()[need].fault(value) is None


@pytest.mark.parametrize("name", NUMBERS)
def test_bounds_belong_to_the_range_and_what_lies_beyond_does_not(name):
    setting = settings()[name]
    step = 1 if setting.kind == "whole" else 1e-9 * max(1.0, abs(setting.high))
    assert setting.fault(setting.low) is None
    assert setting.fault(setting.high) is None
    for value in (setting.low - step, setting.high + step):
        assert name in setting.fault(value)


BAD = [math.nan, math.inf, -math.inf, True, False, "1", "", None, [], {}, 1j, b"1", np.array([1.0]), np.bool_(True),
       10**400, -(10**400), Fraction(10**400), object()]  # fmt: skip


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize("value", BAD, ids=lambda value: type(value).__name__)
def test_what_is_no_number_is_refused(name, value):
    setting = settings()[name]
    if value is None and setting.optional:
        assert setting.fault(value) is None
        return
    assert name in setting.fault(value)
    with pytest.raises(InputError, match=name):
        Scenario().but(**{name: value})


@pytest.mark.parametrize("name", ["orders_may_cross", "plan_with_seasons"])
@pytest.mark.parametrize("value", [0, 1, 1.0, "yes", "true", None, math.nan, [True]])
def test_only_a_bool_is_yes_or_no(name, value):
    assert name in settings()[name].fault(value)


@pytest.mark.parametrize("value", [None, 1, True, "Need", "", "need ", ["need"], math.nan])
def test_only_a_choice_can_be_chosen(value):
    assert "service or need" in settings()["buffer_basis"].fault(value)


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_number_has_no_fraction(name):
    setting = settings()[name]
    assert name in setting.fault(setting.low + 0.5)
    kept = setting.clean(float(setting.high))
    assert kept == setting.high
    assert type(kept) is int


def test_numbers_of_numpy_are_kept_as_python_s_own():
    scenario = Scenario().but(demand_level=np.float32(1.5), seed=np.int64(7), orders_may_cross=np.bool_(True))
    assert type(scenario.demand.demand_level) is float
    assert type(scenario.run.seed) is int
    assert scenario.supply.orders_may_cross is True
    assert scenario == Scenario().but(demand_level=1.5, seed=7, orders_may_cross=True)


HOSTILE = [
    "",
    " ",
    "nan",
    "inf",
    "-inf",
    "1e999",
    "-1e999",
    "1e-999",
    "9" * 40,
    "9" * 5000,
    "1" + "0" * 400,
    "0x10",
    "1_000",
    "1,5",
    "1.5.5",
    "--1",
    "+-1",
    "None",
    "null",
    "[]",
    "{}",
    "true",
    "TRUE",
    "yes ",
    "\x00",
    "\ud800",
    "٣",
    "½",
    "∞",
    "１２",
    "<script>alert(1)</script>",
    "'; DROP TABLE items;--",
    "../../etc/passwd",
    "%s%n",
    "{0.__class__}",
    "\u202e1",
    "1\n2",
    "é" * 100_000,
]


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_text_raises_nothing_but_input_errors(name, text):
    survives(name, text)


@given(st.sampled_from(ALL), st.text())
def test_no_text_raises_anything_else(name, text):
    survives(name, text)


def survives(name, text):
    setting = settings()[name]
    value = setting.parse(text)
    fault = setting.fault(value)
    if fault is None:
        scenario = Scenario().but(**{name: value})
        assert scenario.to_dict()[name] == setting.clean(value)
        return
    assert name in fault
    assert len(fault) < 300
    with pytest.raises(InputError):
        Scenario().but(**{name: value})


@pytest.mark.parametrize("name", ALL)
def test_a_value_written_as_text_is_read_again(name):
    setting = settings()[name]
    values = setting.choices or (
        (True, False) if setting.kind == "yes_no" else (setting.low, setting.high, setting.default)
    )
    for value in values:
        text = {True: "yes", False: "no", None: ""}.get(value, str(value)) if not setting.choices else value
        text = str(value) if setting.kind not in ("yes_no", "choice") and value is not None else text
        assert setting.fault(setting.parse(text)) is None
        assert setting.clean(setting.parse(f" {text} ")) == value


def test_one_error_names_every_fault():
    with pytest.raises(InputError) as caught:
        check({"demand_level": 99, "no_such": 1, "seed": -1, "futures": 100, "goodwill": "x"}, settings())
    assert len(caught.value.faults) == 4
    for name in ("demand_level", "no_such", "seed", "goodwill"):
        assert name in str(caught.value)
    assert "futures" not in str(caught.value)


def test_a_part_checks_itself():
    with pytest.raises(InputError) as caught:
        Run(futures=5, horizon_days=1, seed=3)
    assert len(caught.value.faults) == 2
    with pytest.raises(InputError, match="buffer_basis"):
        Planning(buffer_basis="luck")


@pytest.mark.parametrize("value", [3, 20, 20.0])
def test_a_part_is_frozen(value):
    part = Run()
    with pytest.raises(FrozenInstanceError):
        part.futures = value
    assert part.futures == 100
