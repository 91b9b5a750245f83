"""Seasons: what is found without luck equals what demand over the protection interval says; with luck, what is owed."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from core import Catalogue, InputError, Scenario, load_catalogue, price, season_calendar, season_plan, simulate
from core.demand import season_curves
from core.season import curve, dated, season_of, seasonal_items, starting, warehouse
from core.season.planning import warehouse_for
from core.season.pricing import FIGURES
from core.season.starting import start_weeks

CHRISTMAS = (0.8, 0.4, 0.3, 0.35, 0.35, 0.35, 0.4, 0.5, 0.9, 1.6, 2.9, 3.15)
SUMMER = (0.3, 0.4, 0.6, 1.1, 1.6, 2.2, 2.1, 1.6, 0.9, 0.5, 0.4, 0.3)
LUCKLESS = {
    "demand_variability": 0, "lead_time_variability": 0, "spikes_per_year": 0, "outages_per_year": 0,
    "design_changes_per_year": 0, "buffer_basis": "need", "futures": 20,
}  # fmt: skip
# Single precision leaves dust where a level is exactly what is asked for.
WHOLE = 1 - 5e-6
FREE_TO_WAIT = {"rush_share": 0, "wait_share": 1, "wait_cost": 0}


def catalogue(index=CHRISTMAS, **columns) -> Catalogue:
    frame = {"item": "x", "unit_cost": 10.0, "demand_per_day": 40.0, "lead_time_days": 10.0, "lead_time_sd": 0.0}
    frame |= {f"season_{m:02d}": value / np.mean(index) for m, value in enumerate(index, start=1)}
    return Catalogue.of(pd.DataFrame([frame | columns]))


def luckless(**values) -> Scenario:
    return Scenario().but(**LUCKLESS, **FREE_TO_WAIT, **values)


def demand_of(one: Catalogue, days: int) -> np.ndarray:
    rows, curves = season_curves(one, 1.0)
    return one.column("demand_per_day")[0] * curves[rows[0]][np.arange(days) % 365]


def latest_start(one: Catalogue, protection: int, buffer: float) -> int:
    """Derived by hand: the flat level ordered on day t lasts for the demand of days t to t + P - 1.

    The last order by the flat plan is that of the day before the start, so the start may come no later than the first
    day, from the low of the year on, on which that isn't enough.
    """
    season = season_of(one, Scenario().demand, "x")
    demand = demand_of(one, season.last + 400)
    flat = (1 + buffer) * one.column("demand_per_day")[0] * protection
    enough = [demand[day : day + protection].sum() <= flat for day in range(season.peak)]
    low = season.peak - 182
    assert enough[low], "half a year from the peak the flat plan must do"
    return low + enough[low:].index(False)


def weeks_for(one: Catalogue, start: int) -> int:
    """The latest start of whole weeks before the season that isn't after `start`."""
    season = season_of(one, Scenario().demand, "x")
    return int(np.ceil((season.first - start) / 7))


@pytest.mark.parametrize("index", [CHRISTMAS, SUMMER], ids=["christmas", "summer"])
@pytest.mark.parametrize("lead", [0, 3, 10, 21, 45, 90])
@pytest.mark.parametrize("buffer", [0.0, 0.3])
def test_without_luck_the_start_is_the_analytic_one(index, lead, buffer):
    one, review = catalogue(index, lead_time_days=float(lead)), 7
    scenario = luckless(jit_buffer=buffer, jic_buffer=buffer, jic_review_days=review)
    plan = season_plan(one, scenario, "x", WHOLE)
    latest = start_weeks(season_of(one, scenario.demand, "x"))[-1]
    for policy, days in (("jit", 1), ("jic", review)):
        expected = weeks_for(one, latest_start(one, days + lead, buffer))
        best = plan.best.loc[policy]
        assert latest < expected < 26, "the case must not lie at an end of what is tried"
        assert best["reached"]
        assert best["weeks_before"] == expected
        assert WHOLE <= best["service_lo"] <= best["service"] <= 1.0
        # A week later falls short, as the derivation says.
        row = plan.weeks.set_index(["policy", "weeks_before"]).loc[(policy, expected - 1)]
        assert row["service"] < WHOLE


def test_without_luck_service_peak_and_left_over_are_a_hand_made_recursion():
    lead, buffer = 10, 0.1
    one, scenario = catalogue(lead_time_days=float(lead)), luckless(jit_buffer=buffer)
    season = season_of(one, scenario.demand, "x")
    plan, demand, protection = season_plan(one, scenario, "x"), demand_of(one, season.last + 200), lead + 1
    need = np.array([demand[t : t + protection].sum() for t in range(season.last + 100)])
    flat, seasonal = 1.1 * 40.0 * protection * np.ones_like(need), 1.1 * need
    for week in (20, 8, 3, 0, -2):
        start = season.first - 7 * week
        level = seasonal.copy()
        level[season.before : start] = flat[season.before : start]
        ahead = [seasonal[t : season.peak + 1].max() for t in range(start, season.peak + 1)]
        level[start : season.peak + 1] = np.maximum(flat[0], ahead)
        # After a review the position is the level, or what demand has left of it where that is more.
        position, net = level[0], np.zeros(season.last + 1)
        for t in range(season.last + 1 - lead):
            position = max(level[t], position)
            net[t + lead] = position - demand[t : t + lead + 1].sum()
            position -= demand[t]
        short = np.clip(-net, 0, demand[: net.size])[season.days]
        row = plan.weeks.query("policy == 'jit' and weeks_before == @week").iloc[0]
        assert row["service"] == pytest.approx(1 - short.sum() / demand[season.days].sum(), abs=1e-5)
        build = slice(season.first - 182, season.last + 1)
        stock = np.maximum(net, 0) + np.minimum(demand[: net.size], np.maximum(net + demand[: net.size], 0)) / 2
        assert row["peak_units"] == pytest.approx(stock[build].max(), rel=1e-5)
        assert row["left_units"] == pytest.approx(max(net[season.last], 0), rel=1e-4)
        assert row["left_value"] == pytest.approx(10 * row["left_units"])
        assert row["peak_pallets"] == pytest.approx(row["peak_units"] / 500)


@pytest.mark.parametrize("power", [0, 1])
def test_a_flat_item_says_that_it_has_no_season(power):
    one = catalogue(CHRISTMAS if power == 0 else [1.0] * 12)
    plan = season_plan(one, Scenario().but(seasonality=power, futures=20), "x")
    assert not plan.has_season
    assert all(table.empty for table in (plan.season, plan.weeks, plan.planned, plan.best))
    assert plan.months["index"].tolist() == pytest.approx([1.0] * 12)
    assert list(plan.weeks) == list(season_plan(catalogue(), luckless(), "x").weeks)


def test_a_season_is_the_run_above_one_around_the_peak_and_leaves_time_before_it():
    for index in (CHRISTMAS, SUMMER, (2.0, 1.7, 1.2, 0.6, 0.4, 0.3, 0.3, 0.4, 0.7, 1.1, 1.5, 1.8)):
        season = season_of(catalogue(index), Scenario().demand, "x")
        values = season.index[np.arange(season.first, season.last + 1) % 365]
        assert (values > 1).all()
        assert values.max() == season.index.max() == season.index[season.peak % 365]
        assert season.index[(season.first - 1) % 365] <= 1
        assert season.index[(season.last + 1) % 365] <= 1
        assert 182 <= season.first < 182 + 365


def test_dates_are_those_of_a_calendar_without_leap_days():
    one = load_catalogue("demo")
    assert [dated(one, day).isoformat() for day in (0, 58, 59, 364, 365, 790)] == [
        "2026-01-01", "2026-02-28", "2026-03-01", "2026-12-31", "2027-01-01", "2028-03-02",
    ]  # fmt: skip


@hypothesis_settings(max_examples=25, deadline=None)
@given(
    lead=st.integers(0, 60),
    buffer=st.sampled_from([0.0, 0.1, 0.5]),
    review=st.sampled_from([1, 7, 30]),
    peak=st.integers(0, 11),
    height=st.floats(1.3, 6),
    waiting=st.sampled_from([0, 0.4, 1]),
)
def test_an_earlier_start_never_lowers_the_season_without_luck(lead, buffer, review, peak, height, waiting):
    index = np.ones(12)
    index[peak] = height
    one = catalogue(tuple(index), lead_time_days=float(lead))
    scenario = Scenario().but(**LUCKLESS, wait_share=waiting, jit_buffer=buffer, jic_buffer=buffer)
    plan = season_plan(one, scenario.but(jic_review_days=review), "x", outside=False)
    for _, rows in plan.weeks.groupby("policy"):
        assert rows["weeks_before"].is_monotonic_decreasing
        # Single precision leaves more dust where a level is exactly what is asked for.
        assert (np.diff(rows["service"]) <= 5e-6).all()


@pytest.fixture(scope="module")
def demo():
    return load_catalogue("demo").only([*(f"H-80{k}" for k in range(1, 5)), "A-101", "I-907"])


@pytest.fixture(scope="module")
def found(demo):
    return season_plan(demo, Scenario().but(futures=40), "H-803")


def test_threads_and_futures_given_before_change_no_digit(demo, found):
    scenario = Scenario().but(futures=40)
    season = season_of(demo, scenario.demand, "H-803")
    shared = warehouse_for(demo, scenario, warehouse.warehouse_days(season), workers=3)
    for again in (
        season_plan(demo, scenario, "H-803", workers=1),
        season_plan(demo, scenario, "H-803", workers=3),
        season_plan(demo, scenario.but(horizon_days=200), "H-803"),
        season_plan(demo, scenario, "H-803", warehouse=shared),
    ):
        for name in ("weeks", "planned", "best", "season"):
            pd.testing.assert_frame_equal(getattr(again, name), getattr(found, name), check_exact=True)


def test_the_plan_as_it_is_set_is_the_portfolios_item(demo, found):
    scenario = Scenario().but(futures=40, horizon_days=found.days)
    ledger = simulate(demo, scenario)
    alone = starting.started(demo, scenario, "H-803", season_of(demo, scenario.demand, "H-803"), None)
    i = list(demo.column("item")).index("H-803")
    priced = price(ledger, scenario.but(overflow_rate=0)).items.set_index(["item", "policy"])["total_cost"]
    plain = season_plan(demo, scenario, "H-803", outside=False).planned.set_index("policy")
    for cell, policy in enumerate(("jit", "jic")):
        assert plain.at[policy, "cost"] == pytest.approx(priced["H-803", policy] * found.days / 365, rel=1e-9)
        np.testing.assert_array_equal(alone.ledger.sums[alone.cells(policy)[0], 0], ledger.sums[cell, i])
    np.testing.assert_array_equal(alone.ledger.demand[0], ledger.demand[i])


@pytest.mark.parametrize("seasons", [True, False])
def test_outside_storage_is_that_of_the_whole_warehouse_with_the_items_pallets_changed(seasons):
    demo = load_catalogue("demo").only(["H-803", "A-101", "H-801", "I-907"])
    scenario = Scenario().but(futures=20, warehouse_places=60, plan_with_seasons=seasons)
    plan = season_plan(demo, scenario, "H-803")
    long = scenario.but(horizon_days=plan.days)
    ledger = simulate(demo, long)
    whole = ledger.pallets(0, 0) + ledger.pallets(1, 1)
    i = list(demo.column("item")).index("H-803")
    policy = ("jit", "jic")[int(ledger.assignment.buffered[i])]
    # The plan as set under the policy that the hybrid gives it is the warehouse as it is.
    row = plan.planned.set_index("policy").loc[policy]
    assert row["outside_pallet_days"] == pytest.approx(np.maximum(whole - 60, 0).sum(axis=0).mean(), rel=1e-5)
    assert row["outside_cost"] == pytest.approx(0.6 * row["outside_pallet_days"])
    without = simulate(demo.without(["H-803"]), long, assignment=_among(ledger, np.arange(4) != i))
    rest = without.pallets(0, 0) + without.pallets(1, 1)
    added = np.maximum(whole - 60, 0).sum(axis=0) - np.maximum(rest - 60, 0).sum(axis=0)
    assert row["overflow_pallet_days"] == pytest.approx(added.mean(), rel=1e-4)
    apart = season_plan(demo, scenario.but(overflow_rate=0), "H-803").planned.set_index("policy").loc[policy]
    assert row["cost"] - apart["cost"] == pytest.approx(row["overflow_cost"], rel=1e-6)
    none = season_plan(demo, scenario, "H-803", outside=False).planned.set_index("policy").loc[policy]
    assert none["overflow_pallet_days"] == 0
    assert none["cost"] == pytest.approx(apart["cost"], rel=1e-9)


def _among(ledger, items):
    return replace(ledger.assignment, buffered=ledger.assignment.buffered[items], rule=ledger.assignment.rule[items])


def test_a_target_that_none_reaches_is_said(found, demo):
    plan = season_plan(demo, Scenario().but(futures=40), "H-803", 1.0)
    assert not plan.best["reached"].any()
    for policy, best in plan.best.iterrows():
        rows = plan.weeks[plan.weeks["policy"] == policy]
        # Decided on other luck, so only nearly the best here.
        assert best["service"] >= rows["service"].max() - 0.01
    everything = plan.to(0.0)
    assert everything.best["reached"].all()
    pd.testing.assert_frame_equal(plan.to(0.95).best, found.best, check_exact=True)


def test_the_best_is_decided_on_other_luck_and_is_the_cheapest_there(demo, found):
    best = found.best.loc["jic"]
    other = season_plan(demo, Scenario().but(futures=40, seed=999), "H-803")
    assert not np.isclose(other.weeks["cost"], found.weeks["cost"]).all()
    quoted = found.weeks.set_index(["policy", "weeks_before"]).loc[("jic", best["weeks_before"])]
    assert best["cost"] == quoted["cost"]
    later = found.weeks.set_index(["policy", "weeks_before"]).loc[("jic", best["weeks_before"] - 2)]
    assert best["late_two_weeks"] == pytest.approx(later["cost"] - best["cost"])
    assert best["late_service"] == pytest.approx(later["service"])
    assert best["late_two_weeks_lo"] <= best["late_two_weeks"] <= best["late_two_weeks_hi"]
    # Paired on the same futures, the difference is surer than its sides.
    assert best["late_two_weeks_hi"] - best["late_two_weeks_lo"] < best["cost_hi"] - best["cost_lo"]


def test_what_the_best_is_held_against_is_what_the_table_says(found):
    for target in (0.0, 0.9, 0.95, 1.0):
        for policy, best in found.to(target).best.iterrows():
            rows = found.weeks[found.weeks["policy"] == policy].set_index("weeks_before")
            enough = rows[rows["service"] >= target]
            if enough.empty:
                enough = rows[rows["service"] >= rows["service"].max() - 0.001]
            assert best["cheapest_weeks"] in enough.index
            assert rows.at[best["cheapest_weeks"], "cost"] == enough["cost"].min()
            assert best["saved"] == pytest.approx(best["cost"] - enough["cost"].min())
            assert best["saved_lo"] <= best["saved"] <= best["saved_hi"]
            ahead = rows[rows.index >= 0]
            assert best["tried_first"] == ahead.index.max()
            assert [best["service_least"], best["service_most"]] == [ahead["service"].min(), ahead["service"].max()]
            inside = best["service_lo"] <= ahead["service"].min() and ahead["service"].max() <= best["service_hi"]
            assert best["matters"] == (not inside and np.ptp(ahead["service"]) >= 0.001)


def test_a_start_matters_where_the_season_is_strong_and_hardly_where_it_is_weak():
    # One month is a fiftieth above the others, or eight times as high.
    weak, strong = ([1.0] * 11 + [height] for height in (1.02, 8.0))
    for index, matters in ((weak, False), (strong, True)):
        plan = season_plan(catalogue(index), luckless(jit_buffer=0.3, jic_buffer=0.3), "x", outside=False)
        assert plan.best["matters"].tolist() == [matters, matters]


@pytest.mark.parametrize("months", [5, 7, 9, 11])
def test_no_start_lies_in_the_season_before(months):
    one = catalogue((1.2,) * months + (0.4,) * (12 - months))
    season = season_of(one, Scenario().demand, "x")
    weeks = start_weeks(season)
    assert season.first - 7 * weeks[0] >= season.before
    assert weeks[0] == 26 or season.first - 7 * (weeks[0] + 1) < season.before
    plan = season_plan(one, luckless(), "x", outside=False)
    assert plan.weeks["day"].min() == season.first - 7 * weeks[0]
    assert plan.best["tried_first"].tolist() == [weeks[0]] * 2


def test_intervals_hold_the_figures_and_shrink_with_the_futures(found, demo):
    for table in (found.weeks, found.planned, found.best):
        for name in FIGURES:
            assert (table[name + "_lo"] <= table[name]).all(), name
            assert (table[name] <= table[name + "_hi"]).all(), name
        assert table["service_hi"].max() <= 1
    more = season_plan(demo, Scenario().but(futures=640), "H-803")
    for name in ("service", "cost", "peak_units"):
        ratio = (more.weeks[name + "_hi"] - more.weeks[name + "_lo"]).median() / (
            found.weeks[name + "_hi"] - found.weeks[name + "_lo"]
        ).median()
        assert 0.15 < ratio < 0.45, (name, ratio)


def test_the_months_band_holds_the_truth_as_often_as_it_says():
    index, cv, years = np.array(CHRISTMAS) / np.mean(CHRISTMAS), 0.6, 3
    rng = np.random.default_rng(5)
    year = curve._year()
    mean = np.tile(year.hats @ index, years)
    fit = np.linalg.inv(year.by_cell(year.hats.T).T) / years
    held = np.zeros(12)
    for _ in range(600):
        sold = rng.gamma(1 / cv**2, mean * cv**2)
        beta = fit @ year.by_cell(sold.reshape(years, 365).sum(axis=0)[None, :])[0]
        low, high = curve._band(beta / beta.mean(), cv, 365.0 * years)
        held += (low <= index) & (index <= high)
    assert (np.abs(held / 600 - 0.95) < 0.03).all()


def test_months_known_exactly_have_no_band_and_observed_ones_a_smaller_one_the_longer():
    exact = season_plan(catalogue(), luckless(), "x").months
    assert exact["lo"].tolist() == exact["hi"].tolist() == exact["index"].tolist()
    widths = []
    for days in (730, 2920):
        months = season_plan(catalogue(demand_days=days), luckless(), "x").months
        assert (months["lo"] < months["index"]).all()
        widths.append((months["hi"] - months["lo"]).sum())
    assert widths[0] / widths[1] == pytest.approx(2.0, rel=0.02)


def test_strong_and_dear_seasons_come_first():
    one = load_catalogue("demo")
    order = seasonal_items(one, Scenario().demand)
    assert len(order) == 11
    rows, curves = season_curves(one, 1.0)
    place = [list(one.column("item")).index(item) for item in order]
    worth = np.ptp(curves[rows[place]], axis=1) * (one.column("demand_per_day") * one.column("unit_cost"))[place]
    assert (np.diff(worth) <= 0).all()
    assert seasonal_items(one, Scenario().but(seasonality=0).demand) == ()


@pytest.mark.parametrize("target", [-0.1, 1.1, float("nan"), "95", True, None])
def test_a_target_that_is_none_is_refused(target):
    with pytest.raises(InputError, match="target must be a fill rate of 0 to 1"):
        season_plan(catalogue(), None, "x", target)


@pytest.mark.parametrize("item", ["y", None, 3])
def test_an_unknown_item_is_refused(item):
    with pytest.raises(InputError, match="is not in the catalogue"):
        season_plan(catalogue(), None, item)


def test_what_is_no_catalogue_scenario_or_ledger_is_refused(demo):
    for wrong in ("x", None, 3):
        with pytest.raises(InputError, match=r"first argument must be a catalogue .*got"):
            season_plan(wrong)
    with pytest.raises(InputError, match="second argument must be a Scenario, got"):
        season_plan(demo, "x", "H-803")
    with pytest.raises(InputError, match="is not in the catalogue"):
        season_plan(demo)
    with pytest.raises(InputError, match=r"first argument must be a ledger .*got"):
        season_calendar("x", 3)


def test_a_warehouse_of_something_else_is_refused():
    one, scenario = catalogue(), Scenario().but(futures=20)
    season = season_of(one, scenario.demand, "x")
    days = warehouse.warehouse_days(season)
    wrong = warehouse_for(one, scenario.but(seed=7), days)
    with pytest.raises(InputError, match="same catalogue and scenario"):
        season_plan(one, scenario, "x", warehouse=wrong)
    with pytest.raises(InputError, match="same catalogue and scenario"):
        season_plan(catalogue(demand_per_day=41.0), scenario, "x", warehouse=warehouse_for(one, scenario, days))


def test_odd_items_are_no_trouble():
    scenario = Scenario().but(futures=20)
    for columns in ({"demand_per_day": 0.0}, {"price": 1.0}, {"order_multiple": 5000.0}, {"demand_per_day": 0.01}):
        plan = season_plan(catalogue(**columns), scenario, "x")
        assert np.isfinite(plan.weeks[list(FIGURES)].to_numpy(float)).all()
        assert plan.best["service"].between(0, 1).all()
    longest = season_plan(catalogue((1.01,) * 11 + (0.89,)), scenario, "x")
    assert longest.days <= 1095


@pytest.mark.parametrize("horizon", [365, 90, 400])
def test_the_calendar_adds_up_to_the_engines_daily_pallets(demo, horizon):
    ledger = simulate(demo, Scenario().but(futures=30, horizon_days=horizon))
    table = season_calendar(ledger, 50.0)
    whole = {"jit": ledger.pallets(0), "jic": ledger.pallets(1), "hybrid": ledger.pallets(0, 0) + ledger.pallets(1, 1)}
    for policy, pallets in whole.items():
        rows = table[table["policy"] == policy]
        assert rows["days"].sum() == horizon
        for row in rows.itertuples():
            week = pallets[row.day : row.day + row.days]
            # Whole grains, so that both sides are the same to the digit.
            grains = row.pallets * row.days * ledger.futures * ledger.grain
            assert round(grains) == int((week * ledger.grain).sum())
            assert row.outside == pytest.approx(np.maximum(week - 50, 0).mean())
            assert row.needs == pytest.approx((week > 50).any(axis=0).mean())
            assert row.pallets_lo <= row.pallets <= row.pallets_hi
        total = round((rows["pallets"] * rows["days"]).sum() * ledger.futures * ledger.grain)
        assert total == int((pallets * ledger.grain).sum())
        assert (rows["worst"] >= rows["pallets"]).mean() > 0.9
    assert table["week"].is_monotonic_increasing


def test_the_calendar_without_need_and_without_places(demo):
    ledger = simulate(demo, Scenario().but(futures=20))
    none, everything = season_calendar(ledger, 1e6), season_calendar(ledger, 0)
    assert (none["outside"] == 0).all()
    assert (none["needs"] == 0).all()
    assert everything["outside"].tolist() == pytest.approx(everything["pallets"].tolist())
    # A warehouse that is empty all week needs no room, not even outside: one future in one week.
    assert sorted(everything["needs"].unique()) == [0.95, 1.0]


@pytest.mark.parametrize("places", [-1, float("nan"), float("inf"), None, "120", True])
def test_places_that_are_none_are_refused(demo, places):
    with pytest.raises(InputError, match="Own places must be 0 pallets or more"):
        season_calendar(simulate(demo, Scenario().but(futures=20)), places)


def test_a_sweep_has_no_calendar(demo):
    ledger = simulate(demo, Scenario().but(futures=20), {"jit": [0.0, 1.0], "jic": [1.0]})
    with pytest.raises(InputError, match="each policy at one buffer"):
        season_calendar(ledger, 10)


def test_the_warehouse_of_a_longer_horizon_begins_alike(demo):
    scenario = Scenario().but(futures=20)
    short, long = (warehouse.simulated(demo, scenario.but(horizon_days=days)) for days in (300, 450))
    scale = max(short.grain, long.grain)
    np.testing.assert_array_equal(short.grains * (scale / short.grain), long.grains[:, :300] * (scale / long.grain))


def test_other_prices_simulate_nothing_and_give_the_same_digits(demo, found, monkeypatch):
    scenario = Scenario().but(futures=40, capital_rate=0.3, overflow_rate=2.0, goodwill=0.5)
    expected = season_plan(demo, scenario, "H-803")
    monkeypatch.setattr("core.job.Job.run", None)
    again = found.priced(scenario)
    for name in ("weeks", "planned", "best", "season"):
        pd.testing.assert_frame_equal(getattr(again, name), getattr(expected, name), check_exact=True)
    assert not np.allclose(again.weeks["cost"], found.weeks["cost"])
    for wrong in (scenario.but(spike_size=3), scenario.but(warehouse_places=3)):
        with pytest.raises(InputError, match="differs in prices alone"):
            found.priced(wrong)
