"""What is pointed out and not changed: giants, closed days, stock-outs, far dates, charges."""

import pandas as pd
import pytest

from core import InputError, import_orders
from core.history.lives import open_days
from core.history.record import record_of
from tests.core.order_tables import by_item, table


def daily(first, days, units=5, item="A"):
    return [f"{day:%Y-%m-%d},{item},{units}" for day in pd.date_range(first, periods=days)]


def orders(*rows, header="date,item,quantity"):
    return table("\n".join([header, *rows]))


def test_a_giant_order_is_pointed_out_and_kept():
    found = import_orders(orders(*daily("2024-01-01", 30), "2024-01-31,A,101", "2024-02-01,A,100"))
    giant = found.findings["giants"].rows
    assert giant[["item", "quantity", "left"]].to_numpy().tolist() == [["A", 101.0, 101.0]]
    assert "1 order is more than 20 times" in found.findings["giants"].sentence
    assert found.daily.quantity.max() == 101


def test_a_giant_is_judged_on_what_its_returns_left():
    steady = daily("2024-01-01", 30)
    gone = import_orders(orders(*steady, "2024-01-31,A,900", "2024-02-01,A,-900"))
    assert "giants" not in gone.findings
    partly = orders(*steady, "2024-01-31,A,900", "2024-02-01,A,-700", "2024-02-03,A,150")
    rest = import_orders(partly).findings["giants"]
    assert rest.rows[["quantity", "left"]].to_numpy().tolist() == [[900.0, 200.0], [150.0, 150.0]]
    assert "the largest is 200 of A on 2024-01-31. They are kept" in rest.sentence


def test_an_item_of_few_days_is_held_against_all_items():
    rows = [*daily("2024-01-01", 60, 10, "A"), "2024-01-05,B,201", "2024-01-06,C,200"]
    assert import_orders(orders(*rows)).findings["giants"].rows["item"].tolist() == ["B"]


def test_steady_demand_has_no_giants():
    assert "giants" not in import_orders(orders(*daily("2024-01-01", 60))).findings


def shop(first, days, items="ABCDEFGH"):
    return [row for item in items for row in daily(first, days, item=item)]


def test_closed_weekdays_and_other_closed_days_are_told_apart():
    weekdays = [row for row in shop("2024-01-01", 42) if pd.Timestamp(row[:10]).day_of_week < 5]
    rows = [row for row in weekdays if row[:10] != "2024-01-17"]
    found = import_orders(orders(*rows)).findings
    assert found["closed weekdays"].rows["weekday"].tolist() == ["Saturday", "Sunday"]
    assert found["closed days"].rows.to_numpy().tolist() == [[pd.Timestamp("2024-01-17"), "Wednesday"]]
    assert "taken as closed" in found["closed days"].sentence
    assert "empty days" not in found


def test_a_day_of_zeros_is_closed_and_open_days_are_not():
    found = import_orders(orders(*shop("2024-01-01", 5), *daily("2024-01-06", 1, 0), *shop("2024-01-07", 3)))
    assert found.findings["closed days"].rows["date"].tolist() == [pd.Timestamp("2024-01-06")]
    assert not {"closed days", "empty days"} & import_orders(orders(*daily("2024-01-01", 9))).findings.keys()


def test_days_that_slow_sales_leave_empty_are_taken_as_open_as_the_estimates_do():
    days = pd.date_range("2024-01-03", "2024-06-24")[::9]
    bought = import_orders(orders(*(f"{day:%Y-%m-%d},A,2" for day in days)))
    assert not {"closed days", "closed weekdays"} & bought.findings.keys()
    empty = bought.findings["empty days"]
    record = record_of(bought)
    assert len(empty.rows) == record.days - len(days) == (open_days(record).sum() - len(days))
    assert "taken as open" in empty.sentence


def test_a_weekday_is_never_closed_on_the_word_of_few_sales():
    found = import_orders(orders("2024-01-03,A,2", "2024-01-12,A,1", "2024-01-26,A,4")).findings
    assert "closed weekdays" not in found


def test_nothing_is_taken_of_days_where_nothing_can_be_estimated():
    found = import_orders(orders("2024-01-01,A,5", "2024-01-03,A,5", "2024-01-04,A,-3"), rules={"returns": False})
    assert found.findings["empty days"].sentence == "Nothing was sold on 1 day within the record; it is 2024-01-02"
    assert "closed days" not in found.findings


def test_mistyped_years_are_pointed_out():
    found = import_orders(orders(*daily("2024-01-01", 200), "2042-01-05,A,7"))
    assert found.findings["far dates"].rows["quantity"].tolist() == [7.0]
    assert "2042-01-05" in found.findings["far dates"].sentence


@pytest.mark.parametrize(
    ("heading", "cells", "shares"),
    [("stockout_hours_6_to_22", ("8", "16", "0"), [0.5, 1.0]), ("hours out of stock", ("6", "24", ""), [0.25, 1.0]),
     ("stockout", ("yes", "no", "1"), [1.0, 1.0]), ("out of stock", ("0.5", "0", "1"), [0.5, 1.0])],
)  # fmt: skip
def test_stockouts_by_hours_flags_or_shares(heading, cells, shares):
    rows = [f"2024-01-0{at},A,3,{cell}" for at, cell in enumerate(cells, start=1)]
    found = import_orders(orders(*rows, header=f"date,item,quantity,{heading}"))
    assert found.columns["stockout"] == heading
    assert found.stockouts.share.tolist() == shares
    assert "67%" in found.findings["stock-outs"].sentence


def test_impossible_stockouts_are_refused_by_row():
    header = "date,item,quantity,stockout_hours_6_to_22"
    with pytest.raises(InputError, match=r"0 to 16 hours .* got '17' \(row 3 of orders.csv, column stockout_hours"):
        import_orders(orders("2024-01-01,A,3,1", "2024-01-02,A,3,17", header=header))


def test_without_a_column_nothing_is_known_of_stockouts():
    found = import_orders(orders("2024-01-01,A,3"))
    assert found.stockouts is None
    assert "stock-outs" not in found.findings


def test_items_have_their_most_frequent_names_and_median_prices():
    found = import_orders(orders(
        "2024-01-01,A,3,Cup,2.00,X", "2024-01-02,A,3,Mug,4.00,X", "2024-01-03,A,3,Mug,9.00,Y", "2024-01-03,B,1,,1.00,",
        header="date,item,quantity,name,price,supplier"))  # fmt: skip
    assert found.items.to_dict("list") == {
        "item": ["A", "B"], "lines": [3, 1], "name": ["Mug", ""], "supplier": ["X", ""], "price": [4.0, 1.0],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("header", "row", "told"),
    [("date,item,quantity", "2024-01-02,A,1", True), ("date,item,quantity,price", "2024-01-02,A,1,2.5", True),
     ("date,item,quantity,invoice", "2024-01-02,A,1,1001", False),
     ("date,item,quantity,customer", "2024-01-02,A,1,Miller", False),
     ("date,item,quantity", "2024-01-02 10:30,A,1", False)],
)  # fmt: skip
def test_duplicates_that_may_be_repeated_sales_are_pointed_out(header, row, told):
    found = import_orders(orders(row, row, row, header=header))
    assert by_item(found.daily) == {"A": 1}
    assert ("duplicates" in found.findings) == told
    if told:
        assert found.findings["duplicates"].sentence.startswith("2 equal lines were set aside as duplicates, but")
        assert len(found.findings["duplicates"].rows) == 2
        kept = import_orders(orders(row, row, row, header=header), rules={"duplicates": False})
        assert "duplicates" not in kept.findings


def test_charges_are_listed_by_code():
    rows = [*daily("2024-01-01", 5, 3, "10001"), *daily("2024-01-01", 2, 1, "POST")]
    found = import_orders(orders(*rows))
    assert found.findings["charges"].rows.to_numpy().tolist() == [["POST", 2]]
    assert by_item(found.daily) == {"10001": 15}


def test_words_for_cancelled_in_a_column_without_a_role_are_pointed_out():
    rows = ["2024-01-01,A,3,Completed", "2024-01-02,A,2,Cancelled", "2024-01-03,A,4,Retoure (Kunde)"]
    found = import_orders(orders(*rows, header="date,item,quantity,state"))
    assert by_item(found.daily) == {"A": 9}
    assert found.findings["statuses"].rows.to_numpy().tolist() == [
        ["state", "Cancelled", 1], ["state", "Retoure (Kunde)", 1]]  # fmt: skip
    assert "2 used lines may be no sale" in found.findings["statuses"].sentence


def test_what_reading_assumed_is_said(tmp_path):
    path = tmp_path / "titled.csv"
    path.write_text("Sales of the year\n\ndate,item,quantity\n2024-01-01,A,3\n")
    assert "names of the columns are in row 3" in import_orders(path).findings["notes"].sentence
