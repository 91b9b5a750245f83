"""The kernel: arrays of luck and levels in, sums of physical flows out. It knows no policy, no money and no screen.

One day, in event order E1: regimes and scrap; the review and its order; arrivals, which serve waiting customers first;
demand; the record. Paths run side by side, a column each, so that the compiler can use vector registers; `due` holds
what arrives on each day, so lead times have no longest value and may cross.
"""

from __future__ import annotations

import numpy as np
from numba import njit

# Rows of what `run_paths` adds up over the measured days, each in units, unit-days, days or counts.
FIELDS = (
    "stock",  # on hand at day's end, unit-days
    "waiting",  # customers waiting at day's end, unit-days
    "on_order",  # ordered and not arrived at day's end, unit-days
    "short",  # units not served from the shelf on their day
    "short_days",  # days on which something fell short
    "good_cycles",  # replenishment cycles with nothing short and nobody waiting at their end
    "orders",  # days with an order
    "receipts",  # days with an arrival
    "received",  # units
    "scrapped",  # units
    "start_stock",
    "start_waiting",
    "end_stock",
    "end_waiting",
)
(
    STOCK,
    WAITING,
    ON_ORDER,
    SHORT,
    SHORT_DAYS,
    GOOD_CYCLES,
    ORDERS,
    RECEIPTS,
    RECEIVED,
    SCRAPPED,
    START_STOCK,
    START_WAITING,
    END_STOCK,
    END_WAITING,
) = range(len(FIELDS))

# Most paths that one call may run. A fixed distance between the rows of the state lets the compiler prove that they
# don't overlap, which is what makes it use vector registers.
WIDTH = 128
# A need that is a whole number of lots but for rounding is that number of lots.
_WHOLE = np.float32(1 - 2e-7)
# Rows of the state behind the sums.
NET, POSITION, BROKEN, ORDER, SOLD, HELD = range(len(FIELDS), len(FIELDS) + 6)

# Rows of the optional day-by-day record, each as [day, path].
# Scrapped is a running sum; what fell short is demand less sold. Held is on the premises, and neither on hand nor on
# order.
TRACE = ("ordered", "received", "sold", "scrapped", "on_hand", "waiting", "on_order", "held")


@njit(nogil=True, cache=True, inline="always")
def lot(need, minimum, multiple, per_multiple, largest):  # type: ignore[no-untyped-def]
    """An order of at least `minimum`, in whole multiples, of at most `largest`."""
    size = max(need, minimum)
    in_lots = np.ceil(size * per_multiple * _WHOLE) * multiple
    return min(in_lots if multiple > 0 else size, largest)


@njit(nogil=True, cache=True, inline="always")
def order_all(n, t, level, gap, lots, per_multiple, delay, due, state):  # type: ignore[no-untyped-def]
    """Step 2 on a day on which every path is reviewed: order when the position is `gap` or more below the level."""
    none = state.dtype.type(0)
    one = state.dtype.type(1)
    for j in range(n):
        need = level - state[POSITION, j]
        # Selected, not branched: a branch here keeps the loop out of the vector registers.
        wanted = need >= gap
        state[ORDER, j] = need if wanted else none
        state[ORDERS, j] += one if wanted else none
        # Set, not added: the position is the level to the last bit, so no dust is ordered tomorrow.
        state[POSITION, j] = level if wanted else state[POSITION, j]
    if lots[3] > 0:
        for j in range(n):
            need = state[ORDER, j]
            size = lot(need, lots[0], lots[1], per_multiple, lots[2]) if need > none else none
            state[POSITION, j] += size - need
            state[ORDER, j] = size
    for j in range(n):
        due[min(t + np.int64(delay[t, j]), due.shape[0] - 1), j] += state[ORDER, j]


@njit(nogil=True, cache=True, inline="always")
def order_some(lanes, t, level, gap, lots, per_multiple, delay, due, state):  # type: ignore[no-untyped-def]
    """Step 2 on a day on which only `lanes` are reviewed."""
    for e in range(lanes.size):
        j = lanes[e]
        need = level - state[POSITION, j]
        if need >= gap:
            size = lot(need, lots[0], lots[1], per_multiple, lots[2]) if lots[3] > 0 else need
            state[POSITION, j] = level + (size - need) if lots[3] > 0 else level
            state[ORDERS, j] += state.dtype.type(1)
            state[ORDER, j] = size
            due[min(t + np.int64(delay[t, j]), due.shape[0] - 1), j] += size


@njit(nogil=True, cache=True, inline="always")
def scrap_shelf(n, t, changed, scrap_share, state):  # type: ignore[no-untyped-def]
    """Step 0 on a day with design changes: a share of the shelf of the items changed goes."""
    none = state.dtype.type(0)
    for j in range(n):
        gone = max(state[NET, j], none) * scrap_share if changed[t, j] else none
        state[NET, j] -= gone
        state[POSITION, j] -= gone
        state[SCRAPPED, j] += gone


@njit(nogil=True, cache=True, inline="always")
def hold(n, t, holds, kept, state):  # type: ignore[no-untyped-def]
    """Step 0 under quality holds: what may not be sold leaves the shelf, and comes back when it is released.

    The position counts it: nobody orders again what lies there and will be released.
    """
    none = state.dtype.type(0)
    for k in range(holds.shape[0]):
        for j in range(n):
            if t == holds[k, 0]:
                kept[k, j] = min(max(state[NET, j], none), holds[k, 2])
                state[NET, j] -= kept[k, j]
                state[HELD, j] += kept[k, j]
            if t == holds[k, 1]:
                state[NET, j] += kept[k, j]
                state[HELD, j] -= kept[k, j]
                kept[k, j] = none


@njit(nogil=True, cache=True, inline="always")
def keep_held(n, day, scale, state, room, holds):  # type: ignore[no-untyped-def]
    """Counts what is on hold where it lies: as stock that is paid for and takes room, and as nothing on its way."""
    half = state.dtype.type(0.5)
    for j in range(n if holds > 0 else 0):
        state[STOCK, j] += state[HELD, j]
        state[ON_ORDER, j] -= state[HELD, j]
        room[day, j] += np.int32(state[HELD, j] * scale + half)


@njit(nogil=True, cache=True, inline="always")
def serve(n, t, demand, due, arrivals, waiting_share, state):  # type: ignore[no-untyped-def]
    """Steps 1 and 3 for every path: arrivals, then demand; adds the day to the sums."""
    none = state.dtype.type(0)
    one = state.dtype.type(1)
    for j in range(n):
        ends = arrivals[t, j] > 0
        state[GOOD_CYCLES, j] += one if ends & (state[BROKEN, j] == none) & (state[NET, j] >= none) else none
        came = due[t, j]
        state[RECEIPTS, j] += one if came > none else none
        state[RECEIVED, j] += came
        net = state[NET, j] + came
        shelf = max(net, none)
        served = min(demand[t, j], shelf)
        missed = demand[t, j] - served
        used = served + waiting_share * missed
        net -= used
        position = state[POSITION, j] - used
        is_short = missed > none
        state[SHORT, j] += missed
        state[SHORT_DAYS, j] += one if is_short else none
        state[BROKEN, j] = one if is_short else (none if ends else state[BROKEN, j])
        left = max(net, none)
        state[STOCK, j] += left
        state[WAITING, j] += left - net
        # What is on its way can only be negative by rounding.
        state[ON_ORDER, j] += max(position - net, none)
        state[NET, j] = net
        state[POSITION, j] = position
        state[SOLD, j] = served


@njit(nogil=True, cache=True, inline="always")
def fill_room(n, day, sold_weight, scale, state, room):  # type: ignore[no-untyped-def]
    """Adds the stock of the day, in whole grains of a pallet: whole numbers add up the same in any order."""
    none = state.dtype.type(0)
    half = state.dtype.type(0.5)
    for j in range(n):
        stock = max(state[NET, j], none) + sold_weight * state[SOLD, j]
        room[day, j] += np.int32(stock * scale + half)


@njit(nogil=True, cache=True, inline="always")
def note(n, state, stock_row, waiting_row):  # type: ignore[no-untyped-def]
    """Writes down the stock and the waiting customers that stand there now."""
    none = state.dtype.type(0)
    for j in range(n):
        state[stock_row, j] = max(state[NET, j], none)
        state[waiting_row, j] = max(-state[NET, j], none)


@njit(nogil=True, cache=True, inline="always")
def trace_day(n, t, due, state, trace):  # type: ignore[no-untyped-def]
    """Writes the day's record."""
    none = state.dtype.type(0)
    for j in range(n):
        trace[0, t, j] = state[ORDER, j]
        trace[1, t, j] = due[t, j]
        trace[2, t, j] = state[SOLD, j]
        trace[3, t, j] = state[SCRAPPED, j]
        trace[4, t, j] = max(state[NET, j], none)
        trace[5, t, j] = max(-state[NET, j], none)
        trace[6, t, j] = state[POSITION, j] - state[NET, j] - state[HELD, j]
        trace[7, t, j] = state[HELD, j]
        # A day on which only some are reviewed writes their orders alone, and yesterday's must not stand beside them.
        state[ORDER, j] = none


@njit(nogil=True, cache=True, inline="always")
def set_out(n, level, pipeline, days, due, state):  # type: ignore[no-untyped-def]
    """The first morning: the position at the level, part of it on its way."""
    none = due.dtype.type(0)
    on_way = min(np.int64(pipeline[1]), days)
    for t in range(due.shape[0]):
        for j in range(n):
            due[t, j] = pipeline[0] if t < on_way else none
    for j in range(n):
        state[NET, j] = level - pipeline[0] * due.dtype.type(on_way)
        state[POSITION, j] = level


@njit(nogil=True, cache=True)
def run_paths(  # type: ignore[no-untyped-def]
    demand,
    delay,
    reviews,
    arrivals,
    changed,
    some_change,
    holds,
    levels,
    gap,
    lots,
    shares,
    pipeline,
    warm_up,
    room,
    due,
    sums,
    trace,
):
    """Runs n paths (at most WIDTH) of one item under one policy through all days.

    demand[days, n] units; delay[days, n] days from order to arrival on a review day; reviews: (first[days + 1], lanes),
    the paths reviewed on day t are lanes[first[t]:first[t + 1]]; arrivals[days, n] 1 where a cycle ends;
    changed[days, n] 1 on a design change, some_change[days] 1 on days with any; holds[k, 3]: on the first day so many
    units leave the shelf (or as many as there are) until the day of release; levels[days] order-up-to level; gap: order
    when the position is this far below the level; lots (minimum, multiple, largest, any); shares (of short units that
    wait, scrapped by a change, weight of units sold in the stock of the day, grains of pallet per unit); pipeline
    (units a day on their way at the start, for so many days). Fills sums[FIELDS, n] over the days from `warm_up` on,
    adds to room[measured days, n] and fills trace[TRACE, days, n] unless it has no rows.
    """
    days, n = demand.shape
    none = demand.dtype.type(0)
    first, lanes = reviews
    # A product where a quotient would stand: a division checks for zero, which keeps its loop out of the registers.
    per_multiple = demand.dtype.type(1) / lots[1] if lots[1] > 0 else none
    state = np.zeros((len(FIELDS) + 6, WIDTH), demand.dtype)
    kept = np.zeros((holds.shape[0], WIDTH), demand.dtype)
    set_out(n, levels[0], pipeline, days, due, state)
    for t in range(days):
        if t == warm_up:
            for row in range(len(FIELDS)):
                for j in range(n):
                    state[row, j] = none
            note(n, state, START_STOCK, START_WAITING)
        if some_change[t]:
            scrap_shelf(n, t, changed, shares[1], state)
        hold(n, t, holds, kept, state)
        reviewed = lanes[first[t] : first[t + 1]]
        if reviewed.size == n:
            order_all(n, t, levels[t], gap, lots, per_multiple, delay, due, state)
        else:
            order_some(reviewed, t, levels[t], gap, lots, per_multiple, delay, due, state)
        serve(n, t, demand, due, arrivals, shares[0], state)
        if t >= warm_up:
            fill_room(n, t - warm_up, shares[2], shares[3], state, room)
            keep_held(n, t - warm_up, shares[3], state, room, holds.shape[0])
        if trace.shape[0] > 0:
            trace_day(n, t, due, state, trace)
    note(n, state, END_STOCK, END_WAITING)
    for row in range(len(FIELDS)):
        for j in range(n):
            sums[row, j] = state[row, j]
