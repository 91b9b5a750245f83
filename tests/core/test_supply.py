"""When orders arrive: reviews, overtaking, outages."""

import numpy as np
import pytest

from core.distributions import guide, lead_time_thresholds
from core.supply import BEYOND, NO_REVIEW, days_to_recovery, lead_time, reviewed, schedule

DAYS, FUTURES = 300, 40
WIDE = lead_time_thresholds("gamma", 10.0, 8.0)


def certain(days):
    return lead_time_thresholds("gamma", float(days), 0.0)


def scheduled(table, review=1, offsets=None, recovery=None, may_cross=False, warm_up=0, days=DAYS, n=FUTURES, seed=4):
    words = np.random.default_rng(seed).integers(0, 2**32, (days, n), dtype=np.uint32)
    recovery = np.zeros((days, n), np.uint16) if recovery is None else recovery
    offsets = np.zeros(n, np.uint32) if offsets is None else offsets
    delay, arrivals, cycles = np.empty((days, n), np.uint16), np.empty((days, n), np.uint8), np.zeros(n)
    first, lanes = np.empty(days + 1, np.int64), np.empty(n * -(-days // review), np.uint16)
    schedule(
        words,
        recovery,
        np.zeros(len(words), np.int64),
        table,
        guide(table),
        review,
        offsets,
        may_cross,
        warm_up,
        delay,
        first,
        lanes,
        arrivals,
        cycles,
        np.empty((2, n), np.int64),
    )
    # As the kernel reads them, and as they follow from the delays.
    again, order = reviewed(delay)
    np.testing.assert_array_equal(first, again)
    for t in range(days):
        np.testing.assert_array_equal(np.sort(lanes[first[t] : first[t + 1]]), order[again[t] : again[t + 1]])
    return words, delay, arrivals, cycles


def slots(delay):
    """Arrival day of each day's order, [days, n], as floats; NaN where none may be placed."""
    day = np.arange(delay.shape[0])[:, None]
    return np.where(delay == NO_REVIEW, np.nan, day + delay.astype(float))


def waits(out):
    """Days to recovery of one supplier that is out on the days marked 1."""
    own = np.array(out, np.uint8)[:, None]
    recovery = np.empty(own.shape, np.uint16)
    days_to_recovery(own, np.zeros_like(own), recovery)
    return recovery


def test_orders_that_may_cross_take_their_own_lead_time():
    words, delay, _, _ = scheduled(WIDE, may_cross=True)
    own = [[lead_time(word, WIDE, guide(WIDE)) for word in row] for row in words]
    np.testing.assert_array_equal(delay, own)
    assert (np.diff(slots(delay), axis=0) < 0).any()


def test_orders_that_may_not_cross_never_overtake():
    _, crossing, _, _ = scheduled(WIDE, may_cross=True)
    _, delay, _, _ = scheduled(WIDE)
    assert (np.diff(slots(delay), axis=0) >= 0).all()
    # A slot is the later of its own and the one before: the running maximum.
    np.testing.assert_array_equal(slots(delay), np.maximum.accumulate(slots(crossing), axis=0))


@pytest.mark.parametrize("may_cross", [False, True])
def test_every_review_has_an_arrival_slot_and_cycles_count_the_measured_ones(may_cross):
    _, delay, arrivals, cycles = scheduled(WIDE, review=7, may_cross=may_cross, warm_up=100)
    expected = np.zeros((DAYS, FUTURES))
    for j in range(FUTURES):
        at = slots(delay)[:, j]
        at = at[at < DAYS].astype(int)
        expected[at, j] = 1
    np.testing.assert_array_equal(arrivals, expected)
    np.testing.assert_array_equal(cycles, expected[100:].sum(axis=0))


@pytest.mark.parametrize("review", [1, 2, 3, 7, 60])
def test_reviews_lie_on_a_grid_that_the_offset_shifts_and_the_warm_up_does_not(review):
    offsets = np.linspace(0, 2**32 - 1, FUTURES).astype(np.uint32)
    grids = []
    for warm_up in (60, 100, 240):
        days = warm_up + 180
        _, delay, _, _ = scheduled(certain(2), review=review, offsets=offsets, warm_up=warm_up, days=days)
        day = np.arange(days)[:, None] - warm_up
        shift = (offsets.astype(np.int64) * review) >> 32
        np.testing.assert_array_equal(delay != NO_REVIEW, (day + shift) % review == 0)
        grids.append((delay != NO_REVIEW)[warm_up:])
    np.testing.assert_array_equal(grids[0], grids[1])
    np.testing.assert_array_equal(grids[0], grids[2])


def test_offsets_spread_evenly_over_the_review_period():
    offsets = np.random.default_rng(5).integers(0, 2**32, 7000, dtype=np.uint32)
    _, delay, _, _ = scheduled(certain(0), review=7, offsets=offsets, days=7, n=7000)
    each = (delay != NO_REVIEW).sum(axis=1)
    assert each.sum() == 7000
    assert np.abs(each - 1000).max() < 5 * np.sqrt(1000)


def test_days_to_recovery():
    assert waits([0, 1, 1, 1, 0, 1, 0]).ravel().tolist() == [0, 3, 2, 1, 0, 1, 0]
    # Out to the end of the run and beyond.
    assert (waits([0, 0, 1, 1]).ravel()[2:] >= BEYOND - 2).all()


def test_a_supplier_is_out_when_it_or_all_are():
    own, common = np.array([[0], [1], [0], [0], [0]], np.uint8), np.array([[0], [0], [1], [0], [0]], np.uint8)
    recovery = np.empty((5, 1), np.uint16)
    days_to_recovery(own, common, recovery)
    assert recovery.ravel().tolist() == [0, 2, 1, 0, 0]


def test_orders_placed_while_out_start_on_the_day_of_recovery():
    # Out on days 4-6, lead time 3: ordered on 2 and 3 they still arrive on 5 and 6; on 4-7 all on 10.
    recovery = waits([0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0])
    _, delay, arrivals, _ = scheduled(certain(3), recovery=recovery, days=14, n=1)
    assert slots(delay).ravel().tolist() == [3, 4, 5, 6, 10, 10, 10, 10, 11, 12, 13, 14, 15, 16]
    assert np.flatnonzero(arrivals).tolist() == [3, 4, 5, 6, 10, 11, 12, 13]


def test_with_a_review_period_the_order_of_the_outage_waits():
    recovery = waits([0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0])
    _, delay, _, _ = scheduled(certain(1), review=3, recovery=recovery, days=14, n=1)
    at = slots(delay).ravel()
    assert at[~np.isnan(at)].tolist() == [1, 9, 9, 10, 13]


def test_an_endless_outage_brings_nothing_within_the_run():
    recovery = waits([0] * 5 + [1] * 9)
    _, delay, arrivals, _ = scheduled(certain(3), recovery=recovery, days=14, n=1)
    assert np.flatnonzero(arrivals).tolist() == [3, 4, 5, 6, 7]
    assert (slots(delay).ravel()[5:] > 14).all()
    assert (delay.ravel()[5:] != NO_REVIEW).all()


def test_outages_only_delay():
    out = (np.random.default_rng(9).random((DAYS, FUTURES)) < 0.1).astype(np.uint8)
    recovery = np.empty(out.shape, np.uint16)
    days_to_recovery(out, np.zeros_like(out), recovery)
    for may_cross in (False, True):
        _, calm, _, _ = scheduled(WIDE, may_cross=may_cross)
        _, rough, _, _ = scheduled(WIDE, may_cross=may_cross, recovery=recovery)
        assert (rough >= calm).all()
        assert (rough > calm).any()
