"""The workbook of scenarios, read back with another library: the screen's digits, native charts, nothing that runs."""

import gc
import io
import re
import time
import tomllib
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from core import Catalogue, InputError, Scenario, Subject, export_excel, export_powerpoint, load_catalogue, settings
from core.exports import palette, workbook_bytes
from core.exports.figures import measures
from core.look import numbers, rows, words
from core.measures import BY_NAME, MEASURES
from core.policies import LABELS, POLICIES
from core.spreadsheet import runs
from tests.core import office

HOSTILE = '=HYPERLINK("http://x","y")'
BASE = Scenario().but(futures=20)
DEMO = load_catalogue("demo")
ONE = Subject(
    "Today", DEMO, BASE.but(spike_size=3, capital_rate=0.125), made=date(2026, 11, 26), link="http://here/?spike_size=3"
)


def book_of(subjects):
    return openpyxl.load_workbook(io.BytesIO(workbook_bytes(subjects)))


def table(sheet, first=1):
    """Header and rows of a sheet as tuples."""
    head, *rest = sheet.iter_rows(min_row=first, values_only=True)
    return head, [row for row in rest if any(cell is not None for cell in row)]


@pytest.fixture(scope="module")
def book():
    return book_of(ONE)


def test_the_sheets_stand_in_order_with_headers_that_stay(book):
    assert book.sheetnames == ["Summary", "Frontier", "Cost components", "Items", "Settings", "Definitions"]
    for sheet in book:
        assert str(sheet.freeze_panes).endswith("2"), sheet.title
        assert sheet.column_dimensions["A"].width > 12


def test_the_summary_has_the_answer_the_sources_and_the_digits_of_the_screen(book):
    cells = [row for row in book["Summary"].iter_rows(values_only=True) if any(row)]
    assert cells[0][0] == ONE.headline == book.properties.title
    facts = {row[0]: row[1] for row in cells[1:]}
    assert facts.items() >= dict(ONE.facts).items()
    assert "Spike size: × 3 (default × 2)" in facts["Settings that differ"]
    summary, found = ONE.outcome.summary, {(row[0], row[1]): row for row in cells}
    for measure in measures(ONE):
        unit = BY_NAME[measure].unit
        for policy in POLICIES:
            row, ends = found[words.LABELS[measure], LABELS[policy]], [measure + end for end in ("", "_lo", "_hi")]
            assert list(row[2:5]) == pytest.approx(summary.loc[policy, ends].tolist(), rel=1e-14)
            assert row[6] == numbers.figure(summary.at[policy, measure], unit, "EUR")
            assert row[7] == " to ".join(numbers.figure(summary.at[policy, end], unit, "") for end in ends[1:])
    row = found["Inventory cost a year", "Just-in-Case against Hybrid"]
    paired = ONE.outcome.paired.set_index(["first", "second", "measure"]).loc["jic", "hybrid", "inventory_cost"]
    assert row[2] == pytest.approx(paired["difference"])
    assert numbers.change(paired["difference"], "money", "EUR") in row[6]


def test_curves_costs_and_items_are_those_of_the_model(book):
    _, points = table(book["Frontier"])
    assert [row[6] for row in points] == pytest.approx(ONE.curves["fill_rate"].tolist())
    assert [row[9] for row in points] == pytest.approx(ONE.curves["inventory_cost"].tolist())
    assert [LABELS[p] for p in ONE.curves.loc[ONE.curves["current"], "policy"]] == [r[1] for r in points if r[2]]
    _, costs = table(book["Cost components"])
    by_name = {row[1]: row[2::3] for row in costs}
    for name in (*rows.components(ONE.outcome.summary, ONE.outcome.summary), "inventory_cost", "total_cost"):
        assert by_name[words.LABELS[name]][:3] == pytest.approx(ONE.outcome.summary[name].tolist())
    head, items = table(book["Items"])
    assert [row[1] for row in items] == ONE.outcome.items["item"].tolist()
    for name, title in {"fill_rate": "Fill rate", "total_cost": "Total cost a year (EUR)"}.items():
        at = head.index(title)
        assert [row[at] for row in items] == pytest.approx(ONE.outcome.items[name].tolist(), nan_ok=True)


def test_every_setting_and_every_measure_is_told(book):
    _, told = table(book["Settings"])
    assert [row[2] for row in told] == list(settings())
    assert [row[2] for row in told if row[6] == "yes"] == list(ONE.scenario.changed())
    by_name = {row[2]: row for row in told}
    assert by_name["capital_rate"][3:6] == (0.125, 0.08, "%")
    sheet = book["Settings"]
    row = 2 + list(settings()).index("capital_rate")
    assert sheet.cell(row, 4).number_format == "0.0 %"
    _, defined = table(book["Definitions"])
    assert [row[1] for row in defined[: len(MEASURES)]] == [one.says for one in MEASURES]


def test_numbers_have_formats(book):
    frontier, summary = book["Frontier"], book["Summary"]
    assert frontier["G2"].number_format == "0.0 %"
    assert frontier["J2"].number_format == "#,##0"
    row = next(row for row in summary.iter_rows() if row[0].value == "Working capital")
    assert row[2].number_format == "#,##0"


def test_charts_are_native_and_in_the_themes_colours():
    parts = office.parts(io.BytesIO(workbook_bytes([ONE, Subject("Other", DEMO, BASE)])))
    charts = [text for name, text in parts.items() if re.fullmatch(r"xl/charts/chart\d+\.xml", name)]
    assert len(charts) == 4
    assert sum("scatterChart" in text for text in charts) == sum("barChart" in text for text in charts) == 2
    for text in charts:
        assert all(f'val="{colour}"' in text for colour in palette.COLOURS.values())


def test_the_palette_is_the_apps():
    theme = tomllib.loads(Path(".streamlit/config.toml").read_text(encoding="utf-8"))["theme"]["light"]
    colours = [one.removeprefix("#").upper() for one in theme["chartCategoricalColors"]]
    assert [*palette.COLOURS.values(), palette.OPTIMUM] == colours
    for name, key in {"PRIMARY": "primaryColor", "GROUND": "backgroundColor", "INK": "textColor"}.items():
        assert getattr(palette, name) == theme[key].removeprefix("#").upper()


def test_nothing_runs_and_no_sign_breaks_the_file():
    frame = DEMO.items.head(2).assign(item=[HOSTILE, "@SUM(1)"], name=["+1", "\ttab"])
    nasty = Catalogue.of(frame[["item", "name", "demand_per_day", "unit_cost", "price"]], name="-2+3")
    names = (HOSTILE, "=1+1", "−5 \ud800 \x00 _x000D_")
    several = [Subject(name, nasty, BASE, note="fine\n=cmd|'/C calc'!A0\n+3", link="=A1") for name in names]
    data = workbook_bytes(several)
    for sheet in openpyxl.load_workbook(io.BytesIO(data)):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert not (isinstance(cell.value, str) and runs(cell.value)), (sheet.title, cell.value)
    for name, text in office.parts(io.BytesIO(data)).items():
        # Formulas of ours stand in charts only: where their numbers and titles are.
        formulas = re.findall(r"<(?:\w+:)?f>(.*?)</(?:\w+:)?f>", text)
        assert all(re.fullmatch(r"('Cost components'|Frontier)!\$[A-Z]+\$\d+(:\$[A-Z]+\$\d+)?", f) for f in formulas), (
            name
        )
        assert 'TargetMode="External"' not in text, name


@pytest.mark.parametrize("count", [1, 2])
def test_small_and_empty_data_make_a_workbook_too(count):
    frame = DEMO.items.head(count)[["item", "demand_per_day", "unit_cost", "price"]].assign(demand_per_day=0.0)
    book = book_of(Subject("None", Catalogue.of(frame), BASE))
    said = [row[0] for row in book["Summary"].iter_rows(values_only=True)]
    assert said[0].startswith("There is no")


def test_what_cannot_be_exported_is_named(tmp_path):
    with pytest.raises(InputError, match="shows 1 to 12 scenarios, got 0"):
        export_excel(tmp_path / "a.xlsx", [])
    with pytest.raises(InputError, match="shows 1 to 12 scenarios, got 13"):
        export_powerpoint(tmp_path / "a.pptx", [ONE] * 13)
    with pytest.raises(InputError, match="must be a Subject, a Kept or a Catalogue, got 'x'"):
        export_excel(tmp_path / "a.xlsx", ["x"])
    assert not list(tmp_path.iterdir())


def test_an_export_is_quick_and_leaves_no_memory_behind(tmp_path):
    # Seconds of work, not of waiting for other programs.
    start = time.process_time()
    assert export_excel(tmp_path / "a.xlsx", ONE) == tmp_path / "a.xlsx"
    assert time.process_time() - start < 3
    small = Subject("Small", Catalogue.of(DEMO.items.head(5)), BASE)
    for _ in range(5):
        workbook_bytes(small)
    gc.collect()
    before = office.resident()
    for _ in range(50):
        workbook_bytes(small)
    gc.collect()
    assert office.resident() - before < 30e6


def test_an_office_program_opens_it(tmp_path):
    export_excel(tmp_path / "a.xlsx", ONE)
    assert office.printed(tmp_path / "a.xlsx", tmp_path).startswith(b"%PDF")
