"""Advice: its figures are those of the model, its choice holds on fresh futures, and what it can't tell it says."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from core import Catalogue, InputError, Scenario, advise, compare, load_catalogue
from core.advice import BY, CAUSES, COMPONENTS, QUESTIONS, REST, Limits, Study, answered, groups_of, other_luck
from core.advice.choosing import splits
from core.advice.flips import PHYSICAL, PRICES
from core.advice.grouping import KINDS, MOST_GROUPS
from core.costs import CARRYING
from core.intervals import interval

DEMO = load_catalogue("demo")
FEW = Scenario().but(futures=20)
SIDES = ("jit", "jic")
# What the futures of the random catalogues leave open: five in a hundred may be wrong.
CATALOGUES, HELD = 200, 0.95


@pytest.fixture(scope="module")
def advice():
    return advise(DEMO, FEW)


@pytest.fixture(scope="module")
def flips(advice):
    return advice.flips()


def drawn(seed: int) -> tuple[Catalogue, Scenario]:
    """A random catalogue of few items, and settings under which either policy may be the better one."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(2, 6))
    lead = rng.uniform(1, 30, n)
    cost = np.round(rng.lognormal(3, 1, n), 2)
    frame = {
        "item": [f"i{k}" for k in range(n)],
        "unit_cost": cost,
        "demand_per_day": rng.lognormal(1.5, 1, n),
        "price": cost * rng.uniform(1.0, 1.6, n),
        "lead_time_days": lead,
        "lead_time_sd": lead * rng.uniform(0, 0.4, n),
        "supplier_reliability": rng.uniform(0.8, 1, n),
        "order_cost": rng.uniform(1, 40, n),
        "units_per_pallet": rng.uniform(20, 500, n),
        "critical": rng.random(n) < 0.2,
    }
    values = {
        "futures": 20, "horizon_days": 180, "seed": int(rng.integers(1, 10**6)),
        "carrying_cost_level": rng.uniform(0.5, 4), "wait_share": rng.uniform(0.5, 1),
        "rush_share": rng.uniform(0, 0.4),
        "spikes_per_year": rng.uniform(0, 2), "outages_per_year": rng.uniform(0, 0.5), "goodwill": rng.uniform(0, 0.2),
        "jit_delivery_cost_level": rng.uniform(0, 0.3), "warehouse_places": rng.uniform(0, 20),
    }  # fmt: skip
    return Catalogue.of(pd.DataFrame(frame)), Scenario().but(**values)


def test_the_advice_holds_on_fresh_futures_where_it_is_sure():
    sure, right, policies = 0, 0, set()
    for seed in range(CATALOGUES):
        catalogue, scenario = drawn(seed)
        advice = advise(catalogue, scenario, why=False)
        fresh = advice.case.study.of(scenario.but(futures=200, seed=scenario.run.seed + 1))
        for group, row in enumerate(advice.groups.to_dict("records")):
            contains_nothing = row["lo"] <= 0 <= row["hi"]
            cheaper = "jic" if row["difference"] > 0 else "jit"
            # Sure or not is said by the interval, and by both lucks.
            disagree = row["decided"] * row["difference"] <= 0
            assert row["verdict"] == ("unclear" if contains_nothing or disagree else "clear")
            if row["verdict"] == "unclear":
                continue
            assert row["policy"] == cheaper
            jit, jic = fresh.of_group(group, advice.case.choice)["total_cost"].mean(axis=1)
            sure, right = sure + 1, right + (row["policy"] == ("jic" if jit > jic else "jit"))
            policies.add(row["policy"])
    assert sure > CATALOGUES
    assert right / sure >= HELD
    assert policies == set(SIDES)


def test_some_catalogues_leave_no_clear_difference():
    verdicts = [v for seed in range(20) for v in advise(*drawn(seed), why=False).groups["verdict"]]
    assert verdicts.count("unclear") > 0
    assert verdicts.count("clear") > 0


def test_the_whole_has_the_figures_of_compare(advice):
    outcome = compare(DEMO, FEW)
    for plan in ("jit", "jic", "hybrid"):
        for name in ("total_cost", "inventory_cost", "fill_rate", "working_capital"):
            for end in ("", "_lo", "_hi"):
                found = advice.whole.at[plan, name + end]
                assert found == pytest.approx(outcome.summary.at[plan, name + end], rel=1e-9), (plan, name + end)
    buffered = outcome.ledger.assignment.buffered
    assert advice.whole.at["hybrid", "jic_items"] == buffered.sum()
    assert (advice.whole["jit_items"] + advice.whole["jic_items"] == len(DEMO)).all()


def test_a_groups_difference_is_the_change_of_the_whole(advice):
    case = advice.case
    for group in range(case.choice.size):
        ends = []
        for policy in range(2):
            choice = case.choice.copy()
            choice[group] = policy
            ends.append(case.quoted.whole(choice)["total_cost"].mean())
        assert advice.groups["difference"].iloc[group] == pytest.approx(ends[0] - ends[1], rel=1e-9)


def test_components_add_up(advice):
    assert set(advice.components["component"]) == set(COMPONENTS)
    for key, row in advice.groups.to_dict("index").items():
        mine = advice.components[advice.components["group"] == key].set_index("component")
        for side in SIDES:
            whole = mine.loc[mine["part_of"] == "", side].sum()
            assert whole == pytest.approx(row[f"{side}_total_cost"], rel=1e-9)
            assert mine.loc[list(CARRYING), side].sum() == pytest.approx(mine.at["carrying_cost", side], rel=1e-9)
        assert mine.loc[mine["part_of"] == "", "difference"].sum() == pytest.approx(row["difference"], rel=1e-9)


def test_a_cause_is_what_the_model_says_without_it():
    advice = advise(DEMO, FEW, by="all")
    base = compare(DEMO, FEW).summary["total_cost"]
    assert set(advice.causes["cause"]) == set(CAUSES)
    for row in advice.causes.to_dict("records"):
        without = compare(DEMO, FEW.but(**CAUSES[row["cause"]])).summary["total_cost"]
        for side in SIDES:
            assert row[side] == pytest.approx(base[side] - without[side], rel=1e-6, abs=1e-6 * base[side])
        assert row["effect"] == pytest.approx(row["jit"] - row["jic"], abs=1e-6)
        assert row["without"] == pytest.approx(without["jit"] - without["jic"], rel=1e-6)


def test_causes_that_a_scenario_has_not_are_left_out():
    quiet = FEW.but(outages_per_year=0, spikes_per_year=0, design_changes_per_year=0)
    one = Catalogue.of(pd.DataFrame({"item": ["a"], "unit_cost": [5.0], "demand_per_day": [9.0]}))
    assert set(advise(one, quiet).causes["cause"]) == {"lead_time_spread", "demand_spread"}
    still = quiet.but(lead_time_variability=0, demand_variability=0)
    advice = advise(one, still)
    assert advice.causes.empty
    assert all(reason.table == "components" for reason in advice.reasons)


def test_every_reason_is_a_row_of_a_table(advice):
    components = advice.components, "component", "difference"
    tables = {"causes": (advice.causes, "cause", "effect"), "components": components}
    for key, row in advice.groups.to_dict("index").items():
        mine = [reason for reason in advice.reasons if reason.group == key]
        assert [reason.side for reason in mine].count("for") == 2
        side = 1 if row["policy"] == "jic" else -1
        for reason in mine:
            table, name, figure = tables[reason.table]
            source = table.loc[reason.row]
            assert (source["group"], source[name]) == (key, reason.name)
            assert reason.figure == side * source[figure]
            assert (reason.figure > 0) == (reason.side == "for")
            assert reason.lo <= reason.figure <= reason.hi
        first, second = (reason.figure for reason in mine if reason.side == "for")
        assert first >= second


def test_every_price_is_a_straight_line(advice):
    case = advice.case
    for name in PRICES:
        values = [case.scenario.but(**{name: value}) for value in (0.05, 0.1, 0.15)]
        costs = [case.study.of(value).of_group(0, case.choice)["total_cost"].mean(axis=1) for value in values]
        assert costs[2] - costs[1] == pytest.approx(costs[1] - costs[0], rel=1e-6, abs=1e-4), name


def test_a_price_flips_where_the_difference_is_nothing(advice, flips):
    found = flips[(flips["acts"] == "price") & flips["flip"].notna()]
    assert len(found) >= 3
    keys = list(advice.groups.index)
    for row in found.to_dict("records"):
        signs = []
        for value in (0.999 * row["flip"], 1.001 * row["flip"]):
            priced = advice.case.study.of(advice.scenario.but(**{row["setting"]: value}))
            jit, jic = priced.of_group(keys.index(row["group"]), advice.case.choice)["total_cost"].mean(axis=1)
            signs.append(np.sign(jit - jic))
        assert signs[0] * signs[1] == -1, row
        assert row["low"] <= row["lo"] <= row["flip"] <= row["hi"] <= row["high"]


def test_prices_simulate_nothing(advice, monkeypatch):
    monkeypatch.setattr("core.advice.study.run", None)
    dearer = advise(DEMO, FEW.but(carrying_cost_level=3), study=advice.case.study)
    assert (dearer.groups["difference"] < advice.groups["difference"]).all()


def test_a_physical_setting_flips_within_its_interval_on_fresh_futures():
    # Cheap to be short, dear to hold: only a supplier that is out often makes the buffer worth having.
    frame = {"item": ["a", "b"], "unit_cost": 90.0, "price": 100.0, "demand_per_day": [20.0, 30.0], "order_cost": 1.0}
    catalogue = Catalogue.of(pd.DataFrame(frame | {"lead_time_days": 6.0, "supplier": ["x", "y"]}))
    scenario = Scenario().but(carrying_cost_level=1.3, warehouse_places=1000, wait_share=0.9, spikes_per_year=0.2)
    advice = advise(catalogue, scenario, by="all", why=False)
    found = advice.flips().set_index("setting").loc[list(PHYSICAL)].dropna(subset=["flip"])
    assert not found.empty
    for name, row in found.iterrows():
        ends = []
        for value in (max(row["lo"] - 0.05, row["low"]), min(row["hi"] + 0.05, row["high"])):
            fresh = advice.case.study.of(scenario.but(seed=77, futures=400, **{name: value}))
            jit, jic = fresh.of_group(0, advice.case.choice)["total_cost"].mean(axis=1)
            ends.append(jit - jic)
        assert ends[0] * ends[1] < 0, (name, row.to_dict(), ends)


def test_a_trial_flips_where_the_difference_is_small():
    # Here a piece of a bracket is almost level, so that its own slope would lead out of it.
    cheap = FEW.but(futures=20, wait_share=1.0, rush_share=0.0, goodwill=0.0, carrying_cost_level=4.0)
    advice = advise(DEMO, cheap, why=False)
    found = advice.flips()
    found = found[found["flip"].notna() & (found["setting"] == "outages_per_year")]
    assert len(found) >= 3
    for row in found.to_dict("records"):
        there = advice.case.study.of(cheap.but(outages_per_year=row["flip"]))
        costs = there.of_group(advice.groups.index.get_loc(row["group"]), advice.case.choice)["total_cost"]
        now = advice.groups.at[row["group"], "difference"]
        assert abs((costs[0] - costs[1]).mean()) < 0.5 * abs(now), row
        assert row["lo"] <= row["flip"] <= row["hi"]


def test_never_within_its_range_is_said(flips):
    never = flips[flips["flip"].isna()]
    assert len(never)
    assert never[["lo", "hi", "distance"]].isna().all().all()
    assert set(flips["setting"]) == {*PRICES, *PHYSICAL}
    for _, mine in flips.groupby("group"):
        assert all(one <= two for one, two in pairwise(mine["distance"].dropna()))


@pytest.mark.parametrize("by", BY)
def test_each_item_is_in_exactly_one_group(by):
    groups = groups_of(DEMO, FEW, by)
    assert sum(groups.mask(k) for k in range(len(groups.keys))).tolist() == [1] * len(DEMO)
    assert len(set(groups.keys)) == len(groups.keys) <= MOST_GROUPS
    again = groups_of(DEMO, FEW, by)
    assert again.keys == groups.keys
    assert again.member.tolist() == groups.member.tolist()


def test_many_suppliers_become_the_best_sellers_and_the_rest():
    n = 20
    frame = {"item": [f"i{k:02d}" for k in range(n)], "unit_cost": 1.0, "demand_per_day": np.arange(1.0, n + 1)}
    catalogue = Catalogue.of(pd.DataFrame(frame | {"supplier": [f"s{k:02d}" for k in range(n)]}))
    groups = groups_of(catalogue, FEW, "supplier")
    assert groups.keys == (*(f"s{k:02d}" for k in range(13, 20)), REST)
    assert groups.mask(7).sum() == 13


def test_kinds_follow_the_rules_cuts():
    frame = {
        "item": list("abcdef"), "unit_cost": 1.0, "demand_per_day": [50.0, 50, 50, 0.5, 50, 0.5],
        "critical": [True] + [False] * 5, "supplier_reliability": [0.5, 0.5, 1, 1, 1, 1],
        "lead_time_days": [40.0, 40, 40, 40, 5, 5],
    }  # fmt: skip
    groups = groups_of(Catalogue.of(pd.DataFrame(frame)), FEW)
    assert [groups.keys[at] for at in groups.member] == list(KINDS)


def test_answers_stand_for_settings_and_limits():
    answers = {"service": 0.9, "suppliers": "shaky", "cash": 5e5, "storage": 50, "rush": "dearly"}
    scenario, limits = answered(FEW, answers)
    assert limits == Limits(0.9, 5e5)
    changed = {name: value for name, value in scenario.to_dict().items() if value != FEW.to_dict()[name]}
    assert changed == {
        "outages_per_year": 2.0, "lead_time_variability": 2.0, "warehouse_places": 50.0, "rush_share": 0.7,
        "rush_premium": 1.5,
    }  # fmt: skip
    assert answered(FEW, None) == (FEW, Limits())
    assert answered(FEW, dict(reversed(answers.items())))[0] == scenario
    for question in QUESTIONS:
        for word, values in question.options.items():
            assert answered(FEW, {question.name: word})[0] == FEW.but(**values)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"answers": {"suppliers": "odd"}}, "suppliers must be dependable or shaky, got 'odd'"),
        ({"answers": {"colour": "red"}}, "no question named 'colour'"),
        ({"answers": {"service": 1.2}}, "service must be a number of 0 to 1, got 1.2"),
        ({"answers": {"cash": True}}, "cash must be a number"),
        ({"answers": {"cash": float("nan")}}, "cash must be a number"),
        ({"answers": ["x"]}, "table of answers"),
        ({"by": "colour"}, "grouped by kind"),
        ({"weight": "colour"}, "weight"),
        ({"scenario": "x"}, "scenario or None"),
        ({"catalogue": 3}, "must be a catalogue"),
        ({"study": Study(DEMO, groups_of(DEMO, FEW, "abc"))}, "same catalogue, groups and weight"),
    ],
)
def test_what_may_not_be_used_is_named(arguments, said):
    with pytest.raises(InputError, match=said):
        advise(**({"catalogue": DEMO, "scenario": FEW} | arguments))


def test_limits_are_kept_by_the_cheapest_that_keeps_them(advice):
    free = advice.whole.loc["advised"]
    capital = 0.5 * (free["working_capital"] + advice.whole.at["jit", "working_capital"])
    held = advise(DEMO, FEW, {"cash": capital}, why=False, study=advice.case.study)
    row = held.limit.iloc[0]
    assert (row["limit"], row["kept"], row["free_kept"]) == ("working_capital", True, False)
    assert row["free"] == free["working_capital"] > capital >= row["figure"]
    assert row["figure"] == held.whole.at["advised", "working_capital"]
    assert "limit" in set(held.groups["verdict"])
    assert held.whole.at["free", "total_cost"] == free["total_cost"]
    # By hand: of all splits on the deciding futures the cheapest within the limit.
    every = splits(held.case.deciding)
    allowed = every.cost[every.capital <= capital]
    assert every.cost[(every.choices == held.case.choice).all(axis=1)] == allowed.min()


def test_a_limit_that_nothing_keeps_is_said(advice):
    held = advise(DEMO, FEW, {"service": 0.999}, why=False, study=advice.case.study)
    row = held.limit.iloc[0]
    assert not row["kept"]
    assert row["best"] < 0.999
    assert held.case.choice.tolist() == [1] * len(held.groups)
    # What is advised is itself a split: none can be said to do worse at best.
    for seed in range(4):
        answers = {"suppliers": "shaky", "cash": 700_000.0}
        row = advise(DEMO, FEW.but(futures=20, seed=seed), answers, why=False).limit.iloc[0]
        assert not row["kept"]
        assert row["best"] <= row["figure"] * (1 + 1e-12)


def test_splits_are_priced_exactly(advice):
    deciding = advice.case.study.of(other_luck(FEW))
    every = splits(deciding)
    assert len(every.cost) == 2 ** len(advice.groups)
    for at in (0, 7, 19, len(every.cost) - 1):
        whole = deciding.whole(every.choices[at])
        found = {"total_cost": every.cost, "fill_rate": every.fill_rate, "working_capital": every.capital}
        for name, values in found.items():
            assert values[at] == pytest.approx(whole[name].mean(), rel=1e-9)


def test_the_winner_is_not_quoted_on_the_futures_it_was_picked_on(advice):
    assert other_luck(FEW).run.seed != FEW.run.seed
    decided = advice.case.deciding.of_group(0, advice.case.choice)["total_cost"].mean(axis=1)
    assert advice.groups["decided"].iloc[0] == decided[0] - decided[1] != advice.groups["difference"].iloc[0]


def test_intervals_are_paired(advice):
    for group, row in enumerate(advice.groups.to_dict("records")):
        cost = advice.case.of_groups[group]["total_cost"]
        mean, low, high = interval(cost[0] - cost[1], advice.case.quoted.controls)
        assert (row["difference"], row["lo"], row["hi"]) == (mean, low, high)


def test_the_applied_advice_is_the_hybrid():
    own = DEMO.but(
        {
            "A-101": {"policy": "jit", "buffer": 0.4},
            "I-902": {"policy": "jit", "buffer": 0.5},
            "B-201": {"buffer": 0.2},
            "S-961": {"policy": "jic", "buffer": 0.9},
        }
    )
    for answers in ({}, {"cash": 950_000.0}):
        advice = advise(own, FEW, answers, why=False)
        applied = compare(own.but(advice.policies()), FEW)
        assert applied.ledger.assignment.buffered.tolist() == (advice.items["policy"] == "jic").tolist()
        # Whichever buffers the items have of their own, the advice comes to what it said.
        advised = advice.whole.at["advised", "total_cost"]
        assert applied.summary.at["hybrid", "total_cost"] == pytest.approx(advised, rel=1e-9)
    plain = advise(DEMO, FEW, {"cash": 950_000.0}, why=False)
    applied = compare(DEMO.but(plain.policies()), FEW).summary
    assert applied.at["hybrid", "total_cost"] == pytest.approx(plain.whole.at["advised", "total_cost"], rel=1e-9)


def test_without_demand_there_is_no_clear_difference():
    none = Catalogue.of(pd.DataFrame({"item": ["a"], "unit_cost": [1.0], "demand_per_day": [0.0]}))
    advice = advise(none, FEW)
    assert advice.groups["verdict"].tolist() == ["unclear"]
    assert advice.groups["difference"].tolist() == [0.0]
    assert advice.flips()["flip"].isna().all()


def test_what_the_data_say_names_its_source(advice):
    said = advice.said
    assert set(said["question"]) == {question.name for question in QUESTIONS if not question.limit}
    settings = FEW.to_dict()
    for row in said[said["kind"] == "setting"].to_dict("records"):
        assert row["value"] == (120.0 if row["source"] == "warehouse_places" else settings[row["source"]])
    worth = DEMO.column("demand_per_day") * DEMO.column("unit_cost")
    days = said.set_index("says").at["mean lead time", "value"]
    assert days == pytest.approx((worth * DEMO.column("lead_time_days")).sum() / worth.sum())
    bare = Catalogue.of(pd.DataFrame({"item": ["a"], "unit_cost": [1.0], "demand_per_day": [1.0]}))
    kinds = advise(bare, FEW, why=False).said.set_index("source")["kind"]
    assert kinds["lead_time_days"] == "assumed"


def test_threads_and_a_shared_study_touch_no_digit(advice):
    alone = advise(DEMO, FEW, why=False)
    pd.testing.assert_frame_equal(alone.groups, advice.groups)
    pd.testing.assert_frame_equal(alone.whole, advice.whole)
