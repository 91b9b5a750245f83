"""Markov chains: regimes that last."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.errors import InputError
from core.verify.reading import Array, chances


def transition_matrix(rows: object, states: int) -> Array:
    """A square matrix of chances a day from state (row) to state (column)."""
    if not isinstance(rows, list) or len(rows) != states:
        raise InputError(f"P must have {states} rows, one per state")
    return np.array([chances(row, f"row {number + 1} of P", states) for number, row in enumerate(rows)])


def stationary(matrix: Array) -> Array:
    """Long-run shares of the states. Raises InputError when they depend on where the chain starts."""
    size = len(matrix)
    system = np.vstack([matrix.T - np.eye(size), np.ones(size)])
    if np.linalg.matrix_rank(system) < size:
        raise InputError("P must let every state be left for the others, or the long run depends on the start")
    shares = np.linalg.lstsq(system, np.append(np.zeros(size), 1.0), rcond=None)[0]
    clean = np.maximum(shares, 0.0)
    return np.asarray(clean / clean.sum())


def run_chain(rng: np.random.Generator, matrix: Array, days: int, lanes: int) -> NDArray[np.int64]:
    """States [days, lanes] of independent chains, from their stationary law on."""
    edges = np.cumsum(matrix, axis=1)[:, :-1]
    luck = rng.random((days, lanes))
    states = np.empty((days, lanes), np.int64)
    first = np.cumsum(stationary(matrix))[:-1]
    states[0] = np.searchsorted(first, luck[0], side="right")
    for day in range(1, days):
        states[day] = (luck[day][:, None] >= edges[states[day - 1]]).sum(axis=1)
    return states
