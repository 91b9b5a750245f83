"""Catalogues from real files: every format, every way a file can be wrong, data-set folders."""

import gzip
import json
from contextlib import suppress
from functools import partial

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.catalogue import BUILT_IN, Catalogue, datasets, load_catalogue, read_bytes, read_table
from core.errors import InputError

HEADER = ["item", "unit_cost", "demand_per_day", "name"]
BODY = [["00123", "10", "4", "Schräube"], ["NA", "2.5", "0", "x"], ["1E5", "1", "1", "a, b"]]
FRAME = pd.DataFrame(BODY, columns=HEADER)


def text(separator=",", newline="\n"):
    quoted = [[f'"{cell}"' if separator in cell else cell for cell in row] for row in [HEADER, *BODY]]
    return newline.join(separator.join(row) for row in quoted) + newline


def fault_of(action):
    with pytest.raises(InputError) as caught:
        action()
    return str(caught.value)


def written(folder, name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


# ---- formats


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_text_files_of_every_make(tmp_path, encoding, separator, newline):
    path = written(tmp_path, "items.csv", text(separator, newline).encode(encoding))
    table = read_table(path)
    assert table.columns.tolist() == HEADER
    assert table.to_numpy().tolist() == BODY


@pytest.mark.parametrize("name", ["items.tsv", "ITEMS.CSV", "items.v2.csv"])
def test_endings_of_text_files(tmp_path, name):
    assert read_table(written(tmp_path, name, text("\t"))).to_numpy().tolist() == BODY


def test_packed_text(tmp_path):
    for name in ("items.csv.gz", "items.tsv.gz"):
        assert read_table(written(tmp_path, name, gzip.compress(text().encode()))).to_numpy().tolist() == BODY


def test_workbook(tmp_path):
    path = tmp_path / "items.xlsx"
    FRAME.assign(unit_cost=[10, 2.5, 1]).to_excel(path, index=False)
    catalogue = load_catalogue(path)
    assert catalogue.column("item").tolist() == ["00123", "NA", "1E5"]
    assert catalogue.column("unit_cost").tolist() == [10.0, 2.5, 1.0]


def test_parquet_keeps_numbers_to_the_digit(tmp_path):
    path = tmp_path / "items.parquet"
    FRAME.assign(unit_cost=[10, 0.1 + 0.2, np.nan]).to_parquet(path)
    table = read_table(path)
    assert table["unit_cost"].tolist() == ["10", "0.30000000000000004", ""]
    assert table["item"].tolist() == ["00123", "NA", "1E5"]
    assert fault_of(lambda: load_catalogue(path)) == "Unit cost of item 1E5 must not be blank (row 4, column unit_cost)"


def test_parquet_with_the_items_as_index(tmp_path):
    path = tmp_path / "items.parquet"
    FRAME.set_index("item").to_parquet(path)
    assert read_table(path)["item"].tolist() == ["00123", "NA", "1E5"]


def test_all_formats_give_one_catalogue(tmp_path):
    FRAME.to_csv(tmp_path / "a.csv", index=False)
    FRAME.to_csv(tmp_path / "a.tsv", index=False, sep="\t")
    FRAME.to_csv(tmp_path / "a.csv.gz", index=False)
    FRAME.to_excel(tmp_path / "a.xlsx", index=False)
    FRAME.to_parquet(tmp_path / "a.parquet")
    tables = [load_catalogue(path).items for path in sorted(tmp_path.iterdir())]
    assert len(tables) == 5
    assert all(table.equals(tables[0]) for table in tables)


@pytest.mark.parametrize("ending", [".csv", ".tsv", ".csv.gz", ".xlsx", ".parquet"])
def test_a_catalogue_survives_a_file(tmp_path, ending):
    catalogue = Catalogue.of(FRAME.assign(lead_time_days=[1 / 3, 14.1, 0.1 + 0.2], policy=["jit", "", "jic"]))
    path = tmp_path / f"items{ending}"
    table = catalogue.items
    if ending == ".xlsx":
        table.to_excel(path, index=False)
    elif ending == ".parquet":
        table.to_parquet(path)
    else:
        table.to_csv(path, index=False, sep="\t" if ending == ".tsv" else ",")
    again = load_catalogue(path)
    pd.testing.assert_frame_equal(again.items, catalogue.items, check_exact=ending != ".xlsx")
    assert again.name == "items"
    assert again.source == f"items{ending}"


def test_an_upload_needs_no_path():
    assert read_bytes("items.csv", text().encode()).to_numpy().tolist() == BODY


# ---- the odd things in text files


def test_quoted_lines_blank_lines_and_short_rows():
    table = read_bytes("a.csv", b'item,name,price\nA,"two\nlines",1\n\nB,x\n')
    assert table.to_numpy().tolist() == [["A", "two\nlines", "1"], ["B", "x", ""]]
    assert table.index.tolist() == [2, 4]


def test_blank_lines_keep_the_numbers_of_the_rows(tmp_path):
    path = written(tmp_path, "a.csv", "item,unit_cost,demand_per_day\nA,1,1\n\n,,\nB,-1,1\n")
    assert fault_of(lambda: load_catalogue(path)).endswith("got -1 (row 5, column unit_cost)")


def test_nameless_columns_go_if_blank_and_are_ignored_if_not():
    assert read_bytes("a.csv", b"item,price,,\nA,1,,\nB,2\n").columns.tolist() == ["item", "price"]
    table = read_bytes("a.csv", b",item,unit_cost,demand_per_day\n0,A,1,1\n")
    assert Catalogue.of(table).ignored_columns == ("column 1",)


def test_titles_above_the_header_keep_the_numbers_of_the_rows(tmp_path):
    path = written(tmp_path, "a.txt", "Our items\n\nitem,unit_cost,demand_per_day\nA,1,1\nB,-1,1\n")
    assert fault_of(lambda: load_catalogue(path)).endswith("got -1 (row 5, column unit_cost)")


def test_a_quoted_separator_in_the_header_does_not_mislead():
    assert read_bytes("a.csv", b'item;"a, b, c, d"\nA;1\n').columns.tolist() == ["item", "a, b, c, d"]


# ---- files that can't be read


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.pdf", b"%PDF-1.4 x", "File a.pdf is a PDF document: export the table as CSV or Excel"),
        ("a.csv", b"", "File a.csv is empty"),
        ("a.xlsx", b"", "File a.xlsx is empty"),
        ("a.csv", b"\xef\xbb\xbf", "File a.csv is empty"),
        ("a.csv", b"\n , \n", "File a.csv is empty"),
        ("a.csv.gz", gzip.compress(b""), "File a.csv.gz is empty"),
        ("a.csv", b"12,7\nA,1\n", "Row 1 of file a.csv must have the names of the columns, got '12', '7'"),
        ("a.csv", b"item,price\nA,1\nB\0,1\n",
         "Row 3 of file a.csv holds a NUL byte: the file is damaged, or no text"),
        ("a.csv", b"item,price\nA,1\nB,1,2\nC,1,,4\n",
         "2 faults:\nRow 3 of file a.csv must have 2 cells like the header, got 3\n"
         "Row 4 of file a.csv must have 2 cells like the header, got 4"),
        ("a.csv", b"item,price,item\nA,1,2\n",
            "Column 'item' must appear once in file a.csv, got it 2 times"),
    ],
)  # fmt: skip
def test_faults_of_files(tmp_path, name, content, says):
    assert fault_of(lambda: read_table(written(tmp_path, name, content))) == says


@pytest.mark.parametrize("name", ["a.xlsx", "a.parquet", "a.csv.gz"])
def test_broken_files_say_so(tmp_path, name):
    FRAME.to_parquet(tmp_path / "good.parquet")
    cut = (tmp_path / "good.parquet").read_bytes()[:-20]
    for content in (b"rubbish", cut, gzip.compress(b"x" * 99)[:-9]):
        path = written(tmp_path, name, content)
        assert fault_of(partial(read_table, path)).startswith(f"File {name} can't be ")


def test_a_cell_of_a_megabyte_is_a_fault():
    assert "can't be read as text: field larger than" in fault_of(lambda: read_bytes("a.csv", b"item\n" + b"x" * 10**6))


def test_a_packed_bomb_is_refused(monkeypatch):
    monkeypatch.setattr("core.tables.limits.MOST_BYTES", 1000)
    says = fault_of(lambda: read_bytes("a.csv.gz", gzip.compress(b"x" * 1001)))
    assert says == "File a.csv.gz must be at most 1,000 bytes unpacked"


def test_missing_files_and_folders(tmp_path):
    assert fault_of(lambda: read_table(tmp_path / "no.csv")) == f"File {tmp_path / 'no.csv'} is not there"
    assert "can't be read" in fault_of(lambda: read_table(tmp_path))
    assert "can't be read" in fault_of(lambda: read_table("a\0.csv"))
    assert fault_of(lambda: load_catalogue("nowhere")) == "File nowhere is not there"


@settings(max_examples=150, deadline=None)
@given(raw=st.binary(max_size=60) | st.text(max_size=60).map(lambda t: t.encode("utf-8", "replace")),
       name=st.sampled_from(["a.csv", "a.tsv", "a.csv.gz", "a.xlsx", "a.parquet"]))  # fmt: skip
def test_any_bytes_give_a_table_or_an_input_error(raw, name):
    with suppress(InputError):
        assert read_bytes(name, raw).shape[1] > 0


# ---- data-set folders

ABOUT = {"name": "Shop", "currency": "USD", "calendar_start": "2025-01-01", "warehouse_places": 12.5,
         "assumed": ["price"], "source": "made up"}  # fmt: skip
CATALOGUE = "item,unit_cost,demand_per_day,demand_model,lead_time_model\nA,1,4,{demand},\nB,1,2,,{lead}\n"
ORDERS = "date,item,quantity\n2025-01-01,A,3\n2025-01-03,A,4\n2025-01-03,A,1.5\n2025-01-04,B,2\n,,\n2025-01-02,Z,7\n"
RECEIPTS = (
    "supplier,item,order_date,promised_date,received_date,quantity\n"
    "S,B,2025-01-01,2025-01-04,2025-01-05,9\nS,B,2025-02-01,2025-02-04,2025-02-01,9\nS,A,2025-02-01,2025-02-04,,9\n"
)


def folder_of(place, demand="", lead="", about=ABOUT, orders=ORDERS, receipts=RECEIPTS):
    written(place, "catalogue.csv", CATALOGUE.format(demand=demand, lead=lead))
    if about is not None:
        written(place, "dataset.json", about if isinstance(about, str) else json.dumps(about))
    written(place, "orders.csv.gz", gzip.compress(orders.encode()))
    written(place, "receipts.csv.gz", gzip.compress(receipts.encode()))
    return place


def test_a_folder_with_its_description(tmp_path):
    catalogue = load_catalogue(folder_of(tmp_path))
    assert (catalogue.name, catalogue.currency, catalogue.calendar_start) == ("Shop", "USD", "2025-01-01")
    assert (catalogue.warehouse_places, catalogue.assumed, catalogue.source) == (12.5, ("price",), "made up")
    assert catalogue == load_catalogue(str(tmp_path))


def test_a_folder_without_description_has_its_own_name(tmp_path):
    (tmp_path / "shop").mkdir()
    assert load_catalogue(folder_of(tmp_path / "shop", about=None)).name == "shop"


def test_records_are_read_only_for_items_drawn_from_history(tmp_path):
    catalogue = load_catalogue(folder_of(tmp_path, orders="rubbish", receipts="rubbish"))
    assert (dict(catalogue.histories), dict(catalogue.lead_time_histories)) == ({}, {})


def test_demand_histories_have_zeros_on_days_without_orders(tmp_path):
    catalogue = load_catalogue(folder_of(tmp_path, demand="history", receipts="rubbish"))
    assert catalogue.histories["A"].tolist() == [3.0, 0.0, 5.5, 0.0]
    assert catalogue.histories["B"].tolist() == [0.0, 0.0, 0.0, 2.0]
    assert "Z" not in catalogue.histories


def test_lead_time_histories_leave_out_what_has_not_come(tmp_path):
    catalogue = load_catalogue(folder_of(tmp_path, lead="history", orders="rubbish"))
    assert catalogue.lead_time_histories["B"].tolist() == [4.0, 0.0]
    assert "A" not in catalogue.lead_time_histories


@pytest.mark.parametrize(
    ("orders", "says"),
    [
        ("item,quantity\nA,1\n", "Column date is missing in orders"),
        ("date,item,quantity\n,,\n", "File orders.csv.gz has no rows"),
        ("date,item,quantity\n31.1.2025,A,1\n",
            "Date must be a day such as 2026-01-31, got '31.1.2025' (row 2 of orders, column date)"),
        ("date,item,quantity\n\n2025-01-01,A,-1\n",
            "Quantity must be at least 0 units, got '-1' (row 3 of orders, column quantity)"),
        ("date,item,quantity\n2025-01-01,A,x\n",
            "Quantity must be at least 0 units, got 'x' (row 2 of orders, column quantity)"),
        ("date,item,quantity\n1925-01-01,A,1\n2025-01-01,A,1\n",
            "Record orders must span at most 7305 days, got 36526"),
        ("date,item,quantity\n2025-01-01,B,1\n",
            "Demand history of item A is missing: the model history draws from it (column demand_model)"),
    ],
)  # fmt: skip
def test_faults_of_orders(tmp_path, orders, says):
    place = folder_of(tmp_path, demand="history", orders=orders)
    said = fault_of(lambda: load_catalogue(place))
    assert said == says or (says.endswith("no rows") and said == "The record has no rows with an item")


@pytest.mark.parametrize(
    ("ordered", "received", "says"),
    [
        ("2025-01-05", "2025-01-01",
            "Lead time must be 0 to 365 days, got -4 (row 2 of receipts, columns order_date and "
            "received_date)"),
        ("2023-01-05", "2025-01-01",
            "Lead time must be 0 to 365 days, got 727 (row 2 of receipts, columns order_date and "
            "received_date)"),
        ("soon", "2025-01-01",
            "Date must be a day such as 2026-01-31, got 'soon' (row 2 of receipts, column order_date)"),
        ("2025-01-05", "",
            "Lead-time history of item B is missing: the model history draws from it (column "
            "lead_time_model)"),
    ],
)  # fmt: skip
def test_faults_of_receipts(tmp_path, ordered, received, says):
    receipts = f"item,order_date,received_date\nB,{ordered},{received}\n"
    assert fault_of(lambda: load_catalogue(folder_of(tmp_path, lead="history", receipts=receipts))) == says


@pytest.mark.parametrize(
    ("about", "says"),
    [
        ("{", "File dataset.json can't be read as JSON"),
        ("[]", "File dataset.json must hold an object with name, currency"),
        ({"nmae": "x"}, "Entry 'nmae' of dataset.json is not one of name, currency"),
        ({"assumed": "price"}, "Entry assumed of dataset.json must be a list of columns, got 'price'"),
        ({"assumed": ["prise"]}, "Assumed column 'prise' is not one of a catalogue"),
        ({"name": 3}, "Name of the catalogue must be text, got 3"),
        ({"source": 3}, "Source of the catalogue must be text, got 3"),
    ],
)
def test_faults_of_descriptions(tmp_path, about, says):
    assert fault_of(lambda: load_catalogue(folder_of(tmp_path, about=about))).startswith(says)


def test_a_folder_without_catalogue_is_no_data_set(tmp_path):
    assert fault_of(lambda: load_catalogue(tmp_path)) == f"File {tmp_path / 'catalogue.csv'} is not there"


def test_built_in_data_sets_are_read_once(tmp_path, monkeypatch):
    for name in BUILT_IN:
        (tmp_path / name).mkdir()
        folder_of(tmp_path / name)
    monkeypatch.setattr(datasets, "DATA", tmp_path)
    datasets._built_in.cache_clear()
    try:
        assert load_catalogue("demo") is load_catalogue("demo")
        assert load_catalogue("demo").name == "Shop"
    finally:
        datasets._built_in.cache_clear()
