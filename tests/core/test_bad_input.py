"""Bad input through the public functions: one InputError that names every fault, and nothing else."""

import numpy as np
import pandas as pd
import pytest

from core import InputError, Scenario, compare, frontier, load_catalogue, simulate


def frame(**columns):
    base = {"item": ["a", "b", "c"], "unit_cost": [10.0, 2.0, 5.0], "demand_per_day": [5.0, 40.0, 1.0]}
    return pd.DataFrame({**base, **columns})


def faults_of(source):
    with pytest.raises(InputError) as caught:
        load_catalogue(source)
    return caught.value.faults


def test_an_unknown_setting():
    with pytest.raises(InputError, match="no setting named 'leed_time'"):
        compare(load_catalogue("demo"), Scenario().but(leed_time=2))


def test_a_missing_column():
    faults = faults_of(frame().drop(columns=["unit_cost", "item"]))
    assert len(faults) == 2
    assert any("unit_cost" in fault for fault in faults)
    assert any("Column item" in fault for fault in faults)


def test_missing_and_duplicate_items():
    faults = faults_of(frame(item=["a", "", "a"]))
    assert len(faults) == 2
    assert any("blank" in fault and "row 3" in fault for fault in faults)
    assert any("'a'" in fault or " a " in fault for fault in faults)


@pytest.mark.parametrize("value", [-1, 0, "ten", "1,5", np.inf, "-3", "nan", ""])
def test_a_cost_that_is_none(value):
    faults = faults_of(frame(unit_cost=[10.0, value, 5.0]))
    assert len(faults) == 1
    assert "item b" in faults[0]
    assert "unit_cost" in faults[0]


def test_every_fault_of_a_table_is_named_at_once():
    bad = frame(
        unit_cost=[-1, "x", 5],
        demand_per_day=["", -2, 1],
        lead_time_days=[400, 1, 1],
        critical=["maybe", "no", "no"],
        policy=["", "", "jot"],
    )
    faults = faults_of(bad)
    assert len(faults) == 7
    for word in ("unit_cost", "demand_per_day", "lead_time_days", "critical", "policy"):
        assert any(word in fault for fault in faults), word


@pytest.mark.parametrize("content", [b"", b"\n\n", b"   ", b"item,unit_cost,demand_per_day\n", b"\xef\xbb\xbf"])
def test_an_empty_file(tmp_path, content):
    place = tmp_path / "items.csv"
    place.write_bytes(content)
    faults = faults_of(place)
    assert len(faults) == 1
    assert "empty" in faults[0] or "no items" in faults[0]


def test_a_file_that_is_not_there(tmp_path):
    assert "not there" in faults_of(tmp_path / "nothing.csv")[0]
    assert faults_of("no_such_data_set")


def test_an_empty_frame():
    assert faults_of(pd.DataFrame())
    assert faults_of(frame().iloc[:0])


@pytest.mark.parametrize("weight", ["foo", "", None, 1, "VALUE"])
@pytest.mark.parametrize("answer", [compare, frontier])
def test_a_weight_that_is_none(answer, weight):
    with pytest.raises(InputError, match="value or units or equal"):
        answer(load_catalogue(frame()), Scenario().but(futures=20, horizon_days=90), weight)


@pytest.mark.parametrize("answer", [compare, simulate, frontier])
def test_lead_times_above_a_year_name_their_items(answer):
    catalogue = load_catalogue(frame(lead_time_days=[100.0, 20.0, 92.0]))
    with pytest.raises(InputError) as caught:
        answer(catalogue, Scenario().but(lead_time_level=4, futures=20))
    assert "365" in str(caught.value)
    words = str(caught.value).replace(",", " ").replace("'", " ").split()
    assert "a" in words
    assert "c" in words
    assert "b" not in words


def test_lead_times_up_to_a_year_are_served():
    catalogue = load_catalogue(frame(lead_time_days=[91.25, 20.0, 1.0]))
    outcome = compare(catalogue, Scenario().but(lead_time_level=4, futures=20, horizon_days=90))
    assert np.isfinite(outcome.summary.to_numpy()).all()


def test_just_in_time_s_lead_times_count_too():
    catalogue = load_catalogue(frame(lead_time_days=[50.0, 1.0, 1.0]))
    with pytest.raises(InputError, match="365"):
        compare(catalogue, Scenario().but(lead_time_level=4, jit_lead_time_level=2, futures=20))


def test_unknown_dials_are_refused():
    with pytest.raises(InputError):
        simulate(load_catalogue(frame()), Scenario().but(futures=20), {"jot": [1.0]})


@pytest.mark.parametrize("dial", [float("nan"), float("inf")])
def test_dials_that_are_no_numbers_are_refused(dial):
    with pytest.raises(InputError):
        simulate(load_catalogue(frame()), Scenario().but(futures=20), {"jit": [dial]})
