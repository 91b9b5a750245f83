"""One set-up answers several questions, each as if it were asked alone; of something else it is refused."""

import pandas as pd
import pytest

from core import InputError, Scenario, load_catalogue, optimise, optimum_curve
from core.optimum import Deciding

DEMO = load_catalogue("demo").only(["A-101", "B-201", "C-301", "F-601"])
SCENARIO = Scenario().but(futures=20, horizon_days=120)


def set_up(scenario=SCENARIO):
    return Deciding(DEMO, scenario, "value", "total_cost", True)


def test_several_questions_of_one_set_up_have_the_answers_that_each_has_alone():
    one = set_up()
    for question in ({"service": "rule"}, {"service": 0.96}, {"working_capital": 300_000.0}):
        shared, alone = optimise(DEMO, SCENARIO, **question, deciding=one), optimise(DEMO, SCENARIO, **question)
        pd.testing.assert_frame_equal(shared.assignment, alone.assignment)
        pd.testing.assert_frame_equal(shared.summary, alone.summary)
    targets = [0.94, 0.96]
    pd.testing.assert_frame_equal(
        optimum_curve(DEMO, SCENARIO, targets, deciding=one), optimum_curve(DEMO, SCENARIO, targets)
    )


@pytest.mark.parametrize("other", [SCENARIO.but(seed=2), SCENARIO.but(capital_rate=0.2), SCENARIO.but(spike_size=3)])
def test_a_set_up_of_another_scenario_is_refused(other):
    with pytest.raises(InputError, match="same catalogue and scenario"):
        optimise(DEMO, SCENARIO, service="rule", deciding=set_up(other))
    with pytest.raises(InputError, match="same catalogue and scenario"):
        optimum_curve(DEMO, SCENARIO, deciding=set_up(other))
