"""The page of switching in a browser: a slider moves it, and a link opens it cold with the same digits."""


def headline(tab) -> str:
    return " ".join(tab.page.locator("h1.answer").inner_text().split())


def tables(tab) -> list[str]:
    return [" ".join(text.split()) for text in tab.page.locator("table.answers").all_inner_texts()]


def test_a_journey_from_the_choices_to_a_cold_link(server, fresh_server, open_tab):
    tab = open_tab(f"{server.url}/switching")
    assert headline(tab).startswith("Switching from Just-in-Case to Hybrid")
    tab.page.get_by_role("combobox", name="To").click()
    tab.page.get_by_role("option", name="Just-in-Time").click()
    tab.settle()
    assert headline(tab).startswith("Switching from Just-in-Case to Just-in-Time frees")
    before = headline(tab)
    tab.page.locator(".st-key-one-off button").click()
    box = tab.page.get_by_label("Training (EUR)")
    box.fill("50000")
    box.press("Enter")
    tab.settle()
    tab.page.keyboard.press("Escape")
    tab.settle()
    assert headline(tab) != before
    assert "50.0 k EUR" in tab.text("one-off")
    costly = headline(tab)
    tab.press("spike_size", "ArrowRight", 4)
    assert headline(tab) != costly
    cold = open_tab(tab.share_link().replace(server.url, fresh_server.url))
    assert headline(cold) == headline(tab)
    assert tables(cold) == tables(tab)
    assert cold.page.locator("[class*='st-key-chart-'] svg.marks").count() == 2
    assert not tab.traceback()
    assert not cold.traceback()


def test_three_years_tell_their_progress_and_are_a_file_to_take_along(server, open_tab):
    tab = open_tab(f"{server.url}/switching?months=36&switch_from=jit&switch_to=jic")
    assert "over 36 months" in headline(tab)
    with tab.page.expect_download() as caught:
        tab.page.get_by_role("button", name="Download months (CSV)").click()
    lines = caught.value.path().read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("month,day,days,opening,opening_lo,opening_hi,one_off,one_off_lo,one_off_hi,stock,")
    assert len(lines) == 37


def test_the_first_view_holds_the_answer_and_both_charts(server, open_tab):
    tab = open_tab(f"{server.url}/switching")
    box = tab.page.locator(".st-key-chart-cash svg.marks").bounding_box()
    assert box["y"] + box["height"] < 720
    tab.page.locator(".st-key-one-off button").focus()
    tab.page.keyboard.press("Enter")
    tab.page.get_by_label("Supplier set-up (EUR)").wait_for()


def test_the_choices_stand_in_one_line(server, open_tab):
    tab = open_tab(f"{server.url}/switching")
    boxes = [tab.page.locator(f".st-key-{key} [role='group']").first for key in ("switch_from", "switch_to")]
    boxes += [tab.page.locator(".st-key-discount [data-testid='stNumberInputContainer']")]
    found = [box.bounding_box() for box in boxes]
    assert len({round(box["y"]) for box in found}) == 1, found
    assert len({round(box["height"]) for box in found}) == 1, found
