"""The reference cases, run through the kernel: all are met, and what a common mistake would give is not."""

import copy
import json
import subprocess
import sys
from pathlib import Path

import pytest

from core.errors import InputError
from core.verify import read_cases, verify

ROOT = Path(__file__).parents[2]
FILE = ROOT / "data" / "reference_cases.json"
CASES = {case["id"]: case for case in read_cases(FILE)}


@pytest.fixture(scope="module")
def results():
    return verify(list(CASES.values()))


def changed(name, **params):
    """A case with other parameters, their own parts merged."""
    case = copy.deepcopy(CASES[name])
    for key, value in params.items():
        if isinstance(value, dict) and isinstance(case["params"].get(key), dict):
            case["params"][key].update(value)
        else:
            case["params"][key] = value
    return case


def run(*argv, **options):
    command = [sys.executable, "-m", "core.verify", *map(str, argv)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False, **options)


def test_every_metric_of_every_case_is_met(results):
    assert [result for result in results if not result.ok] == []


def test_every_expected_metric_has_a_result(results):
    expected = [(case["id"], metric) for case in CASES.values() for metric in case["expected"]]
    assert [(result.id, result.metric) for result in results] == expected


def test_misses_are_spread_as_luck_would_have_it(results):
    """A standard error that is far too large would let any mistake through."""
    z = [abs(result.z) for result in results if result.standard_error]
    assert 0.2 < sorted(z)[len(z) // 2] < 1.2


def test_same_cases_give_the_same_digits():
    assert verify([CASES["J05"]]) == verify([CASES["J05"]])


WRONG = [
    (name, metric, wrong)
    for name, case in CASES.items()
    for key, wrong in (case.get("wrong_values") or {}).items()
    for metric in case["expected"]
    if key.startswith(f"{metric}_") and abs(wrong - case["expected"][metric]) > 1e-9
]


def test_the_value_of_every_listed_mistake_is_refused():
    assert len(WRONG) > 25
    mistaken = [{**CASES[name], "expected": {metric: wrong}} for name, metric, wrong in WRONG]
    assert [(result.id, result.expected) for result in verify(mistaken) if result.ok] == []


@pytest.mark.parametrize(
    ("name", "mistake"),
    [
        ("A02", {"lead_time": {"value": 6}}),
        ("A05", {"lead_time": {"value": 4}}),
        ("C01", {"lead_time": {"value": 3}}),
        ("C05", {"review_period_days": 6}),
        ("C07", {"policy": {"S": 41}}),
        ("C12", {"demand": {"dist": "normal", "mean": 10, "sd": 10}}),
        ("D05", {"lead_time": {"crossing": True}}),
        ("E03", {"policy": {"r": 44}}),
        ("G06", {"stockout": "backorder"}),
        ("G12", {"policy": {"s": 16}}),
        ("H01", {"policy": {"s": 3}}),
        ("I09", {"disruption": {"disruption_prob_per_day": 0.09}}),
        ("I14", {"disruption": {"effect": "order_pausing"}}),
        ("K01", {"demand": {"rates": [10.0, 9.0, 10.0, 14.0, 20.0, 9.0, 12.0]}, "policy": {"S": [46, 45] * 7}}),
        ("K04", {"policy": {"S": [38, 43, 55, 54, 52, 40, 40]}}),
        ("L02", {"capacity": 111}),
    ],
)
def test_a_case_with_a_mistake_is_not_met(name, mistake):
    assert not all(result.ok for result in verify([changed(name, **mistake)]))


def test_every_lane_counts_at_least_a_million_days():
    from core.verify.cases import parse
    from core.verify.run import run_case

    days = [run_case(parse(CASES[name], name))["days"].sum() for name in ("B04", "K03", "A02")]
    assert min(days[:2]) >= 1e6
    assert days[2] == 4200


# --- what can't be run -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (7, "a case must be an object, got 7"),
        ({"id": "x"}, "params must be an object, got None"),
        (changed("C01", demand={"dist": "cauchy"}), "demand dist must be one of constant, normal,"),
        (changed("C01", demand={"per": "week"}), "demand must be per day, got per 'week'"),
        (changed("C01", demand={"sd": -1}), "sd must be a number of at least 0, got -1"),
        (changed("C01", demand={"mean": float("nan")}), "mean must be a number, got nan"),
        (changed("C01", demand=None), "demand must be an object, got None"),
        (changed("C07", demand={"variance": 1}), "variance of a negative binomial must be above its mean 2, got 1"),
        (changed("C09", demand={"probs": [0.5, 0.3, 0.3]}), "probs must be 3 probabilities that add up to 1"),
        (changed("C09", demand={"values": []}), "values must be a list of numbers, got []"),
        (changed("J01", demand={"P": [[1, 0], [0, 1]]}), "P must let every state be left"),
        (changed("J01", demand={"P": [[1, 0]]}), "P must have 2 rows"),
        (changed("J01", demand={"states": []}), "states must be a list of demands, got []"),
        (changed("K01", demand={"rates": 5}), "seasonal_poisson needs lists of one length"),
        (changed("C01", lead_time={"dist": "zipf"}), "lead_time dist must be one of constant,"),
        (changed("C01", lead_time={"value": 2.5}), "lead_time must be whole days"),
        (changed("C01", lead_time={"crossing": "no"}), "crossing must be true or false, got 'no'"),
        (changed("C01", review_period_days=0), "review_period_days must be a number from 1 to 10000, got 0"),
        (changed("C01", review_period_days=1.5), "review_period_days must be a whole number, got 1.5"),
        (changed("C01", policy={"type": "magic"}), "policy type must be one of base_stock,"),
        (changed("C01", policy={"S": "many"}), "S must be a number, got 'many'"),
        (changed("H01", policy={"s": 11}), "S must be at least s"),
        (changed("H01", policy={"s": [4, 5]}), "S - s must be the same on every day of the cycle"),
        (changed("E03", policy={"Q": 0}), "Q must be one number above 0"),
        (changed("E03", policy={"type": "sS"}), "the policy needs a number S"),
        (changed("G12", stockout="backorder", policy={"q_max": 5}), "orders are too small for the demand"),
        (changed("C01", stockout="shrug"), "stockout must be backorder, lost_sales, or partial"),
        (changed("I05", disruption={"effect": "panic"}), "disruption effect must be one of order_pausing,"),
        (changed("I05", disruption={"type": "never"}), "disruption type must be one of markov,"),
        (changed("I05", disruption={"recovery_prob_per_day": 1e-4}), "so long that a run takes"),
        (changed("L02", capacity=-1), "capacity must be a number of at least 0, got -1"),
        ({**CASES["C01"], "expected": {}}, "expected must name at least one metric"),
    ],
)
def test_a_case_that_cannot_be_run_is_reported_with_the_reason(raw, reason):
    (result,) = verify([raw])
    assert (result.metric, result.ok) == (None, False)
    assert reason in result.reason


@pytest.mark.parametrize(
    ("case", "metric", "value", "reason"),
    [
        ("C09", "happiness", 1.0, "the metric is not one of fill_rate,"),
        ("C09", "fill_rate", "high", "the expected value must be a number, got 'high'"),
        ("C09", "avg_overflow_eod", 1.0, "the case has no capacity"),
        ("C09", "annual_overflow_cost", 1.0, "costs must hold overflow_per_unit_day"),
        ("C09", "expedited_units_per_year", 1.0, "the case has no expediting"),
    ],
)
def test_a_metric_that_cannot_be_measured_is_reported_and_the_others_are(case, metric, value, reason):
    known = {"avg_on_hand_eod": CASES[case]["expected"]["avg_on_hand_eod"]}
    odd, good = verify([{**CASES[case], "expected": {metric: value, **known}}])
    assert (odd.metric, odd.ok) == (metric, False)
    assert reason in odd.reason
    assert good.ok


def test_a_share_of_nothing_is_reported():
    case = {
        **changed("C09", demand={"dist": "constant", "value": 0}),
        "expected": {"fill_rate": 1.0, "avg_order_size": 1},
    }
    assert ["nothing was counted" in result.reason for result in verify([case])] == [True, True]


def test_cases_without_an_id_go_by_their_place():
    nameless = {key: value for key, value in CASES["A05"].items() if key != "id"}
    assert {result.id for result in verify([CASES["A02"], nameless])} == {"A02", "case 2"}


def test_keys_that_nobody_knows_change_nothing():
    odd = changed("A05", colour="red", policy={"note": "x"}, demand={"note": [1]}, costs={"tea": "yes"})
    assert all(result.ok for result in verify([odd]))


# --- the command -----------------------------------------------------------------------------------------------------


def test_command_prints_the_results_and_ends_with_0(tmp_path):
    file = tmp_path / "cases.json"
    file.write_text(json.dumps([CASES["A05"]]), encoding="utf-8")
    done = run(file)
    printed = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(printed) == len(CASES["A05"]["expected"])
    assert set(printed[0]) == {"id", "metric", "expected", "measured", "standard_error", "z", "ok"}


def test_command_ends_with_1_when_something_is_not_ok(tmp_path):
    file = tmp_path / "cases.json"
    file.write_text(json.dumps({"cases": [CASES["A05"], {"id": "odd", "params": {}}]}), encoding="utf-8")
    done = run(file)
    odd = json.loads(done.stdout)[-1]
    assert done.returncode == 1
    assert (odd["id"], odd["metric"], odd["ok"]) == ("odd", None, False)
    assert odd["reason"]


@pytest.mark.parametrize("text", ["", "{", "7", "{}", "[]", '{"cases": 3}'])
def test_what_is_no_case_file_is_refused_in_one_sentence(tmp_path, text):
    file = tmp_path / "cases.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"is no JSON file|must hold a list of at least one case"):
        read_cases(file)


@pytest.mark.parametrize("name", ["missing.json", "."])
def test_command_ends_with_2_without_a_case_file(tmp_path, name):
    done = run(tmp_path / name)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Traceback" not in done.stderr


def test_command_without_a_file_says_how_to_call_it():
    done = run()
    assert (done.returncode, done.stderr) == (2, "usage: python -m core.verify FILE.json\n")
