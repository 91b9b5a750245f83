"""A 95 % interval holds the truth 95 times in 100, with and without control variates."""

import numpy as np
import pytest
from scipy import stats

from core import Scenario, compare, load_catalogue
from core.intervals import Controls, interval
from core.measures import NAMES
from core.portfolio import controls

SEEDS = 300
# A standard deviation of a count of 300 at 95 % is 1.3 points.
LEAST, MOST = 0.92, 0.98


def textbook(series):
    n = series.shape[-1]
    half = stats.t.ppf(0.975, n - 1) * series.std(axis=-1, ddof=1) / np.sqrt(n)
    return series.mean(axis=-1), series.mean(axis=-1) - half, series.mean(axis=-1) + half


@pytest.mark.parametrize("n", [2, 20, 100])
def test_without_controls_it_is_the_textbook_s(n):
    # Mirrored, so that there is no skewness to correct.
    half = np.random.default_rng(n).gamma(2.0, 3.0, (4, 3, n // 2))
    series = np.concatenate([half, -half], axis=-1)
    for ours, theirs in zip(interval(series), textbook(series), strict=True):
        assert ours.shape == (4, 3)
        assert ours == pytest.approx(theirs, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("sign", [1, -1])
def test_an_interval_leans_to_the_side_of_the_skewness(sign):
    mean, low, high = interval(sign * np.random.default_rng(4).exponential(1.0, (5, 60)))
    assert (sign * ((high - mean) - (mean - low)) > 0).all()


def test_costs_of_rare_events_are_covered_better_than_by_the_textbook():
    series = np.random.default_rng(6).lognormal(0.0, 1.3, (4000, 50))
    truth = np.exp(1.3**2 / 2)
    ours, theirs = ((b[1] <= truth) & (truth <= b[2]) for b in (interval(series), textbook(series)))
    assert ours.mean() > theirs.mean() + 0.01


def test_a_hand_number():
    # Mean 2, standard deviation 1, t(2) at 97.5 % is 4.302653: 2 ± 4.302653 / sqrt(3).
    mean, low, high = interval(np.array([1.0, 2.0, 3.0]))
    assert (mean, low, high) == pytest.approx((2.0, 2 - 2.4841377, 2 + 2.4841377), abs=1e-6)


def test_a_constant_is_certain():
    mean, low, high = interval(np.full((2, 50), 0.25))
    assert (mean == 0.25).all()
    assert (low == 0.25).all()
    assert (high == 0.25).all()


def test_a_perfect_control_leaves_no_doubt_about_the_known_mean():
    luck = np.random.default_rng(1).normal(10.0, 2.0, 60)
    known = Controls.of(luck[None, :], np.array([10.0]))
    mean, low, high = interval(3.0 * luck + 1.0, known)
    assert mean == pytest.approx((3 * luck + 1).mean())
    # The interval stands at 31, the truth, and reaches out to the raw mean.
    assert min(low, high, key=lambda bound: abs(bound - 31)) == pytest.approx(31.0, abs=1e-9)
    assert low <= mean <= high


def test_a_control_agrees_with_a_regression():
    rng = np.random.default_rng(5)
    control, noise = rng.normal(0.0, 1.0, (2, 20))
    # Mirrored in both, so that what the control leaves has no skewness.
    control = np.tile(np.repeat([1, -1], 20), 2) * np.tile(control, 4)
    noise = np.repeat([1, -1], 40) * np.tile(noise, 4)
    series = 4.0 + 2.0 * control + 0.5 * noise
    mean, low, high = interval(series, Controls.of(control[None, :], np.array([0.1])))
    design = np.column_stack([np.ones(80), control - 0.1])
    beta, rest, *_ = np.linalg.lstsq(design, series, rcond=None)
    error = np.sqrt(rest[0] / 78 * np.linalg.inv(design.T @ design)[0, 0])
    half = stats.t.ppf(0.975, 78) * error
    assert low == pytest.approx(min(beta[0] - half, mean))
    assert high == pytest.approx(max(beta[0] + half, mean))
    # A quarter as wide, but for reaching out to the raw mean.
    assert high - low < 0.6 * (textbook(series)[2] - textbook(series)[1])


@pytest.mark.parametrize("value", [0.0, 1.0, 0.1, 12345.678])
def test_a_control_without_variance_is_off(value):
    known = Controls.of(np.full((1, 40), value), np.array([value]))
    assert known.basis.shape == (0, 40)
    half = np.random.default_rng(2).normal(size=(3, 20))
    series = np.concatenate([half, -half], axis=-1)
    for ours, theirs in zip(interval(series, known), textbook(series), strict=True):
        assert ours == pytest.approx(theirs, rel=1e-12, abs=1e-12)


def test_a_control_said_twice_counts_once():
    luck = np.random.default_rng(3).normal(size=50)
    twice = Controls.of(np.array([luck, 2 * luck + 1]), np.array([0.0, 1.0]))
    assert twice.basis.shape == (1, 50)


def test_controls_are_off_where_the_world_has_no_luck():
    demo = load_catalogue("demo")
    calm = {"demand_variability": 0, "spikes_per_year": 0, "outages_per_year": 0, "futures": 20}
    assert controls(compare(demo, Scenario().but(**calm)).ledger, "value").basis.shape[0] == 0
    assert controls(compare(demo, Scenario().but(futures=20)).ledger, "value").basis.shape[0] == 2


FIGURES = ("fill_rate", "inventory_cost")


@pytest.fixture(scope="module")
def seeds():
    """Summary and paired table of many seeds, for a few of the demo's items."""
    demo = load_catalogue("demo")
    few = demo.only(demo.column("item")[::5])
    assert len(few) == 12
    return [compare(few, Scenario().but(futures=50, seed=seed)) for seed in range(1000, 1000 + SEEDS)]


def covered(mean, low, high):
    truth = np.mean(mean)
    return np.mean((np.asarray(low) <= truth) & (truth <= np.asarray(high)))


@pytest.mark.parametrize("figure", FIGURES)
@pytest.mark.parametrize("policy", ["jit", "jic", "hybrid"])
def test_intervals_cover(seeds, policy, figure):
    rows = [[outcome.summary[figure + end][policy] for outcome in seeds] for end in ("", "_lo", "_hi")]
    share = covered(*rows)
    print(f"{figure} of {policy}: {share:.3f}")
    assert LEAST <= share <= MOST


@pytest.mark.parametrize("figure", FIGURES)
@pytest.mark.parametrize("pair", [("jit", "jic"), ("jit", "hybrid")])
def test_paired_intervals_cover(seeds, pair, figure):
    tables = [outcome.paired.set_index(["first", "second", "measure"]).loc[(*pair, figure)] for outcome in seeds]
    share = covered(*([table[name] for table in tables] for name in ("difference", "lo", "hi")))
    print(f"{figure} of {pair}: {share:.3f}")
    assert LEAST <= share <= MOST


@pytest.mark.parametrize("figure", FIGURES)
def test_common_luck_narrows_the_difference(seeds, figure):
    apart, paired = [], []
    for outcome in seeds[:40]:
        widths = outcome.summary[figure + "_hi"] - outcome.summary[figure + "_lo"]
        apart.append(np.hypot(widths["jit"], widths["jic"]))
        row = outcome.paired.set_index(["first", "second", "measure"]).loc[("jit", "jic", figure)]
        paired.append(row["hi"] - row["lo"])
    assert np.mean(paired) < 0.9 * np.mean(apart)


def test_controls_narrow_the_fill_rate(seeds):
    for policy in ("jit", "jic", "hybrid"):
        widths = [outcome.summary["fill_rate_hi"] - outcome.summary["fill_rate_lo"] for outcome in seeds[:40]]
        raw = [np.ptp(interval(outcome.totals[policy].series[NAMES.index("fill_rate")])[1:]) for outcome in seeds[:40]]
        assert np.mean([width[policy] for width in widths]) < 0.6 * np.mean(raw)
