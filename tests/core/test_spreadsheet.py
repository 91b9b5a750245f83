"""Text that a spreadsheet would run: found, made safe, given back."""

import csv
import io

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.spreadsheet import csv_text, runs, safe, unsafe

SIGNS = "=+-@\t\r\n＝＋－＠﹦﹢﹣﹫"
HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    "  =1",
    '"=1',
    ' " =1',
    "\u00a0=1",
    "\u200b=1",
    "\ufeff=1",
    "cmd|' /C calc'!A0",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "MSEXCEL|'..\\x.xlsx'!A1",
    '=HYPERLINK("http://example.org",A1)',
    "a;=1",
    "a\t-1",
    "two\n=lines",
    "a|@x",
]
HARMLESS = ["", "  ", "A-102", "'quoted'", "3 = 3", "a, -5 °C", "1E5", "00123", "−5", "M8|12", "who? me!", "100 %"]
anything = st.text(st.sampled_from(SIGNS + "'\"a1 ;|!,\u200b") | st.characters(codec="utf-8"), max_size=12)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_spreadsheet_would_run_is_found_and_made_safe(text):
    assert runs(text)
    assert not runs(safe(text))
    assert safe(text).replace("'", "") == text.replace("'", "")
    assert unsafe(safe(text)) == text


@pytest.mark.parametrize("text", HARMLESS)
def test_other_text_stays_as_it_is(text):
    assert not runs(text)
    assert safe(text) == text
    assert unsafe(text) == text


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("before", ["", " ", '"', "“", " \u3000"])
def test_every_sign_after_blanks_and_quotes(sign, before):
    assert runs(f"{before}{sign}x")
    assert safe(f"{before}{sign}x").startswith("'")


def test_an_apostrophe_of_the_text_itself_comes_back():
    assert [safe(text) for text in ("'=1", "''=1")] == ["''=1", "'''=1"]
    assert unsafe("''=1") == "'=1"


@settings(max_examples=2000, deadline=None)
@given(anything)
def test_any_text_comes_back_and_none_runs(text):
    assert unsafe(safe(text)) == text
    assert not runs(safe(text))
    assert (safe(text) == text) or runs(text) or "'" in text


@settings(max_examples=300, deadline=None)
@given(st.lists(anything, min_size=1, max_size=4), st.sampled_from(",;\t"))
def test_no_cell_begins_with_a_sign_whatever_the_separator_of_the_reader(texts, separator):
    written = csv_text(pd.DataFrame({"item": ["x", *texts], "value": 1.0}))
    for row in csv.reader(io.StringIO(written, newline=""), delimiter=separator):
        assert not [cell for cell in row if cell.lstrip(' "')[:1] in tuple("=+-@＝＋－＠")]


@pytest.mark.parametrize("unit", ["a ", " ", "'", "a|", '"', ";'", "|", "a" * 100 + "|", ";="])
def test_long_text_takes_no_time(unit):
    text = (unit * 100_000)[:100_000]
    assert unsafe(safe(text)) == text


def test_a_table_keeps_its_numbers_and_carries_no_formula():
    values = [1.5, -2.0, 1 / 3, np.nan, 1e-9]
    frame = pd.DataFrame({"item": ["=1+1", "+x", "-y", "plain", ""], "value": values, "on": True})
    written = csv_text(frame)
    again = pd.read_csv(io.StringIO(written), keep_default_na=False, na_values={"value": ""})
    assert again["item"].tolist() == ["'=1+1", "'+x", "'-y", "plain", ""]
    pd.testing.assert_series_equal(again["value"], frame["value"], check_exact=True)
    assert ",-2.0," in written


def test_headers_are_cells_too():
    assert csv_text(pd.DataFrame([[1, 2]], columns=["=cmd", 7])) == "'=cmd,7\n1,2\n"


def test_text_in_every_kind_of_column():
    kinds = [object, "str", "category"]
    for kind in kinds:
        assert csv_text(pd.DataFrame({"a": pd.Series(["=1", "b"], dtype=kind)})) == "a\n'=1\nb\n"
    assert csv_text(pd.DataFrame({"a": pd.Series([-1, "-1", None], dtype=object)})) == 'a\n-1\n\'-1\n""\n'


def test_the_table_itself_is_left_alone():
    frame = pd.DataFrame({"=a": ["=1"]})
    csv_text(frame)
    assert frame.to_dict("list") == {"=a": ["=1"]}
