"""The season page in a browser: an item is chosen, a slider is followed, and the link brings it all back."""


def headline(tab) -> str:
    return " ".join(tab.page.locator("h1.answer").inner_text().split())


def test_a_journey_from_the_item_to_the_link(server, open_tab):
    tab = open_tab(f"{server.url}/season")
    assert "Artificial tree 180 cm, Just-in-Case" in headline(tab)
    tab.page.get_by_role("combobox", name="Item").click()
    tab.page.get_by_role("option", name="H-807 Pedestal fan 40 cm").click()
    tab.settle()
    assert "Pedestal fan 40 cm" in headline(tab)
    before = headline(tab)
    tab.page.get_by_role("radio", name="Just-in-Time").click()
    tab.settle()
    assert "Just-in-Time" in headline(tab)
    tab.press("spike_size", "ArrowRight", 5)
    assert headline(tab) != before
    again = open_tab(tab.share_link())
    assert headline(again) == headline(tab)
    assert not tab.traceback()
    assert not again.traceback()


def test_a_cold_link_opens_the_page(fresh_server, open_tab):
    tab = open_tab(f"{fresh_server.url}/season?season_item=H-809&season_policy=jic&target=90")
    assert "Parasol 3 m, Just-in-Case" in headline(tab)
    assert tab.page.locator("[class*='st-key-chart-'] svg.marks").count() == 4
    assert not tab.traceback()


def test_the_calendar_is_a_file_to_take_along(server, open_tab):
    tab = open_tab(f"{server.url}/season")
    with tab.page.expect_download() as caught:
        tab.page.get_by_role("button", name="Download calendar (CSV)").click()
    lines = caught.value.path().read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("week,day,date,days,policy,pallets,pallets_lo,pallets_hi,worst,places,outside")
    assert len(lines) == 1 + 3 * 53


def test_an_item_without_a_season_says_so(server, open_tab):
    tab = open_tab(f"{server.url}/season?season_item=A-101")
    assert "has no season" in headline(tab)
    assert tab.page.locator("[class*='st-key-chart-'] svg.marks").count() == 2
