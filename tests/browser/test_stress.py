"""The stress page in a browser: events are set, figures follow, and a link shows the same on a fresh server."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from core.stress_presets import stress_presets
from tests.browser.conftest import Tab


def number(tab: Tab, field: str, key: str, times: int = 1) -> None:
    """Moves a number in an event's form by keyboard, as a person does who has opened it."""
    box = tab.page.locator(f".st-key-{field} input")
    box.wait_for()
    box.focus()
    for _ in range(times):
        tab.page.keyboard.press(key)
        tab.settle()


def choose(tab: Tab, menu: str, option: str) -> None:
    """Takes an option of a menu."""
    tab.page.get_by_role("button", name=menu, exact=True).click()
    tab.page.get_by_text(option, exact=True).last.click()
    tab.settle()


def shown(tab: Tab) -> dict[str, str]:
    return {"headline": tab.text("headline"), **tab.figures()}


def test_events_are_set_figures_follow_and_the_link_opens_cold_with_the_same_digits(server, fresh_server, open_tab):
    tab = open_tab(f"{server.url}/stress").settle()
    first = shown(tab)
    assert first["headline"].startswith("Alderbrook Tools out for 28 days")
    tab.page.locator(".st-key-event-0 button").first.click()
    number(tab, "event-0-length-outage", "ArrowUp", 2)
    longer = shown(tab)
    assert longer["headline"].startswith("Alderbrook Tools out for 42 days")
    assert all(longer[name] != first[name] for name in first if name.endswith("event_cost"))
    # What would have helped follows, in its own time.
    tab.page.get_by_text("As it is").first.wait_for()
    plain = tab.page.locator("tr:has-text('As it is')").first.inner_text().split("\t")[1]
    assert longer["jit-event_cost"].split(" EUR")[0].endswith(plain)
    # The form stays open while its numbers move.
    assert tab.page.locator(".st-key-event-0-length-outage input").is_visible()
    tab.page.keyboard.press("Escape")
    choose(tab, "Add an event", "Demand surge")
    both = shown(tab)
    assert "and demand up 50 % for 28 days" in both["headline"]
    assert both["jit-event_cost"] != longer["jit-event_cost"]
    link = tab.share_link()
    assert parse_qs(urlsplit(link).query)["events"] == ["outage 60 42 of.Alderbrook_Tools and surge 60 28 0.5"]
    cold = open_tab(link.replace(server.url, fresh_server.url)).settle()
    assert shown(cold) == both
    assert not cold.traceback()


def test_cases_open_and_no_event_is_explores_year(server, open_tab):
    tab = open_tab(f"{server.url}/stress").settle()
    seen = {tab.text("headline")}
    for preset in stress_presets()[1:]:
        choose(tab, "Cases", preset.label)
        assert not tab.traceback()
        seen.add(tab.text("headline"))
    assert len(seen) == len(stress_presets())
    tab.page.get_by_role("button", name="No event").click()
    tab.settle()
    here = tab.figures()
    there = tab.go("Explore").figures()
    same = set(here) & set(there)
    assert {"jit-fill_rate", "hybrid-inventory_cost"} <= same
    assert all(here[name] == there[name] for name in same)


def test_the_page_is_left_and_found_as_it_was(server, open_tab):
    tab = open_tab(f"{server.url}/stress?events=on-hold").settle()
    before = shown(tab)
    tab.go("Portfolio")
    assert shown(tab.go("Stress test")) == before


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_open_form_is_accessible(server, open_tab, axe, serious, scheme):
    tab = open_tab(f"{server.url}/stress?events=like-2020", scheme=scheme).settle()
    tab.page.locator(".st-key-event-0 button").first.click()
    tab.page.locator(".st-key-event-0-length-surge input").wait_for()
    assert serious(tab.settle(), axe) == []


def test_an_event_is_set_on_a_phone(server, open_tab):
    tab = open_tab(f"{server.url}/stress", size="phone").settle()
    tab.page.locator(".st-key-event-0 button").first.click()
    box = tab.page.locator(".st-key-event-0-length-outage input")
    box.wait_for()
    place = box.bounding_box()
    assert place["x"] >= 0
    assert place["x"] + place["width"] <= 390
    number(tab, "event-0-length-outage", "ArrowUp")
    assert "out for 35 days" in tab.text("headline")
