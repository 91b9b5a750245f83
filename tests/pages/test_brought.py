"""What a session keeps of what was brought: files packed, every step computed once, faults remembered, nothing lost."""

import numpy as np
import pandas as pd
import pytest

from core import InputError, compare, import_orders, load_catalogue
from core.catalogue import to_csv, to_xlsx
from pages.parts import brought
from pages.parts.brought import Brought

DAYS = pd.date_range("2024-01-01", periods=120)


def orders(seed: int = 1) -> bytes:
    """Order lines of three items, with a return, a duplicate, a charge and codes in two spellings."""
    dice = np.random.default_rng(seed)
    rows = [(f"I{k}", day, item, int(dice.poisson(6) + 1), price)
            for k, day in enumerate(DAYS) for item, price in (("A-1", 2.5), ("B-2", 4.0), ("C-3", 9.0))]  # fmt: skip
    rows += [("I0", DAYS[0], "a-1", 3, 2.5), ("I9", DAYS[9], "POSTAGE", 1, 5.0), ("C1", DAYS[20], "A-1", -2, 2.5)]
    frame = pd.DataFrame([*rows, rows[0]], columns=["Invoice", "Date", "Item code", "Quantity", "Price"])
    return frame.to_csv(index=False).encode()


@pytest.fixture
def mine() -> Brought:
    found = Brought()
    found.add("orders", "orders_2024.csv", orders())
    return found


def confirmed(mine: Brought, kind: str = "orders") -> Brought:
    mine.columns[kind] = dict(mine.preview(kind).columns)
    return mine


def test_a_file_is_kept_packed_and_comes_back_as_it_was(mine: Brought) -> None:
    (file,) = mine.files["orders"]
    assert (file.name, file.lines) == ("orders_2024.csv", 364)
    assert len(file.cells) < len(orders())
    table = file.table()
    assert table.frame["Item code"].tolist()[:3] == ["A-1", "B-2", "C-3"]
    assert table.frame.columns.tolist() == ["Invoice", "Date", "Item code", "Quantity", "Price"]
    assert table.rows.tolist() == list(range(2, 366))


def test_the_same_file_twice_is_refused_and_nothing_is_lost(mine: Brought) -> None:
    with pytest.raises(InputError, match=r"'again\.csv' is there already, as 'orders_2024\.csv'"):
        mine.add("orders", "again.csv", orders())
    with pytest.raises(InputError, match=r"empty\.csv is empty"):
        mine.add("orders", "empty.csv", b"")
    assert [file.name for file in mine.files["orders"]] == ["orders_2024.csv"]


def test_orders_count_once_their_columns_are_confirmed(mine: Brought) -> None:
    assert not mine.ready("orders")
    assert confirmed(mine).ready("orders")
    same = import_orders([mine.files["orders"][0].table()])
    pd.testing.assert_frame_equal(mine.orders().report, same.report)
    pd.testing.assert_frame_equal(mine.orders().daily, same.daily)


def test_an_open_question_holds_the_orders_back() -> None:
    mine = Brought()
    mine.add("orders", "o.csv", b"sku;qty;date\nA;2;03/04/2024\nB;1;05/06/2024\n")
    assert not confirmed(mine).ready("orders")
    mine.columns["orders"] = {**mine.columns["orders"], "dates": "day first"}
    assert mine.ready("orders")
    assert mine.orders().daily["date"].min() == pd.Timestamp("2024-04-03")


def test_a_switched_rule_imports_again_and_reads_nothing_again(mine: Brought, monkeypatch: pytest.MonkeyPatch) -> None:
    imports = []
    monkeypatch.setattr(brought, "read_isolated", lambda *_: pytest.fail("the file was read again"))
    monkeypatch.setattr(brought, "import_orders", lambda *said: (imports.append(1), import_orders(*said))[1])
    confirmed(mine)
    first = mine.orders()
    assert mine.orders() is first
    mine.rules["duplicates"] = False
    assert mine.orders() is not first
    assert len(imports) == 2
    used = [report.report.set_index("reason")["lines"]["lines used"] for report in (first, mine.orders())]
    assert used[1] == used[0] + 1


def test_why_there_is_no_result_is_remembered(mine: Brought, monkeypatch: pytest.MonkeyPatch) -> None:
    tries = []
    monkeypatch.setattr(brought, "import_orders", lambda *_: (tries.append(1), import_orders([]))[1])
    confirmed(mine)
    for _ in range(2):
        with pytest.raises(InputError, match="at least one file"):
            mine.orders()
    assert len(tries) == 1


def test_a_catalogue_comes_of_it_under_the_name_that_was_asked_for(mine: Brought) -> None:
    confirmed(mine)
    assert mine.catalogue().name == "Orders 2024"
    assert mine.catalogue().column("item").tolist() == ["A-1", "B-2", "C-3", "a-1"]
    mine.rules["merge_codes"] = True
    assert mine.catalogue().column("item").tolist() == ["A-1", "B-2", "C-3"]
    built = mine.built()
    mine.name, mine.currency = "Shop $x$", "GBP"
    assert (mine.catalogue().name, mine.catalogue().currency) == ("Shop $x$", "GBP")
    assert mine.built() is built, "a name estimates nothing again"
    assert len(compare(mine.catalogue()).summary) == 3
    assert set(built.estimates) >= {"item", "parameter", "value", "lo", "hi", "n"}


def test_receipts_and_items_go_in_where_they_were_confirmed(mine: Brought) -> None:
    confirmed(mine)
    assert mine.catalogue().column("lead_time_days").tolist() == [14.0] * 4
    ordered = pd.date_range("2024-01-01", periods=20, freq="7D")
    receipts = pd.DataFrame({"Supplier": "S", "Item": "A-1", "Ordered": ordered.astype(str),
                             "Received": (ordered + pd.Timedelta(days=30)).astype(str), "Quantity": 10})  # fmt: skip
    mine.add("receipts", "receipts.csv", receipts.to_csv(index=False).encode())
    assert mine.catalogue().column("lead_time_days").tolist() == [14.0] * 4, "its columns aren't confirmed"
    confirmed(mine, "receipts")
    assert mine.catalogue().column("lead_time_days")[0] == 30.0
    mine.add("items", "items.csv", b"item,unit_cost\nA-1,1.11\n")
    confirmed(mine, "items")
    assert mine.catalogue().column("unit_cost")[0] == 1.11


def test_a_table_across_is_confirmed_with_no_column_for_date_and_quantity() -> None:
    mine = Brought()
    mine.add("orders", "wide.csv", b"sku,2024-01-01,2024-01-02,2024-01-03\nA,1,2,3\nB,0,1,0\n")
    mine.columns["orders"] = {"date": None, "quantity": None, "price": None, **mine.preview("orders").columns}
    assert mine.ready("orders")
    assert mine.orders().daily["quantity"].sum() == 7


def test_removing_the_last_file_forgets_what_was_said_of_it(mine: Brought) -> None:
    confirmed(mine).orders()
    mine.remove("orders", mine.files["orders"][0].digest)
    assert mine.empty
    assert not mine.ready("orders")
    mine.add("orders", "other.csv", b"day,article,units\n2024-01-02,X,3\n2024-01-03,X,4\n")
    assert mine.name == "Other"
    assert confirmed(mine).orders().daily["quantity"].sum() == 7


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_catalogue_that_was_downloaded_is_loaded_without_loss(ending: str) -> None:
    bakery = load_catalogue("bakery").only(load_catalogue("bakery").column("item")[:5])
    raw = to_xlsx(bakery) if ending == "xlsx" else to_csv(bakery).encode()
    mine = Brought()
    mine.load(f"kept.{ending}", raw)
    assert mine.loaded == bakery
    assert mine.catalogue().digest == bakery.digest


def test_any_table_of_items_is_loaded_under_its_files_name() -> None:
    mine = Brought()
    mine.load("Our stock.csv", b"item,unit_cost,demand_per_day\nA,2,3\n")
    assert mine.catalogue().name == "Our stock"
    mine.unload()
    assert mine.empty
    with pytest.raises(InputError, match="row 3"):
        mine.load("wrong.csv", b"item,unit_cost,demand_per_day\nA,2,3\nB,-1,3\n")
    assert mine.empty


def test_a_catalogue_that_was_loaded_goes_before_the_orders_until_more_come(mine: Brought) -> None:
    confirmed(mine)
    mine.load("stock.csv", b"item,unit_cost,demand_per_day\nZ,2,3\n")
    assert mine.catalogue().column("item").tolist() == ["Z"]
    mine.add("orders", "more.csv", orders(2))
    assert "A-1" in mine.catalogue().column("item")
