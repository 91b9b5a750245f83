"""What observations leave open: as wide as theory says, each item by itself, and within what a catalogue can be."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from core import Scenario, load_catalogue, uncertain
from core.catalogue import Catalogue
from core.demand import own_cv, shapes
from core.uncertainty import draw
from core.uncertainty.parameters import CV_STEP, MOST_REPLAYED, WIDEST
from tests.core.observed import observed

NAMES = ("demand_per_day", "demand_cv", "zero_share", "lead_time_days", "lead_time_sd")
ALONE = Scenario().but(demand_correlation=0)


def items(**columns):
    """A few items that differ in nothing but their names and what is asked for."""
    rows = {"item": [f"item {k}" for k in range(40)], "unit_cost": 1.0, "demand_per_day": 30.0, "demand_sd": 9.0}
    rows["supplier"] = [f"supplier {k}" for k in range(40)]
    return Catalogue.of(pd.DataFrame(rows | columns))


def logs(drawn, known):
    return np.log(drawn / np.asarray(known)[:, None])


def test_uncertain():
    demo = load_catalogue("demo")
    assert not uncertain(demo)
    assert not uncertain(load_catalogue("bakery"))
    assert uncertain(observed(demo, days=1))
    assert uncertain(observed(demo, deliveries=1))
    assert uncertain(demo.but({demo.column("item")[3]: {"lead_time_count": 9}}))


def test_what_is_known_stays_as_it_is():
    demo = load_catalogue("demo")
    for catalogue, same in ((observed(demo, deliveries=9), NAMES[:3]), (observed(demo, days=90), NAMES[3:])):
        drawn = draw(catalogue, Scenario(), 8)
        known = dict(zip(NAMES, (None, own_cv(demo), *(demo.column(n) for n in NAMES[2:])), strict=True))
        known["demand_per_day"] = demo.column("demand_per_day")
        for name in NAMES:
            moved = getattr(drawn, name) != known[name][:, None]
            may_move = name not in same and (name != "zero_share" or (known[name] > 0).any())
            assert moved.any() == may_move, name


@pytest.mark.parametrize("days", [30, 365, 2000])
@pytest.mark.parametrize("cv", [0.3, 1.0])
def test_demand_is_left_as_open_as_theory_says(days, cv):
    catalogue = observed(items(demand_sd=30.0 * cv), days=days)
    drawn = draw(catalogue, ALONE, 100)
    mean = logs(drawn.demand_per_day, catalogue.column("demand_per_day"))
    spread = logs(drawn.demand_cv, own_cv(catalogue))
    # A gamma's mean and cv are independent; the log of its cv has variance (1 + cv²) / 2n.
    assert mean.std() == pytest.approx(cv / np.sqrt(days), rel=0.06)
    assert spread.std() == pytest.approx(np.sqrt((1 + cv**2) / (2 * days) + CV_STEP**2 / 12), rel=0.15)
    assert abs(np.corrcoef(mean.ravel(), spread.ravel())[0, 1]) < 0.15
    assert drawn.demand_per_day.mean(axis=1) == pytest.approx(np.full(40, 30.0), rel=1e-9)


@pytest.mark.parametrize("mean", [0.1, 2.0])
def test_slow_movers_are_left_open_by_their_few_sales(mean):
    catalogue = observed(items(demand_per_day=mean, demand_sd=np.sqrt(1.5 * mean)), days=200)
    drawn = draw(catalogue, ALONE, 100)
    error = logs(drawn.demand_per_day, catalogue.column("demand_per_day"))
    assert error.std() == pytest.approx(np.sqrt(1.5 / (mean * 200)), rel=0.12)
    assert (drawn.demand_per_day > 0).all()


def test_days_without_demand_are_counted_apart():
    catalogue = observed(
        items(demand_per_day=0.6, demand_sd=1.3, demand_model="intermittent", zero_share=0.75), days=120
    )
    drawn = draw(catalogue, ALONE, 100)
    odds = np.log(drawn.zero_share / (1 - drawn.zero_share))
    assert odds.mean() == pytest.approx(np.log(3), abs=0.03)
    assert odds.std() == pytest.approx(1 / np.sqrt(120 * 0.75 * 0.25), rel=0.1)
    # No spread is smaller than what the days without demand make by themselves.
    assert (drawn.demand_cv >= np.sqrt(drawn.zero_share / (1 - drawn.zero_share)) - 1e-9).all()
    assert np.median(drawn.demand_cv) == pytest.approx(1.3 / 0.6, rel=0.03)
    again = shapes(drawn.catalogue_of(3), 1.0)
    assert again.cv == pytest.approx(drawn.demand_cv[:, 3], rel=1e-9)


@pytest.mark.parametrize("deliveries", [4, 9, 60])
def test_lead_times_are_left_as_open_as_theory_says(deliveries):
    catalogue = observed(items(lead_time_days=50.0, lead_time_sd=10.0), deliveries=deliveries)
    drawn = draw(catalogue, ALONE, 200)
    ratio = drawn.lead_time_sd / drawn.lead_time_days / 0.2
    # Nearly normal: the estimated variance × (n − 1) / the true one is a chi-square.
    for share in (0.05, 0.5, 0.95):
        expected = np.sqrt((deliveries - 1) / stats.chi2.ppf(1 - share, deliveries - 1))
        assert np.quantile(ratio, share) == pytest.approx(min(expected, WIDEST), rel=0.08)
    error = logs(drawn.lead_time_days, catalogue.column("lead_time_days"))
    assert error.std() == pytest.approx(0.2 / np.sqrt(deliveries), rel=0.06)
    assert drawn.lead_time_days.mean(axis=1) == pytest.approx(np.full(40, 50.0), rel=1e-9)


@pytest.mark.parametrize("deliveries", [1, 2, 3])
def test_one_or_two_deliveries_leave_a_factor_of_five_at_most(deliveries):
    catalogue = observed(items(lead_time_days=2.0, lead_time_sd=0.6), deliveries=deliveries)
    drawn = draw(catalogue, ALONE, 50)
    ratio = drawn.lead_time_sd / drawn.lead_time_days / 0.3
    assert (ratio <= WIDEST * (1 + 1e-9)).all()
    assert (ratio >= 1 / WIDEST * (1 - 1e-9)).all()
    assert np.isfinite(drawn.lead_time_sd).all()


def test_the_longer_the_history_the_less_is_open_beyond_what_is_replayed():
    open_days = [draw(observed(items(), days=n), ALONE, 40) for n in (MOST_REPLAYED, 100 * MOST_REPLAYED, 10**9)]
    errors = [logs(drawn.demand_per_day, np.full(40, 30.0)).std() for drawn in open_days]
    assert errors[1] == pytest.approx(errors[0] / 10, rel=0.02)
    assert errors[2] < 1e-4


def test_items_that_move_together_are_misjudged_together():
    catalogue = observed(items(), days=100)
    for tied in (0.0, 0.5):
        drawn = draw(catalogue, Scenario().but(demand_correlation=tied), 100)
        among = np.corrcoef(drawn.demand_per_day)[np.triu_indices(40, 1)]
        assert among.mean() == pytest.approx(tied, abs=0.06)


def test_an_item_more_or_less_moves_no_other():
    demo = observed(load_catalogue("demo"), 90, 9)
    drawn, fewer = draw(demo, Scenario(), 8), demo.without([demo.column("item")[7], demo.column("item")[31]])
    kept = np.isin(demo.column("item"), fewer.column("item"))
    for name in NAMES:
        assert (getattr(draw(fewer, Scenario(), 8), name) == getattr(drawn, name)[kept]).all()


def test_another_seed_is_another_draw():
    demo = observed(load_catalogue("demo"), 90, 9)
    one, two, again = (draw(demo, Scenario().but(seed=seed), 8) for seed in (1, 2, 1))
    for name in NAMES:
        assert (getattr(one, name) == getattr(again, name)).all()
        assert (getattr(one, name) != getattr(two, name)).any()


def test_a_pooled_estimate_is_drawn_once():
    pooled = items(supplier="one and only", lead_time_days=30.0, lead_time_sd=9.0)
    drawn = draw(observed(pooled, deliveries=9), ALONE, 8)
    assert (drawn.lead_time_days == drawn.lead_time_days[0]).all()
    assert (drawn.lead_time_sd == drawn.lead_time_sd[0]).all()
    means = 30.0 + np.arange(40) / 1000
    each = items(supplier="one and only", lead_time_days=means, lead_time_sd=9.0)
    apart = draw(observed(each, deliveries=9), ALONE, 8)
    assert np.unique(apart.lead_time_sd[:, 0]).size == 40


def test_no_lead_time_leaves_its_range():
    far = observed(items(lead_time_days=300.0, lead_time_sd=200.0), deliveries=3)
    drawn = draw(far, ALONE, 50, longest=320.0)
    assert drawn.lead_time_days.max() == 320.0
    assert drawn.lead_time_sd.max() <= 365.0
    assert drawn.lead_time_days.min() > 0


def test_a_drawn_catalogue_differs_in_what_was_estimated_alone():
    demo = observed(load_catalogue("demo"), 90, 9)
    world = draw(demo, Scenario(), 8).catalogue_of(5)
    moved = {"demand_per_day", "demand_sd", "demand_model", "zero_share", "lead_time_days", "lead_time_sd"}
    for name in demo.items.columns:
        same = (world.items[name].fillna(-1) == demo.items[name].fillna(-1)).all()
        assert same == (name not in moved), name
    assert (shapes(world, 1.0).kind == shapes(demo, 1.0).kind).all()
