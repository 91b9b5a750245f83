"""The whole way of a person's own data: dropped, confirmed, reported, in use, one item changed, published, opened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests import shared_data
from tests.browser.conftest import Server, Tab
from tests.browser.test_portfolio import cell, edit, rows_in_sight, steps, until

NASTY = "=1+1 $x$ _b_ <b>ö</b> 🙂"


@pytest.fixture
def store(tmp_path: Path) -> str:
    """Where servers of this test keep snapshots; it outlives them."""
    return f"sqlite:///{tmp_path}/snapshots.db"


@pytest.fixture
def serve(store: str) -> Iterator[Callable[[], Server]]:
    servers: list[Server] = []

    def start() -> Server:
        servers.append(Server(SNAPSHOT_DATABASE_URL=store))
        return servers[-1]

    yield start
    for server in servers:
        if server.process.poll() is None:
            server.stop()


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A year of six items, one of them named by somebody with ideas, with returns and a duplicate."""
    dice, days = np.random.default_rng(3), pd.date_range("2024-01-01", "2024-12-31")
    means = {"A-1": 2, "B-2": 5, "C-3": 9, "D-4": 1, "E-5": 14, NASTY: 4}
    rows = [(f"{5000 + at}", day, item, int(units), 2.0 + 1.5 * place)
            for at, day in enumerate(days) for place, (item, mean) in enumerate(means.items())
            if (units := dice.poisson(mean))]  # fmt: skip
    rows += [("C9001", days[40], "C-3", -4, 5.0), ("C9002", days[80], NASTY, -1, 9.5), rows[11]]
    place = tmp_path / "small_shop.csv"
    pd.DataFrame(rows, columns=["Invoice", "Date", "Item code", "Quantity", "Price"]).to_csv(place, index=False)
    return place


def drop(tab: Tab, file: Path) -> Tab:
    tab.page.locator("input[type=file]").first.set_input_files(file)
    tab.page.get_by_role("button", name="These columns are right").wait_for(timeout=60_000)
    return tab.settle()


def confirm(tab: Tab) -> Tab:
    tab.page.get_by_role("button", name="These columns are right").click()
    tab.page.get_by_role("button", name="Use this catalogue").wait_for(timeout=120_000)
    return tab.settle()


def use(tab: Tab) -> Tab:
    tab.page.get_by_role("button", name="Use this catalogue").click()
    tab.page.get_by_text("In use.").wait_for(timeout=60_000)
    return tab.settle()


def publish(tab: Tab) -> tuple[str, str]:
    """The link to a snapshot of what is shown, and its key."""
    tab.page.get_by_role("button", name="Share").click()
    tab.page.get_by_role("button", name="Publish a snapshot").click()
    shown = tab.page.locator("[class*='st-key-published-'] [data-testid='stCode'] code")
    shown.first.wait_for(timeout=60_000)
    link, key = shown.nth(0).inner_text().strip(), shown.nth(1).inner_text().strip()
    tab.page.keyboard.press("Escape")
    return link, key


def report(tab: Tab) -> list[str]:
    """The figures of the cleaning report, as displayed."""
    return [text.strip() for text in tab.page.locator(".st-key-report-orders .cell.num").all_inner_texts()][3:]


def test_the_whole_way_of_own_data(serve, open_tab, small) -> None:
    first = serve()
    tab = drop(open_tab(f"{first.url}/your_data"), small)
    assert NASTY in tab.page.locator("table.sample").inner_text(), "names show as text"
    confirm(tab)
    lines = len(pd.read_csv(small))
    assert report(tab)[0] == f"{lines:,}"
    assert report(tab)[-3] == f"{lines - 3:,}", "two returns and a duplicate are set aside"
    tab.page.locator(".st-key-rule-duplicates label").first.click()
    tab.settle()
    assert report(tab)[-3] == f"{lines - 2:,}"
    use(tab)

    tab.go("Portfolio")
    assert len(rows_in_sight(tab)) == 6
    row = next(row for row in range(6) if cell(tab, "rule", row) != "own policy")
    other = "Just-in-T" if cell(tab, "policy", row) == "Just-in-Case" else "Just-in-C"
    edit(tab, "policy", row, other)
    until(tab, "rule", row, "own policy")
    tab.settle()
    assert len(steps(tab)) == 1

    tab.go("Explore")
    tab.press("spike_size", "ArrowRight", 3)
    figures, said = tab.figures(), tab.text("headline")
    link, key = publish(tab)
    assert not tab.traceback()
    first.stop()

    second = serve()
    opened = open_tab(link.replace(first.url, second.url))
    assert opened.figures() == figures
    assert opened.text("headline") == said
    assert "small shop" in opened.text("snapshot-note").lower()
    opened.go("Portfolio")
    assert "snapshot=" in opened.page.url
    assert "own policy" in [cell(opened, "rule", row) for row in rows_in_sight(opened)]
    assert opened.text("snapshot-note")
    # Whoever has the key deletes it, also in another session, and then its link opens for nobody.
    opened.page.get_by_role("button", name="Share").click()
    opened.page.get_by_label("Key, to delete").fill(key)
    opened.page.keyboard.press("Enter")
    opened.page.get_by_role("button", name="Delete", exact=True).click()
    opened.page.get_by_role("button", name="Delete for good").click()
    opened.page.get_by_text("It is deleted").wait_for(timeout=30_000)
    gone = open_tab(link.replace(first.url, second.url))
    assert "This snapshot can't be opened" in gone.page.locator("h1").inner_text()
    assert not gone.figures()
    assert not gone.traceback()


def test_two_weeks_of_a_real_shop_end_in_a_snapshot_with_the_same_digits(serve, open_tab) -> None:
    file = shared_data.shared(shared_data.TWO_WEEKS)
    first = serve()
    tab = use(confirm(drop(open_tab(f"{first.url}/your_data?futures=20&horizon_days=90"), file)))
    assert report(tab)[0] == "18,637"
    tab.go("Explore")
    tab.page.wait_for_selector("[class*='st-key-figure-']", timeout=120_000)
    figures = tab.settle().figures()
    assert len(figures) == 9
    link, _ = publish(tab)
    first.stop()
    second = serve()
    opened = open_tab(link.replace(first.url, second.url))
    opened.page.wait_for_selector("[class*='st-key-figure-']", timeout=120_000)
    assert opened.settle().figures() == figures
    assert not opened.traceback()


def test_a_file_that_is_none_is_told_and_the_page_goes_on(server, open_tab, tmp_path, small) -> None:
    bad = tmp_path / "$not$_<b>a book.xlsx"
    bad.write_bytes(b"PK\x03\x04 nothing of the kind")
    tab = open_tab(f"{server.url}/your_data")
    tab.page.locator("input[type=file]").first.set_input_files(bad)
    tab.page.locator("[class*='st-key-fault-']").first.wait_for(timeout=60_000)
    said = tab.settle().page.locator("[class*='st-key-fault-']").first.inner_text()
    assert "<b>a book" in said
    assert not tab.traceback()
    assert len(report(confirm(drop(tab, small)))) > 9


def test_a_confirmed_page_is_sound(server, open_tab, axe, serious, small) -> None:
    for scheme in ("light", "dark"):
        tab = confirm(drop(open_tab(f"{server.url}/your_data", scheme=scheme), small))
        assert serious(tab, axe) == []
        assert tab.foreign == []
        assert tab.failed == []
