"""From a dropped file to a catalogue in use, run as Streamlit runs it, without a browser."""

import re
from html import unescape
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from core import import_orders, load_catalogue
from core.catalogue import to_xlsx
from core.history import build
from core.history.rules import SWITCHES
from core.tables import read_bytes
from pages.parts import words

ROOT = Path(__file__).resolve().parents[2]
VIEW = "pages/views/your_data.py"
NASTY = "=1+1 $x$ _b_ <b>ö</b> 🙂 שלום"


def orders() -> bytes:
    """Four items over 90 days, one of them named by somebody with ideas; a duplicate, a return, postage."""
    dice, days = np.random.default_rng(7), pd.date_range("2024-01-01", periods=90)
    rows = [(f"I{k}", day, item, int(dice.poisson(5) + 1), price)
            for k, day in enumerate(days) for item, price in (("A-1", 2.5), ("B-2", 4.0), (NASTY, 9.0))]  # fmt: skip
    rows += [("I3", days[3], "a-1", 2, 2.5), ("I9", days[9], "POSTAGE", 1, 5.0), ("C8", days[20], NASTY, -1, 9.0)]
    frame = pd.DataFrame([*rows, rows[2]], columns=["Invoice", "Date", "Item code", "Quantity", "Price"])
    return frame.to_csv(index=False).encode()


def opened() -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    app.query_params["futures"] = "20"
    app.query_params["horizon_days"] = "90"
    app.run()
    return sound(app.switch_page(VIEW).run())


def sound(app: AppTest) -> AppTest:
    assert not app.exception, app.exception[0].value
    return app


def drop(app: AppTest, place: int, *files: tuple[str, bytes]) -> AppTest:
    app.file_uploader[place].set_value([(name, raw, "application/octet-stream") for name, raw in files])
    # A run of the page's part leaves a test with that part alone.
    app.run()
    return sound(app.run())


def confirm(app: AppTest) -> AppTest:
    next(button for button in app.button if button.label == "These columns are right").click().run()
    return sound(app.run())


def html(app: AppTest) -> str:
    return unescape(" ".join(element.proto.body for element in app.main.get("html")))


def texts(app: AppTest) -> str:
    return "\n".join(text.value for text in app.main.text)


def cells(app: AppTest) -> list[list[str]]:
    """The rows of the report: figures as they are shown."""
    found = re.findall(r'<div class="cell num[^"]*">([^<]*)</div>', html(app))[3:]
    return [found[start : start + 3] for start in range(0, len(found), 3)]


@pytest.fixture(scope="module")
def reported() -> AppTest:
    return confirm(drop(opened(), 0, ("orders_2024.csv", orders())))


def test_an_empty_page_says_what_to_do_and_nothing_else() -> None:
    app = opened()
    assert [title.value for title in app.title] == ["Bring your data"]
    assert "Nothing is changed in silence" in html(app)
    assert len(app.file_uploader) == 4
    assert not app.main.toggle


def test_dropped_orders_show_their_rows_and_the_guess() -> None:
    app = drop(opened(), 0, ("orders_2024.csv", orders()))
    assert "orders_2024.csv: 274 lines" in texts(app)
    assert NASTY in html(app)
    boxes = {box.label: box.value for box in app.main.selectbox}
    assert boxes["Date (needed)"] == "Date"
    assert boxes["Item (needed)"] == "Item code"
    assert boxes["Category"] == "—"
    assert "What happened" not in html(app), "nothing counts before it is confirmed"


def test_the_report_is_the_importers(reported: AppTest) -> None:
    same = import_orders([read_bytes("orders_2024.csv", orders())])
    shown = [[text.replace(",", "").replace("−", "-") for text in row] for row in cells(reported)]
    expected = same.report[["lines", "units", "matching"]].astype(float).to_numpy().tolist()
    assert [[float(text) for text in row] for row in shown] == expected
    assert "274 lines" in reported.title[0].value
    assert "4 items" in reported.title[0].value
    assert {toggle.key.removeprefix("rule-") for toggle in reported.main.toggle} == set(SWITCHES)


def test_every_set_aside_list_can_be_downloaded(reported: AppTest) -> None:
    keys = {button.key for button in reported.main.download_button}
    same = import_orders([read_bytes("orders_2024.csv", orders())])
    lists = {"download-orders-" + re.sub(r"[^a-z0-9]+", "-", reason).strip("-") for reason in same.set_aside}
    assert len(lists) >= 3
    assert keys >= lists | {"download-catalogue-xlsx", "download-catalogue-csv", "download-estimates"}


def test_the_catalogue_says_what_it_rests_on(reported: AppTest) -> None:
    said = html(reported)
    assert "these columns are assumptions, not data: unit cost" in said
    notes = build(import_orders([read_bytes("orders_2024.csv", orders())])).notes
    assert len(notes) >= 3
    assert all(note in said for note in notes)
    assert re.search(r">Lead time</td><td[^>]*>14</td><td>4<", said)
    estimates = reported.main.dataframe[0].value
    assert estimates["item"].tolist() == ["A-1", "B-2", NASTY, "a-1"]
    assert (estimates["lo"] <= estimates["value"]).all()


def test_a_switched_rule_acts_at_once_and_codes_can_be_merged() -> None:
    app = confirm(drop(opened(), 0, ("orders_2024.csv", orders())))
    used = cells(app)[-1][0]
    app.toggle(key="rule-duplicates").set_value(False).run()
    sound(app.run())
    assert int(cells(app)[-1][0]) == int(used) + 1
    app.toggle(key="rule-merge_codes").set_value(True).run()
    sound(app.run())
    assert "3 items" in app.title[0].value
    assert app.toggle(key="rule-merge_codes").value is True


def test_a_corrected_column_counts() -> None:
    app = drop(opened(), 0, ("two.csv", b"day,sku,qty,units\n2024-01-02,A,1,10\n2024-01-03,B,2,20\n"))
    box = next(box for box in app.main.selectbox if box.label == "Quantity (needed)")
    other = {"qty": ("units", "30"), "units": ("qty", "3")}[box.value]
    box.select(other[0])
    assert cells(confirm(app))[-1][1] == other[1]


def test_a_question_is_asked_and_never_guessed() -> None:
    app = drop(opened(), 0, ("o.csv", b"sku;qty;date\nA;2;03/04/2024\nB;1;05/06/2024\n"))
    assert "Dates of column date can be read two ways. What is 03/04/2024 (row 2 of o.csv)?" in texts(app)
    assert app.main.radio[0].value is None
    app = confirm(app)
    assert "What happened" not in html(app), "without an answer nothing is imported"
    app.main.radio[0].set_value("month first")
    app = confirm(app)
    assert "4 March 2024 to 6 May 2024" in " ".join(app.title[0].value.split())


def test_what_cannot_be_read_is_said_as_text_and_the_rest_stays() -> None:
    app = drop(opened(), 0, ("orders_2024.csv", orders()), ("$bad$_<b>.xlsx", b"PK\x03\x04 nonsense"))
    assert "$bad$_<b>.xlsx" in texts(app)
    assert "orders_2024.csv: 274 lines" in texts(app)
    assert not [markdown for markdown in app.main.markdown if "$bad$" in markdown.value]
    assert "2024" in confirm(app).title[0].value


def test_the_title_counts_the_items_of_the_catalogue() -> None:
    rows = [f"2024-01-{day:02},A,{day}" for day in range(2, 22)] + ["2024-01-05,B,7", "2024-01-06,B,-7"]
    app = confirm(drop(opened(), 0, ("orders.csv", "\n".join(["date,sku,qty", *rows]).encode())))
    assert app.title[0].value.startswith("1 item from")


@pytest.mark.parametrize("hint", [
    ". Name it with columns={'date': …}", ". Say which with columns={'dates': …}",
    ", say so with columns={'period': 'week'}",
    ". Say which with columns={'numbers': 'decimal point'} or 'decimal comma'",
])  # fmt: skip
def test_a_fault_on_the_page_has_no_hint_for_programs(hint: str) -> None:
    said = "Its columns are a, b (row 1)"
    assert words.on_page(said + hint) == words.on_page(said) == said


def test_a_column_for_two_things_is_said_and_the_form_stays() -> None:
    app = drop(opened(), 0, ("orders.csv", b"day,sku,qty,name\n2024-01-02,A,1,red\n2024-01-03,B,2,blue\n"))
    box = next(box for box in app.main.selectbox if box.label == "Quantity (needed)")
    app = confirm((box.select("name"), app)[1])
    assert "Column 'name' can only be one thing, it was chosen for Quantity and Name" in texts(app)
    box = next(box for box in app.main.selectbox if box.label == "Quantity (needed)")
    assert box.value == "name"
    assert cells(confirm((box.select("qty"), app)[1]))[-1][1] == "3"


def test_columns_that_leave_no_line_are_said_and_can_be_corrected() -> None:
    app = drop(opened(), 0, ("orders.csv", b"day,sku,qty,colour\n2024-01-02,A,1,red\n2024-01-03,B,2,blue\n"))
    box = next(box for box in app.main.selectbox if box.label == "Quantity (needed)")
    app = confirm((box.select("colour"), app)[1])
    assert "row 2" in texts(app)
    assert "'red'" in texts(app)
    box = next(box for box in app.main.selectbox if box.label == "Quantity (needed)")
    assert cells(confirm((box.select("qty"), app)[1]))[-1][1] == "3"


def test_a_catalogue_in_use_is_the_sessions_own_and_outlives_a_page() -> None:
    app = confirm(drop(opened(), 0, ("orders_2024.csv", orders())))
    name = next(field for field in app.main.text_input if field.label == "Name of the data set")
    name.set_value(f"Shop {NASTY}"[:60]).run()
    sound(app.run())
    app.button(key="use-catalogue").click().run()
    sound(app.run())
    assert app.sidebar.selectbox(key="data").value == "own"
    assert f"Own data: Shop {NASTY}, 4 items" in [text.value for text in app.sidebar.text]
    assert not [button for button in app.button if button.key == "use-catalogue"]
    app.switch_page("pages/views/explore.py").run()
    sound(app)
    assert f"Shop {NASTY}: 4 items, weighed by value" in html(app)
    app.switch_page(VIEW).run()
    assert "4 items" in sound(app).title[0].value, "what was brought is still there"


def test_a_catalogue_is_loaded_as_it_is() -> None:
    bakery = load_catalogue("bakery").only(load_catalogue("bakery").column("item")[:4])
    app = drop(opened(), 3, ("kept.xlsx", to_xlsx(bakery)))
    assert "Loaded: Bakery chain, 4 items" in texts(app)
    app.button(key="use-catalogue").click().run()
    sound(app.run())
    assert app.session_state["own-catalogue"] == bakery


def test_removed_files_are_gone() -> None:
    app = drop(opened(), 0, ("orders_2024.csv", orders()))
    next(button for button in app.button if button.label == "Remove").click().run()
    sound(app.run())
    assert app.title[0].value == "Bring your data"
    assert "orders_2024.csv" not in texts(app)
