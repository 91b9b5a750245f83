"""The stress page, run as Streamlit runs it, without a browser: digits are the model's, and events come by link."""

import re
from html import unescape
from io import StringIO

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from core import Catalogue, Scenario, compare, load_catalogue, price
from core.events import KINDS, from_text, outage, surge, to_text
from core.look import numbers
from core.spreadsheet import csv_text
from core.stress import helped, stress
from core.stress_presets import stress_presets
from pages.parts import cached, link, stress_cards, stress_choices, stress_events, stress_words
from pages.parts.words import LABELS
from tests.pages import opening
from tests.pages.opening import html

VIEW = "pages/views/stress.py"
FEW = {"futures": "20"}
SCENARIO = Scenario().but(futures=20)
DEMO = load_catalogue("demo")
HOSTILE = ("<b>x</b><script>", "$a^2$", "**bold** _it_", "=1+1", "مرحبا", "🛒 [l](http://x)", "`code`", ":red[x]")
SURGE = (surge(30, 14, 0.5),)


def opened(own: Catalogue | None = None, **query) -> AppTest:
    return opening.opened(VIEW, own, **(FEW | query))


def headline(app: AppTest) -> str:
    (said,) = re.findall(r'<h1 class="answer">(.*?)</h1>', html(app))
    return re.sub(r"<[^>]*>", "", said).replace("\u00a0", " ")


def events(app: AppTest) -> str:
    return app.session_state["events"]


def expected(set_events, catalogue=DEMO, scenario=SCENARIO) -> str:
    found = stress(catalogue, scenario, set_events)
    falls = stress_words.falls(found.curve, found.summary)
    named = stress_words.named(set_events, None)
    return stress_words.headline(named, falls, len(found.reached), catalogue.currency)


def test_a_first_visit_shows_the_main_suppliers_outage():
    app = opened()
    first = stress_presets()[0].events(DEMO)
    assert headline(app) == expected(first)
    assert stress_words.case(stress_presets()[0]) in html(app)
    assert len(app.main.get("vega_lite_chart")) == 1


def test_the_digits_are_the_models():
    app = opened(events=to_text(SURGE))
    found = stress(DEMO, SCENARIO, SURGE)
    assert unescape(stress_cards.board(expected(SURGE), found.summary, "EUR")) in html(app)
    assert unescape(stress_cards.table(found.summary, "EUR")) in html(app)


def test_without_the_event_the_figures_are_explores():
    usual = compare(DEMO, SCENARIO).summary
    explores = cached.now(DEMO, SCENARIO).outcome.summary
    ours = price(cached.ledger(DEMO, SCENARIO), SCENARIO).summary
    for found in (explores, ours, cached.stress(DEMO, SCENARIO, SURGE).normal):
        pd.testing.assert_frame_equal(found, usual, check_exact=True)
    pd.testing.assert_frame_equal(stress(DEMO, SCENARIO, SURGE).normal.summary, usual, check_exact=True)
    app = opened()
    assert unescape(stress_cards.normal(usual, "EUR")) in html(app)
    assert stress_words.NORMAL in html(app)
    explore = AppTest.from_file(opening.APP, default_timeout=120)
    explore.query_params.update(FEW)
    explore.run()
    for policy in usual.index:
        assert f"{numbers.percent(usual.at[policy, 'fill_rate'])}</span>" in html(explore)


def test_no_event_is_a_state_with_explores_figures_and_no_chart():
    app = opened(events="none")
    assert headline(app) == stress_words.NO_EVENT
    shown = html(app)
    for policy, row in compare(DEMO, SCENARIO).summary.iterrows():
        for name in stress_cards.NORMAL:
            (value,) = re.findall(rf'st-key-figure-{policy}-{name} figure.*?class="value">([^<]*)<', shown)
            assert value == (numbers.percent(row[name]) if name == "fill_rate" else numbers.money(row[name], "EUR"))
            assert LABELS[name] in shown
    assert not app.main.get("vega_lite_chart")


def test_an_event_of_no_size_changes_nothing():
    app = opened(events="surge 30 14 0")
    assert "service and cost stay as they are" in headline(app)


@pytest.mark.parametrize("preset", stress_presets(), ids=lambda preset: preset.name)
@pytest.mark.parametrize("data", ["demo", "bakery"])
def test_every_case_opens_on_both_data_sets(preset, data):
    app = opened(events=preset.name, data=data)
    assert "falls to" in headline(app)
    assert preset.says in html(app)


def test_2020_is_said_to_be_an_assumption_in_the_title_and_below_the_chart():
    app = opened(events="like-2020")
    assert headline(app).startswith("2020, as an assumption: ")
    assert "our assumption" in html(app)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<script>alert(1)</script>", "1 thing about the events can't be used"),
        ("outage 60 28 of.Nobody and surge 30 14 0.5", "no supplier, category or item named 'Nobody'"),
        ("surge 30 14 0.5 and outage 900 3", "must start on day 0 to 364"),
        ("%%%" * 900, "can't be used"),
    ],
)
def test_what_a_link_has_in_vain_is_one_sentence_and_the_rest_stays(text, says):
    app = opened(events=text, spike_size=3)
    assert says in html(app)
    assert "<script>" not in " ".join(element.proto.body for element in app.main.get("html"))
    assert headline(app) == (
        expected(SURGE, scenario=SCENARIO.but(spike_size=3)) if "surge" in text else stress_words.NO_EVENT
    )


def test_events_and_what_may_help_are_in_the_link_and_are_kept_over_a_change_of_page():
    query = {"events": to_text(SURGE), "warning": 21, "second": '["C-301"]'}
    app = opened(**query)
    app.switch_page("pages/views/method.py").run()
    app.switch_page(VIEW).run()
    assert headline(app) == expected(SURGE)
    text = link.text("/", {"data": "demo"}, SCENARIO, {name: str(app.session_state[name]) for name in query})
    assert all(f"{name}=" in text for name in query)


def test_events_too_long_for_a_link_stay_whole_and_the_page_says_so():
    items = [f"ITEM-{k:04d}" for k in range(105)]
    own = Catalogue.of(pd.DataFrame({"item": items, "unit_cost": 1.0, "demand_per_day": 1.0}))
    set_events = (outage(60, 28, items), surge(10, 20, 0.5, items))
    app = opened(own, events=to_text(set_events))
    assert from_text(events(app)) == (set_events, ())
    assert stress_words.LEFT_OUT in html(app)
    assert "can't be used" not in html(app)
    app.number_input(key="event-1-length-surge").set_value(21).run()
    assert from_text(events(app))[0][1] == surge(10, 21, 0.5, items)
    assert stress_words.LEFT_OUT not in html(opened(events=to_text(SURGE)))


def test_an_event_beyond_the_days_measured_is_never_said_to_change_nothing_without_a_word():
    app = opened(events="outage 364 28")
    assert "within the days measured" in headline(app)
    assert "Only 1 of the 28 days of “every supplier out for 28 days” lies within the 365 days measured." in html(app)


def test_an_event_is_changed_added_and_removed():
    app = opened(events=to_text(SURGE))
    app.number_input(key="event-0-length-surge").set_value(21).run()
    assert from_text(events(app)) == ((surge(30, 21, 0.5),), ())
    app.number_input(key="event-0-size-surge").set_value(100.0).run()
    app.number_input(key="event-0-start-surge").set_value(45).run()
    app.multiselect(key="event-0-reach-surge").set_value(["Imports", "A-101"]).run()
    now = (surge(45, 21, 1.0, ["Imports", "A-101"]),)
    assert from_text(events(app))[0] == now
    assert headline(app) == expected(now)
    app.selectbox(key="event-0-kind").set_value("outage").run()
    assert from_text(events(app))[0] == (outage(45, 28, ["Imports", "A-101"]),)
    app.button(key="remove-0").click().run()
    assert events(app) == "none"
    assert not app.exception


def test_of_two_events_the_first_is_removed_and_the_second_keeps_its_numbers():
    both = (outage(60, 28, ["Alderbrook Tools"]), *SURGE)
    app = opened(events=to_text(both))
    app.button(key="remove-0").click().run()
    assert from_text(events(app))[0] == SURGE
    assert app.number_input(key="event-0-length-surge").value == 14
    app.button(key="no-event").click().run()
    assert headline(app) == stress_words.NO_EVENT


@pytest.mark.parametrize("kind", KINDS)
def test_a_menu_adds_each_kind(kind, monkeypatch):
    put = []
    monkeypatch.setattr(stress_choices, "_put", put.append)
    monkeypatch.setattr(stress_choices.st, "session_state", {"add-event": kind})
    stress_choices._add(SURGE, 365)
    assert put == [(*SURGE, stress_events.fresh(kind, 365, SURGE[0]))]


def test_what_would_have_helped_are_the_models_digits():
    events_set = (outage(60, 28, ["Alderbrook Tools"]),)
    app = opened(events=to_text(events_set), warning=21, second='["C-301","C-302"]')
    table = helped(DEMO, SCENARIO, events_set, warning=21, spare=["C-301", "C-302"])
    shown = html(app)
    assert set(table["variant"]) == {"plain", "warning", "second source", "no rush"}
    for row in table.itertuples():
        assert numbers.amount(row.event_cost) in shown
    assert "Known 21 days before" in shown
    assert "A second source for C-301 and C-302" in shown


def test_a_second_source_is_asked_for_only_where_it_helps():
    keys = {widget.key for widget in opened(events=to_text(SURGE)).multiselect}
    assert "second-names" not in keys
    assert "second-names" in {widget.key for widget in opened().multiselect}


@pytest.mark.parametrize("query", [{"warning": "-9"}, {"warning": "x"}, {"second": "[[["}, {"second": '["Nobody",7]'}])
def test_odd_choices_of_help_never_fail(query):
    app = opened(**query)
    assert 0 <= app.number_input(key="warning").value <= stress_choices.LONGEST_WARNING


def test_names_in_any_script_and_with_any_marks_are_shown_as_they_are():
    count = len(HOSTILE)
    frame = {"item": list(HOSTILE), "name": list(HOSTILE[::-1]), "category": list(HOSTILE), "supplier": list(HOSTILE)}
    figures = {"unit_cost": [1.0 + k for k in range(count)], "demand_per_day": [5.0 + k for k in range(count)]}
    own = Catalogue.of(pd.DataFrame(frame | figures))
    app = opened(own, events=to_text([outage(60, 28, [name]) for name in HOSTILE]))
    raw = " ".join(element.proto.body for element in app.main.get("html"))
    assert "<script>" not in raw
    assert stress_choices.literal(":red[x]") == "\\:red\\[x\\]"
    assert len(from_text(events(app))[0]) == count


def test_short_years_hold_every_case_that_can_be():
    for preset in stress_presets():
        assert "thing about the events" not in html(opened(events=preset.name, horizon_days=90))


def test_files_hold_every_digit():
    found = stress(DEMO, SCENARIO, SURGE)
    again = pd.read_csv(StringIO(csv_text(found.curve)))
    assert np.array_equal(again["service"], found.curve["service"])
