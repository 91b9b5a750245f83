"""How the demo must answer when something is turned: the direction is known, whatever the figure."""

from dataclasses import fields
from functools import cache

import numpy as np
import pytest

from core import Scenario, compare, job, load_catalogue, settings, simulate
from core.engine import FIELDS, TRACE, run_paths
from core.policies import POLICIES, REPLENISHING
from core.simulation import running as engine_room

CALM = {
    "demand_variability": 0,
    "lead_time_variability": 0,
    "spikes_per_year": 0,
    "outages_per_year": 0,
    "design_changes_per_year": 0,
}
# The outside warehouse is shared by all items, so an item's share of it does depend on the others.
SHARED_COST = ("overflow_pallet_days", "overflow_cost", "inventory_cost", "total_cost")


@pytest.fixture(scope="module")
def demo():
    return load_catalogue("demo")


@cache
def figures(**values):
    return compare(load_catalogue("demo"), Scenario().but(**values)).summary


WORSE = {
    "lead_time_variability": (0, 0.5, 1, 1.5, 2, 3, 4),
    "spikes_per_year": (0, 1, 2, 4, 8, 12),
    "spike_size": (1, 1.5, 2, 3, 4.5, 6),
    "outages_per_year": (0, 0.25, 0.5, 1, 2, 4, 6),
    "outage_days": (1, 5, 10, 21, 45, 80, 120),
}


@pytest.mark.parametrize("basis", ["service", "need"])
@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("name", sorted(WORSE))
def test_bad_luck_lowers_the_fill_rate(name, policy, basis):
    rates = [figures(buffer_basis=basis, **{name: value})["fill_rate"][policy] for value in WORSE[name]]
    assert (np.diff(rates) < 0).all(), rates


@pytest.mark.parametrize(
    ("dial", "basis", "values"),
    [
        ("jit_buffer", "need", (0, 0.1, 0.3, 0.8, 1.5)),
        ("jic_buffer", "need", (0, 0.1, 0.35, 0.8, 1.5)),
        ("jit_service", "service", (0.5, 0.8, 0.95, 0.99, 0.999)),
        ("jic_service", "service", (0.5, 0.8, 0.95, 0.99, 0.999)),
    ],
)
def test_a_buffer_raises_service_and_stock(dial, basis, values):
    policy = dial[:3]
    tables = [figures(buffer_basis=basis, **{dial: value}) for value in values]
    for who in (policy, "hybrid"):
        for figure in (
            "fill_rate",
            "cycle_service",
            "in_stock_days",
            "avg_stock_value",
            "carrying_cost",
            "working_capital",
        ):
            assert (np.diff([table[figure][who] for table in tables]) > 0).all(), (who, figure)
    other = {"jit": "jic", "jic": "jit"}[policy]
    assert len({table["fill_rate"][other] for table in tables}) == 1


def test_just_in_time_holds_less_and_serves_less():
    table = figures()
    for figure in (
        "avg_stock_units",
        "avg_stock_value",
        "avg_pallets",
        "peak_pallets",
        "working_capital",
        "carrying_cost",
    ):
        assert table[figure]["jit"] < table[figure]["hybrid"] < table[figure]["jic"], figure
    fill = table["fill_rate"]
    assert 0.75 <= fill["jit"] < fill["hybrid"] < fill["jic"]
    assert table["orders"]["jit"] > table["orders"]["hybrid"] > table["orders"]["jic"]


def test_neither_policy_is_a_straw_man_by_need_either():
    fill = figures(buffer_basis="need")["fill_rate"]
    assert fill["jit"] < fill["hybrid"] < fill["jic"]


def test_a_calm_world_with_a_great_buffer_knows_no_shortage(demo):
    ledger = simulate(demo, Scenario().but(**CALM, futures=20, buffer_basis="need", jit_buffer=1.5, jic_buffer=1.5))
    for cell in range(2):
        for name in ("short", "short_days", "waiting", "scrapped"):
            assert (ledger.field(cell, name) == 0).all(), name
    table = figures(**CALM, futures=20, buffer_basis="need", jit_buffer=1.5, jic_buffer=1.5)
    for name in ("fill_rate", "cycle_service", "in_stock_days"):
        assert table[name].to_numpy() == pytest.approx(1, abs=1e-12), name
    for name in ("units_lost", "units_rushed", "units_waiting", "lost_margin", "rush_cost", "scrap_cost"):
        assert (table[name] == 0).all(), name


def test_a_huge_buffer_serves_all_whatever_comes(demo):
    ledger = simulate(
        demo, Scenario().but(futures=20, buffer_basis="need", scrap_share=0), {"jit": [100.0], "jic": [100.0]}
    )
    # A row's own buffer is not turned by the dial.
    turned = np.isnan(demo.column("buffer"))
    assert (ledger.field(0, "short") == 0).all()
    assert (ledger.field(1, "short")[turned] == 0).all()


@pytest.mark.parametrize("dial", [6.0, 100.0, 1e4])
def test_the_warehouse_holds_what_the_shelves_hold_whatever_the_dial(demo, dial):
    ledger = simulate(demo, Scenario().but(futures=20, buffer_basis="need"), {"jit": [dial], "jic": [dial]})
    for cell in range(2):
        sold = ledger.demand - ledger.field(cell, "short")
        stock = (ledger.field(cell, "stock") + sold / 2) / ledger.days / demo.column("units_per_pallet")[:, None]
        # Half a grain an item and day, and single precision.
        assert ledger.pallets(cell).mean(axis=0) == pytest.approx(stock.sum(axis=0), rel=1e-4)


def test_an_item_without_demand_is_never_ordered(demo):
    item = demo.column("item")[0]
    outcome = compare(demo.but({item: {"demand_per_day": 0, "demand_sd": 0}}), Scenario().but(futures=20))
    rows = outcome.items[outcome.items["item"] == item]
    assert len(rows) == len(POLICIES)
    for name in ("orders", "units_received", "avg_stock_units", "pipeline_value", "total_cost", "units_lost"):
        assert (rows[name] == 0).all(), name
    assert (rows["fill_rate"] == 1).all()


def test_without_rates_nothing_costs(demo):
    priceless = demo.but(
        {item: {"price": cost} for item, cost in zip(demo.column("item"), demo.column("unit_cost"), strict=True)}
    )
    free = {name: 0 for name, setting in settings().items() if setting.acts == "price" and setting.unit != "pallets"}
    table = compare(priceless, Scenario().but(**{**free, "salvage_share": 1, "futures": 20})).summary
    costs = [name for name in table.columns if "_cost" in name or name.startswith("lost_margin")]
    assert len(costs) == 3 * 16
    assert (table[costs].to_numpy() == 0).all()
    assert (table["units_lost"] > 0).all()


def item_rows(catalogue, scenario):
    table = compare(catalogue, scenario).items
    return table[table["policy"] != "hybrid"].set_index(["policy", "item"])


@pytest.mark.parametrize("leave_out", ["first", "longest", "a supplier", "half"])
def test_other_items_change_no_item(demo, leave_out):
    names, lead = demo.column("item"), demo.column("lead_time_days")
    gone = {
        "first": names[:1],
        "longest": names[np.argsort(-(lead + demo.column("lead_time_sd")))[:8]],
        "a supplier": names[demo.column("supplier") == demo.column("supplier")[0]],
        "half": names[::2],
    }[leave_out]
    scenario = Scenario().but(futures=40)
    fewer = demo.without(gone)
    one, two = item_rows(demo, scenario), item_rows(fewer, scenario)
    shared = [name + end for name in SHARED_COST for end in ("", "_lo", "_hi")]
    both = one.loc[two.index]
    for name in two.columns.difference(shared):
        assert both[name].equals(two[name]), name
    whole, part = simulate(demo, scenario), simulate(fewer, scenario)
    kept = np.isin(names, fewer.column("item"))
    assert np.array_equal(whole.sums[:, kept], part.sums)
    assert np.array_equal(whole.demand[kept], part.demand)
    assert np.array_equal(whole.out_days[kept], part.out_days)
    assert np.array_equal(whole.cycles[:, kept], part.cycles)


def test_the_order_of_the_items_changes_no_item(demo):
    frame = demo.items
    turned = type(demo).of(
        frame.iloc[::-1], histories=dict(demo.histories), lead_time_histories=dict(demo.lead_time_histories)
    )
    scenario = Scenario().but(futures=20)
    one, two = simulate(demo, scenario), simulate(turned, scenario)
    assert np.array_equal(one.sums, two.sums[:, ::-1])
    assert np.array_equal(one.demand, two.demand[::-1])


def traced(catalogue, **values):
    """The day-by-day record of every kernel call, with the luck that went in."""
    calls, _ = engine_room.recorded(catalogue, Scenario().but(**values))
    records = []
    for call in calls:
        demand, delay, reviews, arrivals, changed, some, holds, levels, gap, *rest = call.args
        lots, shares, way, warm_up, place, due, sums, _ = rest
        days, n = demand.shape
        trace = np.zeros((len(TRACE), days, n), np.float32)
        run_paths(
            demand,
            delay,
            reviews,
            arrivals,
            changed,
            some,
            holds,
            levels,
            gap,
            lots,
            shares,
            way,
            warm_up,
            np.zeros_like(place),
            due,
            sums,
            trace,
        )
        records.append((warm_up, demand, arrivals, changed, levels, trace))
    return records


def test_the_horizon_changes_no_digit_of_a_day(demo):
    few = demo.only(demo.column("item")[::4])
    short, long = traced(few, futures=20, horizon_days=365), traced(few, futures=20, horizon_days=400)
    assert len(short) == len(long) == 2 * len(few)
    for one, two in zip(short, long, strict=True):
        assert one[0] == two[0]
        days = one[1].shape[0]
        assert two[1].shape[0] == days + 35
        assert one[1].any() or not two[1].any()
        for a, b in zip(one[1:-1], two[1:-1], strict=True):
            assert np.array_equal(a, b[:days])
        for name, a, b in zip(TRACE, one[-1], two[-1], strict=True):
            assert np.array_equal(a, b[:days]), name


def test_the_luck_of_a_day_is_one_whatever_surrounds_it():
    key = np.array([7, 11], np.uint32)
    spikes = engine_room.thresholds(2.0, 10.0)
    wide = engine_room.dealt(-120, 0, key, (520, 16), spikes, spikes)
    narrow = engine_room.dealt(-40, 8, key, (100, 8), spikes, spikes)
    for a, b in zip(wide[:4], narrow[:4], strict=True):
        assert np.array_equal(a[80:180, 8:], b)
    assert np.array_equal(wide[4][8:], narrow[4])
    assert wide[1].any()
    assert not wide[1].all()


def test_twice_the_warm_up_moves_no_figure(demo, monkeypatch):
    scenario = Scenario().but(futures=400)
    once = compare(demo, scenario).summary
    days = engine_room.warm_up_days
    monkeypatch.setattr(engine_room, "warm_up_days", lambda *given: 2 * days(*given))
    twice = compare(demo, scenario).summary
    rates = ("fill_rate", "cycle_service", "in_stock_days")
    figures = [name for name in once.columns if not name.endswith(("_lo", "_hi"))]
    moved = {}
    for name in figures:
        for policy in POLICIES:
            a, b = once[name][policy], twice[name][policy]
            # Just-in-Time hardly ever fills the own warehouse: a figure of a few pallet-days is luck, not a start.
            if name.startswith("overflow") and once["overflow_cost"][policy] < 1e-3 * once["total_cost"][policy]:
                continue
            if abs(b - a) > (0.001 if name in rates else 0.002 * abs(a)):
                moved[name, policy] = (a, b)
    assert moved == {}
    assert not once.equals(twice)


@pytest.mark.parametrize("workers", [2, 3, 5])
@pytest.mark.parametrize("futures", [20, 150])
def test_threads_change_no_digit(demo, workers, futures):
    scenario = Scenario().but(futures=futures, horizon_days=180)
    dials = {"jit": [0.0, 1.645], "jic": [2.05]}
    one, many = simulate(demo, scenario, dials, workers=1), simulate(demo, scenario, dials, workers=workers)
    arrays = [item.name for item in fields(one) if isinstance(getattr(one, item.name), np.ndarray)]
    assert len(arrays) >= 9
    for name in arrays:
        assert np.array_equal(getattr(one, name), getattr(many, name)), name
    assert one.grain == many.grain


def test_luck_that_is_kept_changes_no_digit(demo, monkeypatch):
    scenario = Scenario().but(futures=20, horizon_days=180)
    simulate(demo, scenario)
    before = job.kept.cache_info().hits
    moves = [{"lead_time_variability": 1.3}, {"spike_size": 4.0}, {"outages_per_year": 1.5}]
    kept = [simulate(demo, scenario.but(**move)) for move in moves]
    assert job.kept.cache_info().hits >= before + 3 * len(demo)
    monkeypatch.setattr(job, "MOST_KEPT", 0)
    hits = job.kept.cache_info().hits
    for move, with_kept in zip(moves, kept, strict=True):
        fresh = simulate(demo, scenario.but(**move))
        assert np.array_equal(fresh.sums, with_kept.sums)
        assert np.array_equal(fresh.demand, with_kept.demand)
    assert job.kept.cache_info().hits == hits


def test_the_seed_changes_the_luck_and_nothing_else(demo):
    one, two = (simulate(demo, Scenario().but(futures=20, seed=seed)) for seed in (1, 2))
    assert not np.array_equal(one.demand, two.demand)
    assert np.array_equal(one.buffer, two.buffer)
    assert np.array_equal(one.clear_demand, two.clear_demand)
    assert one.sums.shape == (len(REPLENISHING), len(demo), len(FIELDS), 20)


def test_more_futures_keep_the_first_ones(demo):
    few, many = (simulate(demo, Scenario().but(futures=futures)) for futures in (20, 300))
    assert np.array_equal(few.demand, many.demand[:, :20])
    assert np.array_equal(few.sums, many.sums[..., :20])
    assert np.array_equal(few.out_days, many.out_days[:, :20])
