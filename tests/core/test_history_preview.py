"""What is shown before an import: the guess, and the questions that only a person can answer."""

import pytest

from core import InputError
from core.history import import_orders
from core.history.preview import preview
from core.tables import Table, read_bytes


def table(text: str, name: str = "orders.csv") -> Table:
    return read_bytes(name, text.encode())


ISO = "Order,SKU,Qty,Price,Order date\n1,A-1,2,3.50,2024-03-04\n2,A-2,1,1.25,2024-03-05\n"
OPEN_DATES = "sku;qty;date\nA;2;03/04/2024\nB;1;05/06/2024\n"
SETTLED_DATES = "sku;qty;date\nA;2;03/04/2024\nB;1;25/06/2024\n"
OPEN_NUMBERS = "sku;qty;date\nA;1,250;2024-03-04\nB;2,500;2024-03-05\n"


def test_a_clear_file_is_guessed_and_nothing_is_asked() -> None:
    found = preview("orders", [table(ISO)])
    roles = {"date": "Order date", "item": "SKU", "quantity": "Qty", "price": "Price", "document": "Order"}
    assert found.columns == roles
    assert found.headings == ("Order", "SKU", "Qty", "Price", "Order date")
    assert found.sample["SKU"].tolist() == ["A-1", "A-2"]
    assert not found.questions
    assert not found.faults


def test_dates_that_can_be_read_two_ways_are_asked_with_both_readings() -> None:
    found = preview("orders", [table(OPEN_DATES)])
    (question,) = found.open
    assert (question.choice, question.column, question.example) == ("dates", "date", "03/04/2024")
    assert question.place == "row 2 of orders.csv"
    assert question.readings == {"day first": "3 April 2024", "month first": "4 March 2024"}


@pytest.mark.parametrize(("answer", "month"), [("day first", 4), ("month first", 3)])
def test_an_answer_settles_the_question_for_the_import_too(answer: str, month: int) -> None:
    tables = [table(OPEN_DATES)]
    with pytest.raises(InputError, match="can be read in 2 ways"):
        import_orders(tables)
    found = preview("orders", tables, {"dates": answer})
    assert not found.open
    assert found.questions, "an answer can be changed"
    assert import_orders(tables, dict(found.columns)).daily["date"].dt.month.min() == month


def test_one_telling_cell_settles_a_column() -> None:
    assert not preview("orders", [table(SETTLED_DATES)]).questions


def test_numbers_that_can_be_read_two_ways_are_asked() -> None:
    (question,) = preview("orders", [table(OPEN_NUMBERS)]).open
    assert (question.choice, question.column, question.example) == ("numbers", "qty", "1,250")
    assert question.readings == {"decimal point": "1250", "decimal comma": "1.25"}
    answered = preview("orders", [table(OPEN_NUMBERS)], {"numbers": "decimal comma"})
    assert not answered.open
    assert import_orders([table(OPEN_NUMBERS)], dict(answered.columns)).daily["quantity"].sum() == 3.75


def test_a_missing_column_is_a_fault_and_the_rest_is_shown() -> None:
    found = preview("orders", [table("colour,date\nred,2024-03-04\nblue,2024-03-05\n")])
    assert found.columns["date"] == "date"
    assert any("quantity" in fault for fault in found.faults)
    assert len(found.sample) == 2


def test_a_heading_that_is_not_there_is_refused() -> None:
    with pytest.raises(InputError, match="'nowhere'"):
        preview("orders", [table(ISO)], {"item": "nowhere"})


def test_a_table_across_is_recognised() -> None:
    wide = [table("sku,2024-01-01,2024-01-02,2024-01-03\nA,1,2,3\nB,0,1,0\n")]
    found = preview("orders", wide)
    assert found.columns == {"item": "sku", "layout": "dates across"}
    assert import_orders(wide, dict(found.columns)).daily["quantity"].sum() == 7


def test_receipts_and_items_have_previews_too() -> None:
    receipts = "supplier,item,ordered,received,quantity\nS,A,01/02/2024,03/02/2024,5\n"
    (question,) = preview("receipts", [table(receipts)]).open
    assert question.choice == "dates"
    assert preview("items", [table("sku,unit cost,supplier\nA,2.5,S\n")]).columns == {
        "item": "sku",
        "unit_cost": "unit cost",
        "supplier": "supplier",
    }


def test_files_of_other_headings_are_shown_together() -> None:
    found = preview("orders", [table(ISO), table("Artikel,Menge,Datum\nA,1,2024-03-04\n", "mehr.csv")])
    assert found.headings == ("Order", "SKU", "Qty", "Price", "Order date", "Artikel", "Menge", "Datum")
    assert not found.faults
