"""The headline is true for odd figures too."""

import itertools
import math
from functools import cache

import pandas as pd
import pytest

from core import Outcome, Scenario, compare, load_catalogue
from core.catalogue import Catalogue
from core.look import numbers
from core.measures import NAMES
from core.policies import POLICIES
from pages.parts import choices, words

SHOWN = ("fill_rate", "inventory_cost", 0.95, 1e5)

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


@cache
def outcome_of(name) -> Outcome:
    return compare(load_catalogue("demo"), Scenario().but(futures=20, **ODD[name]))


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
        ({"more_cost": -98.3}, "98.3 EUR less than Just-in-Case"),
        ({"more_service": 0.0}, "with the same service"),
        ({"more_service": 1e-15}, "with the same service"),
        ({"more_cost": 0.0}, "the same cost as Just-in-Case with 0.6 points less service."),
        ({"more_cost": -1e-10}, "the same cost as Just-in-Case"),
        ({"more_cost": 0.0, "more_service": 0.0}, "the same as Just-in-Case, in service and in cost."),
        ({"more_cost": -1e-9, "more_service": -1e-16}, "the same as Just-in-Case, in service and in cost."),
        ({"cheaper_in": 1.0}, "cheaper in all futures"),
        ({"cheaper_in": 0.0}, "cheaper in none of the futures"),
        ({"value": 1.0, "money": 0.0}, "100.0 % of demand from the shelf at 0 EUR inventory cost a year"),
        ({"more_total": 121_000.0}, "94 % of futures. With shortages counted it costs 121 k EUR more."),
        ({"cost": "total_cost"}, "at 1.21 M EUR total cost a year"),
        ({"service": "in_stock_days"}, "on 97.8 % of days"),
        ({"service": "cycle_service"}, "97.8 % of its replenishment cycles"),
        ({"more_service": 1e-6}, "< 0.1 points more service"),
        ({"cost": "total_cost"}, "at 1.21 M EUR total cost a year: 180 k less"),
    ],
)
def test_odd_answers(values, part):
    assert part in said(**values)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"demand": False}, "There is no demand to serve; Hybrid has 1.21 M EUR inventory cost a year."),
        ({"value": math.nan}, "There is no figure to compare under these settings."),
        ({"money": math.inf}, "There is no figure to compare under these settings."),
        ({"more_cost": math.nan}, "Hybrid serves 97.8 % of demand from the shelf at 1.21 M EUR inventory cost a year."),
        (
            {"more_service": math.nan},
            "Hybrid serves 97.8 % of demand from the shelf at 1.21 M EUR inventory cost a year.",
        ),
    ],
)
def test_what_isnt_known_isnt_said(values, sentence):
    assert said(**values) == sentence


def test_a_share_that_isnt_known_is_left_out():
    assert said(cheaper_in=math.nan).endswith("for 0.6 points less service.")


def test_never_a_wrong_side():
    for cost, service in itertools.product((-1.0, 0.0, 1.0), (-0.1, 0.0, 0.1)):
        text = said(more_cost=cost, more_service=service, more_total=cost)
        assert ("less than" in text) == (cost < 0)
        assert ("more than" in text) == (cost > 0)
        assert ("less service" in text) == (service < 0)
        assert ("more service" in text) == (service > 0)
        assert ("cheaper" in text) == (cost < 0)
        assert ("dearer" in text) == (cost > 0)
        assert (" for " in text) == (cost * service > 0)


ODD = {
    "usual": {},
    "free": {"carrying_cost_level": 0, "order_cost_level": 0, "overflow_rate": 0, "scrap_share": 0},
    "no luck": {"spikes_per_year": 0, "outages_per_year": 0, "lead_time_variability": 0, "demand_variability": 0},
    "few buffered": {
        "hybrid_volume_cut": 0,
        "hybrid_critical": False,
        "hybrid_lead_time_days": 365,
        "hybrid_reliability": 0,
    },
    "many buffered": {"hybrid_volume_cut": 1},
    "wild": {"spikes_per_year": 12, "outages_per_year": 6},
}


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("cost", words.COSTS)
@pytest.mark.parametrize("service", words.SERVES)
def test_every_number_said_is_a_displayed_one(name, service, cost):
    outcome = outcome_of(name)
    text = words.headline(choices.answer(outcome, choices.Shown(service, cost, 0.95, 1e5), "EUR"))
    summary, pair = outcome.summary.loc["hybrid"], outcome.paired.set_index(["first", "second", "measure"])
    more = {measure: float(pair.at[("jic", "hybrid", measure), "difference"]) for measure in (service, cost)}
    for number in (numbers.percent(summary[service]), numbers.money(summary[cost], "EUR")):
        assert number in text
    if abs(more[cost]) > 0.005:
        assert f"{numbers.amount(abs(more[cost]))} " in text.split(": ")[1]
    if more[service]:
        assert numbers.points(more[service]) in text
    at = NAMES.index(cost)
    wins = float((outcome.totals["hybrid"].by_future[at] < outcome.totals["jic"].by_future[at]).mean())
    if "cheaper" in text:
        assert f"cheaper in {words.share_of_futures(wins)}" in text


def test_no_demand_is_said():
    none = Catalogue.of(pd.DataFrame({"item": ["a"], "unit_cost": [1.0], "demand_per_day": [0.0]}))
    answer = choices.answer(compare(none, Scenario().but(futures=20)), choices.Shown(*SHOWN), "EUR")
    assert words.headline(answer) == "There is no demand to serve; Hybrid has 0 EUR inventory cost a year."


# --- questions asked backwards ---------------------------------------------------------------------------------------


def reached(*figures):
    return [words.Reached(policy, figure, 0.3) for policy, figure in zip(POLICIES, figures, strict=True)]


@pytest.mark.parametrize(
    ("figures", "sentence"),
    [
        (
            (192e3, 228e3, 303e3),
            "With the smallest buffer that reaches 95.0 %, Just-in-Time has the least inventory cost: 192 k EUR a year "
            "(30.0 % of need).",
        ),
        (
            (math.nan, 228e3, 303e3),
            "With the smallest buffer that reaches 95.0 %, Just-in-Case has the least inventory cost: 228 k EUR a year "
            "(30.0 % of need). Just-in-Time doesn't reach it with any buffer on its curve.",
        ),
        (
            (math.nan, 0.0, math.nan),
            "Just-in-Case alone reaches 95.0 %; with the smallest buffer that does, its inventory cost is 0 EUR a year "
            "(30.0 % of need). Just-in-Time doesn't reach it with any buffer on its curve. "
            "Hybrid doesn't reach it with any buffer on its curve.",
        ),
        ((math.nan,) * 3, "No policy reaches 95.0 % with any buffer on its curve."),
        (
            (300e3, 228e3, 228e3),
            "With the smallest buffer that reaches 95.0 %, Just-in-Case (and so Hybrid) has the least inventory cost: "
            "228 k EUR a year (30.0 % of need).",
        ),
    ],
)
def test_what_a_target_needs(figures, sentence):
    assert words.needs(reached(*figures), "95.0 %", "inventory_cost", "EUR") == sentence


@pytest.mark.parametrize(
    ("figures", "sentence"),
    [
        (
            (0.954, 0.931, math.nan),
            "For 200 k EUR a year Just-in-Time gives the best fill rate: 95.4 %, with a buffer of 30.0 % of need. "
            "Hybrid costs more at every buffer on its curve.",
        ),
        (
            (0.0, math.nan, math.nan),
            "For 200 k EUR a year Just-in-Time gives a fill rate of 0.0 %, with a buffer of 30.0 % of need. "
            "Just-in-Case costs more at every buffer on its curve. Hybrid costs more at every buffer on its curve.",
        ),
        ((math.nan,) * 3, "Every policy costs more than 200 k EUR a year at every buffer on its curve."),
    ],
)
def test_what_money_buys(figures, sentence):
    assert words.buys(reached(*figures), "200 k EUR", "fill_rate") == sentence


@pytest.mark.parametrize(
    ("wins", "text"),
    [
        ((1.0, 0.0), "Just-in-Time in all futures"),
        ((0.06, 0.94), "Hybrid in 94 % of futures"),
        ((0.0, 0.0), "equal in all futures"),
        ((0.5, 0.5), "Just-in-Time in 50 % of futures"),
        ((math.nan, 0.0), numbers.NONE),
    ],
)
def test_who_is_better_how_often(wins, text):
    assert words.better_in("jit", "hybrid", wins) == text


def test_what_the_figures_rest_on():
    assert words.basis("Demo", 60, 100, 365).startswith("Demo: 60 items, weighed by value; 100 simulated years, ")
    assert words.basis("X", 1, 20, 90).startswith("X: 1 item, weighed by value; 20 simulated futures of 90 days, ")


# --- numbers ---------------------------------------------------------------------------------------------------------


def test_points_and_changes():
    assert numbers.points(-0.0251) == "2.5 points"
    assert numbers.points(0) == "0.0 points"
    assert numbers.points(math.nan) == numbers.NONE
    assert numbers.change(-0.02, "share", "EUR") == "−2.0 points"
    assert numbers.change(1500, "money", "EUR") == "+1.50 k EUR"


@pytest.mark.parametrize(
    ("unit", "ends", "text"),
    [
        ("share", (-0.11, -0.107), "−11.0 to −10.7 points"),
        ("money per year", (-107e3, 2e3), "−107 k to +2.00 k EUR"),
        ("days", (0.0, 1.5), "0.0 days to +1.5 days"),
    ],
)
def test_the_interval_of_a_difference(unit, ends, text):
    assert numbers.span(*ends, unit, "EUR") == text
