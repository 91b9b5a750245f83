"""A ledger that is revised after an edit is the ledger of a new simulation, to the last digit, for less work."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from core import InputError, Scenario, compare, load_catalogue, price, revised, simulate
from core import outcome as pricing
from core.catalogue import Catalogue
from core.catalogue.columns import NAMES, SEASON_NAMES
from core.frontier import sweep, today
from core.outcome import own_places
from core.policies import Assignment
from core.simulation import plans_of, running
from core.simulation.revising import PLANNED

SCENARIO = Scenario().but(futures=24, horizon_days=120, trend=0.2, design_changes_per_year=1)
DEMO = load_catalogue("demo")
ITEMS = list(DEMO.column("item"))
VALUES = {
    "policy": ["jit", "jic"],
    "buffer": [0.0, 0.2, 1.5],
    "critical": [True, False],
    "lead_time_days": [0.0, 1.0, 5.5, 22.0, 60.0],
    "lead_time_sd": [0.0, 15.0],
    "lead_time_model": ["gamma", "lognormal"],
    "unit_cost": [0.01, 500.0],
    "price": [0.0, 4.0, 1e5],
    "order_cost": [0.0, 5000.0],
    "demand_per_day": [0.0, 0.3, 7.0, 90.0],
    "demand_sd": [0.0, 2.0, 40.0],
    "demand_model": ["poisson", "negbin", "gamma", "intermittent"],
    "zero_share": [0.0, 0.5],
    "supplier": ["somebody new", *DEMO.column("supplier")[:3]],
    "supplier_reliability": [0.5, 0.99],
    "order_minimum": [0.0, 30.0],
    "order_multiple": [0.0, 12.0],
    "units_per_pallet": [10.0, 480.0],
    "name": ["=a name"],
    "category": ["another"],
    "demand_days": [90.0],
    "lead_time_count": [9.0],
}


@pytest.fixture(scope="module")
def ledger():
    return simulate(DEMO, SCENARIO)


@pytest.fixture
def simulated(monkeypatch):
    """The number of items that each simulation ran, in order."""
    sizes, run = [], running.Job.run

    def counting(job, workers):
        sizes.append(len(job.items.keys))
        return run(job, workers)

    monkeypatch.setattr(running.Job, "run", counting)
    return sizes


def arrays_of(ledger):
    """Every number that a ledger holds, by name."""
    parts = ("review_days", "protection_days", "unit_share", "fixed", "dial", "lead_time_level", "deliveries_per_day")
    plans = {f"{name} {part}": getattr(plan, part) for name, plan in ledger.plans.items() for part in parts}
    names = ("policy", "dial", "buffer", "sums", "demand", "cycles", "out_days", "clear_demand", "room", "grain")
    return plans | {name: getattr(ledger, name) for name in (*names, "fullest")}


def assert_same(one, two):
    assert (one.catalogue, one.world, one.physics) == (two.catalogue, two.world, two.physics)
    assert one.assignment.rule.tolist() == two.assignment.rule.tolist()
    assert one.assignment.buffered.tolist() == two.assignment.buffered.tolist()
    other = arrays_of(two)
    for name, value in arrays_of(one).items():
        np.testing.assert_array_equal(value, other[name], err_msg=name)


def test_every_column_is_edited_here():
    assert set(VALUES) == set(NAMES) - {"item", *SEASON_NAMES}


@pytest.mark.parametrize("column", sorted(VALUES))
def test_a_cell(ledger, column):
    for k, value in enumerate(VALUES[column]):
        edited = DEMO.but({ITEMS[7 + 11 * (k % 2)]: {column: value}})
        assert_same(revised(ledger, edited), simulate(edited, SCENARIO))


CELLS = st.sampled_from(sorted(VALUES)).flatmap(lambda name: st.tuples(st.just(name), st.sampled_from(VALUES[name])))
ROWS = st.dictionaries(st.sampled_from(ITEMS), st.lists(CELLS, min_size=1, max_size=3).map(dict), max_size=4)


@examples(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS, ROWS)
@example({}, {})
@example({ITEMS[0]: {"demand_per_day": 0.0}}, {ITEMS[0]: {"price": 1e5}, ITEMS[1]: {"policy": "jit"}})
def test_any_edits_one_after_the_other(ledger, first, second):
    once = DEMO.but(first)
    twice = once.but(second)
    assert_same(revised(revised(ledger, once), twice), simulate(twice, SCENARIO))


def test_a_policy_that_moves_an_item_between_the_room_s_groups(ledger, simulated):
    # A row's own buffer would be Just-in-Time's too.
    plain = (DEMO.column("policy") == "") & np.isnan(DEMO.column("buffer"))
    for k in np.flatnonzero(plain)[::9]:
        item, own = ITEMS[k], ledger.assignment.buffered[k]
        edited = DEMO.but({item: {"policy": "jit" if own else "jic"}})
        moved = revised(ledger, edited)
        assert simulated == [1, 1]
        simulated.clear()
        assert_same(moved, simulate(edited, SCENARIO))
        assert (moved.room[:, 0] != ledger.room[:, 0]).any()
        assert (moved.room.sum(axis=1) == ledger.room.sum(axis=1)).all()
        simulated.clear()


def test_another_item_s_rank_moves_with_a_price(ledger, simulated):
    # The item becomes the best seller by far: others leave the top share, and the hybrid's group with it.
    edited = DEMO.but({ITEMS[-1]: {"price": 1e6}})
    moved = revised(ledger, edited)
    regrouped = moved.assignment.buffered != ledger.assignment.buffered
    assert regrouped[:-1].any()
    assert simulated == [regrouped.sum()] * 2
    assert_same(moved, simulate(edited, SCENARIO))


def test_seasons_and_histories(ledger):
    rng = np.random.default_rng(0)
    season = dict(zip(SEASON_NAMES, [0.5, 1.5] * 6, strict=True))
    edited = DEMO.but({ITEMS[3]: season})
    assert_same(revised(ledger, edited), simulate(edited, SCENARIO))
    samples = {ITEMS[k]: rng.poisson(3, 200).astype(float) for k in (4, 5)}
    late = {ITEMS[6]: rng.integers(1, 30, 50).astype(float)}
    rows = {item: {"demand_model": "history", "demand_per_day": 3.0} for item in samples}
    rows |= {item: {"lead_time_model": "history"} for item in late}
    with_histories = Catalogue.of(_table(DEMO, rows), **about(DEMO), histories=samples, lead_time_histories=late)
    drawn = revised(ledger, with_histories)
    assert_same(drawn, simulate(with_histories, SCENARIO))
    changed = {ITEMS[4]: rng.poisson(9, 200).astype(float), ITEMS[5]: samples[ITEMS[5]]}
    again = Catalogue.of(_table(DEMO, rows), **about(DEMO), histories=changed, lead_time_histories=late)
    assert_same(revised(drawn, again), simulate(again, SCENARIO))


def _table(catalogue, rows):
    frame = catalogue.items
    for item, values in rows.items():
        for name, value in values.items():
            frame.loc[frame["item"] == item, name] = value
    return frame


def about(catalogue):
    return {"name": catalogue.name, "warehouse_places": catalogue.warehouse_places}


def test_a_whole_sweep_and_its_current_points(simulated):
    swept = sweep(DEMO, SCENARIO)
    edited = DEMO.but({ITEMS[3]: {"lead_time_days": 30, "buffer": 0.4}})
    assert_same(revised(swept, edited), sweep(edited, SCENARIO))
    assert simulated == [60, 1, 1, 60]
    assert_same(revised(today(swept, SCENARIO), edited), simulate(edited, SCENARIO))
    turned = swept.only([17, 2, 9])
    assert_same(revised(turned, edited), sweep(edited, SCENARIO).only([17, 2, 9]))
    alone = swept.only([12])
    assert_same(revised(alone, edited), sweep(edited, SCENARIO).only([12]))


@pytest.mark.parametrize("futures", [20, 130])
@pytest.mark.parametrize("basis", ["need", "service"])
def test_other_scenarios_and_threads(futures, basis):
    scenario = SCENARIO.but(futures=futures, buffer_basis=basis, jic_review_days=5, orders_may_cross=True)
    rows = {ITEMS[2]: {"lead_time_days": 40, "policy": "jic"}, ITEMS[30]: {"demand_per_day": 5, "buffer": 0.1}}
    edited = DEMO.but(rows)
    mine = simulate(DEMO, scenario)
    for workers in (1, 3):
        assert_same(revised(mine, edited, workers), simulate(edited, scenario))


def test_what_is_priced_is_the_comparison(ledger):
    edited = DEMO.but({ITEMS[9]: {"policy": "jic", "buffer": 0.9}})
    scenario = SCENARIO.but(capital_rate=0.2, overflow_rate=3)
    mine, fresh = price(revised(ledger, edited), scenario), compare(edited, scenario)
    assert mine.summary.equals(fresh.summary)
    assert mine.paired.equals(fresh.paired)
    assert mine.items.equals(fresh.items)


# --- how much is simulated -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "items"),
    [
        ({"name": "x", "category": "y"}, 0),
        ({"price": DEMO.column("price")[18] * 1.001}, 0),
        ({"unit_cost": DEMO.column("unit_cost")[18] * 1.001}, 0),
        ({"unit_cost": DEMO.column("unit_cost")[18] * 20}, 1),
        ({"order_cost": 900.0}, 1),
        ({"buffer": 0.77}, 1),
        ({"lead_time_days": 12.0}, 1),
        ({"supplier": "another"}, 1),
    ],
)
def test_only_what_changed_is_simulated(ledger, simulated, values, items):
    edited = DEMO.but({ITEMS[18]: values})
    result = revised(ledger, edited)
    assert sum(simulated) == 2 * items
    assert_same(result, simulate(edited, SCENARIO))


def test_prices_alone_need_no_simulation(ledger, simulated):
    assert {"price", "name", "unit_cost", "order_cost"} <= set(PLANNED)
    assert revised(ledger, DEMO.but({ITEMS[0]: {"name": "x"}})).sums is ledger.sums
    assert simulated == []


def test_two_thousand_items_cost_the_work_of_one(simulated):
    frame = DEMO.items
    copies = [frame.assign(item=frame["item"] + f"/{k}", supplier=frame["supplier"] + f"/{k % 9}") for k in range(34)]
    many = Catalogue.of(pd.concat(copies, ignore_index=True)[:2000])
    scenario = Scenario().but(futures=20, horizon_days=90)
    whole = simulate(many, scenario)
    edited = many.but({f"{ITEMS[5]}/7": {"policy": "jic", "buffer": 0.2}})
    result = price(revised(whole, edited), scenario.but(warehouse_places=5000))
    assert simulated == [2000, 1, 1]
    assert len(result.items_of(["hybrid"], ["fill_rate", "total_cost"])) == 2000
    assert len(result.summary) == 3
    assert simulated == [2000, 1, 1]


def test_own_places_follow_an_edit_without_simulating_everything(simulated):
    bare = Catalogue.of(DEMO.items.assign(item=DEMO.items["item"] + " bare"))
    first = own_places(bare)
    assert simulated == [60]
    edited = bare.but({f"{ITEMS[0]} bare": {"demand_per_day": 2000.0}})
    places = own_places(edited)
    assert len(simulated) == 3
    assert max(simulated[1:]) <= 2
    assert places > first
    pricing.own_places.cache_clear()
    pricing._yard.cache_clear()
    assert own_places(edited) == places


# --- when everything must be simulated, and what is refused -----------------------------------------------------------


def test_other_grains_need_everything(ledger, simulated):
    grains = {ledger.grain}
    for demand in (200.0, 20_000.0, 2_000_000.0):
        edited = DEMO.but({ITEMS[20]: {"demand_per_day": demand}})
        simulated.clear()
        result = revised(ledger, edited)
        assert (60 in simulated) == (result.grain != ledger.grain)
        assert_same(result, simulate(edited, SCENARIO))
        grains.add(result.grain)
    assert len(grains) > 1


def test_other_items_or_another_order_need_everything(ledger):
    for other in (DEMO.without(ITEMS[:2]), DEMO.only(ITEMS[:3]), Catalogue.of(DEMO.items[::-1], **about(DEMO))):
        assert_same(revised(ledger, other), simulate(other, SCENARIO))


def test_most_items_edited(ledger, simulated):
    edited = DEMO.but({item: {"buffer": 0.3} for item in ITEMS[:40]})
    assert_same(revised(ledger, edited), simulate(edited, SCENARIO))
    assert simulated == [60, 60]


def test_ledgers_that_do_not_follow_from_their_catalogue_are_refused():
    plans = plans_of(DEMO, SCENARIO)
    wide = {"plans": {**plans, "jic": replace(plans["jic"], fixed=np.full(60, 0.4))}}
    turned = {"assignment": Assignment(np.ones(60, bool), np.full(60, "mine", object))}
    drawn = {"world": DEMO.but({ITEMS[0]: {"demand_per_day": 3.0}})}
    for given_ in (wide, turned, drawn):
        with pytest.raises(InputError, match="follow from its catalogue"):
            revised(simulate(DEMO, SCENARIO, **given_), DEMO)
    with pytest.raises(InputError, match="second argument must be a catalogue"):
        revised(simulate(DEMO, SCENARIO), "demo")


def test_what_can_not_be_simulated_is_refused_as_ever(ledger):
    slow = SCENARIO.but(lead_time_level=4)
    far = DEMO.but({ITEMS[0]: {"lead_time_days": 200.0}})
    with pytest.raises(InputError) as fresh:
        simulate(far, slow)
    with pytest.raises(InputError) as mine:
        revised(simulate(DEMO, slow), far)
    assert str(mine.value) == str(fresh.value)
