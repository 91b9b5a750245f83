"""The page of switching, as Streamlit runs it, without a browser: its digits are the model's, its words say no more."""

import json

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from core import Catalogue, Scenario, load_catalogue, switching
from core.look import numbers
from core.switching import by_rule
from core.switching.pricing import FLOWS
from pages.parts import switching_charts, switching_rows
from pages.parts import switching_words as words
from tests.pages import opening

VIEW = "pages/views/switching.py"
FEW = {"futures": "20"}
SCENARIO = Scenario().but(futures=20)
NAMES = ("Just-in-Case", "Just-in-Time")
HOSTILE = ("<b>x</b><script>", "$a^2$", "**bold** _it_", "=1+1", "مرحبا", "🛒 [l](http://x)")


def opened(own: Catalogue | None = None, **query) -> AppTest:
    return opening.opened(VIEW, own, **(FEW | query))


def html(app: AppTest) -> str:
    return opening.html(app).replace("\u00a0", " ").replace('<span class="whole">', "").replace("</span>", "")


def title(app: AppTest) -> str:
    return html(app).split('<h1 class="answer">')[1].split("</h1>")[0]


@pytest.fixture(scope="module")
def demo():
    return load_catalogue("demo")


@pytest.fixture(scope="module")
def found(demo):
    once = {"one_off_training": 20_000, "one_off_suppliers": 0, "one_off_other": 5000}
    return switching(demo, SCENARIO, "jic", "jit", once)


def test_the_answer_and_the_tables_are_the_models(found):
    app = opened(switch_from="jic", switch_to="jit", one_off_training="20000", one_off_other="5000")
    assert title(app) == words.headline(NAMES, 60, found.summary, 12, "EUR")
    said = html(app)
    for name in ("total_cost", "rush_cost", "capital_cost"):
        assert f">{numbers.change(found.summary.at[name, 'value'], 'money', 'EUR')}<" in said, name
    assert f">{numbers.change(found.monthly['closing'].iloc[-1], 'money', '')}<" in said
    assert f">{found.items.at[0, 'item']}<" in said
    assert "25.0 k EUR" in said


def test_choices_come_with_a_link_and_are_kept_over_a_change_of_page():
    app = opened(switch_from="jit", switch_to="hybrid", months="24", discount="12.5", one_off_suppliers="7000")
    app.switch_page("pages/views/method.py").run()
    app.switch_page(VIEW).run()
    assert (app.selectbox(key="switch_from").value, app.selectbox(key="switch_to").value) == ("jit", "hybrid")
    assert app.number_input(key="discount").value == 12.5
    assert app.number_input(key="one_off_suppliers").value == 7000
    assert "from Just-in-Time to Hybrid" in title(app)
    assert "over 24 months" in title(app)
    assert "discounted at 12.5 % a year" in html(app)


@pytest.mark.parametrize(
    "query",
    [
        {"switch_from": "<b>"},
        {"switch_to": "own"},
        {"months": "13"},
        {"months": "1e9"},
        {"months": "nan"},
        {"discount": "-5"},
        {"discount": "inf"},
        {"one_off_other": "-1"},
        {"one_off_training": "1e300"},
        {"one_off_suppliers": "$x$"},
    ],
)
def test_odd_choices_are_the_usual_ones(query):
    assert title(opened(**query)) == title(opened())


def test_usually_all_is_held_just_in_case_and_goes_over_to_the_hybrid(demo):
    usual = switching(demo, SCENARIO, "jic", "hybrid")
    app = opened()
    assert title(app) == words.headline(("Just-in-Case", "Hybrid"), len(usual.items), usual.summary, 12, "EUR")
    assert "discounted at 8.0 % a year" in html(app)
    assert "discounted at 15.0 % a year" in html(opened(capital_rate="0.15"))


def test_prices_and_one_off_costs_simulate_nothing(monkeypatch):
    app = opened(switch_from="jic", switch_to="jit")
    before = title(app)
    monkeypatch.setattr("core.job.Job.run", None)
    app.slider(key="rush_premium").set_value(2.0).run()
    assert not app.exception
    dearer = title(app)
    assert dearer != before
    app.number_input(key="one_off_training").set_value(90_000.0).run()
    assert not app.exception
    assert title(app) != dearer


def test_a_policy_to_itself_says_so():
    assert title(opened(switch_from="jit", switch_to="jit")) == (
        "Switching from Just-in-Time to Just-in-Time changes nothing: both hold every item alike."
    )
    said = title(opened(switch_from="jit", switch_to="jit", one_off_other="500"))
    assert "changes nothing but 500 EUR of one-off costs" in said


def test_what_a_catalogue_says_of_every_item_is_todays(demo):
    own = demo.but({item: {"policy": "jic"} for item in demo.column("item")})
    app = opened(own)
    assert "from As the catalogue says to Hybrid's rule alone" in title(app)
    there = switching(own, SCENARIO, "hybrid", by_rule(own, SCENARIO))
    assert numbers.money(there.summary.at["stock_freed", "value"], "EUR") in title(app)
    plain = Catalogue.of(pd.DataFrame({"item": ["a"], "unit_cost": [1.0], "demand_per_day": [5.0]}))
    assert app.selectbox(key="switch_to").options != opened(plain).selectbox(key="switch_to").options


@pytest.mark.parametrize("demand", [0.0, 5.0])
def test_one_item_is_enough(demand):
    app = opened(
        Catalogue.of(pd.DataFrame({"item": ["a"], "unit_cost": [1.0], "demand_per_day": [demand]})), switch_to="jit"
    )
    assert title(app).startswith("Switching from Just-in-Case to Just-in-Time")
    assert "nan" not in html(app)


def test_a_strangers_names_are_text_and_nothing_more():
    frame = {"item": list(HOSTILE), "name": list(HOSTILE[::-1]), "unit_cost": 1.0, "demand_per_day": 5.0}
    app = opened(Catalogue.of(pd.DataFrame(frame)), switch_to="jit")
    bodies = " ".join(element.proto.body for element in app.main.get("html"))
    assert "<script>" not in bodies
    assert HOSTILE[0].replace("<", "&lt;").replace(">", "&gt;") in bodies


def test_a_long_simulation_tells_its_progress(monkeypatch):
    monkeypatch.setattr("pages.parts.switching.QUICK", 0)
    monkeypatch.setattr("pages.parts.switching.APART", 0.0)
    app = opened(seed="77")
    assert "Just-in-Case to Hybrid" in title(app)
    assert title(app) == title(opened(seed="77"))


def test_rows_of_the_charts_are_the_models_and_few(found):
    cash = switching_rows.cash(found, "jit", "EUR")
    line = cash[cash["kind"] == "line"]
    assert line["y"].tolist() == [-25_000.0, *found.monthly["closing"]]
    assert line["low"].tolist()[1:] == found.monthly["closing_lo"].tolist()
    free = cash[cash["kind"] == "plain"]
    np.testing.assert_allclose(free["y"], line["y"] + 25_000)
    frame = cash[cash["kind"] == "frame"]["y"]
    assert frame.min() <= line["low"].min()
    assert frame.max() >= line["high"].max()
    stock = switching_rows.stock(found, ("jic", "jit"), NAMES, "EUR")
    way = stock[stock["kind"] == "line"]
    assert way["y"].tolist() == found.days["during"].iloc[::4].tolist()
    assert len(stock) < 400
    assert set(stock[stock["kind"] == "label"]["text"]) == set(NAMES)


def test_the_table_of_months_groups_every_flow_once(found):
    grouped = [name for names in switching_rows.GROUPS.values() for name in names]
    assert sorted(grouped) == sorted(FLOWS)
    assert words.COMPONENTS.keys() == switching_rows.GROUPS.keys()
    assert len(switching_rows.monthly(found)) == 12


def test_declarations_are_made_once_and_hold_no_data():
    for make in (lambda: switching_charts.cash("EUR", 12), lambda: switching_charts.stock("", 36)):
        assert make() is make()
        assert '"data"' not in json.dumps(make())


def figures(**values) -> pd.DataFrame:
    usual = {
        "stock_freed": (412e3, 395e3, 430e3),
        "done_days": (84, 80, 90),
        "not_done": (0, 0, 0),
        "total_cost": (61e3, 50e3, 70e3),
        "payback_months": (np.inf,) * 3,
        "used_up_months": (np.inf,) * 3,
        "pays": (0.34, 0.2, 0.4),
        "one_off": (0, 0, 0),
    }
    return pd.DataFrame(usual | values, index=["value", "lo", "hi"]).T


def test_the_headline_says_only_what_was_computed():
    said = words.headline(NAMES, 60, figures(used_up_months=(9.5, 9, 10)), 12, "EUR")
    assert said == (
        "Switching from Just-in-Case to Just-in-Time frees 412 k EUR (395 k to 430 k) of working capital in stock "
        "within 84.0 days and costs 61.0 k EUR more a year: the cash gained at first is used up after 9.5 months; over "
        "12 months it pays in 34 % of futures."
    )
    tied = figures(stock_freed=(-5e3, -6e3, -4e3), total_cost=(-9.0, -10, -8), payback_months=(7.25, 7, 8))
    said = words.headline(NAMES, 60, tied, 24, "")
    assert "ties up 5.00 k (4.00 k to 6.00 k) of" in said
    assert "saves 9.00 a year: it pays back after 7.2 months" in said
    assert "doesn't pay back within 12 months" in words.headline(NAMES, 1, figures(), 12, "")
    assert "never runs short of cash" in words.headline(NAMES, 1, figures(payback_months=(0, 0, 0)), 12, "")
    unsure = figures(stock_freed=(1, -2, 3), total_cost=(1, -2, 3), not_done=(0.8,) * 3)
    said = words.headline(NAMES, 1, unsure, 12, "EUR")
    assert "hardly moves the working capital in stock (−3.00 to +2.00 EUR)" in said
    assert "neither surely more nor less a year (−2.00 to +3.00 EUR)" in said
    slow = words.headline(NAMES, 1, figures(not_done=(0.8,) * 3), 12, "EUR")
    assert "which takes longer than 12 months" in slow


def test_what_moves_nothing_is_said_to_move_nothing():
    said = words.headline(NAMES, 1, figures(stock_freed=(0.0,) * 3, total_cost=(0.0,) * 3), 12, "EUR")
    assert "moves no working capital in stock and costs neither more nor less a year: " in said


def test_cash_and_present_value_that_disagree_are_told_apart():
    said = words.headline(NAMES, 1, figures(pays=(1, 1, 1)), 12, "EUR")
    assert said.endswith(
        "it doesn't pay back within 12 months; yet over 12 months, discounted and with the stock left at cost, it pays "
        "in all futures."
    )
    agree = words.headline(NAMES, 1, figures(pays=(1, 1, 1), payback_months=(7, 6, 8)), 12, "EUR")
    assert agree.endswith("it pays back after 7.0 months; over 12 months it pays in all futures.")


def test_every_time_of_the_headline_stands_in_the_table(found):
    rows = {name: (said, span) for name, said, span in switching_rows.takes(found, "EUR")}
    headline = words.headline(NAMES, 60, found.summary, 12, "EUR")
    assert f"within {rows['Days until it is done'][0]} " in headline
    used, span = rows["Cash gained at first is used up"]
    assert f"the cash gained at first is used up after {used};" in headline
    low, high = (float(found.summary.at["used_up_months", end]) for end in ("lo", "hi"))
    assert span == f"{low:.1f} to {high:.1f}"


def test_payback_in_words():
    assert words.payback(figures(payback_months=(7.25, 7, 8.04)), 12) == ("7.2 months", "7.0 to 8.0")
    assert words.payback(figures(payback_months=(11.5, 10, np.inf)), 12) == ("11.5 months", "10.0 to > 12")
    assert words.payback(figures(payback_months=(0, 0, 0)), 12) == ("at once", "")
    assert words.payback(figures(), 12) == ("> 12 months", "")
