"""A catalogue goes to a file and comes back whole, whatever its text and numbers; nothing in the file runs."""

import csv
import io
import subprocess
import zipfile
from dataclasses import fields

import numpy as np
import openpyxl
import pandas as pd
import pytest
import python_calamine
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.catalogue import BUILT_IN, Catalogue, from_csv, load_catalogue, to_csv, to_xlsx
from core.catalogue.columns import NAMES
from core.catalogue.layout import FACTS, LONGEST_CELL, MARK, cell_of, number_of, text_of
from core.errors import InputError
from core.spreadsheet import runs
from tests.core import office

CODES = [
    "00123", "NA", "1E5", "=A1", "'=A1", "''=A1", "+1", "-1", "@x", "＝1", "a;=1", "TRUE", "nan", "None", "1,5",
    "\\u0041", "📦 box", "صندوق", " lead", "trail ", "\u00a0x\u3000", "two\nlines", "tab\there", "null\0", "_x000D_",
    "x005F_y", "_x005F_", 'say "hi"', "<b>&amp;", "$x$", "2026-01-01", "3/4", "#REF!", "=HYPERLINK(1)",
    "cmd|' /C calc'!A0", "\ufeffmark", "é", "e\u0301",
]  # fmt: skip
FRAME = pd.DataFrame({"item": CODES, "unit_cost": 1 / 3, "demand_per_day": np.arange(len(CODES)) / 7})


def through_csv(catalogue, folder, encoding="utf-8-sig"):
    path = folder / "file name.csv"
    path.write_text(to_csv(catalogue), encoding=encoding, newline="")
    return load_catalogue(path)


def through_xlsx(catalogue, folder):
    path = folder / "file name.xlsx"
    path.write_bytes(to_xlsx(catalogue))
    return load_catalogue(path)


def through_calamine(catalogue, folder):
    """The same workbook by another reader."""
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(to_xlsx(catalogue)))
    header, *rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    return load_catalogue(pd.DataFrame(rows, columns=header, dtype=object))


def straight(catalogue, folder):
    return from_csv(to_csv(catalogue))


WAYS = [through_csv, through_xlsx, through_calamine, straight]


def assert_same(one, other):
    assert one.digest == other.digest
    assert one == other
    for each in fields(Catalogue):
        mine, its = getattr(one, each.name), getattr(other, each.name)
        if each.name == "items":
            pd.testing.assert_frame_equal(mine, its, check_exact=True)
        elif each.name.endswith("histories"):
            assert {item: sample.tobytes() for item, sample in mine.items()} == {
                item: sample.tobytes() for item, sample in its.items()
            }
        else:
            assert (dict(mine), dict(its))[0] == dict(its) if each.name == "default_items" else mine == its
            assert type(mine) is type(its)


# ---- there and back


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", BUILT_IN)
def test_the_built_in_data_sets_come_back_whole(tmp_path, name, way):
    assert_same(load_catalogue(name), way(load_catalogue(name), tmp_path))


@pytest.mark.parametrize("way", WAYS)
def test_every_odd_code_comes_back_as_text_and_number_to_the_last_digit(tmp_path, way):
    catalogue = Catalogue.of(FRAME.assign(name=CODES[::-1], category=CODES, supplier=CODES))
    again = way(catalogue, tmp_path)
    assert again.column("item").tolist() == CODES
    assert_same(catalogue, again)


@pytest.mark.parametrize("way", WAYS)
def test_facts_of_the_data_set_come_back(tmp_path, way):
    about = {
        "name": "=Shop; \n 'x' ",
        "currency": "£ or -",
        "calendar_start": "2024-02-29",
        "warehouse_places": 12.25,
        "assumed": ("price", "order_cost"),
        "source": "+made up",
    }
    catalogue = Catalogue.of(FRAME.assign(colour="red", **{"=odd\n": 1}), **about)
    assert catalogue.ignored_columns == ("colour", "=odd\n")
    assert_same(catalogue, way(catalogue, tmp_path))


@pytest.mark.parametrize("places", [None, 0, 0.0, 120, 120.0, 1e6, 1 / 3])
@pytest.mark.parametrize("way", WAYS)
def test_places_keep_their_kind_of_number(tmp_path, way, places):
    again = way(Catalogue.of(FRAME, warehouse_places=places), tmp_path)
    assert again.warehouse_places == places
    assert type(again.warehouse_places) is type(places)
    assert again == Catalogue.of(FRAME, warehouse_places=places)


@pytest.mark.parametrize("way", WAYS)
def test_a_default_stays_a_default(tmp_path, way):
    catalogue = Catalogue.of(FRAME.assign(price=[None, *[2.0] * (len(CODES) - 1)]))
    again = way(catalogue, tmp_path)
    assert again.default_items["price"] == (CODES[0],)
    # A default that follows from another column follows its new value; a given price doesn't.
    dearer = again.but({code: {"unit_cost": 10.0} for code in CODES[:2]})
    assert dearer.column("price").tolist()[:2] == [15.0, 2.0]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("days", [0, 1, 3, 7305, 30_000])
def test_histories_of_any_length_come_back(tmp_path, way, days):
    sample = np.random.default_rng(1).random(days) * 1e-5
    histories = {"00123": sample, "NA": np.zeros(days), "=A1": np.array([-0.0, 1e300, 5e-324, 3.0])}
    catalogue = Catalogue.of(FRAME, histories=histories, lead_time_histories={"1E5": np.array([14.0])})
    assert_same(catalogue, way(catalogue, tmp_path))


@pytest.mark.parametrize("way", WAYS)
def test_parts_and_changes_of_a_catalogue_come_back(tmp_path, way):
    bakery = load_catalogue("bakery")
    items = bakery.column("item").tolist()
    few = bakery.but({items[7]: {"policy": "jit", "buffer": 0.1, "price": None}}).only(items[::7])
    assert_same(few, way(few, tmp_path))


text = st.text(st.sampled_from("=+-@'\"\\u0041;|_xX \n\t,[]{}0") | st.characters(codec="utf-8"), max_size=8)
item_text = text.filter(lambda code: bool(code.strip()))
positive = st.floats(1e-9, 1e12)


@st.composite
def catalogues(draw):
    """Any catalogue: odd text, defaults here and there, histories for some."""
    items = draw(st.lists(item_text, min_size=1, max_size=5, unique=True))

    def column(values):
        return draw(st.lists(st.none() | values, min_size=len(items), max_size=len(items)))

    frame = pd.DataFrame(
        {
            "item": items,
            "unit_cost": [draw(positive) for _ in items],
            "demand_per_day": [draw(st.floats(0, 1e12)) for _ in items],
            "name": column(text),
            "category": column(text),
            "supplier": column(text),
            "price": column(positive),
            "lead_time_days": column(st.floats(0, 365)),
            "supplier_reliability": column(st.floats(0, 1)),
            "critical": column(st.booleans()),
            "policy": column(st.sampled_from(["jit", "jic"])),
            "buffer": column(st.floats(0, 1.5)),
            draw(text.filter(str.strip)): column(text),
        },
        dtype=object,
    )
    numbers = st.floats(allow_nan=False) | st.just(np.nan)
    samples = st.dictionaries(st.sampled_from(items), st.lists(numbers, max_size=5))
    about = {
        "name": draw(item_text),
        "currency": draw(item_text),
        "calendar_start": draw(st.dates().map(str)),
        "warehouse_places": draw(st.none() | st.integers(0, 10**6) | st.floats(0, 1e6)),
        "source": draw(st.just("") | item_text),
        "assumed": draw(st.lists(st.sampled_from(NAMES), unique=True).map(tuple)),
        "histories": draw(samples),
        "lead_time_histories": draw(samples),
    }
    try:
        return Catalogue.of(frame, **about)
    except InputError:  # a header that is too like one of ours
        assume(False)


@settings(max_examples=60, deadline=None)
@given(catalogue=catalogues())
def test_any_catalogue_comes_back_whole(tmp_path_factory, catalogue):
    for way in WAYS:
        assert_same(catalogue, way(catalogue, tmp_path_factory.mktemp("a")))


@settings(max_examples=1000, deadline=None)
@given(st.text(st.sampled_from("\\u0041x_ \t\n'=") | st.characters(codec=None), max_size=12))
def test_any_text_fits_in_a_cell(text):
    cell = cell_of(text)
    assert text_of(cell) == text
    assert cell == cell.strip()
    assert not runs(cell)
    cell.encode("utf-8")


@given(st.floats(allow_nan=False))
def test_numbers_are_spelled_to_the_last_digit(value):
    assert np.float64(number_of(value)).tobytes() == np.float64(value).tobytes()


# ---- what the file looks like


def rows_of(catalogue):
    return list(csv.DictReader(io.StringIO(to_csv(catalogue))))


def test_a_row_for_each_item_with_the_facts_in_every_row():
    rows = rows_of(load_catalogue("demo"))
    assert [row["item"] for row in rows] == load_catalogue("demo").column("item").tolist()
    for header in FACTS:
        assert len({row[header] for row in rows}) == 1
    assert {row[MARK] for row in rows} == {"inventory catalogue 1"}
    assert tuple(rows[0])[: len(NAMES)] == NAMES


def test_defaults_are_blank():
    demo = load_catalogue("demo")
    rows = rows_of(demo)
    for name in NAMES:
        blank = tuple(row["item"] for row in rows if row[name] == "")
        assert blank == demo.default_items.get(name, ())


def test_a_day_and_a_history_cannot_be_taken_for_a_date():
    catalogue = Catalogue.of(FRAME, histories={"NA": np.array([1.0, 2.0, 2020.0])})
    row = rows_of(catalogue)[1]
    assert (row["calendar_start"], row["demand_history"]) == ("from 2026-01-01", "[1 2 2020]")


def test_rows_may_be_sorted_added_and_taken_out(tmp_path):
    catalogue = Catalogue.of(
        FRAME, name="Shop", currency="USD", histories={code: np.arange(9_000) / 7 for code in CODES[:3]}
    )
    table = pd.read_csv(io.StringIO(to_csv(catalogue)), dtype=str, keep_default_na=False)
    assert load_catalogue(table[::-1]) == Catalogue.of(
        FRAME[::-1], name="Shop", currency="USD", histories=dict(catalogue.histories)
    )
    added = pd.concat([table, pd.DataFrame([{"item": "new", "unit_cost": "1", "demand_per_day": "2"}])])
    again = load_catalogue(added.fillna(""))
    assert (len(again), again.currency, again.name) == (len(CODES) + 1, "USD", "Shop")
    assert load_catalogue(table[table["item"] != "NA"]) == catalogue.without(["NA"])


def test_a_changed_price_is_a_price_and_its_defaults_follow(tmp_path):
    table = pd.read_csv(io.StringIO(to_csv(load_catalogue("demo"))), dtype=str, keep_default_na=False)
    table.loc[0, "unit_cost"] = "9"
    changed = load_catalogue(table)
    assert changed == load_catalogue("demo").but({table.loc[0, "item"]: {"unit_cost": 9.0}})


# ---- the workbook


def sheet_of(catalogue):
    return openpyxl.load_workbook(io.BytesIO(to_xlsx(catalogue))).active


def test_no_cell_is_a_formula_and_codes_are_text():
    sheet = sheet_of(Catalogue.of(FRAME.assign(name=CODES, category=CODES), name="=1", source="=2", currency="=3"))
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds == {"s", "n"}
    assert not [cell.value for row in sheet.iter_rows() for cell in row if runs(str(cell.value or ""))]
    codes = [cell.value for cell in sheet["A"][1:]]
    assert codes[:4] == ["00123", "NA", "1E5", "'=A1"]
    with zipfile.ZipFile(io.BytesIO(to_xlsx(Catalogue.of(FRAME)))) as parts:
        assert "<f>" not in parts.read("xl/worksheets/sheet1.xml").decode()


def test_no_cell_of_the_text_file_is_a_formula():
    catalogue = Catalogue.of(FRAME.assign(name=CODES), name="=1", source="=2", currency="@3")
    assert not [cell for row in csv.reader(io.StringIO(to_csv(catalogue))) for cell in row if runs(cell)]


def test_the_sheet_is_made_for_reading():
    sheet = sheet_of(load_catalogue("demo"))
    assert sheet.freeze_panes == "B2"
    assert all(cell.font.bold for cell in sheet[1])
    headers = [cell.value for cell in sheet[1]]
    formats = {header: sheet.cell(2, at).number_format for at, header in enumerate(headers, start=1)}
    assert (formats["unit_cost"], formats["item"], formats["lead_time_days"]) == ("#,##0.00", "@", "General")
    widths = [sheet.column_dimensions[letter].width for letter in ("A", "B", "C")]
    assert all(8 <= width <= 41 for width in widths)


def test_a_number_keeps_its_seventeen_digits_in_the_workbook():
    value = 0.1 + 0.2
    assert f"{value:.16g}" != repr(value)
    catalogue = Catalogue.of(FRAME.assign(unit_cost=value))
    assert sheet_of(catalogue)["B2"].value == value


@pytest.mark.skipif(not office.program(), reason="LibreOffice is not installed")
def test_an_office_program_reads_the_same(tmp_path):
    catalogue = Catalogue.of(FRAME, name="Shop", warehouse_places=12)
    (tmp_path / "a.xlsx").write_bytes(to_xlsx(catalogue))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [office.program(), profile, "--headless", "--convert-to", "xlsx"]
    saved = tmp_path / "saved"
    subprocess.run([*command, "--outdir", saved, tmp_path / "a.xlsx"], check=True, timeout=120, capture_output=True)
    again = load_catalogue(saved / "a.xlsx")
    assert (again.name, again.warehouse_places, again.default_items) == ("Shop", 12, catalogue.default_items)
    for name, column in catalogue.items.items():
        # An office program keeps fifteen digits of a number, and every letter of a text.
        cells = column.tolist()
        wanted = pytest.approx(cells, rel=1e-14, nan_ok=True) if column.dtype == float else cells
        assert again.items[name].tolist() == wanted, name


# ---- what can't be written, and what can't be read


def fault_of(action):
    with pytest.raises(InputError) as caught:
        action()
    return str(caught.value)


def test_text_longer_than_a_cell_is_refused():
    long = "x" * (LONGEST_CELL + 1)
    named = Catalogue.of(FRAME.assign(name=[long, *CODES[1:]]))
    says = "must be at most 32,767 characters to be written to a file, got 32,768"
    for writer in (to_csv, to_xlsx):
        assert fault_of(lambda writer=writer: writer(named)) == f"Name of item 00123 {says} (column name)"
        sourced = Catalogue.of(FRAME, source=long)
        assert fault_of(lambda writer=writer, it=sourced: writer(it)) == f"Source of the catalogue {says}"
    longest = Catalogue.of(FRAME.assign(name=["x" * LONGEST_CELL, *CODES[1:]]))
    assert from_csv(to_csv(longest)) == longest


def test_a_history_that_is_a_table_is_refused():
    catalogue = Catalogue.of(FRAME, histories={"NA": np.zeros((2, 2))})
    says = "Demand history of item NA must be a plain list of numbers to be written to a file"
    assert fault_of(lambda: to_csv(catalogue)) == says


def test_a_sheet_has_an_end(monkeypatch):
    monkeypatch.setattr("core.catalogue.layout.LONGEST_CELL", 100)
    monkeypatch.setattr("core.catalogue.writing.LONGEST_CELL", 100)
    catalogue = Catalogue.of(FRAME, histories={"NA": np.ones(820_000)})
    says = "A sheet of a workbook has no place for row 1, column 16,385"
    assert fault_of(lambda: to_xlsx(catalogue)) == says


def changed(**cells):
    """A written table in which the first row has other cells."""
    catalogue = Catalogue.of(FRAME, warehouse_places=3, histories={code: np.ones(2) for code in CODES})
    table = pd.read_csv(io.StringIO(to_csv(catalogue)), dtype=str, keep_default_na=False)
    for header, cell in cells.items():
        table.loc[0, header] = cell
    return table


def everywhere(**cells):
    return changed().assign(**cells)


@pytest.mark.parametrize(
    ("table", "says"),
    [
        (changed(currency="USD"),
            "Column currency must say the same in every row, got 'USD' in row 2 and 'EUR' in row 3"),
        (changed(demand_history="1 2"),
            "Demand history of item 00123 must be numbers in brackets such as [3 0 5], got '1 2' "
            "(row 2, column demand_history)"),
        (changed(demand_history="[1 x]"),
            "Demand history of item 00123 must be numbers in brackets such as [3 0 5], got '[1 x]' "
            "(row 2, column demand_history)"),
        (everywhere(calendar_start="01/02/2026"), "Calendar start must be a day such as 2026-01-01, got '01/02/2026'"),
        (everywhere(warehouse_places="many"), "Warehouse places must be 0 to 1,000,000 pallets, got 'many'"),
        (everywhere(assumed_columns="prise"), "Assumed column 'prise' is not one of a catalogue"),
        (everywhere(ignored_columns="{"), "Column ignored_columns must hold a list such as [\"colour\"], got '{'"),
        (changed(unit_cost="-1"), "Unit cost of item 00123 must be above 0, got -1 (row 2, column unit_cost)"),
        (changed().rename(columns={"item": "thing"}), "Column item is missing: Identifier, unique, kept as written."),
        (everywhere(**{MARK: "inventory catalogue 2"}),
            "The file was written by a later version of this program: its layout is 2, "
            "this version reads layouts up to 1 (column file_format)"),
    ],
)  # fmt: skip
def test_faults_of_our_own_files(table, says):
    assert fault_of(lambda: load_catalogue(table)) == says


def test_faults_name_the_row_in_the_file_where_the_table_knows_it():
    table = changed(demand_history="1 2")
    table.index = pd.Index(range(7, 7 + len(table)), name="row")
    assert fault_of(lambda: load_catalogue(table)).endswith("got '1 2' (row 7, column demand_history)")


def test_a_file_that_is_not_ours_keeps_its_apostrophes_and_ignores_our_columns():
    frame = FRAME.assign(item=[f"'{code}" for code in CODES], currency="USD", demand_history="[1]")
    for mark in (None, "x", "inventory catalogue", "my inventory catalogue 1"):
        other = load_catalogue(frame if mark is None else frame.assign(**{MARK: mark}))
        assert other.column("item")[0] == "'00123"
        assert other.column("item")[3] == "'=A1"
        assert (other.currency, dict(other.histories)) == ("EUR", {})


@pytest.mark.parametrize("text", ["", "item\n", "item,unit_cost\nA,1\n", "a,b\n1,2,3\n", 'a\n"x', "x" * 200_000])
def test_text_that_is_none_of_ours_is_refused(text):
    assert fault_of(lambda: from_csv(text)).startswith("Text can't be read as a catalogue: ")


def test_a_file_of_ours_in_another_encoding(tmp_path):
    catalogue = Catalogue.of(FRAME)
    assert through_csv(catalogue, tmp_path, "utf-8") == through_csv(catalogue, tmp_path, "utf-16") == catalogue


def test_two_thousand_items_with_years_of_history():
    rng = np.random.default_rng(1)
    items = [f"I-{number:05d}" for number in range(2000)]
    frame = pd.DataFrame({"item": items, "unit_cost": rng.random(2000) + 1, "demand_per_day": rng.random(2000)})
    catalogue = Catalogue.of(frame, histories={item: rng.poisson(3.0, 1096).astype(float) for item in items})
    assert from_csv(to_csv(catalogue)) == catalogue
