"""Tables of inverse distribution functions against scipy."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from core.catalogue import Catalogue
from core.distributions import (
    PER_UNIT,
    gamma_table,
    guide,
    history_lead_times,
    history_table,
    intermittent_table,
    lead_time_thresholds,
    refuse_long,
)
from core.errors import InputError
from core.randomness import Z_LIMIT, interpolate
from core.supply import lead_time, lead_times

F = np.float32
# Quadrature under N(0, 1), far finer than the tables.
STEP = 1 / 1024
Z = np.arange(-7.999, 8, STEP)
MASS = np.diff(stats.norm.cdf(np.append(Z, 8) - STEP / 2))
CVS = [0.1, 0.3, 0.7, 1, 1.5, 2, 3]


def looked_up(table, z=Z):
    return np.array([interpolate(F(x), table, F(-Z_LIMIT), F(PER_UNIT)) for x in z], float)


def moments(table):
    values = looked_up(table)
    mean = (values * MASS).sum() / MASS.sum()
    return mean, np.sqrt(((values - mean) ** 2 * MASS).sum() / MASS.sum()) / mean


@pytest.mark.parametrize("cv", CVS)
def test_gamma_has_its_mean_cv_and_quantiles(cv):
    mean, spread = moments(gamma_table(cv))
    assert mean == pytest.approx(1, abs=1e-4)
    assert spread == pytest.approx(cv, rel=0.01)
    z = np.array([-1.5, -0.5, 0.013, 0.5, 1.5, 2.5, 3.5])
    exact = stats.gamma.ppf(stats.norm.cdf(z), 1 / cv**2, scale=cv**2)
    np.testing.assert_allclose(looked_up(gamma_table(cv), z), exact, rtol=2e-3, atol=2e-4)


def test_tables_never_fall_and_are_never_negative():
    for table in [*(gamma_table(cv) for cv in (*CVS, 6.0, 9.0)), intermittent_table(2.0, 0.6)]:
        # The cubic between nodes may dip by less than anyone can see, where the gamma is all but zero.
        assert np.diff(table).min() > -1e-4
        assert table[0] >= 0


def test_no_variability_is_the_mean_itself():
    for table in (gamma_table(0.0), intermittent_table(0.0, 0.5), history_table(np.array([0.0, 4.0]), 0.0)):
        assert (looked_up(table, Z[::64]) == 1).all()


@pytest.mark.parametrize(("cv", "zero"), [(1.5, 0.5), (2, 0.7), (3, 0.8), (1, 0.2), (0.8, 0.1)])
def test_intermittent_has_its_mean_cv_and_zero_share(cv, zero):
    table = intermittent_table(cv, zero)
    mean, spread = moments(table)
    assert mean == pytest.approx(1, abs=1e-4)
    assert spread == pytest.approx(cv, rel=0.01)
    # A step of the table blurs the edge by at most 0.4 / 64.
    assert MASS[looked_up(table) < 1e-9].sum() == pytest.approx(zero, abs=0.4 / PER_UNIT)


def test_intermittent_with_zeros_that_make_more_variance_than_asked_has_equal_days():
    table = intermittent_table(0.5, 0.5)
    top = looked_up(table, np.array([0.5, 1.0, 3.0]))
    np.testing.assert_allclose(top, 2, rtol=0.01)
    assert moments(table)[0] == pytest.approx(1, abs=1e-4)


def test_history_with_its_own_cv_resamples_its_days():
    days = np.array([0.0, 1.0, 1.0, 2.0, 6.0])
    cv = days.std() / days.mean()
    table = history_table(days, cv)
    mean, spread = moments(table)
    assert mean == pytest.approx(1, abs=1e-4)
    assert spread == pytest.approx(cv, rel=0.01)
    at = stats.norm.ppf([0.1, 0.3, 0.5, 0.7, 0.9])
    np.testing.assert_allclose(looked_up(table, at), days / 2, rtol=0.01, atol=1e-6)


@pytest.mark.parametrize("cv", [0.1, 0.4, 1, 2, 3])
def test_history_is_brought_to_another_cv(cv):
    sample = np.random.default_rng(3).gamma(2.0, 5.0, 400)
    mean, spread = moments(history_table(sample, cv))
    assert mean == pytest.approx(1, abs=1e-4)
    assert spread == pytest.approx(cv, rel=0.01)


def test_history_without_a_sale_is_flat():
    assert (history_table(np.zeros(5), 1.0) == 1).all()


@pytest.mark.parametrize(("mean", "sd"), [(3, 1), (14, 4.2), (0.4, 0.4), (21, 6), (365, 100), (7, 14), (10, 0.1)])
@pytest.mark.parametrize("model", ["gamma", "lognormal"])
def test_lead_times_round_half_up(model, mean, sd):
    if model == "gamma":
        law = stats.gamma((mean / sd) ** 2, scale=sd**2 / mean)
    else:
        spread = np.sqrt(np.log1p((sd / mean) ** 2))
        law = stats.lognorm(spread, scale=mean * np.exp(-(spread**2) / 2))
    table = lead_time_thresholds(model, float(mean), float(sd))
    # L ≤ k with probability P(X < k + ½).
    np.testing.assert_allclose(table / 2**32, law.cdf(np.arange(table.size) + 0.5), atol=2e-9)
    # A lognormal has no end: beyond 40 sd its tail is left on the last day.
    gone = 2e-9 if model == "gamma" else 3e-5
    assert law.sf(table.size + 0.5) < gone
    whole = np.diff(np.concatenate([[0], table / 2**32, [1]]))
    days = (whole * np.arange(whole.size)).sum()
    exact = np.arange(4000)
    expected = (exact * np.diff(law.cdf(exact + 0.5), prepend=0)).sum()
    assert days == pytest.approx(expected, rel=1e-5 if model == "gamma" else 1e-3)


@pytest.mark.parametrize(("mean", "days"), [(0, 0), (2, 2), (2.4, 2), (2.5, 3), (365, 365)])
def test_certain_lead_times(mean, days):
    table = lead_time_thresholds("gamma", float(mean), 0.0)
    for word in (0, 1, 2**31, 2**32 - 1):
        assert lead_time(np.uint32(word), table, guide(table)) == days


@pytest.mark.parametrize(
    ("model", "mean", "sd"), [("gamma", 14, 4), ("lognormal", 60, 30), ("gamma", 1, 0), ("gamma", 0.2, 1)]
)
def test_the_guided_search_is_a_plain_search(model, mean, sd):
    table = lead_time_thresholds(model, float(mean), float(sd))
    edges = np.concatenate([table, table - np.uint32(1), table + np.uint32(1), np.arange(256, dtype=np.uint32) << 24])
    drawn = np.random.default_rng(1).integers(0, 2**32, 2000, dtype=np.uint32)
    every = np.concatenate([edges, drawn, np.array([0, 2**32 - 1], np.uint32)]).astype(np.uint32)
    plain = np.searchsorted(table, every, side="right")
    found = [lead_time(word, table, guide(table)) for word in every]
    np.testing.assert_array_equal(found, plain)


def test_history_lead_times_are_the_receipts_moved_to_mean_and_sd():
    days = np.array([2.0, 4.0, 4.0, 6.0])
    own = history_lead_times(days, 4.0, float(days.std()))
    # L = 2 a quarter, 4 half, 6 a quarter of the time.
    np.testing.assert_allclose(own / 2**32, [0, 0, 0.25, 0.25, 0.75, 0.75], atol=1e-9)
    doubled = history_lead_times(days, 8.0, float(2 * days.std()))
    np.testing.assert_allclose(doubled / 2**32, [0] * 4 + [0.25] * 4 + [0.75] * 4, atol=1e-9)
    # Moved below zero it stays at zero: 1 − 2, 1, 1, 1 + 2.
    low = history_lead_times(days, 1.0, float(days.std()))
    np.testing.assert_allclose(low / 2**32, [0.25, 0.75, 0.75], atol=1e-9)


def test_scaled_means_above_a_year_are_refused_by_item():
    rows = {"item": ["near", "far"], "unit_cost": 1.0, "demand_per_day": 1.0, "lead_time_days": [91.25, 91.5]}
    catalogue = Catalogue.of(pd.DataFrame(rows))
    with pytest.raises(InputError, match="item far") as caught:
        lead_times(catalogue, 4.0, 1.0)
    assert "near" not in str(caught.value)
    refuse_long(["a"], np.array([365.0]))
    with pytest.raises(InputError, match="365"):
        refuse_long(["a"], np.array([365.1]))
