"""Break-evens: closed forms where there are any, a change of sign on fresh futures, and what may be asked."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import gamma

from core import Catalogue, InputError, Scenario, break_even, break_evens, compare, load_catalogue, settings, simulate
from core.break_even import Asked, Figures, stay
from core.break_even.crossing import Gap, Line
from core.policies import POLICIES

DEMO = load_catalogue("demo")
FEW = Scenario().but(futures=20)
# No luck at all: every figure follows from arithmetic.
CALM = {"demand_variability": 0, "spikes_per_year": 0, "outages_per_year": 0, "design_changes_per_year": 0}
CALM |= {"lead_time_variability": 0, "seasonality": 0, "buffer_basis": "need", "jit_buffer": 0, "jic_buffer": 0}
CALM |= {"warehouse_places": 1e6, "futures": 20}
D, C, K, H = 20.0, 5.0, 40.0, 0.22


def one_item(**more) -> Catalogue:
    row = {"item": "a", "unit_cost": C, "demand_per_day": D, "order_cost": K, "lead_time_days": 7.0, **more}
    return Catalogue.of(pd.DataFrame([row]))


def wider(review: float) -> float:
    """The yearly carrying cost that Just-in-Case has above daily ordering: half an interval's demand on the shelf."""
    return H * C * D * (review - 1) / 2


def dearer(review: float, delivery: float = 0.25) -> float:
    """The yearly ordering cost that daily ordering has above an order each `review` days."""
    return 365 * K * (delivery - 1 / review)


@pytest.mark.parametrize(("review", "days"), [(5, 365), (7, 364), (14, 364), (28, 364)])
def test_carrying_against_ordering_as_in_the_economic_order_quantity(review, days):
    calm = Scenario().but(**CALM, jic_review_days=review, horizon_days=days)
    level = dearer(review) / wider(review)
    for name, expected in {
        "carrying_cost_level": level,
        "order_cost_level": 1 / level,
        "jit_delivery_cost_level": 1 / review + wider(review) / (365 * K),
    }.items():
        bounds = settings()[name]
        found = break_even(one_item(), calm, name, "jit", "jic", "inventory_cost")
        if not bounds.low <= expected <= bounds.high:
            assert found.value is None
            continue
        assert found.value == pytest.approx(expected, rel=2e-4), name
        # Without luck there is nothing to be unsure about.
        assert found.lo == pytest.approx(found.value, rel=1e-3)
        assert found.hi == pytest.approx(found.value, rel=1e-3)
        assert (found.lo_open, found.hi_open) == (False, False)
        cheap = "jit" if name == "carrying_cost_level" else "jic"
        assert found.above == cheap
        assert {found.below, found.above} == {"jit", "jic"}


def test_a_rate_among_several_and_a_premium_have_their_closed_forms():
    calm = Scenario().but(**CALM, jic_review_days=14, horizon_days=364, jit_delivery_cost_level=0.09)
    rate = break_even(one_item(), calm, "capital_rate", "jit", "jic", "inventory_cost")
    # Seven twentieths of a hundredth per unit of value: the other three rates stay.
    assert rate.value == pytest.approx(dearer(14, 0.09) / (C * D * 13 / 2) - 0.14, abs=2e-4)
    premium = break_even(one_item(), calm.but(capital_rate=0.4), "jit_price_premium", "jit", "jic", "inventory_cost")
    saved = (0.54 / H) * wider(14) - dearer(14, 0.09)
    assert premium.value == pytest.approx(saved / (365 * C * D), rel=1e-3)
    assert (premium.below, premium.above) == ("jit", "jic")


def test_the_review_period_at_which_many_orders_become_dearer_is_a_whole_number():
    # h·c·D·R/2 + 365·K/R crosses Just-in-Time's cost where R solves a quadratic.
    calm = Scenario().but(**CALM, jic_review_days=20, horizon_days=1095)
    half, cost = H * C * D / 2, H * C * D / 2 + 365 * K * 0.25
    root = min(np.roots([half, -cost, 365 * K]).real)
    found = break_even(one_item(), calm, "jic_review_days", "jit", "jic", "inventory_cost")
    assert found.low == 1  # 0 stands for the economic interval
    assert [one.value for one in found.all] == [found.value] == [float(np.ceil(root))]
    assert (found.below, found.above) == ("jit", "jic")
    for one in found.all:
        before, behind = (
            compare(one_item(), calm.but(jic_review_days=int(one.value - step))).summary["inventory_cost"]
            for step in (1, 0)
        )
        assert (before["jit"] < before["jic"]) != (behind["jit"] < behind["jic"])


@pytest.mark.parametrize(("cv", "thin", "thick"), [(0.3, 0.8, 1.1), (0.4, 1.1, 1.4)])
def test_lost_sales_against_stock_as_in_the_newsvendor(cv, thin, thick):
    # Ordered daily and there at once: each day is a newsvendor's, with order-up-to level S. Sold at cost, what a lost
    # unit costs is its goodwill alone.
    loss = {"rush_share": 0.0, "wait_share": 0.0, "jit_delivery_cost_level": 1.0, "jic_review_days": 1}
    lucky = {**CALM, "demand_variability": 1, "demand_correlation": 0.0, "futures": 100}
    scenario = Scenario().but(**{**lucky, **loss, "jit_buffer": thin, "jic_buffer": thick, "goodwill": 0.2})
    item = one_item(lead_time_days=0.0, demand_sd=cv * D, demand_model="gamma", price=C)
    levels = D * (1 + thin), D * (1 + thick)
    short = [_short(level, cv) for level in levels]
    # The day's stock: before demand and at its end, averaged.
    stock = [level - (D - lost) / 2 for level, lost in zip(levels, short, strict=True)]
    carried, lost = C * (stock[1] - stock[0]), 365 * C * (short[0] - short[1])
    goodwill, rate = H * carried / lost, 0.2 * lost / carried / H
    found = break_even(item, scenario, "goodwill", "jit", "jic")
    assert found.lo <= goodwill <= found.hi
    assert found.value == pytest.approx(goodwill, rel=0.1)
    assert (found.below, found.above) == ("jit", "jic")
    dear = break_even(item, scenario, "carrying_cost_level", "jit", "jic")
    assert dear.lo <= rate <= dear.hi
    assert dear.value == pytest.approx(rate, rel=0.1)
    assert (dear.below, dear.above) == ("jic", "jit")


def _short(level: float, cv: float) -> float:
    """E(D − S)⁺ of a gamma demand."""
    shape = 1 / cv**2
    scale = D / shape
    return D * gamma.sf(level, shape + 1, scale=scale) - level * gamma.sf(level, shape, scale=scale)


@pytest.mark.parametrize(
    ("name", "pair", "measure"),
    [
        ("overflow_rate", ("hybrid", "jic"), "total_cost"),
        ("order_cost_level", ("hybrid", "jic"), "inventory_cost"),
        ("jit_delivery_cost_level", ("jit", "jic"), "inventory_cost"),
        ("lead_time_level", ("hybrid", "jic"), "inventory_cost"),
        ("lead_time_variability", ("jit", "hybrid"), "inventory_cost"),
        ("jic_service", ("hybrid", "jic"), "inventory_cost"),
    ],
)
def test_a_break_even_brackets_a_change_of_sign_on_fresh_futures(name, pair, measure):
    many = Scenario().but(futures=40)
    found = break_even(DEMO, many, name, *pair, measure)
    assert found.value is not None
    bounds = settings()[name]
    signs = []
    # Twice the interval: on fresh futures the place itself moves as much.
    for edge, end in ((found.lo, bounds.low), (found.hi, bounds.high)):
        x = float(
            np.clip(
                found.value + 2 * (edge - found.value) + 1e-3 * np.sign(end - found.value), *sorted((found.value, end))
            )
        )
        fresh = compare(DEMO, many.but(seed=7, **{name: x})).summary[measure]
        signs.append(np.sign(fresh[pair[0]] - fresh[pair[1]]))
    assert signs[0] == -signs[1] != 0


def test_who_is_better_on_either_side_is_so():
    found = break_even(DEMO, FEW, "overflow_rate", "hybrid", "jic")
    assert found.winner == found.below == "jic"
    assert found.above == "hybrid"
    assert found.lo <= found.value <= found.hi
    for rate, who in ((found.value * 0.9, "jic"), (found.value * 1.1, "hybrid")):
        cost = compare(DEMO, FEW.but(overflow_rate=rate)).summary["total_cost"]
        assert cost[["hybrid", "jic"]].idxmin() == who
    # The other way round nothing changes but the names.
    turned = break_even(DEMO, FEW, "overflow_rate", "jic", "hybrid")
    assert turned.value == pytest.approx(found.value, rel=1e-6)
    assert (turned.below, turned.above, turned.winner) == (found.below, found.above, found.winner)


def test_a_value_that_is_a_word_stays_the_best_only_until_the_range_begins():
    figures = Figures(DEMO, FEW, Asked("total_cost"))
    found = stay(figures, "jic_review_days")
    assert (found.policy, found.now, found.low) == ("jic", 0, 1)
    means = figures.at(jic_review_days=1).means
    assert means.argmin() != POLICIES.index("jic"), "daily orders are dear"
    assert (found.above, found.takes_above) == (1, POLICIES[int(means.argmin())])
    assert found.below is None


def test_prices_simulate_nothing(monkeypatch):
    ledger = simulate(DEMO, FEW)
    monkeypatch.setattr("core.trials.simulate", None)
    for name in ("carrying_cost_level", "overflow_rate", "warehouse_places", "goodwill"):
        found = break_even(DEMO, FEW, name, "jit", "jic", ledger=ledger)
        assert found.low is not None
    assert break_even(DEMO, FEW, "warehouse_places", "jit", "jic", ledger=ledger).high < 1e6


def test_never_within_its_range_is_none_and_says_who_wins():
    found = break_even(DEMO, FEW, "salvage_share", "hybrid", "jic")
    assert found.value is None
    assert found.lo is None
    assert found.all == ()
    assert found.winner == "jic"
    assert found.distance == np.inf
    paired = compare(DEMO, FEW).paired.set_index(["first", "second", "measure"]).loc[("jic", "hybrid", "total_cost")]
    assert found.difference == -paired["difference"]
    assert (found.difference_lo, found.difference_hi) == pytest.approx((-paired["hi"], -paired["lo"]))


def test_a_setting_that_another_switches_off_is_idle_and_not_simulated(monkeypatch):
    ledger = simulate(DEMO, FEW)
    monkeypatch.setattr("core.trials.simulate", None)
    found = break_even(DEMO, FEW, "jit_buffer", "jit", "jic", ledger=ledger)
    assert found.idle
    assert found.value is None


def test_switches_and_choices_are_compared_value_by_value():
    found = break_even(DEMO, FEW, "buffer_basis", "jit", "jic", "inventory_cost")
    assert [value for value, _ in found.options] == ["service", "need"]
    for value, who in found.options:
        cost = compare(DEMO, FEW.but(buffer_basis=value)).summary["inventory_cost"]
        assert cost[["jit", "jic"]].idxmin() == who
    assert [value for value, _ in break_even(DEMO, FEW, "hybrid_critical", "jit", "hybrid").options] == [False, True]


def test_values_that_the_model_refuses_narrow_the_range():
    slow = one_item(lead_time_days=200.0, lead_time_sd=20.0)
    found = break_even(slow, FEW, "lead_time_level", "jit", "jic")
    assert found.low == 0.25
    assert 1.8 < found.high <= 1.825
    assert "365" in found.refused


def test_one_item_whose_hybrid_is_another_policy_has_no_difference():
    found = break_even(one_item(), FEW, "carrying_cost_level", "hybrid", "jit")
    same = break_even(one_item(), FEW, "carrying_cost_level", "hybrid", "jic")
    assert "alike" in (found.winner, same.winner)
    alike = found if found.winner == "alike" else same
    assert alike.value is None
    assert alike.difference == 0


def test_at_a_target_the_costs_are_those_of_the_answers_on_explore():
    from core import answers, frontier

    figures = Figures(DEMO, FEW, Asked("inventory_cost", 0.95))
    table = answers.need_for(frontier(DEMO, FEW), "fill_rate", 0.95)
    np.testing.assert_allclose(figures.at().means, table.loc[list(POLICIES), "inventory_cost"], rtol=1e-12)
    never = Figures(DEMO, FEW, Asked("inventory_cost", 1.0)).at()
    assert np.isnan(never.means).all()
    assert stay(Figures(DEMO, FEW, Asked("inventory_cost", 1.0)), "carrying_cost_level") is None


def test_a_policy_that_stops_reaching_the_target_is_beaten_there():
    small = DEMO.only(DEMO.column("item")[:6])
    figures = Figures(small, FEW, Asked("inventory_cost", 0.95))
    found = stay(figures, "lead_time_variability")
    assert found is not None
    means = figures.at().means
    assert found.policy == POLICIES[int(np.nanargmin(means))]
    for value, side in ((found.below, -1), (found.above, 1)):
        if value is None:
            continue
        beyond = figures.at(lead_time_variability=float(np.clip(value + side * 0.02, 0, 4))).means
        assert np.isnan(beyond).all() or POLICIES[int(np.nanargmin(beyond))] != found.policy


def test_the_table_has_every_setting_but_those_of_the_run_the_nearest_first():
    small = DEMO.only(DEMO.column("item")[:2])
    told = []
    table = break_evens(small, FEW, "jit", "jic", "inventory_cost", progress=lambda share, name: told.append(share))
    assert set(table["setting"]) == {name for name, setting in settings().items() if setting.group != "run"}
    assert told == sorted(told)
    assert told[0] == 0.0
    assert told[-1] == 1.0
    distance = [
        np.inf
        if row.value is None or pd.isna(row.value)
        else abs(float(row.value) - float(row.now)) / (row.high - row.low)
        for row in table.itertuples()
        if not pd.isna(row.high)
    ]
    assert distance == sorted(distance)


def refused(says, *arguments, **named):
    with pytest.raises(InputError, match=says):
        break_even(*arguments, **named)


def test_what_may_be_asked():
    refused("no setting named 'colour'", DEMO, FEW, "colour", "jit", "jic")
    refused("how much is simulated", DEMO, FEW, "futures", "jit", "jic")
    refused("no policy named 'best'", DEMO, FEW, "trend", "best", "jic")
    refused("Two different policies", DEMO, FEW, "trend", "jic", "jic")
    refused("measure must be one with a better side", DEMO, FEW, "trend", "jit", "jic", "orders")
    refused("must be total_cost or inventory_cost", DEMO, FEW, "trend", "jit", "jic", "fill_rate", target=0.9)
    refused("target must be a share from 0 to 1", DEMO, FEW, "trend", "jit", "jic", target=95)
    refused("service must be", DEMO, FEW, "trend", "jit", "jic", target=0.9, service="turns")


def line(function, places, low=0.0, high=10.0, width=0.5, whole=False):
    def gap(x):
        return Gap(function(x), function(x) - width, function(x) + width)

    made = Line(gap, low, high, whole)
    for x in places:
        made.at(float(x))
    return made


def test_crossings_of_a_line_are_found_with_their_intervals():
    (one,) = line(lambda x: x - 3.3, range(11)).crossings()
    assert (one.value, one.lo, one.hi) == pytest.approx((3.3, 2.8, 3.8), abs=0.01)
    assert one.rising
    two = line(lambda x: (x - 2.2) * (x - 7.7), range(11)).crossings()
    assert [each.value for each in two] == pytest.approx([2.2, 7.7], abs=1e-5)
    assert [each.rising for each in two] == [False, True]
    (wide,) = line(lambda x: x - 3.3, range(11), width=50.0).crossings()
    assert (wide.lo_open, wide.hi_open) == (True, True)
    assert (wide.lo, wide.hi) == (0.0, 10.0)
    assert line(lambda x: 0.0, range(11)).crossings() == []
    assert line(lambda x: -1.0, range(11)).crossings() == []


def test_whole_crossings_are_the_smallest_number_at_which_the_other_wins():
    (one,) = line(lambda x: x - 3.3, (0, 5, 10), whole=True, width=1.1).crossings()
    # Clear up to 2 (−1.3), not at 3 (−0.3) and 4 (0.7), clear again at 5.
    assert (one.value, one.lo, one.hi) == (4.0, 3.0, 5.0)
    (sharp,) = line(lambda x: 3.5 - x, range(11), whole=True, width=0.1).crossings()
    assert (sharp.value, sharp.lo, sharp.hi, sharp.rising) == (4.0, 4.0, 4.0, False)


def test_a_jump_is_found_too():
    made = line(lambda x: -1.0 if x < 6.1 else np.inf, range(11), width=0.1)
    (one,) = made.crossings()
    assert one.value == pytest.approx(6.1, abs=0.02)
    assert made.jumps(one.value, above=True)
    assert not made.jumps(one.value, above=False)
