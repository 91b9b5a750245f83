"""The slides of scenarios, read back: titles, native charts, the screen's digits, and nothing beyond its place."""

import io
import re
import time
from datetime import date

import openpyxl
import pytest
from pptx import Presentation
from pptx.util import Inches

from core import Catalogue, Scenario, Subject, export_powerpoint, load_catalogue
from core.exports import palette, slides_bytes
from core.exports.figures import measures, scale, sides
from core.exports.fitting import LINE, fit, lines
from core.look import numbers
from core.measures import BY_NAME
from core.policies import LABELS, POLICIES
from core.spreadsheet import runs
from tests.core import office

BASE = Scenario().but(futures=20)
DEMO = load_catalogue("demo")
ONE = Subject(
    *("Today", DEMO, BASE.but(spike_size=3, capital_rate=0.125)),
    note="We assume one spike a year.\nSource: sales.",
    made=date(2026, 11, 26),
    link="http://here/?spike_size=3",
)
OTHER = Subject("Dear money", DEMO, ONE.scenario.but(capital_rate=0.3), swept=ONE._sweep)


def deck_of(subjects, progress=None):
    return Presentation(io.BytesIO(slides_bytes(subjects, progress)))


def words_of(slide):
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def table_of(slide):
    table = next(shape.table for shape in slide.shapes if shape.has_table)
    return [[cell.text_frame.text for cell in row.cells] for row in table.rows]


@pytest.fixture(scope="module")
def deck():
    return deck_of([ONE, OTHER])


def test_a_slide_each_and_one_that_compares(deck):
    assert [slide.shapes.title.text_frame.text for slide in deck.slides][:2] == [ONE.headline, OTHER.headline]
    assert len(deck.slides) == 3
    assert (deck.slide_width, deck.slide_height) == (Inches(13.333), Inches(7.5))


def test_the_table_has_the_digits_of_the_screen(deck):
    head, *rows = table_of(deck.slides[0])
    assert head[1:] == [LABELS[policy] for policy in POLICIES]
    assert len(rows) == len(measures(ONE))
    for measure, row in zip(measures(ONE), rows, strict=True):
        unit = BY_NAME[measure].unit
        for policy, cell in zip(POLICIES, row[1:], strict=True):
            value, low, high = ONE.outcome.summary.loc[policy, [measure, measure + "_lo", measure + "_hi"]]
            span = " to ".join(numbers.figure(end, unit, "") for end in (low, high))
            assert cell == f"{numbers.figure(value, unit, 'EUR')}\n{span}"


def test_the_chart_is_native_with_the_models_points(deck):
    chart = next(shape.chart for shape in deck.slides[0].shapes if shape.has_chart)
    series = {one.name: one for one in chart.plots[0].series}
    for policy in POLICIES:
        curve = ONE.curves[ONE.curves["policy"] == policy]
        assert list(series[LABELS[policy]].values) == pytest.approx(curve["inventory_cost"].tolist())
        assert list(series[f"{LABELS[policy]} now"].values) == pytest.approx(
            [ONE.outcome.summary.at[policy, "inventory_cost"]]
        )
        assert series[LABELS[policy]]._element.find("{*}smooth").get("val") == "0"
    assert "Target 95.0 %" in series
    # The sheet behind it, which a person edits, holds the same and no formula.
    sheet = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type != "f" for cell in cells)
    assert ONE.curves["fill_rate"].iloc[0] in [cell.value for cell in cells]


def test_colours_are_the_themes():
    parts = office.parts(io.BytesIO(slides_bytes(ONE)))
    theme = parts["ppt/theme/theme1.xml"]
    found = re.findall(r'<a:accent\d><a:srgbClr val="(\w+)"/>', theme)
    assert found[:4] == [*palette.COLOURS.values(), palette.OPTIMUM]
    chart = next(text for name, text in parts.items() if name.startswith("ppt/charts/chart"))
    assert all(f'<a:schemeClr val="accent{k}"/>' in chart for k in (1, 2, 3))


def test_sources_note_and_settings_stand_on_the_slide_and_in_the_speakers_notes(deck):
    slide = deck.slides[0]
    shown, spoken = words_of(slide), slide.notes_slide.notes_text_frame.text
    for text in ("2026-11-26", DEMO.name, "seed 1", "model 1", "Spike size × 3", "Capital 12.5 %", ONE.note):
        assert text in shown, text
    for name, value in ONE.facts:
        assert f"{name}: {value}" in spoken
    assert ONE.note in spoken
    assert "Capital: 12.5 % (default 8 %)" in spoken
    links = [
        run.hyperlink.address
        for s in slide.shapes
        if s.has_text_frame
        for p in s.text_frame.paragraphs
        for run in p.runs
    ]
    assert ONE.link in links


def test_the_comparison_sets_service_and_cost_side_by_side(deck):
    head, *rows = table_of(deck.slides[2])
    assert head[1].split("\n") == ["Just-in-Time", "Fill rate"]
    assert [row[0].split("\n")[0] for row in rows] == ["Today", "Dear money"]
    found = [numbers.money(one.outcome.summary.at["hybrid", "inventory_cost"], "EUR") for one in (ONE, OTHER)]
    assert [row[6].split("\n")[0] for row in rows] == found
    assert f"lies between {found[0]} and {found[1]}" in deck.slides[2].shapes.title.text_frame.text


def test_long_and_hostile_text_stays_in_its_place():
    nasty = Catalogue.of(DEMO.items.head(2)[["item", "demand_per_day", "unit_cost", "price"]], name="=1+1 " * 40)
    several = [
        Subject("=HYPERLINK(1) " * 6, nasty, BASE.but(capital_rate=0.2), note="Longnote" * 120),
        Subject(
            "\x00\ud800 @x",
            nasty,
            BASE,
            note="W" * 1000,
            service="cycle_service",
            cost="total_cost",
            link="javascript:x",
        ),
    ]
    data = slides_bytes(several)
    assert "javascript:" not in "".join(t for n, t in office.parts(io.BytesIO(data)).items() if n.endswith(".rels"))
    deck = Presentation(io.BytesIO(data))
    for slide in deck.slides:
        boxes = [shape for shape in slide.shapes if shape.has_text_frame]
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top >= 0
            assert shape.top + shape.height <= deck.slide_height
        for shape in boxes:
            sizes = {run.font.size.pt for p in shape.text_frame.paragraphs for run in p.runs}
            if sizes:
                bold = any(run.font.bold for p in shape.text_frame.paragraphs for run in p.runs)
                count = lines(shape.text_frame.text, shape.width.pt, max(sizes), bold)
                assert count * LINE * max(sizes) <= shape.height.pt + 0.1, shape.text_frame.text[:40]
                assert min(sizes) >= 10
    spoken = deck.slides[0].notes_slide.notes_text_frame.text
    assert "Longnote" * 120 in spoken
    for chart in (shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart):
        assert not any(runs(one.name) for one in chart.plots[0].series)


def test_text_shrinks_first_and_is_cut_last():
    assert fit("short", 200, 40, (20, 10)) == fit("short", 200, 40, (20,))
    small = fit("one two three four five six", 100, 36, (20, 10))
    assert (small.size, small.text) == (10, "one two three four five six")
    cut = fit("word " * 100, 100, 36, (20, 10))
    assert cut.text.endswith("…")
    assert lines(cut.text, 100, cut.size) <= 3
    assert lines("x" * 100, 58, 10) == 10


def test_names_beside_points_keep_apart():
    assert sides({"jit": (0.5, 0.3), "jic": (0.8, 0.6), "hybrid": (0.75, 0.5)}) == {
        **{"jit": "below", "jic": "above", "hybrid": "left"}
    }
    ends = scale(ONE.curves, "fill_rate", "inventory_cost", 0.95)
    assert ends.least <= ONE.curves["fill_rate"].min()
    assert ends.most >= ONE.curves["inventory_cost"].max()
    assert (1 - ends.least) / ends.step == pytest.approx(round((1 - ends.least) / ends.step))


def test_twelve_scenarios_in_ten_seconds_with_progress(tmp_path):
    several = [
        Subject(f"Rate {k}", DEMO, ONE.scenario.but(capital_rate=k / 100), swept=ONE._sweep, note="n")
        for k in range(12)
    ]
    # Seconds of work, not of waiting for other programs.
    told, start = [], time.process_time()
    path = export_powerpoint(tmp_path / "a.pptx", several, progress=lambda share, what: told.append((share, what)))
    assert time.process_time() - start < 10
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 1)
    assert told[2][1] == "Slide 3 of 12: Rate 2"
    assert len(Presentation(path).slides) == 14


def test_fifty_exports_leave_no_memory_behind():
    small = Subject("Small", Catalogue.of(DEMO.items.head(3)), BASE)
    for _ in range(5):
        slides_bytes(small)
    before = office.resident()
    for _ in range(50):
        slides_bytes(small)
    assert office.resident() - before < 30e6


def test_no_demand_makes_a_slide_too():
    frame = DEMO.items.head(1)[["item", "demand_per_day", "unit_cost", "price"]].assign(demand_per_day=0.0)
    slide = deck_of(Subject("None", Catalogue.of(frame), BASE)).slides[0]
    assert slide.shapes.title.text_frame.text.startswith("There is no")


def test_an_office_program_opens_it(tmp_path):
    export_powerpoint(tmp_path / "a.pptx", [ONE, OTHER])
    assert office.printed(tmp_path / "a.pptx", tmp_path).startswith(b"%PDF")
