"""Lead times from small lists of deliveries, and lists of items in the catalogue's terms."""

import numpy as np
import pandas as pd
import pytest

from core import InputError, import_items, import_receipts
from core.catalogue import COLUMNS
from tests.core.order_tables import table

DELIVERIES = """
    supplier, item, ordered,    promised,   received,   quantity
    ACME,     A,    2024-01-02, 2024-01-20, 2024-01-12, 5
    ACME,     A,    2024-01-02, 2024-01-20, 2024-01-22, 5
    ACME,     B,    2024-01-02, ,           2024-01-03, 5
    ACME,     B,    2024-01-02, 2024-01-20, ,           5
    ACME,     B,    unknown,    2024-01-20, 2024-01-21, 5
    ACME,     B,    2024-01-02, 2024-01-20, soon,       5
    ACME,     B,    2024-01-02, 2024-01-20, 2024-01-01, 5
    ACME,     B,    1990-01-02, 2024-01-20, 2024-01-01, 5
    ,         ,     2024-01-02, 2024-01-20, 2024-01-12, 5
"""


def test_lead_times_by_supplier_and_item():
    found = import_receipts(table(DELIVERIES))
    first, second = found.lead_times.to_dict("records")
    assert (first["supplier"], first["item"], first["n"], first["mean"], first["on_time"]) == ("ACME", "A", 2, 15, 0.5)
    assert first["sd"] == pytest.approx(50**0.5)
    assert (second["n"], second["mean"]) == (1, 1.0)
    assert np.isnan([second["sd"], second["on_time"]]).all()
    assert found.deliveries.lead_time.tolist() == [10, 20, 1]
    assert found.columns == {name: name for name in ("ordered", "received", "promised", "supplier", "item", "quantity")}


def test_what_is_set_aside_has_its_reason_and_row():
    found = import_receipts(table(DELIVERIES))
    rows = {reason: frame["file row"].tolist() for reason, frame in found.set_aside.items()}
    assert rows == {
        "not received: no receipt date": [5], "unreadable: no order date": [6], "unreadable: no receipt date": [7],
        "received before the order: negative lead time": [8], "lead time above 3,650 days": [9],
        "unreadable: neither supplier nor item": [10],
    }  # fmt: skip
    assert found.report.lines.iloc[0] == found.report.lines.iloc[1:].sum() == 9
    assert found.report.units.iloc[0] == found.report.units.iloc[1:].sum() == 45
    why = {reason: frame["why"].iloc[0] for reason, frame in found.set_aside.items()}
    assert "column ordered must be a date of 1970 to 2100, got 'unknown'" in why["unreadable: no order date"]
    assert why["received before the order: negative lead time"] == "lead time is -1 days"


def test_times_of_day_dont_make_days():
    found = import_receipts(table("vendor,po date,delivery date\nX,2024-01-02 23:00,2024-01-03 01:00"))
    assert found.deliveries.lead_time.tolist() == [1]
    assert found.lead_times[["supplier", "item"]].to_numpy().tolist() == [["X", ""]]


@pytest.mark.parametrize(
    ("text", "says"),
    [("ordered,received\n2024-01-02,2024-01-03", "a column for the supplier or the item"),
     ("supplier,ordered\nX,2024-01-02", "a column for the receipt date, with a heading such as received date"),
     ("supplier,ordered,received\nX,2024-01-02,", r"no delivery that can be used; of 1 rows: not received: .*\(1\)"),
     ("supplier,ordered,received\nX,2024-01-02,03/04/2024", "'03/04/2024' is 3 April 2024 with 'day first'")],
)  # fmt: skip
def test_receipts_that_cant_be_used_say_why(text, says):
    with pytest.raises(InputError, match=says):
        import_receipts(table(text))


def test_columns_of_receipts_can_be_named():
    deliveries = table("who,a,b\nX,2024-01-02,2024-01-09\nY,2024-01-02,2024-01-03")
    found = import_receipts(deliveries, columns={"supplier": "who", "ordered": "a", "received": "b"})
    assert found.deliveries.lead_time.tolist() == [7, 1]
    again = import_receipts(deliveries, columns=found.columns)
    pd.testing.assert_frame_equal(again.deliveries, found.deliveries)


def test_items_in_peoples_words_become_catalogue_columns():
    found = import_items(table(
        "Artikelnummer;Lieferant;EK-Preis;VK;Lieferzeit (Wochen);Liefertreue;Mindestbestellmenge;VPE;kritisch\n"
        "00123;ACME;1,50;2,95;2;95;10;6;ja\nNA;ACME;12,00;;;80;;;nein", separator=";"))  # fmt: skip
    first, second = found.items.to_dict("records")
    assert first == {
        "item": "00123", "supplier": "ACME", "unit_cost": 1.5, "price": 2.95, "lead_time_days": 14.0,
        "supplier_reliability": 0.95, "order_minimum": 10.0, "order_multiple": 6.0, "critical": True,
    }  # fmt: skip
    assert second["item"] == "NA"
    assert np.isnan(second["price"])
    assert second["critical"] is False
    assert "given in weeks" in found.notes[0]
    assert "percent" in found.notes[1]


@pytest.mark.parametrize("name", ["supplier_reliability", "zero_share"])
def test_a_percent_sign_makes_a_share_beside_bare_percents(name):
    found = import_items(table(f"item,{name}\nA,95%\nB,80\nC,0.7\nD,"))
    assert found.items[name].tolist()[:3] == [0.95, 0.8, 0.7]
    assert np.isnan(found.items[name][3])
    assert import_items(table(f"item,{name}\nA,95%\nB,80%")).notes == ()


def test_words_for_critical_are_read_in_five_languages():
    yes, no = ["x", "JA", "oui", "sí", "Vero", "TRUE", "1"], ["", "nein", "non", "No", "falso", "FALSE", "0"]
    found = import_items(table("item,critical\n" + "\n".join(f"I{at},{word}" for at, word in enumerate(yes + no))))
    assert found.items.critical.tolist() == [True] * 7 + [False] * 7


def test_a_word_for_critical_that_is_neither_yes_nor_no_is_refused():
    says = r"^Critical must be yes .*, no .* or blank, got 'maybe' \(row 3 of orders\.csv, column Kritisch\)$"
    with pytest.raises(InputError, match=says):
        import_items(table("item,Kritisch\nA,yes\nB,maybe"))


def test_the_catalogues_own_headings_pass_through():
    names = [column.name for column in COLUMNS]
    cells = ["A" if column.kind == "text" else "1" for column in COLUMNS]
    found = import_items(table(",".join(names) + "\n" + ",".join(cells)))
    assert found.columns == {name: name for name in names}


def test_items_twice_or_blank_are_set_aside():
    found = import_items(table("sku,cost\nA,1\nA,2\n,3\nB,4"))
    assert found.items.to_numpy().tolist() == [["A", 1.0], ["B", 4.0]]
    assert {reason: frame["file row"].tolist() for reason, frame in found.set_aside.items()} == {
        "duplicates: the item stands in an earlier row": [3],
        "unreadable: no item, or cells that don't fit the headings": [4],
    }
    assert found.report.lines.tolist() == [4, 1, 1, 2]


def test_words_where_a_number_belongs_are_named_by_row_and_column():
    with pytest.raises(InputError, match=r"Unit cost must be a number, got 'cheap' \(row 3 of .*, column cost\)"):
        import_items(table("sku,cost\nA,1\nB,cheap"))


def test_a_list_without_items_is_refused():
    with pytest.raises(InputError, match="column for the item"):
        import_items(table("colour,cost\nred,1"))
