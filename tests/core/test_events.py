"""Events as values and as text: checked, equal when alike, said in a link and read back; odd text does no harm."""

from dataclasses import FrozenInstanceError, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.catalogue import load_catalogue
from core.errors import InputError
from core.events import (
    FIELDS,
    KINDS,
    MOST_EVENTS,
    Event,
    check_events,
    delay,
    from_text,
    hold,
    outage,
    pull_forward,
    reached,
    surge,
    to_text,
)
from tests.strategies import any_value

ODD = "aZ9 _-.~%&;,=+/üß漢²'\"\n\u2028"
NAMES = st.lists(st.text(ODD, min_size=1, max_size=12), min_size=1, max_size=3)
WORDS = st.sampled_from([*KINDS, "and", "of.", "over.x", "over.9", "1", "nan", "-1e999", "%%", "spare.%ff"])


@st.composite
def any_event(draw):
    kind = draw(st.sampled_from(KINDS))
    values = {name: draw(any_value(field)) for name, field in FIELDS[kind].items()}
    spare = draw(NAMES) if kind in ("outage", "delay") and draw(st.booleans()) else ()
    return Event(kind, **values, reach=draw(st.none() | NAMES.map(tuple)), spare=tuple(spare))


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue("demo")


def test_events_are_frozen_values_that_key_a_cache():
    one, other = outage(90, 28, ["b", "a", "b"]), outage(90, 28, ("a", "b"))
    assert one == other
    assert hash(one) == hash(other)
    assert one.reach == ("a", "b")
    with pytest.raises(FrozenInstanceError):
        one.start = 1
    assert (one.end, replace(one, length=7).end) == (118, 97)


def test_one_name_by_itself_is_a_name():
    assert outage(0, 7, "Meyer").reach == ("Meyer",)


def test_a_delay_goes_on_for_as_long_as_it_is_unless_said():
    assert delay(10, 14).length == 14
    assert delay(10, 14, length=3).length == 3


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: outage(-1, 28), r"Start of the outage \(start\) must be a whole number 0 to 1,094 days, got -1"),
        (lambda: outage(0, 366), r"Length of the outage \(length\) must be a whole number 0 to 365 days, got 366"),
        (lambda: outage(0, 2.5), "whole number 0 to 365 days, got 2.5"),
        (lambda: surge(0, 7, -1.5), r"Size of the surge \(size\) must be -1 to 10 share of demand, got -1.5"),
        (lambda: surge(0, 7, float("nan")), "got nan"),
        (lambda: surge(0, 7, "2"), "got '2'"),
        (lambda: delay(0, 400), r"Size of the delay \(size\) must be a whole number 0 to 365 days, got 400"),
        (lambda: hold(0, 7, -1), r"Size of the hold \(size\) must be .*days of demand, got -1"),
        (lambda: pull_forward(0, 30, 1.2), r"0 to 1 share of demand, got 1.2"),
        (lambda: pull_forward(0, 30, 0.3, over=0), r"\(over\) must be a whole number 1 to 365 days, got 0"),
        (lambda: outage(0, 7, [3]), "must be a text of 1 to 200 characters, got 3"),
        (lambda: outage(0, 7, 3), "must be names of suppliers, categories or items, got 3"),
        (lambda: outage(0, 7, []), "at least one name, got none"),
        (lambda: Event("flood", 0, 7), "An event must be outage or surge or .*got 'flood'"),
        (lambda: Event("surge", 0, 7, 1.0, spare=("a",)), "second source"),
    ],
)
def test_what_is_out_of_range_is_named(make, said):
    with pytest.raises(InputError, match=said):
        make()


def test_all_faults_at_once():
    with pytest.raises(InputError) as caught:
        surge(-1, -1, 99)
    assert len(caught.value.faults) == 3


@pytest.mark.parametrize(
    ("event", "nothing"),
    [
        (outage(0, 0), True),
        (outage(0, 1), False),
        (surge(0, 5, 0), True),
        (surge(0, 0, 5), True),
        (delay(3, 0, length=5), True),
        (hold(3, 5, 0), True),
        (pull_forward(3, 5, 0), True),
        (pull_forward(3, 5, 0.1), False),
    ],
)
def test_without_length_or_size_it_is_nothing(event, nothing):
    assert event.is_nothing is nothing


def test_reach_is_by_supplier_category_or_item(catalogue):
    supplier, category = catalogue.column("supplier"), catalogue.column("category")
    item = catalogue.column("item")
    assert reached(outage(0, 7), catalogue).all()
    np.testing.assert_array_equal(reached(outage(0, 7, supplier[0]), catalogue), supplier == supplier[0])
    both = reached(outage(0, 7, [category[0], item[-1]]), catalogue)
    np.testing.assert_array_equal(both, (category == category[0]) | (item == item[-1]))
    spared = reached(outage(0, 7, supplier[0], spare=[item[0]]), catalogue)
    np.testing.assert_array_equal(spared, (supplier == supplier[0]) & (item != item[0]))


def test_what_cant_be_on_these_items_and_days_is_named(catalogue):
    with pytest.raises(InputError) as caught:
        check_events([outage(400, 7, "Nobody"), surge(0, 1, 1), "storm"], catalogue, 365)
    said = str(caught.value)
    assert "An event must be made by outage, surge, delay, hold, pull_forward, got 'storm'" in said
    assert "There is no supplier, category or item named 'Nobody' (outage)" in said
    assert "The outage must start on day 0 to 364 of those measured, got 400" in said
    with pytest.raises(InputError, match="Events must be a list of events"):
        check_events(outage(0, 7), catalogue, 365)
    with pytest.raises(InputError, match=f"at most {MOST_EVENTS} events"):
        check_events([outage(0, 7)] * (MOST_EVENTS + 1), catalogue, 365)
    check_events([outage(364, 7)], catalogue, 365)


def test_the_text_is_short_and_plain():
    events = [outage(90, 28, ["Meyer & Söhne"]), surge(30, 14, 0.5), pull_forward(60, 30, 0.3)]
    said = "outage 90 28 of.Meyer_%26_Söhne and surge 30 14 0.5 and pull_forward 60 30 0.3 over.91"
    assert to_text(events) == said
    assert from_text(said) == (tuple(events), ())
    assert to_text([]) == ""
    assert from_text("") == ((), ())
    assert from_text("pull_forward 60 30 0.3")[0] == (events[2],)


@given(st.lists(any_event(), max_size=5))
def test_text_round_trips(events):
    assert from_text(to_text(events)) == (tuple(events), ())


@given(st.text(ODD, max_size=200) | st.lists(WORDS).map(" ".join))
def test_text_of_anybody_gives_faults_and_no_exception(text):
    events, faults = from_text(text)
    assert from_text(to_text(events)) == (events, ())
    assert all(isinstance(fault, str) for fault in faults)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("flood 1 2", "An event must be outage or .*got 'flood'"),
        ("surge 1 2", r"A surge takes 3 numbers \(start, length, size\), got 2"),
        ("outage one 2", r"Start of the outage \(start\).*got 'one' \(in 'outage one 2'\)"),
        ("outage 1 2 spare.", "text of 1 to 200 characters, got ''"),
        (" and ".join(["outage 1 2"] * 500), "at most 20 events at once, got 500"),
    ],
)
def test_a_fault_says_where(text, said):
    _, faults = from_text(text)
    assert len(faults) == 1
    with pytest.raises(InputError, match=said):
        raise InputError(faults)


def test_what_can_be_used_is_kept_beside_a_fault():
    events, faults = from_text("outage 90 28 and flood 3 4")
    assert (events, len(faults)) == ((outage(90, 28),), 1)
