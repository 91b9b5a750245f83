"""The Day by day page, run as Streamlit runs it, without a browser: its digits are the model's."""

import json
import re
from io import BytesIO
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow
import pytest
from streamlit.testing.v1 import AppTest

from core import Catalogue, Scenario, day_by_day, load_catalogue
from core.job import Job
from core.look import numbers
from pages.parts import cached, daily_charts, daily_rows, daily_words, player
from tests.pages import opening
from tests.pages.opening import html

VIEW = "pages/views/day_by_day.py"
FEW = {"futures": "20"}
POLICIES = ("jit", "jic", "hybrid")


def opened(own: Catalogue | None = None, **query) -> AppTest:
    return opening.opened(VIEW, own, **(FEW | query))


def title(app: AppTest) -> str:
    return re.sub("<[^>]*>", "", re.search(r"<h1[^>]*>(.*?)</h1>", html(app)).group(1)).replace("\u00a0", " ")


def charts(app: AppTest) -> list[pd.DataFrame]:
    return [
        pyarrow.ipc.open_stream(BytesIO(chart.proto.data.data)).read_pandas()
        for chart in app.main.get("vega_lite_chart")
    ]


def found(**changes):
    return day_by_day(load_catalogue("demo"), Scenario().but(futures=20), **changes)


@pytest.mark.parametrize("future", ["typical", "worst", "best"])
def test_the_charts_show_what_the_model_says(future):
    app, model = opened(item="A-101", future=future), found(item="A-101", future=future)
    stock, flow, on_order, waiting = charts(app)
    for name, frame in (("stock", stock), ("on_order", on_order), ("waiting", waiting)):
        days = frame[frame["kind"] == "day"]
        assert np.array_equal(days[["a", "b", "c"]].to_numpy(float).T, model.column(name)), name
    days = flow[flow["kind"] == "day"]
    for letter, name in (("i", "received"), ("s", "short")):
        for lane, (key, values) in enumerate(zip("abc", model.column(name), strict=True)):
            shown = days["a"] * ((days[letter + key] - lane) / daily_rows.LANE) ** 2
            assert np.allclose(shown.to_numpy(float), values, rtol=1e-6, atol=1e-9)
            assert (np.sign(days[letter + key] - lane).isin((0.0, -1.0 if letter == "i" else 1.0))).all()
    spans = stock[stock["kind"].isin(daily_words.EVENTS)]
    assert sorted(spans["d"]) == sorted(model.marks["day"])


def test_the_title_counts_the_days_short():
    app, model = opened(item="A-101", future="worst"), found(item="A-101", future="worst")
    counts = [int(np.count_nonzero(column)) for column in model.column("short")]
    assert "the worst future in twenty" in title(app)
    assert re.search(
        "short on {} days under Just-in-Time, {} under .*? and {} under Hybrid".format(*counts), title(app)
    )
    assert f"Future {model.future} (0 to 19)" in html(app)


def test_the_warehouse_is_the_usual_and_serves_what_explore_says():
    app, model = opened(future="number", number=7), found(future=7)
    for policy in POLICIES:
        assert numbers.percent(model.fill_rate[policy]) in title(app)
    assert "In future 7" in title(app)
    outcome = cached.now(load_catalogue("demo"), Scenario().but(futures=20)).outcome
    short = outcome.ledger.short(0)[:, 7] * load_catalogue("demo").column("unit_cost")
    assert model.column("short")[0].sum() == pytest.approx(short.sum(), rel=2e-4)


def test_choices_are_kept_over_a_change_of_page_and_go_into_the_link():
    app = opened(item="A-102", future="best", number=3)
    first = title(app)
    app.switch_page("pages/views/method.py").run()
    app.switch_page(VIEW).run()
    assert title(app) == first
    assert {name: app.session_state[name] for name in ("item", "future", "number")} == {
        "item": "A-102",
        "future": "best",
        "number": 3,
    }
    link = next(code.value for code in app.sidebar.get("code"))
    assert "item=A-102&future=best&number=3" in link


ODD = [
    {"item": "<b>"}, {"item": "x" * 300}, {"future": "nonsense"}, {"future": "number", "number": "-1"},
    {"future": "number", "number": "1e9"}, {"future": "number", "number": "nan"}, {"year": "7"}, {"year": "x"},
    {"future": "number", "number": "19.9"},
]  # fmt: skip


@pytest.mark.parametrize("query", ODD)
def test_odd_links_never_fail(query):
    app = opened(**query)
    assert title(app)
    assert len(charts(app)) == 4


@pytest.mark.parametrize("number", [4000, 20, 1_000_000_000])
def test_a_number_beyond_the_futures_is_the_last_one_in_the_box_too_and_it_is_said(number):
    app = opened(future="number", number=number)
    said = f"There is no future {number:,}: they go from 0 to 19, so the last one is shown."
    for _ in range(2):
        assert "In future 19" in title(app)
        assert app.main.number_input(key="number").value == 19
        assert said in html(app)
        app.run()
    app.main.number_input(key="number").set_value(5).run()
    app.run()
    assert "In future 5" in title(app)
    assert "There is no future" not in html(app)
    app.main.number_input(key="number").set_value(19).run()
    app.run()
    assert "There is no future" not in html(app)


def test_fewer_futures_than_the_number_in_the_box_are_said():
    app = opened(future="number", number=25, futures=40)
    assert "There is no future" not in html(app)
    app.sidebar.number_input(key="futures").set_value(20).run()
    assert not app.exception
    # Only the fragments ran: the box is drawn anew by the next full run.
    assert "In future 19" in title(app)
    assert "There is no future 25: they go from 0 to 19" in html(app)


@pytest.mark.parametrize(("days", "said"), [(365, ""), (200, ""), (730, "in 2 years"), (800, "in 800 days")])
def test_what_covers_more_than_the_year_drawn_says_so(days, said):
    app = opened(item="A-101", horizon_days=days)
    model = day_by_day(load_catalogue("demo"), Scenario().but(futures=20, horizon_days=days), "A-101")
    assert title(app).endswith(f"under Hybrid {said}." if said else "under Hybrid.")
    assert (f"This future in sums, {said}<" if said else "This future in sums<") in html(app)
    played = daily_rows.played(model, (0, min(days, 365)))
    assert played["since"] == ("so far this year" if said else "so far")


def test_a_typed_number_is_the_future_that_is_meant():
    app = opened(item="A-101")
    app.main.number_input(key="number").set_value(5).run()
    assert app.session_state["future"] == "number"
    app.run()
    assert "In future 5" in title(app)


def test_years_are_shown_one_at_a_time():
    scenario = Scenario().but(futures=20, horizon_days=800)
    model = day_by_day(load_catalogue("demo"), scenario, "A-101")
    for year, span in ((1, (0, 365)), (3, (730, 800))):
        app = opened(item="A-101", horizon_days=800, year=year)
        days = charts(app)[0].query("kind == 'day'")
        assert np.array_equal(days["b"].to_numpy(float), model.column("stock")[1][slice(*span)])


def test_a_price_simulates_nothing_and_physics_does(monkeypatch):
    runs, run = [], Job.run
    monkeypatch.setattr(Job, "run", lambda job, workers: runs.append(1) or run(job, workers))
    app = opened(item="A-103", seed=987)
    runs.clear()
    app.sidebar.slider(key="carrying_cost_level").set_value(1.5).run()
    assert not app.exception
    assert runs == []
    app.run()
    app.sidebar.slider(key="spike_size").set_value(3.0).run()
    assert runs


def test_declarations_stay_and_only_rows_move():
    specs = [
        [chart.proto.spec for chart in opened(**query).main.get("vega_lite_chart")]
        for query in ({"item": "A-101"}, {"item": "A-101", "future": "worst", "spike_size": "4"}, {"item": "A-102"})
    ]
    assert specs[0] == specs[1] == specs[2]
    for spec in specs[0]:
        assert {param["name"] for param in json.loads(spec)["params"]} == set(daily_charts.PARAMS)


def test_the_player_knows_the_parameters_and_the_days():
    script = Path(player.__file__).with_suffix(".js").read_text("utf-8")
    assert all(name in script for name in daily_charts.PARAMS)
    model = found(item="A-101", future="worst")
    played = daily_rows.played(model, (100, 120))
    assert played["first"] == 100
    assert played["dates"][0] == "11 Apr"
    assert played["policies"][0]["short"][-1] == np.count_nonzero(model.column("short")[0, 100:120])
    assert json.dumps(played)


def test_rows_of_a_chart_stay_few():
    for model in (found(item="A-101"), found()):
        frames = [daily_rows.level(model, name, (0, 365)) for name in ("stock", "on_order", "waiting")]
        assert max(len(frame) for frame in [*frames, daily_rows.flow(model, (0, 365))]) < 500


def test_odd_catalogues_are_shown():
    few = {
        "item": ["=1+1", "<script>"],
        "name": ["$x$", "**b**"],
        "unit_cost": [1.0, 2.0],
        "demand_per_day": [0.0, 3.0],
    }
    own = Catalogue.of(pd.DataFrame(few))
    for item in (None, "=1+1", "<script>"):
        app = opened(own, **({"item": item} if item else {}))
        assert not re.search(r"\bnan\b|\binf\b|None", re.sub(r"<style>.*?</style>", "", html(app), flags=re.S), re.I)
        assert "<script>" not in "".join(element.proto.body for element in app.main.get("html"))


def test_a_table_of_sums_follows():
    app, model = opened(item="A-101"), found(item="A-101")
    for name in ("demand", "short", "received"):
        for total in model.column(name).sum(axis=1):
            assert f">{numbers.amount(float(total))}<" in html(app)
    assert "Download all days (CSV)" in [button.proto.label for button in app.main.get("download_button")]
