"""Trials: to the digit what `compare` gives, and no simulation where prices alone move."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from core import InputError, Scenario, compare, load_catalogue, simulate
from core.measures import NAMES
from core.policies import POLICIES
from core.trials import MOST_KEPT, Trials

DEMO = load_catalogue("demo")
BASE = Scenario().but(futures=20)


@pytest.mark.parametrize("values", [{}, {"lead_time_variability": 2.0}, {"capital_rate": 0.2}, {"jic_service": 0.9}])
@pytest.mark.parametrize("weight", ["value", "units"])
def test_a_trial_has_the_figures_of_compare(values, weight):
    trial = Trials(DEMO, BASE, weight).at(**values)
    outcome = compare(DEMO, BASE.but(**values), weight)
    assert trial.scenario == outcome.scenario
    for policy in POLICIES:
        np.testing.assert_array_equal(trial.totals[policy].series, outcome.totals[policy].series)
        np.testing.assert_array_equal(trial.totals[policy].by_future, outcome.totals[policy].by_future)
        np.testing.assert_array_equal(trial.series(policy, "fill_rate"), trial.totals[policy].series[0])
        assert trial.by_future(policy, "total_cost") is not None
    np.testing.assert_array_equal(trial.controls.basis, outcome.controls.basis)


def test_prices_simulate_nothing_and_a_ledger_at_hand_is_used(monkeypatch):
    trials = Trials(DEMO, BASE, ledger=simulate(DEMO, BASE))

    def refuse(*_):
        raise AssertionError("simulated")

    monkeypatch.setattr("core.trials.simulate", refuse)
    assert trials.is_simulated(BASE.but(capital_rate=0.3))
    assert not trials.is_simulated(BASE.but(spike_size=3))
    trials.at(capital_rate=0.3, warehouse_places=100, overflow_rate=2)
    with pytest.raises(AssertionError, match="simulated"):
        trials.at(spike_size=3)


def test_threads_share_trials_and_what_was_simulated(monkeypatch):
    one = DEMO.only(DEMO.column("item")[:1])
    shared, alone = Trials(one, BASE, most=3), Trials(one, BASE)
    sizes = [1 + k % 6 for k in range(60)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda size: shared.at(spike_size=size).series("jit", "total_cost"), sizes))
    for size, series in zip(sizes, found, strict=True):
        np.testing.assert_array_equal(series, alone.at(spike_size=size).series("jit", "total_cost"))


def test_only_so_many_are_kept():
    one = DEMO.only(DEMO.column("item")[:1])
    trials = Trials(one, BASE)
    for k in range(MOST_KEPT + 2):
        trials.at(spike_size=1 + k / 100)
    assert not trials.is_simulated(BASE.but(spike_size=1))
    assert trials.is_simulated(BASE.but(spike_size=1.65))


def test_what_may_not_be_used_is_named():
    with pytest.raises(InputError, match="weight"):
        Trials(DEMO, BASE, "colour")
    with pytest.raises(InputError, match="spike_size"):
        Trials(DEMO, BASE).at(spike_size=99)
    assert "fill_rate" in NAMES
