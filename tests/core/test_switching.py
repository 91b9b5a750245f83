"""Switching: between two steady states on the same futures, cash that adds up, and nothing where nothing changes."""

import importlib
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core import Catalogue, InputError, Scenario, compare, load_catalogue, switching
from core.engine import FIELDS, TRACE
from core.simulation import set_up
from core.switching import by_rule, transition
from core.switching.pricing import COMPONENTS, FLOWS, PAID, payback
from core.switching.running import AFTER, BEFORE, DURING, _job, _switched, month_edges
from core.switching.switch import SUMS, _settled

running = importlib.import_module("core.switching.running")
DEMO = load_catalogue("demo")
SCENARIO = Scenario().but(futures=20)
SIDES = ("before", "after", "during")


@pytest.fixture(scope="module")
def freed():
    return switching(DEMO, SCENARIO, "jic", "jit", one_off={"training": 30_000, "suppliers": 10_000})


@pytest.fixture(scope="module")
def long():
    return switching(DEMO, SCENARIO, "jic", "jit", months=36)


def one(**more) -> Catalogue:
    usual = {"item": ["a"], "unit_cost": [4.0], "price": [9.0], "demand_per_day": [30.0], "demand_sd": [12.0]}
    usual |= {"lead_time_days": [8.0], "lead_time_sd": [2.0], "order_cost": [40.0], "units_per_pallet": [500.0]}
    return Catalogue.of(pd.DataFrame(usual | more))


# --- nothing changes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("policy", ["jit", "jic", "hybrid", "each"])
def test_from_a_policy_to_itself_costs_exactly_nothing_in_every_month(policy):
    items = DEMO.column("item").tolist()
    one_way = {item: ("jit", "jic")[k % 2] for k, item in enumerate(items)} if policy == "each" else policy
    found = switching(DEMO, SCENARIO, one_way, dict(one_way) if policy == "each" else policy)
    months = found.monthly
    for name in ("opening", *FLOWS, "cash", "closing", "capital_cost"):
        assert (months[[name, name + "_lo", name + "_hi"]].to_numpy() == 0).all(), name
    assert (months["stock_during"] == months["stock_before"]).all()
    assert (months["pallets_during"] == months["pallets_before"]).all()
    assert (found.priced.npv == 0).all()
    changes = found.summary.drop(["used_up_months", "payback_months"])
    assert (changes.to_numpy() == 0).all()
    assert found.payback == 0
    assert found.items.empty


def test_one_off_costs_alone_are_all_that_a_switch_to_itself_takes():
    found = switching(DEMO, SCENARIO, "jit", "jit", one_off=5000)
    assert (found.monthly["closing"] == -5000).all()
    assert (found.priced.npv == -5000).all()
    assert found.payback is None
    assert found.summary.at["pays", "value"] == 0


@pytest.mark.parametrize(("crossing", "row"), [(False, 0), (True, 0), (False, 1), (True, 1)])
def test_going_over_to_the_same_schedule_is_the_path_without_a_change_to_the_digit(crossing, row):
    scenario = SCENARIO.but(orders_may_cross=crossing, jit_review_days=3)
    setup = set_up(DEMO, scenario)
    rows, buffers = setup.job.rows, setup.job.buffer
    usual = setup.job.run(2)
    sums, cycles = setup.job.results.sums.copy(), setup.job.results.cycles.copy()
    same = (rows[row], buffers[row])
    changed = [*rows]
    changed[row] = replace(_switched(setup, same, same, row), cells=(row,))
    buffer = buffers.copy()
    buffer[row] = 0.0
    assert (replace(setup.job, rows=tuple(changed), buffer=buffer).run(2) == usual).all()
    np.testing.assert_array_equal(setup.job.results.sums, sums)
    np.testing.assert_array_equal(setup.job.results.cycles, cycles)


# --- between two steady states ----------------------------------------------------------------------------------------


def test_it_starts_where_before_stands():
    setup = set_up(DEMO, SCENARIO)
    before, after = np.ones(len(DEMO), bool), np.zeros(len(DEMO), bool)
    job = _job(setup, before, after)
    wanted = running._wanted(before, after)
    replace(job, wanted=wanted).run(2)
    sums = job.results.sums
    for name in ("start_stock", "start_waiting"):
        field = FIELDS.index(name)
        # Cells: before, after and during of Just-in-Time and Just-in-Case each.
        np.testing.assert_array_equal(sums[4, :, field], sums[1, :, field])
        assert (sums[4, :, field] != sums[2, :, field]).any()


def test_both_ends_are_explores_figures(freed):
    outcome = compare(DEMO, SCENARIO)
    summary = freed.summary["value"]
    less = outcome.summary.loc["jit"] - outcome.summary.loc["jic"]
    for name in (*COMPONENTS, *SUMS):
        assert summary[name] == pytest.approx(less[name], rel=1e-4, abs=1e-6 * outcome.summary.at["jic", "total_cost"])
    freed_names = {"stock_freed": "avg_stock_value", "pipeline_freed": "pipeline_value"}
    freed_names |= {"pallets_freed": "avg_pallets", "peak_pallets_freed": "peak_pallets"}
    for name, measure in freed_names.items():
        assert summary[name] == pytest.approx(-less[measure], rel=1e-5)


@pytest.mark.parametrize(("before", "after"), [("jit", "hybrid"), ("hybrid", "jic")])
def test_the_hybrid_is_explores_too(before, after):
    found, outcome = switching(DEMO, SCENARIO, before, after), compare(DEMO, SCENARIO).summary
    less = outcome.loc[after] - outcome.loc[before]
    for name in ("total_cost", "overflow_cost", "carrying_cost"):
        assert found.summary.at[name, "value"] == pytest.approx(less[name], rel=1e-4)


def test_the_first_day_is_befores_and_the_last_months_join_after(long):
    days, months = long.days, long.monthly
    assert days.at[0, "during"] == pytest.approx(days.at[0, "before"], rel=0.03)
    assert abs(days.at[0, "during"] - days.at[0, "after"]) > 0.5 * long.summary.at["stock_freed", "value"]
    late = months[months["month"] > 9]
    assert (late["stock_during"] >= late["stock_after_lo"]).all()
    assert (late["stock_during"] <= late["stock_after_hi"]).all()
    assert (late["pallets_during"].between(late["pallets_after_lo"], late["pallets_after_hi"])).all()
    for name in COMPONENTS:
        costs = long.priced.costs[name][:, 9:]
        apart = np.abs((costs[DURING] - costs[AFTER]).mean(axis=1))
        # Half the width of the interval of a month's own mean.
        spread = 2.09 * costs[AFTER].std(axis=1, ddof=1) / np.sqrt(costs.shape[2])
        assert (apart <= spread + 1e-9).all(), name


@pytest.mark.parametrize(("before", "after"), [("jic", "jit"), ("jit", "jic")])
def test_it_is_done_when_said(before, after):
    found = switching(DEMO, SCENARIO, before, after)
    done, within = found.summary.loc["done_days", ["lo", "hi"]], 0.05 * found.transition.moving
    assert 10 < done["lo"] < done["hi"] < 365
    apart = found.transition.apart
    days = _settled(apart.T, within)
    for future, day in enumerate(days.astype(int)):
        assert (apart[day:, future] <= within).all()
        assert apart[day - 1, future] > within


def test_settled_days_by_hand():
    apart = np.array([[9.0, 3.0, 6.0, 1.0, 0.0], [1.0, 1.0, 1.0, 1.0, 1.0], [9.0, 9.0, 9.0, 9.0, 9.0]])
    assert _settled(apart, 5.0).tolist() == [3, 0, 5]


def test_nothing_is_ordered_while_more_is_held_or_on_its_way_than_the_new_plan_wants():
    catalogue, scenario = (
        DEMO.but({item: {"order_minimum": None, "order_multiple": None} for item in DEMO.column("item")}),
        SCENARIO,
    )
    setup = set_up(catalogue, scenario)
    before, after = np.ones(len(catalogue), bool), np.zeros(len(catalogue), bool)
    job, seen = _job(setup, before, after), []
    level = (job.rows[2].forecast[:, -365:]).astype(np.float32)

    def watch(path):
        if path.cell != 4:
            return
        noted = {name: path.trace[k].astype(float) for k, name in enumerate(TRACE)}
        used = noted["sold"] + scenario.shortage.waiting * (path.demand - noted["sold"])
        position = noted["on_hand"] - noted["waiting"] + noted["on_order"] + used
        wanted = level[path.item][:, None]
        ordered = noted["ordered"] > 0
        tolerance = 1e-3 * wanted + 1e-3
        assert (np.abs(position - wanted) <= tolerance)[ordered].all()
        assert (position >= wanted - tolerance)[~ordered].all()
        seen.append(ordered.mean())

    replace(job, wanted=running._wanted(before, after), watch=watch).run(1)
    assert len(seen) == len(catalogue)
    assert min(seen) < 0.9


# --- money ------------------------------------------------------------------------------------------------------------


def test_opening_and_flows_are_closing_in_every_month(freed, long):
    for found in (freed, long):
        months = found.monthly
        np.testing.assert_allclose(
            months["opening"] + months[list(FLOWS)].sum(axis=1), months["closing"], rtol=1e-9, atol=1e-4
        )
        np.testing.assert_allclose(months["opening"].iloc[1:], months["closing"].iloc[:-1], rtol=1e-9, atol=1e-4)
        assert months["opening"].iloc[0] == 0
        flows = found.priced.flows
        np.testing.assert_allclose(sum(flows[name] for name in FLOWS).cumsum(axis=0), found.priced.closing, atol=1e-4)
    assert freed.monthly["one_off"].tolist() == [-40_000.0] + [0.0] * 11


def test_goods_add_up_too(freed):
    moved = {name: values.sum(axis=1) for name, values in freed.transition.moved.items()}
    opening = np.concatenate(
        [np.broadcast_to(freed.transition.opening[0], (3, 1, 20)), moved["closing_value"][:, :-1]], axis=1
    )
    closing = opening + moved["received_value"] - moved["used_value"] - moved["scrapped_value"]
    for side in (BEFORE, DURING):
        np.testing.assert_allclose(closing[side], moved["closing_value"][side], rtol=2e-4, atol=20)
    np.testing.assert_allclose(closing[AFTER, 1:], moved["closing_value"][AFTER, 1:], rtol=2e-4, atol=20)


def test_cash_is_what_comes_in_and_goes_out():
    catalogue, scenario = one(), SCENARIO.but(jit_price_premium=0.03, line_down_cost=50, salvage_share=0.3)
    found = switching(catalogue, scenario, "jic", "jit", one_off=100)
    units = {
        name: found.transition.moved[name + "_value"].sum(axis=1) / 4.0
        for name in ("used", "received", "scrapped", "short")
    }
    rushed = scenario.shortage.rush_share * units["short"]
    cash = 9.0 * (units["used"] + rushed) - 4.0 * (units["received"] + rushed) + 0.3 * 4.0 * units["scrapped"]
    cash = cash - sum(found.priced.costs[name] for name in PAID if name not in ("scrap_cost", "lost_margin"))
    more = cash[DURING] - cash[BEFORE]
    more[0] -= 100
    np.testing.assert_allclose(found.priced.cash, more, atol=0.5)
    assert np.abs(more).max() > 500


def test_what_was_ordered_before_is_paid_at_its_own_terms():
    late = one(lead_time_days=[40.0], lead_time_sd=[0.0])
    scenario = SCENARIO.but(jit_price_premium=0.2, jit_delivery_cost_level=0, outages_per_year=0)
    found = switching(late, scenario, "jic", "jit")
    premium, ordering = (found.priced.costs[name][DURING] for name in ("premium_cost", "ordering_cost"))
    assert (premium[0] == 0).all()
    assert (premium[3:].sum(axis=0) > 0).all()
    assert ordering[:2].sum() > 0
    assert (ordering[2:] == 0).all()
    back = switching(late, scenario, "jit", "jic")
    assert (back.priced.costs["premium_cost"][DURING][0] > 0).all()
    assert (back.priced.costs["premium_cost"][DURING][2:] == 0).all()


def test_net_present_value_and_payback(freed):
    priced = replace(freed.priced, rate=0.0)
    left = priced.levels["closing_value"][-1] + priced.levels["closing_margin"][-1]
    np.testing.assert_allclose(priced.npv, priced.closing[-1] + left, rtol=1e-9, atol=1e-4)
    # What capital is charged on stock and what discounting charges are the same money: first order in the rate.
    undiscounted = (
        -sum(priced.costs[name][DURING] - priced.costs[name][BEFORE] for name in COMPONENTS).sum(axis=0) - 40_000
    )
    np.testing.assert_allclose(freed.priced.npv, undiscounted, rtol=0.06)
    dearer = freed.at(SCENARIO, one_off=140_000)
    np.testing.assert_allclose(dearer.priced.npv, freed.priced.npv - 100_000)
    assert dearer.payback_bounds >= freed.payback_bounds


def test_payback_by_hand():
    assert payback(np.array([5.0, 6.0]), 0.0) == 0
    assert payback(np.array([-5.0, 5.0, 9.0]), 0.0) == 1.5
    assert payback(np.array([30.0, 40.0]), 10.0) == 0.25
    assert payback(np.array([9.0, -1.0, 1.0]), 0.0) == 2.5
    assert payback(np.array([9.0, -1.0]), 0.0) == np.inf


def test_money_that_is_tied_up_pays_back_and_its_interval_holds_it():
    found = switching(DEMO, SCENARIO, "jit", "jic", months=24)
    value, earliest, latest = found.payback_bounds
    assert earliest <= value <= latest
    assert found.payback == value
    closing = found.monthly["closing"].to_numpy()
    assert (closing[int(np.ceil(value)) :] >= 0).all()
    assert closing[int(value) - 1] < 0


# --- the same whatever ------------------------------------------------------------------------------------------------


def test_digits_depend_neither_on_threads_nor_on_how_many_items_are_kept_at_once(freed, monkeypatch):
    once = {"training": 30_000, "suppliers": 10_000}
    alone = switching(DEMO, SCENARIO, "jic", "jit", once, workers=1)
    told = []
    monkeypatch.setattr(running, "_AT_ONCE", 0.0)
    pieces = switching(DEMO, SCENARIO, "jic", "jit", once, workers=3, progress=told.append)
    for found in (alone, pieces):
        pd.testing.assert_frame_equal(found.monthly, freed.monthly, check_exact=True)
        pd.testing.assert_frame_equal(found.summary, freed.summary, check_exact=True)
        pd.testing.assert_frame_equal(found.items, freed.items, check_exact=True)
    assert len(told) == 10
    assert told == sorted(told)
    assert told[-1] == 1


def test_items_that_stay_are_left_alone():
    items = DEMO.column("item").tolist()
    some = {item: "jit" if k < 5 else "jic" for k, item in enumerate(items)}
    found = switching(DEMO, SCENARIO, "jic", some)
    assert set(found.items["item"]) == set(items[:5])
    assert found.transition.changed.tolist() == [0, 1, 2, 3, 4]
    every = switching(DEMO, SCENARIO, "jic", dict.fromkeys(items, "jit"))
    named = switching(DEMO, SCENARIO, "jic", "jit")
    pd.testing.assert_frame_equal(every.summary, named.summary, check_exact=True)
    # An item's own figures don't depend on the others.
    both = every.items.set_index("item")
    for item, row in found.items.set_index("item").iterrows():
        assert row["units"] == both.at[item, "units"]
        assert row["days"] == both.at[item, "days"]


def test_prices_simulate_nothing_and_everything_else_is_refused(freed, monkeypatch):
    monkeypatch.setattr("core.job.Job.run", None)
    dear = freed.at(SCENARIO.but(capital_rate=0.2, overflow_rate=3), one_off=1000, discount_rate=0.1)
    assert dear.priced.rate == 0.1
    assert dear.summary.at["capital_cost", "value"] == pytest.approx(2.5 * freed.summary.at["capital_cost", "value"])
    assert freed.at(SCENARIO.but(capital_rate=0.2, carrying_cost_level=0.5)).priced.rate == 0.1
    with pytest.raises(InputError, match="prices alone"):
        freed.at(SCENARIO.but(spike_size=3))


def test_the_rule_alone_looks_past_own_policies():
    own = DEMO.but({item: {"policy": "jit"} for item in DEMO.column("item")})
    assert by_rule(own, SCENARIO) == by_rule(DEMO.but({i: {"policy": None} for i in DEMO.column("item")}), SCENARIO)
    assert len(switching(own, SCENARIO, "jit", "hybrid").items) == 0
    assert len(transition(own, SCENARIO, "hybrid", by_rule(own, SCENARIO), 3).changed) > 0


def test_several_deliveries_a_day_and_more_futures_than_a_block():
    scenario = Scenario().but(futures=140, jit_deliveries_per_day=4)
    found, outcome = switching(one(), scenario, "jit", "jic"), compare(one(), scenario).summary
    for name in ("ordering_cost", "capital_cost", "total_cost"):
        assert found.summary.at[name, "value"] == pytest.approx(
            outcome.at["jic", name] - outcome.at["jit", name], rel=1e-4
        )


def test_months_are_twelfths_of_a_year():
    assert month_edges(12)[[0, 1, 6, 12]].tolist() == [0, 30, 182, 365]
    assert month_edges(36)[-1] == 1095
    assert set(np.diff(month_edges(36))) == {30, 31}


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"before": "fifo"}, "The policy before must be jit or jic or hybrid, or a policy for every item, got 'fifo'"),
        ({"after": 3}, "The policy after must be"),
        ({"after": {"a": "jit"}}, "must name every item"),
        ({"after": {**dict.fromkeys(DEMO.column("item"), "jit"), "x": "jit"}}, "'x', which isn't in the catalogue"),
        ({"after": dict.fromkeys(DEMO.column("item"), "hybrid")}, "must be jit or jic, got 'hybrid'"),
        ({"one_off": -1}, "must be an amount of money from 0 to 1,000,000,000,000, got -1"),
        ({"one_off": {"training": float("nan")}}, "'training'"),
        ({"one_off": True}, "amount of money"),
        ({"months": 2}, "The months must be a whole number 3 to 36, got 2"),
        ({"months": 12.5}, "got 12.5"),
        ({"discount_rate": 1.2}, "The discount rate must be a share of 0 to 1 a year, got 1.2"),
        ({"discount_rate": "8 %"}, "got '8 %'"),
        ({"scenario": "x"}, "must be a Scenario"),
        ({"catalogue": None}, "must be a catalogue"),
    ],
)
def test_what_may_not_be_used_is_named(wrong, says, monkeypatch):
    monkeypatch.setattr("core.job.Job.run", None)
    with pytest.raises(InputError) as error:
        switching(**({"catalogue": DEMO, "scenario": SCENARIO} | wrong))
    assert says in str(error.value)
