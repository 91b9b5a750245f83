"""The knapsack by itself: against brute force on random problems, with and without a convex common cost."""

from itertools import product

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from core.optimum.knapsack import Cut, Problem, solve


def drawn(seed, cells, items, cuts, tightness):
    """A random problem: dear cells weigh less, as stock costs money and saves shortages."""
    rng = np.random.default_rng(seed)
    weight = np.sort(rng.exponential(1.0, (cells, items)), axis=0)[::-1]
    cost = np.sort(rng.exponential(100.0, (cells, items)), axis=0) * rng.uniform(0.9, 1.1, (cells, items))
    allowed = rng.random((cells, items)) < 0.8
    allowed[rng.integers(0, cells, items), np.arange(items)] = True
    made = [Cut(rng.exponential(20.0, (cells, items)), rng.exponential(20.0 * items)) for _ in range(cuts)]
    least = np.where(allowed, weight, np.inf).min(axis=0).sum()
    most = np.where(allowed, weight, -np.inf).max(axis=0).sum()
    return Problem(allowed, cost, weight, least + tightness * (most - least) + 1e-9, 2.0, made)


def brute_force(problem):
    choices = [np.flatnonzero(column) for column in problem.allowed.T]
    every = (np.array(choice) for choice in product(*choices))
    fit = [choice for choice in every if problem.at(problem.weight, choice) <= problem.limit]
    return min(problem.value(choice) for choice in fit)


@examples(max_examples=80, deadline=None)
@given(
    st.integers(0, 10**6), st.integers(1, 5), st.integers(1, 5), st.integers(0, 4), st.sampled_from([0, 0.1, 0.4, 1])
)
@example(0, 1, 1, 0, 0)
def test_it_equals_brute_force(seed, cells, items, cuts, tightness):
    problem = drawn(seed, cells, items, cuts, tightness)
    solution = solve(problem, 0.0)
    assert problem.allowed[solution.choice, np.arange(items)].all()
    assert problem.at(problem.weight, solution.choice) <= problem.limit
    assert solution.value == pytest.approx(problem.value(solution.choice))
    assert solution.value == pytest.approx(brute_force(problem), rel=1e-8)
    assert solution.bound <= solution.value * (1 + 1e-9)


@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e9])
@pytest.mark.parametrize("weighs", [1e-6, 1e9])
def test_the_unit_of_money_and_of_weight_doesnt_matter(scale, weighs):
    usual = drawn(7, 5, 5, 2, 0.3)
    cuts = [Cut(cut.slope * scale, cut.offset * scale) for cut in usual.cuts]
    other = Problem(usual.allowed, usual.cost * scale, usual.weight * weighs, usual.limit * weighs, 2.0, cuts)
    assert solve(other, 0.0).choice.tolist() == solve(usual, 0.0).choice.tolist()


@pytest.mark.parametrize("tightness", [0.02, 0.2, 0.6])
def test_a_large_one_is_within_its_gap_of_the_bound(tightness):
    problem = drawn(3, 12, 1500, 1, tightness)
    solution = solve(problem, 1e-5)
    assert problem.at(problem.weight, solution.choice) <= problem.limit
    assert 0 <= solution.value - solution.bound <= 1.01e-5 * solution.value
    exact = solve(drawn(3, 12, 1500, 1, tightness), 1e-7)
    assert solution.bound <= exact.value * (1 + 1e-9)


def test_a_limit_that_only_one_choice_keeps():
    problem = drawn(11, 4, 6, 1, 0.0)
    lightest = np.where(problem.allowed, problem.weight, np.inf).argmin(axis=0)
    assert problem.reachable == pytest.approx(problem.at(problem.weight, lightest))
    assert solve(problem, 0.0).choice.tolist() == lightest.tolist()


def test_nothing_within_the_limit():
    problem = drawn(5, 3, 3, 0, 0.0)
    short = Problem(problem.allowed, problem.cost, problem.weight, problem.reachable * 0.9)
    assert solve(short, 0.0) is None


def test_costs_and_weights_that_are_all_nothing():
    nothing = np.zeros((3, 2))
    solution = solve(Problem(np.ones((3, 2), bool), nothing, nothing, 0.0), 0.0)
    assert (solution.value, solution.bound) == (0.0, 0.0)
