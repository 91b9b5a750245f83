"""Who wins where: the map agrees with the full grid, prices simulate nothing, and today's point is Explore's."""

from itertools import pairwise

import numpy as np
import pytest

from core import InputError, Scenario, answers, compare, frontier, load_catalogue, simulate, winner_map
from core.break_even import Asked, Figures, mapping, winner_maps
from core.break_even.borders import borders
from core.break_even.lattice import lattices, spread
from core.policies import POLICIES

DEMO = load_catalogue("demo")
FEW = Scenario().but(futures=20)
SMALL = DEMO.only(DEMO.column("item")[:8])
MEDIUM = DEMO.only(DEMO.column("item")[::4])


def counted(monkeypatch, where="core.trials.simulate"):
    runs = []

    def run(*arguments, **named):
        runs.append(arguments)
        return simulate(*arguments, **named)

    monkeypatch.setattr(where, run)
    return runs


@pytest.mark.parametrize(
    ("x", "y", "asked"),
    [
        ("lead_time_level", "lead_time_variability", Asked("inventory_cost")),
        ("lead_time_level", "outages_per_year", Asked("inventory_cost", 0.95)),
    ],
)
def test_a_refined_map_agrees_with_the_full_grid(x, y, asked, monkeypatch):
    steps = 21 if asked.target is None else 13
    exact = winner_map(SMALL, FEW, x, y, asked.measure, asked.target, steps)
    assert exact.simulated.all()
    # As few as a large catalogue would be given.
    monkeypatch.setattr(mapping, "WORK", 84 * len(SMALL) * FEW.run.futures * (1 if asked.target is None else 2))
    found = winner_map(SMALL, FEW, x, y, asked.measure, asked.target, steps)
    assert found.simulated.sum() <= 84
    assert exact.rough == 0.0
    assert 0.0 < found.rough < 1.0
    agree = found.best == exact.best
    assert agree.mean() >= 0.99
    # Where they don't, the better one isn't better by more than chance.
    assert not exact.clear[~agree].any()
    np.testing.assert_array_equal(found.best[found.simulated], exact.best[found.simulated])
    assert len(np.unique(exact.best)) > 1, "a map of one colour proves nothing"


def test_a_price_axis_simulates_nothing_and_each_cell_is_the_models(monkeypatch):
    runs = counted(monkeypatch)
    found = winner_map(SMALL, FEW, "lead_time_variability", "carrying_cost_level", steps=9)
    # The nine values, one of which is today's.
    assert len(runs) == 9
    assert found.simulated.all()
    for j, i in ((0, 0), (8, 8), (3, 5), (7, 2)):
        scenario = FEW.but(lead_time_variability=found.xs[i], carrying_cost_level=found.ys[j])
        outcome = compare(SMALL, scenario)
        np.testing.assert_allclose(found.figures[:, j, i], outcome.summary["total_cost"], rtol=1e-10)
        best = POLICIES[found.best[j, i]]
        alone = {name: outcome.totals[name].by_future[-1] for name in POLICIES}
        others = np.min([alone[name] for name in POLICIES if name != best], axis=0)
        assert found.sure[j, i] == pytest.approx((alone[best] <= others + 1e-6).mean(), abs=0.051)


def test_two_prices_simulate_nothing(monkeypatch):
    ledger = simulate(SMALL, FEW)
    runs = counted(monkeypatch)
    found = winner_map(SMALL, FEW, "warehouse_places", "goodwill", steps=7, ledger=ledger)
    assert runs == []
    assert found.simulated.all()
    assert found.xs[-1] < 1e6
    for j, i in ((1, 1), (5, 4), (6, 0)):
        outcome = compare(SMALL, FEW.but(warehouse_places=found.xs[i], goodwill=found.ys[j]))
        np.testing.assert_allclose(found.figures[:, j, i], outcome.summary["total_cost"], rtol=1e-10)


def test_at_a_target_a_cell_has_the_costs_of_the_answers():
    found = winner_map(SMALL, FEW, "lead_time_variability", "carrying_cost_level", "inventory_cost", 0.9, steps=5)
    for j, i in ((0, 0), (4, 4), (2, 3)):
        scenario = FEW.but(lead_time_variability=found.xs[i], carrying_cost_level=found.ys[j])
        table = answers.need_for(frontier(SMALL, scenario), "fill_rate", 0.9).loc[list(POLICIES)]
        np.testing.assert_allclose(found.figures[:, j, i], table["inventory_cost"], rtol=1e-9)
        cost = table["inventory_cost"].to_numpy(float)
        assert found.best[j, i] == (-1 if np.isnan(cost).all() else np.nanargmin(cost))
    impossible = winner_map(SMALL, FEW, "goodwill", "carrying_cost_level", "inventory_cost", 1.0, steps=3)
    assert (impossible.best == -1).all()
    assert impossible.today_best == -1
    assert (impossible.table["best"] == "none").all()


def test_todays_point_is_explores_to_the_digit():
    found = winner_map(SMALL, FEW.but(lead_time_variability=1.13), "lead_time_variability", "goodwill", steps=3)
    outcome = compare(SMALL, FEW.but(lead_time_variability=1.13))
    np.testing.assert_array_equal(found.today, outcome.summary["total_cost"])
    assert found.now == (1.13, 0.1)
    assert POLICIES[found.today_best] == outcome.summary["total_cost"].idxmin()


def test_a_map_is_refined_from_a_coarse_picture_on():
    figures = Figures(MEDIUM, FEW, Asked("inventory_cost"))
    shares, maps = zip(*winner_maps(figures, "lead_time_level", "demand_level", 9), strict=True)
    assert list(shares) == sorted(shares)
    assert shares[-1] == 1.0
    pictures = [one for one in maps if one is not None]
    assert [int(one.simulated.sum()) for one in pictures] == sorted(int(one.simulated.sum()) for one in pictures)
    assert pictures[0].simulated.sum() == 9
    assert pictures[0].best.shape == pictures[-1].best.shape == (9, 9)
    assert maps[-1] is not None


def test_borders_lie_where_the_two_best_cost_the_same():
    found = winner_map(SMALL, FEW, "lead_time_variability", "carrying_cost_level", "inventory_cost", steps=11)
    assert found.borders
    step = found.xs[1] - found.xs[0]
    for one in found.borders[:6]:
        middle = FEW.but(lead_time_variability=(one.x + one.x2) / 2, carrying_cost_level=(one.y + one.y2) / 2)
        cost = compare(SMALL, middle).summary["inventory_cost"].to_numpy()
        first, second = np.sort(cost)[:2]
        assert (second - first) / first < 0.05
        assert abs(one.x - one.x2) <= step * 1.001


def test_pieces_of_a_line_are_found_by_hand():
    xs = ys = np.array([0.0, 1.0])
    figures = np.array([[[1.0, 3.0], [1.0, 3.0]], [[2.0, 2.0], [2.0, 2.0]], [[9.0, 9.0], [9.0, 9.0]]])
    (one,) = borders(xs, ys, figures.argmin(axis=0), figures, np.full_like(figures, np.nan))
    assert {(one.x, one.y), (one.x2, one.y2)} == {(0.5, 0.0), (0.5, 1.0)}
    assert one.policies == (0, 1)
    # The first policy gets out of reach a quarter of the way.
    figures[0, :, 1] = np.nan
    reach = np.ones_like(figures)
    reach[0, :, 0], reach[0, :, 1] = 0.1, -0.3
    (one,) = borders(xs, ys, np.array([[0, 1], [0, 1]]), figures, reach)
    assert (one.x, one.x2) == pytest.approx((0.25, 0.25))


def test_interpolation_is_exact_for_cubics_and_takes_every_node():
    for count in (3, 8, 21, 41):
        levels = lattices(count)
        assert levels[0].size == 3
        assert levels[-1].tolist() == list(range(count))
        assert all(set(one) < set(other) for one, other in pairwise(levels))
    levels, values = lattices(21), np.arange(21.0)
    cubic = (values[:, None] / 7) ** 3 - values[None] * values[:, None] / 9 + 1
    coarse = cubic[np.ix_(levels[1], levels[1])]
    everywhere = np.arange(21)
    np.testing.assert_allclose(spread(coarse, (levels[1], everywhere), (levels[1], everywhere)), cubic, atol=1e-9)


def test_the_table_has_a_row_per_cell():
    found = winner_map(SMALL, FEW, "goodwill", "jit_review_days", steps=5)
    # Whole numbers come once each.
    assert found.ys.tolist() == [1.0, 2.0, 4.0, 6.0, 7.0] or set(found.ys) <= set(range(1, 8))
    assert len(found.table) == found.best.size
    assert list(found.table.columns) == ["goodwill", "jit_review_days", "best", "sure", "clear", *POLICIES, "simulated"]
    assert found.table["sure"].between(0, 1).all()


def refused(says, *arguments, **named):
    with pytest.raises(InputError, match=says):
        winner_map(*arguments, **named)


def test_what_may_be_asked():
    refused("two different settings", SMALL, FEW, "goodwill", "goodwill")
    refused("has no range", SMALL, FEW, "goodwill", "hybrid_critical")
    refused("how much is simulated", SMALL, FEW, "goodwill", "seed")
    refused("Steps must be a whole number 3 to 41, got 2", SMALL, FEW, "goodwill", "trend", steps=2)
    refused("The target must be a share", SMALL, FEW, "goodwill", "trend", target=95)
