"""Arguments of a wrong kind: one sentence that says what is wanted and what came."""

import pandas as pd
import pytest

from core import InputError, Scenario, import_orders, load_catalogue, optimise, optimum_curve
from core.history import build_catalogue
from tests.core.order_tables import table

ORDERS = table("date,item,quantity\n2024-01-02,A,1\n2024-01-13,A,2")
FRAME = pd.DataFrame({"date": ["2024-01-02"], "item": ["A"], "quantity": [1]})
DEMO = load_catalogue("demo")


def refused(says, call, *arguments, **named):
    with pytest.raises(InputError, match=says) as caught:
        call(*arguments, **named)
    assert len(caught.value.faults) == 1


@pytest.mark.parametrize(
    ("source", "came"), [(None, "None"), (5, "5"), (FRAME, "a data frame"), (b"raw", "b'raw'"), ({"a": 1}, "{'a': 1}")]
)
def test_sources_of_orders(source, came):
    refused(f"^The source must be a path, a table .* or a list of them, got {came}$", import_orders, source)


def test_columns_and_rules_of_orders():
    refused(r"^Argument columns must be a mapping .* got \['date'\]$", import_orders, ORDERS, columns=["date"])
    refused(r"^Argument rules must be a mapping .* got \['returns'\]$", import_orders, ORDERS, rules=["returns"])


def test_what_a_catalogue_is_built_from():
    for wrong in (None, 5, {"daily": 1}):
        refused("^The orders must be what import_orders gives or a data frame, got ", build_catalogue, wrong)
    refused("^The receipts must be what import_receipts gives", build_catalogue, FRAME, 5)
    refused("^The items must be what import_items gives", build_catalogue, FRAME, None, {"item": ["A"]})


@pytest.mark.parametrize("call", [optimise, optimum_curve])
def test_what_is_optimised(call):
    for wrong, came in ((None, "None"), (FRAME, "a data frame")):
        goal = {"service": 0.9} if call is optimise else {}
        refused(f"^The first argument must be a catalogue .* got {came}$", call, wrong, Scenario(), **goal)
    refused("^The second argument must be a scenario or None, got 5$", call, DEMO, 5)


def test_an_optimum_without_a_goal_of_no_catalogue_says_what_the_catalogue_must_be():
    refused("^The first argument must be a catalogue", optimise, None, Scenario())
