"""The shared files, counted again with pandas alone: nothing here uses the importer's helpers."""

import time

import pandas as pd
import pytest

from core import import_orders, import_receipts
from tests.shared_data import (
    CLEAN_DELIVERIES,
    DELIVERIES,
    FIVE_YEARS,
    FRESH,
    FRESH_STOCKOUTS,
    FULL_YEAR,
    TWO_WEEKS,
    shared,
)

CHARGES = {
    "POST", "DOT", "M", "m", "D", "S", "B", "C2", "BANK CHARGES", "AMAZONFEE", "CRUK", "23444", "23574",
    "gift_0001_10", "gift_0001_20", "gift_0001_30", "gift_0001_40", "gift_0001_50",
}  # fmt: skip
"""What is no product in the retail file, looked up by eye; 23444 is Next Day Carriage, 23574 Packing Charge."""


def recount(files):
    """Line by line the first reason that applies, and all lines that fit each, for the retail files."""
    frames = [pd.read_csv(shared(file), dtype=str, keep_default_na=False) for file in files]
    raw = pd.concat(frames, ignore_index=True)
    units, price = raw.Quantity.astype(float), raw.UnitPrice.astype(float)
    fits = {
        "duplicate": raw.duplicated(),
        "return": raw.InvoiceNo.str.startswith("C") | ((units < 0) & (price > 0)),
        "price": price <= 0,
        "charge": raw.StockCode.isin(CHARGES),
    }
    reason = pd.Series("used", index=raw.index)
    for name, mask in fits.items():
        reason[(reason == "used") & mask] = name
    return raw.assign(units=units), reason, fits


def rows_with(report, word):
    return report[report.reason.str.contains(word)]


@pytest.mark.parametrize("files", [(TWO_WEEKS,), FULL_YEAR], ids=["two weeks", "full year"])
def test_every_count_of_the_retail_file_is_that_of_a_recount(files):
    raw, reason, fits = recount(files)
    report = import_orders([shared(file) for file in files]).report
    assert report.lines.iloc[0] == len(raw)
    assert report.lines.iloc[-1] == (reason == "used").sum()
    for word in fits:
        assert rows_with(report, word).lines.sum() == (reason == word).sum(), word
        assert rows_with(report, word).matching.sum() == fits[word].sum(), word
        assert rows_with(report, word).units.sum() == raw.units[reason == word].sum(), word


def test_the_two_weeks_in_figures():
    found = import_orders(shared(TWO_WEEKS))
    report, aside = found.report, found.set_aside
    counts = {word: rows_with(report, word).lines.sum() for word in ("read", "duplicate", "return", "price", "charge")}
    assert counts == {"read": 18637, "duplicate": 145, "return": 396, "price": 83, "charge": 88}
    assert rows_with(report, "charge").matching.sum() == 97
    assert report.lines.iloc[-1] == 17925
    assert sum(len(frame) for frame in aside.values()) == 145 + 396 + 83 + 88
    assert set(found.findings["charges"].rows["item"]) == {"POST", "DOT", "M", "C2", "BANK CHARGES"}
    sold = set(found.items["item"])
    assert {"DCGS0003", "DCGS0069"} <= sold
    assert not sold & {"DCGS0055", "DCGS0057", "DCGS0072", "DCGS0074"}


def test_the_giant_order_and_its_cancellation_cancel_out():
    found = import_orders(shared(TWO_WEEKS))
    raw, reason, _ = recount([TWO_WEEKS])
    jar = found.daily[found.daily.item == "23166"]
    others = raw[(raw.StockCode == "23166") & (reason == "used") & (raw.units != 74215)]
    assert jar.quantity.sum() == others.units.sum()
    giant = found.findings.get("giants")
    assert giant is None or ((giant.rows.quantity != 74215) & (giant.rows.left > 0)).all()


@pytest.mark.parametrize("files", [(TWO_WEEKS,), FULL_YEAR], ids=["two weeks", "full year"])
def test_lines_and_units_add_up(files):
    found = import_orders([shared(file) for file in files])
    report = found.report
    assert report.lines.iloc[0] == report.lines.iloc[1:].sum()
    assert report.units.iloc[0] == report.units.iloc[1:].sum()
    assert found.daily.quantity.sum() == report.units.iloc[-1]
    assert not found.daily.duplicated(["date", "item"]).any()
    assert (found.daily.quantity >= 0).all()


def test_the_full_year_tells_its_closed_days_and_its_spellings():
    raw, reason, _ = recount(FULL_YEAR)
    found = import_orders([shared(file) for file in FULL_YEAR])
    assert found.findings["closed weekdays"].rows["weekday"].tolist() == ["Saturday"]
    days = pd.to_datetime(raw.InvoiceDate[reason == "used"]).dt.normalize()
    every = pd.date_range(days.min(), days.max())
    closed = every[~every.isin(days) & (every.day_of_week != 5)]
    assert found.findings["closed days"].rows["date"].tolist() == closed.tolist()
    folded = raw.StockCode.str.upper().groupby(raw.StockCode.str.upper()).size().index
    codes = found.findings["codes"].rows
    assert len(codes) - codes["merged"].nunique() == raw.StockCode.nunique() - len(folded)
    assert {"85123a", "85123A"} <= set(codes["item"])


def test_the_full_year_comes_within_its_time():
    # Processor time: what else the machine does is no concern of the importer's.
    paths = [shared(file) for file in FULL_YEAR]
    start = time.process_time()
    import_orders(paths)
    assert time.process_time() - start < 15


def test_the_grocery_is_clean_and_closed_on_27_days():
    raw = pd.read_csv(shared(FIVE_YEARS), parse_dates=["date"])
    found = import_orders(shared(FIVE_YEARS))
    assert found.report.lines.iloc[-1] == found.report.lines.iloc[0] == len(raw) == 212164
    assert found.daily.quantity.sum() == raw.quantity.sum()
    assert found.daily.groupby("item").quantity.sum().to_dict() == raw.groupby("sku").quantity.sum().to_dict()
    assert len(found.findings["closed days"].rows) == 27
    assert found.set_aside == {}


@pytest.mark.parametrize("file", [FRESH, FRESH_STOCKOUTS], ids=["sales", "with stock-outs"])
def test_fractions_and_zeros_of_fresh_food_stay(file):
    raw = pd.read_csv(shared(file))
    found = import_orders(shared(file))
    assert len(found.daily) == len(raw) == 90000
    assert found.daily.quantity.sum() == pytest.approx(raw.quantity.sum(), abs=1e-6)


def test_stockouts_are_shares_of_the_hours_between_6_and_22():
    raw = pd.read_csv(shared(FRESH_STOCKOUTS), parse_dates=["date"])
    found = import_orders(shared(FRESH_STOCKOUTS)).stockouts
    cut = raw[raw.stockout_hours_6_to_22 > 0]
    assert len(found) == len(cut)
    assert len(found) / len(raw) == pytest.approx(0.44, abs=0.005)
    wanted = cut.set_index(["date", "sku"])["stockout_hours_6_to_22"] / 16
    got = found.set_index(["date", "item"])["share"]
    assert got.sort_index().tolist() == pytest.approx(wanted.sort_index().tolist())


def test_clean_deliveries_have_the_known_lead_times():
    found = import_receipts(shared(CLEAN_DELIVERIES))
    lead = found.deliveries.lead_time
    assert (len(lead), lead.median(), round(lead.std())) == (3985, 103, 76)
    assert found.set_aside == {}
    raw = pd.read_csv(shared(CLEAN_DELIVERIES), parse_dates=["order_date", "received_date", "promised_date"])
    days = (raw.received_date - raw.order_date).dt.days
    wanted = raw.assign(days=days, kept=raw.received_date <= raw.promised_date).groupby(["supplier", "item"])
    got = found.lead_times.set_index(["supplier", "item"])
    assert got["n"].to_dict() == wanted.size().to_dict()
    assert got["mean"].sort_index().tolist() == pytest.approx(wanted["days"].mean().sort_index().tolist())
    assert got["sd"].sort_index().tolist() == pytest.approx(wanted["days"].std().sort_index().tolist(), nan_ok=True)
    assert got["on_time"].sort_index().tolist() == pytest.approx(wanted["kept"].mean().sort_index().tolist())


def test_raw_deliveries_lose_their_words_and_nothing_else():
    raw = pd.read_csv(shared(DELIVERIES), sep="\t", dtype=str, keep_default_na=False, encoding="latin-1")
    ordered = pd.to_datetime(raw["PO Sent to Vendor Date"], format="%m/%d/%Y", errors="coerce")
    received = pd.to_datetime(raw["Delivered to Client Date"], format="%d-%b-%y", errors="coerce")
    lead = (received - ordered).dt.days.dropna()
    assert (len(lead), lead.median(), round(lead.std())) == (4592, 92, 80)
    found = import_receipts(shared(DELIVERIES))
    counts = dict(zip(found.report.reason, found.report.lines, strict=True))
    assert counts["deliveries read"] == len(raw) == 10324
    assert counts["unreadable: no order date"] == 10324 - 4592
    assert counts["received before the order: negative lead time"] == (lead < 0).sum() == 5
    assert found.deliveries.lead_time.tolist() == lead[lead >= 0].tolist()
    wordy = found.set_aside["unreadable: no order date"]
    assert wordy["file row"].tolist() == (raw.index[ordered.isna()] + 2).tolist()
    assert "Date Not Captured" in wordy["why"].iloc[0]
