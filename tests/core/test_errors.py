"""The one error of bad input, and how it shows what came."""

import pickle

import numpy as np
import pytest

from core.errors import LISTED, InputError, plain, shorten


def test_one_fault_is_the_message():
    error = InputError("Price must be at least 0, got -1")
    assert str(error) == "Price must be at least 0, got -1"
    assert error.faults == ("Price must be at least 0, got -1",)


def test_several_faults_stand_one_per_line_under_their_number():
    assert str(InputError(["a", "b"])) == "2 faults:\na\nb"


def test_a_generator_of_faults_is_kept():
    assert InputError(f"fault {number}" for number in range(3)).faults == ("fault 0", "fault 1", "fault 2")


@pytest.mark.parametrize(("count", "last"), [(LISTED, "49"), (LISTED + 1, "… and 1 more"), (120, "… and 70 more")])
def test_a_long_list_is_cut_in_print_only(count, last):
    error = InputError([str(number) for number in range(count)])
    lines = str(error).splitlines()
    assert lines[0] == f"{count} faults:"
    assert lines[-1] == last
    assert len(error.faults) == count


def test_it_is_a_value_error_and_survives_pickling():
    error = pickle.loads(pickle.dumps(InputError(["a", "b"])))
    assert isinstance(error, ValueError)
    assert error.faults == ("a", "b")


def test_an_error_without_faults_is_a_mistake_of_the_caller():
    with pytest.raises(TypeError, match="at least one fault"):
        InputError([])


class Unprintable:
    def __repr__(self):
        raise RuntimeError("no")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (-3.0, "-3"),
        (-3, "-3"),
        (0.25, "0.25"),
        (np.float64(2.5), "2.5"),
        (np.int32(7), "7"),
        (np.bool_(True), "True"),
        (float("nan"), "nan"),
        (float("inf"), "inf"),
        (1e300, "1e+300"),
        (None, "None"),
        ("abc", "'abc'"),
        ("", "''"),
        ("two\nlines", "'two lines'"),
        ([1, 2], "[1, 2]"),
        (np.array([1.0]), "array([1.])"),
        pytest.param(10**5000, "int", id="huge"),
        (Unprintable(), "Unprintable"),
    ],
)
def test_plain_shows_a_value_in_few_words(value, shown):
    assert plain(value) == shown


def test_plain_and_shorten_cut_at_forty_characters():
    assert plain("x" * 41) == "'" + "x" * 39 + "…'"
    assert shorten("x" * 40) == "x" * 40
    assert len(plain(list(range(100)))) == 40
