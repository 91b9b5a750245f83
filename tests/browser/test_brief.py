"""The brief opened from a disk without a network, and the files that Explore gives."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from core import Scenario, Subject, export_brief, load_catalogue

SIZES = [("light", 1280, 720), ("dark", 390, 844)]


@pytest.fixture(scope="module")
def brief(tmp_path_factory):
    note = "</p><script>window.hacked = 1</script>"
    scenario = Scenario().but(futures=20, spike_size=3)
    subject = Subject("Today <b>", load_catalogue("demo"), scenario, note=note, made=date(2026, 11, 26))
    return subject, export_brief(tmp_path_factory.mktemp("brief") / "brief.html", subject)


@pytest.mark.parametrize(("scheme", "wide", "high"), SIZES)
def test_it_opens_offline_with_live_charts(browser, brief, scheme, wide, high):
    subject, path = brief
    context = browser.new_context(viewport={"width": wide, "height": high}, color_scheme=scheme, offline=True)
    page, asked, wrong = context.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(path.as_uri())
    page.wait_for_function("document.querySelectorAll('.chart svg.marks').length === 2")
    assert page.locator("h1").inner_text().replace("\u00a0", " ") == subject.headline
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.evaluate("window.hacked === undefined")
    # A bar tells its cost in the tooltip: the chart is alive.
    page.locator(".chart .mark-rect path").first.hover()
    page.wait_for_selector("#vg-tooltip-element.visible")
    assert "Cost a year" in page.locator("#vg-tooltip-element").inner_text()
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == ("rgb(251, 250, 247)" if scheme == "light" else "rgb(23, 25, 27)")
    assert asked == [path.as_uri()]
    assert wrong == []
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_prints_on_a_page_in_dark_letters(browser, brief, scheme):
    _, path = brief
    context = browser.new_context(viewport={"width": 1280, "height": 720}, color_scheme=scheme)
    page = context.new_page()
    page.goto(path.as_uri())
    page.wait_for_function("document.querySelectorAll('.chart svg.marks').length === 2")
    printed = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert len(printed) == 1
    text = printed[0].extract_text()
    assert "What it costs, by component" in text
    assert "Where this comes from" in text
    # The dark screen's ink and ground, as the file writes colours: none of them is on paper.
    drawn = printed[0].get_contents().get_data()
    assert b".9137 .9059 .8863 rg" not in drawn
    assert b".1333 .149 .1647 rg" in drawn
    context.close()


def test_explore_gives_the_files(server, open_tab):
    tab = open_tab(f"{server.url}/?futures=20&spike_size=3")
    answer = " ".join(tab.page.locator("h1.answer").inner_text().split())
    tab.page.get_by_role("button", name="Export", exact=True).click()
    for name, start in (("Brief (HTML)", b"<!doctype html>"), ("Service against cost (PNG)", b"\x89PNG")):
        with tab.page.expect_download() as caught:
            tab.page.get_by_role("button", name=name).click()
        content = caught.value.path().read_bytes()
        assert content.startswith(start)
        if start == b"<!doctype html>":
            said = content.decode().replace("\u00a0", " ")
            assert answer in said
            assert "spike_size=3" in said
    assert not tab.traceback()
