"""The portfolio page, run as Streamlit runs it, without a browser: digits are the model's, and follow an edit."""

import re

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from core import Catalogue, Scenario, compare, load_catalogue, optimise
from core.job import Job
from core.look import numbers
from pages.parts import best, datasets, edits, items, portfolio_search, portfolio_words
from tests.pages import opening
from tests.pages.opening import html

VIEW = "pages/views/portfolio.py"
HOSTILE = ("<b>x</b><script>", "$a^2$", "**bold** _it_", "=1+1", "مرحبا", "🛒 [l](http://x)", "`code`", ":red[x]")
FEW = {"futures": "20"}


@pytest.fixture(autouse=True)
def _no_search(monkeypatch):
    """Most tests here aren't about the best hybrid, which takes its time."""
    monkeypatch.setattr(best, "QUICK", 0)


def opened(own: Catalogue | None = None, **query) -> AppTest:
    return opening.opened(VIEW, own, **(FEW | query))


def table(app: AppTest) -> pd.DataFrame:
    return app.dataframe[0].value


def hostile() -> Catalogue:
    count = len(HOSTILE)
    frame = {"item": list(HOSTILE), "name": list(HOSTILE[::-1]), "category": list(HOSTILE), "supplier": list(HOSTILE)}
    numbers = {"unit_cost": [1.0 + k for k in range(count)], "demand_per_day": [5.0 + k for k in range(count)]}
    return Catalogue.of(pd.DataFrame(frame | numbers))


def test_the_tables_digits_are_the_models():
    shown = table(opened())
    expected = items.readable(items.table(compare(load_catalogue("demo"), Scenario().but(futures=20))))
    assert list(shown.index) == list(expected.index)
    for name in shown:
        assert shown[name].tolist() == expected[name].tolist(), name


def test_a_link_brings_filters_and_they_are_kept_over_a_change_of_page():
    app = opened(**{"class": "A", "held": "Just-in-Case", "find": "c-3"})
    catalogue, shown = load_catalogue("demo"), table(app)
    assert 0 < len(shown) < len(catalogue)
    assert shown["class"].str.startswith("A").all()
    assert (shown["policy"] == "Just-in-Case").all()
    assert all("c-3" in item.lower() for item in shown.index)
    app.switch_page("pages/views/method.py").run()
    app.switch_page(VIEW).run()
    assert list(table(app).index) == list(shown.index)


@pytest.mark.parametrize("query", [{"class": "<b>"}, {"held": "nonsense"}, {"supplier": "x" * 400, "find": "'; --"}])
def test_odd_filters_never_fail(query):
    app = opened(**query)
    assert not app.exception
    assert list(table(app).columns)


def typed(app: AppTest, edited: dict) -> AppTest:
    """What the table's editor does when cells are typed: its cells are state, and its callback runs."""

    def script(edited: dict) -> None:
        import streamlit as st

        from pages.parts import editing

        state = st.session_state
        if edited and not state.get("typed"):
            state["typed"] = True
            state[editing.editor_key(editing.now())] = {"edited_rows": edited}
            editing.edited()

    alone = AppTest.from_function(script, kwargs={"edited": edited}, default_timeout=60)
    for name in ("own-catalogue", "data", "edits", "items-shown"):
        if name in app.session_state:
            alone.session_state[name] = app.session_state[name]
    alone.run()
    assert not alone.exception
    again = AppTest.from_file(opening.APP, default_timeout=120)
    for name in ("own-catalogue", "data", "edits"):
        if name in alone.session_state and alone.session_state[name] is not None:
            again.session_state[name] = alone.session_state[name]
    again.query_params.update(FEW)
    again.run()
    again.switch_page(VIEW).run()
    assert not again.exception
    return again


def test_an_edit_is_followed_to_the_digit_and_undone():
    app = opened()
    row = list(table(app).index).index("A-101")
    app = typed(app, {str(row): {"policy": "Just-in-Case", "buffer": 40.0, "lead_time_days": 6.5}})
    base = load_catalogue("demo")
    edited = base.but({"A-101": {"policy": "jic", "buffer": 0.4, "lead_time_days": 6.5}})
    expected = items.readable(items.table(compare(edited, Scenario().but(futures=20))))
    for name in expected:
        assert table(app)[name].tolist() == expected[name].tolist(), name
    assert table(app).at["A-101", "rule"] == "own policy"
    assert "Own data" in " ".join(one.value for one in app.sidebar.text)
    app.button(key="undo-all").click().run()
    app.run()
    assert not app.exception
    assert app.sidebar.selectbox(key="data").value == "demo"
    assert table(app).at["A-101", "policy"] == "Just-in-Time"


def test_what_is_refused_is_said_and_the_rest_is_taken():
    app = typed(opened(), {"0": {"lead_time_days": 400.0}, "1": {"critical": True}})
    (said,) = [one.value for one in app.main.text if "Not taken over" in one.value]
    assert "must be 0 to 365 days, got 400" in said
    assert table(app).at["A-102", "critical"]
    assert table(app).at["A-101", "lead_time_days"] == load_catalogue("demo").column("lead_time_days")[0]


def test_a_buffer_counts_also_where_the_rule_holds_an_item_just_in_time():
    app = typed(opened(), {"0": {"buffer": 50.0}})
    row = table(app).iloc[0]
    assert (row["policy"], row["rule"], row["buffer"]) == ("Just-in-Time", "own policy", 50)
    said = "buffer 50.0 % (was the scenario's), policy Just-in-Time (was by rule)"
    assert any(said in one.value for one in app.main.text)


def test_a_single_step_is_undone_among_others():
    app = typed(opened(), {"0": {"critical": True}, "1": {"critical": True}})
    app = typed(app, {"2": {"critical": True}})
    assert len([button for button in app.button if button.label == "Undo"]) == 2
    app.button(key="undo-0").click().run()
    app.run()
    assert table(app)["critical"].iloc[:3].tolist() == [False, False, True]


def test_own_data_come_back_when_edits_of_another_set_are_undone():
    mine = hostile()
    app = opened(own=mine)
    app.sidebar.selectbox(key="data").select("demo").run()
    app = typed(app, {"0": {"critical": True}})
    assert app.session_state["own-catalogue"] != mine
    app.button(key="undo-all").click().run()
    app.run()
    assert app.sidebar.selectbox(key="data").value == "demo"
    assert app.session_state["own-catalogue"] == mine


def test_names_of_items_are_text_everywhere():
    app = opened(own=hostile())
    assert list(table(app).index) == list(HOSTILE)
    raw = " ".join(element.proto.body for element in app.main.get("html"))
    assert "<b>x</b>" not in raw
    assert "<script>" not in raw
    for row, item in enumerate(HOSTILE):
        app = typed(app, {str(row): {"lead_time_days": 3.0}})
        assert any(text.value.startswith(item) for text in app.main.text)
    texts = [element.value for element in app.main.markdown]
    assert not any(item in text for item in HOSTILE for text in texts)


def test_a_price_setting_never_simulates(monkeypatch):
    runs, run = [], Job.run
    monkeypatch.setattr(Job, "run", lambda job, workers: (runs.append(1), run(job, workers))[1])
    app = opened(seed=717)
    before = len(runs)
    assert before >= 1
    app.slider(key="capital_rate").set_value(0.2).run()
    app.run()
    assert len(runs) == before
    assert table(app)["total_cost"].tolist() != items.table(compare(load_catalogue("demo"))).total_cost.tolist()


def test_the_edited_data_are_the_sessions_and_the_built_in_ones_stay():
    digest = load_catalogue("demo").digest
    typed(opened(), {"0": {"critical": True}})
    assert load_catalogue("demo").digest == digest
    assert datasets.BUILT_IN == ("demo", "bakery")
    assert edits.COLUMNS == ("policy", "buffer", "critical", "lead_time_days", "unit_cost")


def test_one_item_without_demand():
    one = Catalogue.of(pd.DataFrame({"item": ["x"], "unit_cost": [1.0], "demand_per_day": [0.0]}))
    app = opened(own=one)
    assert "No item sells anything" in html(app)
    assert not re.search(r"\bnan\b|\binf\b", re.sub(r"<style>.*?</style>", "", html(app), flags=re.S), re.I)


# --- the best hybrid -------------------------------------------------------------------------------------------------


@pytest.fixture
def at_once(monkeypatch):
    """The best hybrid is searched by itself, and at once: not only when nothing has moved for a while."""
    monkeypatch.setattr(portfolio_search, "LOOKS", 0)
    monkeypatch.setattr(best, "QUICK", 150)


def title(app: AppTest) -> str:
    return re.sub("<[^>]*>", "", re.search(r"<h1[^>]*>(.*?)</h1>", html(app)).group(1)).replace("\u00a0", " ")


def test_the_headline_says_what_the_rule_leaves_on_the_table(at_once):
    app = opened(seed=5)
    found = optimise(load_catalogue("demo"), Scenario().but(futures=20, seed=5), service="rule")
    row, gain = found.summary.loc["hybrid"], found.gain.loc["total_cost"]
    said = title(app)
    assert numbers.percent(row["fill_rate"]) in said
    assert numbers.money(row["total_cost"], "EUR") in said
    assert f"save {numbers.money(gain['difference'], 'EUR')}" in said
    assert f"({numbers.amount(gain['lo'])} to {numbers.amount(gain['hi'])})" in said
    assert numbers.percent(found.summary.at["optimum", "fill_rate"]) in said


def test_the_optimum_is_applied_as_one_step_and_undone(at_once):
    app = opened(seed=5)
    app.button(key="apply-best").click().run()
    app.run()
    assert not app.exception
    made = app.session_state["own-catalogue"]
    assert (made.column("policy") != "").sum() > 10
    assert "no item has a better policy or buffer" in title(app)
    assert any("Optimum for" in text.value for text in app.main.text)
    assert "no item's policy or buffer changes" in html(app)
    assert "than as set" not in html(app)
    assert not [button for button in app.button if button.key == "apply-best"]
    expected = items.readable(items.table(compare(made, Scenario().but(futures=20, seed=5))))
    assert table(app)["total_cost"].tolist() == expected["total_cost"].tolist()
    assert len([button for button in app.button if button.label == "Undo"]) == 1
    app.button(key="undo-all").click().run()
    app.run()
    assert app.sidebar.selectbox(key="data").value == "demo"


def test_applied_the_choice_is_the_hybrid_that_was_promised():
    demo, scenario = load_catalogue("demo"), Scenario().but(futures=20)
    found = optimise(demo, scenario, service=0.95)
    edited, faults = edits.Edits(demo).after(best.changes(found))
    assert faults == ()
    assert edited.catalogue() == found.catalogue
    summary = compare(edited.catalogue(), scenario).summary
    assert summary.at["hybrid", "total_cost"] == found.summary.at["optimum", "total_cost"]


def test_prices_that_move_price_the_choice_anew_and_never_search(at_once, monkeypatch):
    app = opened(seed=6)
    before = title(app)
    assert "would save" in before
    runs, run = [], Job.run
    monkeypatch.setattr(Job, "run", lambda job, workers: (runs.append(1), run(job, workers))[1])
    app.slider(key="capital_rate").set_value(0.2).run()
    app.run()
    assert not app.exception
    assert runs == []
    assert "would save" in title(app)
    assert title(app) != before
    assert portfolio_words.STALE in html(app)
    assert [button.label for button in app.button if button.key == "find-best"] == ["Find the best hybrid"]
    app.button(key="find-best").click().run()
    app.run()
    assert runs
    assert portfolio_words.STALE not in html(app)


def test_a_limit_of_capital_is_asked_for_by_link(at_once):
    app = opened(goal="capital", capital="1200000")
    assert "With at most 1.20 M EUR of working capital" in html(app)
    assert app.number_input(key="capital").label == "Working capital (EUR)"


def test_another_goal_moves_no_price_and_is_looked_for_by_itself(at_once):
    app = opened(goal="capital", capital="1200000")
    before = title(app)
    app.number_input(key="capital").set_value(1_100_000.0).run()
    app.run()
    assert not app.exception
    assert portfolio_words.STALE not in html(app)
    assert "With at most 1.10 M EUR of working capital" in html(app)
    assert title(app) == before


def test_what_nothing_reaches_is_said_in_text(at_once):
    app = opened(goal="capital", capital="1000")
    assert any("Working capital must be at least" in text.value for text in app.main.text)
    assert "would save" in title(app)


def test_a_large_catalogue_is_searched_when_asked():
    app = opened(own=hostile())
    assert "would save" not in title(app)
    app.button(key="find-best").click().run()
    app.run()
    assert not app.exception
    assert app.session_state["best-latest"].goal is not None


@pytest.mark.parametrize(
    ("gap", "says"),
    [
        (None, "a year."),
        (portfolio_words.Gap(100.0, 80.0, 120.0, 0.95, 0.02, 5.0, 3), "save 100 EUR (80.0 to 120) and serve 95.0 %."),
        (portfolio_words.Gap(100.0, 80.0, 120.0, 0.93, 0.0, 5.0, 3), "and serve as much."),
        (portfolio_words.Gap(1.0, -2.0, 4.0, 0.93, 0.0, 5.0, 3), "no other choice of policies and buffers is surely"),
        (portfolio_words.Gap(0.0, 0.0, 0.0, 0.93, 0.0, 0.0, 0), "no item has a better policy or buffer among those"),
    ],
)
def test_the_headline_says_only_what_is_sure(gap, says):
    assert says in portfolio_words.headline(0.93, 1000.0, "EUR", gap)
    assert "no figure" in portfolio_words.headline(float("nan"), 1000.0, "EUR", gap)
