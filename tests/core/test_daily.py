"""One future day by day: its sums are the ledger's, its luck is the ledger's, and its name is its rank's."""

import numpy as np
import pandas as pd
import pytest

from core import Catalogue, InputError, Scenario, compare, day_by_day, load_catalogue, simulate
from core.daily import COLUMNS, NAMED, chosen, dates, fill_rates
from core.measures import NAMES

SUMMED = {name: name for name in ("stock", "waiting", "on_order", "received", "scrapped")}
EVENTFUL = Scenario().but(
    spikes_per_year=4.0, outages_per_year=3.0, design_changes_per_year=2.0, scrap_share=0.5, futures=20
)


def bought(ledger, item, policy):
    """The cell that a policy takes an item from."""
    return {"jit": 0, "jic": 1, "hybrid": int(ledger.assignment.buffered[item])}[policy]


@pytest.fixture(scope="module", params=["default", "eventful", "three blocks"])
def world(request):
    scenario = {"default": Scenario(), "eventful": EVENTFUL, "three blocks": Scenario().but(futures=300)}[request.param]
    catalogue = load_catalogue("demo")
    if request.param == "three blocks":
        catalogue = catalogue.only(catalogue.column("item")[:12])
    return catalogue, scenario, simulate(catalogue, scenario)


@pytest.mark.parametrize("future", [0, 19, "typical", "worst", "best"])
@pytest.mark.parametrize("at", [0, 7, -1])
def test_the_days_of_an_item_add_up_to_the_ledger(world, at, future):
    catalogue, scenario, ledger = world
    item = catalogue.column("item")[at]
    at = at % len(catalogue)
    found = day_by_day(catalogue, scenario, item, future, ledger)
    f = found.future
    for policy, days in found.days.groupby("policy"):
        cell = bought(ledger, at, policy)
        for column, name in SUMMED.items():
            assert days[column].sum() == pytest.approx(ledger.field(cell, name)[at, f], rel=2e-4, abs=1e-3), column
        assert days["demand"].sum() == pytest.approx(ledger.demand[at, f], rel=1e-6)
        assert days["short"].sum() == pytest.approx(ledger.short(cell)[at, f], rel=2e-4, abs=1e-3)
        assert (days["ordered"] > 0).sum() == ledger.field(cell, "orders")[at, f]
        assert (days["received"] > 0).sum() == ledger.field(cell, "receipts")[at, f]
        assert days["items_short"].sum() == ledger.field(cell, "short_days")[at, f]
        assert days["out"].sum() == ledger.out_days[at, f]
        assert days["stock"].iloc[-1] == np.float32(ledger.field(cell, "end_stock")[at, f])


@pytest.mark.parametrize("future", [3, "typical", "worst"])
def test_the_days_of_the_warehouse_add_up_to_the_ledger(world, future):
    catalogue, scenario, ledger = world
    found = day_by_day(catalogue, scenario, None, future, ledger)
    f, cost, every = found.future, catalogue.column("unit_cost"), np.arange(len(catalogue))
    for policy, days in found.days.groupby("policy"):
        cells = np.array([bought(ledger, item, policy) for item in every])

        def of(name, cells=cells):
            both = np.stack([ledger.field(0, name)[:, f], ledger.field(1, name)[:, f]])
            return both[cells, every]

        for column, name in SUMMED.items():
            assert days[column].sum() == pytest.approx((cost * of(name)).sum(), rel=2e-4, abs=1e-2), column
        short = np.stack([ledger.short(0)[:, f], ledger.short(1)[:, f]])[cells, every]
        assert days["short"].sum() == pytest.approx((cost * short).sum(), rel=2e-4)
        assert days["demand"].sum() == pytest.approx((cost * ledger.demand[:, f]).sum(), rel=1e-6)
        assert days["items_short"].sum() == of("short_days").sum()


def test_pallets_are_those_of_the_warehouse_to_the_digit(world):
    catalogue, scenario, ledger = world
    found = day_by_day(catalogue, scenario, None, 5, ledger)
    pallets = {policy: days["pallets"].to_numpy() for policy, days in found.days.groupby("policy")}
    assert np.array_equal(pallets["jit"], ledger.pallets(0)[:, 5])
    assert np.array_equal(pallets["jic"], ledger.pallets(1)[:, 5])
    assert np.array_equal(pallets["hybrid"], ledger.pallets(0, 0)[:, 5] + ledger.pallets(1, 1)[:, 5])


def test_the_pallets_of_all_items_are_the_warehouses():
    catalogue = load_catalogue("demo").only(load_catalogue("demo").column("item")[:6])
    ledger = simulate(catalogue, EVENTFUL)
    parts = [day_by_day(catalogue, EVENTFUL, item, 4, ledger).days["pallets"] for item in catalogue.column("item")]
    whole = day_by_day(catalogue, EVENTFUL, None, 4, ledger).days["pallets"]
    assert np.allclose(sum(parts), whole, rtol=1e-5, atol=len(catalogue) / ledger.grain + 1e-4)


def test_units_are_conserved_every_day():
    catalogue = load_catalogue("demo")
    days = day_by_day(catalogue, EVENTFUL, "A-101", "worst").days
    waits = EVENTFUL.shortage.waiting
    for _, own in days.groupby("policy"):
        net = (own["stock"] - own["waiting"]).to_numpy()
        flow = (own["received"] - own["scrapped"] - own["sold"] - waits * own["short"]).to_numpy()
        assert np.allclose(np.diff(net), flow[1:], atol=1e-2 + 1e-5 * np.abs(net).max())


def test_the_ledger_may_be_left_out_and_changes_no_digit():
    catalogue = load_catalogue("demo")
    ledger = simulate(catalogue, EVENTFUL, workers=1)
    for item in ("A-101", None):
        with_it = day_by_day(catalogue, EVENTFUL, item, "worst", ledger)
        without = day_by_day(catalogue, EVENTFUL, item, "worst")
        pd.testing.assert_frame_equal(with_it.days, without.days, check_exact=True)
        pd.testing.assert_frame_equal(with_it.marks, without.marks, check_exact=True)
        assert (with_it.future, with_it.rank) == (without.future, without.rank)


def test_the_same_luck_for_each_policy_and_the_hybrid_is_one_of_the_two():
    found = day_by_day(load_catalogue("demo"), EVENTFUL, "A-101", 2)
    own = {policy: days.drop(columns="policy").reset_index(drop=True) for policy, days in found.days.groupby("policy")}
    for name in ("demand", "spiking", "out", "changed"):
        assert own["jit"][name].equals(own["jic"][name])
    assert own["hybrid"].equals(own["jit"]) or own["hybrid"].equals(own["jic"])
    assert list(found.days.columns) == list(COLUMNS)


def test_futures_are_ranked_by_the_fill_rate_that_compare_gives():
    catalogue = load_catalogue("demo")
    outcome = compare(catalogue, EVENTFUL)
    at = NAMES.index("fill_rate")
    by_future = np.array([outcome.totals[policy].by_future[at] for policy in ("jit", "jic", "hybrid")])
    assert np.allclose(fill_rates(outcome.ledger), by_future, atol=1e-9)
    order = np.argsort(by_future.mean(axis=0), kind="stable")
    ranks = [day_by_day(catalogue, EVENTFUL, None, f, outcome.ledger).rank for f in (int(order[0]), int(order[7]))]
    assert ranks == [1, 8]
    found = {name: day_by_day(catalogue, EVENTFUL, None, name, outcome.ledger) for name in NAMED}
    assert [found[name].rank for name in ("worst", "typical", "best")] == [1, 10, 20]
    assert found["worst"].future == order[0]


def test_the_worst_in_twenty_leaves_one_in_twenty_as_bad_or_worse():
    rates = np.random.default_rng(1).permutation(np.arange(100.0))
    number, rank = chosen(rates, "worst")
    assert (rates <= rates[number]).mean() == 0.05
    assert rank == 5
    assert chosen(np.zeros(40), "typical") == (19, 20)
    assert chosen(np.zeros(40), 7) == (7, 8)


def test_marks_are_the_runs_of_the_days():
    found = day_by_day(load_catalogue("demo"), EVENTFUL, "A-101", "worst")
    assert len(found.marks) > 2
    days = found.days[found.days["policy"] == "jit"].reset_index(drop=True)
    for kind, column in (("spike", "spiking"), ("outage", "out"), ("design change", "changed")):
        on = np.zeros(len(days), int)
        for mark in found.marks[found.marks["kind"] == kind].itertuples():
            on[mark.day : mark.day + mark.length] += 1
        assert np.array_equal(on, days[column])
    assert found.marks["day"].is_monotonic_increasing


def test_marks_of_the_warehouse_are_where_half_of_the_items_are_hit():
    common = EVENTFUL.but(spike_common_share=1.0, outage_common_share=1.0, design_changes_per_year=0.0)
    found = day_by_day(load_catalogue("demo"), common, None, "worst")
    assert set(found.marks["kind"]) == {"spike", "outage"}
    assert (found.marks["items"] == 60).all()
    own = EVENTFUL.but(spike_common_share=0.0, outage_common_share=0.0, spikes_per_year=0.5, outages_per_year=0.1)
    assert day_by_day(load_catalogue("demo"), own, None, 0).marks.empty


def test_nothing_to_sell_is_a_full_service():
    still = Catalogue.of(pd.DataFrame({"item": ["a", "b"], "unit_cost": [1.0, 2.0], "demand_per_day": [0.0, 0.0]}))
    found = day_by_day(still, Scenario().but(futures=20), "a", "worst")
    assert set(found.fill_rate.values()) == {1.0}
    assert not found.days["short"].any()


def test_dates_are_those_of_a_model_year():
    said = dates(800)
    assert (said[0], said[31], said[364], said[365], said[730]) == (
        "1 Jan", "1 Feb", "31 Dec", "1 Jan, year 2", "1 Jan, year 3",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("item", "future", "says"),
    [
        ("nobody", 0, "one of the catalogue's 60"),
        (["A-101"], 0, "one of the catalogue's 60"),
        ("A-101", 20, "a number from 0 to 19"),
        ("A-101", -1, "a number from 0 to 19"),
        ("A-101", True, "a number from 0 to 19"),
        (None, "median", "typical, worst or best"),
        (None, 1.0, "a number from 0 to 19"),
    ],
)
def test_what_there_isnt_is_refused_in_a_sentence(item, future, says):
    with pytest.raises(InputError, match=says):
        day_by_day(load_catalogue("demo"), EVENTFUL, item, future)


def test_a_ledger_of_something_else_is_refused():
    catalogue = load_catalogue("demo")
    other = simulate(catalogue, EVENTFUL.but(seed=2))
    with pytest.raises(InputError, match="something else"):
        day_by_day(catalogue, EVENTFUL, None, 0, other)
    swept = simulate(catalogue, EVENTFUL, {"jit": [0.1, 0.2]})
    with pytest.raises(InputError, match="once"):
        day_by_day(catalogue, EVENTFUL, None, 0, swept)
    with pytest.raises(InputError, match="must be a catalogue"):
        day_by_day("demo", EVENTFUL)
    with pytest.raises(InputError, match="must be a Scenario"):
        day_by_day(catalogue, {"seed": 1})
