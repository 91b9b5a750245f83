"""Records, closed days, and from when to when an item lived."""

import numpy as np
import pandas as pd
import pytest

from core.errors import InputError
from core.history.demand_fits import fit_demand
from core.history.lives import LEAST_SILENCE, lives, open_days
from core.history.record import record_of
from tests.truth import orders

FLAT = pd.DataFrame(
    {"date": ["2024-01-01", "2024-01-03", "2024-01-03"], "item": ["00123", "NA", "NA"], "quantity": [2, 1, 4]}
)


def table_of(demand):
    return fit_demand(record_of(orders(demand))).table


def test_rows_of_a_day_add_up_and_codes_stay_as_written():
    record = record_of(FLAT)
    assert list(record.items) == ["00123", "NA"]
    assert record.sold(slice(0, 2)).tolist() == [[2, 0, 0], [0, 0, 5]]
    assert str(record.first) == "2024-01-01"


def test_a_mean_by_hand():
    # 2 + 5 units over three calendar days; nobody can tell a closed day from a quiet one in so short a record.
    table = fit_demand(record_of(FLAT)).table.set_index("item")
    assert table["demand_per_day"].to_dict() == pytest.approx({"00123": 2 / 3, "NA": 5 / 3})
    assert table["days"].to_dict() == {"00123": 3, "NA": 3}


def test_a_standard_deviation_by_hand():
    # Three items that sell 4, 8, 4, 8 ... on six days of seven: an open day has mean 6 and sd 2 (sample: n over n − 1).
    is_open = np.arange(70) % 7 != 2
    demand = np.zeros((3, 70))
    demand[:, is_open] = np.tile([4.0, 8.0], 30)
    table = table_of(demand)
    assert table["demand_per_day"].to_numpy() == pytest.approx(360 / 70)
    assert table["demand_sd"].to_numpy() == pytest.approx(2 * np.sqrt(60 / 59) * np.sqrt(6 / 7))
    assert table["open_days"].tolist() == [60, 60, 60]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            {"date": ["2024-01-01", "31.1.2024", "2024-01-03"]},
            "Date must be a day such as 2026-01-31, got '31.1.2024' (row 2",
        ),
        ({"quantity": [1, -2, 3]}, "Quantity must be at least 0 units, got -2 (row 2"),
        ({"quantity": [1, np.nan, 3]}, "Quantity must be at least 0 units, got nan (row 2"),
        ({"quantity": [0, 0, 0]}, "The orders sold nothing: every quantity is 0"),
        ({"date": ["1950-01-01", "2024-01-01", "2024-01-03"]}, "Orders must span at most 7305 days, got 27031"),
    ],
)
def test_what_is_no_record_is_refused(change, says):
    with pytest.raises(InputError) as refusal:
        record_of(FLAT.assign(**change))
    assert says in str(refusal.value)


def test_items_of_which_nothing_was_sold_are_left_out_and_counted():
    record = record_of(FLAT.assign(quantity=[0, 1, 2]))
    assert (list(record.items), record.unsold, record.days) == (["NA"], 1, 3)


def test_a_frame_without_its_columns_or_rows_is_refused():
    with pytest.raises(InputError, match="Column quantity is missing in orders"):
        record_of(FLAT.drop(columns="quantity"))
    with pytest.raises(InputError, match="no rows"):
        record_of(FLAT.iloc[:0])


def test_a_hundred_wrong_dates_are_told_in_a_few_sentences():
    wrong = pd.DataFrame({"date": ["?"] * 100, "item": "a", "quantity": 1})
    with pytest.raises(InputError) as refusal:
        record_of(wrong)
    assert len(refusal.value.faults) == 11
    assert refusal.value.faults[-1] == "90 more rows of orders have no day in column date"


def test_days_without_any_sale_are_closed_where_many_items_sell():
    demand = np.random.default_rng(1).poisson(2.0, (40, 100)).astype(float)
    demand[:, [10, 50]] = 0
    is_open = open_days(record_of(orders(demand)))
    assert np.flatnonzero(~is_open).tolist() == [10, 50]


def test_a_quiet_day_of_a_slow_item_is_no_closed_day():
    demand = (np.random.default_rng(2).random((1, 300)) < 0.3).astype(float)
    assert open_days(record_of(orders(demand))).all()


def test_a_weekday_that_never_sells_is_closed_even_for_one_slow_item():
    demand = (np.random.default_rng(3).random((1, 364)) < 0.5).astype(float)
    demand[:, 5::7] = 0
    is_open = open_days(record_of(orders(demand)))
    closed = np.flatnonzero(~is_open)
    assert closed.size > 45
    assert len(set(closed % 7)) == 1


def life(*spans, days=365, gap=1):
    """Lives of items that sold every `gap` days between two days, beside one that sold throughout."""
    demand = np.zeros((len(spans) + 1, days))
    demand[0] = 1
    for row, (first, last) in enumerate(spans, start=1):
        demand[row, first : last + 1 : gap] = 1
    record = record_of(orders(demand))
    return lives(record, open_days(record))


def test_an_item_that_sold_daily_starts_with_its_first_sale_and_ends_with_its_last():
    found = life((100, 364), (0, 200), (100, 200))
    assert found.first.tolist() == [0, 100, 0, 100]
    assert found.last.tolist() == [364, 364, 200, 200]
    assert found.started.tolist() == [False, True, False, True]
    assert found.stopped.tolist() == [False, False, True, True]


def test_a_slow_item_may_have_been_there_all_the_time():
    # Four sales within 241 days of 365: by chance in (241/341)^3 = 35 % of cases.
    found = life((100, 340), gap=80)
    assert (found.first[1], found.last[1]) == (0, 364)


def test_one_sale_tells_no_start_and_no_end():
    found = life((200, 200))
    assert (found.first[1], found.last[1]) == (0, 364)


@pytest.mark.parametrize(("silence", "is_end"), [(LEAST_SILENCE - 1, False), (LEAST_SILENCE, True)])
def test_a_short_silence_may_be_an_empty_shelf(silence, is_end):
    assert life((0, 364 - silence)).stopped[1] == is_end


def test_a_christmas_item_has_not_stopped_in_summer():
    demand = np.zeros((2, 900))
    demand[0], demand[1, 330:365], demand[1, 695:730] = 1, 1, 1
    record = record_of(orders(demand))
    assert not lives(record, open_days(record)).stopped[1]


def test_slow_items_come_out_right_on_average():
    # One sale in 50 days, 90 days: counted from their first sale on they would look twice as fast.
    demand = (np.random.default_rng(4).random((3000, 90)) < 0.02).astype(float)
    table = table_of(np.vstack([np.ones(90), demand]))
    assert table["demand_per_day"][1:].sum() / 3000 == pytest.approx(0.02, rel=0.05)


class Imported:
    """What the importer hands over, by its field names."""

    def __init__(self, daily, stockouts=None, period="day"):
        self.daily, self.stockouts, self.period = daily, stockouts, period


def test_days_out_of_stock_count_for_nothing():
    demand = np.random.default_rng(5).poisson(20.0, (1, 100)).astype(float)
    cut = demand.copy()
    cut[0, ::4] = 1
    daily = orders(cut)
    out = pd.DataFrame({"date": daily["date"][::4], "item": daily["item"][::4], "share": 0.5})
    known, blind = (fit_demand(record_of(Imported(daily, frame))).table.iloc[0] for frame in (out, None))
    kept = np.arange(100) % 4 != 0
    assert known["demand_per_day"] == pytest.approx(demand[0, kept].mean())
    assert (known["days"], known["out_share"], known["out_kept"]) == (75, 0.25, False)
    assert blind["demand_per_day"] < 0.8 * known["demand_per_day"]


def test_an_item_that_was_always_out_keeps_its_days_and_it_is_said():
    daily = orders(np.full((1, 30), 3.0))
    table = fit_demand(record_of(Imported(daily, daily.assign(share=1.0)))).table
    assert table["out_kept"].tolist() == [True]
    assert table["demand_per_day"].tolist() == [3.0]


@pytest.mark.parametrize(("period", "length"), [("week", 7), ("month", 30)])
def test_totals_of_a_period_are_known_by_their_sums_alone(period, length):
    # The importer spreads a total over its days; taken as days they would look √length times too calm.
    luck = np.random.default_rng(6)
    dates = pd.date_range("2023-01-02" if period == "week" else "2023-01-01", periods=721)
    group = np.arange(721) // 7 if period == "week" else (dates.year - 2023) * 12 + dates.month - 1
    total = luck.gamma(25.0, 4.0 * length / 100, (20, group.max() + 1))
    daily = orders((total / np.bincount(group))[:, group], dates[0])
    table = fit_demand(record_of(Imported(daily, period=period))).table
    assert table["demand_per_day"].mean() == pytest.approx(1.0, rel=0.05)
    assert table["demand_sd"].mean() == pytest.approx(0.2 * np.sqrt(length), rel=0.1)
    assert set(table["demand_model"]) == {"auto"}
    assert (table["open_days"] == group.max() + 1).all()


def test_chunks_change_nothing(monkeypatch):
    demand = np.random.default_rng(7).poisson(1.5, (30, 800)).astype(float)
    record = record_of(orders(demand))
    whole = fit_demand(record).table
    monkeypatch.setattr("core.history.record.CHUNK_CELLS", 2500)
    pd.testing.assert_frame_equal(fit_demand(record).table, whole)
