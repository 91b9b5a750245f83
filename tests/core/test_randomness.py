"""Keyed luck: the generator's known answers, normal deviates, and regimes that need no start."""

from itertools import pairwise

import numpy as np
import pytest
from scipy import stats
from scipy.special import ndtri

from core.job import NEVER, dealt
from core.randomness import DAILY, NORMAL_TAIL, key, keys, normal, philox, share_on, thresholds

U = np.uint32
WORLD = keys(7, "item", ["bolt"])[0]


def regime(rate, mean, days=400, futures=64, first_day=0, name="bolt", first=0):
    return dealt(first_day, first, keys(7, "item", [name])[0], (days, futures), thresholds(rate, mean), NEVER)[1]


def words(day, future):
    return philox(U(day % 2**32), U(future), DAILY, U(0), *map(U, WORLD))


def runs(states):
    """Lengths of the runs of ones that both begin and end within a column."""
    lengths = []
    for column in states.T:
        edges = np.flatnonzero(np.diff(column.astype(int)))
        lengths += [b - a for a, b in pairwise(edges) if column[b]]
    return np.array(lengths)


@pytest.mark.parametrize(
    ("counter", "generator_key", "answer"),
    [
        ([0] * 4, [0] * 2, "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
        ([0xFFFFFFFF] * 4, [0xFFFFFFFF] * 2, "408f276d 41c83b0e a20bc7c6 6d5451fd"),
        (
            [0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344],
            [0xA4093822, 0x299F31D0],
            "d16cfe09 94fdcceb 5001e420 24126ea1",
        ),
    ],
)
def test_philox_gives_the_published_answers(counter, generator_key, answer):
    drawn = philox(*map(U, counter), *map(U, generator_key))
    assert " ".join(f"{int(word):08x}" for word in drawn) == answer


def test_keys_depend_on_seed_kind_and_name_and_nothing_else():
    several = keys(1, "item", ["a", "b"])
    assert tuple(several[1]) == key(1, "item", "b") == tuple(keys(1, "item", ["b"])[0])
    different = {key(s, k, n) for s in (1, 2, 11) for k in ("item", "supplier") for n in ("a", "1a", "b", "")}
    assert len(different) == 24


def test_keys_are_stable_over_versions():
    # blake2b of "1\x1fitem\x1fa", 8 bytes, two little-endian words.
    from hashlib import blake2b

    digest = blake2b(b"1\x1fitem\x1fa", digest_size=8).digest()
    assert key(1, "item", "a") == tuple(np.frombuffer(digest, "<u4").tolist())


def test_a_block_is_dealt_word_by_word():
    z, one, plain, two, once = dealt(-3, 5, WORLD, (8, 4), thresholds(30, 5), thresholds(9, 3))
    for t in range(8):
        for j in range(4):
            a, _, c, _ = words(t - 3, 5 + j)
            assert plain[t, j] == c
            assert z[t, j] == normal(U(a), NORMAL_TAIL)
    assert set(np.unique(one)) | set(np.unique(two)) <= {0, 1}
    assert len(set(once.tolist())) == 4
    assert not set(once.tolist()) & set(plain.ravel().tolist())


def test_normals_are_standard_normal():
    z = dealt(-500, 0, WORLD, (2000, 100), NEVER, NEVER)[0].astype(float)
    assert stats.kstest(z.ravel(), "norm").pvalue > 0.001
    assert abs(z.mean()) < 5 / np.sqrt(z.size)
    assert abs(z.var() - 1) < 5 * np.sqrt(2 / z.size)
    assert abs(np.corrcoef(z[1:].ravel(), z[:-1].ravel())[0, 1]) < 5 / np.sqrt(z.size)
    assert abs(np.corrcoef(z[:, 1:].ravel(), z[:, :-1].ravel())[0, 1]) < 5 / np.sqrt(z.size)


def test_the_inverse_is_close_in_the_body_and_in_the_tail():
    word = np.concatenate([np.linspace(0, 2**32 - 1, 20_001), np.arange(200), 2**32 - 1 - np.arange(200)])
    word = np.unique(word.astype(np.uint32))
    exact = ndtri((word + 0.5) / 2**32)
    mine = np.array([normal(w, NORMAL_TAIL) for w in word], float)
    error = np.abs(mine - exact)
    assert error[np.abs(exact) < 4].max() < 2e-4
    assert error.max() < 0.02
    assert (np.diff(mine) >= 0).all()  # high words are bad luck
    assert mine[0] == -mine[-1]
    assert 6.2 < mine[-1] < 6.5


def test_thresholds_are_the_daily_probabilities():
    start, end = thresholds(2, 10)
    assert 1 - start / 2**32 == pytest.approx(2 / 365, abs=2**-32)
    assert end / 2**32 == pytest.approx(0.1, abs=2**-32)
    assert thresholds(0, 10)[0] == 2**32
    assert share_on(0, 10) == 0
    assert share_on(2, 10) == pytest.approx((2 / 365) / (2 / 365 + 0.1), rel=1e-6)


@pytest.mark.parametrize(("rate", "mean"), [(2, 10), (6, 21), (0.5, 120), (12, 1), (12, 90)])
def test_share_of_days_on_is_stationary_from_the_first_day(rate, mean):
    states = regime(rate, mean, days=3650, futures=128)
    expected = share_on(rate, mean)
    # The states of days k apart correlate as (1 − p − q)^k: the variance of a mean of n days in m futures.
    decay = 1 - rate / 365 - min(1 / mean, 1 - rate / 365)
    sd = np.sqrt(expected * (1 - expected) * (1 + decay) / (1 - decay) / states.size)
    assert abs(states.mean() - expected) < 4.5 * sd
    first = regime(rate, mean, days=1, futures=20_000)
    assert abs(first.mean() - expected) < 4.5 * np.sqrt(expected * (1 - expected) / first.size)


@pytest.mark.parametrize(("rate", "mean"), [(6, 5), (12, 10), (6, 21)])
def test_lengths_are_geometric(rate, mean):
    length = runs(regime(rate, mean, days=6000, futures=128))
    assert length.size > 5000
    q = 1 / mean
    assert length.mean() == pytest.approx(mean, abs=4.5 * np.sqrt(1 - q) / q / np.sqrt(length.size) + 0.003 * mean)
    edges = np.arange(1, 4 * mean + 1)
    expected = np.append(stats.geom.pmf(edges, q), stats.geom.sf(edges[-1], q)) * length.size
    observed = np.append([(length == k).sum() for k in edges], (length > edges[-1]).sum())
    assert stats.chisquare(observed, expected * observed.sum() / expected.sum()).pvalue > 1e-4


def test_lengths_of_gaps_follow_the_rate():
    off = runs(1 - regime(12, 5, days=6000, futures=128))
    mean = 365 / 12
    assert off.mean() == pytest.approx(mean, abs=4.5 * mean / np.sqrt(off.size) + 0.005 * mean)


@pytest.mark.parametrize("first_day", [-700, -13, -1, 1, 90])
def test_a_day_is_the_same_whatever_day_the_deal_starts_from(first_day):
    common = slice(max(first_day, 0), 200)
    one = dealt(0, 0, WORLD, (200, 16), thresholds(4, 30), thresholds(0.5, 100))
    two = dealt(first_day, 0, WORLD, (200 - first_day, 16), thresholds(4, 30), thresholds(0.5, 100))
    for a, b in zip(one[:4], two[:4], strict=True):
        np.testing.assert_array_equal(a[common], b[common.start - first_day :])
    np.testing.assert_array_equal(one[4], two[4])


def test_a_future_is_the_same_whatever_block_it_is_dealt_in():
    one = dealt(-20, 0, WORLD, (60, 40), thresholds(4, 30), thresholds(0.5, 100))
    two = dealt(-20, 16, WORLD, (60, 24), thresholds(4, 30), thresholds(0.5, 100))
    for a, b in zip(one, two, strict=True):
        np.testing.assert_array_equal(a[..., 16:], b)


def test_higher_rate_or_longer_mean_only_adds_days():
    calm = regime(1, 10)
    for rate, mean in [(2, 10), (12, 10), (1, 11), (1, 90), (5, 40)]:
        worse = regime(rate, mean)
        assert (worse >= calm).all()
        assert worse.sum() > calm.sum()


def test_a_rate_of_zero_is_never_on():
    assert not regime(0, 90).any()


def test_the_two_regimes_of_a_key_and_keys_among_each_other_are_independent():
    rule = thresholds(12, 3)
    luck = {name: dealt(0, 0, keys(7, "item", [name])[0], (2000, 64), rule, rule) for name in "ab"}
    series = [luck[name][part].astype(float).ravel() for name in "ab" for part in (0, 1, 2, 3)]
    matrix = np.corrcoef(series)
    # Regimes have runs, so fewer independent days.
    assert np.abs(matrix - np.eye(8)).max() < 5 * np.sqrt(3 / series[0].size)
    other = dealt(0, 0, keys(8, "item", ["a"])[0], (2000, 64), rule, rule)[0].ravel()
    assert abs(np.corrcoef(series[0], other)[0, 1]) < 5 / np.sqrt(other.size)
