"""Each cleaning rule on a table made for it, on and off; returns against their sales, worked by hand."""

import pytest

from core import InputError, import_orders
from tests.core.order_tables import by_item, lines_of, table


def test_exact_duplicates_count_once():
    orders = table("""
        date,       item, quantity, till
        2024-01-02, A,    3,        1
        2024-01-02, A,    3,        2
        2024-01-02, A,    3,        1
        2024-01-03, B,    1,        1
    """)
    found = import_orders(orders)
    assert by_item(found.daily) == {"A": 6, "B": 1}
    assert lines_of(found.report, "duplicate") == 1
    assert found.set_aside["exact duplicates of an earlier line"]["file row"].tolist() == [4]
    assert by_item(import_orders(orders, rules={"duplicates": False}).daily) == {"A": 9, "B": 1}


PRICED = """
    date,       item, quantity, price
    2024-01-02, A,    3,        2.50
    2024-01-02, B,    4,        0
    2024-01-03, B,    2,        -1.00
    2024-01-04, B,    -9,       0
    2024-01-04, B,    5,        1.00
"""


def test_zero_and_negative_prices_are_set_aside_with_corrections_of_stock():
    found = import_orders(table(PRICED))
    assert by_item(found.daily) == {"A": 3, "B": 5}
    assert found.set_aside["zero or negative prices"]["file row"].tolist() == [3, 4, 5]
    assert lines_of(found.report, "return") == 0


def test_prices_switched_off_uses_those_lines_as_they_stand():
    found = import_orders(table(PRICED), rules={"prices": False})
    assert by_item(found.daily) == {"A": 3, "B": 2}
    assert "negative" in found.findings["negative lines"].sentence


CHARGED = """
    date,       invoice, code,   description,          quantity, price
    2024-01-02, 1001,    10001A, GREEN CUP,            3,        2.50
    2024-01-02, 1001,    10002,  CARRIAGE CLOCK,       1,        9.50
    2024-01-02, 1001,    10003,  RED CUP,              1,        9.50
    2024-01-02, 1001,    10004,  BLUE CUP,             1,        9.50
    2024-01-02, 1001,    POST,   POSTAGE,              1,        5.00
    2024-01-02, 1001,    M,      Manual,               1,        5.00
    2024-01-02, 1001,    PADS,   PADS FOR CUSHIONS,    1,        5.00
    2024-01-02, 1001,    C2,     CARRIAGE,             1,        5.00
    2024-01-02, 1001,    99999,  Next Day Carriage,    1,        15.00
    2024-01-02, 1001,    B7,     Versandkosten DE,     1,        5.00
    2024-01-02, 1001,    gift_1, Gift Voucher £10.00,  1,        10.00
"""


def test_charges_are_told_from_products_by_code_and_name():
    found = import_orders(table(CHARGED))
    assert set(found.items["item"]) == {"10001A", "10002", "10003", "10004", "PADS"}
    assert lines_of(found.report, "charge") == 6
    assert lines_of(import_orders(table(CHARGED), rules={"charges": False}).report, "charge") == 0


@pytest.mark.parametrize(
    ("word", "name"),
    [("POST", "Postage"), ("VERSAND", "Versandkosten"), ("PORT", "Frais de port"), ("SPED", "Spese di spedizione"),
     ("ENV", "Gastos de envío"), ("RABATT", "Rabatt 10 %"), ("D", "Discount"), ("X1", "Bank Charges"),
     ("SCONTO", "Sconto"), ("AMAZONFEE", "AMAZON FEE"), ("CRUK", "CRUK Commission"), ("B", "Adjust bad debt")],
)  # fmt: skip
def test_charges_in_five_languages(word, name):
    rows = "\n".join(f"2024-01-0{day},2210{day},CUP {day},4" for day in range(1, 10))
    found = import_orders(table(f"date,code,name,quantity\n{rows}\n2024-01-05,{word},{name},1"))
    assert by_item(found.daily) == {f"2210{day}": 4.0 for day in range(1, 10)}


@pytest.mark.parametrize("codes", ["ABCDM", "BDMS", ("POST", "RAIL", "BEAM", "PLANK")], ids=str)
def test_products_whose_codes_look_like_charges_stay_where_all_do(codes):
    named = "\n".join(f"2024-01-02,{code},Fence part,{at}" for at, code in enumerate(codes, start=1))
    found = import_orders(table(f"date,code,name,quantity\n{named}"))
    assert by_item(found.daily) == {code: float(at) for at, code in enumerate(codes, start=1)}


def test_single_letters_without_names_stay_if_all_items_are_letters():
    rows = "\n".join(f"2024-01-02,{code},1" for code in "ABCDEMS")
    assert set(import_orders(table(f"date,item,quantity\n{rows}")).items["item"]) == set("ABCDEMS")


def test_rows_of_totals_are_no_items():
    rows = "2024-01-02,A1,4\n2024-01-02,B2,5\n2024-01-02,Grand Total,9"
    assert by_item(import_orders(table(f"date,item,quantity\n{rows}")).daily) == {"A1": 4, "B2": 5}


def test_zero_quantities_are_zeros():
    found = import_orders(table("date,item,quantity\n2024-01-02,A,0\n2024-01-03,A,2"))
    assert found.daily.quantity.tolist() == [0.0, 2.0]
    assert lines_of(found.report, "used") == 2


def test_unreadable_rows_are_set_aside_by_number_with_their_fault():
    found = import_orders(
        table("""
        date,       item, quantity
        2024-01-02, A,    1
        soon,       A,    2
        2024-01-04, ,     3
        2024-01-05, A,    many
        ,           ,
        1899-12-31, A,    5
        2024-01-06, A,    1e300
    """)
    )
    aside = found.set_aside["unreadable: no date, no quantity or no item"]
    assert by_item(found.daily) == {"A": 1}
    assert aside["file row"].tolist() == [3, 4, 5, 7, 8]
    assert "column date must be a date of 1970 to 2100, got 'soon'" in aside["why"].iloc[0]
    assert "column item must be an item" in aside["why"].iloc[1]
    assert "column quantity must be a number up to 1e12, got 'many'" in aside["why"].iloc[2]
    assert lines_of(found.report, "lines read") == 6


def test_codes_that_differ_in_case_or_blanks_are_offered_and_merged_on_demand():
    orders = table("date,item,quantity\n2024-01-02,85123a,1\n2024-01-02,85123A,2\n2024-01-03,85123A,4\n2024-01-03,9,1")
    apart, together = import_orders(orders), import_orders(orders, rules={"merge_codes": True})
    assert by_item(apart.daily) == {"85123a": 1, "85123A": 6, "9": 1}
    assert by_item(together.daily) == {"85123A": 7, "9": 1}
    assert apart.findings["codes"].rows.to_numpy().tolist() == [["85123A", "85123A", 2], ["85123a", "85123A", 1]]
    row = apart.report[apart.report.rule == "merge_codes"].iloc[0]
    assert (row.lines, row.matching) == (0, 3)
    assert lines_of(together.report, "used") == 4


def test_an_unknown_rule_is_named():
    orders = table("date,item,quantity\n2024-01-02,A,1")
    with pytest.raises(InputError, match="Rule 'duplicate' is not known; the rules are duplicates, returns"):
        import_orders(orders, rules={"duplicate": False})
    with pytest.raises(InputError, match="Rule prices must be True or False, got 0"):
        import_orders(orders, rules={"prices": 0})


def test_a_file_of_nothing_but_returns_says_so():
    with pytest.raises(InputError, match=r"no line left; its 1 lines were set aside as returns .*\(1\)"):
        import_orders(table("date,item,quantity\n2024-01-02,A,-1"))
