"""The break-even page in a browser: a map that refines, a slider that moves it, and a link that brings it back."""

FEW = "by=set&futures=20&map_x=carrying_cost_level&map_y=jit_delivery_cost_level"


def headline(tab) -> str:
    return " ".join(tab.page.locator("h1.answer").inner_text().split())


def drawn(tab) -> None:
    tab.page.wait_for_selector(".st-key-chart-winners svg.marks")


def test_a_journey_from_the_map_to_the_link(server, open_tab):
    tab = open_tab(f"{server.url}/break_even?{FEW}")
    before = headline(tab)
    assert "has the least inventory cost today" in before
    assert "the carrying-cost rate" in before
    tab.page.locator(".st-key-cost").get_by_role("radio", name="Total").click()
    tab.settle()
    drawn(tab)
    assert "has the least total cost today" in headline(tab)
    tab.press("spike_size", "ArrowRight", 3)
    assert headline(tab) != before
    again = open_tab(tab.share_link())
    assert headline(again) == headline(tab)
    assert not tab.traceback()
    assert not again.traceback()


def test_a_cold_link_opens_the_page_with_its_choices(fresh_server, open_tab):
    tab = open_tab(f"{fresh_server.url}/break_even?{FEW}&pair=jit-jic")
    drawn(tab)
    assert tab.page.get_by_role("combobox", name="Policies").input_value() == "Just-in-Time against Just-in-Case"
    text = tab.page.locator("[data-testid='stMain']").inner_text()
    assert "Winner changes at" in text
    assert "never within its range" in text
    assert not tab.traceback()


def test_the_map_is_a_file_to_take_along(server, open_tab):
    tab = open_tab(f"{server.url}/break_even?{FEW}")
    with tab.page.expect_download() as caught:
        tab.page.get_by_role("button", name="Download map (CSV)").click()
    lines = caught.value.path().read_text("utf-8-sig").splitlines()
    assert lines[0] == "carrying_cost_level,jit_delivery_cost_level,best,sure,clear,jit,jic,hybrid,simulated"
    assert len(lines) == 1 + 21 * 21
