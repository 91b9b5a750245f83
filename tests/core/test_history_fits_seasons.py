"""Months, the test of a season, and families held against a history."""

import numpy as np
import pytest
from scipy import stats

from core.demand import season_curves
from core.history.demand_fits import fit_demand
from core.history.families import ADI_CUT, CV2_CUT, classes
from core.history.record import record_of
from core.history.seasons import YEAR_WEIGHTS, Calendar, Months, _agreement, _null, fit_level
from tests.truth import INDEX, by_model, by_numpy, one_item, orders


def table_of(demand, first="2023-01-01"):
    return fit_demand(record_of(orders(demand, first))).table


def calendar_of(first, days):
    return Calendar(np.datetime64(first) + np.arange(days))


def test_a_day_s_weights_are_those_of_the_simulation():
    catalogue = one_item("gamma", 30.0, 9.0, index=INDEX)
    row, curves = season_curves(catalogue, 1.0)
    curve = calendar_of("2025-01-01", 365).hats @ INDEX
    assert curve / curve.mean() == pytest.approx(curves[row[0]], rel=1e-12)
    assert curve.mean() == pytest.approx(INDEX @ YEAR_WEIGHTS)


def test_a_leap_day_is_no_mistake():
    calendar = calendar_of("2024-01-01", 366)
    assert calendar.hats.sum(axis=1) == pytest.approx(1.0)
    assert calendar.length.tolist() == [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


def test_without_luck_level_season_and_trend_come_back_exactly():
    days, slope = 1300, 0.2
    calendar = calendar_of("2021-05-10", days)
    # The trend steps by months, as the fit takes it.
    demand = 7.0 * (calendar.hats @ INDEX) * np.exp(slope * calendar.years[calendar.cell])
    level = fit_level(Months.of(demand[None, :], np.ones((1, days), bool), calendar))
    assert level.slope[0] == pytest.approx(slope, abs=1e-6)
    assert level.index[0] == pytest.approx(INDEX, abs=1e-6)
    assert level.daily()[0] == pytest.approx(demand, rel=1e-6)


@pytest.mark.parametrize(("first", "days", "years"), [
    ("2023-01-01", 731, 2), ("2023-01-20", 715, 1), ("2023-01-15", 731, 2), ("2023-06-01", 700, 1),
    ("2020-03-01", 1500, 4),
])  # fmt: skip
def test_whole_years_are_twelve_months_on_end_with_half_their_days(first, days, years):
    calendar = calendar_of(first, days)
    months = Months.of(np.ones((1, days)), np.ones((1, days), bool), calendar)
    assert months.years.tolist() == [years]


def test_a_hole_breaks_a_year():
    clear = np.ones((2, 1096), bool)
    clear[1, 400:430] = False
    months = Months.of(np.ones((2, 1096)), clear, calendar_of("2023-01-01", 1096))
    assert months.years.tolist() == [3, 2]


def test_agreement_is_friedman_s_statistic():
    luck = np.random.default_rng(1)
    for values in (luck.random((4, 12)), luck.integers(0, 4, (4, 12)).astype(float)):
        ranks = stats.rankdata(values, axis=1)
        assert _agreement(ranks) == pytest.approx(stats.friedmanchisquare(*values.T).statistic)


def test_shuffled_years_have_the_exact_distribution_where_it_can_be_counted():
    # Two years: the statistic is 11 (1 + rank correlation), whose quantiles for 12 pairs are tabled: 0.503 at 5 %,
    # 0.671 at 1 % (Zar, *Biostatistical Analysis*, table B.20).
    null = _null(2) / 11 - 1
    for critical, share in ((0.503, 0.05), (0.671, 0.01)):
        assert np.mean(null >= critical) == pytest.approx(share, abs=0.004)
    assert _null(3).mean() == pytest.approx(11.0, abs=0.15)


def test_all_tied_years_agree_on_nothing():
    assert _agreement(np.full((3, 12), 6.5)) == 0.0


def test_one_giant_month_is_no_season():
    demand = by_numpy("poisson", 5.0, 5.0**0.5, (20, 1095), seed=2)
    demand[:, 330:360] *= 30
    assert table_of(demand)["seasonal"].mean() <= 0.1


def test_a_year_and_a_half_has_no_season_and_no_trend_whatever_it_looks_like():
    table = table_of(by_model(one_item("gamma", 30.0, 3.0, index=INDEX), 600, 5, seed=3))
    assert not table["seasonal"].any()
    assert table[["trend", "season_chance"]].isna().all(axis=None)
    assert (table[[f"season_{m:02d}" for m in range(1, 13)]] == 1.0).all(axis=None)


def test_lives_of_different_length_are_judged_each_by_its_own():
    demand = by_model(one_item("gamma", 30.0, 9.0, index=INDEX), 1095, 2, seed=4)
    demand[1, :500] = 0
    table = table_of(demand, "2025-01-01")
    assert table["years"].tolist() == [3, 1]
    assert table["seasonal"].tolist() == [True, False]


def test_months_index_of_an_item_that_sells_in_december_alone_is_not_negative():
    demand = np.zeros((2, 1095))
    demand[0] = 3
    december = np.tile(np.arange(365) >= 334, 3)
    demand[1, december] = np.random.default_rng(5).poisson(9.0, december.sum())
    table = table_of(demand, "2025-01-01")
    index = table[[f"season_{m:02d}" for m in range(1, 13)]].to_numpy()
    assert table["seasonal"].tolist() == [False, True]
    assert index[1].min() >= 0
    assert index[1].mean() == pytest.approx(1.0)
    assert index[1].argmax() == 11


# --- classes and families --------------------------------------------------------------------------------------------


def test_classes_by_their_cuts():
    adi = np.array([ADI_CUT, ADI_CUT, ADI_CUT + 0.01, ADI_CUT + 0.01, 9.0])
    cv2 = np.array([CV2_CUT, CV2_CUT + 0.01, CV2_CUT, CV2_CUT + 0.01, np.nan])
    assert classes(adi, cv2).tolist() == ["smooth", "erratic", "intermittent", "lumpy", "intermittent"]


def test_interval_and_size_by_hand():
    # Sales on 4 of 8 days: every second day; sizes 1, 1, 3, 3 have mean 2 and variance 4/3.
    demand = np.array([[1.0, 0, 1, 0, 3, 0, 3, 0], [1.0] * 8])
    row = table_of(demand).iloc[0]
    assert (row["adi"], row["cv2"], row["zero_share"], row["kind"]) == (2.0, pytest.approx(1 / 3), 0.5, "intermittent")


@pytest.mark.parametrize(
    ("family", "mean", "sd", "none", "known_as"),
    [
        ("gamma", 30.0, 9.0, 0.0, "gamma"),
        ("gamma", 2.0, 1.6, 0.0, "gamma"),
        ("poisson", 5.0, 5.0**0.5, 0.0, "negbin"),
        ("negbin", 6.0, 4.0, 0.0, "negbin"),
        ("intermittent", 3.0, 4.4, 0.6, "intermittent"),
    ],
)
def test_the_family_that_made_the_days_is_found_and_passes(family, mean, sd, none, known_as):
    table = table_of(by_numpy(family, mean, sd, (300, 365), seed=6, zero_share=none))
    assert (table["demand_model"] == known_as).mean() > 0.85
    assert table["passes"].mean() > 0.98
    assert table["off"].max() < 0.12


def test_the_poisson_is_the_negative_binomial_of_its_own_variance():
    table = table_of(by_numpy("poisson", 5.0, 5.0**0.5, (200, 365), seed=7))
    assert table["demand_sd"].mean() == pytest.approx(5.0**0.5, rel=0.01)


def test_where_no_family_passes_it_is_said():
    # Either 1 or 100, and never anything between.
    demand = np.where(np.random.default_rng(8).random((3, 400)) < 0.5, 1.0, 100.0)
    table = table_of(demand)
    assert not table["passes"].any()
    assert (table["off"] > 0.2).all()


def test_a_season_is_no_reason_to_reject_a_family():
    table = table_of(by_model(one_item("negbin", 12.0, 6.0, index=INDEX), 1095, 100, seed=9), "2025-01-01")
    assert table["passes"].all()
    assert (table["demand_model"] == "negbin").mean() > 0.9


def test_whole_units_below_twenty_a_day_are_counted():
    counted = table_of(np.round(by_numpy("gamma", 10.0, 3.0, (50, 365), seed=10)))
    measured = table_of(by_numpy("gamma", 10.0, 3.0, (50, 365), seed=10))
    assert set(counted["demand_model"]) == {"negbin"}
    assert set(measured["demand_model"]) == {"gamma"}
