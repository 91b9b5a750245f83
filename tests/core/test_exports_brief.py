"""The brief says what Explore says, as a page that is whole by itself and as a sheet of paper."""

import gc
import io
import json
import re
import time
from datetime import date
from html import unescape

import pytest
import vl_convert
from lxml import html as reader
from pypdf import PdfReader

from core import InputError, Scenario, Subject, export_brief, load_catalogue
from core.exports import drawing
from core.exports.brief import brief_bytes
from core.look import numbers
from core.measures import BY_NAME
from tests.core.office import resident

HOSTILE = "</p></script><img src=x onerror=alert(1)>&lt;\"'\x00\ud800"
MEASURES = ("fill_rate", "inventory_cost", "working_capital")


def subject(**more):
    scenario = Scenario().but(futures=20, spike_size=3)
    given = {"name": "Today", "made": date(2026, 11, 26), "link": "https://example.org/?data=demo", "note": "Why not"}
    return Subject(catalogue=load_catalogue("demo"), scenario=scenario, **{**given, **more})


@pytest.fixture(scope="module")
def today():
    return subject()


def displayed(today):
    """Every card's value and interval, as Explore writes them."""
    for policy in ("jit", "jic", "hybrid"):
        for name in MEASURES:
            unit, row = BY_NAME[name].unit, today.outcome.summary.loc[policy]
            value = numbers.figure(row[name], unit, "EUR")
            yield value, " to ".join(numbers.figure(row[name + end], unit, "") for end in ("_lo", "_hi"))


def page(subjects):
    return reader.fromstring(brief_bytes(subjects, "html"))


def said(element) -> str:
    return " ".join(element.text_content().replace("\u00a0", " ").split())


def paper(subjects) -> PdfReader:
    return PdfReader(io.BytesIO(brief_bytes(subjects, "pdf")))


def test_the_page_has_the_screens_digits(today):
    found = page([today])
    values = [said(one) for one in found.xpath("//dl[@class='figure']/dd[not(@class)]")]
    ranges = [said(one) for one in found.xpath("//dd[@class='range']")]
    assert list(zip(values, ranges, strict=True)) == list(displayed(today))
    assert said(found.xpath("//h1")[0]) == today.headline
    cells = [said(one) for one in found.xpath("//div[@class='pair']//td")]
    assert numbers.amount(today.outcome.summary.at["hybrid", "total_cost"]) == cells[-1]
    assert "Spike size× 3× 2" in said(found.xpath("//table[@class='words']")[0])
    assert {"Why not"} == {said(one) for one in found.xpath("//p[@class='note']")}
    for what, value in today.facts:
        assert f"{what}{value}" in said(found.xpath("//dl[@class='facts']")[0]).replace(" " + value, value)


def test_the_paper_has_the_screens_digits_on_one_page(today):
    found = paper([today])
    assert len(found.pages) == 1
    assert [round(float(side) / 72 * 25.4) for side in found.pages[0].mediabox[2:]] == [210, 297]
    text = " ".join(found.pages[0].extract_text().replace("\u00a0", " ").split())
    for value, span in displayed(today):
        assert value in text
        assert span in text
    for fact in (today.headline, "Spike size × 3 (default × 2)", "Why not", *(value for _, value in today.facts)):
        assert fact in text
    assert len(found.pages[0].images) == 2
    fonts = {str(font.get_object()["/BaseFont"]) for font in found.pages[0]["/Resources"]["/Font"].values()}
    assert len(fonts) == 2
    assert all("SourceSansPro" in name for name in fonts)


def test_hostile_text_stays_text():
    found = page([subject(name=HOSTILE, note=HOSTILE, link="javascript:alert(1)")])
    assert not found.xpath("//img")
    assert not found.xpath("//a")
    assert len(found.xpath("//script[not(@type)]")) == 2
    assert "<img src=x onerror=alert(1)>&lt;" in said(found.xpath("//p[@class='note']")[0])
    assert paper([subject(name=HOSTILE, note=HOSTILE)]).pages[0].extract_text()


def test_data_cannot_end_their_element(today):
    text = brief_bytes([today], "html").decode()
    data = re.search(r'<script type="application/json" id="charts">(.*?)</script>', text).group(1)
    assert not set("<&") & set(data)
    assert set(json.loads(data)) == {"chart-0-frontier", "chart-0-costs"}


def test_the_page_asks_nobody_for_anything(today):
    found = page([today])
    assert not found.xpath("//link | //iframe | //*[@src]")
    rules = unescape(found.xpath("//meta[@http-equiv]/@content")[0])
    assert "default-src 'none'" in rules
    assert "script-src 'sha256-" in rules
    assert "unsafe-eval" not in rules


def test_the_drawing_program_ends_no_element_of_the_page():
    program = vl_convert.javascript_bundle("window.vegaEmbed=vegaEmbed;", vl_version=drawing.VERSION)
    assert len(program) > 500_000
    assert "</script" not in program.lower()


@pytest.mark.parametrize("kind", ["html", "pdf"])
def test_the_same_subject_gives_the_same_bytes(today, kind):
    assert brief_bytes([today], kind) == brief_bytes([subject()], kind)


def test_a_long_note_and_a_long_link_fit(today):
    long = subject(note="A long note about it. " * 45, link="https://example.org/?" + "spike_size=3&" * 150)
    assert len(paper([long]).pages) == 1


def test_settings_without_room_stand_on_a_page_of_their_own():
    many = {"demand_level": 1.1, "spike_size": 3, "capital_rate": 0.1, "futures": 20, "seed": 5}
    link = "https://example.org/?" + "a" * 5000
    crowded = Subject("Many", load_catalogue("demo"), Scenario().but(**many), made=date(2026, 11, 26), link=link)
    found = paper([crowded])
    text = " ".join(" ".join(each.extract_text() for each in found.pages).split())
    for title, value, usual in crowded.differing:
        assert f"{title} {value} (default {usual})" in text


def test_several_have_a_page_each(today):
    other = subject(name="Other")
    assert len(paper([today, other]).pages) == 2
    assert len(page([today, other]).xpath("//article")) == 2
    assert len(page([today, other]).xpath("//h1")) == 1


def test_bands_that_know_more_are_said_and_shown(today):
    summary = today.outcome.summary.copy()
    summary["fill_rate_lo"] = 0.1234
    wide = subject(widened=(summary, today.curves), worlds=40)
    found = said(page([wide]))
    assert "12.3 % to " in found
    assert "how little was observed, by 40 drawn worlds" in found


def test_the_suffix_decides_and_another_one_is_refused(tmp_path, today):
    assert export_brief(tmp_path / "one.html", today).read_bytes().startswith(b"<!doctype html>")
    assert export_brief(tmp_path / "one.pdf", [today]).read_bytes().startswith(b"%PDF")
    with pytest.raises(InputError, match=r"must end in \.html or \.pdf, got 'one.docx'"):
        export_brief(tmp_path / "one.docx", today)
    with pytest.raises(InputError, match="shows 1 to 12 scenarios, got 0"):
        export_brief(tmp_path / "one.html", [])
    with pytest.raises(InputError, match="must be a Subject, a Kept or a Catalogue, got 7"):
        export_brief(tmp_path / "one.html", 7)


def test_it_is_quick_and_keeps_nothing(today):
    for kind in ("html", "pdf"):
        brief_bytes([today], kind)
    slowest, before = 0.0, resident()
    for k in range(12):
        began = time.process_time()
        brief_bytes([today], ("html", "pdf")[k % 2])
        slowest = max(slowest, time.process_time() - began)
    gc.collect()
    assert slowest < 3
    assert resident() - before < 30 * 2**20
