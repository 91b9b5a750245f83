"""Families of demand, their moments, seasons, trend, spikes and correlation."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from core.catalogue import Catalogue
from core.demand import COUNT, LONGEST_COUNT, MONTH_DAYS, SCALED, daily_means, draw_demand, season_curves, shapes
from core.job import NEVER, dealt
from core.randomness import NORMAL_CDF, keys
from core.scenario import Scenario
from core.simulation import simulate

F = np.float32
DAYS, FUTURES = 500, 128
HISTORY = np.random.default_rng(2).gamma(3.0, 4.0, 365)
FAMILIES = {
    "gamma": {"demand_per_day": 5.0, "demand_sd": 4.0, "demand_model": "gamma"},
    "big": {"demand_per_day": 800.0, "demand_sd": 240.0},
    "poisson": {"demand_per_day": 3.0, "demand_model": "poisson"},
    "negbin": {"demand_per_day": 3.0, "demand_sd": 3.0, "demand_model": "negbin"},
    "many": {"demand_per_day": 300.0, "demand_sd": 90.0, "demand_model": "negbin"},
    "intermittent": {"demand_per_day": 2.0, "demand_sd": 4.0, "demand_model": "intermittent", "zero_share": 0.6},
    "history": {"demand_per_day": 6.0, "demand_sd": 6.0 * HISTORY.std() / HISTORY.mean(), "demand_model": "history"},
}


def catalogue(rows=FAMILIES):
    frame = pd.DataFrame([{"item": name, "unit_cost": 1.0, **row} for name, row in rows.items()])
    samples = {name: HISTORY for name, row in rows.items() if row.get("demand_model") == "history"}
    return Catalogue.of(frame, histories=samples)


def drawn(items, variability=1.0, correlation=0.0, spike_size=1.0, spiking=None, means=None, days=DAYS, level=1.0):
    """Demand [item, day, future] and what was added up over the days from the tenth on [item, future]."""
    shape = shapes(items, variability)
    names = list(items.column("item"))
    factor = dealt(0, 0, keys(3, "world", ["all"])[0], (days, FUTURES), NEVER, NEVER)[0]
    tied = F(np.sqrt(correlation)), F(np.sqrt(1 - correlation))
    off = np.zeros((days, FUTURES), np.uint8)
    demand, totals = np.empty((len(items), days, FUTURES), F), np.zeros((len(items), FUTURES))
    for i, item_key in enumerate(keys(3, "item", names)):
        z = dealt(0, 0, item_key, (days, FUTURES), NEVER, NEVER)[0]
        flat = np.full(days, items.column("demand_per_day")[i] * level)
        draw_demand(
            z,
            off if spiking is None else spiking,
            factor,
            off,
            tied,
            flat if means is None else means,
            spike_size,
            bool(shape.kind[i] == COUNT),
            float(shape.cv[i]),
            shape.tables[shape.table[i]],
            NORMAL_CDF,
            10,
            demand[i],
            totals[i],
            np.empty((2, FUTURES), F),
            np.empty((2, LONGEST_COUNT), F),
        )
    return demand.astype(float), totals


def chi_square(counts, law):
    """p of counts against a discrete law, cells of at least 5 expected."""
    top = int(law.isf(10 / counts.size))
    observed = np.bincount(np.minimum(counts.astype(int), top), minlength=top + 1)
    expected = np.append(law.pmf(np.arange(top)), law.sf(top - 1)) * counts.size
    fit = expected >= 5
    observed = np.append(observed[fit], observed[~fit].sum())
    expected = np.append(expected[fit], expected[~fit].sum())
    if expected[-1] < 5:
        observed, expected = (np.append(a[:-2], a[-2:].sum()) for a in (observed, expected))
    return stats.chisquare(observed, expected).pvalue


@pytest.mark.parametrize(
    ("mean", "sd", "kind"),
    [
        (20.0, 6.0, SCALED),  # 20 a day or more
        (20.0, 40.0, SCALED),
        (19.9, 30.0, COUNT),
        (9.0, 2.9, SCALED),  # sd² < mean: no count has so little variance
        (9.0, 3.0, COUNT),  # sd² = mean: Poisson
        (9.0, 3.1, COUNT),  # negative binomial
        (0.0, 0.0, SCALED),
    ],
)
def test_auto_takes_the_family_by_mean_and_sd(mean, sd, kind):
    items = catalogue({"a": {"demand_per_day": mean, "demand_sd": sd}})
    assert shapes(items, 1.0).kind.tolist() == [kind]


def test_auto_counts_are_whole_and_gamma_is_not():
    items = catalogue({"c": {"demand_per_day": 9.0, "demand_sd": 4.0}, "g": {"demand_per_day": 30.0, "demand_sd": 9.0}})
    demand, _ = drawn(items)
    assert (demand[0] == np.floor(demand[0])).all()
    assert (demand[1] != np.floor(demand[1])).mean() > 0.99


def test_a_poisson_made_less_variable_stays_whole_and_keeps_its_mean():
    demand, _ = drawn(catalogue({"p": FAMILIES["poisson"]}), variability=0.5)
    assert (demand == np.floor(demand)).all()
    assert demand.mean() == pytest.approx(3.0, rel=0.01)
    assert demand.std() < 0.75 * 3**0.5


@pytest.mark.parametrize("mean", [0.05, 0.5, 4.0])
def test_counts_change_smoothly_around_a_poisson_s_variability(mean):
    items = catalogue({"p": {"demand_per_day": mean, "demand_sd": mean**0.5}})
    below, at, above = (drawn(items, variability)[0][0] for variability in (0.99, 1.0, 1.01))
    for days in (below, above):
        assert (days > 0).mean() == pytest.approx((at > 0).mean(), rel=0.03)
        assert days.mean() == pytest.approx(at.mean(), rel=0.02)


def test_a_count_with_a_long_tail_keeps_its_mean():
    demand, _ = drawn(catalogue({"n": {"demand_per_day": 150.0, "demand_sd": 150.0, "demand_model": "negbin"}}), 3.0)
    error = demand[0].std() / np.sqrt(demand[0].size)
    assert demand[0].mean() == pytest.approx(150.0, abs=5 * error)
    assert (demand == np.floor(demand)).all()


@pytest.mark.parametrize("model", ["auto", "poisson", "negbin", "gamma", "intermittent"])
def test_months_without_any_demand_have_none(model):
    row = {"item": "a", "unit_cost": 3.0, "demand_per_day": 5.0, "demand_model": model, "demand_sd": 4.0}
    row |= {f"season_{month:02d}": 0.0 if month in (1, 2) else 1.2 for month in range(1, 13)}
    ledger = simulate(Catalogue.of(pd.DataFrame([row])), Scenario().but(futures=20, seasonality=2))
    assert np.isfinite(ledger.sums).all()
    assert (ledger.demand > 0).all()


def test_no_variability_is_the_mean_itself_in_every_family():
    items = catalogue()
    demand, _ = drawn(items, variability=0.0, correlation=0.5)
    mean = items.column("demand_per_day")[:, None, None].astype(F)
    np.testing.assert_array_equal(demand, np.broadcast_to(mean, demand.shape))


@pytest.mark.parametrize("variability", [0.7, 1.0, 1.6])
def test_demand_has_the_mean_and_cv_of_its_item_in_every_family(variability):
    items = catalogue()
    demand, _ = drawn(items, variability)
    wanted = items.column("demand_sd") / items.column("demand_per_day") * variability
    names = list(items.column("item"))
    wanted[names.index("poisson")] = 3**-0.5 * variability
    for name, days, cv, mean in zip(names, demand, wanted, items.column("demand_per_day"), strict=True):
        assert days.mean() == pytest.approx(mean, rel=5 * cv / np.sqrt(days.size)), name
        assert days.std() / days.mean() == pytest.approx(cv, rel=0.04), name


def test_poisson_counts_are_poisson():
    demand, _ = drawn(catalogue({"p": {"demand_per_day": 3.0, "demand_model": "poisson"}}))
    assert chi_square(demand[0].ravel(), stats.poisson(3)) > 1e-4


@pytest.mark.parametrize(("mean", "sd"), [(3.0, 3.0), (0.2, 0.8), (40.0, 12.0), (190.0, 60.0)])
def test_negative_binomial_counts_are_negative_binomial(mean, sd):
    demand, _ = drawn(catalogue({"n": {"demand_per_day": mean, "demand_sd": sd, "demand_model": "negbin"}}))
    r = mean**2 / (sd**2 - mean)
    assert chi_square(demand[0].ravel(), stats.nbinom(r, r / (r + mean))) > 1e-4


def test_poisson_made_more_variable_is_negative_binomial():
    demand, _ = drawn(catalogue({"p": {"demand_per_day": 4.0, "demand_model": "poisson"}}), variability=2.0)
    # Variance 2² · 4 = 16, so r = 16 / 12.
    assert chi_square(demand[0].ravel(), stats.nbinom(4 / 3, (4 / 3) / (4 / 3 + 4))) > 1e-4


def test_gamma_demand_is_gamma():
    demand, _ = drawn(catalogue({"g": {"demand_per_day": 50.0, "demand_sd": 25.0}}))
    assert stats.kstest(demand[0].ravel()[::7], stats.gamma(4, scale=12.5).cdf).pvalue > 1e-3


def test_intermittent_days_without_demand():
    demand, _ = drawn(catalogue())
    assert (demand[list(FAMILIES).index("intermittent")] == 0).mean() == pytest.approx(0.6, abs=0.01)


def test_the_cv_stays_whatever_the_mean():
    items = catalogue({"g": FAMILIES["gamma"], "i": FAMILIES["intermittent"], "n": FAMILIES["negbin"]})
    for level in (0.8, 2.5):
        demand, _ = drawn(items, level=level)
        cv = demand.std(axis=(1, 2)) / demand.mean(axis=(1, 2))
        np.testing.assert_allclose(cv, [0.8, 2.0, 1.0], rtol=0.03)


@pytest.mark.parametrize("correlation", [0.0, 0.2, 0.6, 0.95])
def test_items_move_together_by_a_gaussian_copula(correlation):
    rows = {name: {"demand_per_day": 50.0, "demand_sd": 40.0} for name in "ab"}
    demand, _ = drawn(catalogue(rows), correlation=correlation)
    one, two = (days.ravel() for days in demand)
    # Back to normals through the ranks: their correlation is the setting; Spearman's is 6/π · asin(ρ/2).
    normal = [stats.norm.ppf(stats.gamma.cdf(x, (50 / 40) ** 2, scale=40**2 / 50)) for x in (one, two)]
    assert np.corrcoef(normal)[0, 1] == pytest.approx(correlation, abs=0.015)
    assert stats.spearmanr(one, two).statistic == pytest.approx(6 / np.pi * np.arcsin(correlation / 2), abs=0.015)
    # The margins stay as they were.
    assert stats.kstest(one[::11], stats.gamma((50 / 40) ** 2, scale=40**2 / 50).cdf).pvalue > 1e-3


def test_correlated_counts_keep_their_law():
    items = catalogue({"n": FAMILIES["negbin"]})
    demand, _ = drawn(items, correlation=0.5)
    r = 9 / 6
    assert chi_square(demand[0].ravel(), stats.nbinom(r, r / (r + 3))) > 1e-4


def test_totals_count_the_measured_days():
    demand, totals = drawn(catalogue())
    np.testing.assert_allclose(totals, demand[:, 10:].sum(axis=1), rtol=1e-6)


def test_a_spike_multiplies_demand_of_scaled_families_and_the_mean_of_counts():
    items = catalogue()
    spiking = np.zeros((DAYS, FUTURES), np.uint8)
    spiking[200:] = 1
    clear, _ = drawn(items)
    spiked, _ = drawn(items, spike_size=2.5, spiking=spiking)
    np.testing.assert_array_equal(spiked[:, :200], clear[:, :200])
    for name, one, two in zip(FAMILIES, clear[:, 200:], spiked[:, 200:], strict=True):
        if name in ("poisson", "negbin", "many"):
            assert (two >= one).all(), name
            assert two.mean() == pytest.approx(2.5 * one.mean(), rel=0.03), name
            assert two.std() / two.mean() == pytest.approx(one.std() / one.mean(), rel=0.04), name
        else:
            np.testing.assert_allclose(two, 2.5 * one, rtol=1e-6)
    r = 7.5**2 / (7.5**2 - 7.5)
    counts = spiked[list(FAMILIES).index("negbin"), 200:].ravel()
    assert chi_square(counts, stats.nbinom(r, r / (r + 7.5))) > 1e-4


def months(*index):
    return {f"season_{m:02d}": float(value) for m, value in enumerate(index, 1)}


INDEX = (0.5, 0.6, 0.8, 1.0, 1.2, 1.4, 1.6, 1.4, 1.2, 1.0, 0.7, 0.6)


def test_seasons_are_linear_between_mid_months_with_mean_one():
    items = catalogue({"flat": {"demand_per_day": 5.0}, "warm": {"demand_per_day": 5.0, **months(*INDEX)}})
    row, curves = season_curves(items, 1.0)
    assert row.tolist() == [0, 1]
    assert (curves[0] == 1).all()
    index = np.array([items.column(f"season_{m:02d}")[1] for m in range(1, 13)])
    # Day k of the year covers [k, k + 1): the middle of January's 31 days is day 15, of February's 28 day 44.5.
    starts = np.concatenate([[0], np.cumsum(MONTH_DAYS)])
    expected = np.empty(365)
    for day in range(365):
        at = day + 0.5
        mids = [(starts[m % 12] + MONTH_DAYS[m % 12] / 2 + 365 * (m // 12), index[m % 12]) for m in range(-1, 13)]
        (left, low), (right, high) = next(p for p in pairwise(mids) if p[0][0] <= at <= p[1][0])
        expected[day] = low + (high - low) * (at - left) / (right - left)
    np.testing.assert_allclose(curves[1], expected / expected.mean(), rtol=1e-9)
    assert curves[1].mean() == pytest.approx(1, abs=1e-12)
    # The year wraps: New Year lies between mid-December and mid-January.
    assert min(index[0], index[11]) < curves[1][0] * expected.mean() < max(index[0], index[11])


def test_seasonality_is_the_power_of_the_index():
    items = catalogue({"warm": {"demand_per_day": 5.0, **months(*INDEX)}})
    plain, squared = (season_curves(items, power)[1][1] for power in (1.0, 2.0))
    np.testing.assert_allclose(squared, plain**2 / (plain**2).mean(), rtol=1e-9)
    row, curves = season_curves(items, 0.0)
    assert (curves[row] == 1).all()


def test_daily_means_grow_from_day_0_on_and_follow_the_season():
    curve = 1 + 0.5 * np.sin(2 * np.pi * np.arange(365) / 365)
    means = daily_means(np.array([8.0, 2.0]), -40, 800, 0.25, np.array([0, 1]), np.array([np.ones(365), curve]))
    assert means.shape == (2, 800)
    np.testing.assert_allclose(means[0, :41], 8)
    assert means[0, 40 + 365] == pytest.approx(8 * 1.25)
    assert means[0, 40 + 730] == pytest.approx(8 * 1.25**2)
    np.testing.assert_allclose(means[1, :40], 2 * curve[-40:])
    assert means[1, 40 + 365 + 91] == pytest.approx(2 * curve[91] * 1.25 ** (456 / 365))


def test_the_world_multiplies_level_trend_and_season():
    items = catalogue({"a": {"demand_per_day": 10.0, "lead_time_days": 3.0, **months(*INDEX)}})
    calm = {"demand_variability": 0, "spikes_per_year": 0, "outages_per_year": 0, "futures": 20, "horizon_days": 120}
    ledger = simulate(items, Scenario().but(demand_level=1.5, trend=0.4, **calm))
    curve = season_curves(items, 1.0)[1][1]
    expected = sum(15 * 1.4 ** (t / 365) * curve[t] for t in range(120))
    np.testing.assert_allclose(ledger.demand, expected, rtol=1e-5)


def test_spikes_of_the_world_have_their_share_of_days():
    items = catalogue({name: {"demand_per_day": 10.0, "lead_time_days": 3.0} for name in "abcd"})
    calm = {"demand_variability": 0, "outages_per_year": 0, "futures": 200, "horizon_days": 1000, "spikes_per_year": 6}
    together = simulate(items, Scenario().but(spike_common_share=1.0, spike_size=3.0, **calm)).demand
    apart = simulate(items, Scenario().but(spike_common_share=0.0, spike_size=3.0, **calm)).demand
    assert (together == together[0]).all()
    assert np.abs(np.corrcoef(apart) - np.eye(4)).max() < 0.35
    # Share of days on = p / (p + 1/10) at p = 6/365; each of them brings 20 units more.
    p = 6 / 365
    assert apart.mean() == pytest.approx(1000 * (10 + 20 * p / (p + 0.1)), rel=0.02)
