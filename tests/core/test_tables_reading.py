"""Tables from files of every make: encodings, separators, packings, headers, rows that don't fit."""

import gzip
import io
import zipfile
from contextlib import suppress
from datetime import date, datetime, time, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import InputError
from core.tables import Table, limits, read_bytes, read_path

HEADER = ["item", "Größe", "price"]
BODY = [["00123", "groß", "1,5"], ["NA", "", "2.50"], ["1E5", "a; b, c", "TRUE"], ["-7", ' "q" ', "x\ny"]]


def delimited(separator=",", newline="\n", header=HEADER, body=BODY):
    def cell(text):
        special = any(mark in text for mark in (separator, '"', "\n"))
        return '"' + text.replace('"', '""') + '"' if special else text

    return "".join(separator.join(map(cell, row)) + newline for row in [header, *body])


def cells(table):
    return table.frame.to_numpy().tolist()


def read(text, name="a.csv"):
    return read_bytes(name, text if isinstance(text, bytes) else text.encode())


def fault(text, name="a.csv"):
    with pytest.raises(InputError) as caught:
        read(text, name)
    return str(caught.value)


# ---- text: encodings, separators, line ends

ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "latin-1"]
MARKED = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff",
          "utf-32-le": b"\xff\xfe\0\0", "utf-32-be": b"\0\0\xfe\xff"}  # fmt: skip


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_text_of_every_make(encoding, separator, newline):
    table = read(delimited(separator, newline).encode(encoding))
    assert table.frame.columns.tolist() == HEADER
    assert cells(table) == BODY
    assert table.rows.tolist() == [2, 3, 4, 5]
    assert (table.header_row, table.set_aside, table.twins, table.decimal) == (1, (), (), "")


@pytest.mark.parametrize("encoding", MARKED)
def test_byte_order_marks(encoding):
    assert cells(read(MARKED[encoding] + delimited().encode(encoding))) == BODY


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark(encoding):
    assert cells(read(delimited().encode(encoding))) == BODY


@pytest.mark.parametrize("name", ["a.csv", "a.txt", "a", "A.TSV", "a.xlsx.csv", "a.dat", "orders 2019.CSV"])
def test_the_content_decides_not_the_ending(name):
    assert cells(read(delimited("\t"), name)) == BODY


@pytest.mark.parametrize("last", ["", "\n", "\r\n\r\n", "\n \n"])
def test_the_last_line_needs_no_end(last):
    assert cells(read("a,b\n1x,2" + last)) == [["1x", "2"]]


def test_every_cell_is_text_under_text_headers():
    frame = read("item,2019,price\n007,1,\n").frame
    assert [str(kind) for kind in frame.dtypes] == ["str", "str", "str"]
    assert frame.columns.tolist() == ["item", "2019", "price"]
    assert frame.iloc[0].tolist() == ["007", "1", ""]
    assert not frame.isna().to_numpy().any()


TEXTS = {
    "cp1252": "article;désignation\n1;Crème brûlée à la vanille\n2;Gâteau – 5 € l’unité\n3;Thé glacé\n4;Œufs\n",
    "cp1250": "pozycja;ilość\n1;Śruba żółta średnia\n2;Gwóźdź dłuższy\n3;Łożysko część\n",
    "cp1251": "товар;название\n1;Молоко свежее\n2;Хлеб ржаной\n",
    "cp1253": "προϊόν;όνομα\n1;Γάλα φρέσκο\n2;Ψωμί\n",
    "cp1254": "ürün;miktar\n1;Şeker kırmızı\n2;Çay bardağı\n3;İğne ığdır\n",
    "cp850": "Artikel;Größe\n1;Schraube für Türschlösser\n2;Kühlschrank weiß\n3;Fußmatte grün\n",
    "mac_roman": "article;désignation\n1;Crème brûlée à la vanille\n2;Gâteau aux pêches\n3;Thé glacé très sucré\n",
    "shift_jis": "商品,数量\nりんごジュース,3\nみかん,4\n",
    "gb18030": "商品,数量\n苹果汁饮料,3\n茶叶,3\n",
    "big5": "商品,數量\n蘋果汁飲料,3\n茶葉,3\n",
    "euc_kr": "상품,수량\n사과주스,3\n",
}


@pytest.mark.parametrize("encoding", TEXTS)
def test_encodings_without_a_mark_are_recognised_and_named(encoding):
    table = read(TEXTS[encoding].encode(encoding))
    again = read(TEXTS[encoding])
    assert cells(table) == cells(again)
    assert "isn't UTF-8" in table.notes[0]
    assert again.notes == ()


@pytest.mark.parametrize("text", ["Schräube", "Côte d'Ivoire", '4½" pipe', "25 °C", "Café “X” – 5 €", "Ø 5 µm"])
def test_one_odd_letter_is_western_european(text):
    table = read(f"item\tname\nA\t{text}\n".encode("cp1252"))
    assert cells(table) == [["A", text]]
    assert "Windows-1252" in table.notes[0]


@given(raw=st.binary(min_size=1, max_size=80).filter(lambda raw: b"\0" not in raw))
def test_no_bytes_are_beyond_latin_1(raw):
    with suppress(InputError):
        read(b"item;name\nA;\xe9\nB;" + raw)


def test_marked_text_that_breaks_its_promise():
    assert fault("item,name\nA,x\n".encode("utf-16") + b"\n") == (
        "File a.csv can't be read as text: it begins as UTF-16, not all of it is"
    )


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_utf_8_with_some_wrong_bytes_stays_utf_8(mark):
    table = read(mark + "item,name\nA,Größe\nB,Süß".encode() + b"\xe9\nC," + "Ö".encode()[:1])
    assert cells(table) == [["A", "Größe"], ["B", "Süß\ufffd"], ["C", "\ufffd"]]
    assert table.notes == ("Some bytes are no UTF-8, the first of them in row 3; they show as \ufffd",)


def test_the_end_mark_of_old_programs_is_no_row():
    assert cells(read("item,n\nA,1\n\x1a")) == [["A", "1"]]


def test_lines_in_quotes_as_a_whole():
    table = read('"item,name,n"\r\n"A,""x, y"",1"\r\n\r\n"B,z,2"\r\n')
    assert table.frame.columns.tolist() == ["item", "name", "n"]
    assert cells(table) == [["A", "x, y", "1"], ["B", "z", "2"]]
    assert table.rows.tolist() == [2, 4]
    assert table.notes == ("Each line stood in quotes as a whole; they were taken off",)
    assert read('"item, all"\n"A"\n').frame.columns.tolist() == ["item, all"]


@pytest.mark.parametrize(("text", "row"), [("a,b\n1x,2\n3,\0\n", 3), ("a,\0b\n", 1)])
def test_nul_bytes_are_named(text, row):
    assert fault(text) == f"Row {row} of file a.csv holds a NUL byte: the file is damaged, or no text"


# ---- separators


@pytest.mark.parametrize(
    ("text", "columns", "first"),
    [
        ("a;b;c\nx;1,5;2,5\ny;1,5;2,5\n", ["a", "b", "c"], ["x", "1,5", "2,5"]),
        ("a\tb\nx, y\tz; w, v\n", ["a", "b"], ["x, y", "z; w, v"]),
        ("item;price, net\nA;1,5\nB;2\n", ["item", "price, net"], ["A", "1,5"]),
        ('item;"a, b, c, d"\nA;1\n', ["item", "a, b, c, d"], ["A", "1"]),
        ("a|b\n1x|2,0\n", ["a", "b"], ["1x", "2,0"]),
        ("item\nA\n", ["item"], ["A"]),
        ("sep=;\nitem;price\nA;1,5\n", ["item", "price"], ["A", "1,5"]),
        ("Report: of, 2019\n\nitem;price\nA;1,5\nB;2,5\n", ["item", "price"], ["A", "1,5"]),
    ],
)
def test_separators_are_found_out(text, columns, first):
    table = read(text)
    assert table.frame.columns.tolist() == columns
    assert table.frame.iloc[0].tolist() == first


# ---- rows: their numbers, blanks, those that don't fit


def test_rows_are_numbered_as_a_spreadsheet_counts_them():
    table = read('item,name\nA,"two\nlines"\n\n,  \nB,x\n"C\n\n\n",y\nD,z\n')
    assert cells(table) == [["A", "two\nlines"], ["B", "x"], ["C\n\n\n", "y"], ["D", "z"]]
    assert table.rows.tolist() == [2, 5, 6, 7]


def test_the_hint_of_a_separator_is_a_row_of_the_file():
    table = read("sep=,\nitem,name\nA,x\n")
    assert (table.header_row, table.rows.tolist()) == (2, [3])


def test_short_rows_are_filled_with_blanks():
    assert cells(read("a,b,c\nx\ny,1\n,,z\n")) == [["x", "", ""], ["y", "1", ""], ["", "", "z"]]


def test_rows_with_too_many_cells_are_set_aside_by_number():
    table = read("item,price\nA,1\nB,1,2\nC,1,,\nD,3\nE,4\nF,1,,4\n")
    assert cells(table) == [["A", "1"], ["C", "1"], ["D", "3"], ["E", "4"]]
    assert table.rows.tolist() == [2, 4, 5, 6]
    assert table.ragged == (3, 7)
    assert table.set_aside[0].cells == ("B", "1", "2")
    assert table.faults == (
        "Row 3 of file a.csv must have 2 cells like the header, got 3",
        "Row 7 of file a.csv must have 2 cells like the header, got 4",
    )


def test_if_most_rows_do_not_fit_the_file_can_not_be_read():
    assert fault("item,price\nA,1\nB,1,2\nC,1,2\n").splitlines() == [
        "2 faults:",
        "Row 3 of file a.csv must have 2 cells like the header, got 3",
        "Row 4 of file a.csv must have 2 cells like the header, got 3",
    ]


@pytest.mark.parametrize(
    ("text", "rows", "kept"),
    [
        # The inch mark stands where a quote would open: the row has the header's cells, so it is clear.
        ('a,b,c\nx,5" pipe,1\n', (), [["x", '5" pipe', "1"]]),
        ('a,b,c\nx,"12" pipe",1\n', (), [["x", '12" pipe', "1"]]),
        ('a,b,c\nx,"Best" widget,1\ny,z,2\n', (), [["x", '"Best" widget', "1"], ["y", "z", "2"]]),
        ('a,b,c\nx,"lost,1\ny,z,2\nv,w,3\n', (), [["x", '"lost', "1"], ["y", "z", "2"], ["v", "w", "3"]]),
        # Cells that can't be told apart are set aside, the rows after them are not.
        ('a,b,c\nx,"5" pipe, long",1\ny,z,2\n', (2,), [["y", "z", "2"]]),
        ('a,b,c\ny,z,2\nx,"lost, and more,1\nv,w,3\n', (3,), [["y", "z", "2"], ["v", "w", "3"]]),
        ('a,b,c,d\nx,"lost,1,2\nv,"w",3,4\n', (), [["x", '"lost', "1", "2"], ["v", "w", "3", "4"]]),
        ('a,b,c,d\nx,"lost,1,2,3\nv,w,3",4\ny,z,5,6\n', (2,), [["v", 'w', '3"', "4"], ["y", "z", "5", "6"]]),
    ],
)  # fmt: skip
def test_quotes_that_go_wrong_swallow_nothing(text, rows, kept):
    table = read(text)
    assert cells(table) == kept
    assert table.ragged == rows


def test_a_broken_header_is_a_fault():
    assert fault('item,"price, net\nA,1\nB,2\n').startswith("Row 1 of file a.csv has a quote")


def test_a_block_ends_within_a_quoted_cell(monkeypatch):
    monkeypatch.setattr("core.tables.delimited._BLOCK", 25)
    body = [[f"{n:03d}", f"line\nand line {n}", "x" * (n % 7)] for n in range(50)]
    table = read(delimited(header=["a", "b", "c"], body=body))
    assert cells(table) == body
    assert table.rows.tolist() == list(range(2, 52))


def test_rows_beyond_the_first_look_keep_their_numbers():
    body = [["A", "1"] if number % 3 else ["", ""] for number in range(30_000)]
    table = read(delimited(header=["item", "n"], body=body))
    assert table.rows.tolist() == [number + 2 for number in range(30_000) if number % 3]


def test_a_cell_beyond_bearing_is_set_aside():
    table = read(f"a,b\nx,1\ny,{'z' * 200_000}\nv,2\nw,3\n")
    assert cells(table) == [["x", "1"], ["v", "2"], ["w", "3"]]
    assert table.faults[0].startswith("Row 3 of file a.csv can't be read as text: field larger than")


# ---- headers


@pytest.mark.parametrize(
    ("text", "columns", "header_row"),
    [
        ("Sales report\n\nitem,qty,price\nA,1,2\n", ["item", "qty", "price"], 3),
        ("Sales report,,\nby,store 7,\n\nitem,qty,price\nA,1,2\nB,3,4\n", ["item", "qty", "price"], 4),
        ("\n\nitem,qty\nA,1\n", ["item", "qty"], 3),
        ("From:,2019-01-01\nTo:,2019-12-31\nitem,qty,price\nA,1,2\n", ["item", "qty", "price"], 3),
        ("Totals,,,,2019\nitem,a,b,c,d\nA,1,2,3,4\n", ["item", "a", "b", "c", "d"], 2),
        ("item,2019,2020\nA,1,2\n", ["item", "2019", "2020"], 1),
        ("item,1,2,3\nA,1,2,4\n", ["item", "1", "2", "3"], 1),
        ("Sales\nitem,2019,2020\nA,1,2\nB,3,4\n", ["item", "2019", "2020"], 2),
        ("Week\nitem,1,2,3,4,5,6,7\nA,1,2,4,4,4,4,4\n", ["item", *"1234567"], 2),
        ("Sales\nitem,2019-01,2019-02\nA,1,2\nB,1,2\n", ["item", "2019-01", "2019-02"], 2),
        ("item,2019-01-01,2019-01-02\nA,1,2\n", ["item", "2019-01-01", "2019-01-02"], 1),
        ("item,a,b,c,d\nA,1\nB,1\nC,,,,2\n", ["item", "a", "b", "c", "d"], 1),
        (" item , unit\tprice ,\"two\nlines\"\nA,1,2\n", ["item", "unit price", "two lines"], 1),
        (",item,price\n0,A,1\n", ["column 1", "item", "price"], 1),
        ("item,price,,\nA,1,,\nB,2\n", ["item", "price"], 1),
        ("item,price,,\nA,1,,x\nB,2\n", ["item", "price", "column 3", "column 4"], 1),
        ("item\nA\nB\n", ["item"], 1),
        ("Report,Q1\nof,2019\nitem,2019-01-01,2019-01-02\nA,1,2\n", ["item", "2019-01-01", "2019-01-02"], 3),
        ("# exported\n# today\nitem,qty\nA,1\n", ["item", "qty"], 3),
        (",,Jan,,Feb,\nitem,name,a,b,c,d\nA,x,1,2,3,4\n", ["item", "name", "a", "b", "c", "d"], 2),
    ],
)  # fmt: skip
def test_headers_are_found(text, columns, header_row):
    table = read(text)
    assert table.frame.columns.tolist() == columns
    assert table.header_row == header_row
    assert table.rows[0] == header_row + 1
    titled = any("left out" in note for note in table.notes)
    assert titled == bool("".join(text.split("\n")[: header_row - 1]).strip())


def test_a_short_header_does_not_make_a_header_of_values():
    for row in ("A,1,2", "1,2,3", "A,7,8", "A,,2019"):
        assert "must have 2 cells like the header, got 3" in fault(f"item,qty\n{row}\nB,3,4\n")


@pytest.mark.parametrize("text", ["item,name\nA,x, y\nB,z, w\n", "item,name\nA,x, y\n", "a,b\nA,x1,y2\nB,z3,w4\n"])
def test_names_are_not_looked_for_below_a_row_that_might_hold_them(text):
    assert "must have 2 cells like the header, got 3" in fault(text)


def test_cells_in_quotes_after_a_blank():
    table = read('item, qty, name\nA, "1,5", " x"\nB, "2", y\n')
    assert cells(table) == [["A", "1,5", " x"], ["B", "2", "y"]]
    assert table.notes == ("Cells stand in quotes after a blank; blanks after separators were left out",)
    assert cells(read("item, qty\n A, 1\n")) == [[" A", " 1"]]


def test_twins_get_a_number():
    table = read("item,price,price,item,price (2),price\nA,1,2,3,4,5\n")
    assert table.frame.columns.tolist() == ["item", "price", "price (3)", "item (2)", "price (2)", "price (4)"]
    assert table.twins == ("price", "item", "price")
    assert table.notes == tuple(
        f"Column '{label}' comes again; there it is called with a number" for label in ("price", "item")
    )


@pytest.mark.parametrize(
    ("text", "came"),
    [("1,2\n3,4\n", "'1', '2'"), ("12.5;-3\n1;2\n", "'12.5', '-3'"),
     ("2019-01-01,A,3\n2019-01-02,A,4\n", "'2019-01-01'"),
     ("7\n8\n", "'7'"), ("A,31/12/2018 08:00,3\nB,31/12/2018 09:00,4\n", "'31/12/2018 08:00'")],
)  # fmt: skip
def test_a_missing_header_is_said(text, came):
    assert fault(text) == f"Row 1 of file a.csv must have the names of the columns, got {came}"


def test_totals_stay_rows():
    assert cells(read("item,qty\nA,1\nB,2\nTotal,3\n"))[-1] == ["Total", "3"]


def test_a_header_without_rows_is_an_empty_table():
    table = read("item,qty\n")
    assert table.frame.shape == (0, 2)
    assert table.rows.tolist() == []


# ---- packed


def zipped(**files):
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return sink.getvalue()


@pytest.mark.parametrize("name", ["a.csv.gz", "a.gz", "a.csv"])
def test_gzip(name):
    assert cells(read(gzip.compress(delimited().encode()), name)) == BODY


def test_gzip_in_parts():
    text = delimited().encode()
    assert cells(read(gzip.compress(text[:30]) + gzip.compress(text[30:]), "a.gz")) == BODY


def test_zip_of_one_file():
    assert cells(read(zipped(folder__a_csv=delimited()), "a.zip")) == BODY
    cluttered = zipped(a_csv=delimited(), MACOSX____a_csv="x").replace(b"MACOSX//a.csv", b"__MACOSX/a.cs")
    assert cells(read(cluttered)) == BODY


def test_a_workbook_in_an_archive():
    sink = io.BytesIO()
    pd.DataFrame(BODY, columns=HEADER).to_excel(sink, index=False)
    assert cells(read(zipped(a_xlsx=sink.getvalue()), "a.zip")) == cells(read(gzip.compress(sink.getvalue()))) == BODY


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (zipped(a_csv="x", b_csv="y"), "File a.zip must hold one file, got 2: a.csv, b.csv"),
        (zipped(**{f"f{n}": "x" for n in range(8)}), "File a.zip must hold one file, got 8: f0, f1, f2, f3, f4 and 3"),
        (zipped(), "File a.zip is empty: an archive without a file"),
        (zipped(a_csv=""), "File a.zip is empty"),
        (zipped(b_zip=zipped(a_csv="x")), "File a.zip holds an archive inside an archive: unpack it first"),
        (gzip.compress(gzip.compress(b"item")), "File a.zip holds an archive inside an archive: unpack it first"),
        (gzip.compress(b"x" * 999)[:-9], "File a.zip can't be unpacked: Compressed file ended before"),
        (gzip.compress(b"x" * 999)[:-8] + b"12345678", "File a.zip can't be unpacked: CRC check failed"),
        (b"PK\3\4rubbish", "File a.zip can't be unpacked: File is not a zip file"),
        (zipped(word__document_xml="x").replace(b"word/document.xml", b"[Content_Types].xml"), "File a.zip"),
    ],
)  # fmt: skip
def test_faults_of_archives(raw, says):
    assert fault(raw, "a.zip").startswith(says)


def test_a_protected_archive_says_so():
    raw = bytearray(zipped(a_csv="item"))
    for mark, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        raw[raw.index(mark) + at] |= 1
    assert fault(bytes(raw), "a.zip") == "File a.zip is protected by a password: unpack it first"


# ---- what is no table


@pytest.mark.parametrize(
    ("raw", "name", "says"),
    [
        (b"<html><table><tr><td>item</td></tr></table>", "a.xls", "File a.xls is a web page (HTML)"),
        (b"\xef\xbb\xbf\n<!DOCTYPE HTML>\n<html>", "a.xls", "File a.xls is a web page (HTML)"),
        ("<table>".encode("utf-16"), "a.xls", "File a.xls is a web page (HTML)"),
        (b"%PDF-1.7\n%\xe2\xe3", "a.csv", "File a.csv is a PDF document"),
        (b'<?xml version="1.0"?><Workbook>', "a.xls", "File a.xls is XML"),
        (b'[{"item": "A"}]', "a.csv", "File a.csv is JSON"),
        (b'{"item": "A"}', "a.csv", "File a.csv is JSON"),
        (b"{\\rtf1 item}", "a.csv", "File a.csv is a text document (RTF)"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a.csv", "File a.csv is a picture"),
        (b"SQLite format 3\0", "a.db", "File a.db is a database"),
        (b"7z\xbc\xaf\x27\x1c\0\4", "a.7z", "File a.7z is an archive of a kind that isn't read"),
        (gzip.compress(b"a" * 257 + b"ustar\0"), "a.tar.gz", "File a.tar.gz is an archive of a kind that isn't read"),
        (b"rubbish", "a.xlsx", "File a.xlsx can't be read as a workbook, nor as a table of text"),
        (b"rubbish", "a.parquet", "File a.parquet can't be read as parquet, nor as a table of text"),
        (b"", "a.csv", "File a.csv is empty"),
        (b"\xef\xbb\xbf \r\n\t\n", "a.csv", "File a.csv is empty"),
        (b",,,\n,,\n", "a.csv", "File a.csv is empty"),
        (b"\0" * 5000, "a.csv", "File a.csv is empty"),
    ],
)
def test_what_is_no_table_is_said(raw, name, says):
    assert fault(raw, name).startswith(says)


# ---- workbooks and parquet


def workbook(fill, engine="openpyxl"):
    sink = io.BytesIO()
    with pd.ExcelWriter(sink, engine=engine) as writer:
        fill(writer)
    return sink.getvalue()


def sheet(rows, name="Sheet1", at=(0, 0)):
    def fill(writer):
        pd.DataFrame(rows).to_excel(writer, sheet_name=name, index=False, header=False, startrow=at[0], startcol=at[1])

    return fill


KINDS = ["item", "whole", "real", "day", "moment", "text", "yes", "hour"]
TYPED = ["00123", 10.0, 0.1, date(2011, 1, 31), datetime(2010, 12, 1, 8, 26), "1E5", True, time(8, 26)]
WRITTEN = ["00123", "10", "0.1", "2011-01-31", "2010-12-01 08:26:00", "1E5", "TRUE", "08:26:00"]


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv", "a.xls"])
@pytest.mark.parametrize("engine", ["openpyxl", "xlsxwriter"])
def test_cells_of_a_workbook_are_text_as_a_person_would_write_it(name, engine):
    table = read(workbook(sheet([KINDS, TYPED]), engine), name)
    assert table.frame.columns.tolist() == KINDS
    assert table.frame.iloc[0].tolist() == WRITTEN
    assert table.decimal == "."


def test_the_first_sheet_with_a_table():
    def fill(writer):
        sheet([], "empty")(writer)
        sheet([["Our items"], ["as of today"]], "cover")(writer)
        sheet([["code", "label"], ["x", "y"]], "lists")(writer)
        sheet([["item", "price"], ["A", 1]], "items")(writer)
        sheet([["x", "y"], ["A", 1]], "more")(writer)
        writer.sheets["lists"].sheet_state = "hidden"

    table = read(workbook(fill), "a.xlsx")
    assert table.frame.columns.tolist() == ["item", "price"]
    assert table.notes == ("Sheet items was read, the first of 5 with a table",)
    assert cells(read(workbook(sheet([["item"], ["A"]])), "a.xlsx")) == [["A"]]


def test_a_table_in_the_middle_of_a_sheet_keeps_its_row_numbers():
    table = read(workbook(sheet([["Our items", None], [None, None], ["item", "price"], ["A", 1]], at=(4, 2))), "a.xlsx")
    assert table.frame.columns.tolist() == ["item", "price"]
    assert (table.header_row, table.rows.tolist()) == (7, [8])


def test_an_empty_workbook():
    assert fault(workbook(sheet([])), "a.xlsx") == "File a.xlsx is empty"


@pytest.mark.parametrize("cut", [100, 1000, 3000])
def test_a_cut_workbook_is_a_fault(cut):
    assert fault(workbook(sheet([KINDS, TYPED]))[:cut], "a.xlsx").startswith("File a.xlsx can't be unpacked")
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * cut
    assert fault(old, "a.xls").startswith("File a.xls can't be read as a workbook")


CONTENT = """<?xml version="1.0" encoding="UTF-8"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" office:version="1.2"><office:body><office:spreadsheet>
 <table:table table:name="S"><table:table-row>{header}</table:table-row><table:table-row>{body}</table:table-row>
 </table:table></office:spreadsheet></office:body></office:document-content>"""


def test_opendocument():
    def cell(text):
        return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'

    number = '<table:table-cell office:value-type="float" office:value="10"><text:p>10</text:p></table:table-cell>'
    content = CONTENT.format(header=cell("item") + cell("price"), body=cell("00123") + number)
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<x/>")
        archive.writestr("content.xml", content)
    table = read(sink.getvalue(), "a.ods")
    assert (table.frame.columns.tolist(), cells(table)) == (["item", "price"], [["00123", "10"]])


def test_parquet_is_read_as_text():
    frame = pd.DataFrame({
        "item": ["00123", None], "whole": [1, 2], "real": [10.0, np.nan], "day": [date(2011, 1, 31), None],
        "moment": pd.to_datetime(["2010-12-01 08:26", "2010-12-02 00:00"]), "yes": [True, False],
        "kind": pd.Categorical(["x", None]), "list": [[1], []], "span": [timedelta(hours=1), None],
    })  # fmt: skip
    sink = io.BytesIO()
    frame.to_parquet(sink)
    table = read(sink.getvalue(), "a.csv")
    assert table.frame.columns.tolist() == frame.columns.tolist()
    first, second = cells(table)
    assert first == ["00123", "1", "10", "2011-01-31", "2010-12-01 08:26:00", "TRUE", "x", "[1]", "1:00:00"]
    assert second == ["", "2", "", "", "2010-12-02", "FALSE", "", "[]", ""]
    assert (table.rows.tolist(), table.header_row, table.decimal) == ([2, 3], 1, ".")


# ---- limits


@pytest.mark.parametrize(
    ("limit", "most", "says"),
    [("MOST_COLUMNS", 2, "at most 2 columns, got 3"), ("MOST_ROWS", 1, "at most 1 rows, got more"),
     ("MOST_LINE", 10, "at most 10 characters, got a longer one")],
)  # fmt: skip
def test_limits(monkeypatch, limit, most, says):
    monkeypatch.setattr(limits, limit, most)
    monkeypatch.setattr("core.tables.delimited._BLOCK", 5)
    assert fault("item,n,m\nA,1,2\nB,1,2\nmany letters,3,4\n").endswith(says)


def test_limits_of_what_is_packed(monkeypatch):
    monkeypatch.setattr(limits, "FREE_BYTES", 1_000)
    bomb = b"item,n\n" + b"0,0\n" * 100_000
    assert fault(gzip.compress(bomb), "a.gz") == "File a.gz unpacks to more than 200 times its size: no table does"
    assert fault(zipped(a_csv=bomb), "a.zip") == "File a.zip unpacks to more than 200 times its size: no table does"
    monkeypatch.setattr(limits, "MOST_BYTES", 500)
    assert fault(zipped(a_csv=bomb), "a.zip") == "File a.zip must be at most 500 bytes unpacked"


def test_limits_of_workbooks_and_parquet(monkeypatch):
    book, sink = workbook(sheet([KINDS, TYPED])), io.BytesIO()
    pd.DataFrame({"a": [1, 2, 3], "b": [1, 2, 3]}).to_parquet(sink)
    monkeypatch.setattr(limits, "MOST_SHEET_CELLS", 15)
    assert fault(book, "a.xlsx").endswith("at most 15 cells from its first to its last, got 16 (2 rows of 8)")
    monkeypatch.setattr(limits, "MOST_ROWS", 2)
    assert fault(sink.getvalue(), "a.parquet").endswith("at most 2 rows, got 3")
    monkeypatch.setattr(limits, "MOST_COLUMNS", 1)
    assert fault(sink.getvalue(), "a.parquet").endswith("at most 1 columns, got 2")


def test_too_many_rows_that_do_not_fit_are_refused_early(monkeypatch):
    monkeypatch.setattr(limits, "MOST_SET_ASIDE", 3)
    with pytest.raises(InputError) as caught:
        read("a,b\n" + "x,1\n" * 50 + "x,1,2\n" * 5)
    assert len(caught.value.faults) == 4


# ---- anything


def test_from_a_path(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(delimited())
    table = read_path(path)
    assert isinstance(table, Table)
    assert (table.name, cells(table), cells(read_path(str(path)))) == ("a.csv", BODY, BODY)
    for missing in (tmp_path / "no.csv", tmp_path, "a\0.csv"):
        with pytest.raises(InputError, match=r"is not there|can't be read"):
            read_path(missing)


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=6)
BODIES = st.lists(st.lists(TEXT, min_size=3, max_size=3), min_size=1, max_size=6)


@settings(max_examples=200, deadline=None)
@given(body=BODIES, separator=st.sampled_from(",;\t|"), encoding=st.sampled_from(ENCODINGS[:4]))
def test_written_and_read_again(body, separator, encoding):
    table = read(delimited(separator, header=["item", "name", "n"], body=body).encode(encoding))
    assert cells(table) == [row for row in body if "".join(row).strip()]


@settings(max_examples=200, deadline=None)
@given(raw=st.binary(max_size=80) | st.text(max_size=80).map(lambda text: text.encode("utf-8", "replace")),
       start=st.sampled_from([b"", b"PK\3\4", b"PAR1", b"\x1f\x8b\x08", b"\xd0\xcf\x11\xe0", b"item,n\n"]))  # fmt: skip
def test_any_bytes_give_a_table_or_an_input_error(raw, start):
    with suppress(InputError):
        table = read(start + raw)
        assert len(table.rows) == len(table.frame)
        assert table.frame.columns.is_unique
