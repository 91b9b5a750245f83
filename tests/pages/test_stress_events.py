"""Events in a link: whatever stands there gives events that can be, and a sentence for each that can't."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import Catalogue, InputError, Scenario, load_catalogue
from core.events import FIELDS, KINDS, check_events, delay, hold, outage, pull_forward, surge, to_text
from core.stress_presets import stress_presets
from pages.parts import link, stress_events, stress_words

DEMO, DAYS = load_catalogue("demo"), 365
SOME = (outage(60, 28, ["Alderbrook Tools"]), surge(10, 20, 0.5))


def test_events_come_back_from_a_link_equal():
    assert stress_events.read(stress_events.write(SOME), DEMO, DAYS) == (SOME, ())


def test_no_event_is_a_state_that_a_link_can_say():
    assert stress_events.write(()) == stress_events.NONE
    assert stress_events.read(stress_events.NONE, DEMO, DAYS) == ((), ())
    query = {"events": stress_events.NONE}
    assert link.read(query).view == query


def test_a_case_goes_by_its_name_and_reaches_what_this_data_set_has():
    for preset in stress_presets():
        for data in ("demo", "bakery"):
            catalogue = load_catalogue(data)
            assert stress_events.read(preset.name, catalogue, DAYS) == (preset.events(catalogue), ())
    assert stress_events.usual() == stress_presets()[0].name


@pytest.mark.parametrize(
    ("text", "kept", "says"),
    [
        ("<script>alert(1)</script>", 0, "got '<script>"),
        ("outage 60 28 of.Nobody and surge 10 20 0.5", 1, "no supplier, category or item named 'Nobody'"),
        ("outage 400 28 and surge 10 20 0.5", 1, "must start on day 0 to 364"),
        ("outage 60 -5", 0, "Length of the outage"),
        ("surge 1 2 nan and outage 1 2", 1, "Size of the surge"),
        ("'; drop table events; --", 0, "must be"),
        (" and " * 50, 0, ""),
        ("outage 1 2 " * 900, 0, "takes 2 numbers"),
    ],
)
def test_what_cant_be_is_left_out_and_said(text, kept, says):
    events, faults = stress_events.read(text, DEMO, DAYS)
    assert len(events) == kept
    assert says in " ".join(faults)
    assert bool(stress_words.faults(faults)) == bool(faults)
    check_events(events, DEMO, DAYS)


@given(st.text(max_size=200))
def test_no_text_raises(text):
    events, faults = stress_events.read(text, DEMO, DAYS)
    check_events(events, DEMO, DAYS)
    assert stress_words.faults(faults).count("\n") == 0


def test_a_link_reads_long_events_whole_and_none_in_part():
    for many in (9, 20):
        text = to_text([outage(k, 28, ["Alderbrook Tools", "Saltmere Chemicals"]) for k in range(many)])
        assert link.read({"events": text}).view["events"] == text
    arrived = link.read({"events": "x" * 99_999, "second": "y" * 99_999})
    assert not arrived.view
    assert "events must be at most 20,000 characters, got 99,999" in arrived.faults
    assert len(arrived.faults) == 2


def test_a_link_carries_events_whole_or_leaves_them_out():
    short, long = "outage 60 28", to_text([outage(k, 28, ["Alderbrook Tools"] * 3) for k in range(20)]) + " " * 1200
    for text, carried in ((short, True), (long, False)):
        view = {"events": text, "warning": "14"}
        made = link.text("https://x.org/", {"data": "demo"}, Scenario(), view)
        assert ("events=" in made) == carried
        assert "warning=14" in made
        assert link.left_out(view) == (() if carried else ("events",))


def test_the_reach_of_many_items_twice_is_read_whole():
    items = [f"ITEM-{k:04d}" for k in range(105)]
    catalogue = Catalogue.of(pd.DataFrame({"item": items, "unit_cost": 1.0, "demand_per_day": 1.0}))
    events = (outage(60, 28, items), surge(10, 20, 0.5, items))
    text = stress_events.write(events)
    assert len(text) > link.LISTS["events"]
    assert stress_events.read(text, catalogue, DAYS) == (events, ())


def test_what_is_longer_than_any_events_is_refused_as_a_whole():
    events, faults = stress_events.read("outage 1 2 and " * 2000, DEMO, DAYS)
    assert events == ()
    assert faults == ("the names and numbers of all events must be at most 20,000 characters, got 30,000",)


@pytest.mark.parametrize("kind", KINDS)
def test_a_fresh_event_has_the_kinds_usual_numbers_and_fits_the_days(kind):
    event = stress_events.fresh(kind, 90)
    check_events([event], DEMO, 90)
    assert not event.is_nothing
    assert all(getattr(event, name) == field.default for name, field in FIELDS[kind].items() if name != "start")
    assert stress_events.fresh(kind, DAYS, SOME[1]).start == 10


def test_an_event_of_another_kind_stays_when_and_where_it_is():
    other = stress_events.as_kind(outage(60, 28, ["Tools"], spare=["A-101"]), "delay")
    assert (other.kind, other.start, other.reach, other.spare) == ("delay", 60, ("Tools",), ("A-101",))
    assert stress_events.as_kind(other, "surge").spare == ()


def test_values_as_widgets_give_them():
    assert stress_events.with_value(surge(0, 9, 0.5), "size", 12.5).size == 0.125
    assert stress_events.with_value(delay(0, 9), "size", 21).size == 21
    assert stress_events.with_value(outage(0, 9), "reach", ["b", "a"]).reach == ("a", "b")
    assert stress_events.with_value(outage(0, 9, ["a"]), "reach", []).reach is None
    assert stress_events.with_value(pull_forward(0, 9, 0.3), "over", 30).over == 30
    with pytest.raises(InputError, match="Length"):
        stress_events.with_value(hold(0, 9, 5), "length", 999)


def test_an_event_is_changed_or_taken_out_in_its_place():
    assert stress_events.changed(SOME, 0, surge(1, 2, 1.0)) == (surge(1, 2, 1.0), SOME[1])
    assert stress_events.changed(SOME, 1, None) == SOME[:1]


def test_every_name_can_be_reached_and_says_what_it_names():
    names = stress_events.names(DEMO)
    assert list(names)[:1] == [DEMO.column("supplier")[0]]
    assert names["Alderbrook Tools"] == "Alderbrook Tools (supplier)"
    assert names["A-101"].startswith("A-101 Shipping box")
    assert set(names) == {str(name) for column in ("supplier", "category", "item") for name in DEMO.column(column)}


def test_a_large_data_sets_items_are_typed():
    items = [f"I{k}" for k in range(stress_events.MOST_LISTED + 1)]
    names = stress_events.names(Catalogue.of(pd.DataFrame({"item": items, "unit_cost": 1.0, "demand_per_day": 1.0})))
    assert "all" in names
    assert not set(items) & set(names)
