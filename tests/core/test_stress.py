"""A shock's figures: by hand without luck, and what must hold with it."""

import numpy as np
import pandas as pd
import pytest

from core import Scenario, compare, delay, hold, load_catalogue, outage, pull_forward, stress, surge

# Every kind, without size or length.
NOTHING = [outage(90, 0), surge(90, 28, 0), delay(90, 0, length=28), hold(90, 21, 0), pull_forward(90, 30, 0)]
SOMETHING = [outage(40, 20), surge(40, 20, 0.6), delay(40, 10), hold(40, 15, 9), pull_forward(40, 20, 0.3, over=40)]
SMALL = Scenario().but(futures=20, horizon_days=120)


@pytest.fixture(scope="module")
def demo():
    return load_catalogue("demo")


@pytest.fixture(scope="module")
def few(demo):
    return demo.only(demo.column("item")[:12])


@pytest.mark.parametrize("event", NOTHING, ids=lambda event: event.kind)
def test_nothing_changes_nothing_to_the_digit(few, event):
    result = stress(few, SMALL, [event])
    table = result.summary
    for name in ("depth", "time_to_recover", "not_recovered", "units_lost", "event_cost", "overflow_cost", "rush_cost"):
        assert (table[[name, name + "_lo", name + "_hi"]] == 0).all(axis=None), name
    assert (table["time_to_survive"] == table["normal_survive"]).all()
    assert (result.curve["service"] == result.curve["normal"]).all()


def test_the_figures_without_events_are_those_of_compare(few):
    normal = stress(few, SMALL, SOMETHING).normal
    pd.testing.assert_frame_equal(normal.summary, compare(few, SMALL).summary, check_exact=True)


def test_threads_change_no_digit(few):
    tables = [stress(few, SMALL, SOMETHING, workers=workers) for workers in (1, 2, 3)]
    for other in tables[1:]:
        pd.testing.assert_frame_equal(tables[0].summary, other.summary, check_exact=True)
        pd.testing.assert_frame_equal(tables[0].curve, other.curve, check_exact=True)


def test_events_cost_something(few):
    assert (stress(few, SMALL, SOMETHING).summary["event_cost"] > 0).all()
    assert np.isfinite(stress(few, SMALL, SOMETHING).curve["service_lo"]).all()
