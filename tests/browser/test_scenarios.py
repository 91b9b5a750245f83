"""Scenarios in a browser: kept from Explore, compared, changed, opened again, and sent as a link."""

from core import Kept, Scenario
from core.kept import pack

FEW = Scenario().but(futures=20)


def keep(tab, name: str) -> None:
    tab.page.get_by_role("button", name="Keep", exact=True).click()
    tab.page.locator(".st-key-keep-texts input").fill(name)
    tab.page.get_by_role("button", name="Keep this scenario").click()
    tab.settle()
    tab.page.keyboard.press("Escape")


def headline(tab) -> str:
    return " ".join(tab.page.locator("h1.answer").inner_text().split())


def table(tab) -> list[str]:
    return [" ".join(text.split()) for text in tab.page.locator(".st-key-compared-tables tbody tr").all_inner_texts()]


def rows(tab) -> list[str]:
    return [text.split("\t")[1] for text in tab.page.locator(".st-key-kept-list tbody tr").all_inner_texts()]


def click(tab, key: str):
    tab.page.locator(f".st-key-{key} button:visible").first.click()
    return tab.settle()


def test_two_are_kept_on_explore_compared_changed_and_opened_again(server, open_tab):
    tab = open_tab(f"{server.url}/?futures=20")
    explored = {}
    for name, steps in (("As it is", 0), ("Bigger spikes", 8)):
        tab.press("spike_size", "ArrowRight", steps)
        explored[name] = tab.figures()
        keep(tab, name)
    tab.go("Scenarios")
    assert tab.page.locator(".st-key-chart-scenarios svg.marks").count() == 1
    for row, (name, figures) in zip(table(tab), explored.items(), strict=False):
        assert name in row
        for measure in ("fill_rate", "inventory_cost", "working_capital"):
            # "Fill rate 92.9 % 92.9 % to 93.5 %" on Explore, "92.9 % (92.9 % to 93.5 %)" here.
            said = figures[f"hybrid-{measure}"].split("year")[-1].removeprefix("Fill rate")
            said = said.removeprefix("Working capital").replace(" EUR", "").strip()
            value, span = said[: said.index(" ", said.index(" ") + 1)], said.split(" to ")
            assert f"{value} ({span[0].removeprefix(value).strip()} to {span[1]})" in row, (said, row)
    before = headline(tab)

    tab.page.locator("[class*='st-key-kept-name-'] input").fill("Today")
    tab.page.keyboard.press("Enter")
    tab.settle()
    assert rows(tab) == ["Today", "Bigger spikes"]
    assert headline(tab) == before.replace("As it is", "Today")
    click(tab, "kept-delete")
    assert rows(tab) == ["Bigger spikes"]
    click(tab, "kept-undo")
    assert rows(tab) == ["Today", "Bigger spikes"]
    click(tab, "kept-up")
    assert rows(tab) == ["Bigger spikes", "Today"]

    tab.go("Explore")
    tab.press("spike_size", "ArrowLeft", 3)
    tab.go("Scenarios")
    assert rows(tab) == ["Bigger spikes", "Today"]
    click(tab, "kept-open")
    assert "/scenarios" not in tab.page.url
    assert tab.figures() == explored["Bigger spikes"]
    assert not tab.traceback()


def test_a_link_opens_the_set_on_a_fresh_server_with_the_same_digits(server, fresh_server, open_tab):
    packed = pack([Kept("Base", FEW, "a note"), Kept("Spiky", FEW.but(spike_size=4.0))])
    tab = open_tab(f"{server.url}/scenarios?scenarios={packed}&compared=2-1")
    link = tab.page.locator(".st-key-travels code").first.inner_text().replace(server.url, fresh_server.url)
    again = open_tab(link)
    assert headline(again) == headline(tab)
    assert table(again) == table(tab)
    assert rows(again) == ["Base", "Spiky"]
    # The set is held by the session: moving a slider and another page leave it.
    again.press("spikes_per_year", "ArrowRight", 2)
    again.go("Method")
    again.go("Scenarios")
    assert table(again) == table(tab)
    assert not again.traceback()


def test_a_damaged_link_says_so_and_the_page_stands(server, open_tab):
    packed = pack([Kept("Base", FEW)])
    tab = open_tab(f"{server.url}/scenarios?scenarios={packed[:-20]}")
    assert "damaged: copy the whole link once more" in tab.text("arrival")
    assert headline(tab) == "No scenario is kept yet"
    assert not tab.traceback()


def test_the_page_with_scenarios_is_accessible_and_fits_a_phone(server, open_tab, axe, serious):
    kept = [Kept(f"A scenario with a long name, {k}", FEW.but(spike_size=1.0 + k / 4)) for k in range(6)]
    tab = open_tab(f"{server.url}/scenarios?scenarios={pack(kept)}", scheme="dark")
    assert serious(tab, axe) == []
    tab.page.set_viewport_size({"width": 390, "height": 844})
    tab.settle()
    parts = "[document.documentElement, document.querySelector('[data-testid=stMain]')]"
    assert tab.page.evaluate(f"() => {parts}.every(part => part.scrollWidth <= window.innerWidth + 1)")


def test_a_reload_keeps_the_set_and_a_links_set_does_not_overwrite_it(server, open_tab):
    tab = open_tab(f"{server.url}/?futures=20")
    keep(tab, "As it is")
    tab.press("spike_size", "ArrowRight", 8)
    keep(tab, "Bigger spikes")
    tab.go("Scenarios")
    before = headline(tab)
    tab.page.reload()
    tab.page.wait_for_selector(".st-key-kept-list tbody tr:nth-child(2)")
    tab.ready().settle()
    assert rows(tab) == ["As it is", "Bigger spikes"]
    assert headline(tab) == before

    sent = pack([Kept("From a colleague", FEW)])
    tab.open(f"{server.url}/scenarios?scenarios={sent}")
    assert rows(tab) == ["From a colleague"]
    click(tab, "kept-undo")
    assert rows(tab) == ["As it is", "Bigger spikes"]
    for _ in range(2):
        click(tab, "kept-delete")
    tab.page.reload()
    tab.ready().settle()
    assert tab.page.locator(".st-key-kept-list").count() == 0
    assert tab.failed == []
