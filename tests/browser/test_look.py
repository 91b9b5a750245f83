"""Accessible, readable on a phone, complete without a network."""

import pytest

PAGES = (
    *("", "portfolio", "scenarios", "sensitivity", "break_even", "switching", "advisor"),
    *("day_by_day", "stress", "season", "your_data", "method"),
    "present",
)
FOCUSED = "() => document.activeElement.getAttribute('aria-label') || document.activeElement.innerText"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_serious(server, open_tab, axe, serious, path, scheme):
    tab = open_tab(f"{server.url}/{path}", scheme=scheme).settle()
    assert serious(tab, axe) == []


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_cut_on_a_phone(server, open_tab, path):
    tab = open_tab(f"{server.url}/{path}", size="phone").settle()
    wide = tab.page.evaluate(
        """() => {
             // What can be scrolled sideways in a box of its own, like a wide table, is not cut.
             const main = element => !element || element.matches("[data-testid='stMain']");
             const wide = element => /auto|scroll/.test(getComputedStyle(element).overflowX);
             const scrolls = element => !main(element) && (wide(element) || scrolls(element.parentElement));
             const texts = `[data-testid='stMain'] :is(p, h1, h2, h3), [class*='st-key-figure-']`;
             return [...document.querySelectorAll(texts)]
               .filter(element => element.offsetParent && !element.closest('[data-testid="stSidebar"]'))
               .filter(element => element.getBoundingClientRect().right > window.innerWidth + 1)
               .filter(element => !scrolls(element))
               .map(element => element.innerText.slice(0, 60));
           }"""
    )
    assert wide == []
    parts = "[document.documentElement, document.querySelector('[data-testid=stMain]')]"
    assert tab.page.evaluate(f"() => {parts}.every(part => part.scrollWidth <= window.innerWidth + 1)")


@pytest.mark.parametrize("path", PAGES)
def test_nothing_foreign_is_asked_for_and_nothing_fails(server, open_tab, path):
    tab = open_tab(f"{server.url}/{path}").settle()
    assert tab.foreign == []
    assert tab.failed == []


def test_the_page_works_by_keyboard_alone(server, open_tab):
    tab = open_tab(server.url)
    reached = set()
    for _ in range(150):
        tab.page.keyboard.press("Tab")
        reached.add(tab.page.evaluate(FOCUSED))
    assert {"Lead-time variability", "Demand spikes per year", "Spike size"} <= {str(name).strip() for name in reached}
