import math

import pytest

from core.look import numbers
from pages.parts import words


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (5.8, "5.80"),
        (9.996, "10.0"),
        (312.4, "312"),
        (999.4, "999"),
        (999.6, "1.00 k"),
        (84_360, "84.4 k"),
        (999_600, "1.00 M"),
        (1_207_000, "1.21 M"),
        (-1_207_000, "−1.21 M"),
        (2.5e9, "2.50 bn"),
        (-0.001, "0.00"),
        (math.nan, "–"),
        (math.inf, "–"),
    ],
)
def test_amounts_keep_three_digits(value: float, text: str) -> None:
    assert numbers.amount(value) == text


@pytest.mark.parametrize(
    ("rate", "text"),
    [
        (0.978, "97.8 %"),
        (1, "100.0 %"),
        (0.99951, "> 99.9 %"),
        (0.9994, "99.9 %"),
        (0, "0.0 %"),
        (0.0001, "< 0.1 %"),
        (-0.031, "−3.1 %"),
        (-1e-9, "0.0 %"),
        (math.nan, "–"),
    ],
)
def test_percent_never_rounds_a_miss_away(rate: float, text: str) -> None:
    assert numbers.percent(rate) == text


@pytest.mark.parametrize(
    ("value", "text"), [(5.796, "5.8 days"), (99.96, "100 days"), (1234, "1,234 days"), (math.inf, "–")]
)
def test_days(value: float, text: str) -> None:
    assert numbers.days(value) == text


@pytest.mark.parametrize(
    ("unit", "text"),
    [
        ("share", "50.0 %"),
        ("days", "0.5 days"),
        ("money", "0.50 EUR"),
        ("money per year", "0.50 EUR"),
        ("units", "0.50"),
    ],
)
def test_a_measures_unit_chooses_the_format(unit: str, text: str) -> None:
    assert numbers.figure(0.5, unit, "EUR") == text


def test_money_without_a_value_names_no_currency() -> None:
    assert numbers.money(math.nan, "EUR") == "–"


def test_assumptions_are_named() -> None:
    assert words.assumed("Bakery", ["unit_cost", "price"]) == (
        "Bakery: these columns are assumptions, not data: unit cost, price."
    )
    assert words.assumed("Demo", []) == ""
