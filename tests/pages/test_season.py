"""The season page, run as Streamlit runs it, without a browser: its digits are the model's, its words say no more."""

import json

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from core import Catalogue, Scenario, load_catalogue, season_calendar, season_plan, simulate
from core.look import numbers
from core.season import seasonal_items
from pages.parts import season_charts, season_rows
from pages.parts import season_words as words
from tests.pages import opening

VIEW = "pages/views/season.py"
FEW = {"futures": "20"}
SCENARIO = Scenario().but(futures=20)
HOSTILE = ("<b>x</b><script>", "$a^2$", "**bold** _it_", "=1+1", "مرحبا", "🛒 [l](http://x)", "`code`", ":red[x]")


def opened(own: Catalogue | None = None, **query) -> AppTest:
    return opening.opened(VIEW, own, **(FEW | query))


def html(app: AppTest) -> str:
    return opening.html(app).replace("\u00a0", " ").replace('<span class="whole">', "").replace("</span>", "")


def title(app: AppTest) -> str:
    return html(app).split('<h1 class="answer">')[1].split("</h1>")[0]


def flat() -> Catalogue:
    return Catalogue.of(pd.DataFrame({"item": ["a", "b"], "unit_cost": [1.0, 2.0], "demand_per_day": [5.0, 6.0]}))


@pytest.fixture(scope="module")
def demo():
    return load_catalogue("demo")


@pytest.fixture(scope="module")
def plan(demo):
    return season_plan(demo, SCENARIO, "H-803")


@pytest.mark.parametrize("policy", ["jit", "jic"])
def test_the_answer_and_the_table_are_the_models(plan, policy):
    app = opened(season_item="H-803", season_policy=policy)
    best = plan.best.loc[policy]
    assert title(app) == words.headline("Artificial tree 180 cm", policy, best, 0.95, "EUR")
    said = html(app)
    row = plan.weeks.set_index(["policy", "weeks_before"]).loc[(policy, best["weeks_before"])]
    for name in ("peak_units", "peak_value", "peak_pallets", "overflow_pallet_days", "left_units", "cost"):
        assert f">{numbers.amount(row[name])}<" in said, name
    assert numbers.percent(plan.planned.set_index("policy").at[policy, "service"]) in said


def test_the_usual_item_is_that_of_the_strongest_season(demo):
    app = opened()
    assert app.selectbox(key="season_item").value == seasonal_items(demo, SCENARIO.demand)[0]
    assert app.selectbox(key="season_item").options[0].startswith("H-803")
    assert "no season" in app.selectbox(key="season_item").options[-1]


def test_choices_come_with_a_link_and_are_kept_over_a_change_of_page():
    app = opened(season_item="H-807", season_policy="jit", target="90")
    assert "Pedestal fan 40 cm, Just-in-Time" in title(app)
    app.switch_page("pages/views/method.py").run()
    app.switch_page(VIEW).run()
    assert app.selectbox(key="season_item").value == "H-807"
    assert app.number_input(key="target").value == 90.0
    assert "Pedestal fan 40 cm, Just-in-Time" in title(app)


@pytest.mark.parametrize("query", [{"season_item": "<b>"}, {"season_policy": "hybrid"}, {"target": "x"}])
def test_odd_choices_never_fail(query):
    assert "Artificial tree" in title(opened(**query))


def test_a_target_moves_the_best_start_and_nothing_is_simulated(plan, monkeypatch):
    app = opened(season_item="H-803", season_policy="jic")
    monkeypatch.setattr("core.job.Job.run", None)
    app.number_input(key="target").set_value(80.0).run()
    assert not app.exception
    again = plan.to(0.8)
    assert title(app) == words.headline("Artificial tree 180 cm", "jic", again.best.loc["jic"], 0.8, "EUR")
    assert again.best.at["jic", "weeks_before"] <= plan.best.at["jic", "weeks_before"]


def test_an_item_without_a_season_says_so():
    app = opened(season_item="A-101")
    assert title(app) == "Shipping box, small has no season: its index is the same in every month."
    assert "What each start gives" not in html(app)
    assert "The warehouse week by week" in html(app)


def test_a_data_set_without_any_season_says_so():
    assert title(opened(flat())) == "No item of catalogue has a season: the index is the same in every month."


def test_without_seasonality_no_item_has_a_season():
    assert title(opened(seasonality="0")) == "No item has a season while Seasonality is 0."


def test_a_season_without_demand_is_said(demo):
    app = opened(demo.but({"H-803": {"demand_per_day": 0}}), season_item="H-803")
    assert title(app) == "Artificial tree 180 cm has a season, but no demand."


def test_a_strangers_names_are_text_and_nothing_more():
    months = {f"season_{m:02d}": [2.0 if m > 6 else 0.0] * len(HOSTILE) for m in range(1, 13)}
    frame = {"item": list(HOSTILE), "name": list(HOSTILE[::-1]), "unit_cost": 1.0, "demand_per_day": 5.0}
    app = opened(Catalogue.of(pd.DataFrame(frame | months)), season_item=HOSTILE[-1])
    bodies = " ".join(element.proto.body for element in app.main.get("html"))
    assert "<script>" not in bodies
    assert HOSTILE[0].replace("<", "&lt;").replace(">", "&gt;") in bodies


def test_the_calendar_is_the_one_of_explores_simulation(demo):
    app = opened()
    weeks = season_calendar(simulate(demo, SCENARIO), 120.0)
    shown = app.dataframe[0].value
    assert len(shown) == 53
    rows = weeks[weeks["policy"] == "hybrid"]
    assert shown["Hybrid: pallets"].tolist() == rows["pallets"].round(1).tolist()
    assert shown["Hybrid: outside"].tolist() == rows["outside"].round(1).tolist()
    assert words.space(weeks, "hybrid") in html(app)


def test_the_rows_of_the_charts_are_the_models_and_few(demo, plan):
    for figure in ("service", "cost"):
        rows = season_rows.starts(plan, "jic", figure, "EUR")
        line = rows[(rows["kind"] == "line") & (rows["name"] == "Just-in-Case")]
        expected = plan.weeks[plan.weeks["policy"] == "jic"]
        assert line["y"].tolist() == expected[figure].tolist()
        assert line["low"].tolist() == expected[figure + "_lo"].tolist()
        best = rows[rows["kind"] == "best"]
        assert best["x"].tolist() == [-plan.best.at["jic", "weeks_before"]]
        assert best["y"].tolist() == [plan.best.at["jic", figure]]
        assert rows[rows["kind"] == "late"]["x"].tolist() == [2 - plan.best.at["jic", "weeks_before"]]
        frame = rows[rows["kind"] == "frame"]["y"]
        assert frame.min() <= line["low"].min()
        assert frame.max() >= line["high"].max()
    calendar = season_rows.calendar(season_calendar(simulate(demo, SCENARIO), 120.0))
    assert len(calendar) < 300
    line = calendar[calendar["kind"] == "line"]
    assert (line["high"] == np.maximum(line["y"], 120.0)).all()


def test_places_far_above_what_stands_there_dont_flatten_the_calendar(demo):
    rows = season_rows.calendar(season_calendar(simulate(demo, SCENARIO), 1e6))
    assert rows[rows["kind"] == "frame"]["y"].max() < 5000
    assert not (rows["kind"] == "level").any()


def test_declarations_are_made_once_and_hold_no_data():
    for make in (lambda: season_charts.starts("service", "EUR"), season_charts.index, season_charts.calendar):
        assert make() is make()
        assert '"data"' not in json.dumps(make())


def row(**values) -> dict:
    usual = {"weeks_before": 9, "date": "2026-10-03", "service": 0.962, "reached": True, "late_service": 0.91}
    usual |= {"late_two_weeks": 1200.0, "late_two_weeks_lo": 300.0, "late_two_weeks_hi": 2000.0}
    usual |= {"cheapest_weeks": 9, "saved": 0.0, "saved_lo": 0.0, "saved_hi": 0.0, "matters": True, "tried_first": 26}
    return usual | {"service_least": 0.9, "service_most": 0.97, "cost_least": 5e3, "cost_most": 9e3} | values


def test_the_headline_says_only_what_was_computed():
    said = words.headline("Tree", "jic", row(), 0.95, "EUR")
    start = "Tree, Just-in-Case: start 9 weeks before the season (3 October), and 96.2 % of the season is served from"
    assert said == f"{start} the shelf; two weeks later it is 91.0 % and costs 1.20 k EUR more."
    less = words.headline("Tree", "jic", row(late_two_weeks=-5.0, late_two_weeks_lo=-9, late_two_weeks_hi=-1), 0.95, "")
    assert less.endswith("costs 5.00 less.")
    unsure = words.headline("Tree", "jic", row(late_two_weeks_lo=-9.0), 0.95, "EUR")
    assert unsure.endswith("two weeks later it is 91.0 % and isn't surely dearer.")
    none = words.headline("Tree", "jit", row(reached=False), 0.99, "EUR")
    assert none.startswith("Tree, Just-in-Time: no start reaches 99.0 % of the season. The cheapest of the best begins")


def test_a_start_that_another_beats_on_the_quoted_futures_is_not_called_cheapest():
    beaten = row(cheapest_weeks=7, saved=40.0, saved_lo=10.0, saved_hi=70.0)
    said = words.headline("Tree", "jic", beaten, 0.95, "EUR")
    assert said.endswith("On these futures a start 7 weeks before the season costs 40.0 EUR less.")
    unsure = words.headline("Tree", "jic", beaten | {"saved_lo": -1.0}, 0.95, "EUR")
    assert unsure.endswith("costs 40.0 EUR less, though not surely.")
    none = words.headline("Tree", "jic", beaten | {"reached": False}, 0.99, "EUR")
    assert "cheapest" not in none
    assert "costs 40.0 EUR less" in none
    short = words.headline("Tree", "jic", beaten | {"service": 0.949, "saved": -3.0}, 0.95, "EUR")
    assert "it falls short of 95.0 %; the cheapest that doesn't is 7 weeks before" in short


def test_a_start_that_hardly_matters_is_said_and_no_week_named_as_best():
    alike = row(matters=False, weeks_before=25, service_least=0.9612, service_most=0.9619)
    said = words.headline("Bun", "jic", alike, 0.95, "EUR")
    assert said == (
        "Bun, Just-in-Case: the start hardly matters for service. Any start from 26 weeks before the season to its "
        "first day serves 96.1 % to 96.2 % of it and costs 5.00 k EUR to 9.00 k EUR."
    )
    none = words.headline("Bun", "jit", alike | {"reached": False, "service_most": 0.9612}, 0.99, "EUR")
    assert "no start reaches 99.0 % of the season, and the start hardly matters" in none
    assert "serves 96.1 % of it" in none
    alone = words.headline("Bun", "jit", alike | {"tried_first": 0}, 0.95, "EUR")
    assert "A start on the season's first day serves" in alone


@pytest.mark.parametrize(
    ("weeks", "said"),
    [
        (9, "9 weeks before the season"),
        (1, "1 week before the season"),
        (0, "on the season's first day"),
        (-1, "1 week into the season"),
        (-4, "4 weeks into the season"),
    ],
)
def test_a_start_in_words(weeks, said):
    assert words.lead(weeks) == said


def test_space_that_nobody_needs_is_said(demo):
    weeks = season_calendar(simulate(demo, SCENARIO), 1e5)
    assert words.space(weeks, "hybrid") == "Hybrid needs no outside space in any future: the 100,000 own places do."


def test_the_band_is_told_where_there_is_one():
    assert "no band" in words.band(0)
    assert "730 days" in words.band(730)
    months = season_plan(load_catalogue("demo").but({"H-803": {"demand_days": 730}}), SCENARIO, "H-803", outside=False)
    told = season_rows.index(months.months).query("kind == 'month'")["told"]
    assert told.str.contains(r"\(\d+\.\d\d to \d+\.\d\d\)").all()
