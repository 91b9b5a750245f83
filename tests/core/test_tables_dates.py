"""Dates as people write them: each style, what decides between two, and what stays without a date."""

import time
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.errors import InputError
from core.tables import parse_dates


def one(text, style=None):
    found = parse_dates([text], style)
    return None if np.isnat(found.days[0]) else str(found.days[0])


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2019-03-31", "2019-03-31"),
        ("2019/3/31", "2019-03-31"),
        ("2019.03.31", "2019-03-31"),
        ("31/03/2019", "2019-03-31"),
        ("31.3.2019", "2019-03-31"),
        ("31. 3. 2019", "2019-03-31"),
        ("31-03-2019", "2019-03-31"),
        ("3/31/2019", "2019-03-31"),
        ("31/03/19", "2019-03-31"),
        ("3/31/98", "1998-03-31"),
        ("99/12/31", "1999-12-31"),
        ("05/05/2019", "2019-05-05"),
        ("20110131", "2011-01-31"),
        ("20110131.0", "2011-01-31"),
        ("190331", "2019-03-31"),
        ("40574", "2011-01-31"),
        ("40574.0", "2011-01-31"),
        ("2-Jun-06", "2006-06-02"),
        ("14-Nov-2006", "2006-11-14"),
        ("14 November 2006", "2006-11-14"),
        ("November 14, 2006", "2006-11-14"),
        ("Nov 14 2006", "2006-11-14"),
        ("14/Nov/2006", "2006-11-14"),
        ("2006-Nov-14", "2006-11-14"),
        ("14 SEPT 2006", "2006-09-14"),
        ("March 5th, 2019", "2019-03-05"),
        ("Mon, 31 Jan 2011", "2011-01-31"),
        ("Montag, 31. Januar 2011", "2011-01-31"),
        ("31. Jänner 2011", "2011-01-31"),
        ("3. März 2019", "2019-03-03"),
        ("3 Mrz 2019", "2019-03-03"),
        ("1er août 2019", "2019-08-01"),
        ("3 févr. 2019", "2019-02-03"),
        ("mar. 5 mars 2019", "2019-03-05"),
        ("5 gennaio 2019", "2019-01-05"),
        ("5 de enero de 2019", "2019-01-05"),
        ("29/02/2020", "2020-02-29"),
        ("  2019-03-31\t", "2019-03-31"),
    ],
)
def test_days(text, day):
    found = parse_dates([text])
    assert str(found.days[0]) == f"{day}T00:00:00"
    assert (found.ambiguous, found.unreadable, found.timed) == (False, 0, 0)


@pytest.mark.parametrize(
    ("text", "month"),
    [("2019-03", 3), ("2019/3", 3), ("03/2019", 3), ("3.2019", 3), ("Mar 2019", 3), ("Mar-19", 3), ("März 2019", 3),
     ("2019 Mar", 3), ("Dic 2019", 12), ("déc. 2019", 12), ("201913", None), ("201903", 3), ("2019-13", None)],
)  # fmt: skip
def test_months_are_their_first_day(text, month):
    assert one(text) == (f"2019-{month:02d}-01T00:00:00" if month else None)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2010-12-01 08:26:00", "2010-12-01T08:26:00"),
        ("2010-12-01T08:26", "2010-12-01T08:26:00"),
        ("2010-12-01T23:30:00.123456-05:00", "2010-12-01T23:30:00"),
        ("2010-12-01T08:26:00Z", "2010-12-01T08:26:00"),
        ("13/12/2010 8:26", "2010-12-13T08:26:00"),
        ("12/13/2010 8:26:05 PM", "2010-12-13T20:26:05"),
        ("12/13/2010, 12:05 am", "2010-12-13T00:05:00"),
        ("13-Dec-10 12:05 p.m.", "2010-12-13T12:05:00"),
        ("20101213 08:26", "2010-12-13T08:26:00"),
        ("20101213082605", "2010-12-13T08:26:05"),
        ("201012130826", "2010-12-13T08:26:00"),
        ("40574.3513888889", "2011-01-31T08:26:00"),
        ("40574.999999", "2011-02-01T00:00:00"),
    ],
)
def test_moments_keep_the_day_that_was_written(text, moment):
    found = parse_dates([text])
    assert (str(found.days[0]), found.timed) == (moment, 1)


@pytest.mark.parametrize(
    "text",
    ["31/02/2019", "2019-02-30", "29/02/2019", "2019-13-01", "2019-25-12", "32/01/2019", "00/01/2019", "0000-00-00",
     "31.02.19", "20190230", "20191301", "18500101", "25568", "73051", "17850", "123", "2019", "1.5", "1234.567", "NA",
     "Date Not Captured", "soon", "19-Mar", "5 Foo 2019", "March", "Mar 5", "31 31 Mar 2019", "2019-03-31 25:00",
     "2019-03-31 8:61", "2019-03-31 13:00 PM", "2019-03-31 8:26 or so", "12:30:15", "2019-W03", "1/2/3", "1/2/345",
     "5/6/9", "2019--03-31", "2019-03/31", "31 February 2019", "Q1 2019", "8:26 31/01/2019", "x" * 1000],
)  # fmt: skip
def test_no_dates(text):
    found = parse_dates([text, "2019-03-31"])
    assert np.isnat(found.days[0])
    assert (found.unreadable, found.ambiguous) == (1, False)


def test_blanks_are_no_faults():
    found = parse_dates(["", " ", None, "2019-03-31"])
    assert np.isnat(found.days[:3]).all()
    assert found.unreadable == 0


@pytest.mark.parametrize(
    ("text", "choices"),
    [("03/04/2019", ("day first", "month first")), ("03.04.19", ("day first", "month first", "year first")),
     ("12/1/2010 8:26", ("day first", "month first")), ("201112", ("year first", "year and month"))],
)  # fmt: skip
def test_what_can_mean_two_things_is_asked_not_guessed(text, choices):
    found = parse_dates([text, "2019-12-31"])
    assert np.isnat(found.days).tolist() == [True, False]
    assert (found.ambiguous, found.example, found.choices, found.unreadable) == (True, text, choices, 0)


@pytest.mark.parametrize(
    ("text", "style", "day"),
    [("03/04/2019", "day first", "2019-04-03"), ("03/04/2019", "month first", "2019-03-04"),
     ("19/04/03", "year first", "2019-04-03"), ("201112", "year and month", "2011-12-01"),
     ("201112", "year first", "2020-11-12"), ("2019-03-04", "day first", "2019-03-04"),
     ("4-Mar-19", "month first", "2019-03-04"), ("25/12/2018", "month first", None),
     ("201913", "year and month", None), ("201903", "day first", "2019-03-01")],
)  # fmt: skip
def test_the_answer_settles_it_and_holds(text, style, day):
    assert one(text, style) == (f"{day}T00:00:00" if day else None)
    assert not parse_dates([text], style).ambiguous


def test_one_plain_cell_decides_for_the_column():
    assert parse_dates(["03/04/2019", "25/12/2018"]).days[0] == np.datetime64("2019-04-03")
    assert parse_dates(["03/04/2019", "12/25/2018"]).days[0] == np.datetime64("2019-03-04")
    assert parse_dates(["03/04/19", "25/12/2018"]).days[0] == np.datetime64("2019-04-03")
    assert parse_dates(["01/02/03", "99/12/31"]).days[0] == np.datetime64("2001-02-03")
    assert parse_dates(["200903", "200913"]).days[0] == np.datetime64("2020-09-03")


def test_cells_that_contradict_each_other_decide_nothing():
    found = parse_dates(["03/04/2019", "25/12/2018", "12/25/2018"])
    assert np.isnat(found.days).tolist() == [True, False, False]
    assert found.ambiguous
    assert not parse_dates(["25/12/2018", "12/25/2018", "05/05/2019"]).ambiguous


def test_short_years_that_may_lead_are_asked_for():
    column = [f"19-03-{day:02d}" for day in range(13, 31)]
    assert parse_dates(column).choices == ("day first", "year first")
    assert parse_dates(column, "year first").days[0] == np.datetime64("2019-03-13")
    assert not parse_dates([f"{day:02d}-03-19" for day in range(13, 31)]).ambiguous


def test_styles_may_mix_where_each_is_plain():
    found = parse_dates(["2019-03-31", "31/03/2019", "31-Mar-19", "43555", "20190331", "2019-03"])
    assert {str(day)[:7] for day in found.days} == {"2019-03"}
    assert set(found.style.split(", ")) == {
        "year first", "day first", "month names", "Excel serial numbers", "whole numbers", "year and month"
    }  # fmt: skip


def test_the_commonest_style_is_named_first():
    assert parse_dates(["31-Mar-19"] + ["2019-03-31"] * 3 + ["soon"] * 9).style == "year first, month names"


def test_the_pivot_of_short_years():
    years = [one(f"31/12/{year}", "day first")[:4] for year in ("00", "68", "69", "99")]
    assert years == ["2000", "2068", "1969", "1999"]


def test_unreadable_cells_are_counted_one_by_one():
    assert parse_dates(["soon", "soon", "31/02/2019", "2019-03-31"]).unreadable == 3


def test_no_cells():
    found = parse_dates([])
    assert (len(found.days), found.style, found.ambiguous) == (0, "", False)
    assert found.days.dtype == np.dtype("datetime64[s]")


def test_another_style_is_refused():
    with pytest.raises(InputError, match="Date style must be one of day first, month first"):
        parse_dates(["2019-01-01"], "backwards")


# ---- any day, written in any style, is the same day again

LONG = [lambda d: d.strftime("%Y-%m-%d"), lambda d: f"{d.year}/{d.month}/{d.day}", lambda d: d.strftime("%Y%m%d"),
        lambda d: d.strftime("%d-%b-%Y"), lambda d: d.strftime("%B %d, %Y"), lambda d: d.strftime("%Y-%m-%dT%H:%M:%S"),
        lambda d: str((d - date(1899, 12, 30)).days)]  # fmt: skip
NUMERIC = [("day first", "%d/%m/%Y"), ("day first", "%d.%m.%y"), ("month first", "%m/%d/%Y"),
           ("month first", "%m-%d-%y"), ("year first", "%y/%m/%d")]  # fmt: skip
DAYS = st.dates(date(1970, 1, 2), date(2030, 12, 31))


@given(days=st.lists(DAYS, min_size=1, max_size=8), write=st.sampled_from(LONG))
def test_written_and_read_again(days, write):
    found = parse_dates([write(day) for day in days])
    assert found.days.astype("datetime64[D]").tolist() == days
    assert not found.ambiguous


@given(days=st.lists(DAYS, min_size=1, max_size=8), style=st.sampled_from(NUMERIC))
@example(days=[date(2000, 1, 1)], style=("year first", "%y/%m/%d"))
def test_written_with_numbers_and_read_again(days, style):
    order, form = style
    texts = [day.strftime(form) for day in days]
    assert parse_dates(texts, order).days.astype("datetime64[D]").tolist() == days


@given(days=st.lists(DAYS, min_size=1, max_size=8), form=st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y"]))
def test_unasked_it_is_the_same_day_or_none(days, form):
    found = parse_dates([day.strftime(form) for day in days])
    for read, day in zip(found.days.astype("datetime64[D]").tolist(), days, strict=True):
        assert read == day or (read is None and found.ambiguous)


@given(texts=st.lists(st.text(alphabet="0123456789/-. :TMar", max_size=14), max_size=5))
def test_any_text_is_a_date_or_none(texts):
    found = parse_dates(texts)
    assert len(found.days) == len(texts)
    assert found.ambiguous == bool(found.choices) == bool(found.example)


def test_a_year_of_orders_is_read_at_once():
    start = date(2010, 12, 1)
    moments = [f"{start + timedelta(days=day)} {hour:02d}:26:00" for day in range(373) for hour in range(24)]
    column = pd.Series(moments * 61, dtype="str")
    begun = time.process_time()
    found = parse_dates(column)
    assert time.process_time() - begun < 3  # some tenths of a second on an idle machine
    assert found.timed == len(column)
