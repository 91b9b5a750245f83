"""Lead times from receipts: whose deliveries count, families, reliability, and intervals by hand."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from core.errors import InputError
from core.history.lead_time_fits import LEAST_DELIVERIES, Deliveries, deliveries_of, fit_lead_times
from core.history.spread import around_mean, around_sd, doubt_of
from tests.truth import lead_times, receipts


def deliveries(*rows):
    """From (supplier, item, lead times, on time) rows."""
    parts = [(supplier, item, days, late) for supplier, item, times, late in rows for days in times]
    supplier, item, days, late = (list(part) for part in zip(*parts, strict=True))
    return Deliveries(np.array(supplier, object), np.array(item, object), np.array(days, float), np.array(late, float))


MANY = [10, 11, 12, 13, 14, 15]


def test_columns_may_be_called_by_either_name():
    dated = receipts(np.array([[5.0, 9.0]]))
    other = dated.rename(columns={"ordered": "order_date", "received": "received_date"})
    for frame in (dated, other, other.astype(str), pd.DataFrame({"item": "x", "lead_time": [5, 9]})):
        assert deliveries_of(frame).days.tolist() == [5, 9]


def test_deliveries_without_a_lead_time_are_left_out_and_counted():
    frame = receipts(np.array([[5.0, 9.0, 7.0]]))
    frame.loc[0, "received"] = pd.NaT
    frame.loc[1, "received"] = frame.loc[1, "ordered"] - pd.Timedelta(days=1)
    found = deliveries_of(frame)
    assert (found.days.tolist(), found.left_out) == ([7.0], 2)


def test_missing_columns_are_named():
    with pytest.raises(InputError) as refusal:
        deliveries_of(pd.DataFrame({"supplier": ["S"]}))
    assert refusal.value.faults == (
        "Column item is missing in receipts",
        "Column lead_time (or ordered and received) is missing in receipts",
    )


def test_whose_deliveries_count():
    found = deliveries(
        ("S", "own", MANY, 1), ("S", "few", [30], 1), ("T", "elsewhere", [40] * 6, 1), ("T", "elsewhere", [20], 1)
    )
    items, suppliers = ["own", "few", "elsewhere", "never", "named"], ["", "", "S", "Nobody", "T"]
    table = fit_lead_times(found, items, suppliers).set_index("item")
    assert table["scope"].to_dict() == {
        "own": "item and supplier", "few": "supplier", "elsewhere": "item", "never": "all", "named": "supplier",
    }  # fmt: skip
    assert table["lead_time_count"].to_dict() == {"own": 6, "few": 7, "elsewhere": 7, "never": 14, "named": 7}
    assert table["lead_time_days"]["few"] == pytest.approx(np.mean([*MANY, 30]))
    assert table["supplier"].tolist() == ["S", "S", "S", "Nobody", "T"]


def test_an_item_s_supplier_is_the_one_that_delivered_it_most():
    found = deliveries(("A", "x", [1], 1), ("B", "x", [2, 3], 1), ("D", "y", [1], 1), ("C", "y", [1], 1))
    table = fit_lead_times(found, ["x", "y"], ["", ""])
    assert table["supplier"].tolist() == ["B", "C"]


def test_few_deliveries_in_all_still_count():
    table = fit_lead_times(deliveries(("S", "x", [4, 6], 1)), ["x"], [""])
    assert table[["lead_time_days", "lead_time_count"]].to_numpy().tolist() == [[5.0, 2.0]]
    assert table[["lead_time_days_lo", "lead_time_sd_hi"]].isna().all(axis=None)


def test_no_deliveries_give_no_figures():
    table = fit_lead_times(Deliveries.none(), ["x", "y"], ["S", ""])
    assert table["lead_time_count"].tolist() == [0.0, 0.0]
    assert table["lead_time_days"].isna().all()


def test_mean_and_sd_by_hand_with_sheppard_s_correction():
    row = fit_lead_times(deliveries(("S", "x", MANY, 1)), ["x"], [""]).iloc[0]
    assert row["lead_time_days"] == 12.5
    assert row["lead_time_sd"] == pytest.approx(np.sqrt(3.5 - 1 / 12))
    # Symmetrical numbers: the mean's interval is Student's.
    half = stats.t.ppf(0.95, 5) * np.sqrt(3.5 / 6)
    assert (row["lead_time_days_lo"], row["lead_time_days_hi"]) == pytest.approx((12.5 - half, 12.5 + half))


def test_equal_days_don_t_prove_that_there_is_no_spread():
    row = fit_lead_times(deliveries(("S", "x", [7] * LEAST_DELIVERIES, 1)), ["x"], [""]).iloc[0]
    assert (row["lead_time_sd"], row["lead_time_sd_lo"]) == (0.0, 0.0)
    assert 0.1 < row["lead_time_sd_hi"] < 1.0
    assert row["lead_time_days_lo"] < 7.0 < row["lead_time_days_hi"]


def test_reliability_counts_promised_deliveries_alone():
    rows = [("S", "x", [5] * 8, 1), ("S", "x", [5] * 2, 0), ("S", "x", [5] * 5, np.nan)]
    row = fit_lead_times(deliveries(*rows), ["x"], [""]).iloc[0]
    assert (row["supplier_reliability"], row["promised"], row["lead_time_count"]) == (0.8, 10, 15)
    assert row["supplier_reliability_lo"] == pytest.approx(stats.beta.ppf(0.05, 8.5, 2.5))
    assert row["supplier_reliability_hi"] == pytest.approx(stats.beta.ppf(0.95, 8.5, 2.5))


def test_on_time_is_by_the_promised_day():
    frame = receipts(np.full((1, 6), 10.0))
    frame["promised"] = frame["received"] + pd.to_timedelta([0, 1, -1, 0, -5, 2], unit="D")
    assert deliveries_of(frame).on_time.tolist() == [1, 1, 0, 1, 0, 1]
    frame.loc[0, "promised"] = pd.NaT
    assert np.isnan(deliveries_of(frame).on_time[0])


@pytest.mark.parametrize("model", ["gamma", "lognormal"])
def test_the_family_is_the_likelier_one(model):
    found = deliveries_of(receipts(lead_times(model, 40.0, 24.0, (40, 300), seed=1)))
    table = fit_lead_times(found, list(dict.fromkeys(found.item)), [""] * 40)
    assert (table["lead_time_model"] == model).mean() > 0.9


# --- intervals -------------------------------------------------------------------------------------------------------


def test_normal_numbers_have_the_textbook_s_intervals():
    n, one = np.array([20.0]), np.array([1.0])
    low, high = around_sd(2 * one, doubt_of(np.array([3.0]), n), n)
    # The kurtosis of a normal gives n − 1 degrees of freedom, but for terms of 1/n².
    assert low == pytest.approx(2 * np.sqrt(19 / stats.chi2.ppf(0.95, 19)), rel=1e-3)
    assert high == pytest.approx(2 * np.sqrt(19 / stats.chi2.ppf(0.05, 19)), rel=1e-2)
    low, high = around_mean(5 * one, 0.5 * one, 0 * one, n, n - 1)
    assert (low[0], high[0]) == pytest.approx((5 - 0.5 * stats.t.ppf(0.95, 19), 5 + 0.5 * stats.t.ppf(0.95, 19)))


def test_two_numbers_have_no_interval():
    one = np.ones(1)
    assert np.isnan([*around_mean(one, one, one, 2 * one, one), *around_sd(one, one, 2 * one)]).all()


def test_a_mean_s_interval_leans_with_the_skewness_and_stays_above_zero():
    one = np.ones(1)
    low, high = around_mean(one, 0.2 * one, 2 * one, 30 * one, 29 * one)
    assert high - 1 > 1 - low
    assert around_mean(one, 2 * one, 0 * one, 30 * one, 29 * one)[0] == 0.0


def test_a_wild_kurtosis_has_a_wide_interval_but_an_end():
    one = np.ones(1)
    low, high = around_sd(one, 1e6 * one, 10 * one)
    assert 0 < low < 1 < high < 20
