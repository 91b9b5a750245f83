"""What an export shows is what Explore shows, to the digit."""

from datetime import date

import numpy as np
import pytest

from core import Scenario, compare, frontier, load_catalogue
from core.exports import Subject

SCENARIO = Scenario().but(futures=20, spike_size=3, capital_rate=0.1)


@pytest.mark.parametrize("data", ["demo", "bakery"])
def test_a_subject_has_the_figures_of_compare_and_frontier(data):
    catalogue = load_catalogue(data)
    one = Subject("Today", catalogue, SCENARIO, made=date(2026, 11, 26), link="/x")
    assert one.outcome.summary.equals(compare(catalogue, SCENARIO).summary)
    curves = frontier(catalogue, SCENARIO)
    np.testing.assert_array_equal(one.curves["total_cost"], curves["total_cost"])
    assert one.headline.startswith("Hybrid serves ")
    assert dict(one.facts)["Made"] == "2026-11-26"
    assert dict(one.facts)["Link"] == "/x"
    assert ("Spike size", "× 3", "× 2") in one.differing
    assert len(one.differing) == 3
