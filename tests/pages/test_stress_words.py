"""Sentences of the stress page say what was computed, for odd figures too."""

import math
import re
from datetime import date

import numpy as np
import pandas as pd
import pytest

from core import Scenario, load_catalogue
from core.events import KINDS, delay, hold, outage, pull_forward, surge
from core.look import numbers
from core.season import common_day
from core.stress import stress
from core.stress_presets import stress_presets
from pages.parts import stress_cards
from pages.parts import stress_words as words
from pages.parts.stress_words import Fall, Worth

DEMO = load_catalogue("demo")
EVERY = (
    outage(60, 28, ["Alderbrook Tools"]),
    surge(60, 28, 0.5),
    delay(60, 14, reach=["a", "b"]),
    hold(60, 21, 14, ["a", "b", "c"]),
    pull_forward(60, 30, 0.3),
)
NONE, INF = float("nan"), float("inf")


def fall(policy, service=0.5, normal=0.9, recover=40.0, capped=False, cost=1000.0):
    return Fall(policy, service, normal, recover, capped, cost)


def three(**same):
    return [fall(policy, **same) for policy in ("jit", "jic", "hybrid")]


def test_each_kind_is_named_with_its_numbers_and_reach():
    assert [event.kind for event in EVERY] == list(KINDS)
    assert [words.phrase(event) for event in EVERY] == [
        "Alderbrook Tools out for 28 days",
        "demand up 50 % for 28 days",
        "deliveries of a and b 14 days late for 14 days",
        "14 days of stock of a and 2 more on hold for 21 days",
        "30 % of the demand of 91 days pulled into 30 days",
    ]
    assert [words.short(event) for event in EVERY] == [
        "Out 28 days: Alderbrook Tools",
        "Demand +50 %, 28 days",
        "14 days late, 14 days long: a and b",
        "14 days of stock held 21 days: a and 2 more",
        "30 % pulled into 30 days",
    ]
    assert words.phrase(surge(0, 1, -0.25, ["x"])) == "demand for x down 25 % for 1 day"
    assert words.phrase(outage(0, 1)) == "every supplier out for 1 day"


def test_days_are_dates_of_the_data_sets_calendar():
    assert common_day("2026-01-01", 60) == date(2026, 3, 2)
    assert words.starts("2026-01-01", 60, 28) == "2 March 2026 to 29 March 2026"
    assert words.starts("2026-01-01", 60, 0) == "2 March 2026, for no day"


def test_no_year_has_a_29_february():
    assert [common_day("2028-01-01", day) for day in (58, 59, 364, 365)] == [
        date(2028, 2, 28), date(2028, 3, 1), date(2028, 12, 31), date(2029, 1, 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("event", "says"),
    [
        (outage(337, 28), ""),
        (outage(360, 9), "Only 5 of the 9 days of “every supplier out for 9 days” lie within the 365 days measured."),
        (surge(364, 9, 0.5), "Only 1 of the 9 days of “demand up 50 % for 9 days” lies within the 365 days measured."),
        (pull_forward(300, 30, 0.3), "Only 35 of the 91 days from which demand is taken (30 % of the demand of 91 days "
         "pulled into 30 days) lie within the 365 days measured."),
        (pull_forward(335, 30, 0.3), "None of the 91 days from which demand is taken (30 % of the demand of 91 days "
         "pulled into 30 days) lie within the 365 days measured."),
        (pull_forward(200, 30, 0.3), ""),
    ],
)  # fmt: skip
def test_what_lies_beyond_the_days_measured_is_said(event, says):
    assert words.beyond([event], 365) == says


def test_what_rounds_to_nothing_is_0_without_a_side():
    assert words.cell("overflow_cost", -0.001, -0.004, 0.003, 0.0) == "0 (0 to 0)"
    assert words.cell("depth", 0.0, 0.0, 0.0, 0.0) == "0.0 (0.0 to 0.0)"
    assert numbers.change(-0.001, "money", "EUR") == "0 EUR"
    assert numbers.change(0.04, "days", "") == "0.0 days"
    assert numbers.change(-0.2, "days", "") == "−0.2 days"
    assert numbers.change(-0.0001, "share", "") == "−< 0.1 points"


def test_the_headline_names_events_service_recovery_and_cost():
    found = [
        fall("jit", 0.1, recover=64.03, cost=73_410),
        fall("jic", 0.25, recover=51.1, cost=49_200),
        fall("hybrid", 0.2, recover=61.8, capped=True, cost=58_779),
    ]
    assert words.headline(words.named(EVERY[:1], None), found, 6, "EUR") == (
        "Alderbrook Tools out for 28 days: service of 6 items falls to 10.0 % under Just-in-Time, 25.0 % under "
        "Just-in-Case and 20.0 % under Hybrid; it takes 64, 51 and at least 62 days until all is well again, and costs "
        "73.4 k, 49.2 k and 58.8 k EUR."
    )


@pytest.mark.parametrize(
    ("found", "items", "says"),
    [
        (three(), 0, "no item is reached"),
        (three(cost=NONE), 3, "no figure to show"),
        (three(service=0.9, recover=0.0, cost=0.0), 3, "service and cost stay as they are"),
        (three(service=0.9, recover=0.0), 3, "doesn't fall; costs 1.00 k, 1.00 k and 1.00 k EUR"),
        (three(cost=-1000.0), 1, "service of 1 item falls"),
        (three(cost=-1000.0), 1, "changes total cost by −1.00 k EUR, −1.00 k EUR and −1.00 k EUR"),
        (three(capped=True), 3, "it takes at least 40, 40 and 40 days"),
        ([fall("jit"), fall("jic", 0.9), fall("hybrid", 0.9)], 2, "falls to 50.0 % under Just-in-Time, and not under "),
    ],
)
def test_the_headline_is_true_for_odd_figures(found, items, says):
    assert says in words.headline("X", found, items, "EUR")


def test_many_events_go_by_the_case_that_they_make():
    (like,) = [one for one in stress_presets() if one.name == "like-2020"]
    events = like.events(DEMO)
    assert words.named(events, like) == like.label
    assert words.named(events, None) == "3 events"
    assert words.named(EVERY[:2], None) == "Alderbrook Tools out for 28 days and demand up 50 % for 28 days"


@pytest.mark.parametrize(
    ("worth", "says"),
    [
        (Worth("jic", 3.2, 2.1, 4.8, 9e3, -1e4), "more often than once in 3.20 years (2.10 to 4.80)."),
        (Worth("jic", 3.2, 2.1, INF, 9e3, -1e4), "(2.10 to any number)."),
        (Worth("jic", 0.0, 0.0, 0.5, 9e3, 1e4), "doesn't pay by this event"),
        (Worth("hybrid", INF, 1.0, INF, -9e3, -1e4), "without any event: a year costs 9.00 k EUR less"),
        (Worth("hybrid", INF, 1.0, INF, -9e3, 1e4), "though this event costs 10.0 k EUR more."),
        (Worth("hybrid", INF, 1.0, INF, 0.0, 0.0), "It pays without any event."),
        (Worth("jit", NONE, NONE, NONE, 0.0, 0.0), words.MEASURED_AGAINST),
    ],
)
def test_whether_a_buffer_pays(worth, says):
    assert says in words.pays(worth, "EUR")


def test_a_table_writes_units_once_and_lower_bounds_as_such():
    assert words.labelled("event_cost", "EUR") == "Cost of the event (EUR)"
    assert words.labelled("depth", "EUR") == "Deepest fall (points)"
    assert words.cell("time_to_recover", 64.03, 59.7, 70.4, 0.0) == "64.0 (59.7 to 70.4)"
    assert words.cell("time_to_survive", 286.0, 281.0, 290.0, 0.2) == "at least 286 (281 to 290)"
    assert words.cell("depth", 0.969, 0.961, 1.0, 0.0) == "96.9 (96.1 to 100.0)"
    assert words.cell("overflow_cost", -70.8, -74.2, 68.2, 0.0) == "−70.8 (−74.2 to 68.2)"
    assert words.cell("pays_back_once_in_years", INF, 3.0, INF, 0.0) == "pays anyway"
    assert words.cell("pays_back_once_in_years", 0.0, 0.0, 1.0, 0.0) == "never"


def test_a_share_that_is_rounding_is_no_lower_bound():
    assert words.cell("time_to_survive", 2.8, 2.4, 3.2, 1e-16) == "2.8 (2.4 to 3.2)"
    rows = pd.DataFrame({"not_failed": [1e-16, 0.6, 0.0], "not_recovered": [0.2, 0.0, 0.0]}, ["jit", "jic", "hybrid"])
    said = words.censored(rows)
    assert said.startswith("At least: a shelf doesn't fail within the days measured in 60 % under Just-in-Case; ")
    assert "20 % under Just-in-Time" in said
    assert words.censored(0 * rows) == ""


def test_faults_are_one_sentence_however_many():
    assert words.faults(()) == ""
    many = words.faults([f"fault {k}" for k in range(9)])
    assert many.startswith("9 things about the events can't be used")
    assert many.endswith("fault 2; and 6 more.")


def test_the_falls_are_the_curves_and_the_summarys():
    found = stress(DEMO, Scenario().but(futures=20), EVERY[:1])
    for one in words.falls(found.curve, found.summary):
        days = found.curve[found.curve["policy"] == one.policy]
        at = np.argmax(days["normal"].to_numpy() - days["service"].to_numpy())
        assert (one.service, one.normal) == (days["service"].iloc[at], days["normal"].iloc[at])
        assert one.cost == found.summary.at[one.policy, "event_cost"]
        assert one.recover == found.summary.at[one.policy, "time_to_recover"]


def test_cards_and_tables_show_the_summarys_digits():
    summary = stress(DEMO, Scenario().but(futures=20), EVERY[:1]).summary
    board = stress_cards.board("X", summary, "EUR")
    table = stress_cards.table(summary, "EUR")
    for policy in summary.index:
        for name in words.CARDS:
            (shown,) = re.findall(rf'st-key-figure-{policy}-{name} figure.*?class="value">([^<]*)<', board)
            capped = summary.at[policy, words.CENSORED[name]] if name in words.CENSORED else 0.0
            assert shown == words.figure(name, summary.at[policy, name], "EUR", capped)
        assert words.figure("units_lost", summary.at[policy, "units_lost"], "") in table
    assert table.count("<tr") == 1 + len(words.MEASURES)
    assert not math.isnan(summary["event_cost"].sum())


def test_a_case_says_what_it_rests_on():
    for preset in stress_presets():
        said = words.case(preset)
        assert preset.says in said
        assert "ssumption" in said
        assert said.endswith(".")
        assert ".." not in said
