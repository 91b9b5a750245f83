"""Fits recover known truth: 90 % intervals hold it in 85 to 95 % of trials, family by family."""

import numpy as np
import pytest

from core.history.demand_fits import fit_demand
from core.history.lead_time_fits import deliveries_of, fit_lead_times
from core.history.record import record_of
from tests.truth import INDEX, by_model, by_numpy, covered, lead_times, one_item, orders, receipts

# Four times 200 trials: the share covered is then known to a standard error of 1.1 points.
TRIALS = 800
LEAST, MOST = 0.85, 0.95

FAMILIES = {
    "gamma": ("gamma", 30.0, 9.0, 0.0),
    "slow gamma": ("gamma", 2.0, 1.6, 0.0),
    "poisson": ("poisson", 5.0, 5.0**0.5, 0.0),
    "slow poisson": ("poisson", 0.5, 0.5**0.5, 0.0),
    "negbin": ("negbin", 4.0, 4.0, 0.0),
    "fast negbin": ("negbin", 12.0, 7.2, 0.0),
    "intermittent": ("intermittent", 3.0, 4.4, 0.6),
    "lumpy": ("intermittent", 1.5, 3.8, 0.8),
}
MODEL = pytest.mark.parametrize("family", FAMILIES)


def fits(demand, first="2023-01-01"):
    return fit_demand(record_of(orders(demand, first))).table


def within(shares):
    print({name: round(100 * share, 1) for name, share in shares.items()})
    assert all(LEAST <= share <= MOST for share in shares.values()), shares


@pytest.mark.parametrize("days", [90, 374])
@MODEL
def test_mean_and_sd_from_the_model_s_own_days(family, days):
    model, mean, sd, none = FAMILIES[family]
    table = fits(by_model(one_item(model, mean, sd, none), days, TRIALS, seed=1))
    assert len(table) == TRIALS
    within({name: covered(table, name, truth) for name, truth in (("demand_per_day", mean), ("demand_sd", sd))})


@MODEL
def test_mean_and_sd_from_numpy_s_days(family):
    model, mean, sd, none = FAMILIES[family]
    table = fits(by_numpy(model, mean, sd, (TRIALS, 180), seed=2, zero_share=none))
    within({name: covered(table, name, truth) for name, truth in (("demand_per_day", mean), ("demand_sd", sd))})


@MODEL
def test_closed_days_are_known_for_certain(family):
    # Closed every seventh day: the calendar's variance is that of open days times the share of them.
    model, mean, sd, none = FAMILIES[family]
    is_open = np.arange(365) % 7 != 3
    table = fits(by_model(one_item(model, mean, sd, none), 365, TRIALS, seed=3) * is_open)
    share = is_open.mean()
    truths = {"demand_per_day": mean * share, "demand_sd": sd * share**0.5}
    within({name: covered(table, name, truth) for name, truth in truths.items()})


SEASONAL = {"gamma": ("gamma", 30.0, 9.0), "fast negbin": ("negbin", 12.0, 6.0), "negbin": ("negbin", 6.0, 4.0)}


@pytest.mark.parametrize("years", [2, 3])
@pytest.mark.parametrize("family", SEASONAL)
def test_mean_sd_and_the_index_of_every_month(family, years):
    model, mean, sd = SEASONAL[family]
    table = fits(by_model(one_item(model, mean, sd, index=INDEX), 365 * years, TRIALS, seed=4), "2025-01-01")
    assert table["seasonal"].mean() > 0.8
    found = table[table["seasonal"]]
    months = {f"season_{m + 1:02d}": INDEX[m] for m in range(12)}
    truths = {"demand_per_day": mean, "demand_sd": sd, "trend": 0.0} | months
    within({name: covered(found, name, truth) for name, truth in truths.items()})


def test_a_season_is_divided_out_of_a_record_that_covers_the_year_unevenly():
    # From July to December two and a half years on: the dear months come round once more than the cheap ones.
    days, start = 915, 181
    demand = by_model(one_item("gamma", 30.0, 9.0, index=INDEX), days, TRIALS, seed=5, first_day=start)
    table = fits(demand, "2025-07-01")
    assert demand.mean() > 30.5
    assert table["demand_per_day"].mean() == pytest.approx(30.0, rel=0.003)
    within({name: covered(table, name, truth) for name, truth in (("demand_per_day", 30.0), ("demand_sd", 9.0))})


@pytest.mark.parametrize("trend", [-0.2, 0.3])
def test_a_trend_is_told_from_a_season(trend):
    demand = by_model(one_item("gamma", 30.0, 9.0, index=INDEX), 1095, TRIALS, seed=6, trend=trend)
    table = fits(demand, "2025-01-01")
    within(
        {
            name: covered(table, name, truth)
            for name, truth in (("trend", trend), ("demand_sd", 9 * np.mean((1 + trend) ** (np.arange(1095) / 365))))
        }
    )


def test_a_flat_year_has_no_season_in_99_of_100_cases():
    table = fits(by_model(one_item("gamma", 30.0, 9.0), 1095, TRIALS, seed=7))
    # At a level of 1 % two standard errors are 0.7 points.
    assert table["seasonal"].mean() < 0.018


@pytest.mark.parametrize("deliveries", [9, 30, 100])
@pytest.mark.parametrize(("mean", "sd"), [(14.0, 4.2), (45.0, 12.0), (103.0, 76.0)])
def test_lead_times(mean, sd, deliveries):
    table = lead_fits(lead_times("gamma", mean, sd, (TRIALS, deliveries), seed=8))
    assert (table["lead_time_count"] == deliveries).all()
    within({name: covered(table, name, truth) for name, truth in (("lead_time_days", mean), ("lead_time_sd", sd))})


def test_lognormal_lead_times():
    table = lead_fits(lead_times("lognormal", 30.0, 12.0, (TRIALS, 100), seed=9))
    within({name: covered(table, name, truth) for name, truth in (("lead_time_days", 30.0), ("lead_time_sd", 12.0))})


def test_thirty_deliveries_hardly_tell_a_lognormal_and_its_spread_is_covered_a_little_less():
    table = lead_fits(lead_times("lognormal", 30.0, 12.0, (TRIALS, 30), seed=9))
    assert (table["lead_time_model"] == "lognormal").mean() < 0.3
    assert 0.82 < covered(table, "lead_time_sd", 12.0) < LEAST + 0.03


def lead_fits(days):
    usable = deliveries_of(receipts(days))
    names = list(dict.fromkeys(usable.item))
    return fit_lead_times(usable, names, [""] * len(names))


def test_days_in_runs_widen_the_interval_of_the_mean():
    luck = np.random.default_rng(10)
    weeks = np.repeat(luck.gamma(4.0, 0.25, (TRIALS, 53)), 7, axis=1)
    table = fits(luck.poisson(8.0 * weeks).astype(float))
    assert (table["week_ratio_lo"] > 1).mean() > 0.95
    within({"demand_per_day": covered(table, "demand_per_day", 8.0)})


def test_independent_days_come_in_no_runs():
    table = fits(by_model(one_item("gamma", 30.0, 9.0), 374, TRIALS, seed=11))
    within({"week_ratio": covered(table, "week_ratio", 1.0)})
