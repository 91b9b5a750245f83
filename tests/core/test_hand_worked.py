"""Tables worked by hand, without luck: the kernel day by day, and every measure of a small catalogue."""

import numpy as np
import pandas as pd
import pytest

from core.catalogue import load_catalogue
from core.distributions import guide, lead_time_thresholds
from core.engine import FIELDS, TRACE, run_paths
from core.outcome import compare
from core.scenario import Scenario
from core.supply import days_to_recovery, schedule

NO_LOTS = (0.0, 0.0, np.inf, 0.0)


def run(
    demand, level, *, review=1, lead=2, out=(), lots=NO_LOTS, waiting=0.0, scrap=0.0, changes=(), on_way=(0.0, 0.0)
):
    """The kernel on one path: record by name [day], sums by name, and the number of cycles."""
    days = len(demand)
    table, outage = lead_time_thresholds("gamma", float(lead), 0.0), np.zeros((days, 1), np.uint8)
    outage[list(out)] = 1
    recovery, delay = np.empty((days, 1), np.uint16), np.empty((days, 1), np.uint16)
    days_to_recovery(outage, np.zeros_like(outage), recovery)
    arrivals, cycles, once = np.empty((days, 1), np.uint8), np.zeros(1), np.zeros(1, np.uint32)
    first, lanes = np.empty(days + 1, np.int64), np.empty(days, np.uint16)
    schedule(
        np.zeros((days, 1), np.uint32),
        recovery,
        np.zeros(days, np.int64),
        table,
        guide(table),
        review,
        once,
        False,
        0,
        delay,
        first,
        lanes,
        arrivals,
        cycles,
        np.empty((2, 1), np.int64),
    )
    changed = np.zeros((days, 1), np.uint8)
    changed[list(changes)] = 1
    sums, trace = np.empty((len(FIELDS), 1)), np.empty((len(TRACE), days, 1))
    run_paths(
        np.array(demand, float)[:, None],
        delay,
        (first, lanes),
        arrivals,
        changed,
        changed.any(axis=1),
        np.zeros((0, 3)),
        np.full(days, float(level)),
        1e-9,
        lots,
        (waiting, scrap, 0.0, 0.0),
        on_way,
        0,
        np.zeros((days, 1), np.int32),
        np.empty((days + 1, 1)),
        sums,
        trace,
    )
    record = {name: trace[k, :, 0] for k, name in enumerate(TRACE)}
    return record, dict(zip(FIELDS, sums[:, 0], strict=True)), cycles[0]


def expect(record, **columns):
    for name, values in columns.items():
        np.testing.assert_allclose(record[name], values, atol=1e-9, err_msg=name)


def test_daily_review_lead_time_2_all_wait():
    # Level 30, shelf 30. Each day orders yesterday's demand (who waits stays a customer); it arrives two days later.
    # Day 3: 3 + 10 = 13 for 20: sold 13, 7 wait. Day 4: 12 arrive, 7 go to the waiting, 5 are left.
    # Day 7: 10 for 15: 5 wait. Day 8: 10 − 5 = 5, sold 3, 2 left. Day 13: 5 for 10: 5 wait.
    demand = [10, 12, 5, 20, 0, 10, 10, 15, 3, 8, 0, 0, 25, 10]
    record, sums, cycles = run(demand, 30, waiting=1.0)
    expect(
        record,
        ordered=[0, 10, 12, 5, 20, 0, 10, 10, 15, 3, 8, 0, 0, 25],
        received=[0, 0, 0, 10, 12, 5, 20, 0, 10, 10, 15, 3, 8, 0],
        sold=[10, 12, 5, 13, 0, 10, 10, 10, 3, 8, 0, 0, 25, 5],
        on_hand=[20, 8, 3, 0, 5, 0, 10, 0, 2, 4, 19, 22, 5, 0],
        waiting=[0, 0, 0, 7, 0, 0, 0, 5, 0, 0, 0, 0, 0, 5],
        on_order=[0, 10, 22, 17, 25, 20, 10, 20, 25, 18, 11, 8, 0, 25],
        scrapped=[0] * 14,
    )
    # A slot on each of days 2-13; those of days 4 and 8 end a cycle that fell short. Day 13's cycle isn't over.
    assert cycles == 12
    assert sums == pytest.approx(
        {
            "stock": 98,
            "waiting": 17,
            "on_order": 211,
            "short": 17,
            "short_days": 3,
            "good_cycles": 10,
            "orders": 10,
            "receipts": 9,
            "received": 93,
            "scrapped": 0,
            "start_stock": 30,
            "start_waiting": 0,
            "end_stock": 0,
            "end_waiting": 5,
        }
    )


def test_review_every_3_days_with_minimum_and_multiple_all_lost():
    # Level 40, orders of at least 20 in eights. Day 3: position 19, need 21, order 24 (due day 5).
    # Day 4: 9 for 10, 1 lost. Day 6: position 24 + 0 − 10 = 14, need 26, order 32. Day 9: position 37, need 3, minimum
    # 20, order 24. Day 12: position 21, need 19, minimum 20, order 24.
    demand = [7, 7, 7, 10, 10, 10, 0, 0, 9, 30, 5, 5, 5, 5]
    record, sums, cycles = run(demand, 40, review=3, lots=(20.0, 8.0, np.inf, 1.0))
    expect(
        record,
        ordered=[0, 0, 0, 24, 0, 0, 32, 0, 0, 24, 0, 0, 24, 0],
        received=[0, 0, 0, 0, 0, 24, 0, 0, 32, 0, 0, 24, 0, 0],
        sold=[7, 7, 7, 10, 9, 10, 0, 0, 9, 30, 5, 5, 5, 5],
        on_hand=[33, 26, 19, 9, 0, 14, 14, 14, 37, 7, 2, 21, 16, 11],
        waiting=[0] * 14,
        on_order=[0, 0, 0, 24, 24, 0, 32, 32, 0, 24, 24, 0, 24, 24],
    )
    # Slots on days 2 (nothing ordered), 5, 8 and 11; the cycle that ends on day 5 fell short.
    assert cycles == 4
    assert (sums["good_cycles"], sums["orders"], sums["receipts"], sums["short"]) == (3, 4, 3, 1)


def test_a_whole_number_of_lots_is_that_number():
    # Need 24 in eights: 24, not 32; in lots of 0.1, 0.3 is three.
    record, _, _ = run([24, 0], 40, lots=(0.0, 8.0, np.inf, 1.0))
    assert record["ordered"][1] == 24
    record, _, _ = run([0.1 + 0.2, 0], 1, lots=(0.0, 0.1, np.inf, 1.0))
    assert record["ordered"][1] == pytest.approx(0.3)


def test_outage_queues_orders_and_half_of_the_short_wait():
    # 5 a day, level 20, lead time 2, a full pipeline (5 on days 0 and 1). Out on days 4-7: the orders of days 4-8 all
    # arrive on day 10. Nothing comes on days 6-9. Day 7: 5 short, of which 2.5 wait and leave the position: 17.5,
    # so days 8-10 order 2.5. Day 10: 4·5 + 2.5 = 22.5 arrive, 7.5 for the waiting, 5 sold, 10 left.
    # rush_share ¼, then ⅔ of the rest wait: ¾ · ⅔ = ½.
    record, sums, cycles = run([5] * 14, 20, out=range(4, 8), waiting=0.75 * 2 / 3, on_way=(5.0, 2.0))
    expect(
        record,
        ordered=[0, 5, 5, 5, 5, 5, 5, 5, 2.5, 2.5, 2.5, 5, 5, 5],
        received=[5, 5, 0, 5, 5, 5, 0, 0, 0, 0, 22.5, 2.5, 2.5, 5],
        sold=[5, 5, 5, 5, 5, 5, 5, 0, 0, 0, 5, 5, 5, 5],
        on_hand=[10, 10, 5, 5, 5, 5, 0, 0, 0, 0, 10, 7.5, 5, 5],
        waiting=[0, 0, 0, 0, 0, 0, 0, 2.5, 5, 7.5, 0, 0, 0, 0],
        on_order=[5, 5, 10, 10, 10, 10, 15, 20, 22.5, 25, 5, 7.5, 10, 10],
    )
    # Slots on days 2, 3, 4, 5, 10, 11, 12, 13; the one of day 10 ends the bad cycle.
    assert cycles == 8
    assert (sums["good_cycles"], sums["short"], sums["short_days"], sums["waiting"]) == (7, 15, 3, 15)


def test_no_lead_time_arrives_before_the_demand_of_its_day():
    # R = 2, level 12: what is ordered on days 2, 4 and 6 serves that day.
    record, sums, _ = run([5, 5, 8, 6, 5, 9, 0, 1], 12, review=2, lead=0)
    expect(
        record,
        ordered=[0, 0, 10, 0, 12, 0, 12, 0],
        received=[0, 0, 10, 0, 12, 0, 12, 0],
        sold=[5, 5, 8, 4, 5, 7, 0, 1],
        on_hand=[7, 2, 4, 0, 7, 0, 12, 11],
        on_order=[0] * 8,
    )
    # Slots on days 0, 2, 4, 6: the last two end cycles that fell short.
    assert (sums["short"], sums["good_cycles"]) == (4, 2)


def test_a_design_change_scraps_its_share_of_the_shelf_before_the_review():
    # R = 1, L = 1, level 20, 4 a day. Day 2: half of 12 goes, position 10, order 10; the 4 on their way aren't touched.
    record, sums, _ = run([4] * 6, 20, lead=1, scrap=0.5, changes=(2, 5))
    expect(
        record,
        ordered=[0, 4, 10, 4, 4, 10],
        received=[0, 0, 4, 10, 4, 4],
        on_hand=[16, 12, 6, 12, 12, 6],
        scrapped=[0, 0, 6, 6, 6, 12],
        on_order=[0, 4, 10, 4, 4, 10],
    )
    assert sums["scrapped"] == 12


def test_an_empty_shelf_has_nothing_to_scrap():
    # Level 4, lead time 3, 6 a day, all wait: from day 1 on the shelf is empty.
    record, _, _ = run([6] * 6, 4, lead=3, waiting=1.0, scrap=1.0, changes=(3,))
    expect(record, scrapped=[0] * 6, waiting=[2, 8, 14, 20, 20, 20], ordered=[0, 6, 6, 6, 6, 6])


# --- every measure ---------------------------------------------------------------------------------------------------
CALM = {
    "demand_variability": 0,
    "spikes_per_year": 0,
    "outages_per_year": 0,
    "design_changes_per_year": 0,
    "lead_time_variability": 0,
    "seasonality": 0,
    "demand_correlation": 0,
    "buffer_basis": "need",
    "futures": 20,
    "horizon_days": 100,
    "jic_review_days": 10,
    "hybrid_volume_cut": 0,
    "hybrid_critical": False,
}
ITEM = {
    "item": "a",
    "unit_cost": 10.0,
    "price": 16.0,
    "demand_per_day": 20.0,
    "lead_time_days": 4.0,
    "order_cost": 8.0,
    "units_per_pallet": 40.0,
}


def summary(rows, weight="value", **settings):
    return compare(load_catalogue(pd.DataFrame(rows)), Scenario().but(**CALM | settings), weight).summary


def figures(table, policy, **expected):
    wrong = {
        n: (table.loc[policy, n], v)
        for n, v in expected.items()
        if table.loc[policy, n] != pytest.approx(v, rel=2e-5, abs=1e-6)
    }
    assert not wrong, wrong


PLENTY = {"jit_buffer": 0.2, "jic_buffer": 0.5, "jit_price_premium": 0.05, "warehouse_places": 5}
NO_SHORTAGE = dict.fromkeys(
    [
        "units_lost",
        "units_rushed",
        "units_waiting",
        "units_scrapped",
        "scrap_cost",
        "rush_cost",
        "lost_margin",
        "goodwill_cost",
        "waiting_cost",
        "line_down_cost",
    ],
    0.0,
) | {"fill_rate": 1.0, "cycle_service": 1.0, "in_stock_days": 1.0}


def test_every_measure_of_just_in_time():
    # P = 5 days, need 100, level 120. Day's end 120 − 20 − 80 on order = 20 units; stock of the day 20 + 20/2 = 30.
    # Pipeline 4 · 20 · 10 = 800. Sales at cost 73,000 a year: turns 73,000/300. Order cost 8 · 0.25 = 2 a day.
    # Premium 0.05 · 10 · 7,300.
    figures(
        summary([ITEM], **PLENTY),
        "jit",
        **NO_SHORTAGE,
        avg_stock_units=30,
        avg_stock_value=300,
        avg_pallets=0.75,
        peak_pallets=0.75,
        pipeline_value=800,
        working_capital=1100,
        turns=73_000 / 300,
        days_of_supply=1.5,
        orders=365,
        units_received=7300,
        overflow_pallet_days=0,
        capital_cost=24,
        storage_cost=18,
        insurance_cost=6,
        obsolescence_cost=18,
        carrying_cost=66,
        ordering_cost=730,
        overflow_cost=0,
        premium_cost=3650,
        inventory_cost=66 + 730 + 3650,
        total_cost=4446,
    )


def test_every_measure_of_just_in_case():
    # P = 14, need 280, level 420, 200 ordered every 10 days. From the review on, day's ends: 200 180 160 140 | arrival
    # 320 300 280 260 240 220: 230 on average, and 10 for the half day: 240. On order 200 on 4 of 10 days: 80 units.
    # Pallets of the day (end + 10)/40: 5.25 … 3.75, 8.25 … 5.75; above 5 places 0.25 + 3.25 + 2.75 + 2.25 + 1.75 + 1.25
    # + 0.75 = 12.25 in 10 days, 447.125 a year, at 0.6 each 268.275. Receipts 36.5 · 8.
    figures(
        summary([ITEM], **PLENTY),
        "jic",
        **NO_SHORTAGE,
        avg_stock_units=240,
        avg_stock_value=2400,
        avg_pallets=6,
        peak_pallets=8.25,
        pipeline_value=800,
        working_capital=3200,
        turns=73_000 / 2400,
        days_of_supply=12,
        orders=36.5,
        units_received=7300,
        overflow_pallet_days=447.125,
        capital_cost=192,
        storage_cost=144,
        insurance_cost=48,
        obsolescence_cost=144,
        carrying_cost=528,
        ordering_cost=292,
        overflow_cost=268.275,
        premium_cost=0,
        inventory_cost=528 + 292 + 268.275,
        total_cost=1088.275,
    )


def test_four_deliveries_a_day():
    # The day's stock counts D/(2·4) = 2.5 above its end: 22.5. Receipts, not orders, are four a day.
    table = summary([ITEM], jit_deliveries_per_day=4, **PLENTY)
    figures(
        table,
        "jit",
        **NO_SHORTAGE,
        avg_stock_units=22.5,
        avg_pallets=0.5625,
        peak_pallets=0.5625,
        orders=365,
        ordering_cost=4 * 730,
        carrying_cost=49.5,
        pipeline_value=800,
        days_of_supply=1.125,
    )
    figures(table, "jic", avg_stock_units=240)
    # With a review every second day there is one delivery per order, whatever is set.
    two, one = (summary([ITEM], jit_review_days=2, jit_deliveries_per_day=n, **PLENTY) for n in (4, 1))
    pd.testing.assert_frame_equal(two, one)


def test_price_levels_multiply():
    table = summary(
        [ITEM], carrying_cost_level=2, order_cost_level=3, jit_delivery_cost_level=0.5, overflow_rate=2, **PLENTY
    )
    figures(table, "jit", carrying_cost=132, ordering_cost=3 * 0.5 * 8 * 365)
    figures(table, "jic", carrying_cost=1056, ordering_cost=3 * 292, overflow_cost=894.25)


def test_hybrid_is_put_together():
    # "a" stays Just-in-Time, "b" is held Just-in-Case: stock 30 + 240, orders 365 + 36.5, and one warehouse for both.
    rows = [ITEM | {"policy": "jit"}, ITEM | {"item": "b", "policy": "jic"}]
    table = summary(rows, **PLENTY)
    figures(
        table,
        "hybrid",
        avg_stock_units=270,
        orders=401.5,
        ordering_cost=730 + 292,
        premium_cost=3650,
        avg_pallets=6.75,
        peak_pallets=9,
        pipeline_value=1600,
        days_of_supply=6.75,
    )
    figures(table, "jit", avg_stock_units=60, avg_pallets=1.5)
    # Above 5 places with 0.75 more each day: 1 + .5 + 0 + 0 and 4 3.5 3 2.5 2 1.5 = 18 in 10 days.
    figures(table, "hybrid", overflow_pallet_days=18 * 36.5)


SHORT = {
    "forecast_bias": -0.2,
    "jit_buffer": 0,
    "jic_buffer": 0,
    "rush_share": 0.2,
    "wait_share": 0.4,
    "line_down_cost": 100,
    "warehouse_places": 1000,
}
AT_ONCE = ITEM | {"lead_time_days": 0.0}


def test_every_measure_of_a_known_shortage_just_in_case():
    # L = 0, R = 10, level 0.8 · 200 = 160: eight days' demand. Days 9 and 10 are short, 40 in all: 8 rushed,
    # 0.8 · 0.4 · 40 = 12.8 wait (6.4, then 12.8 at day's end), 19.2 lost. Received 160 + 12.8 in 10 days.
    # Day's ends 140 … 20, 0, 0, 0: 56 on average; sold 16 a day on average, half of it 8: 64 units.
    # Served sooner or later 200 − 0.68 · 40 = 172.8 in 10 days: 6,307.2 a year; 64 · 10 of stock.
    # Rush 8 · 36.5 · 0.5 · 10; lost margin 19.2 · 36.5 · 6; goodwill 0.1 · 16 each; waiting 1.92 · 365 · 0.01 · 16;
    # 2 of 10 days short, 73 a year at 100.
    carrying, lost = 0.22 * 640, 19.2 * 36.5
    shortage = [8 * 36.5 * 5, lost * 6, lost * 1.6, 1.92 * 365 * 0.16, 7300]
    figures(
        summary([AT_ONCE], **SHORT),
        "jic",
        fill_rate=0.8,
        cycle_service=0,
        in_stock_days=0.8,
        avg_stock_units=64,
        avg_stock_value=640,
        avg_pallets=1.6,
        peak_pallets=150 / 40,
        pipeline_value=0,
        working_capital=640,
        turns=63_072 / 640,
        days_of_supply=365 * 640 / 63_072,
        orders=36.5,
        units_received=172.8 * 36.5,
        units_lost=lost,
        units_rushed=8 * 36.5,
        units_waiting=1.92,
        units_scrapped=0,
        carrying_cost=carrying,
        ordering_cost=292,
        rush_cost=shortage[0],
        lost_margin=shortage[1],
        goodwill_cost=shortage[2],
        waiting_cost=shortage[3],
        line_down_cost=shortage[4],
        inventory_cost=carrying + 292,
        total_cost=carrying + 292 + sum(shortage),
    )


def test_every_measure_of_a_known_shortage_just_in_time():
    # L = 0, R = 1, level 16: each day sells 16 and is 4 short: 0.8 rushed, 1.28 wait, 1.92 lost; 17.28 arrive.
    # Nothing is left at day's end: stock of the day 8.
    figures(
        summary([AT_ONCE], **SHORT),
        "jit",
        fill_rate=0.8,
        cycle_service=0,
        in_stock_days=0,
        avg_stock_units=8,
        pipeline_value=0,
        orders=365,
        units_received=17.28 * 365,
        units_lost=1.92 * 365,
        units_rushed=0.8 * 365,
        units_waiting=1.28,
        line_down_cost=36_500,
        rush_cost=0.8 * 365 * 5,
        waiting_cost=1.28 * 365 * 0.16,
        days_of_supply=8 / 17.28,
        turns=365 * 17.28 / 8,
    )


def test_everyone_waits_with_a_lead_time():
    # L = 4, all wait. JIT: level 0.8 · 1.1 · 100 = 88; day's end 88 − 20 − 80 = −12: 8 sold, 12 short, 12 waiting.
    # JIC: level 0.88 · 280 = 246.4. Day's ends 26.4 6.4 −13.6 −33.6 | 146.4 126.4 106.4 86.4 66.4 46.4: 611.2 on the
    # shelf in 10 days; 13.6 + 20 short of 200, so 8.32 a day for the half days; 47.2 unit-days of waiting.
    every = SHORT | {"rush_share": 0, "wait_share": 1, "jit_buffer": 0.1, "jic_buffer": 0.1}
    table = summary([ITEM], **every)
    figures(
        table,
        "jit",
        fill_rate=0.4,
        in_stock_days=0,
        units_waiting=12,
        avg_stock_units=4,
        pipeline_value=800,
        units_lost=0,
        units_rushed=0,
        units_received=7300,
    )
    figures(
        table,
        "jic",
        fill_rate=0.832,
        in_stock_days=0.8,
        cycle_service=0,
        units_waiting=4.72,
        avg_stock_units=69.44,
        units_received=7300,
        waiting_cost=4.72 * 365 * 0.16,
    )


@pytest.mark.parametrize(
    ("weight", "fill", "days", "cycles"),
    [("value", 0.95, 0.95, 0.75), ("units", 0.84, 0.84, 0.2), ("equal", 0.9, 0.9, 0.5)],
)
def test_weights_of_items(weight, fill, days, cycles):
    # "a" (20 a day at 10: 200) fills 0.8 on 0.8 of days in no cycle; "b" (5 at 120: 600), with a buffer of its own of
    # 25 % on a forecast 20 % too low, fills 1. By value 1 − 0.2 · 200/800, by units 1 − 0.2 · 20/25, equally 0.9.
    rows = [
        AT_ONCE,
        AT_ONCE | {"item": "b", "unit_cost": 120.0, "price": 150.0, "demand_per_day": 5.0, "buffer": 0.25000001},
    ]
    table = summary(rows, weight, **SHORT)
    figures(table, "jic", fill_rate=fill, in_stock_days=days, cycle_service=cycles)
    figures(table, "jit", fill_rate=0.8, in_stock_days=0, cycle_service=0)


def test_design_changes_scrap_a_known_share_of_the_shelf():
    # Scrap and salvage: cost is units × unit cost × (1 − salvage), whatever the luck.
    table = summary([ITEM], **PLENTY | {"design_changes_per_year": 2, "scrap_share": 1, "salvage_share": 0.25})
    for policy in ("jit", "jic"):
        units = table.loc[policy, "units_scrapped"]
        assert units > 0
        figures(table, policy, scrap_cost=units * 10 * 0.75)
    # JIT's shelf before the review is 20 units in quiet times, so two changes a year take some 40.
    assert table.loc["jit", "units_scrapped"] < 80
