"""A stress run without luck equals a table that is worked by hand.

One item: 10 a day, lead time 4 days, both policies order daily, so need is 10 × (1 + 4) = 50 and what is ordered on a
day arrives four days later, before that day's demand. Just-in-Time holds 20 % on top (level 60: 10 on the shelf at the
end of a day), Just-in-Case 60 % (level 80: 30). Day for day 10 are ordered, 10 arrive and 10 are sold. Nothing is
rushed and nobody waits unless said: what is short is lost, with 16 − 10 = 6 of margin. No rate costs anything else. All
events begin on day 10 of 100.
"""

import numpy as np
import pandas as pd
import pytest

from core import InputError, Scenario, delay, helped, hold, load_catalogue, outage, pull_forward, stress, surge
from tests.core.test_hand_worked import CALM, ITEM

NO_RATES = {
    "carrying_cost_level": 0, "order_cost_level": 0, "goodwill": 0, "wait_cost": 0, "rush_premium": 0.5,
    "overflow_rate": 0,
}  # fmt: skip
ALL_LOST = {"rush_share": 0, "wait_share": 0}
BUFFERS = {"jit_buffer": 0.2, "jic_buffer": 0.6, "jic_review_days": 1}
CATALOGUE = load_catalogue(pd.DataFrame([ITEM | {"demand_per_day": 10.0}]))
LEFT = 90  # days from day 10 to the horizon


def scenario(**values):
    return Scenario().but(**CALM | BUFFERS | NO_RATES | ALL_LOST | values)


# event → policy → (survive, depth, recover, units lost)
BY_HAND = {
    # What was ordered on day 9 arrives on day 13; what is ordered on days 10 to 15 arrives on day 19. So nothing comes
    # on days 14 to 18. Just-in-Time sells its 10 on day 14 and is empty on days 15 to 18; Just-in-Case has 30 for days
    # 14 to 16 and is empty on 17 and 18. On day 19 what was ordered for the sales of days 9 to 14 comes at once, and
    # is enough until orders flow again: all of it was ordered for days that were sold.
    "outage": (outage(10, 5), {"jit": (5, 1, 9, 40), "jic": (7, 1, 9, 20)}),
    # 20 a day on days 10 to 14. Arrivals stay at 10 until day 14, that of day 10's 20 comes on day 15. Just-in-Time
    # serves day 10 from 10 + 10 and half of each of the days 11 to 14; Just-in-Case's 30 last until day 12.
    "surge": (surge(10, 5, 1.0), {"jit": (1, 0.5, 5, 40), "jic": (3, 0.5, 5, 20)}),
    # What is due on days 10, 11, 12 comes on 13, 14, 15. Just-in-Time's 10 are sold on day 10, days 11 and 12 are
    # lost; on day 13 the delivery of day 10 serves the day. Just-in-Case's 30 last for the three days.
    "delay": (delay(10, 3), {"jit": (1, 1, 3, 20), "jic": (LEFT, 0, 0, 0)}),
    # Half of the demand of days 15 to 19, 25 units, comes on days 10 to 14: 15 a day. Just-in-Time serves day 10 from
    # 20 and day 11 from 5 + 10, then 10 of 15 on days 12 to 14; from day 15 on only 5 are asked for. Just-in-Case's
    # 30 are 5 a day more for five days: 25.
    "pull_forward": (pull_forward(10, 5, 0.5, over=5), {"jit": (2, 1 / 3, 5, 15), "jic": (LEFT, 0, 0, 0)}),
    # Two days of demand may not be sold until day 14: 20 of Just-in-Case's 30, all 10 of Just-in-Time's. The 10 that
    # arrive each day are enough for both.
    "hold": (hold(10, 4, 2), {"jit": (LEFT, 0, 0, 0), "jic": (LEFT, 0, 0, 0)}),
}


@pytest.mark.parametrize("kind", BY_HAND)
def test_an_event_by_hand(kind):
    event, expected = BY_HAND[kind]
    table = stress(CATALOGUE, scenario(), [event]).summary
    for policy, (survive, depth, recover, lost) in expected.items():
        row = table.loc[policy]
        found = row[["time_to_survive", "depth", "time_to_recover", "units_lost", "margin_lost", "event_cost"]]
        assert found.tolist() == pytest.approx([survive, depth, recover, lost, 6 * lost, 6 * lost], abs=2e-3), policy
        assert row["normal_survive"] == LEFT
        assert row["not_failed"] == float(survive == LEFT)
        assert row["not_recovered"] == row["rush_cost"] == row["overflow_cost"] == 0
        # All futures are alike: the interval is the figure.
        assert row["units_lost_lo"] == pytest.approx(row["units_lost"]) == pytest.approx(row["units_lost_hi"])
    # The hybrid holds this item Just-in-Time.
    pd.testing.assert_series_equal(table.loc["hybrid"], table.loc["jit"].fillna(np.inf), check_names=False)


def test_an_outage_and_a_hold_at_once():
    # The hold takes 20 of Just-in-Case's 30 and Just-in-Time's 10, until day 14; deliveries due on days 10 to 12 come
    # three days later. Just-in-Time has nothing on days 10 to 12; Just-in-Case serves day 10. Day 13 is served by what
    # was due on day 10.
    table = stress(CATALOGUE, scenario(), [delay(10, 3), hold(10, 4, 2)]).summary
    assert table["units_lost"].tolist() == pytest.approx([30, 20, 30])
    assert table["time_to_survive"].tolist() == [0, 1, 0]
    assert table["time_to_recover"].tolist() == [3, 3, 3]


def test_who_waits_is_served_before_service_is_back():
    # All wait: 10, 20, 30, 40 on days 15 to 18. Day 19 brings 60 (days 10 to 15), 40 for who waits, 10 for the day.
    result = stress(CATALOGUE, scenario(wait_share=1), [outage(10, 5)])
    row = result.summary.loc["jit"]
    assert (row["units_lost"], row["time_to_recover"], row["depth"]) == (0, 9, 1)
    # Level 50: nothing is left for the day itself. 10 wait on day 14 and 50 on day 18; 60 come on day 19.
    bare = stress(CATALOGUE, scenario(wait_share=1, jit_buffer=0), [outage(10, 5)]).summary.loc["jit"]
    assert (bare["time_to_survive"], bare["time_to_recover"]) == (4, 9)


def test_what_is_rushed_is_paid_for():
    # 40 short, half of them rushed at half of the unit cost: 20 × 0.5 × 10 = 100, and 20 × 6 of margin are lost.
    row = stress(CATALOGUE, scenario(rush_share=0.5), [outage(10, 5)]).summary.loc["jit"]
    assert row[["units_lost", "rush_cost", "margin_lost", "event_cost"]].tolist() == pytest.approx([20, 100, 120, 220])


def test_the_curve_by_hand():
    curve = stress(CATALOGUE, scenario(), [outage(10, 5)]).curve
    served = curve[curve["policy"] == "jit"].set_index("day")["service"]
    assert served[served < 1].to_dict() == {15: 0, 16: 0, 17: 0, 18: 0}
    assert (curve["normal"] == 1).all()
    assert (curve[["service_lo", "service_hi"]].to_numpy() == curve[["service"]].to_numpy()).all()


def test_a_horizon_that_ends_first():
    # Out from day 90 for 20 days: nothing comes from day 94 on, and the horizon ends on day 99.
    row = stress(CATALOGUE, scenario(), [outage(90, 20)]).summary.loc["jic"]
    assert (row["time_to_survive"], row["time_to_recover"], row["not_recovered"]) == (7, 10, 1)


def test_what_the_buffer_costs_and_how_often_it_pays():
    # Only stock costs, 10 % of its value a year: 20 units more than Just-in-Time are 20 a year, in total and of
    # inventory. The outage costs 40 × 6 and 20 × 6: it saves 120, less what a few days' empty shelf saves in rates.
    rates = {"carrying_cost_level": 1, "capital_rate": 0.1, "storage_rate": 0, "insurance_rate": 0}
    table = stress(CATALOGUE, scenario(**rates, obsolescence_rate=0), [outage(10, 5)]).summary
    assert table["buffer_cost_per_year"].tolist() == pytest.approx([0, 20, 0])
    assert table["buffer_inventory_cost_per_year"].tolist() == pytest.approx([0, 20, 0])
    assert table.loc["jic", "pays_back_once_in_years"] == pytest.approx(120 / 20, rel=0.01)
    assert np.isnan(table.loc["jit", "pays_back_once_in_years"])
    # The hybrid holds nothing more, and so costs nothing more.
    assert table.loc["hybrid", "pays_back_once_in_years"] == np.inf
    # A hold hurts neither: the buffer saves nothing.
    saved = stress(CATALOGUE, scenario(**rates, obsolescence_rate=0), [hold(10, 4, 2)]).summary
    assert saved.loc["jic", "pays_back_once_in_years"] == 0


def test_stock_on_hold_is_paid_for_and_takes_room():
    result = stress(CATALOGUE, scenario(carrying_cost_level=1), [hold(10, 4, 2)])
    assert result.summary["event_cost"].tolist() == pytest.approx([0, 0, 0], abs=1e-4)
    for cell in range(2):
        normal, event = result.sides.normal.ledger, result.sides.event.ledger
        np.testing.assert_allclose(normal.pallets(cell), event.pallets(cell), atol=1e-5)
        np.testing.assert_allclose(normal.field(cell, "stock"), event.field(cell, "stock"))


@pytest.mark.parametrize(
    ("event", "days", "lost"),
    [
        # Five days of demand more are ordered on day 5 and come on day 9: the shelf lasts for all of the outage.
        (outage(10, 5), 5, [0, 0]),
        # Ordered the day before the supplier is out they still come, on day 13.
        (outage(10, 5), 1, [0, 0]),
        # Ordered on day 5 for day 9, a day before deliveries are late.
        (delay(10, 3), 5, [0, 0]),
        # Ordered on day 9 they are due on day 13, behind what is late: no help.
        (delay(10, 3), 1, [20, 0]),
        # 50 more are asked for than usual, and stand there on day 9.
        (surge(10, 5, 1.0), 5, [0, 0]),
        # Ordered on day 9, 50 come on day 13: days 11 and 12 are lost by half under Just-in-Time, none by the other.
        (surge(10, 5, 1.0), 1, [20, 0]),
        (pull_forward(10, 5, 0.5, over=5), 5, [0, 0]),
    ],
)
def test_a_warning_by_hand(event, days, lost):
    warned = stress(CATALOGUE, scenario(), [event], warning=days).summary
    assert warned["units_lost"].tolist() == pytest.approx([*lost, lost[0]], abs=1e-3)


@pytest.mark.parametrize("days", [1, 3, 5, 10, 40])
@pytest.mark.parametrize("kind", BY_HAND)
def test_a_warning_never_harms_without_luck(kind, days):
    event = BY_HAND[kind][0]
    plain, warned = (stress(CATALOGUE, scenario(), [event], warning=ahead) for ahead in (0, days))
    assert (warned.summary["units_lost"] <= plain.summary["units_lost"] + 1e-6).all()
    assert (warned.curve["service"] >= plain.curve["service"] - 1e-9).all()


def test_what_helped_by_hand():
    # 40 and 20 short as above, a fifth rushed at 5 each, the rest lost at 6.
    table = helped(CATALOGUE, scenario(rush_share=0.2), [outage(10, 5)], warning=5, spare="a").set_index(
        ["variant", "policy"]
    )
    assert table["units_lost"].unstack().loc[:, ["jit", "jic"]].T.to_dict("list") == {
        "plain": pytest.approx([32, 16]),
        "warning": pytest.approx([0, 0], abs=1e-3),
        "second source": [0, 0],
        "no rush": pytest.approx([40, 20]),
    }
    jit = table.xs("jit", level="policy")
    assert jit["event_cost"].to_dict() == pytest.approx(
        {"plain": 8 * 5 + 32 * 6, "warning": 0, "second source": 0, "no rush": 240}, abs=0.02
    )
    assert jit["event_cost_change"].to_dict() == pytest.approx(
        {"plain": 0, "warning": -232, "second source": -232, "no rush": 8}, abs=0.02
    )
    assert jit["time_to_recover_change"].to_dict() == {"plain": 0, "warning": -9, "second source": -9, "no rush": 0}


def test_helps_that_make_no_sense_are_left_out_or_refused():
    table = helped(CATALOGUE, scenario(), [surge(10, 5, 1.0)], warning=0)
    assert set(table["variant"]) == {"plain"}
    with pytest.raises(InputError, match=r"second source .* and there is none"):
        helped(CATALOGUE, scenario(), [surge(10, 5, 1.0)], spare="a")
    with pytest.raises(InputError, match="named 'nobody'"):
        helped(CATALOGUE, scenario(), [outage(10, 5)], spare="nobody")
