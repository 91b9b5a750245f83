"""The headline is true for odd figures too."""

import itertools
import math

import pytest

from pages.parts import numbers, words

USUAL = {
    "service": "fill_rate",
    "cost": "inventory_cost",
    "currency": "EUR",
    "value": 0.978,
    "money": 1_210_000.0,
    "more_service": -0.006,
    "more_cost": -180_000.0,
    "more_total": -90_000.0,
    "cheaper_in": 0.94,
    "dearer_in": 0.06,
}


def said(**values):
    return words.headline(words.Answer(**{**USUAL, **values}))


def test_the_usual_answer():
    assert said() == (
        "Hybrid serves 97.8 % of demand from the shelf at 1.21 M EUR inventory cost a year: "
        "180 k less than Just-in-Case for 0.6 points less service; cheaper in 94 % of futures."
    )


@pytest.mark.parametrize(
    ("values", "part"),
    [
        ({"more_cost": 5_000.0, "more_service": 0.01}, "5.00 k more than Just-in-Case for 1.0 points more service;"),
        ({"more_cost": 5_000.0, "more_service": -0.01}, "more than Just-in-Case with 1.0 points less service; dearer"),
        ({"more_cost": -5_000.0, "more_service": 0.01}, "less than Just-in-Case with 1.0 points more service; cheaper"),
        ({"more_service": 0.0}, "with the same service"),
        ({"more_cost": 0.0}, "the same cost as Just-in-Case"),
        ({"more_cost": 0.0, "more_service": 0.0}, "the same as Just-in-Case, in service and in cost."),
        ({"cheaper_in": 1.0}, "cheaper in all futures"),
        ({"cheaper_in": 0.0}, "cheaper in none of the futures"),
        ({"value": 1.0, "money": 0.0}, "100.0 % of demand from the shelf at 0 EUR inventory cost a year"),
        ({"more_total": 121_000.0}, "94 % of futures. With shortages counted it costs 121 k EUR more."),
        ({"cost": "total_cost"}, "at 1.21 M EUR total cost a year"),
        ({"service": "in_stock_days"}, "on 97.8 % of days"),
        ({"service": "cycle_service"}, "97.8 % of its replenishment cycles"),
        ({"more_service": 1e-6}, "< 0.1 points more service"),
    ],
)
def test_odd_answers(values, part):
    assert part in said(**values)


def test_never_a_wrong_side():
    for cost, service in itertools.product((-1.0, 0.0, 1.0), (-0.1, 0.0, 0.1)):
        text = said(more_cost=cost, more_service=service, more_total=cost)
        assert ("less than" in text) == (cost < 0)
        assert ("more than" in text) == (cost > 0)
        assert ("less service" in text) == (service < 0)
        assert ("more service" in text) == (service > 0)


def test_points_and_changes():
    assert numbers.points(-0.0251) == "2.5 points"
    assert numbers.points(0) == "0.0 points"
    assert numbers.points(math.nan) == numbers.NONE
    assert numbers.change(-0.02, "share", "EUR") == "−2.0 points"
    assert numbers.change(1500, "money", "EUR") == "+1.50 k EUR"
