"""The optimum is the best there is, never worse than the rule, keeps what rows fix, and is quoted on other futures."""

from functools import cache
from itertools import pairwise, product

import numpy as np
import pandas as pd
import pytest

from core import InputError, Scenario, compare, load_catalogue, optimise, optimum_curve, price, simulate
from core.catalogue import Catalogue
from core.frontier import COLUMNS, current, dials_around, sweep
from core.measures import NAMES
from core.optimum.deciding import Deciding, other_seed
from core.optimum.searching import TOLERANCE, cheapest
from core.outcome import places
from core.portfolio import Book, weights
from core.simulation import running

DEMO = load_catalogue("demo")
ITEMS = list(DEMO.column("item"))
FEW = Scenario().but(futures=20, horizon_days=120)
BASE = Scenario().but(futures=40)


@cache
def best(service="rule", working_capital=None, scenario=BASE, name="demo", **options):
    return optimise(load_catalogue(name), scenario, None if working_capital else service, working_capital, **options)


def rule_and_optimum(result):
    return result.decided.loc["hybrid"], result.decided.loc["optimum"]


# --- brute force -----------------------------------------------------------------------------------------------------


def everything(catalogue, scenario, jit_buffers):
    """Fill rate, cost and choice of every whole choice, one by one, from simulations of each item by itself."""
    scenario = scenario.but(seed=other_seed(scenario.run.seed))
    held, figures = [], []
    for item in catalogue.column("item"):
        ledger = sweep(catalogue.only([item]), scenario)
        book = Book(ledger, scenario, 0.0, "value")
        cells = [c for c in range(18) if ledger.policy[c] == 1 or jit_buffers or ledger.plan(c).dial == ledger.dial[c]]
        cells = [c for c in cells if ledger.buffer[c, 0] <= 1.5]
        tables = [book.items(c) for c in cells]
        held.append(np.array([ledger.pallets(c) for c in cells]))
        cost = [t["total_cost"].mean() for t in tables]
        short = [ledger.short(c).sum() * catalogue.only([item]).column("unit_cost")[0] for c in cells]
        capital = [t["working_capital"].mean() for t in tables]
        named = [(("jit", "jic")[ledger.policy[c]], float(ledger.buffer[c, 0])) for c in cells]
        figures.append(
            (cost, short, capital, named, ledger.demand.sum() * catalogue.only([item]).column("unit_cost")[0])
        )
    rate, own = scenario.costs.overflow.overflow_rate, places(catalogue, scenario)
    demand = sum(figure[4] for figure in figures)
    rows = []
    for choice in product(*(range(len(figure[0])) for figure in figures)):
        outside = np.maximum(sum(held[i][c] for i, c in enumerate(choice)) - own, 0).sum(axis=0).mean()
        cost, short, capital = (sum(figures[i][k][c] for i, c in enumerate(choice)) for k in range(3))
        outside = rate * outside * 365 / scenario.run.horizon_days
        rows.append((1 - short / demand, cost + outside, capital, [figures[i][3][c] for i, c in enumerate(choice)]))
    return pd.DataFrame(rows, columns=["fill_rate", "cost", "capital", "choice"])


TRIO = Catalogue.of(
    DEMO.only([ITEMS[0], ITEMS[14], ITEMS[31]]).items.assign(policy="", buffer=np.nan, critical=False, supplier="one")
)


@cache
def trio(own_places, rate, jit_buffers):
    scenario = FEW.but(warehouse_places=own_places, overflow_rate=rate)
    return scenario, everything(TRIO, scenario, jit_buffers)


@pytest.mark.parametrize("jit_buffers", [True, False])
@pytest.mark.parametrize(("own_places", "rate"), [(1e6, 0.6), (4, 3.0), (0, 1.0), (9, 20.0)])
def test_it_equals_brute_force(own_places, rate, jit_buffers):
    scenario, table = trio(own_places, rate, jit_buffers)
    outside = set()
    for target in (0.0, table["fill_rate"].quantile(0.6), table["fill_rate"].quantile(0.95), table["fill_rate"].max()):
        result = optimise(TRIO, scenario, target, jit_buffers=jit_buffers)
        enough = table[table["fill_rate"] >= target - 1e-9]
        expected = enough.loc[enough["cost"].idxmin()]
        _, found = rule_and_optimum(result)
        assert found["total_cost"] == pytest.approx(expected["cost"], rel=1e-6)
        assert found["fill_rate"] == pytest.approx(expected["fill_rate"], abs=1e-9)
        chosen = list(zip(result.assignment["policy"], result.assignment["buffer"], strict=True))
        assert chosen == [(policy, pytest.approx(buffer)) for policy, buffer in expected["choice"]]
        assert result.gap <= 1e-9
        outside.add(round(found["overflow_cost"]))
    assert (outside == {0}) == (own_places == 1e6)


@pytest.mark.parametrize("share", [0.0, 0.2, 0.5, 0.9, 1.1])
def test_a_limit_of_working_capital_equals_brute_force(share):
    scenario, table = trio(1e6, 0.6, True)
    least, most = table["capital"].min(), table["capital"].max()
    limit = least + share * (most - least) + 1e-6 * least
    within = table[table["capital"] <= limit]
    expected = within["fill_rate"].max()
    result = optimise(TRIO, scenario, working_capital=limit)
    assert result.decided["fill_rate"]["optimum"] == pytest.approx(expected, abs=1e-9)
    assert result.decided["working_capital"]["optimum"] <= limit * (1 + 1e-9)
    # Of those that serve as much, the cheapest.
    equal = within[within["fill_rate"] >= expected - 1e-12]
    assert result.decided["total_cost"]["optimum"] == pytest.approx(equal["cost"].min(), rel=1e-6)


def test_it_equals_brute_force_over_edited_catalogues():
    # By the public way alone: every catalogue that can be said is compared.
    pair = TRIO.only(list(TRIO.column("item"))[1:])
    scenario = FEW.but(warehouse_places=3, overflow_rate=2, buffer_basis="need")
    deciding = scenario.but(seed=other_seed(scenario.run.seed))
    rows = [{"policy": "jit", "buffer": None}]
    rows += [{"policy": "jic", "buffer": dial} for dial in dials_around(current(scenario, "jic"), scenario)]
    hybrids = [
        compare(pair.but(dict(zip(pair.column("item"), both, strict=True))), deciding).summary.loc["hybrid"]
        for both in product(rows, repeat=2)
    ]
    for target in (0.5, 0.9, 0.97):
        cheapest = min(figures["total_cost"] for figures in hybrids if figures["fill_rate"] >= target)
        result = optimise(pair, scenario, target, jit_buffers=False)
        assert result.decided["total_cost"]["optimum"] == pytest.approx(cheapest, rel=1e-9)


# --- beside the rule -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cost", ["total_cost", "inventory_cost"])
def test_it_never_costs_more_than_the_rule_at_the_same_service(cost):
    rule, found = rule_and_optimum(best(cost=cost))
    assert found["fill_rate"] >= rule["fill_rate"] - 1e-9
    assert found[cost] <= rule[cost]
    assert best(cost=cost).service == pytest.approx(rule["fill_rate"], abs=1e-12)


VARIED = [
    {"jit_service": 0.9, "jic_service": 0.9},
    {"jit_service": 0.999, "jic_service": 0.999},
    {"buffer_basis": "need", "jit_buffer": 0.8, "jic_buffer": 1.2},
    {"overflow_rate": 20, "warehouse_places": 60},
    {"hybrid_volume_cut": 1, "capital_rate": 0.5, "outages_per_year": 3},
]


@pytest.mark.parametrize("values", VARIED, ids=str)
@pytest.mark.parametrize("cost", ["total_cost", "inventory_cost"])
def test_it_is_never_worse_whatever_the_rule_serves(values, cost):
    rule, found = rule_and_optimum(best(scenario=BASE.but(futures=20, **values), cost=cost))
    assert found["fill_rate"] >= rule["fill_rate"] - 1e-9
    assert found[cost] <= rule[cost]


TARGETS = (0.8, 0.9, 0.95, 0.98, 0.985)


@pytest.mark.parametrize("cost", ["total_cost", "inventory_cost"])
def test_a_higher_target_is_never_cheaper(cost):
    deciding = Deciding(DEMO, BASE, "value", cost, True)
    found = [cheapest(deciding, target) for target in TARGETS]
    for target, each in zip(TARGETS, found, strict=True):
        assert each.candidate.fill_rate >= target - 1e-9
        assert each.gap <= TOLERANCE
    costs = [each.candidate.cost for each in found]
    assert all(one <= two for one, two in pairwise(costs))
    assert costs[-1] > costs[0]
    assert best(0.98, cost=cost).decided[cost]["optimum"] == pytest.approx(costs[3], rel=2 * TOLERANCE)


@pytest.mark.parametrize("name", ["demo", "bakery"])
def test_the_gain_is_within_its_interval_on_fresh_futures(name):
    result = best(name=name)
    truth, wide = [], BASE.but(futures=400, seed=987)
    for catalogue in (load_catalogue(name), result.catalogue):
        truth.append(compare(catalogue, wide).summary.loc["hybrid"])
    gain = result.gain.loc["total_cost"]
    assert gain["lo"] <= truth[0]["total_cost"] - truth[1]["total_cost"] <= gain["hi"]
    assert gain["lo"] > 0
    assert gain["better"] == 1


# --- what is quoted --------------------------------------------------------------------------------------------------


def test_the_quoted_rule_is_the_comparison_to_the_digit():
    for weight in ("value", "equal"):
        result = best(weight=weight)
        outcome = compare(DEMO, BASE, weight)
        assert list(result.summary.index) == ["jit", "jic", "hybrid", "optimum"]
        assert result.summary.loc[["jit", "jic", "hybrid"]].equals(outcome.summary)
        assert list(result.summary.columns) == list(outcome.summary.columns)


@pytest.mark.parametrize(
    "options", [{}, {"jit_buffers": False}, {"cost": "inventory_cost"}, {"name": "bakery"}], ids=str
)
def test_the_catalogue_s_hybrid_is_the_optimum_to_the_digit(options):
    result = best(**options)
    outcome = compare(result.catalogue, BASE)
    assert outcome.summary.loc["hybrid"].tolist() == result.summary.loc["optimum"].tolist()
    buffered = outcome.ledger.assignment.buffered
    table = result.assignment
    assert table["policy"].tolist() == np.where(buffered, "jic", "jit").tolist()
    assert table["buffer"].tolist() == np.where(buffered, *outcome.ledger.buffer[::-1]).tolist()


def test_the_assignment_says_what_it_replaces():
    table = best().assignment
    assert list(table.columns) == ["item", "policy", "buffer", "rule_policy", "rule_buffer", "rule", "changed"]
    ledger = simulate(DEMO, BASE)
    assert table["item"].tolist() == ITEMS
    assert table["rule"].tolist() == ledger.assignment.rule.tolist()
    assert (table["rule_policy"] == "jic").tolist() == ledger.assignment.buffered.tolist()
    rule_buffer = np.where(ledger.assignment.buffered, ledger.buffer[1], ledger.buffer[0])
    assert table["rule_buffer"].tolist() == rule_buffer.tolist()
    same = (table["policy"] == table["rule_policy"]) & (table["buffer"] == table["rule_buffer"])
    assert (table["changed"] == ~same).all()
    assert table["changed"].any()


def test_the_gain_is_the_difference_of_the_summaries():
    result = best()
    assert list(result.gain.index) == list(NAMES)
    rule, optimum = result.summary.loc["hybrid"], result.summary.loc["optimum"]
    for name in NAMES:
        expected = rule[name] - optimum[name]
        assert result.gain["difference"][name] == pytest.approx(expected, rel=1e-9, abs=1e-9 * abs(rule[name]))
        assert result.gain["lo"][name] <= result.gain["difference"][name] <= result.gain["hi"][name]
    assert np.isnan(result.gain["better"]["orders"])
    assert result.gain["better"]["fill_rate"] > 0.9


def test_it_is_decided_on_other_futures():
    seeds = [0, 1, 2, 2**31 - 1]
    derived = [other_seed(seed) for seed in seeds]
    assert len({*seeds, *derived}) == 8
    assert all(0 <= seed < 2**31 for seed in derived)
    result = best()
    elsewhere = compare(DEMO, BASE.but(seed=other_seed(1))).summary.loc["hybrid"]
    assert result.decided.loc["hybrid"].tolist() == elsewhere.tolist()
    assert (result.decided["fill_rate"] != result.summary["fill_rate"][["hybrid", "optimum"]]).all()


def test_what_was_decided_is_what_a_simulation_of_those_futures_gives():
    for options in ({}, {"name": "bakery"}):
        result = best(**options)
        fresh = compare(result.catalogue, BASE.but(seed=other_seed(1))).summary.loc["hybrid"]
        assert result.decided.loc["optimum"].to_numpy() == pytest.approx(fresh.to_numpy(), rel=1e-6, abs=1e-9)


def test_the_rule_s_outcome_may_be_handed_in():
    scenario = FEW.but(warehouse_places=4)
    outcome = compare(TRIO, scenario)
    assert optimise(TRIO, scenario, "rule", rule=outcome).rule is outcome
    assert optimise(TRIO, scenario, "rule", rule=outcome).summary.equals(optimise(TRIO, scenario, "rule").summary)
    assert optimum_curve(TRIO, scenario, rule=outcome).equals(optimum_curve(TRIO, scenario))
    for other in (compare(DEMO, scenario), compare(TRIO, FEW), compare(TRIO, scenario, "units")):
        with pytest.raises(InputError, match="same catalogue, scenario and weight"):
            optimise(TRIO, scenario, "rule", rule=other)


# --- what stays as it is ---------------------------------------------------------------------------------------------


def test_rows_keep_what_they_fix():
    fixed = {
        ITEMS[0]: {"policy": "jit"},
        ITEMS[1]: {"policy": "jic"},
        ITEMS[2]: {"policy": "jic", "buffer": 0.05},
        ITEMS[3]: {"policy": "jit", "buffer": 1.25},
        ITEMS[4]: {"policy": None, "buffer": 0.7},
    }
    catalogue = DEMO.but(fixed)
    for goal in ({"service": 0.98}, {"service": 0.0}, {"working_capital": 7e5}):
        table = optimise(catalogue, FEW, **goal).assignment.set_index("item")
        assert table["policy"][ITEMS[:4]].tolist() == ["jit", "jic", "jic", "jit"]
        assert table["buffer"][ITEMS[2]] == 0.05
        assert table["buffer"][ITEMS[3]] == 1.25
        if table["policy"][ITEMS[4]] == "jic":
            assert table["buffer"][ITEMS[4]] == 0.7
        else:
            assert (
                table["buffer"][ITEMS[4]] == table["rule_buffer"][ITEMS[4]] or table["rule_policy"][ITEMS[4]] == "jic"
            )
        assert (table["buffer"] <= 1.5).all()


def test_without_just_in_time_s_buffers_they_stay_where_the_scenario_has_them():
    table = best(jit_buffers=False).assignment
    usual = dict(zip(ITEMS, simulate(DEMO, BASE).buffer[0], strict=True))
    mine = table[table["policy"] == "jit"]
    assert (mine["buffer"] == mine["item"].map(usual)).all()
    freed = best().assignment
    assert (freed[freed["policy"] == "jit"]["buffer"] != freed[freed["policy"] == "jit"]["item"].map(usual)).any()
    assert best().decided["total_cost"]["optimum"] < best(jit_buffers=False).decided["total_cost"]["optimum"]


def test_a_row_s_own_buffer_is_just_in_time_s_where_its_policy_is():
    item = ITEMS[0]
    for row, expected in (({"policy": "jit", "buffer": 0.9}, 0.9), ({"buffer": 0.9}, None), ({"policy": "jit"}, None)):
        ledger = simulate(DEMO.but({item: row}), FEW)
        usual = simulate(DEMO, FEW).buffer[0, 0]
        assert ledger.buffer[0, 0] == (usual if expected is None else expected)
        assert ledger.buffer[1, 0] == (row["buffer"] if "buffer" in row else simulate(DEMO, FEW).buffer[1, 0])


def test_own_places_do_not_follow_from_what_is_chosen():
    bakery = load_catalogue("bakery")
    assert bakery.warehouse_places is None
    assert best(name="bakery").catalogue != bakery
    assert places(best(name="bakery").catalogue, BASE) == places(bakery, BASE)


# --- goals -----------------------------------------------------------------------------------------------------------


def test_a_limit_of_working_capital_is_kept_on_the_deciding_futures():
    rule = best().decided.loc["hybrid"]
    result = best(working_capital=float(rule["working_capital"]))
    assert result.working_capital == rule["working_capital"]
    assert result.service is None
    found = result.decided.loc["optimum"]
    assert found["working_capital"] <= rule["working_capital"] * (1 + 1e-9)
    assert found["fill_rate"] > rule["fill_rate"]


def test_weights_are_those_of_the_rates():
    for weight in ("units", "equal"):
        result = best(0.95, weight=weight, cost="inventory_cost")
        assert result.decided["fill_rate"]["optimum"] >= 0.95 - 1e-9
        usual = best(0.95, cost="inventory_cost").assignment["buffer"]
        assert result.assignment["buffer"].tolist() != usual.tolist()


@pytest.mark.parametrize(
    ("goal", "words"),
    [
        ({}, "Either service .* or working_capital .* must be given, got neither"),
        ({"service": 0.9, "working_capital": 1e6}, "must be given, got both"),
        ({"service": 1.2}, "fill rate of 0 to 1, or 'rule', got 1.2"),
        ({"service": -0.1}, "fill rate of 0 to 1, or 'rule', got -0.1"),
        ({"service": float("nan")}, "fill rate of 0 to 1, or 'rule', got nan"),
        ({"service": True}, "fill rate of 0 to 1, or 'rule', got True"),
        ({"service": "best"}, "fill rate of 0 to 1, or 'rule', got 'best'"),
        ({"working_capital": -1}, "Working capital must be at least 0 .money., got -1"),
        ({"working_capital": float("inf")}, "Working capital must be at least 0 .money., got inf"),
        ({"working_capital": "much"}, "Working capital must be at least 0 .money., got 'much'"),
        ({"service": 0.9, "cost": "profit"}, "total_cost or inventory_cost, got 'profit'"),
        ({"service": 0.9, "weight": "colour"}, "weight of items must be"),
        ({"service": 0.9999}, r"must be at most 0\.9\d\d\d .fill rate.: no policies and buffers serve more"),
        ({"working_capital": 5.0}, r"Working capital must be at least [\d,]+\.\d\d .money.: no policies and buffers"),
    ],
)
def test_goals_that_are_refused(goal, words):
    with pytest.raises(InputError, match=words):
        optimise(DEMO, FEW.but(horizon_days=365), **goal)


def test_the_best_that_can_be_reached_can_be_reached():
    with pytest.raises(InputError) as refusal:
        optimise(DEMO, FEW, 1.0)
    best_there_is = float(str(refusal.value).split("at most ")[1].split(" ")[0])
    result = optimise(DEMO, FEW, best_there_is)
    assert result.decided["fill_rate"]["optimum"] == pytest.approx(best_there_is, abs=1.1e-4)


@pytest.mark.parametrize(
    "rows", [{}, {"demand_per_day": 0.0}, {"price": 0.0}, {"demand_sd": 0.0, "lead_time_sd": 0.0}], ids=str
)
def test_odd_items(rows):
    two = TRIO.only(list(TRIO.column("item"))[:2])
    odd = two.but({item: rows for item in two.column("item")[: 2 if rows else 0]}) if rows else two
    scenario = FEW.but(warehouse_places=1)
    for goal in ({"service": "rule"}, {"service": 0.2}, {"working_capital": 1e9}):
        result = optimise(odd, scenario, **goal)
        assert np.isfinite(result.summary["total_cost"]).all()
        assert np.isfinite(result.gain["difference"]).all()
        rule, found = rule_and_optimum(result)
        if goal == {"service": "rule"}:
            assert found["total_cost"] <= rule["total_cost"]


# --- curves ----------------------------------------------------------------------------------------------------------


@cache
def curve(cost="total_cost", targets=None):
    return optimum_curve(DEMO, BASE, targets, cost=cost)


@pytest.mark.parametrize("cost", ["total_cost", "inventory_cost"])
def test_a_curve_rises_and_holds_the_rule(cost):
    table = curve(cost)
    figures = [name + end for name in COLUMNS for end in ("", "_lo", "_hi")]
    assert list(table.columns) == ["policy", "target", "gap", "changed", *figures]
    assert table["policy"].tolist() == ["optimum"] * 7 + ["hybrid"]
    optimum, rule = table[:-1], table.iloc[-1]
    assert (np.diff(optimum["target"]) > 0).all()
    assert (np.diff(optimum["working_capital"]) > 0).all()
    assert (optimum["gap"] <= 2 * TOLERANCE).all()
    summary = compare(DEMO, BASE).summary.loc["hybrid"]
    assert all(rule[name] == summary[name] for name in figures)
    # Quoted on other futures, so near the target and not above it.
    assert optimum["fill_rate"].to_numpy() == pytest.approx(optimum["target"].to_numpy(), abs=0.02)


def test_a_curve_s_points_are_the_optima():
    table = curve(targets=(0.95, 0.985))
    for k, target in enumerate((0.95, 0.985)):
        quoted = best(target).summary.loc["optimum"]
        assert table["total_cost"][k] == pytest.approx(quoted["total_cost"], rel=2 * TOLERANCE)
        assert table["fill_rate"][k] == pytest.approx(quoted["fill_rate"], abs=1e-3)


def test_a_curve_refuses_what_can_not_be():
    with pytest.raises(InputError, match="fill rate of 0 to 1, got 7"):
        optimum_curve(DEMO, FEW, [0.9, 7])
    with pytest.raises(InputError, match="must be at most"):
        optimum_curve(DEMO, FEW, [0.9, 0.99999])
    with pytest.raises(InputError, match="total_cost or inventory_cost"):
        optimum_curve(DEMO, FEW, [0.9], cost="x")


# --- how much is done, and what is said meanwhile --------------------------------------------------------------------


@pytest.mark.parametrize("ask", [optimise, optimum_curve])
def test_progress_rises_to_the_end(ask):
    steps = []
    goal = {"service": "rule"} if ask is optimise else {}
    ask(TRIO, FEW, **goal, progress=lambda share, label: steps.append((share, label)))
    shares = [share for share, _ in steps]
    assert shares[0] == 0
    assert shares[-1] == 1
    assert shares == sorted(shares)
    assert all(label for _, label in steps)


def test_two_thousand_items_are_simulated_once_over_all_cells(monkeypatch):
    frame = DEMO.items
    copies = [frame.assign(item=frame["item"] + f"/{k}", supplier=frame["supplier"] + f"/{k % 9}") for k in range(34)]
    many = Catalogue.of(pd.concat(copies, ignore_index=True)[:2000], warehouse_places=4000)
    runs, run = [], running.Job.run

    def counting(job, workers):
        everything = len(job.buffer) * len(job.items.keys)
        runs.append(everything if job.wanted is None else int(job.wanted.sum()))
        return run(job, workers)

    monkeypatch.setattr(running.Job, "run", counting)
    result = optimise(many, Scenario().but(futures=20, horizon_days=90), "rule", jit_buffers=False)
    rule, found = rule_and_optimum(result)
    assert found["total_cost"] <= rule["total_cost"]
    assert result.gap <= TOLERANCE
    # The sweep, the rule and the optimum as quoted, and the warehouse of few candidates.
    assert runs[0] == 10 * 2000
    assert sum(runs[1:]) <= 7 * 2000


def test_a_job_of_some_cells_adds_up_to_the_whole():
    deciding = Deciding(DEMO, FEW, "value", "total_cost", True)
    cells, swept = deciding.cells, deciding.swept
    before = swept.sums.copy(), swept.demand.copy(), swept.cycles.copy()
    rule = deciding.rule
    outcome = compare(DEMO, deciding.scenario).summary.loc["hybrid"]
    assert rule.cost == pytest.approx(outcome["total_cost"], rel=1e-9)
    assert rule.fill_rate == pytest.approx(outcome["fill_rate"], rel=1e-12)
    assert rule.capital == pytest.approx(outcome["working_capital"], rel=1e-9)
    assert rule.outside == pytest.approx(outcome["overflow_pallet_days"], rel=1e-6)
    widest = np.where(cells.allowed, swept.buffer, -1.0).argmax(axis=0)
    room, other = deciding.room(widest), deciding.room(cells.rule)
    assert (other == deciding._room_of_rule()).all()
    assert room.sum() > other.sum()
    deciding.add_cuts(widest)
    # Cuts are exact where they were made, and below everywhere.
    for choice in (widest, cells.rule):
        exact = deciding.evaluated(choice).outside
        known = max(cells.of(cut.slope, choice) - cut.offset for cut in deciding.cuts)
        assert known <= exact * (1 + 1e-9)
        if choice is widest:
            assert known == pytest.approx(exact, rel=1e-9)
    for one, two in zip(before, (swept.sums, swept.demand, swept.cycles), strict=True):
        np.testing.assert_array_equal(one, two)


def test_weights_of_cells():
    deciding = Deciding(DEMO, FEW, "units", "total_cost", False)
    per_unit, _ = weights(DEMO, "units")
    expected = [(per_unit * deciding.swept.short(c).mean(axis=1)).sum() * 365 / 120 for c in range(10)]
    assert deciding.cells.short.sum(axis=1) == pytest.approx(expected, rel=1e-9)
    assert price(simulate(DEMO, FEW), FEW, "units").summary["fill_rate"].gt(0).all()
