"""Rows of the stress page's chart say what the stress run says; the declaration reads only what the rows have."""

import json

import numpy as np
import pandas as pd
import pytest

from core import Scenario, load_catalogue
from core.events import outage, surge
from core.policies import LABELS as POLICY
from core.season import common_day
from core.stress import stress
from core.stress_presets import stress_presets
from pages.parts import stress_charts, stress_rows
from pages.parts import stress_words as words
from pages.parts.words import short_day
from tests.pages.test_charts import fields

DEMO = load_catalogue("demo")
START = DEMO.calendar_start
SCENARIO = Scenario().but(futures=20)
EVENTS = (outage(60, 28, ["Alderbrook Tools"]), surge(70, 20, 0.5))
FOUND = stress(DEMO, SCENARIO, EVENTS)
MOST_ROWS = 1_500


def window(events=EVENTS, found=FOUND, days=365):
    return stress_rows.window(events, found.summary, days)


def table(events=EVENTS, found=FOUND, shown=None):
    return stress_rows.curve(found.curve, events, shown or window(events, found), START)


def of_kind(rows, kind):
    return rows[rows["kind"] == kind]


def day_of(moment):
    return (pd.Timestamp(moment, unit="ms") - pd.Timestamp(START)).days


def test_every_day_in_sight_is_a_row_with_the_runs_figures():
    shown = window()
    for policy, label in POLICY.items():
        days = FOUND.curve[(FOUND.curve["policy"] == policy) & FOUND.curve["day"].between(shown[0], shown[1] - 1)]
        rows = of_kind(table(), "curve")
        rows = rows[rows["name"] == label]
        assert [day_of(moment) for moment in rows["x"]] == days["day"].tolist()
        for column, source in {"y": "service", "lo": "service_lo", "hi": "service_hi", "normal": "normal"}.items():
            assert rows[column].tolist() == days[source].tolist(), column


def test_days_in_words_are_the_calendars():
    first = of_kind(table(), "curve").iloc[0]
    assert first["day"] == short_day(common_day(START, day_of(first["x"])))


def test_the_scale_reaches_from_before_the_event_to_recovery_in_few_steps():
    first, last = window()
    recovered = FOUND.summary["time_to_recover"].max()
    assert (first, last) == (32, last)
    assert last >= 60 + recovered
    assert (last - first) % stress_rows.BEFORE == 0 or last == 365
    assert window((outage(0, 7),))[0] == 0
    assert window((outage(80, 300),), days=90) == (52, 90)
    corners = of_kind(table(), "frame")["x"].map(day_of).tolist()
    assert corners == [first, last]


def test_events_are_shaded_where_they_are_and_named_in_lanes_of_their_own_above_100_percent():
    rows = table()
    bars, shades = of_kind(rows, "bar"), of_kind(rows, "shade")
    for part in (bars, shades):
        assert [(day_of(a), day_of(b)) for a, b in zip(part["x"], part["x2"], strict=True)] == [(60, 88), (70, 90)]
    assert of_kind(rows, "said")["text"].tolist() == [words.short(event) for event in EVENTS]
    assert (bars["y"] > 1).all()
    assert bars["y"].iloc[0] >= bars["y2"].iloc[1]
    assert bars["y2"].max() <= of_kind(rows, "frame")["y"].max()
    assert (shades["y2"] == 1).all()


def test_words_late_in_sight_stand_left_of_their_bars_end():
    late = table((outage(10, 7), outage(100, 7)), shown=(0, 120))
    assert of_kind(late, "said")["align"].tolist() == ["left", "right"]


@pytest.mark.parametrize("preset", stress_presets(), ids=lambda preset: preset.name)
def test_few_rows_and_every_curve_has_its_name_on_it(preset):
    events = preset.events(DEMO)
    found = stress(DEMO, SCENARIO, events)
    rows = table(events, found)
    assert len(rows) <= MOST_ROWS
    labels = of_kind(rows, "label")
    assert sorted(labels["name"]) == sorted(POLICY.values())
    for label in labels.itertuples():
        there = of_kind(rows, "curve").query("name == @label.name and x == @label.x")
        assert there["y"].tolist() == [label.y]


def test_long_runs_are_thinned():
    long = Scenario().but(futures=20, horizon_days=1095)
    found = stress(DEMO, long, EVENTS)
    rows = table(found=found, shown=(0, 1095))
    assert len(rows) <= MOST_ROWS
    told = of_kind(rows, "curve").query("told == True")
    assert len(told) <= 3 * stress_rows.MOST_TOLD + 3


def test_many_events_have_few_lanes_and_leave_room_for_the_curves():
    events = tuple(outage(60 + k, 20) for k in range(20))
    rows = table(events)
    bars = of_kind(rows, "bar")
    assert bars["y2"].max() <= of_kind(rows, "frame")["y"].max()
    least = of_kind(rows, "frame")["y"].min()
    assert (of_kind(rows, "frame")["y"].max() - least) < 2 * (1 - least)


@pytest.mark.parametrize("count", [5, 6, 7, 20])
def test_lanes_never_overlap_and_the_last_says_how_many_more(count):
    rows = table(tuple(outage(60 + k, 20) for k in range(count)))
    bars, said = of_kind(rows, "bar").sort_values("y"), of_kind(rows, "said")["text"].tolist()
    assert (bars["y"].to_numpy()[1:] >= bars["y2"].to_numpy()[:-1]).all()
    assert of_kind(rows, "said")["y"].is_unique
    assert len(of_kind(rows, "shade")) == count
    assert len(said) <= stress_rows.MOST_LANES
    assert (len(bars), said[-1]) == ((count, "Out 20 days") if count <= 6 else (5, f"and {count - 5} more"))


def test_the_axis_has_no_29_february():
    leap = stress_rows._Days("2028-01-01")
    days = pd.to_datetime(leap(np.array([58.0, 59.0])), unit="ms")
    assert days.strftime("%d %b").tolist() == ["28 Feb", "01 Mar"]


def test_days_without_figures_are_left_out():
    curve = FOUND.curve.copy()
    curve.loc[curve["day"] == 61, ["service", "service_lo", "service_hi"]] = np.nan
    rows = stress_rows.curve(curve, EVENTS, window(), START)
    assert 61 not in {day_of(moment) for moment in of_kind(rows, "curve")["x"]}
    empty = stress_rows.curve(FOUND.curve.assign(service=np.nan), EVENTS, window(), START)
    assert of_kind(empty, "label").empty


def test_the_declaration_stands_still_and_reads_only_what_is_there():
    spec = stress_charts.curve()
    assert spec is stress_charts.curve()
    assert '"data"' not in json.dumps(spec)
    assert fields(spec) <= set(table())
    assert json.dumps(spec).count('"domain": ["Just-in-Time", "Just-in-Case", "Hybrid"]') > 0
