"""Charts as files say what the screen says, look like its theme, and need nothing from anywhere."""

import gc
import io
import re
import time
import tomllib
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from core import InputError, Scenario, Subject, export_chart, load_catalogue
from core.exports.sheet import chart_bytes
from core.look import numbers, palette
from core.policies import LABELS
from tests.core.office import resident

THEME = tomllib.loads((Path(__file__).resolve().parents[2] / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]
HOSTILE = '</svg><script>alert("1")</script> & \x00\x1b\ud800 =1+1 𝕏 ' + "x" * 300


def subject(**more):
    scenario = Scenario().but(futures=20, spike_size=3)
    given = {"name": "Today", "made": date(2026, 11, 26), "link": "https://example.org/?data=demo", **more}
    return Subject(catalogue=load_catalogue("demo"), scenario=scenario, **given)


@pytest.fixture(scope="module")
def today():
    return subject()


def written(svg: bytes) -> str:
    """All text of an SVG file, as its reader sees it."""
    root = ElementTree.fromstring(svg)
    lines = [" ".join(element.itertext()) for element in root.iter("{http://www.w3.org/2000/svg}text")]
    return "\n".join(lines).replace("\u00a0", " ")


def test_the_theme_is_the_screens():
    for scheme, mine in (("light", palette.LIGHT), ("dark", palette.DARK)):
        theirs = THEME[scheme]
        assert list(mine.accents) == theirs["chartCategoricalColors"]
        assert (mine.ground, mine.panel) == (theirs["backgroundColor"], theirs["secondaryBackgroundColor"])
        assert mine.ink == theirs["textColor"]


def test_a_bar_says_the_digits_of_the_summary(today):
    text = written(chart_bytes(today, "costs", "svg"))
    for policy, label in LABELS.items():
        if policy in today.summary.index:
            assert f"{label}  {numbers.amount(today.summary.at[policy, 'capital_cost'])}" in text
            assert numbers.amount(today.summary.at[policy, "rush_cost"]) in text


@pytest.mark.parametrize("kind", ["svg", "pdf"])
def test_a_file_says_the_answer_and_where_it_comes_from(today, kind):
    made = chart_bytes(today, "frontier", kind)
    said = written(made) if kind == "svg" else PdfReader(io.BytesIO(made)).pages[0].extract_text()
    said = " ".join(said.replace("\u00a0", " ").split())
    for text in (today.headline, "Spike size × 3 (default × 2)", "Seed: 1", "Made: 2026-11-26", "Model: 1"):
        assert text in said
    for text in ("Demo distributor: 60 items", "https://example.org/?data=demo", "target 95.0 %", "Just-in-Case"):
        assert text in said


def test_a_picture_has_twice_the_pixels_and_the_themes_colours(today):
    made = chart_bytes(today, "frontier", "png")
    assert made[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(made[16:20], "big") == 1920
    drawn = chart_bytes(today, "frontier", "svg").decode()
    assert all(colour in drawn for colour in palette.LIGHT.accents[:3])


def test_letters_travel_in_the_file_and_nothing_is_asked_for(today):
    drawn = chart_bytes(today, "frontier", "svg").decode()
    assert drawn.count("@font-face") == 2
    assert not re.findall(r"(?:href|src|url)[=(]\s*[\"']?https?:", drawn)
    fonts = PdfReader(io.BytesIO(chart_bytes(today, "costs", "pdf"))).pages[0]["/Resources"]["/Font"]
    names = {str(font.get_object()["/BaseFont"]) for font in fonts.values()}
    assert names
    assert all("SourceSansPro" in name for name in names)


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_the_same_subject_gives_the_same_bytes(today, kind):
    assert chart_bytes(today, "frontier", kind) == chart_bytes(subject(), "frontier", kind)


def test_hostile_text_stays_text():
    made = chart_bytes(subject(name=HOSTILE, note=HOSTILE), "frontier", "svg")
    root = ElementTree.fromstring(made)
    assert not [element for element in root.iter() if element.tag.endswith("script")]
    assert '</svg><script>alert("1")</script> &' in written(made)
    assert chart_bytes(subject(name=HOSTILE, note=HOSTILE), "costs", "pdf").startswith(b"%PDF")


def test_the_suffix_decides_and_another_one_is_refused(tmp_path, today):
    assert export_chart(tmp_path / "one.SVG", today, chart="costs").read_bytes().startswith(b"<svg")
    with pytest.raises(InputError, match=r"must end in \.png or \.svg or \.pdf, got 'one.gif'"):
        export_chart(tmp_path / "one.gif", today)
    with pytest.raises(InputError, match="The chart must be frontier or costs, got 'pie'"):
        export_chart(tmp_path / "one.png", today, chart="pie")
    assert not (tmp_path / "one.gif").exists()


def test_a_catalogue_under_a_scenario_will_do(tmp_path, today):
    scenario = today.scenario
    made = export_chart(tmp_path / "one.svg", today.catalogue, scenario).read_bytes()
    assert today.headline in " ".join(written(made).split())
    with pytest.raises(InputError, match="not both"):
        export_chart(tmp_path / "one.svg", today, scenario)
    with pytest.raises(InputError, match="must be a Subject, a Kept or a Catalogue, got 7"):
        export_chart(tmp_path / "one.svg", 7)


def test_it_is_quick_and_keeps_nothing(today):
    kinds = [(chart, kind) for chart in ("frontier", "costs") for kind in ("png", "svg", "pdf")]
    for chart, kind in kinds:
        chart_bytes(today, chart, kind)
    slowest, before = 0.0, resident()
    for k in range(38):
        began = time.process_time()
        chart_bytes(today, *kinds[k % len(kinds)])
        slowest = max(slowest, time.process_time() - began)
    gc.collect()
    assert slowest < 3
    assert resident() - before < 30 * 2**20
