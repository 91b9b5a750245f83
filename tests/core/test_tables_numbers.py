"""Numbers as people write them: each style, what decides between two, and what stays without a number."""

import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InputError
from core.tables import parse_numbers

# A cell beside one that can only mean a decimal point, or a decimal comma.
POINT, COMMA = "0.5", "0,5"


def number(text, *others, decimal=""):
    return parse_numbers([text, *others], decimal)[0][0]


@pytest.mark.parametrize(
    ("text", "beside", "value"),
    [
        ("12", POINT, 12),
        ("0", POINT, 0),
        ("007", POINT, 7),
        ("-3", POINT, -3),
        ("+3", POINT, 3),
        (" 12.50 ", POINT, 12.5),
        ("1234.5", POINT, 1234.5),
        (".5", POINT, 0.5),
        ("5.", POINT, 5),
        ("-.5", POINT, -0.5),
        ("1,234", POINT, 1234),
        ("1,234.56", POINT, 1234.56),
        ("1,234,567.8", POINT, 1234567.8),
        ("12,34,567.8", POINT, 1234567.8),
        ("1.234", POINT, 1.234),
        ("1.234", COMMA, 1234),
        ("1.234,56", COMMA, 1234.56),
        ("1.234.567", COMMA, 1234567),
        ("1,234", COMMA, 1.234),
        (",5", COMMA, 0.5),
        ("1 234,5", COMMA, 1234.5),
        ("1\u00a0234,5", COMMA, 1234.5),
        ("1\u202f234\u202f567,5", COMMA, 1234567.5),
        ("1 234.5", POINT, 1234.5),
        ("1'234.5", POINT, 1234.5),
        ("1’234’567.5", POINT, 1234567.5),
        ("$12.50", POINT, 12.5),
        ("$ .50", POINT, 0.5),
        ("12,50 €", COMMA, 12.5),
        ("€12,50", COMMA, 12.5),
        ("-€12,50", COMMA, -12.5),
        ("€-12,50", COMMA, -12.5),
        ("EUR 1.234,50", COMMA, 1234.5),
        ("12.50 gbp", POINT, 12.5),
        ("US$ 3", POINT, 3),
        ("R$ 1.234,50", COMMA, 1234.5),
        ("kr. 5", POINT, 5),
        ("Fr.50", POINT, 50),
        ("Rs. 1,200", POINT, 1200),
        ("12 zł", COMMA, 12),
        ("¥1,200", POINT, 1200),
        ("12.50-", POINT, -12.5),
        ("12.50 -", POINT, -12.5),
        ("−7", POINT, -7),
        ("–7", POINT, -7),
        ("(12.50)", POINT, -12.5),
        ("($12.50)", POINT, -12.5),
        ("$(1,234)", POINT, -1234),
        ("50%", POINT, 0.5),
        ("12,5 %", COMMA, 0.125),
        ("7 %", POINT, 0.07),
        ("1.5E+05", POINT, 150000),
        ("1,5e3", COMMA, 1500),
        ("2e-3", POINT, 0.002),
        ("1.234E3", COMMA, 1234),
        ("9007199254740993", POINT, 9007199254740992),
    ],
)
def test_styles(text, beside, value):
    assert number(text, beside) == value


@pytest.mark.parametrize(
    "text",
    ["", "  ", "NA", "n/a", "-", "--5", "-5-", "(5", "5)", "(-5)", "1 2", "12 34", "1.2.3", "1,2,3", "1,23.4",
     "0,123,456", "1.2345,6", "5 kg", "12 ft", "5 XXX", "$ 5 €", "5% €", "1/2", "12:30", "2019-01-31", "31.01.2019",
     "1_000", "nan", "inf", "Infinity", "0x10", "5²", "½", "١٢", "1e999", "1e9999", "5e", "e5", "A1", "1A", "1E5X", ".",
     ",", "€", "1" * 61, "1" + " " * 40 + "x" + " " * 5],
)  # fmt: skip
@pytest.mark.parametrize("beside", [POINT, COMMA])
def test_no_numbers(text, beside):
    assert np.isnan(number(text, beside))


@pytest.mark.parametrize("text", ["1,234", "1.234", "-12,345", "999.999 €", "(1,234)", "7.125%"])
def test_what_can_mean_two_things_is_asked_not_guessed(text):
    values, style = parse_numbers(["5", text, "12", ""])
    assert (style.ambiguous, style.example, style.decimal) == (True, text, "")
    assert values[[0, 2]].tolist() == [5, 12]
    assert np.isnan(values[[1, 3]]).all()
    assert style.unreadable == 0


@pytest.mark.parametrize(("decimal", "value"), [(".", 1234), (",", 1.234)])
def test_the_answer_settles_it(decimal, value):
    values, style = parse_numbers(["1,234"], decimal)
    assert (values[0], style.ambiguous, style.decimal) == (value, False, decimal)


def test_an_answer_changes_no_cell_that_is_plain():
    values, style = parse_numbers(["2.55", "1.234,5", "1,234"], ",")
    assert values.tolist() == [2.55, 1234.5, 1.234]
    assert style.mixed


@pytest.mark.parametrize(("text", "decimal"), [("2.55", "."), ("2,55", ","), ("1,234.5", "."), ("1.234.567", ","),
                                              ("0,125", ","), ("1234,567", ","), ("12", "")])  # fmt: skip
def test_what_decides(text, decimal):
    assert parse_numbers([text])[1].decimal == decimal


def test_cells_that_contradict_each_other_decide_nothing():
    values, style = parse_numbers(["2.5", "3,5", "1,234"])
    assert values[:2].tolist() == [2.5, 3.5]
    assert np.isnan(values[2])
    assert (style.mixed, style.ambiguous, style.example, style.decimal) == (True, True, "1,234", "")
    assert not parse_numbers(["2.5", "3,5", "7"])[1].ambiguous


def test_unreadable_cells_are_counted_blanks_not():
    _, style = parse_numbers(["5", "", " ", None, "x", "x", "weighed elsewhere"])
    assert style.unreadable == 3


def test_no_cells():
    values, style = parse_numbers([])
    assert (len(values), style.ambiguous, style.unreadable) == (0, False, 0)


def test_negative_zero_is_zero():
    assert [str(value) for value in parse_numbers(["-0", "-0.0", "(0)"])[0]] == ["0.0"] * 3


def test_another_decimal_mark_is_refused():
    with pytest.raises(InputError, match=r"Decimal mark must be '\.' or ',', got ';'"):
        parse_numbers(["1"], ";")


def test_any_sequence_will_do():
    for texts in (["1", "2"], ("1", "2"), np.array(["1", "2"]), pd.Series(["1", "2"], dtype="str"),
                  pd.Series(["1", "2"], dtype=object, index=[7, 7]), iter(["1", "2"]), pd.Series([1, 2])):  # fmt: skip
        assert parse_numbers(texts)[0].tolist() == [1, 2]


# ---- any number, written in any style, is the same number again

GROUPS = st.sampled_from([(".", ""), (".", ","), (".", "'"), (".", " "), (".", "\u00a0"), (",", ""), (",", "."),
                          (",", " "), (",", "\u202f"), (",", "’")])  # fmt: skip
MONEY = st.sampled_from(["{}", "€{}", "{} €", "USD {}", "{} kr", "  {} ", "£ {}"])
SIGNS = st.sampled_from(["-{}", "{}-", "({})", "−{}"])


def written(cents, marks, money, sign):
    decimal, thousands = marks
    whole, rest = divmod(abs(cents), 100)
    plain = f"{whole:,}".replace(",", thousands) + f"{decimal}{rest:02d}"
    return money.format(sign.format(plain) if cents < 0 else plain)


@given(numbers=st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=8), marks=GROUPS, money=MONEY, sign=SIGNS)
def test_written_and_read_again(numbers, marks, money, sign):
    values, style = parse_numbers([written(cents, marks, money, sign) for cents in numbers])
    assert values.tolist() == [float(f"{cents}e-2") for cents in numbers]
    assert (style.decimal, style.ambiguous, style.mixed, style.unreadable) == (marks[0], False, False, 0)


@given(numbers=st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=8))
def test_what_python_writes_is_read_to_the_digit(numbers):
    assert parse_numbers([repr(value) for value in numbers], ".")[0].tolist() == numbers


@given(texts=st.lists(st.text(alphabet="0123456789.,'-+()% €$eEUR\u00a0", max_size=12), max_size=5))
def test_no_cell_changes_with_its_neighbours_but_by_the_decimal_mark(texts):
    together, style = parse_numbers(texts)
    for value, text in zip(together, texts, strict=True):
        readings = [parse_numbers([text], decimal)[0][0] for decimal in (".", ",")]
        assert np.isnan(value) or value in readings
        if style.decimal:
            assert np.array_equal([value], [parse_numbers([text], style.decimal)[0][0]], equal_nan=True)


def test_a_year_of_orders_is_read_at_once():
    column = pd.Series([f"{cents / 100:,.2f}" for cents in range(0, 500_000, 100)] * 109, dtype="str")
    start = time.process_time()
    values, _ = parse_numbers(column)
    assert time.process_time() - start < 3  # some tenths of a second on an idle machine
    assert values[4999] == 4999
