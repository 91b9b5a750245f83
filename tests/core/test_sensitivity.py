"""What decides: effects are exact where there are none, paired where there are some, and nothing is invented."""

from __future__ import annotations

from time import perf_counter

import numpy as np
import pandas as pd
import pytest

from core import (
    Catalogue,
    InputError,
    Scenario,
    compare,
    load_catalogue,
    sensitivity,
    sensitivity_curve,
    settings,
    simulate,
)
from core import sensitivity_indices as sensitivity_of_many
from core.intervals import interval
from core.measures import BY_NAME
from core.policies import POLICIES
from core.scenario import in_force
from core.sensitivity import is_guess, plausible, usual_ends
from core.sensitivity.curve import values_along
from core.sensitivity.indices import at, indices
from core.sensitivity.moving import both, reached
from core.sensitivity.ranges import inputs
from core.trials import Trials

FEW = Scenario().but(futures=20)
MEASURES = ("total_cost", "fill_rate")


@pytest.fixture(scope="module")
def demo() -> Catalogue:
    return load_catalogue("demo")


@pytest.fixture(scope="module")
def found(demo):
    return sensitivity(demo, FEW)


def one_item(**more) -> Catalogue:
    row = {"item": "a", "unit_cost": 4.0, "price": 9.0, "demand_per_day": 12.0, "lead_time_days": 8.0}
    return Catalogue.of(pd.DataFrame([row | {"lead_time_sd": 2.0} | more]))


def test_every_input_is_moved_and_nothing_of_the_run(found):
    names = set(found.table["setting"])
    assert names == set(inputs()) == {name for name, one in settings().items() if one.group != "run"}
    assert not names & {"futures", "seed", "horizon_days"}
    count = found.table.groupby(["setting", "measure"]).size()
    assert (count >= 2).all()


@pytest.mark.parametrize("weight", ["value", "units"])
def test_the_base_is_explores_to_the_digit(demo, weight):
    outcome = compare(demo, FEW, weight)
    found = sensitivity(demo, FEW, ["spike_size"], "jit", "hybrid", weight=weight)
    paired = outcome.paired.set_index(["first", "second", "measure"])
    for measure in MEASURES:
        for policy in POLICIES:
            for end in ("", "_lo", "_hi"):
                assert found.base.at[measure, policy + end] == outcome.summary.at[policy, measure + end]
        for name in ("difference", "lo", "hi"):
            assert found.base.at[measure, name] == paired.at[("jit", "hybrid", measure), name]


def test_an_end_is_what_comparing_there_gives(demo, found):
    rows = found.table.set_index(["setting", "end", "measure"])
    for name in ("spike_size", "rush_premium", "buffer_basis"):
        row = rows.loc[(name, "high", "total_cost")]
        there = compare(demo, FEW.but(**{name: row["value"]}))
        for policy in POLICIES:
            assert row[policy] == there.summary.at[policy, "total_cost"]
        assert row["effect"] == pytest.approx(row["difference"] - found.base.at["total_cost", "difference"])


def test_a_setting_has_exactly_no_effect_on_a_policy_that_it_isnt_of(found):
    own = {name: one.group for name, one in settings().items() if one.group in ("jit", "jic")}
    own |= {name: "hybrid" for name in settings() if name.startswith("hybrid_")}
    moved = 0
    for row in found.table.to_dict("records"):
        group = own.get(row["setting"])
        for policy in {"jit": ("jic",), "jic": ("jit",), "hybrid": ("jit", "jic")}.get(group, ()):
            for end in ("", "_lo", "_hi"):
                assert row[policy + end] == found.base.at[row["measure"], policy + end], row["setting"]
            moved += 1
    assert moved > 40


def test_what_isnt_simulated_is_truly_none_of_a_policys(demo):
    # The shortcut is held against simulations of its own: what others see of such a setting is rounding and the start.
    base = compare(demo, FEW).summary
    for name in ("jit_lead_time_level", "jic_review_days", "jit_service", "jic_service", "hybrid_volume_cut"):
        spared = set(POLICIES) - set(reached(name, demo, FEW))
        end = plausible(demo, FEW, name)[-1]
        there = compare(demo, FEW.but(**{name: end})).summary
        assert spared
        for policy in spared:
            for measure in ("total_cost", "fill_rate", "avg_stock_value"):
                assert there.at[policy, measure] == pytest.approx(base.at[policy, measure], rel=5e-4), (name, policy)


@pytest.mark.parametrize(
    ("values", "closed"),
    [
        ({}, ("jit_buffer", "jic_buffer")),
        ({"buffer_basis": "need"}, ("jit_service", "jic_service")),
        ({"jit_review_days": 3}, ("jit_deliveries_per_day",)),
    ],
)
def test_a_closed_setting_has_exactly_no_effect_and_the_model_agrees(demo, values, closed):
    scenario = FEW.but(**values)
    found, trials = sensitivity(demo, scenario, closed), Trials(demo, scenario)
    assert (found.table[["effect", "effect_lo", "effect_hi", "strength"]] == 0).all(axis=None)
    assert not found.table["flips"].any()
    for name in closed:
        assert not in_force(settings()[name], scenario.to_dict())
        end = plausible(demo, scenario, name)[-1]
        for policy in POLICIES:
            there, here = trials.at(**{name: end}), trials.of(scenario)
            np.testing.assert_array_equal(there.totals[policy].series, here.totals[policy].series)


def test_without_events_what_they_do_has_no_effect(demo):
    scenario = FEW.but(spikes_per_year=0, outages_per_year=0, design_changes_per_year=0)
    names = ("spike_size", "spike_days", "outage_days", "scrap_share", "salvage_share")
    assert (sensitivity(demo, scenario, names).table["effect"] == 0).all()


def test_a_hybrid_without_such_items_isnt_moved_by_their_policys_settings():
    alone = one_item(policy="jit")
    assert reached("jic_service", alone, FEW) == ("jic",)
    assert reached("jit_service", alone, FEW) == ("jit", "hybrid")
    table = sensitivity(alone, FEW, ["jic_service", "jic_review_days"], "hybrid", "jit").table
    assert (table["effect"] == 0).all()


def test_the_strongest_come_first_within_each_measure(found):
    for measure in MEASURES:
        rows = found.table[found.table["measure"] == measure]
        assert rows["strength"].is_monotonic_decreasing
        assert found.strongest(measure)[0] == rows["setting"].iloc[0]
        biggest = rows.groupby("setting")["effect"].apply(lambda effect: effect.abs().max())
        assert (rows.set_index("setting")["strength"] == biggest.reindex(rows["setting"])).all()


def test_who_flips_the_winner(demo):
    found = sensitivity(demo, FEW, None, "hybrid", "jic", ("inventory_cost",))
    for row in found.table.to_dict("records"):
        base = found.base.loc["inventory_cost"]
        side = BY_NAME["inventory_cost"].better
        assert row["flips"] == (row["difference"] * side * base["difference"] * side < 0)
        sure = (row["lo"] > 0 or row["hi"] < 0) and (base["lo"] > 0 or base["hi"] < 0)
        assert row["surely"] == (row["flips"] and sure)
        better = "hybrid" if row["difference"] < 0 else "jic"
        assert row["winner"] == (better if row["difference"] else "")
    assert found.flipping("inventory_cost")
    assert set(found.flipping("inventory_cost", surely=True)) <= set(found.flipping("inventory_cost"))


def test_a_measure_without_a_better_side_has_no_winner(demo):
    table = sensitivity(demo, FEW, ["demand_level"], measures=("orders",)).table
    assert (table["winner"] == "").all()
    assert not table["flips"].any()


def test_the_pair_the_other_way_round_is_the_same_with_the_other_sign(demo, found):
    other = sensitivity(demo, FEW, ["lead_time_variability", "goodwill"], "jit", "hybrid").table
    rows = found.table.set_index(["setting", "end", "measure"])
    for row in other.to_dict("records"):
        mine = rows.loc[(row["setting"], row["end"], row["measure"])]
        assert row["effect"] == pytest.approx(-mine["effect"])
        assert row["winner"] == mine["winner"]
        assert row["effect_lo"] == pytest.approx(-mine["effect_hi"])


def test_effects_are_paired_and_so_surer_than_apart(demo):
    scenario = Scenario()
    row = sensitivity(demo, scenario, ["lead_time_variability"]).table.iloc[0]
    apart = np.hypot(row["hi"] - row["lo"], row["hi"] - row["lo"])
    assert row["effect_hi"] - row["effect_lo"] < apart


def test_intervals_of_effects_hold_the_truth():
    # The truth is what many futures of another seed give; nineteen of twenty intervals should hold it.
    catalogue, names = one_item(), ("spike_size", "lead_time_variability", "outage_days", "demand_level")
    truth = sensitivity(catalogue, Scenario().but(futures=2000, seed=99), names).table
    truth = truth[truth["effect"] != 0].set_index(["setting", "end", "measure"])["effect"]
    held = []
    for seed in range(30):
        table = sensitivity(catalogue, Scenario().but(futures=60, seed=seed), names).table
        table = table.set_index(["setting", "end", "measure"]).loc[truth.index]
        held.append((table["effect_lo"] <= truth) & (truth <= table["effect_hi"]))
    assert 0.88 <= np.mean(held) <= 1.0


def test_what_is_known_of_two_worlds_is_used_once(demo):
    trials = Trials(demo, FEW)
    one, two = trials.of(FEW), trials.at(demand_level=2.0)
    joint = both(one.controls, two.controls)
    np.testing.assert_allclose(joint.basis @ joint.basis.T, np.eye(len(joint.basis)), atol=1e-9)
    assert both(one.controls, one.controls).basis.shape == one.controls.basis.shape
    series = one.series("jit", "fill_rate")
    same = interval(series, one.controls), interval(series, both(one.controls, one.controls))
    np.testing.assert_array_equal(*same)


@pytest.mark.parametrize(
    ("name", "value", "ends"),
    [
        ("lead_time_variability", 1.0, (0.5, 1.5)),
        ("demand_variability", 3.0, (1.5, 3.0)),
        ("spike_common_share", 0.3, (0.15, 0.45)),
        ("jit_service", 0.95, (0.925, 0.975)),
        ("hybrid_reliability", 1.0, (0.9, 1.0)),
        ("rush_share", 0.0, (0.0, 0.1)),
        ("trend", 0.0, (-0.15, 0.15)),
        ("trend", -0.2, (-0.3, -0.1)),
        ("line_down_cost", 0.0, (0.0, 500.0)),
        ("jit_review_days", 1, (1, 2)),
        ("jic_review_days", 15, (7, 23)),
        ("jic_buffer", 0.35, (0.175, 0.525)),
        ("hybrid_critical", True, (False, True)),
        ("buffer_basis", "need", ("service", "need")),
    ],
)
def test_usual_ends(name, value, ends):
    assert usual_ends(settings()[name], value) == ends


def test_usual_ends_are_always_within_the_bounds_and_around_the_value():
    rng = np.random.default_rng(3)
    for name, one in settings().items():
        if one.kind not in ("number", "whole") or name not in inputs():
            continue
        for value in [one.low, one.high, *rng.uniform(one.low, one.high, 20)]:
            value = one.clean(round(value) if one.kind == "whole" else value)
            for spread in (0.1, 0.5, 1.0):
                low, high = usual_ends(one, value, spread)
                assert one.fault(one.clean(low)) is None
                assert one.fault(one.clean(high)) is None
                assert low <= value + 1e-9
                assert value <= high + 1e-9
                assert low < high


@pytest.mark.parametrize(
    ("name", "value", "guess"),
    [
        ("line_down_cost", 0.0, True),
        ("line_down_cost", 50.0, False),
        ("spike_common_share", 1.0, True),
        ("spike_common_share", 0.5, False),
        ("trend", 0.0, True),
        ("jic_review_days", 0, True),
        ("hybrid_critical", False, False),
        ("buffer_basis", "service", False),
    ],
)
def test_where_there_is_nothing_to_take_a_share_of_a_range_is_a_guess(name, value, guess):
    assert is_guess(settings()[name], value) == guess


def test_own_places_of_the_data_set_are_what_is_moved(demo):
    assert plausible(demo, FEW, "warehouse_places") == (60.0, 180.0)
    table = sensitivity(demo, FEW, ["warehouse_places"]).table
    assert table["value"].tolist()[:2] == [60.0, 180.0]


def test_ranges_are_taken_as_they_are_given(demo):
    table = sensitivity(demo, FEW, ["spike_size"], ranges={"spike_size": (1.0, 5.0), "goodwill": (0.0, 1.0)}).table
    assert table["value"].tolist() == [1.0, 5.0, 1.0, 5.0]
    same = sensitivity(demo, FEW, ["spike_size"], ranges={"spike_size": (2.0, 2.0)}).table
    assert (same["effect"] == 0).all()


def test_what_the_model_refuses_is_narrowed_and_said():
    slow = one_item(lead_time_days=150.0, lead_time_sd=1.0)
    found = sensitivity(slow, FEW, ["lead_time_level"], ranges={"lead_time_level": (0.5, 4.0)}).table
    high = found[found["end"] == "high"].iloc[0]
    assert 2.0 < high["value"] < 365 / 150 + 0.1
    assert "Not possible at 4" in high["note"]
    assert "365" in high["note"]
    assert (found[found["end"] == "low"]["note"] == "").all()
    compare(slow, FEW.but(lead_time_level=high["value"]))
    with pytest.raises(InputError):
        compare(slow, FEW.but(lead_time_level=high["value"] + 0.1))
    curve = sensitivity_curve(slow, FEW, "lead_time_level", ends=(0.5, 4.0))
    assert "365" in curve.note
    assert curve.table["value"].max() < 2.5
    with pytest.raises(InputError, match="365"):
        sensitivity_of_many(slow, FEW, ["lead_time_level"], ranges={"lead_time_level": (0.5, 4.0)})


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"settings": ["seed"]}, "no input of the world"),
        ({"settings": ["nonsense"]}, "no setting named"),
        ({"settings": []}, "At least one setting"),
        ({"settings": "spike_size"}, "must be a list"),
        ({"first": "x"}, "policy must be"),
        ({"first": "jit"}, "must differ"),
        ({"measures": ("x",)}, "no measure named"),
        ({"measures": "fill_rate"}, "measures must be a list"),
        ({"ranges": {"spike_size": (0.0, 3.0)}}, "Spike size"),
        ({"ranges": {"spike_size": (3.0, 2.0)}}, "low ≤ high"),
        ({"ranges": {"spike_size": (3.0,)}}, "two values"),
        ({"ranges": {"hybrid_critical": (False, True)}}, "has no range"),
        ({"ranges": {"seed": (1, 2)}}, "no input of the world"),
        ({"weight": "x"}, "weight"),
    ],
)
def test_what_cant_be_used_is_said(demo, given, says):
    with pytest.raises(InputError, match=says):
        sensitivity(demo, FEW, **({"settings": ["spike_size"]} | given))


def test_progress_comes_between_trials_and_may_stop_them(demo):
    told = []
    sensitivity(demo, FEW, ["goodwill", "spike_size", "spike_days"], progress=lambda *said: told.append(said))
    assert [name for _, name in told] == ["goodwill", "spike_size", "spike_days"]
    assert [share for share, _ in told] == [0.0, 0.0, 0.5]

    class StoppedError(Exception):
        pass

    def stop(share: float, name: str) -> None:
        raise StoppedError

    for ask in (sensitivity, sensitivity_of_many):
        with pytest.raises(StoppedError):
            ask(demo, FEW, ["spike_size"], progress=stop)
    with pytest.raises(StoppedError):
        sensitivity_curve(demo, FEW, "spike_size", progress=stop)


def test_a_price_simulates_nothing_and_what_was_tried_isnt_tried_again(demo, monkeypatch):
    trials = Trials(demo, FEW, ledger=simulate(demo, FEW))
    sensitivity(demo, FEW, ["spike_size"], trials=trials)
    monkeypatch.setattr("core.trials.simulate", None)
    prices = [name for name in inputs() if settings()[name].acts == "price"]
    found = sensitivity(demo, FEW.but(goodwill=0.5), [*prices, "spike_size"], trials=trials)
    assert found.base.at["total_cost", "jit"] == compare(demo, FEW.but(goodwill=0.5)).summary.at["jit", "total_cost"]


def test_the_curve_goes_through_today_to_the_digit_and_ends_like_the_tornado(demo, found):
    curve = sensitivity_curve(demo, FEW, "lead_time_variability", points=7)
    summary = compare(demo, FEW).summary
    now = curve.table[curve.table["current"]].set_index(["policy", "measure"])
    for policy in POLICIES:
        for measure in MEASURES:
            row = now.loc[(policy, measure)]
            assert row["figure"] == summary.at[policy, measure]
            assert row["lo"] == summary.at[policy, measure + "_lo"]
            assert row["hi"] == summary.at[policy, measure + "_hi"]
    assert curve.table["value"].nunique() == 7
    ends = found.table.set_index(["setting", "end", "measure"])
    for end, k in (("low", 0), ("high", -1)):
        row = ends.loc[("lead_time_variability", end, "total_cost")]
        mine = curve.differences[curve.differences["measure"] == "total_cost"].iloc[k]
        assert (mine["value"], mine["difference"]) == (row["value"], row["difference"])


@pytest.mark.parametrize(
    "name", ["hybrid_critical", "buffer_basis", "jit_review_days", "warehouse_places", "jic_buffer"]
)
def test_every_kind_of_setting_has_a_curve(demo, name):
    curve = sensitivity_curve(demo, FEW, name, points=3)
    assert curve.table["current"].any()
    assert curve.table["figure"].notna().all()
    if not in_force(settings()[name], FEW.to_dict()):
        assert (curve.differences.groupby("measure")["difference"].nunique() == 1).all()


@pytest.mark.parametrize(
    ("name", "now", "ends", "expected"),
    [
        ("spike_size", 2.0, (1.0, 3.0), [1.0, 1.5, 2.0, 2.5, 3.0]),
        ("spike_size", 2.1, (1.0, 3.0), [1.0, 1.5, 2.1, 2.5, 3.0]),
        ("spike_size", 4.0, (1.0, 3.0), [1.0, 1.5, 2.0, 2.5, 3.0, 4.0]),
        ("spike_size", 1.0, (1.0, 3.0), [1.0, 1.5, 2.0, 2.5, 3.0]),
        ("jit_review_days", 1, (1, 2), [1, 2]),
        ("hybrid_critical", True, (False, True), [False, True]),
    ],
)
def test_values_along_a_setting(name, now, ends, expected):
    assert values_along(settings()[name], now, ends, 5) == expected


@pytest.mark.parametrize("points", [1, 102, 2.5, "9"])
def test_points_that_are_none(demo, points):
    with pytest.raises(InputError, match="points"):
        sensitivity_curve(demo, FEW, "spike_size", points=points)


def test_indices_of_a_function_that_is_known():
    # Ishigami & Homma 1990, a = 7, b = 0.1: variances by input and of the interaction of the first with the third.
    def ishigami(share: np.ndarray) -> float:
        x = (2 * share - 1) * np.pi
        return float(np.sin(x[0]) + 7 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0]))

    first = np.array([0.5 * (1 + 0.1 * np.pi**4 / 5) ** 2, 49 / 8, 0.0])
    shared = 0.01 * np.pi**8 * (1 / 18 - 1 / 50)
    total = first + np.array([shared, 0.0, shared])
    whole = first.sum() + shared
    found, bounds, own = indices(ishigami, 3, 1024)
    np.testing.assert_allclose(found, [first / whole, total / whole], atol=0.03)
    assert (bounds[0] <= np.array([first, total]) / whole).all()
    assert (bounds[1] >= np.array([first, total]) / whole).all()
    assert own.size == 2048
    again = indices(ishigami, 3, 1024)
    np.testing.assert_array_equal(found, again[0])
    np.testing.assert_array_equal(bounds, again[1])


def test_indices_of_a_sum_are_shares_of_variance_and_a_constant_has_none():
    found, *_ = indices(lambda share: float(3 * share[0] + share[1]), 3, 512)
    np.testing.assert_allclose(found, [[0.9, 0.1, 0.0]] * 2, atol=0.02)
    assert (indices(lambda share: 7.0, 2, 16)[0] == 0).all()
    assert indices(lambda share: float(share[0]), 1, 64)[0].shape == (2, 1)


def test_indices_of_the_model(demo):
    names = ("lead_time_variability", "goodwill", "jic_buffer", "hybrid_critical")
    found = sensitivity_of_many(demo, FEW, names, sample=16)
    assert found.points == 16 * 6
    # A price isn't simulated: of six points beside each other, one differs from another in it alone.
    assert found.simulations <= 16 * 5
    table = found.table.set_index("setting")
    assert table.index[0] == "lead_time_variability"
    assert table.at["jic_buffer", "total"] == 0
    assert (table["total_lo"] <= table["total"]).all()
    assert (table["total"] <= table["total_hi"]).all()
    assert found.better_in == 1.0
    assert found.deviation > 0


def test_total_effects_of_prices_alone_simulate_once(demo, monkeypatch):
    trials = Trials(demo, FEW, ledger=simulate(demo, FEW))
    monkeypatch.setattr("core.trials.simulate", None)
    found = sensitivity_of_many(demo, FEW, ["goodwill", "capital_rate"], sample=16, trials=trials)
    assert found.simulations == 0
    assert found.table["total"].sum() > 0.9


@pytest.mark.parametrize(
    ("given", "says"),
    [({"sample": 30}, "power of two"), ({"sample": 4}, "power of two"), ({"settings": inputs()[:13]}, "At most 12")],
)
def test_samples_that_are_none(demo, given, says):
    with pytest.raises(InputError, match=says):
        sensitivity_of_many(demo, FEW, **({"settings": ["spike_size"]} | given))


def test_shares_become_values():
    assert [at(settings()["jit_review_days"], (1, 3), share) for share in (0.0, 0.34, 0.99)] == [1, 2, 3]
    assert [at(settings()["hybrid_critical"], (False, True), share) for share in (0.0, 0.49, 0.5, 0.999)] == [
        False,
        False,
        True,
        True,
    ]
    assert at(settings()["spike_size"], (1.0, 3.0), 0.25) == 1.5


@pytest.mark.parametrize("catalogue", [one_item(), one_item(demand_per_day=0.0), one_item(policy="jic")])
def test_odd_catalogues_have_tornados_too(catalogue):
    found = sensitivity(catalogue, FEW)
    assert np.isfinite(found.table[["difference", "effect", "effect_lo", "effect_hi"]].to_numpy()).all()
    assert (found.table["effect_lo"] <= found.table["effect"]).all()
    assert (found.table["effect"] <= found.table["effect_hi"]).all()


def test_the_tornado_of_the_demo_is_quick(demo):
    sensitivity(demo, FEW, ["spike_size"])
    began = perf_counter()
    sensitivity(demo, Scenario())
    # 4 s on two quiet cores; a busy machine takes several times that.
    assert perf_counter() - began < 30
