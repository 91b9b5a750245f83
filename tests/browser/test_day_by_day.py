"""Day by day in a browser: played and zoomed there alone, by mouse and by keyboard, without a word to the server."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from core import Scenario, day_by_day, load_catalogue
from core.daily import dates
from core.look import numbers
from tests.browser.conftest import SIZES, Tab

ITEM = "?item=A-101&future=worst"
DATES = dates(365)
# What each of a chart's hidden inputs stands at.
INPUTS = """name => [...document.querySelectorAll(`.st-key-days .vega-bind input[name='${name}']`)]
    .map(input => Number(input.value))"""
# How wide the days still to come are covered, in each chart, as shares of the plot.
COVERED = """() => [...document.querySelectorAll("[class*='st-key-chart-'] svg.marks")].map(svg => {
    const plot = svg.querySelector("g.root > g > path.background").getBoundingClientRect();
    const curtain = [...svg.querySelectorAll(".mark-rect > path[fill-opacity='1']")].at(-1);
    return Math.round(100 * curtain.getBoundingClientRect().width / plot.width) / 100;
})"""

LABELS = """([some, none]) => {
    const text = document.querySelector(".st-key-chart-stock svg.marks").textContent;
    return text.includes(some) && !text.includes(none);
}"""
PLOT = "svg => svg.querySelector('g.root > g > path.background').getBoundingClientRect().toJSON()"


@pytest.fixture
def tab_and_sent(browser, server):
    """The page of one item, and every message that it sends from here on."""
    contexts = []

    def new(query: str = ITEM, size: str = "laptop", motion: str = "no-preference") -> tuple[Tab, list[object]]:
        width, height = SIZES[size]
        context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion=motion)
        contexts.append(context)
        page, sent = context.new_page(), []
        page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame)))
        tab = Tab(page).open(f"{server.url}/day_by_day{query}")
        assert sent, "no message was seen at all"
        sent.clear()
        return tab, sent

    yield new
    for context in contexts:
        context.close()


def day(tab: Tab) -> int:
    return DATES.index(tab.page.locator(".player-date").inner_text())


def at(tab: Tab, name: str) -> list[int]:
    found: list[int] = tab.page.evaluate(INPUTS, name)
    return found


def test_it_plays_without_a_word_to_the_server(tab_and_sent):
    tab, sent = tab_and_sent()
    assert at(tab, "until_day") == [9999] * 4
    tab.page.get_by_role("button", name="Play", exact=True).click()
    seen = []
    for _ in range(4):
        tab.page.wait_for_timeout(400)
        seen.append(day(tab))
    assert 0 < seen[0] < seen[1] < seen[2] < seen[3] < 364
    tab.page.get_by_role("button", name="Pause").click()
    stopped = day(tab)
    assert at(tab, "until_day") == [stopped] * 4
    covered = tab.page.evaluate(COVERED)
    assert all(abs(share - (1 - (stopped + 1) / 365)) < 0.02 for share in covered), covered
    tab.page.wait_for_timeout(300)
    assert day(tab) == stopped
    assert sent == []


def test_the_last_day_ends_it_and_play_begins_again(tab_and_sent):
    tab, sent = tab_and_sent()
    slider = tab.page.get_by_label("Day", exact=True)
    slider.focus()
    for _ in range(4):
        tab.page.keyboard.press("ArrowLeft")
    assert day(tab) == 360
    tab.page.get_by_role("button", name="Play", exact=True).click()
    tab.page.wait_for_function("() => document.querySelector('.player-date').textContent === '31 Dec'")
    tab.page.get_by_role("button", name="Play", exact=True).wait_for()
    assert at(tab, "until_day") == [9999] * 4
    tab.page.get_by_role("button", name="Play", exact=True).click()
    tab.page.wait_for_timeout(300)
    assert day(tab) < 100
    assert sent == []


def test_the_bar_counts_as_the_model_does(tab_and_sent):
    tab, _ = tab_and_sent()
    model = day_by_day(load_catalogue("demo"), Scenario(), "A-101", "worst")
    short = (model.column("short") > 0).cumsum(axis=1)
    slider = tab.page.get_by_label("Day", exact=True)
    for wanted in (364, 120, 0):
        slider.fill(str(wanted))
        said = tab.page.locator(".player-says > span").all_inner_texts()
        assert [int(text.split("short on ")[1].split()[0]) for text in said] == short[:, wanted].tolist()


def test_a_drag_across_a_chart_zooms_all_of_them_and_a_double_click_shows_all_again(tab_and_sent):
    tab, sent = tab_and_sent()
    box = tab.page.locator(".st-key-chart-stock svg.marks").evaluate(PLOT)
    middle = box["y"] + box["height"] / 2
    tab.page.mouse.move(box["x"] + 0.2 * box["width"], middle)
    tab.page.mouse.down()
    tab.page.mouse.move(box["x"] + 0.3 * box["width"], middle, steps=5)
    tab.page.mouse.up()
    tab.page.wait_for_timeout(300)
    assert all(abs(first - 73) <= 1 for first in at(tab, "first_day"))
    assert all(abs(last - 109) <= 1 for last in at(tab, "last_day"))
    tab.page.wait_for_function(LABELS, arg=["Mar", "Dec"])
    tab.page.mouse.dblclick(box["x"] + 0.5 * box["width"], middle)
    tab.page.wait_for_timeout(300)
    assert at(tab, "first_day") == [0] * 4
    assert at(tab, "last_day") == [9999] * 4
    assert sent == []


def test_two_days_are_named_once_each(tab_and_sent):
    tab, _ = tab_and_sent()
    tab.page.get_by_label("First day shown", exact=True).fill("100")
    tab.page.get_by_label("Last day shown", exact=True).fill("101")
    tab.page.wait_for_timeout(400)
    texts = tab.page.locator(".st-key-chart-stock svg.marks").evaluate(
        "svg => [...svg.querySelectorAll('.role-axis-label text')].map(text => text.textContent)"
    )
    days = [text for text in texts if "Apr" in text]
    assert sorted(days) == ["11 Apr", "12 Apr"]


def test_the_kinds_of_future_are_whole_on_a_phone(tab_and_sent):
    tab, _ = tab_and_sent(size="phone")
    cut = tab.page.evaluate(
        """() => {
            const group = [...document.querySelectorAll(".st-key-choices [data-testid='stButtonGroup']")][0];
            const end = document.querySelector(".st-key-choices").getBoundingClientRect().right;
            return [...group.querySelectorAll("button")].map(b => b.getBoundingClientRect().right - end);
        }"""
    )
    assert len(cut) == 4
    assert max(cut) <= 1


def test_the_day_under_the_pointer_is_said_and_marked_in_every_chart(tab_and_sent):
    tab, sent = tab_and_sent()
    model = day_by_day(load_catalogue("demo"), Scenario(), "A-101", "worst")
    box = tab.page.locator(".st-key-chart-stock svg.marks").evaluate(PLOT)
    for share in (0.3, 0.5):
        tab.page.mouse.move(box["x"] + share * box["width"], box["y"] + box["height"] / 2)
        tab.page.wait_for_timeout(200)
        tab.page.mouse.move(box["x"] + share * box["width"] + 0.4, box["y"] + box["height"] / 2)
        tab.page.wait_for_timeout(400)
        (number,) = set(at(tab, "hover_day"))
        assert abs(number - share * 365) <= 1
        said = tab.page.locator("#vg-tooltip-element").inner_text()
        assert DATES[number] in said
        assert numbers.amount(model.column("stock")[1, number]) in said
    tab.page.mouse.move(5, 5)
    tab.page.wait_for_timeout(200)
    assert at(tab, "hover_day") == [9999] * 4
    assert sent == []


def test_it_is_played_and_zoomed_by_keyboard(tab_and_sent):
    tab, sent = tab_and_sent()
    tab.page.get_by_role("button", name="Play", exact=True).focus()
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_timeout(300)
    tab.page.keyboard.press("Space")
    assert 0 < day(tab) < 364
    names = []
    for _ in range(4):
        tab.page.keyboard.press("Tab")
        names.append(tab.page.evaluate("document.activeElement.ariaLabel || document.activeElement.innerText"))
    assert names[:3] == ["Day", "First day shown", "Last day shown"]
    tab.page.get_by_label("Last day shown").focus()
    tab.page.keyboard.press("PageDown")
    assert at(tab, "last_day")[0] < 364
    tab.page.get_by_role("button", name="All days", exact=True).press("Enter")
    assert at(tab, "last_day") == [9999] * 4
    assert sent == []


def test_little_motion_is_a_step_a_second(tab_and_sent):
    tab, _ = tab_and_sent(motion="reduce")
    tab.page.evaluate("""() => { window.days = new Set();
        const date = document.querySelector('.player-date');
        new MutationObserver(() => window.days.add(date.textContent)).observe(date, {childList: true}); }""")
    tab.page.get_by_role("button", name="Play", exact=True).click()
    tab.page.wait_for_timeout(2600)
    seen = [DATES.index(date) for date in tab.page.evaluate("[...window.days]")]
    assert len(seen) <= 4
    assert all(number % 7 == 0 for number in seen)
    assert max(seen) >= 7


def test_a_move_keeps_the_zoom_the_day_and_the_drawings(tab_and_sent):
    tab, _ = tab_and_sent()
    tab.page.get_by_label("Last day shown").fill("200")
    tab.page.get_by_label("Day", exact=True).fill("90")
    tab.page.evaluate(
        "document.querySelectorAll(\"[class*='st-key-chart-'] svg.marks\").forEach(svg => { svg.mine = 1; })"
    )
    before = tab.text("player")
    tab.press("spike_size", "ArrowRight", 3).press("outages_per_year", "ArrowRight", 3)
    kept = "[...document.querySelectorAll(\"[class*='st-key-chart-'] svg.marks\")].map(svg => svg.mine || 0)"
    assert tab.page.evaluate(kept) == [1] * 4
    assert at(tab, "last_day") == [200] * 4
    assert at(tab, "until_day") == [90] * 4
    assert tab.text("player") != before


def test_another_unit_draws_the_charts_anew_where_the_bar_stands(tab_and_sent):
    tab, _ = tab_and_sent()
    tab.page.get_by_label("Day", exact=True).fill("90")
    tab.page.get_by_label("Clear value").or_(tab.page.get_by_title("Clear value")).first.click()
    tab.settle()
    assert "the shelf serves" in tab.page.locator("h1").inner_text()
    assert at(tab, "until_day") == [90] * 4


def test_choices_travel_in_the_link(server, fresh_server, open_tab):
    tab = open_tab(f"{server.url}/day_by_day?item=A-105")
    tab.page.get_by_role("radio", name="Best").or_(
        tab.page.get_by_role("button", name="Best", exact=True)
    ).first.click()
    tab.settle()
    link = tab.share_link()
    assert parse_qs(urlsplit(link).query)["item"] == ["A-105"]
    again = open_tab(link.replace(server.url, fresh_server.url))
    assert again.page.locator("h1").inner_text() == tab.page.locator("h1").inner_text()
    assert "best future" in again.page.locator("h1").inner_text()


def test_the_bar_goes_with_its_page(server, open_tab):
    tab = open_tab(f"{server.url}/day_by_day{ITEM}")
    tab.page.get_by_role("button", name="Play", exact=True).click()
    faults = []
    tab.page.on("pageerror", lambda error: faults.append(str(error)))
    for name in ("Explore", "Day by day", "Method"):
        tab.go(name)
    assert faults == []
    assert not tab.traceback()


def test_the_bar_fits_a_phone(tab_and_sent):
    tab, _ = tab_and_sent(size="phone")
    wide = "() => [...document.querySelectorAll('.player *')].filter(e => e.getBoundingClientRect().right > innerWidth)"
    assert tab.page.evaluate(f"({wide})().map(e => e.outerHTML.slice(0, 80))") == []
