"""Which sale a return is taken from, worked by hand, and the bookkeeping that holds whatever comes."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import InputError, import_orders
from core.history.coded import coded
from core.history.returns import take_back
from core.tables import Table
from tests.core.order_tables import lines_of, table


def daily(text, **rules):
    found = import_orders(table(text), rules=rules or None)
    return {(f"{row.date:%d}", row.item): row.quantity for row in found.daily.itertuples()}, found


def test_a_return_reduces_the_latest_earlier_sale_with_enough_left_on_that_sales_day():
    sold, found = daily("""
        date,       item, quantity, customer
        2024-01-02, A,    10,       Ann
        2024-01-03, A,    2,        Ann
        2024-01-04, A,    20,       Bob
        2024-01-05, A,    -5,       Ann
        2024-01-06, A,    30,       Ann
    """)
    assert sold == {("02", "A"): 5, ("03", "A"): 2, ("04", "A"): 20, ("06", "A"): 30}
    assert lines_of(found.report, "netted") == 1
    assert found.report.set_index("reason").units["units taken back from sales by the lines above"] == 5


def test_a_large_return_takes_from_several_sales():
    sold, found = daily("""
        date,       item, quantity
        2024-01-02, A,    4
        2024-01-03, A,    3
        2024-01-04, A,    -6
    """)
    assert sold == {("02", "A"): 1, ("03", "A"): 0}
    assert lines_of(found.report, "used") == 2


def test_what_a_return_finds_no_sale_for_reduces_nothing():
    sold, found = daily("""
        date,       item, quantity
        2024-01-02, A,    4
        2024-01-03, A,    -10
        2024-01-01, B,    -1
        2024-01-02, B,    1
    """)
    assert sold == {("02", "A"): 0, ("02", "B"): 1}
    assert lines_of(found.report, "netted") == 1
    assert lines_of(found.report, "without a sale") == 1
    assert found.set_aside["returns and cancellations without a sale in the file"]["file row"].tolist() == [4]


def test_nobody_returns_what_somebody_else_bought_unless_nobody_is_named():
    sold, _ = daily("""
        date,       item, quantity, customer
        2024-01-02, A,    4,        Ann
        2024-01-03, A,    3,        Bob
        2024-01-04, A,    -3,       Cid
        2024-01-04, A,    -2,
    """)
    assert sold == {("02", "A"): 4, ("03", "A"): 1}


def test_a_sale_of_the_same_day_counts_as_earlier_even_below_the_return():
    sold, _ = daily("date,item,quantity\n2024-01-02,A,-1\n2024-01-02,A,5")
    assert sold == {("02", "A"): 4}


def test_the_time_of_day_counts():
    sold, found = daily("date,item,quantity\n2024-01-02 10:00,A,-1\n2024-01-02 11:00,A,5")
    assert sold == {("02", "A"): 5}
    assert lines_of(found.report, "without a sale") == 1


def test_cancelled_documents_are_returns_whatever_their_sign():
    sold, found = daily("""
        date,       invoice, item, quantity, price
        2024-01-02, 1001,    A,    5,        2
        2024-01-02, 1002,    A,    7,        2
        2024-01-03, C1003,   A,    -5,       2
        2024-01-04, C1004,   A,    6,        2
    """)
    assert sold == {("02", "A"): 1}
    assert lines_of(found.report, "netted") == 2


def test_credit_notes_are_told_by_their_word_if_they_are_few():
    rows = "\n".join(f"2024-01-0{day},INV-10{day},A,5" for day in range(1, 8))
    sold, _ = daily(f"date,invoice,item,quantity\n{rows}\n2024-01-09,CN-1,A,2")
    assert sold[("07", "A")] == 3
    every, _ = daily("date,invoice,item,quantity\n2024-01-02,C1,A,5\n2024-01-03,C2,A,6")
    assert every == {("02", "A"): 5, ("03", "A"): 6}


def test_returns_switched_off_count_on_their_own_day():
    sold, found = daily("date,item,quantity\n2024-01-02,A,5\n2024-01-03,A,-2", returns=False)
    assert sold == {("02", "A"): 5, ("03", "A"): -2}
    assert "negative lines" in found.findings


def simple(sales, returns):
    """The same matching with plain loops: (time, key, quantity) each."""
    left = [quantity for _, _, quantity in sales]
    order = sorted(range(len(sales)), key=lambda at: (sales[at][0], at))
    owed = []
    for when, key, units in sorted(returns, key=lambda each: each[0]):
        while units > 0:
            open_ = [at for at in order if sales[at][0] <= when and sales[at][1] == key and left[at] > 0]
            enough = [at for at in open_ if left[at] >= units]
            if not open_:
                break
            at = (enough or open_)[-1]
            taken = min(units, left[at])
            left[at] -= taken
            units -= taken
        owed.append(units)
    return left, sum(owed)


entries = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 1), st.integers(1, 9)), max_size=25)


@settings(max_examples=150, deadline=None)
@given(entries, entries)
def test_matching_equals_plain_loops(sales, returns):
    quantity = np.array([each[2] for each in sales] + [-each[2] for each in returns], dtype=float)
    when = np.array([each[0] for each in sales + returns], dtype=np.int64)
    keys = np.array([each[1] for each in sales + returns], dtype=np.intp)
    is_return = quantity < 0
    taken, matched = take_back(quantity, when, is_return, ~is_return, keys, None)
    left, owed = simple(sales, returns)
    assert (quantity - taken)[: len(sales)].tolist() == left
    assert -quantity[is_return].sum() - matched.sum() == owed
    assert taken.sum() == matched.sum()


def test_a_hundred_thousand_returns_of_one_item_are_quick():
    count = 100_000
    quantity = np.concatenate([np.ones(count), -np.ones(count)])
    when, is_return = np.arange(2 * count, dtype=np.int64), quantity < 0
    customer = coded(np.array(["", "Ann"], dtype=object)[np.arange(2 * count) % 2])
    taken, _ = take_back(quantity, when, is_return, ~is_return, np.zeros(2 * count, dtype=np.intp), customer)
    assert taken.sum() == count


cells = st.sampled_from
lines = st.lists(
    st.tuples(
        cells(["2024-01-02", "2024-01-03 09:00", "2024-02-29", "25.5.2024", "never", ""]),
        cells(["22063", "22064a", "22064A", "POST", "M", "", " "]),
        cells(["5", "-2", "0", "1,000", "2.5", "(3)", "7-", "x", ""]),
        cells(["1.50", "0", "-2", "£3", "", "free"]),
        cells(["536365", "536366", "C536367", ""]),
        cells(["Ann", "Bob", ""]),
    ),
    min_size=1, max_size=40,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(lines, st.fixed_dictionaries({name: st.booleans() for name in
                                     ("duplicates", "returns", "prices", "charges", "merge_codes")}))  # fmt: skip
def test_lines_and_units_add_up_for_any_table(rows, rules):
    frame = pd.DataFrame(rows, columns=["date", "item", "quantity", "price", "invoice", "customer"], dtype=object)
    source = Table("any.csv", frame, np.arange(2, len(frame) + 2, dtype=np.int64))
    columns = {name: name for name in ("date", "item", "quantity", "price", "customer")} | {"document": "invoice"}
    try:
        found = import_orders(source, columns={**columns, "numbers": "decimal point"}, rules=rules)
    except InputError as error:
        refusal = str(error)
    else:
        refusal = ""
    if refusal:
        assert "no line" in refusal
        return
    report = found.report
    assert report.lines.iloc[0] == report.lines.iloc[1:].sum()
    assert report.units.iloc[0] == pytest.approx(report.units.iloc[1:].sum())
    assert found.daily.quantity.sum() == pytest.approx(report.units.iloc[-1])
    assert sum(len(aside) for aside in found.set_aside.values()) == report.lines.iloc[0] - report.lines.iloc[-1]
    assert (report.matching >= report.lines).all()
    again = import_orders(source, columns=found.columns, rules=rules)
    pd.testing.assert_frame_equal(again.report, report)
