"""Charts: the declarations stand still and read only columns that the rows have."""

import itertools
import json
import re

import pytest

from core import Scenario, compare, frontier, load_catalogue
from core.look import charts, rows
from pages.parts import words

CHOICES = list(itertools.product(words.SERVES, words.COSTS, ["EUR"]))
DEMO = load_catalogue("demo")


def fields(spec):
    """Columns that a declaration reads: encoded, filtered or in an expression."""
    text = json.dumps(spec)
    return set(re.findall(r'"field": "(\w+)"', text)) | set(re.findall(r"datum\.(\w+)", text)) - {"value"}


@pytest.mark.parametrize("choice", CHOICES)
def test_the_declaration_carries_no_data_and_stays_the_same_object(choice):
    one = charts.frontier(*choice)
    assert one is charts.frontier(*choice)
    assert '"data"' not in json.dumps(one)
    assert '"datasets"' not in json.dumps(one)
    assert charts.costs("EUR") is charts.costs("EUR")


@pytest.mark.parametrize("choice", CHOICES)
def test_every_column_that_is_read_is_there(choice):
    scenario = Scenario().but(futures=20)
    curves, summary = frontier(DEMO, scenario), compare(DEMO, scenario).summary
    assert fields(charts.frontier(*choice)) <= set(rows.frontier(curves, None, curves, 0.95, choice))
    assert fields(charts.costs("EUR")) - {"value"} <= set(rows.costs(summary, summary, "EUR"))


@pytest.mark.parametrize("choice", CHOICES)
def test_axes_are_named_with_their_units_and_only_lie_flat(choice):
    layers = charts.frontier(*choice)["layer"]
    first = layers[0]["encoding"]
    assert first["y"]["title"] == f"{words.LABELS[choice[1]]} (EUR)"
    assert first["x"]["title"] == words.LABELS[choice[0]]
    assert (first["x"]["axis"]["grid"], first["y"]["axis"]["grid"]) == (False, True)


def test_policies_colours_are_the_themes_in_one_order():
    for spec in (charts.frontier(*CHOICES[0]), charts.costs("EUR")):
        text = json.dumps(spec)
        assert text.count('"domain": ["Just-in-Time", "Just-in-Case", "Hybrid"]') > 0
        assert not re.search(r"#0072b2|#d55e00|#00795a", text, re.I)
