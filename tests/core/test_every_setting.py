"""Every setting moves some figure of the demo (trap 1), and a price never moves what happened."""

from functools import cache

import numpy as np
import pytest

from core import Scenario, compare, load_catalogue, settings, simulate

BASE = {"futures": 40}
# What happened, told in units, days, orders, pallets, and stock at unit cost. The outside warehouse's pallet-days are
# missing: what is outside depends on the own places, which are a price setting.
PHYSICAL = (
    "fill_rate", "cycle_service", "in_stock_days", "avg_stock_units", "avg_stock_value", "avg_pallets", "peak_pallets",
    "pipeline_value", "working_capital", "turns", "days_of_supply", "orders", "units_received", "units_lost",
    "units_rushed", "units_waiting", "units_scrapped",
)  # fmt: skip
PRICES = [name for name, setting in settings().items() if setting.acts == "price"]
NEEDY = [name for name, setting in settings().items() if setting.needs]
# A value at which what a setting needs is off.
OFF = {
    "buffer_basis": {"need": "service", "service": "need"},
    "jit_review_days": {1: 2},
    "demand_variability": {2.0: 1.0},
}


def positions(setting):
    """Where a person can put it, other than the default."""
    ends = {"yes_no": (not setting.default,), "choice": setting.choices}.get(setting.kind, (setting.low, setting.high))
    return [value for value in ends if value != setting.default]


@cache
def outcome(values):
    return compare(load_catalogue("demo"), Scenario().but(**BASE).but(**dict(values)))


def summary(values):
    return outcome(tuple(sorted(values.items(), key=str))).summary


CASES = [(name, value) for name, setting in settings().items() for value in positions(setting)]


@pytest.mark.parametrize(("name", "value"), CASES)
def test_every_setting_moves_some_figure(name, value):
    needs = dict(settings()[name].needs)
    before, after = summary(needs), summary({**needs, name: value})
    assert (before.to_numpy() != after.to_numpy()).any()
    figures = [column for column in before.columns if not column.endswith(("_lo", "_hi"))]
    assert (before[figures] != after[figures]).to_numpy().any()


@pytest.mark.parametrize("name", NEEDY)
def test_a_need_is_really_one(name):
    setting = settings()[name]
    off = {need: OFF[need][value] for need, value in setting.needs.items()}
    for value in positions(setting):
        assert summary(off).equals(summary({**off, name: value}))


@pytest.mark.parametrize("name", PRICES)
def test_a_price_moves_no_physical_figure(name):
    before = summary({})
    for value in positions(settings()[name]):
        after = summary({name: value})
        for figure in PHYSICAL:
            for end in ("", "_lo", "_hi"):
                assert (before[figure + end] == after[figure + end]).all(), figure


@pytest.mark.parametrize("name", PRICES)
def test_a_price_never_changes_the_physics(name):
    scenario = Scenario().but(**BASE)
    for value in positions(settings()[name]):
        assert scenario.but(**{name: value}).physics() == scenario.physics()


def test_all_prices_at_once_leave_the_ledger_as_it_was():
    demo, scenario = load_catalogue("demo"), Scenario().but(**BASE)
    moved = scenario.but(**{name: positions(settings()[name])[-1] for name in PRICES})
    one, two = simulate(demo, scenario), simulate(demo, moved)
    for name in ("sums", "demand", "cycles", "out_days", "room", "buffer", "dial", "clear_demand"):
        assert np.array_equal(getattr(one, name), getattr(two, name)), name
    assert one.physics == two.physics


@pytest.mark.parametrize("level", [0.25, 0.5, 1, 2])
def test_twice_the_carrying_cost_level_is_twice_the_carrying_cost_to_the_digit(level):
    once, twice = summary({"carrying_cost_level": level}), summary({"carrying_cost_level": 2 * level})
    for name in ("carrying_cost", "capital_cost", "storage_cost", "insurance_cost", "obsolescence_cost"):
        assert (once[name] > 0).all()
        assert (2 * once[name] == twice[name]).all()
    assert (once["ordering_cost"] == twice["ordering_cost"]).all()


def test_every_figure_is_moved_by_some_setting():
    before = summary({})
    figures = [column for column in before.columns if not column.endswith(("_lo", "_hi"))]
    still = set(figures)
    for name, value in CASES:
        after = summary({**settings()[name].needs, name: value})
        still -= {figure for figure in still if (after[figure] != before[figure]).any()}
    assert still == set()
