"""Which column is what, from headings and cells; corrections by hand; what is asked back."""

import pytest

from core import InputError, import_orders
from core.history.content import content, looks_like_a_date, looks_like_a_number
from core.history.guess import guess_roles
from core.history.headers import score, words
from core.history.periods import month_without_year, period
from core.history.vocabulary import ITEM_ROLES, ORDER_ROLES, RECEIPT_ROLES
from tests.core.order_tables import by_item, table

RETAIL = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"
HEALTH = (
    "ID|Project Code|PQ #|PO / SO #|ASN/DN #|Country|Managed By|Fulfill Via|Vendor INCO Term|Shipment Mode|"
    "PQ First Sent to Client Date|PO Sent to Vendor Date|Scheduled Delivery Date|Delivered to Client Date|"
    "Delivery Recorded Date|Product Group|Sub Classification|Vendor|Item Description|Molecule/Test Type|Brand|Dosage|"
    "Dosage Form|Unit of Measure (Per Pack)|Line Item Quantity|Line Item Value|Pack Price|Unit Price|"
    "Manufacturing Site|First Line Designation|Weight (Kilograms)|Freight Cost (USD)|Line Item Insurance (USD)"
)
HEALTH_ROW = (
    "1|100-CI-T01|Pre-PQ|SCMS-4|ASN-8|Ghana|PMO - US|Direct Drop|EXW|Air|5/22/2013|5/23/2013|2-Jun-13|3-Jun-13|"
    "4-Jun-13|HRDT|HIV test|RANBAXY|HIV Test, 30 Tests|HIV Test|Reveal|N/A|Test kit|30|19|551|29|0.97|Ranbaxy|Yes|"
    "13|780.34|1.2"
)


def guessed(header, row, roles=ORDER_ROLES, separator=","):
    return guess_roles(table(f"{header}\n{row}\n{row}", separator=separator).frame, roles, {}).columns


@pytest.mark.parametrize(
    ("header", "row", "columns"),
    [
        (RETAIL, "536365,85123A,WHITE HOLDER,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom",
         {"date": "InvoiceDate", "item": "StockCode", "quantity": "Quantity", "price": "UnitPrice",
          "document": "InvoiceNo", "customer": "CustomerID", "name": "Description"}),
        ("date,sku,quantity", "2014-01-02,B1_01,7", {"date": "date", "item": "sku", "quantity": "quantity"}),
        ("Auftragsdatum,Artikelnummer,Artikelbezeichnung,Menge,Einzelpreis,Kundennummer,Warengruppe",
         "02.01.2024,4711,Becher,7,2.50,K9,Geschirr",
         {"date": "Auftragsdatum", "item": "Artikelnummer", "quantity": "Menge", "price": "Einzelpreis",
          "customer": "Kundennummer", "name": "Artikelbezeichnung", "category": "Warengruppe"}),
        ("N° commande,Date de commande,Référence,Désignation,Quantité,Prix unitaire,Client",
         "77,31/01/2024,R-9,Tasse,7,2.50,C1",
         {"date": "Date de commande", "item": "Référence", "quantity": "Quantité", "price": "Prix unitaire",
          "document": "N° commande", "customer": "Client", "name": "Désignation"}),
        ("Data ordine,Codice articolo,Descrizione,Quantità,Prezzo unitario,Fornitore", "31/01/2024,R-9,Tazza,7,2.50,F1",
         {"date": "Data ordine", "item": "Codice articolo", "quantity": "Quantità", "price": "Prezzo unitario",
          "name": "Descrizione", "supplier": "Fornitore"}),
        ("Fecha,Código de artículo,Descripción,Cantidad,Precio,Categoría", "31/01/2024,R-9,Taza,7,2.50,Menaje",
         {"date": "Fecha", "item": "Código de artículo", "quantity": "Cantidad", "price": "Precio",
          "name": "Descripción", "category": "Categoría"}),
        ("Order ID,Order Date,Ship Date,Customer Name,Product ID,Product Name,Category,Sales,Quantity,Discount,Profit",
         "CA-1,11/18/2016,11/21/2016,Ann,FUR-1,Chair,Furniture,261.96,2,0,41.9",
         {"date": "Order Date", "item": "Product ID", "quantity": "Quantity", "document": "Order ID",
          "customer": "Customer Name", "name": "Product Name", "category": "Category"}),
        ("Datum,Produkt,Absatz", "02.01.2024,Becher rot,7", {"date": "Datum", "item": "Produkt", "quantity": "Absatz"}),
        ("when,thing code,qty sold", "2024-01-31,A1,7", {"date": "when", "item": "thing code", "quantity": "qty sold"}),
        ("Quantitiy,Order dat,Stok code", "7,2024-01-31,A1",
         {"date": "Order dat", "item": "Stok code", "quantity": "Quantitiy"}),
    ],
    ids=["retail", "daily", "german", "french", "italian", "spanish", "superstore", "name only", "loose", "misspelt"],
)  # fmt: skip
def test_headings_of_orders_in_five_languages(header, row, columns):
    assert guessed(header, row) == columns


def test_the_33_headings_of_the_health_deliveries():
    found = guessed(HEALTH, HEALTH_ROW, RECEIPT_ROLES, "|")
    assert found == {
        "ordered": "PO Sent to Vendor Date", "received": "Delivered to Client Date",
        "promised": "Scheduled Delivery Date", "supplier": "Vendor", "item": "Item Description",
        "quantity": "Line Item Quantity", "document": "PO / SO #",
    }  # fmt: skip


@pytest.mark.parametrize(
    "header",
    ["supplier,item,order_date,promised_date,received_date,quantity",
     "Lieferant,Artikelnummer,Bestelldatum,Liefertermin,Wareneingang,Menge",
     "Fournisseur,Référence article,Date de commande,Date prévue,Date de réception,Quantité",
     "Fornitore,Codice articolo,Data ordine,Data consegna prevista,Data ricezione,Quantità",
     "Proveedor,Código de artículo,Fecha de pedido,Fecha prevista,Fecha de recepción,Cantidad",
     "Vendor,SKU,PO Date,Due Date,Delivery Date,Qty"],
)  # fmt: skip
def test_headings_of_receipts(header):
    found = guessed(header, "ACME,A1,2024-01-02,2024-01-20,2024-01-21,7", RECEIPT_ROLES)
    assert list(found.values()) == [header.split(",")[at] for at in (2, 4, 3, 0, 1, 5)]
    assert list(found) == ["ordered", "received", "promised", "supplier", "item", "quantity"]


def test_headings_of_items():
    header = (
        "Artikelnummer,Bezeichnung,Lieferant,EK-Preis,VK-Preis,Lieferzeit (Tage),Mindestbestellmenge,VPE,Palettenmenge"
    )
    found = guessed(header, "A1,Becher,ACME,1.50,2.50,14,10,5,400", ITEM_ROLES)
    assert found == dict(zip(
        ["item", "name", "supplier", "unit_cost", "price", "lead_time_days", "order_minimum", "order_multiple",
         "units_per_pallet"], header.split(","), strict=True))  # fmt: skip


def test_a_guess_says_how_sure_it_is_and_what_else_it_could_be():
    frame = table("Order Date,Ship Date,SKU,Quantity\n2024-01-31,2024-02-02,A,1").frame
    guess = guess_roles(frame, ORDER_ROLES, {})
    assert guess.confidence["date"] == 1.0
    assert guess.alternatives["date"] == ("Ship Date",)
    assert guess.missing == ()
    loose = guess_roles(table("when,stuff,how much\n2024-01-31,A,1").frame, ORDER_ROLES, {})
    assert loose.columns == {"date": "when"}
    assert 0.35 <= loose.confidence["date"] < 0.6
    assert loose.missing == ("item", "quantity")


def test_a_heading_that_speaks_of_dates_over_cells_that_dont_loses_to_one_with_dates():
    frame = table("Date,Created,SKU,Quantity\nn/a,2024-01-31,A,1\nn/a,2024-01-30,B,1").frame
    assert guess_roles(frame, ORDER_ROLES, {}).columns["date"] == "Created"


ODD = table("when,stuff,how much\n2024-01-31,A,1\n2024-01-30,B,2")


def test_missing_columns_are_named_with_what_is_there():
    with pytest.raises(InputError) as caught:
        import_orders(ODD)
    item, quantity = caught.value.faults
    assert "column for the item, with a heading such as item, sku" in item
    assert "its columns are when, stuff, how much (row 1)" in quantity


def test_a_person_can_name_columns_and_hand_back_what_was_found():
    found = import_orders(ODD, columns={"item": "stuff", "quantity": "how much"})
    assert found.columns == {"date": "when", "item": "stuff", "quantity": "how much"}
    again = import_orders(ODD, columns=found.columns)
    assert by_item(again.daily) == by_item(found.daily) == {"A": 1, "B": 2}


def test_a_person_can_say_that_there_is_no_such_column():
    orders = table("date,item,quantity,price\n2024-01-31,A,1,0")
    assert by_item(import_orders(orders, columns={"price": None}).daily) == {"A": 1}


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ({"item": "Stuf"}, "Column 'Stuf' for the item is not in the table; near it are 'stuff'"),
        ({"thing": "stuff"}, "Role 'thing' is not known; the roles are date, item, quantity"),
        ({"item": "stuff", "quantity": "stuff"}, "Column 'stuff' must have one role, got it for item and quantity"),
        ({"dates": "sideways"}, "Column choice dates must be one of 'day first', 'month first'"),
    ],
)
def test_wishes_that_cant_be_met_are_named(columns, says):
    with pytest.raises(InputError, match=says):
        import_orders(ODD, columns=columns)


def test_ambiguous_dates_are_asked_with_both_readings_and_settled_by_hand():
    orders = table("date,item,quantity\n2024-01-05,A,1\n03/04/2024,A,2")
    with pytest.raises(InputError) as caught:
        import_orders(orders)
    said = str(caught.value)
    assert "column 'date' (row 3 of orders.csv)" in said
    assert "'03/04/2024' is 3 April 2024 with 'day first', 4 March 2024 with 'month first'" in said
    days = {style: import_orders(orders, columns={"dates": style}).daily.date.iloc[1] for style in
            ("day first", "month first")}  # fmt: skip
    assert (days["day first"].month, days["month first"].month) == (4, 3)


def test_ambiguous_numbers_are_asked_and_settled_by_hand_or_by_another_column():
    orders = table("date;item;quantity\n2024-01-05;A;1,250", separator=";")
    with pytest.raises(InputError, match=r"column 'quantity' \(row 2 .*'1,250' is 1250 with a decimal point, 1.25"):
        import_orders(orders)
    for style, units in (("decimal point", 1250), ("decimal comma", 1.25)):
        assert by_item(import_orders(orders, columns={"numbers": style}).daily) == {"A": units}
    told = table("date;item;quantity;price\n2024-01-05;A;1,250;2,5", separator=";")
    assert by_item(import_orders(told).daily) == {"A": 1.25}


def test_files_with_other_headings_are_read_each_by_its_own():
    one = table("date,item,quantity\n2024-01-31,A,1", "one.csv")
    two = table("Menge,Artikelnummer,Datum\n5,A,31.01.2024", "two.csv")
    found = import_orders([one, two])
    assert by_item(found.daily) == {"A": 6}
    assert found.columns == {"date": "date", "item": "item", "quantity": "quantity"}


def test_lines_that_two_files_share_are_duplicates():
    one = table("date,item,quantity\n2024-01-30,A,1\n2024-01-31,A,2", "one.csv")
    two = table("date,item,quantity\n2024-01-31,A,2\n2024-02-01,A,4", "two.csv")
    found = import_orders([one, two])
    assert by_item(found.daily) == {"A": 7}
    aside = found.set_aside["exact duplicates of an earlier line"]
    assert aside[["file", "file row"]].to_numpy().tolist() == [["two.csv", 2]]


def test_words_of_headings():
    assert words("InvoiceNo") == ("invoice", "no")
    assert words("Stück/Menge (kg)") == ("stuck", "menge", "kg")
    assert words("Größe") == ("grosse",)
    assert score("Quantity", ORDER_ROLES["quantity"]) == 1.0
    assert score("Price per quantity", ORDER_ROLES["quantity"]) < 0.1
    assert score("", ORDER_ROLES["date"]) == 0.0


@pytest.mark.parametrize("text", ["2024-01-31", "31.01.2024", "1/31/24", "2-Jan-06", "3 January 2024", "Jan 5, 2024",
                                  "20240131", "2024-01-31T10:00:00Z", "31/01/2024 10:00"])  # fmt: skip
def test_what_looks_like_a_date(text):
    assert looks_like_a_date(text)
    assert not looks_like_a_date(f"A{text}B")


@pytest.mark.parametrize("text", ["12", "-3", "1.234,50", "€ 3,50", "(5)", "7-", "1 234", "3.5 kg", "12 %", "1e5"])
def test_what_looks_like_a_number(text):
    assert looks_like_a_number(text)
    assert not looks_like_a_date(text)


@pytest.mark.parametrize("text", ["", "A1", "12 Monkeys at once", "N/A"])
def test_what_doesnt(text):
    assert not looks_like_a_number(text)


def test_content_of_an_empty_column_is_nothing():
    frame = table("a,b\n,1\n,2").frame
    assert content(frame["a"]).filled == 0.0
    assert content(frame["b"]).numbers == 1.0


@pytest.mark.parametrize(
    ("text", "first", "days"),
    [("2024-02", "2024-02-01", 29), ("02/2023", "2023-02-01", 28), ("Mär 24", "2024-03-01", 31),
     ("Jan-24", "2024-01-01", 31), ("février 2024", "2024-02-01", 29), ("dic. 2024", "2024-12-01", 31),
     ("2024 Aug", "2024-08-01", 31), ("2024-W05", "2024-01-29", 7), ("KW 5 2024", "2024-01-29", 7),
     ("Week 1 2021", "2021-01-04", 7)],
)  # fmt: skip
def test_months_and_weeks(text, first, days):
    start, length = period(text)
    assert (start.isoformat(), length) == (first, days)


@pytest.mark.parametrize("text", ["2024-13", "Total 2024", "2024-W54", "12.50", "A1", "2024-01-31", "Size 24", "Jan"])
def test_what_is_no_period(text):
    assert period(text) is None


def test_bare_months():
    assert month_without_year("Jan")
    assert month_without_year("Dezember")
    assert not month_without_year("Total")
