"""One scenario in every kind of file: the same digits, whatever the data, the measures, the text and the settings."""

import io
from datetime import date

import openpyxl
import pytest
from lxml import html
from pptx import Presentation
from pypdf import PdfReader

from core import Catalogue, Scenario, Subject, load_catalogue
from core.exports import slides_bytes, workbook_bytes
from core.exports.brief import brief_bytes
from core.exports.figures import figures
from core.exports.sheet import chart_bytes, footer
from core.exports.told import noted

DAY = date(2026, 11, 26)
USUAL = Scenario().but(futures=20)
COLUMNS = ["item", "demand_per_day", "unit_cost", "price"]
HOSTILE = Catalogue.of(load_catalogue("demo").items.head(1)[COLUMNS].assign(item="=1+1"), currency="=€", name="@own")
MANY = {
    **{"demand_level": 1.1, "demand_variability": 1.2, "spikes_per_year": 3, "spike_size": 3, "lead_time_level": 1.5},
    **{"capital_rate": 0.2, "storage_rate": 0.1, "insurance_rate": 0.05, "line_down_cost": 5000, "seed": 7},
}
SUBJECTS = {
    "bakery": Subject("Bakery", load_catalogue("bakery"), USUAL, service="cycle_service", cost="total_cost", made=DAY),
    "hostile": Subject('=HYPERLINK("http://x")', HOSTILE, USUAL, service="in_stock_days", note="@SUM(1)", made=DAY),
    "many": Subject("Many", load_catalogue("demo"), USUAL.but(**MANY), target=0.9, note="a\n" * 400, made=DAY),
}


def said_by_html(subject):
    found = html.document_fromstring(brief_bytes([subject], "html").decode()).xpath("//dl[@class='figure']/dd")
    return [" ".join(one.text_content().replace("\u00a0", " ").split()) for one in found]


def said_by_pdf(subject):
    pages = PdfReader(io.BytesIO(brief_bytes([subject], "pdf"))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\u00a0", " ").split())


def said_by_slide(subject):
    slide = Presentation(io.BytesIO(slides_bytes(subject))).slides[0]
    table = next(shape.table for shape in slide.shapes if shape.has_table)
    return {cell.text_frame.text for row in table.rows for cell in row.cells}


def said_by_workbook(subject):
    sheet = openpyxl.load_workbook(io.BytesIO(workbook_bytes(subject)))["Summary"]
    return {(row[6], row[7]) for row in sheet.iter_rows(values_only=True)}


@pytest.mark.parametrize("subject", SUBJECTS.values(), ids=SUBJECTS)
def test_every_kind_of_file_has_the_same_digits(subject):
    paper, page = said_by_pdf(subject), said_by_html(subject)
    slide, book = said_by_slide(subject), said_by_workbook(subject)
    shown = list(figures(subject))
    assert len(shown) in (9, 12, 15)
    for one in shown:
        assert f"{one.said}\n{one.span}" in slide
        assert (one.said, one.span) in book
        assert page.index(one.said) >= 0
        assert one.span in page
        assert f"{one.said} " in paper
        assert one.span in paper
    for title, value, usual in subject.differing:
        assert f"{title} {value} (default {usual})" in paper


def test_a_slide_says_how_many_settings_the_notes_name():
    slide = Presentation(io.BytesIO(slides_bytes(SUBJECTS["many"]))).slides[0]
    words = " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
    assert "11 settings differ from default, all in the speaker's notes: " in words
    for title, value, usual in SUBJECTS["many"].differing:
        assert f"{title}: {value} (default {usual})" in slide.notes_slide.notes_text_frame.text


def test_a_note_keeps_its_lines_and_a_long_one_its_words():
    assert noted("one\n\ntwo", 4) == ["one", "two"]
    assert noted("1\n2\n3\n4", 2) == ["1", "2 · 3 · 4"]
    assert footer(SUBJECTS["many"])[:6] == ["a", "a", "a", "a", "a", " · ".join(["a"] * 395)]
    high = int.from_bytes(chart_bytes(SUBJECTS["many"], "frontier", "png")[20:24], "big")
    assert high < 3000


def test_paper_says_which_letters_it_lacks_and_ends_whatever_it_is_given():
    plain = Subject("Жα é", HOSTILE, USUAL, made=DAY)
    assert "letters that this file lacks" not in said_by_pdf(plain)
    assert "Жα é" in said_by_pdf(plain)
    lacking = said_by_pdf(Subject("שלום one", HOSTILE, USUAL, made=DAY))
    assert lacking.startswith("? one")
    assert "A question mark may stand for letters that this file lacks" in lacking
    endless = Catalogue.of(load_catalogue("demo").items.head(1)[COLUMNS], name="name " * 3000)
    link = "https://example.org/?" + "a" * 30_000
    found = PdfReader(io.BytesIO(brief_bytes([Subject("One", endless, USUAL, link=link, made=DAY)], "pdf"))).pages
    assert 2 <= len(found) < 30
    assert sum(page.extract_text().count("a") for page in found) > 30_000


def test_a_workbook_prints_items_on_three_pages_side_by_side():
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(SUBJECTS["hostile"])))
    assert (book["Items"].page_setup.fitToWidth, book["Summary"].page_setup.fitToWidth) == (3, None)
    assert book["Items"].print_title_cols == "$A:$B"
    assert book["Items"].print_title_rows == "$1:$1"


def test_a_long_link_takes_one_line_of_a_workbook():
    long = Subject("One", HOSTILE, USUAL, link="https://example.org/?" + "a" * 1500, made=DAY)
    sheet = openpyxl.load_workbook(io.BytesIO(workbook_bytes(long)))["Summary"]
    row = next(row for row in sheet.iter_rows() if row[0].value == "Link")
    assert row[1].hyperlink.target == long.link
    assert sheet.row_dimensions[row[0].row].height in (None, 15)
