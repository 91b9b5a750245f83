"""The break-even page, run as Streamlit runs it, without a browser: the model's digits, and no word more."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from core import Catalogue, Scenario, break_even, compare, load_catalogue, settings, winner_map
from core.break_even import Asked, Crossing, Figures, Stay, stay
from core.break_even.verdicts import verdict
from core.look import numbers
from core.policies import POLICIES
from pages.parts import break_even_charts as charts
from pages.parts import break_even_rows as rows
from pages.parts import break_even_words as words
from pages.parts import cached, trying
from pages.parts.break_even import bench
from pages.parts.break_even_choices import Chosen
from pages.parts.naming import owned
from tests.pages import opening

VIEW = "pages/views/break_even.py"
DEMO = load_catalogue("demo")
SMALL = DEMO.only(DEMO.column("item")[:4])
FEW = Scenario().but(futures=20)
X, Y = "lead_time_variability", "carrying_cost_level"


SOME = ("carrying_cost_level", "jit_delivery_cost_level", "hybrid_critical", "lead_time_level", "jit_buffer")


@pytest.fixture(autouse=True)
def few_settings(monkeypatch):
    """Single break-evens of some settings: all fifty would take their time in each test."""
    monkeypatch.setattr("pages.parts.break_even.NAMES", SOME)


def opened(own: Catalogue | None = SMALL, **query) -> AppTest:
    return opening.opened(VIEW, own, **({"futures": "20"} | query))


def html(app: AppTest) -> str:
    return opening.html(app).replace("\u00a0", " ").replace('<span class="whole">', "").replace("</span>", "")


def title(app: AppTest) -> str:
    return html(app).split('<h1 class="answer">')[1].split("</h1>")[0]


def expected(asked: Asked, scenario: Scenario = FEW, x: str = X, y: str = Y) -> str:
    figures = Figures(SMALL, scenario, asked)
    point = figures.at()
    today = words.Today(tuple(point.means.tolist()), *verdict(point, asked.side))
    stays = [(stay(figures, name, 21), settings()[name], owned(settings()[name])) for name in (x, y)]
    return words.headline(today, asked, SMALL.currency, stays, scenario).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ({"by": "set", "cost": "total_cost"}, Asked("total_cost")),
        ({"by": "set"}, Asked("inventory_cost")),
        ({"target": "90"}, Asked("inventory_cost", 0.9)),
    ],
)
def test_the_answer_is_the_models(query, asked):
    app = opened(**query)
    assert title(app) == expected(asked)
    outcome = compare(SMALL, FEW)
    if asked.target is None:
        best = outcome.summary[asked.measure].min()
        assert numbers.money(best, SMALL.currency) in title(app)


def test_the_table_is_the_models():
    app = opened(by="set", pair="jit-jic")
    said = html(app)
    for name in SOME:
        row = break_even(SMALL, FEW, name, "jit", "jic", "inventory_cost")
        value, interval, better = words.change(row, settings()[name], FEW)
        cells = (owned(settings()[name]), words.value(settings()[name], row.now, FEW), value, interval, better)
        line = "".join(f"<td{' class=says' if not k else ''}>{cell}</td>" for k, cell in enumerate(cells))
        assert line.replace("\u00a0", " ") in said.replace('class="says"', "class=says"), name
    assert "so far" not in said


def test_choices_come_with_a_link_and_are_kept_over_a_change_of_page():
    app = opened(map_x="goodwill", map_y="order_cost_level", by="set", cost="total_cost", pair="jic-jit")
    assert "goodwill lost with a lost sale" in title(app)
    app.switch_page("pages/views/method.py").run()
    app.switch_page(VIEW).run()
    assert app.selectbox(key="map_x").value == "goodwill"
    assert app.selectbox(key="map_y").value == "order_cost_level"
    assert app.selectbox(key="pair").value == "jic-jit"
    assert "goodwill lost with a lost sale" in title(app)


@pytest.mark.parametrize(
    "query",
    [
        {"map_x": "<b>"},
        {"map_x": "hybrid_critical", "map_y": "seed"},
        {"map_x": "jit_buffer"},
        # Economic today: no number, so no place on an axis.
        {"map_x": "jic_review_days"},
        {"by": "x", "cost": "y"},
        {"pair": "jit-jit", "target": "nan"},
    ],
)
def test_odd_choices_never_fail(query):
    app = opened(**({"by": "set"} | query))
    assert app.selectbox(key="map_x").value == X
    assert app.selectbox(key="map_y").value == Y


def test_twice_the_same_setting_is_put_right():
    app = opened(map_x=Y, map_y=Y, by="set")
    assert (app.selectbox(key="map_x").value, app.selectbox(key="map_y").value) == (Y, X)
    assert Y not in app.selectbox(key="map_y").options


def test_an_own_catalogue_of_one_item_works():
    one = Catalogue.of(pd.DataFrame({"item": ["<b>x</b>"], "unit_cost": [1.0], "demand_per_day": [5.0]}))
    app = opened(one, by="set")
    assert " and Hybrid have the least" in title(app)
    assert not app.exception


def test_without_demand_nothing_fails():
    none = Catalogue.of(pd.DataFrame({"item": ["a"], "unit_cost": [1.0], "demand_per_day": [0.0]}))
    assert not opened(none).exception
    assert not opened(none, by="set").exception


def test_a_target_out_of_reach_is_said():
    app = opened(target="99.9", lead_time_variability="4")
    figures = Figures(SMALL, FEW.but(lead_time_variability=4), Asked("inventory_cost", 0.999)).at().means
    assert np.isnan(figures).all()
    assert title(app) == "No policy reaches 99.9 % fill rate today with any buffer on its curve."


def test_what_is_known_is_not_looked_for_again(monkeypatch):
    app = opened(by="set", cost="total_cost")
    monkeypatch.setattr("core.job.Job.run", None)
    before = title(app)
    app.run()
    assert not app.exception
    assert title(app) == before


@pytest.fixture(scope="module")
def found():
    return winner_map(SMALL, FEW, X, Y, "inventory_cost", 0.9, 9)


def test_the_rows_of_the_map_are_the_models(found):
    both = settings()[X], settings()[Y]
    frame = rows.rows(found, both, FEW, "EUR")
    cells = frame[frame["kind"].isin(["cell", "none"])]
    assert len(cells) == found.best.size
    assert cells["name"].tolist() == [rows.name_of(best) for best in found.best.ravel().tolist()]
    assert cells["sure"].tolist() == found.sure.ravel().tolist()
    # The carrying-cost rate is shown as the yearly rate that it comes to; cells fill the axis from end to end.
    assert cells["y2"].max() == pytest.approx(4 * 0.22)
    assert (cells["x"].min(), cells["x2"].max()) == (0, 4)
    assert (frame["kind"] == "line").sum() == len(found.borders)
    today = frame[frame["kind"] == "today"].iloc[0]
    assert (today["x"], today["y"]) == (1.0, pytest.approx(0.22))
    assert today["jic"] == rows.money(found.today[POLICIES.index("jic")], "EUR")
    named = set(frame[frame["kind"] == "label"]["name"])
    for k, name in enumerate(POLICIES):
        if (found.best == k).sum() > 0.2 * found.best.size:
            assert rows.name_of(k) in named, name


def test_declarations_are_made_once_and_hold_no_data():
    across, up = (rows.scale(settings()[name], name, FEW) for name in (X, Y))
    assert charts.winners(across, up) is charts.winners(across, up)
    assert '"data"' not in json.dumps(charts.winners(across, up))
    assert up.title.endswith("(% of stock value a year)")
    assert rows.scale(settings()["trend"], "Trend", FEW).title == "Trend (% per year)"
    assert rows.scale(settings()[Y], "Rate", FEW.but(**dict.fromkeys(_RATES, 0.0))).factor == 1.0


_RATES = ("capital_rate", "storage_rate", "insurance_rate", "obsolescence_rate")
TODAY = words.Today((100.0, 200.0, 300.0), 0, 0.9, True)
STAY = Stay(X, "jit", 1.0, 0.0, 4.0)
ASKED = Asked("inventory_cost")


def said(one: Stay, today: words.Today = TODAY, asked: Asked = ASKED) -> str:
    stays = [(one, settings()[one.setting], owned(settings()[one.setting]))]
    return words.headline(today, asked, "EUR", stays, FEW).replace("\u00a0", " ")


def test_the_headline_says_only_what_was_computed():
    start = "Just-in-Time has the least inventory cost today, 100 EUR a year"
    whole = "It stays cheapest over the whole range of lead-time variability, × 0 to × 4 (today × 1)."
    assert said(STAY) == f"{start}. {whole}"
    until = said(replace(STAY, above=1.639))
    assert until == f"{start}. It stays cheapest until lead-time variability exceeds × 1.64 (today × 1)."
    assert "between × 0.5 and × 1.6 (today" in said(replace(STAY, below=0.5, above=1.6))
    assert "while lead-time variability is above × 0.5" in said(replace(STAY, below=0.5))
    assert said(STAY, replace(TODAY, clear=False)).startswith(f"{start}, though not surely.")
    assert said(STAY, replace(TODAY, figures=(100.0, 200.0, 100.0))).startswith("Just-in-Time and Hybrid have")
    assert said(STAY, TODAY, Asked("total_cost", 0.95)).startswith(
        "At 95.0 % fill rate, Just-in-Time has the least tot"
    )
    rate = replace(STAY, setting=Y, above=2.0)
    assert "until the carrying-cost rate exceeds 44 % (today 22 %)" in said(rate)
    assert words.headline(TODAY, ASKED, "EUR", [], FEW) == f"{start}."


def test_a_row_says_never_or_where_and_how_sure():
    row = break_even(SMALL, FEW, "salvage_share", "hybrid", "jic", "inventory_cost")
    share = settings()["salvage_share"]
    never = replace(row, value=None, lo=None, hi=None, clear=True)
    assert words.change(never, share, FEW)[0] == "never within its range"
    assert words.change(never, share, FEW)[2] == f"{words.POLICY[row.winner]} over 0 % to 100 %"
    assert words.change(replace(never, clear=False), share, FEW)[2].endswith(", not surely today")
    known = replace(row, value=0.3, lo=0.25, hi=1.0, hi_open=True, below="jic", above="hybrid", low=0.0, high=1.0)
    assert words.change(known, share, FEW) == ("30 %", "25 % to 100 % or more", "Just-in-Case below, Hybrid above")
    place = Crossing(0.3, 0.25, 0.4, False, False, True)
    twice = replace(known, all=(place, replace(place, value=0.7, rising=False)))
    assert words.change(twice, share, FEW)[0] == "30 % (and at 70 %)"
    assert words.change(twice, share, FEW)[2] == "Just-in-Case just below, Hybrid just above"
    assert words.change(replace(row, idle=True), share, FEW)[0] == "no effect as it is set"
    narrow = replace(never, refused="too long", low=0.0, high=0.5)
    assert words.change(narrow, share, FEW)[2].endswith("over 0 % to 50 %")


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("jit_review_days", 1, "1 day"),
        ("outage_days", 21.44, "21.4 days"),
        ("warehouse_places", 1234.0, "1,234 pallets"),
        ("trend", -0.5, "−50 %"),
        ("lead_time_level", 0.5049, "× 0.5"),
        ("hybrid_critical", True, "on"),
        ("buffer_basis", "need", "need"),
        ("carrying_cost_level", 1.5, "33 %"),
        ("line_down_cost", 0.0, "0"),
        ("jic_review_days", 0, "economic"),
        ("jic_review_days", 7, "7 days"),
    ],
)
def test_values_in_words(name, value, text):
    assert words.value(settings()[name], value, FEW).replace("\u00a0", " ") == text


def test_pages_share_what_they_simulated_around_a_scenario(monkeypatch):
    # The tornado simulated the policies at these values; a break-even page only looks them up.
    around = trying.trials(SMALL, FEW)
    tried = around.at(lead_time_variability=1.5)
    app = opened(by="set", cost="total_cost")
    assert trying.trials(SMALL, FEW) is around
    one = bench(Chosen(SMALL, FEW, X, Y, Asked("total_cost")))[1]
    assert one.trials is around
    monkeypatch.setattr("core.trials.simulate", None)
    np.testing.assert_array_equal(one.at(lead_time_variability=1.5).series[0], tried.series("jit", "total_cost"))
    assert not app.exception


def test_at_a_target_todays_simulation_is_read_off_the_sweep(monkeypatch):
    scenario = FEW.but(seed=5)
    cached.swept(SMALL, scenario)
    monkeypatch.setattr("core.simulation.simulate", None)
    monkeypatch.setattr("core.trials.simulate", None)
    figures = bench(Chosen(SMALL, scenario, X, Y, Asked("total_cost", 0.9)))[1]
    monkeypatch.undo()
    table = compare(SMALL, scenario).summary
    assert figures.trials.at().series("jic", "total_cost").mean() == table["total_cost"].loc["jic"]
