"""What a person does: open, move sliders, change page, share, come back."""

from urllib.parse import parse_qs, urlsplit

import pytest

PAGES = ("", "portfolio", "day_by_day", "your_data", "method")
FILL, COST, CAPITAL = "fill_rate", "inventory_cost", "working_capital"


@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_by_a_cold_deep_link(fresh_server, open_tab, path):
    tab = open_tab(f"{fresh_server.url}/{path}?spike_size=3&seed=7")
    assert not tab.traceback()
    assert tab.page.locator(".st-key-spike_size input[type='range']").input_value() == "3"
    assert tab.page.locator("h1").count() == 1
    assert not tab.page.get_by_text("Page not found").count()


def test_sliders_move_the_figures_the_right_way(server, open_tab):
    tab = open_tab(server.url)
    before = {key: tab.number(key) for key in (f"jit-{FILL}", f"jic-{COST}", f"jic-{FILL}")}
    tab.press("spike_size", "ArrowRight", 10)
    assert tab.number(f"jit-{FILL}") < before[f"jit-{FILL}"]
    tab.press("carrying_cost_level", "ArrowRight", 8)
    assert tab.number(f"jic-{COST}") > before[f"jic-{COST}"]
    tab.press("jic_service", "End")
    assert tab.number(f"jic-{FILL}") > 0.97 * before[f"jic-{FILL}"]
    assert not tab.traceback()


def test_values_survive_a_change_of_page(server, open_tab):
    tab = open_tab(server.url).press("outages_per_year", "ArrowRight", 6)
    tab.page.get_by_role("radio", name="Total cost a year").or_(
        tab.page.get_by_role("button", name="Total cost a year")
    ).first.click()
    tab.settle()
    figures, said = tab.figures(), tab.text("headline")
    assert "total cost a year" in said
    tab.go("Method")
    assert not tab.traceback()
    tab.go("Explore")
    assert tab.figures() == figures
    assert tab.text("headline") == said
    assert float(tab.page.locator(".st-key-outages_per_year input[type='range']").input_value()) > 1


@pytest.mark.parametrize(("target", "shown"), [("", "95.0"), ("?target=97", "97.0")])
def test_the_target_is_the_same_on_every_page_that_has_it(server, open_tab, target, shown):
    tab = open_tab(f"{server.url}/portfolio{target}")
    asked = tab.page.locator(".st-key-target input")
    for page in ("Explore", "Portfolio", "Method", "Explore"):
        tab.go(page)
        assert page == "Method" or asked.input_value() == shown


def test_a_link_opens_the_same_digits_on_a_fresh_server(server, fresh_server, open_tab):
    tab = open_tab(f"{server.url}/?data=bakery&seed=11")
    tab.press("lead_time_variability", "ArrowRight", 5).press("carrying_cost_level", "ArrowLeft", 3)
    link = tab.share_link()
    assert len(link) <= 2000
    assert parse_qs(urlsplit(link).query)["data"] == ["bakery"]
    again = open_tab(link.replace(server.url, fresh_server.url))
    assert again.figures() == tab.figures()
    assert again.text("headline") == tab.text("headline")


def test_moves_back_and_forth_end_where_they_began(server, open_tab):
    tab = open_tab(server.url)
    first = tab.figures()
    for _ in range(10):
        tab.press("spikes_per_year", "ArrowRight").press("spikes_per_year", "ArrowLeft")
    assert tab.figures() == first


HOSTILE = [
    "nonsense=1&other=%3Cscript%3E",
    "seed=abc",
    "seed=" + "9" * 5000,
    "spike_size=nan&carrying_cost_level=inf",
    "lead_time_level=1e9",
    "data=nowhere&model=99",
    "x=" + "y" * 20_000,
    "spike_size=3&spike_size=4",
    "buffer_basis=%5B%5D&orders_may_cross=perhaps",
]


@pytest.mark.parametrize("query", HOSTILE, ids=[query[:24] for query in HOSTILE])
def test_hostile_links_never_show_a_traceback(server, open_tab, query):
    tab = open_tab(f"{server.url}/?{query}")
    assert not tab.traceback()
    assert len(tab.figures()) >= 9
    assert tab.text("headline")


def test_every_chart_keeps_its_drawing_over_twenty_moves(server, open_tab):
    tab = open_tab(server.url)
    marked = tab.page.evaluate(
        "() => [...document.querySelectorAll(\"[class*='st-key-chart-'] svg.marks\")].map((svg, k) => svg.mine = k + 1)"
    )
    assert len(marked) >= 2
    for k in range(20):
        tab.press(("spike_size", "carrying_cost_level")[k % 2], "ArrowRight")
    kept = tab.page.evaluate(
        "() => [...document.querySelectorAll(\"[class*='st-key-chart-'] svg.marks\")].map(svg => svg.mine || 0)"
    )
    assert kept == marked
