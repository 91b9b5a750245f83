"""Neighbours of the reference cases, against answers worked out here: convolutions, small chains, closed forms."""

import copy
import math
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from core.verify import read_cases, verify

CASES = {case["id"]: case for case in read_cases(Path(__file__).parents[2] / "data" / "reference_cases.json")}
COIN = {"dist": "discrete", "values": [0, 1, 2], "probs": [0.3, 0.4, 0.3]}
COIN_PMF = np.array([0.3, 0.4, 0.3])


def case(expected, demand, policy, lead=0, review=1, stockout="backorder", **params):
    """A case from its parts; a policy that is a number or a list is a base stock."""
    if not isinstance(policy, dict):
        policy = {"type": "base_stock", "S": policy}
    lead_time = lead if isinstance(lead, dict) else {"dist": "constant", "value": lead}
    parts = {"demand": demand, "policy": policy, "lead_time": lead_time, "review_period_days": review}
    return {"id": "neighbour", "params": {**parts, "stockout": stockout, **params}, "expected": expected}


def check(*args, **params):
    assert [result for result in verify([case(*args, **params)]) if not result.ok] == []


def poisson(mean, most=None):
    """Chances of 0, 1, …, most."""
    most = most or int(mean + 12 * math.sqrt(mean) + 12)
    logs = [k * math.log(mean) - mean - math.lgamma(k + 1) for k in range(most + 1)]
    return np.exp(logs)


def binomial(n, p):
    return np.array([math.comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)])


def power(pmf, days):
    """The law of so many days' demand."""
    total = np.ones(1)
    for _ in range(days):
        total = np.convolve(total, pmf)
    return total


def mean_of(pmf, value):
    return float(sum(chance * value(k) for k, chance in enumerate(pmf)))


def figures(positions, pmf, lead, review):
    """Figures of a backorder case from the law of the position after each review: {position: chance}."""
    end = {
        "avg_on_hand_eod": 0.0,
        "avg_backorders_eod": 0.0,
        "no_backorder_day_rate": 0.0,
        "avg_on_hand_pre_demand": 0.0,
    }
    for (level, weight), day in product(positions.items(), range(review)):
        share = weight / review
        late = power(pmf, lead + day + 1)
        end["avg_on_hand_eod"] += share * mean_of(late, lambda d, s=level: max(s - d, 0))
        end["avg_backorders_eod"] += share * mean_of(late, lambda d, s=level: max(d - s, 0))
        end["no_backorder_day_rate"] += share * mean_of(late, lambda d, s=level: d <= s)
        early = power(pmf, lead + day)
        end["avg_on_hand_pre_demand"] += share * mean_of(early, lambda d, s=level: max(s - d, 0))
    demand = mean_of(pmf, float)
    served = end["avg_on_hand_pre_demand"] - end["avg_on_hand_eod"]
    return end | {"fill_rate": served / demand, "avg_new_short_per_day": demand - served}


def stationary(matrix):
    size = len(matrix)
    system = np.vstack([matrix.T - np.eye(size), np.ones(size)])
    return np.linalg.lstsq(system, np.append(np.zeros(size), 1), rcond=None)[0]


# --- demand ----------------------------------------------------------------------------------------------------------


def test_binomial_demand_reviewed_every_third_day():
    pmf = binomial(8, 0.4)
    expected = figures({18: 1.0}, pmf, lead=2, review=3)
    expected["cycle_service_level"] = mean_of(power(pmf, 5), lambda d: d <= 18)
    check(expected, {"dist": "binomial", "n": 8, "p": 0.4}, 18, lead=2, review=3)


def test_three_states_of_demand():
    """Exact matrix convolution of a chain with three laws."""
    matrix = np.array([[0.9, 0.07, 0.03], [0.2, 0.7, 0.1], [0.3, 0.1, 0.6]])
    means, lead, level = [2.0, 5.0, 11.0], 2, 22
    laws = [{"dist": "poisson", "mean": mean} for mean in means]
    pmfs = [poisson(mean, 80) for mean in means]
    start = stationary(matrix)
    sums = [np.outer(start, np.eye(1)[0])]
    for _ in range(lead + 1):
        added = [np.convolve(sums[-1][state], pmfs[state]) for state in range(3)]
        sums.append(matrix.T @ np.array(added))
    short = [mean_of(law.sum(axis=0), lambda d: max(d - level, 0)) for law in sums]
    demand = float(start @ means)
    expected = {
        "avg_demand_per_day": demand,
        "avg_backorders_eod": short[-1],
        "fill_rate": 1 - (short[-1] - short[-2]) / demand,
        "no_backorder_day_rate": mean_of(sums[-1].sum(axis=0), lambda d: d <= level),
    }
    check(expected, {"dist": "markov_modulated", "states": laws, "P": matrix.tolist()}, level, lead=lead)


@pytest.mark.parametrize(
    ("demand", "mean"),
    [
        ({"dist": "uniform", "low": 2, "high": 5}, 3.5),
        ({"dist": "uniform_integers", "low": 2, "high": 5}, 3.5),
        ({"dist": "exponential", "mean": 3}, 3),
        ({"dist": "geometric", "p": 0.25}, 4),
        ({"dist": "geometric", "p": 0.25, "support": "0,1,2,..."}, 3),
        ({"dist": "geometric", "p": 0.25, "mean": 3}, 3),
        ({"dist": "bernoulli", "p": 0.2, "size": 5}, 1),
        ({"dist": "intermittent", "zero_share": 0.8, "size": {"dist": "gamma", "mean": 10, "sd": 5}}, 2),
        ({"dist": "negbin", "r": 2, "p": 0.4}, 3),
        ({"dist": "gamma", "shape": 2, "scale": 1.5}, 3),
        ({"dist": "lognormal", "mu_log": 1, "sigma_log": 0.5}, math.exp(1.125)),
        ({"dist": "compound_poisson", "rate": 0.5, "size": {"dist": "geometric", "p": 0.5}}, 1),
        ({"dist": "mixture", "components": [COIN, {"dist": "poisson", "mean": 5}], "probs": [0.5, 0.5]}, 3),
        ({"dist": "seasonal_negbin", "means": [1, 2, 6], "variances": [3, 4, 12]}, 3),
        ({"dist": "seasonal", "days": [COIN, {"dist": "poisson", "mean": 5}]}, 3),
        ({"dist": "spike_mixture", "base": COIN, "spike": {"dist": "constant", "value": 11}, "spike_prob": 0.1}, 2),
    ],
)
def test_every_law_of_demand_has_its_mean(demand, mean):
    """With no lead time and a level far above a day's demand, all of it is served."""
    check({"avg_demand_per_day": mean, "fill_rate": 1.0, "avg_on_hand_eod": 500 - mean}, demand, 500)


def test_negative_demand_comes_back_as_the_normal_loss_function_has_it():
    mean, sd, level, lead = 20.0, 16.0, 75.0, 2

    def loss(days):
        scale = sd * math.sqrt(days)
        z = (level - days * mean) / scale
        density = math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
        return scale * (density - z * math.erfc(z / math.sqrt(2)) / 2)

    expected = {
        "fill_rate": 1 - (loss(lead + 1) - loss(lead)) / mean,
        "avg_on_hand_eod": level - (lead + 1) * mean + loss(lead + 1),
        "avg_on_hand_pre_demand": level - lead * mean + loss(lead),
        "avg_new_short_per_day": loss(lead + 1) - loss(lead),
    }
    check(expected, {"dist": "normal", "mean": mean, "sd": sd}, level, lead=lead)


# --- policies --------------------------------------------------------------------------------------------------------


def test_up_to_a_level_on_a_weekly_review():
    """The chain of positions over the reviews, then convolutions; cycles count where an order was placed."""
    top, trigger, lead, pmf = 40, 22, 2, poisson(2.5)
    week = power(pmf, 7)
    places = range(top - len(week) + 1, top + 1)
    after = {place: (top if place <= trigger else place) for place in places}
    kept = list(range(trigger + 1, top + 1))
    matrix = np.zeros((len(kept), len(kept)))
    for row, place in enumerate(kept):
        for demand, chance in enumerate(week):
            came = place - demand
            matrix[row, kept.index(top if came <= trigger else came)] += chance
    law = dict(zip(kept, stationary(matrix), strict=True))
    expected = figures(law, pmf, lead, review=7)
    orders = good = size = 0.0
    in_lead = power(pmf, lead)
    for place, weight in law.items():
        for demand, chance in enumerate(week):
            before = place - demand
            if after.get(before, top) != before and before <= trigger:
                orders += weight * chance
                size += weight * chance * (top - before)
                good += weight * chance * mean_of(in_lead, lambda d, b=before: d <= b)
    expected |= {
        "orders_per_year": 365 / 7 * orders,
        "avg_order_size": size / orders,
        "cycle_service_level": good / orders,
    }
    check(expected, {"dist": "poisson", "mean": 2.5}, {"type": "sS", "s": trigger, "S": top}, lead=lead, review=7)


@pytest.mark.parametrize(("trigger", "lot", "review"), [(30, 25, 7), (12, 4, 3), (0, 7, 2), (-3, 5, 1)])
def test_lots_on_a_review(trigger, lot, review):
    """After a review the position is uniform over r+1 … r+Q; lots may be smaller than the demand between reviews."""
    pmf = poisson(3.0)
    law = {place: 1 / lot for place in range(trigger + 1, trigger + lot + 1)}
    expected = figures(law, pmf, 2, review)
    none = np.mean([mean_of(power(pmf, review), lambda d, p=place: p - d > trigger) for place in law])
    expected["orders_per_year"] = 365 / review * (1 - none)
    expected["avg_order_size"] = 3.0 * review / (1 - none)
    policy = {"type": "rnQ", "r": trigger, "Q": lot}
    check(expected, {"dist": "poisson", "mean": 3.0}, policy, lead=2, review=review)


def test_lots_of_a_hundred_days_of_demand():
    """The phase of a long cycle must not depend on the start."""
    pmf, lot = poisson(20.0), 2000
    expected = {"avg_on_hand_eod": 100 + (lot + 1) / 2 - 20 * 4, "orders_per_year": 365 * 20 / lot, "fill_rate": 1.0}
    late = power(pmf, 4)
    short = [mean_of(late, lambda d, p=100 + k: max(d - p, 0)) for k in range(1, 60)]
    expected["avg_on_hand_eod"] += sum(short) / lot
    del expected["fill_rate"]
    check(expected, {"dist": "poisson", "mean": 20}, {"type": "rnQ", "r": 100, "Q": lot}, lead=3)


def test_one_lot_is_as_good_as_many_when_a_day_never_needs_two():
    policy = {"type": "rQ", "r": 6, "Q": 5}
    law = {place: 0.2 for place in range(7, 12)}
    check(figures(law, COIN_PMF, 3, 1), COIN, policy, lead=3)


def test_levels_by_day_of_cycle_with_reviews_every_other_day():
    """Demand is at least 2 a day, so that the position is below the level again at every review."""
    pmf = np.array([0, 0, 0.5, 0.3, 0, 0.2])
    demand = {"dist": "discrete", "values": [2, 3, 5], "probs": [0.5, 0.3, 0.2]}
    expected = figures({16: 0.5, 19: 0.5}, pmf, 3, 2) | {"orders_per_year": 182.5}
    check(expected, demand, [16, 99, 19, 0], lead=3, review=2)


def test_capped_orders_of_a_base_stock():
    """The shortfall below S after ordering walks: (shortfall + demand - 3)+, a chain on its own."""
    level, cap, size, pmf = 12, 3, 120, poisson(2.2, 40)
    matrix = np.zeros((size, size))
    for row in range(size):
        for demand, chance in enumerate(pmf):
            matrix[row, min(max(row + demand - cap, 0), size - 1)] += chance
    law = {level - place: weight for place, weight in enumerate(stationary(matrix))}
    check(
        figures(law, pmf, 1, 1),
        {"dist": "poisson", "mean": 2.2},
        {"type": "base_stock_capped", "S": level, "q_max": cap},
        1,
    )


def test_decimals_meet_exactly_without_luck():
    """Every cycle ends at exactly 0: 0.7 a day over 3 + 2 days."""
    expected = {"fill_rate": 1, "no_backorder_day_rate": 1, "no_shortage_day_rate": 1, "ready_rate_eod": 2 / 3}
    expected |= {"avg_on_hand_eod": 0.7, "orders_per_year": 365 / 3, "cycle_service_level": 1}
    check(expected, {"dist": "constant", "value": 0.7}, 3.5, lead=2, review=3)


# --- shortages, lead times, capacity ---------------------------------------------------------------------------------


def test_part_of_the_customers_wait():
    """Without a lead time all who wait are served next morning; the shelf is the same whatever the share."""
    expected = figures({9: 1.0}, poisson(8.0), 0, 1)
    expected["avg_backorders_eod"] *= 0.4
    check(expected, {"dist": "poisson", "mean": 8}, 9, stockout={"type": "partial", "wait_share": 0.4})


def lost_sales_chain(level, delays, chances, pmf):
    """Long run of a lost-sales base stock with independent lead times of 1 or 2 days: stock, short, orders a day."""
    law = {(level, 0, 0): 1.0}
    for _ in range(400):
        law, totals = lost_sales_day(law, level, dict(zip(delays, chances, strict=True)), pmf)
    return totals


def lost_sales_day(law, level, delays, pmf):
    """One day from the law of (on hand, due today, due tomorrow) at its dawn."""
    after, totals = {}, np.zeros(3)
    for ((shelf, today, tomorrow), weight), (wait, chance), (demand, luck) in product(
        law.items(), delays.items(), enumerate(pmf)
    ):
        share = weight * chance * luck
        order = level - shelf - today - tomorrow
        stock = shelf + today
        left = max(stock - demand, 0)
        totals += share * np.array([left, demand - (stock - left), order > 0])
        key = (left, tomorrow + (order if wait == 1 else 0), order if wait == 2 else 0)
        after[key] = after.get(key, 0.0) + share
    return after, totals


def test_lost_sales_with_orders_that_cross():
    stock, short, orders = lost_sales_chain(4, [1, 2], [0.4, 0.6], COIN_PMF)
    expected = {"avg_on_hand_eod": stock, "fill_rate": 1 - short, "orders_per_year": 365 * orders}
    lead = {"dist": "discrete", "values": [1, 2], "probs": [0.4, 0.6], "crossing": True}
    check(expected, COIN, 4, lead=lead, stockout="lost_sales")


@pytest.mark.parametrize(
    "lead",
    [
        {"dist": "uniform", "low": 1, "high": 5, "crossing": True},
        {"dist": "poisson", "mean": 3, "crossing": True},
        {"dist": "binomial", "n": 6, "p": 0.5},
        {"dist": "gamma", "mean": 3, "sd": 0.001},
        {"dist": "lognormal", "mean": 3, "sd": 0.001},
        {"dist": "normal", "mean": 3, "sd": 0.001},
        {"dist": "discrete", "values": [3], "probs": [1]},
    ],
)
def test_what_is_on_order_follows_the_mean_lead_time(lead):
    """Little's law; orders that may not cross are on their way for longer than their own lead time."""
    (result,) = verify([case({"avg_on_order_eod": 12.0}, {"dist": "poisson", "mean": 4}, 20, lead=lead)])
    assert result.ok == (lead["dist"] != "binomial")
    assert result.measured > 11.9


def test_overflow_before_and_after_demand():
    level, lead, capacity, pmf = 30, 2, 15, poisson(5.0)
    over = [mean_of(power(pmf, days), lambda d: max(level - d - capacity, 0)) for days in (lead, lead + 1)]
    expected = {"avg_overflow_peak": over[0], "avg_overflow_eod": over[1], "annual_overflow_cost": 73 * over[1]}
    expected["avg_cost_per_day"] = 0.2 * over[1]
    costs = {"overflow_per_unit_day": 0.2}
    check(expected, {"dist": "poisson", "mean": 5}, level, lead=lead, capacity=capacity, costs=costs)


# --- disruptions -----------------------------------------------------------------------------------------------------


def disrupted(name, effect, dropped=(), **expected):
    """A visible case with another effect, some of its figures dropped or replaced."""
    other = copy.deepcopy(CASES[name])
    other["params"]["disruption"]["effect"] = effect
    kept = {key: value for key, value in other["expected"].items() if key not in dropped}
    other["expected"] = kept | expected
    return other


@pytest.mark.parametrize("effect", ["queue", "shipment_pausing", "receipt_pausing"])
def test_pausing_later_gives_the_same_stock_at_daily_review(effect):
    """A base stock at R = 1 is short of S by the demand of the outage's age and L + 1 days, wherever orders wait."""
    wrong = CASES["I05"]["wrong_values"][
        "orders_per_year_if_orders_are_accepted_and_queued_while_down (same stock path)"
    ]
    results = verify([disrupted("I05", effect, ("annual_order_cost", "annual_total_cost"), orders_per_year=wrong)])
    assert [result for result in results if not result.ok] == []


def test_outages_by_mean_lengths():
    other = copy.deepcopy(CASES["I05"])
    lengths = {"type": "markov", "mean_up_days": 50, "mean_down_days": 5, "effect": "order_pausing"}
    other["params"]["disruption"] = lengths
    assert all(result.ok for result in verify([other]))


def test_queued_and_paused_orders_differ_at_weekly_review():
    """A paused weekly order waits for the next review, a queued one for the recovery alone."""
    parts = {"demand": COIN, "policy": 18, "lead": 1, "review": 7}
    down = {"type": "markov", "disruption_prob_per_day": 0.05, "recovery_prob_per_day": 0.3}
    fills = [
        verify([case({"fill_rate": 1.0}, **parts, disruption={**down, "effect": effect})])[0].measured
        for effect in ("order_pausing", "queue")
    ]
    assert fills[0] < fills[1] - 0.005


def test_a_transit_that_pauses_every_other_day_takes_twice_as_long():
    """Out with chance 1/2 each day by itself: the L-th up day comes after a negative binomial number of days.

    On order at day's end is the mean demand times the mean days under way, orders never crossing.
    """
    down = {"type": "bernoulli", "disruption_prob_per_day": 0.5, "effect": "transit_pausing"}
    check({"avg_on_order_eod": 2 * 6.0, "orders_per_year": 365 * 0.7}, COIN, 20, lead=6, disruption=down)


def test_emergency_purchases_leave_nobody_waiting():
    """Every short unit is bought at once, whatever the case says of those who are short."""
    expected = dict(CASES["L01"]["expected"])
    expected["annual_expedite_cost"] = 6 * expected["expedited_units_per_year"]
    expected["annual_total_cost"] = (
        expected["annual_expedite_cost"] + expected["annual_holding_cost"] + expected["annual_order_cost"]
    )
    other = copy.deepcopy(CASES["L01"])
    other["params"]["stockout"] = "backorder"
    assert [result for result in verify([other | {"expected": expected}]) if not result.ok] == []
