"""A shock's figures with luck: what must hold whatever the dice say. What is worked by hand is in the file beside."""

import gc
import weakref
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from core import (
    InputError,
    Scenario,
    compare,
    delay,
    helped,
    hold,
    load_catalogue,
    outage,
    price,
    pull_forward,
    simulate,
    stress,
    surge,
)
from core.portfolio import weights
from core.stress import sides as sides_of
from core.stress.figures import Days

# Every kind, without size or length.
NOTHING = [outage(90, 0), surge(90, 28, 0), delay(90, 0, length=28), hold(90, 21, 0), pull_forward(90, 30, 0)]
SOMETHING = [outage(40, 20), surge(40, 20, 0.6), delay(40, 10), hold(40, 15, 9), pull_forward(40, 20, 0.3, over=40)]
SMALL = Scenario().but(futures=20, horizon_days=120)
FIGURES = ("depth", "time_to_recover", "not_recovered", "units_lost", "event_cost", "overflow_cost", "rush_cost")


@pytest.fixture(scope="module")
def demo():
    return load_catalogue("demo")


@pytest.fixture(scope="module")
def few(demo):
    return demo.only(demo.column("item")[::5])


@pytest.fixture(scope="module")
def base(few):
    return simulate(few, SMALL)


# --- without events --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("warning", [0, 20])
@pytest.mark.parametrize("event", NOTHING, ids=lambda event: event.kind)
def test_nothing_changes_nothing_to_the_digit(few, base, event, warning):
    result = stress(few, SMALL, [event], base, warning)
    table = result.summary
    for name in FIGURES:
        assert (table[[name, name + "_lo", name + "_hi"]] == 0).all(axis=None), name
    assert (table["time_to_survive"] == table["normal_survive"]).all()
    assert (result.curve["service"] == result.curve["normal"]).all()


@pytest.mark.parametrize("event", NOTHING, ids=lambda event: event.kind)
def test_nothing_beside_something_changes_nothing(few, base, event):
    alone, beside = (stress(few, SMALL, events, base, 10) for events in (SOMETHING, [event, *SOMETHING]))
    pd.testing.assert_frame_equal(alone.summary, beside.summary, check_exact=True)


def test_no_event_at_all_is_the_scenario_itself(few, base):
    result = stress(few, SMALL, [], base)
    assert (result.summary["event_cost"] == 0).all()
    assert len(result.reached) == len(few)


def test_the_figures_without_events_are_those_of_compare(few, base):
    for given in (base, None):
        normal = stress(few, SMALL, SOMETHING, given).normal
        pd.testing.assert_frame_equal(normal.summary, compare(few, SMALL).summary, check_exact=True)
        pd.testing.assert_frame_equal(normal.paired, compare(few, SMALL).paired, check_exact=True)


def test_day_sums_are_the_ledgers(few, base):
    result = stress(few, SMALL, [surge(40, 20, 0.6)], base)
    value = weights(few, "value")[0][:, None]
    for side in (result.sides.normal, result.sides.event):
        for cell, policy in enumerate(("jit", "jic")):
            days = Days(side, policy)
            np.testing.assert_allclose(days.demand.sum(axis=0), (value * side.ledger.demand).sum(axis=0), rtol=1e-6)
            np.testing.assert_allclose(days.short.sum(axis=0), (value * side.ledger.short(cell)).sum(axis=0), rtol=1e-4)
            waiting = (value * side.ledger.field(cell, "waiting")).sum(axis=0)
            np.testing.assert_allclose(days.waiting.sum(axis=0), waiting, rtol=1e-4)


def test_the_cost_of_an_event_is_the_difference_of_two_outcomes(few, base):
    # All items in reach, so that both ledgers are whole: priced by themselves they differ by the event's cost.
    result = stress(few, SMALL, [outage(40, 20)], base)
    with_event = price(result.sides.event.ledger, SMALL).summary
    for ours, theirs in (
        ("event_cost", "total_cost"),
        ("units_lost", "units_lost"),
        ("overflow_cost", "overflow_cost"),
    ):
        gone = (with_event[theirs] - result.normal.summary[theirs]) * 120 / 365
        np.testing.assert_allclose(result.summary[ours], gone, rtol=1e-9, atol=1e-6)


def test_some_items_in_reach_are_charged_as_among_all(few, base):
    # The same event by name and by having spared everybody else, which simulates all.
    item, *others = few.column("item")
    named = stress(few, SMALL, [outage(40, 40, item)], base)
    spared = stress(few, SMALL, [outage(40, 40, spare=others)], base)
    assert named.reached == (item,)
    assert len(spared.reached) == len(few)
    for name in ("units_lost", "margin_lost", "rush_cost", "overflow_cost", "event_cost"):
        np.testing.assert_allclose(named.series[name], spared.series[name], rtol=1e-6, atol=1e-5, err_msg=name)


# --- order and threads -----------------------------------------------------------------------------------------------


def test_threads_change_no_digit(few):
    tables = [stress(few, SMALL, SOMETHING, warning=9, workers=workers) for workers in (1, 2, 3)]
    for other in tables[1:]:
        pd.testing.assert_frame_equal(tables[0].summary, other.summary, check_exact=True)
        pd.testing.assert_frame_equal(tables[0].curve, other.curve, check_exact=True)


def test_the_order_of_events_changes_no_digit(few, base):
    one, other = (stress(few, SMALL, events, base, 9) for events in (SOMETHING, SOMETHING[::-1]))
    pd.testing.assert_frame_equal(one.summary, other.summary, check_exact=True)


def test_a_run_leaves_nothing_behind(few, base):
    before = stress(few, SMALL, [outage(40, 20)], base).summary
    stress(few, SMALL, SOMETHING, base, 30)
    pd.testing.assert_frame_equal(stress(few, SMALL, [outage(40, 20)], base).summary, before, check_exact=True)


def test_what_is_kept_goes_with_its_ledger(few):
    ledger = simulate(few, SMALL)
    for reach in (None, *few.column("item")[:5]):
        stress(few, SMALL, [outage(40, 20, reach)], ledger)
    assert len(sides_of._WITHOUT[ledger]) == sides_of._MOST_KEPT
    gone = weakref.ref(ledger)
    del ledger
    gc.collect()
    assert gone() is None


# --- what theory says ------------------------------------------------------------------------------------------------


# Where everybody waits, lots have any size and nothing is scrapped, a higher level is more stock on every day, and a
# later delivery less: it holds path by path. Else a shelf that was emptied earlier may be filled earlier, and only the
# mean of many futures tells.
ORDERLY = {"rush_share": 0, "wait_share": 1, "scrap_share": 0}
DIALS = {"need": ("jic_buffer", (0, 0.2, 0.5, 1.5)), "service": ("jic_service", (0.5, 0.8, 0.95, 0.999))}


@pytest.fixture(scope="module")
def loose(few):
    return few.but({item: {"order_minimum": None, "order_multiple": None} for item in few.column("item")})


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("basis", ["need", "service"])
@pytest.mark.parametrize("event", SOMETHING, ids=lambda event: event.kind)
def test_more_buffer_never_shortens_survival_in_any_future(loose, event, basis, seed):
    name, dials = DIALS[basis]
    scenarios = [SMALL.but(buffer_basis=basis, seed=seed, **ORDERLY, **{name: dial}) for dial in dials]
    survived = [stress(loose, scenario, [event]).series["time_to_survive"][1] for scenario in scenarios]
    assert all((more >= less - 1e-9).all() for less, more in pairwise(survived))
    assert survived[-1].mean() > survived[0].mean()


@pytest.mark.parametrize("basis", ["need", "service"])
@pytest.mark.parametrize("event", SOMETHING, ids=lambda event: event.kind)
def test_more_buffer_never_shortens_survival(few, event, basis):
    name, dials = DIALS[basis]
    scenarios = [SMALL.but(buffer_basis=basis, futures=60, **{name: dial}) for dial in dials]
    survived = [stress(few, scenario, [event]).summary.loc["jic", "time_to_survive"] for scenario in scenarios]
    assert survived == sorted(survived)


ROUNDING = 1e-5
LENGTHS = (0, 5, 10, 20, 40, 80)


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("policy", ["jit", "jic", "hybrid"])
def test_a_longer_outage_never_improves_service_on_any_day_of_any_future(loose, policy, seed):
    scenario = SMALL.but(seed=seed, **ORDERLY)
    ledger = simulate(loose, scenario)
    results = [stress(loose, scenario, [outage(30, length)], ledger) for length in LENGTHS]
    served = [Days(result.sides.event, policy).service for result in results]
    assert all((longer <= shorter + ROUNDING).all() for shorter, longer in pairwise(served))
    lasted = [result.series["time_to_survive"] for result in results[1:]]
    assert all((longer <= shorter + 1e-9).all() for shorter, longer in pairwise(lasted))
    assert served[-1].mean() < served[0].mean() - 0.05


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_longer_outage_never_improves_service(few, seed):
    scenario = SMALL.but(seed=seed)
    ledger = simulate(few, scenario)
    results = [stress(few, scenario, [outage(30, length)], ledger).summary for length in LENGTHS]
    for shorter, longer in pairwise(results):
        assert (longer["units_lost"] >= shorter["units_lost"]).all()
        assert (longer["depth"] >= shorter["depth"]).all()
    assert (results[-1]["depth"] > 0.3).all()


def test_units_are_conserved_under_every_event(few, base):
    result = stress(few, SMALL, SOMETHING, base, 15)
    ledger, share = result.sides.event.ledger, SMALL.shortage.waiting
    for cell in range(2):
        f = {name: ledger.field(cell, name) for name in ("received", "scrapped", "start_stock", "start_waiting")}
        end = ledger.field(cell, "end_stock") - ledger.field(cell, "end_waiting")
        used = ledger.demand - (1 - share) * ledger.short(cell)
        start = f["start_stock"] - f["start_waiting"]
        size = ledger.demand + f["received"]
        np.testing.assert_allclose(start + f["received"] - f["scrapped"] - used, end, atol=1e-4 * size.max())


def test_what_is_pulled_forward_is_the_same_demand(few, base):
    for event in (pull_forward(40, 20, 0.5, over=30), pull_forward(100, 10, 0.8), pull_forward(110, 30, 1.0)):
        result = stress(few, SMALL, [event], base)
        normal, moved = result.sides.normal, result.sides.event
        np.testing.assert_allclose(moved.ledger.clear_demand, normal.ledger.clear_demand, rtol=1e-12)
        gone = (Days(moved, "jit").demand - Days(normal, "jit").demand).sum(axis=1)
        assert (gone[: event.start] == 0).all()
        assert gone[event.start : event.end].sum() >= 0
        assert gone[event.end :].sum() <= 0


def test_the_past_of_an_event_is_as_it_was(few, base):
    result = stress(few, SMALL, SOMETHING, base)
    curve = result.curve[result.curve["day"] < 40]
    assert (curve["service"] == curve["normal"]).all()


@pytest.mark.parametrize("event", SOMETHING[:1] + SOMETHING[2:3], ids=lambda event: event.kind)
def test_a_second_source_for_all_takes_the_event_away(few, base, event):
    spared = (
        outage(40, 20, spare=few.column("item")) if event.kind == "outage" else delay(40, 10, spare=few.column("item"))
    )
    assert (stress(few, SMALL, [event], base).summary["event_cost"] > 0).all()
    assert (stress(few, SMALL, [spared], base).summary[list(FIGURES)] == 0).all(axis=None)


def test_intervals_shrink_as_one_over_the_root_of_n(few):
    def widths(futures, seed):
        scenario = SMALL.but(futures=futures, seed=seed)
        table = stress(few, scenario, [outage(40, 20), surge(60, 10, 0.5)]).summary
        # A share of few futures in a hundred has no width to go by, nor has what may be infinite.
        left_out = ("_lo", "_hi", "_in_years", "not_recovered")
        names = [name for name in table if not name.endswith(left_out)]
        assert "depth" in names
        return np.array([table[name + "_hi"] - table[name + "_lo"] for name in names])

    wide, narrow = np.mean([widths(100, seed) for seed in range(4)], axis=0), widths(1600, 5)
    shrunk = (wide[narrow > 0] / narrow[narrow > 0]).tolist()
    assert len(shrunk) > 25
    # √16 = 4.
    assert np.median(shrunk) == pytest.approx(4, rel=0.15)
    assert min(shrunk) > 2.8
    assert max(shrunk) < 5.7


def test_the_depth_is_the_widest_gap_of_the_curve(few, base):
    result = stress(few, SMALL, [outage(40, 20), surge(60, 10, 0.5)], base)
    gaps = (result.curve["normal"] - result.curve["service"]).groupby(result.curve["policy"]).max()
    for policy, gap in gaps.items():
        low, depth, high = result.summary.loc[policy, ["depth_lo", "depth", "depth_hi"]]
        assert depth == pytest.approx(gap, rel=1e-12)
        assert low < depth < high


def test_few_and_many_futures_agree_on_the_depth_and_its_interval_covers(few):
    many = stress(few, SMALL.but(futures=2000, seed=99), [outage(40, 20)]).summary["depth"]
    seeds = range(40)
    tables = [stress(few, SMALL.but(futures=60, seed=seed), [outage(40, 20)]).summary for seed in seeds]
    found = np.array([table["depth"] for table in tables])
    np.testing.assert_allclose(found.mean(axis=0), many, rtol=0.04)
    covered = np.mean([(table["depth_lo"] <= many) & (many <= table["depth_hi"]) for table in tables], axis=0)
    # The deepest day is chosen by the same futures: a little less than 95 % where many days are as deep.
    assert covered.mean() > 0.9
    assert covered.min() > 0.8


# --- recovery --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def recovery(few):
    scenario = Scenario().but(futures=60)
    ledger = simulate(few, scenario)
    sizes = (0.01, 0.05, 0.1, 0.5, 1.0)
    return {size: stress(few, scenario, [surge(60, 28, size)], ledger) for size in sizes}


def test_a_smaller_surge_never_recovers_later(recovery):
    days = [result.summary["time_to_recover"] for result in recovery.values()]
    assert all((smaller <= larger).all() for smaller, larger in pairwise(days))
    assert (days[-1] > 28).all()


def test_a_tiny_surge_takes_about_no_time(recovery):
    days = recovery[0.01].summary["time_to_recover"]
    assert (days < 7).all()
    assert (np.median(recovery[0.01].series["time_to_recover"], axis=1) == 0).all()


@pytest.mark.parametrize("event", [surge(60, 28, 0.01), surge(60, 28, 0.5), outage(60, 28)], ids=str)
def test_a_longer_horizon_hardly_moves_recovery(few, event):
    short, long = (
        stress(few, Scenario().but(futures=60, horizon_days=days), [event]).summary["time_to_recover"]
        for days in (365, 730)
    )
    np.testing.assert_allclose(long, short, atol=0.5)


def test_how_often_it_pays_has_an_interval_around_it(few, base):
    scenario = SMALL.but(goodwill=0, rush_premium=0, wait_cost=0, capital_rate=0.5)
    table = stress(few, scenario, [outage(40, 20)], base).summary
    for policy in ("jic", "hybrid"):
        low, mean, high = table.loc[policy, [f"pays_back_once_in_years{end}" for end in ("_lo", "", "_hi")]]
        assert 0 <= low <= mean <= high


# --- grains ----------------------------------------------------------------------------------------------------------


def test_levels_too_high_for_the_grains_are_counted_in_coarser_ones(few, base, monkeypatch):
    events = [outage(40, 60, few.column("item")[:4])]
    fine = stress(few, SMALL, events, base, 30)
    monkeypatch.setattr(sides_of, "_MOST_GRAINS", 0.0)
    coarse = stress(few, SMALL, events, base, 30)
    assert coarse.sides.event.ledger.grain <= base.grain
    assert len(coarse.sides.event.ledger.catalogue) == len(few)
    for name in ("time_to_survive", "depth", "time_to_recover"):
        np.testing.assert_allclose(fine.series[name], coarse.series[name], rtol=1e-12, err_msg=name)
    for name in ("units_lost", "event_cost"):
        np.testing.assert_allclose(fine.series[name], coarse.series[name], rtol=1e-5, atol=1e-2, err_msg=name)


def test_the_highest_levels_fill_no_warehouse_beyond_its_bits(few):
    # A year of demand on top of every level.
    scenario = SMALL.but(horizon_days=365)
    result = stress(few, scenario, [delay(100, 365, length=100)], warning=60)
    assert all((side.ledger.room >= 0).all() for side in (result.sides.normal, result.sides.event))
    assert result.sides.event.ledger.pallets(1).max() > result.sides.normal.ledger.pallets(1).max() * 1.5


# --- what is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"events": [outage(10, 5, "Nobody")]}, "There is no supplier, category or item named 'Nobody'"),
        ({"events": [outage(120, 5)]}, "must start on day 0 to 119 of those measured, got 120"),
        ({"events": outage(10, 5)}, "Events must be a list of events"),
        ({"events": ["outage"]}, "An event must be made by outage, .*, got 'outage'"),
        ({"events": [], "warning": -1}, "The warning must be a whole number 0 to 365 days, got -1"),
        ({"events": [], "warning": 2.5}, "got 2.5"),
    ],
)
def test_what_cant_be_is_refused(few, given, said):
    with pytest.raises(InputError, match=said):
        stress(few, SMALL, **given)


def test_another_ledger_is_refused(demo, few, base):
    with pytest.raises(InputError, match="differs from its own in prices alone"):
        stress(few, SMALL.but(seed=5), [], base)
    with pytest.raises(InputError, match=r"base.*must be of the same catalogue"):
        stress(demo, SMALL, [], base)
    with pytest.raises(InputError, match="drawn from its own catalogue"):
        stress(few, SMALL, [], simulate(few, SMALL, world=few.but({few.column("item")[0]: {"demand_per_day": 3}})))


@pytest.mark.parametrize("ask", [stress, helped])
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"catalogue": None}, "The catalogue must be one that load_catalogue made, got None"),
        ({"catalogue": "demo"}, "got 'demo'"),
        ({"scenario": "x"}, "The scenario must be a Scenario or None for its defaults, got 'x'"),
        ({"base": "x"}, r"The ledger without events \(base\) must be one that simulate made, got 'x'"),
    ],
)
def test_what_is_no_catalogue_scenario_or_ledger_is_refused(few, ask, wrong, said):
    with pytest.raises(InputError, match=said):
        ask(**({"catalogue": few, "scenario": SMALL, "events": [outage(10, 5)]} | wrong))


def test_only_prices_may_differ_from_the_ledgers(few, base):
    dear = stress(few, SMALL.but(rush_premium=2), [outage(40, 20)], base).summary
    assert (dear["rush_cost"] > stress(few, SMALL, [outage(40, 20)], base).summary["rush_cost"]).all()
