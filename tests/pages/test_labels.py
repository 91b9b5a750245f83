"""Names beside points: none on another, none outside, the usual place where it is free."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.look import labels
from core.policies import LABELS as NAMES

NONE = np.empty((0, 2))
APART = {"jit": (0.45, 0.3), "jic": (0.9, 0.8), "hybrid": (0.65, 0.55)}


def boxes(points, size):
    plot, found = labels._Plot(size, points, NONE), labels.places(points, NAMES, NONE)
    return {policy: plot.box(policy, NAMES[policy], place) for policy, place in found.items()}


def test_points_apart_keep_the_usual_places():
    assert labels.places(APART, NAMES, NONE) == labels.USUAL


@pytest.mark.parametrize("size", labels.PLOTS)
@pytest.mark.parametrize("at", [(0.02, 0.02), (0.02, 0.98), (0.5, 0.5), (0.98, 0.02), (1, 1), (0, 0), (1, 0.5)])
def test_three_policies_on_one_point_are_readable(at, size):
    found = boxes(dict.fromkeys(APART, at), size)
    names = list(found)
    for k, one in enumerate(names):
        for other in names[k + 1 :]:
            assert labels._shared(found[one], found[other]) < 60, (one, other)


def test_no_name_leaves_the_plot_at_its_edges():
    for x in (0.0, 1.0):
        found = boxes({"jit": (x, 0.5)}, labels.PLOTS[1])
        left, _, right, _ = found["jit"]
        assert left >= 0
        assert right <= labels.PLOTS[1][0]


def test_a_small_move_leaves_the_names_where_they_are():
    moved = {policy: (x + 0.01, y - 0.01) for policy, (x, y) in APART.items()}
    assert labels.places(moved, NAMES, NONE) == labels.places(APART, NAMES, NONE)


def test_a_name_goes_off_a_thick_of_curves():
    thick = np.column_stack([np.full(200, 0.1), np.linspace(0.3, 0.7, 200)])
    points = {"jic": (0.2, 0.5)}
    assert labels.places(points, NAMES, thick)["jic"] != labels.USUAL["jic"]


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=3, max_size=3))
@settings(max_examples=100, deadline=None)
def test_every_policy_gets_a_place(points):
    assert labels.places(dict(zip(APART, points, strict=True)), NAMES, NONE).keys() == APART.keys()


def test_another_name_finds_a_place_beside_the_policies():
    points = {**APART, "optimum": (0.65, 0.55)}
    found = labels.places(points, {**NAMES, "optimum": "Hybrid by optimum"}, NONE)
    assert found.keys() == points.keys()
    assert found["optimum"] != found["hybrid"]
