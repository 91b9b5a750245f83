"""The sensitivity page in a browser: what decides appears by itself, follows a slider, and the link brings it back."""

FEW = "futures=20"


def headline(tab) -> str:
    return " ".join(tab.page.locator("h1.answer").inner_text().split())


def test_a_journey_from_what_decides_to_the_link(server, open_tab):
    tab = open_tab(f"{server.url}/sensitivity?{FEW}")
    assert "Just-in-Time's price premium would decide most between Hybrid and Just-in-Case" in headline(tab)
    assert tab.page.locator("[class*='st-key-chart-'] svg.marks").count() == 4
    tab.page.get_by_role("combobox", name="Policies").click()
    tab.page.get_by_role("option", name="Hybrid against Just-in-Time").click()
    tab.settle()
    assert "between Hybrid and Just-in-Time" in headline(tab)
    before = headline(tab)
    tab.press("carrying_cost_level", "ArrowRight", 5)
    assert headline(tab) != before
    again = open_tab(tab.share_link())
    assert headline(again) == headline(tab)
    assert not tab.traceback()
    assert not again.traceback()


def test_a_cold_link_opens_the_page(fresh_server, open_tab):
    link = "pair=jit-jic&cost=total_cost&spread=25&vary=spike_size&ranges=spike_size:1:4"
    tab = open_tab(f"{fresh_server.url}/sensitivity?{FEW}&{link}")
    assert "most between Just-in-Time and Just-in-Case" in headline(tab)
    assert tab.page.get_by_label("To (×)").input_value() == "4"
    assert not tab.traceback()
    assert headline(open_tab(f"{fresh_server.url}/sensitivity?{FEW}&{link}")) == headline(tab)


def test_total_effects_are_stopped_and_asked_for_again(server, open_tab):
    tab = open_tab(f"{server.url}/sensitivity?{FEW}&sample=128&among=8")
    tab.page.get_by_role("button", name="Work out total effects").click()
    tab.page.get_by_role("button", name="Stop", exact=True).click()
    tab.settle()
    assert tab.page.get_by_role("button", name="Work out total effects").is_visible()
    assert tab.page.locator(".st-key-chart-indices").count() == 0
    tab.page.get_by_role("radio", name="16").click()
    tab.page.get_by_role("radio", name="4", exact=True).click()
    tab.settle()
    tab.page.get_by_role("button", name="Work out total effects").click()
    tab.page.wait_for_selector(".st-key-chart-indices svg.marks", timeout=120_000)
    assert not tab.traceback()


def test_the_tornado_is_a_file_to_take_along(server, open_tab):
    tab = open_tab(f"{server.url}/sensitivity?{FEW}")
    with tab.page.expect_download() as caught:
        tab.page.get_by_role("button", name="Download settings (CSV)").click()
    lines = caught.value.path().read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("setting,end,value,measure,jit,jit_lo,jit_hi")
    assert len(lines) == 1 + 2 * 2 * 50
