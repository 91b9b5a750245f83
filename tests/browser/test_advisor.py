"""The advisor in a browser: a question is answered, a slider followed, a figure traced, and the link brings it back."""


def headline(tab) -> str:
    return " ".join(tab.page.locator("h1.answer").inner_text().split())


def test_a_journey_from_a_question_to_the_link(server, open_tab):
    tab = open_tab(f"{server.url}/advisor?futures=20")
    before = headline(tab)
    assert tab.page.locator(".advice .card").count() == 5
    tab.page.get_by_role("combobox", name="Suppliers").click()
    tab.page.get_by_role("option", name="Shaky").click()
    tab.settle()
    answered = headline(tab)
    assert answered != before
    assert "sidebar: 0.50" in tab.text("answered")
    tab.press("carrying_cost_level", "ArrowRight", 10)
    assert headline(tab) != answered
    tab.page.locator(".advice .card").first.wait_for()
    again = open_tab(tab.share_link())
    assert headline(again) == headline(tab)
    assert again.figures() == tab.figures()
    assert not tab.traceback()
    assert not again.traceback()


def test_a_cold_link_opens_the_page_with_the_same_digits(server, fresh_server, open_tab):
    query = "advisor?futures=20&advice_by=abc&ask_cash=950000&ask_lead_times=longer"
    cold, warm = (open_tab(f"{one.url}/{query}") for one in (fresh_server, server))
    assert headline(cold) == headline(warm)
    assert cold.figures() == warm.figures() != {}
    assert not cold.traceback()


def test_a_figure_leads_to_its_row(server, open_tab):
    tab = open_tab(f"{server.url}/advisor?futures=20")
    assert tab.page.locator("details.fold[open]").count() == 0
    links = tab.page.locator(".advice .card").first.locator("a")
    assert links.count() >= 4
    for at in range(links.count()):
        links.nth(at).click()
        tab.settle()
        row = tab.page.locator("tr:target")
        assert row.count() == 1
        # A folded table opens for it.
        assert row.is_visible()
        top, bottom = row.evaluate("row => [row.getBoundingClientRect().top, row.getBoundingClientRect().bottom]")
        assert 0 <= top < bottom <= 720
    assert tab.page.locator("details.fold[open]").count() >= 2
    assert "advice_" not in tab.page.url
    assert not tab.traceback()


def test_the_page_is_no_longer_than_its_cards_need(server, open_tab):
    tab = open_tab(f"{server.url}/advisor?futures=20")
    assert tab.page.locator("[data-testid='stMain']").evaluate("main => main.scrollHeight") < 3500


def test_the_answer_and_the_chart_are_seen_at_once(server, open_tab):
    tab = open_tab(f"{server.url}/advisor?futures=20")
    for part in ("h1.answer", ".st-key-chart-advice svg.marks"):
        assert tab.page.locator(part).first.bounding_box()["y"] < 400


def test_the_tables_are_files_to_take_along(server, open_tab):
    tab = open_tab(f"{server.url}/advisor?futures=20")
    with tab.page.expect_download() as caught:
        tab.page.get_by_role("button", name="Download causes (CSV)").click()
    lines = caught.value.path().read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("group,cause,setting,jit,jit_lo,jit_hi,jic")
    assert len(lines) == 1 + 5 * 6
