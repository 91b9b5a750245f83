"""Keyed luck: counter-based uniforms that depend on seed, stream, name, future and day, and on nothing else.

Philox4x32-10 (Salmon, Moraes, Dror & Shaw, *Parallel random numbers: as easy as 1, 2, 3*, SC 2011) is a function, not
a stream: any split of the work over threads or blocks, any horizon and any other item leave every draw as it was.
One call gives four 32-bit words; each stream has its word, drawn every day, used or not.
High words mean bad luck in every stream.
"""

from __future__ import annotations

from hashlib import blake2b

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

# The four words of a daily block: a deviate, a regime, a plain word and another regime. An item's block deals demand,
# spikes, lead times and design changes; a supplier's its outages; the block that all items share the common factor of
# demand, the common spikes and the common outages.
DEVIATE, FIRST_REGIME, PLAIN, SECOND_REGIME = range(4)
_ZERO = np.uint32(0)
DAILY, ONCE = np.uint32(0), np.uint32(1)

_M0, _M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_W0, _W1 = np.uint32(0x9E3779B9), np.uint32(0xBB67AE85)
_SHIFT = np.uint64(32)


def key(seed: int, kind: str, name: str) -> tuple[int, int]:
    """The 64-bit key of an item, a supplier or the shared world, as two 32-bit words. Stable over versions."""
    digest = blake2b(f"{seed}\x1f{kind}\x1f{name}".encode(), digest_size=8).digest()
    return int.from_bytes(digest[:4], "little"), int.from_bytes(digest[4:], "little")


def keys(seed: int, kind: str, names: list[str]) -> NDArray[np.uint32]:
    """Keys of many names, shape (names, 2)."""
    return np.array([key(seed, kind, name) for name in names], np.uint32).reshape(len(names), 2)


@njit(nogil=True, cache=True, inline="always")
def philox(a, b, c, d, k0, k1):  # type: ignore[no-untyped-def]
    """Four random words for the counter (a, b, c, d) under the key (k0, k1); all uint32."""
    for _ in range(10):
        p0 = np.uint64(a) * _M0
        p1 = np.uint64(c) * _M1
        a = np.uint32(np.uint32(p1 >> _SHIFT) ^ b ^ k0)
        c = np.uint32(np.uint32(p0 >> _SHIFT) ^ d ^ k1)
        b = np.uint32(p1)
        d = np.uint32(p0)
        k0 = np.uint32(k0 + _W0)
        k1 = np.uint32(k1 + _W1)
    return a, b, c, d


# --- normal deviates -------------------------------------------------------------------------------------------------
# Inverse normal by table: 32 steps in each octave of the tail probability, down to 2^-32, linear in between.
_PER_OCTAVE = 32
_grid = np.arange(_PER_OCTAVE * 33 + 1)
_tail = 2.0 ** (_grid // _PER_OCTAVE - 33) * (1 + (_grid % _PER_OCTAVE) / _PER_OCTAVE)
NORMAL_TAIL = (-ndtri(np.minimum(_tail, 0.5))).astype(np.float32)

# Φ on an even grid, to bring a correlated deviate back to a uniform.
Z_LIMIT, Z_STEPS = 7.0, 1024
NORMAL_CDF = np.append(ndtr(np.linspace(-Z_LIMIT, Z_LIMIT, Z_STEPS + 1)), 1.0).astype(np.float32)

_F = np.float32
_INDEX_SHIFT = np.uint32(18)
_FIRST = np.int32(126 * _PER_OCTAVE)
_FRACTION, _FRACTION_UNIT = np.uint32(0x3FFFF), np.float32(1 / 0x40000)


@njit(nogil=True, cache=True, inline="always")
def normal(word, table):  # type: ignore[no-untyped-def]
    """Standard normal deviate (float32) of a 32-bit word: the inverse distribution function at (word + ½)/2³²."""
    tail = min(word, np.uint32(~word))
    bits = np.float32(_F(tail) + _F(0.5)).view(np.uint32)
    i = np.int32(bits >> _INDEX_SHIFT) - _FIRST
    below = table[i]
    z = below + _F(bits & _FRACTION) * _FRACTION_UNIT * (table[i + 1] - below)
    return -z if word == tail else z


@njit(nogil=True, cache=True)
def interpolate(z, table, low, per_unit):  # type: ignore[no-untyped-def]
    """Linear interpolation of an evenly spaced table that starts at `low`; values outside take the ends."""
    p = min(max((z - low) * per_unit, _F(0)), _F(table.size - 2))
    i = np.int32(p)
    below = table[i]
    return below + (p - _F(i)) * (table[i + 1] - below)


# --- regimes ---------------------------------------------------------------------------------------------------------
# A regime (a spike, an outage) is off or on. It starts with probability p on a clear day and ends with probability q.
# A word at or above START switches on, a word below END switches off, any other keeps the state. The state of a day
# is therefore that of the latest word that decided: it needs no start, is exactly stationary, and a higher rate or a
# longer mean length only ever adds days (Propp & Wilson's coupling from the past, for two monotone states).


def thresholds(starts_per_year: float, mean_days: float) -> tuple[int, int]:
    """(START, END) of a regime as 33-bit integers."""
    start = round(2**32 * (1.0 - starts_per_year / 365.0))
    return start, min(round(2**32 / mean_days), start)


def share_on(starts_per_year: float, mean_days: float) -> float:
    """Long-run share of days on, p / (p + q), as the integers above have it."""
    start, end = thresholds(starts_per_year, mean_days)
    return (2**32 - start) / (2**32 - start + end)


@njit(nogil=True, cache=True)
def deal(first_day, first, key, table, regimes, z, one, plain, two, once, state, words):  # type: ignore[no-untyped-def]
    """Deals the days from `first_day` on to futures first … first+n-1, each array [days, n].

    z takes the normal deviates unless it has no rows, `one` and `two` the regimes (0 or 1) with the thresholds
    regimes[2, (START, END)], `plain` the word as it is; once[n] takes a word per future that no day shares. state[2, n]
    and words[3, n] are scratch: made outside, since an array made in a kernel costs compile time.
    """
    days, n = plain.shape
    k0, k1 = key[0], key[1]
    for j in range(n):
        once[j] = philox(_ZERO, np.uint32(first + j), ONCE, _ZERO, k0, k1)[0]
        for r in range(2):
            state[r, j] = _regime_before(first_day, first + j, k0, k1, r == 0, regimes[r, 0], regimes[r, 1])
    first_start, first_end, second_start, second_end = regimes[0, 0], regimes[0, 1], regimes[1, 0], regimes[1, 1]
    for t in range(days):
        # Three plain loops: each alone fits the vector registers, one loop over all of it doesn't.
        for j in range(n):
            a, b, c, d = philox(np.uint32(first_day + t), np.uint32(first + j), DAILY, _ZERO, k0, k1)
            words[0, j] = a
            words[1, j] = b
            words[2, j] = d
            plain[t, j] = c
        for j in range(n if z.shape[0] > 0 else 0):
            z[t, j] = normal(words[0, j], table)
        for j in range(n):
            b, d = np.int64(words[1, j]), np.int64(words[2, j])
            state[0, j] = 1 if b >= first_start else (0 if b < first_end else state[0, j])
            state[1, j] = 1 if d >= second_start else (0 if d < second_end else state[1, j])
            one[t, j] = state[0, j]
            two[t, j] = state[1, j]


@njit(nogil=True, cache=True)
def _regime_before(day, future, k0, k1, is_first, start, end):  # type: ignore[no-untyped-def]
    """The regime on the day before `day`: that of the latest word that decided."""
    if start >= 1 << 32:
        return 0
    while True:
        day -= 1
        _, b, _, d = philox(np.uint32(day), np.uint32(future), DAILY, _ZERO, k0, k1)
        word = np.int64(b if is_first else d)
        if word >= start:
            return 1
        if word < end:
            return 0
