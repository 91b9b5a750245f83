"""Tables with a column per day, week, month or item become lines; totals are spread over their days."""

import pytest

from core import InputError, import_orders
from tests.core.order_tables import by_item, lines_of, table


def test_a_column_per_day():
    found = import_orders(table("SKU,Name,2024-01-30,2024-01-31\nA,Cup,3,\nB,Mug,0,4"))
    assert found.columns == {"item": "SKU", "name": "Name", "layout": "dates across"}
    assert by_item(found.daily) == {"A": 3, "B": 4}
    assert lines_of(found.report, "lines read") == 3
    assert found.items[["item", "name"]].to_numpy().tolist() == [["A", "Cup"], ["B", "Mug"]]


def test_a_column_per_month_is_spread_evenly_and_says_so():
    found = import_orders(table("Item,Jan 2024,Feb 2024\nA,31,58\nB,62,"))
    assert found.period == "month"
    assert by_item(found.daily) == pytest.approx({"A": 89, "B": 62})
    a = found.daily[found.daily.item == "A"].quantity
    assert a.tolist() == pytest.approx([1.0] * 31 + [2.0] * 29)
    assert "Monthly totals were spread evenly over their days" in found.findings["spread totals"].sentence


def test_days_seven_apart_in_headings_are_weeks():
    found = import_orders(table("Item,2024-01-01,2024-01-08,2024-01-15\nA,7,14,21"))
    assert found.period == "week"
    assert found.daily.quantity.tolist() == pytest.approx([1.0] * 7 + [2.0] * 7 + [3.0] * 7)


def test_weeks_by_number():
    found = import_orders(table("Item,KW 1 2024,KW 2 2024\nA,7,14"))
    assert found.daily.date.iloc[0].isoformat() == "2024-01-01T00:00:00"
    assert by_item(found.daily) == pytest.approx({"A": 21})


def test_a_column_per_item():
    found = import_orders(table("Day,Soap,Brush,Total\n2024-01-30,3,4,7\n2024-01-31,,5,5"))
    assert found.columns == {"date": "Day", "layout": "items across"}
    assert by_item(found.daily) == {"Soap": 3, "Brush": 9}


def test_lines_of_months_are_spread_too_unless_a_person_knows_better():
    orders = table("month,item,quantity\n2024-01,A,31\n2024-02,A,29")
    assert import_orders(orders).daily.quantity.tolist() == pytest.approx([1.0] * 60)
    booked = import_orders(orders, columns={"period": "day"})
    assert booked.daily.quantity.tolist() == [31, 29]
    assert booked.columns["period"] == "day"


@pytest.mark.parametrize(
    "days", [("2024-01-01", "2024-02-01", "2024-03-01"), ("2024-01-31", "2024-02-29", "2024-03-31")],
    ids=["first days", "last days"],
)  # fmt: skip
def test_dates_at_the_edge_of_every_month_are_monthly_totals(days):
    found = import_orders(table("date,item,quantity\n" + "\n".join(f"{day},A,{units}" for day, units in
                                                                   zip(days, (31, 29, 31), strict=True))))  # fmt: skip
    assert found.daily.quantity.tolist() == pytest.approx([1.0] * 91)


def test_weekly_dates_in_lines_are_pointed_out_and_spread_on_demand():
    orders = table("date,item,quantity\n" + "\n".join(f"2024-01-{day:02d},A,7" for day in (1, 8, 15, 22)))
    asis = import_orders(orders)
    assert len(asis.daily) == 4
    assert "Every date is a Monday" in asis.findings["one weekday"].sentence
    assert import_orders(orders, columns={"period": "week"}).daily.quantity.tolist() == pytest.approx([1.0] * 28)


def test_negative_months_are_returns_of_earlier_ones():
    found = import_orders(table("Item,Jan 2024,Feb 2024,Mar 2024\nA,31,-10,20"))
    assert by_item(found.daily) == pytest.approx({"A": 41})


def test_what_identifies_the_rows_may_have_any_heading():
    found = import_orders(table("Thing,2024-01-30,2024-01-31\nA,3,1"))
    assert found.columns["item"] == "Thing"
    assert by_item(found.daily) == {"A": 4}


def test_what_a_cell_of_a_wide_table_cant_be_is_told_by_row_and_heading():
    found = import_orders(table("SKU,2024-01-30,2024-01-31\nA,3,x\nB,1,2"))
    aside = found.set_aside["unreadable: no date, no quantity or no item"]
    assert aside[["file row", "heading", "cell"]].to_numpy().tolist() == [[2, "2024-01-31", "x"]]


def test_headings_of_two_meanings_are_asked():
    with pytest.raises(InputError, match="2 ways"):
        import_orders(table("SKU,01/02/2024,02/02/2024\nA,3,1"))
    found = import_orders(table("SKU,01/02/2024,02/02/2024\nA,3,1"), columns={"dates": "day first"})
    assert found.daily.date.dt.month.tolist() == [2, 2]


def test_the_layout_can_be_named():
    orders = table("date,item,quantity,2024-01-30,2024-01-31\n2024-01-05,A,3,9,9")
    found = import_orders(orders, columns={"layout": "lines"})
    assert by_item(found.daily) == {"A": 3}


def test_columns_named_by_hand_make_it_lines():
    orders = table("day,item,units,2024-01-30,2024-01-31\n2024-01-05,A,3,9,9")
    found = import_orders(orders, columns={"date": "day", "quantity": "units"})
    assert by_item(found.daily) == {"A": 3}


def test_years_beside_columns_of_months():
    found = import_orders(table("Item,Year,Jan,Feb,Mar\nA,2023,31,28,31\nA,2024,31,29,62"))
    assert found.columns == {"item": "Item", "layout": "dates across"}
    assert by_item(found.daily) == pytest.approx({"A": 212})
    march = found.daily[(found.daily.date >= "2024-03-01")].quantity
    assert march.tolist() == pytest.approx([2.0] * 31)


def test_headings_with_words_around_the_month():
    found = import_orders(table("Item,Price,Sales Jan 2024,Sales Feb 2024\nA,9.5,31,29"))
    assert found.daily.quantity.tolist() == pytest.approx([1.0] * 60)


@pytest.mark.parametrize(
    ("header", "rows", "first", "days"),
    [("Year,Month,Day,Item,Qty", ("2024,1,31,A,4", "2024,2,1,A,5"), "2024-01-31", 2),
     ("Jahr,Monat,Artikel,Menge", ("2024,1,A,31", "2024,2,A,29"), "2024-01-01", 60),
     ("Year,Month,Item,Qty", ("2024,Jan,A,31", "2024,Feb,A,29"), "2024-01-01", 60)],
)  # fmt: skip
def test_dates_kept_in_several_columns(header, rows, first, days):
    found = import_orders(table("\n".join([header, *rows])))
    assert len(found.daily) == days
    assert f"{found.daily.date.iloc[0]:%Y-%m-%d}" == first
    assert by_item(found.daily) == pytest.approx({"A": sum(float(row.split(",")[-1]) for row in rows)})
    again = import_orders(table("\n".join([header, *rows])), columns=found.columns)
    assert by_item(again.daily) == by_item(found.daily)
