"""The sensitivity page as Streamlit runs it, without a browser: its digits are the model's, its words say no more."""

import json

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from core import (
    Catalogue,
    Scenario,
    compare,
    load_catalogue,
    sensitivity,
    sensitivity_curve,
    sensitivity_indices,
    settings,
)
from core.look import numbers
from core.measures import BY_NAME
from core.policies import LABELS as POLICY
from pages.parts import cached, sensitivity_charts, sensitivity_ranges, sensitivity_rows
from pages.parts import sensitivity as page
from pages.parts import sensitivity_words as words
from pages.parts.naming import owned
from tests.pages import opening

VIEW = "pages/views/sensitivity.py"
FEW = {"futures": "20"}
SCENARIO = Scenario().but(futures=20)


def opened(own: Catalogue | None = None, **query) -> AppTest:
    return opening.opened(VIEW, own, **(FEW | query))


def html(app: AppTest) -> str:
    return opening.html(app).replace("\u00a0", " ").replace('<span class="whole">', "").replace("</span>", "")


def title(app: AppTest) -> str:
    return html(app).split('<h1 class="answer">')[1].split("</h1>")[0]


def small(**more) -> Catalogue:
    return Catalogue.of(pd.DataFrame([{"item": "a", "unit_cost": 4.0, "price": 9.0, "demand_per_day": 12.0} | more]))


@pytest.fixture(scope="module")
def demo():
    return load_catalogue("demo")


@pytest.fixture(scope="module")
def found(demo):
    return sensitivity(demo, SCENARIO, None, "hybrid", "jic", ("inventory_cost", "fill_rate"))


def test_the_answer_is_the_models(found):
    app = opened()
    strongest = found.strongest("inventory_cost")[0]
    surely = len(found.flipping("inventory_cost", surely=True))
    maybe = len(found.flipping("inventory_cost")) - surely
    assert maybe, "or the headline's second count isn't tried"
    assert strongest == "jit_price_premium"
    said = title(app)
    assert said.startswith(
        "Just-in-Time's price premium would decide most between Hybrid and Just-in-Case: over 0 % (today)"
    )
    rows = found.table[(found.table["setting"] == strongest) & (found.table["measure"] == "inventory_cost")]
    rows = rows.set_index("end")["difference"]
    assert f"from {numbers.money(-rows['low'], 'EUR')} below" in said
    assert f"to {numbers.money(rows['high'], 'EUR')} above" in said
    many = found.table["setting"].nunique()
    assert said.endswith(f"{surely} of {many} settings change the winner, {maybe} more may.")


def test_todays_difference_is_explores(demo):
    paired = compare(demo, SCENARIO).paired.set_index(["first", "second", "measure"])
    row = paired.loc[("jic", "hybrid", "inventory_cost")]
    said = html(opened())
    assert f"Hybrid has {numbers.money(row['difference'], 'EUR')} a year less inventory cost than Just-in-Case" in said
    low, high = numbers.amount(row["lo"]), numbers.money(row["hi"], "EUR")
    assert f"(95 % interval {low} to {high})" in said


def test_the_table_holds_every_effect(found):
    app = opened()
    said = html(app)
    shown = found.table[(found.table["measure"] == "inventory_cost") & (found.table["effect"] != 0)]
    for row in shown.to_dict("records"):
        assert f">{numbers.change(row['effect'], 'money', 'EUR')}<" in said
        assert f">{numbers.change(row['difference'], 'money', 'EUR')}<" in said
    assert f">{owned(settings()['jit_price_premium'])}<" in said


def test_pair_measures_and_spread_come_with_a_link():
    app = opened(pair="jit-jic", cost="total_cost", service="cycle_service", spread="25")
    said = title(app)
    assert "between Just-in-Time and Just-in-Case" in said
    assert "Just-in-Time's total cost a year goes" in said
    assert app.selectbox(key="spread").value == 25
    assert app.selectbox(key="service").value == "cycle_service"
    app.switch_page("pages/views/method.py").run()
    app.switch_page(VIEW).run()
    assert title(app) == said
    assert app.selectbox(key="pair").value == "jit-jic"


def test_one_setting_is_chosen_and_its_range_set(demo):
    app = opened(vary="spike_size", ranges="spike_size:1:5")
    assert app.selectbox(key="vary-shown").value == "spike_size"
    assert app.number_input(key="range-low").value == 1.0
    assert app.number_input(key="range-high").value == 5.0
    app.number_input(key="range-high").set_value(4.0).run()
    assert not app.exception
    assert app.session_state["ranges"] == "spike_size:1:4"
    app.selectbox(key="vary-shown").set_value("capital_rate").run()
    assert app.session_state["vary"] == "capital_rate"
    assert app.number_input(key="range-low").value == 4.0
    assert app.session_state["ranges"] == "spike_size:1:4"


def test_the_usual_range_comes_back():
    app = opened(vary="spike_size", ranges="spike_size:1:5,goodwill:0:1")
    app.button(key="range-usual").click().run()
    assert app.session_state["ranges"] == "goodwill:0:1"
    assert app.number_input(key="range-high").value == 3.0


def test_the_curve_follows_what_decides_until_a_person_chooses():
    app = opened()
    assert app.selectbox(key="vary-shown").value == "jit_price_premium"
    assert "vary" not in app.session_state


@pytest.mark.parametrize(
    "query",
    [
        {"pair": "<b>"},
        {"spread": "-3"},
        {"vary": "seed"},
        {"ranges": "spike_size:x:y,:::,spike_size:9:1,seed:1:2,hybrid_critical:false:true," + "," * 300},
        {"among": "1e9"},
        {"sample": "7"},
    ],
)
def test_odd_choices_never_fail(query):
    assert " most between" in title(opened(small(lead_time_days=30, lead_time_sd=9, policy="jit"), **query))


def test_ranges_as_text():
    text = "spike_size:1:5,jit_review_days:1:3,spike_common_share:0.1:0.35"
    assert sensitivity_ranges.write(sensitivity_ranges.read(text)) == text
    assert sensitivity_ranges.read("spike_size:1:5,spike_size:1:4") == {"spike_size": (1.0, 4.0)}
    assert sensitivity_ranges.read("spike_size:5:1,trend:nan:1,horizon_days:100:200,hybrid_critical:false:true") == {}


@pytest.mark.parametrize("own", [small(), small(demand_per_day=0.0), small(policy="jic", lead_time_days=300.0)])
def test_one_item_is_enough(own):
    app = opened(own)
    assert not app.exception
    assert title(app)


def test_policies_that_do_the_same_are_said_to_be_the_same():
    app = opened(small(policy="jic"), pair="hybrid-jic")
    assert title(app) == "No setting changes the difference between Hybrid and Just-in-Case."
    assert "Hybrid and Just-in-Case have the same inventory cost" in html(app)


def test_what_the_model_refuses_is_said():
    app = opened(small(lead_time_days=200.0), ranges="lead_time_level:0.5:4", vary="lead_time_level")
    assert "Lead time goes no further than" in html(app)
    assert "Not possible at 4" in html(app)


def test_a_price_simulates_nothing(monkeypatch):
    cached.decided.clear()
    app = opened()
    before = title(app)
    monkeypatch.setattr("core.job.Job.run", None)
    app.slider(key="jit_delivery_cost_level").set_value(1.0).run()
    assert not app.exception
    assert title(app) != before


def test_a_large_catalogue_is_asked_first(monkeypatch):
    monkeypatch.setattr("pages.parts.cached.LARGE", 10)
    app = opened(small(lead_time_days=7), pair="jit-jic")
    assert title(app).endswith("What decides?")
    app.button(key="look-sensitivity").click().run()
    assert " most between" in title(app)


def test_total_effects_are_worked_out_when_asked_for(demo, found):
    app = opened(sample="16", among="4")
    assert "Rests on" not in html(app)
    app.button(key="ask-indices").click().run()
    assert not app.exception
    names = found.strongest("inventory_cost")[:4]
    table = sensitivity_indices(demo, SCENARIO, names, "hybrid", "jic", "inventory_cost", 16)
    said = html(app)
    for row in table.table.to_dict("records"):
        assert f">{numbers.percent(row['total'])}<" in said
    assert f"Rests on 96 points, of which {table.simulations} had to be simulated" in said


def test_the_rows_of_the_tornado_are_the_models(found):
    for measure in ("inventory_cost", "fill_rate"):
        rows = sensitivity_rows.tornado(found, measure, page.titles(), page.said)
        bars = rows[rows["kind"].isin(["low", "high"])]
        strongest = found.strongest(measure)[: sensitivity_rows.MOST]
        assert set(bars["rank"]) == set(range(len(strongest)))
        base = found.base.at[measure, "difference"]
        assert (bars["x"] == base).all()
        table = found.table[(found.table["measure"] == measure) & found.table["setting"].isin(strongest)]
        moved = table[table["effect"] != 0]
        assert sorted(bars["to"]) == sorted(moved["difference"])
        assert sorted(bars["from"]) == sorted(base + moved["effect_lo"])
        frame = rows[rows["kind"] == "frame"]["x"]
        assert frame.min() < bars[["to", "from", "until"]].min(axis=None)
        assert frame.max() > bars[["to", "from", "until"]].max(axis=None)
        names = rows[rows["kind"] == "label"]["text"]
        marked = {name for name in found.flipping(measure) if name in strongest}
        assert names.str.startswith((words.SURE, words.UNSURE)).sum() == len(marked)
        assert len(rows) < 120


def test_a_bar_has_the_colour_of_who_is_better_there(found):
    rows = sensitivity_rows.tornado(found, "inventory_cost", page.titles(), page.said)
    for bar in rows[rows["kind"].isin(["low", "high"])].to_dict("records"):
        assert bar["name"] == POLICY["hybrid" if bar["to"] < 0 else "jic"]


@pytest.mark.parametrize("name", ["lead_time_variability", "buffer_basis", "jit_review_days", "spike_common_share"])
def test_the_rows_of_the_curve_are_the_models(demo, name):
    curve = sensitivity_curve(demo, SCENARIO, name)
    rows = sensitivity_rows.curve(curve, "total_cost", "EUR", page.said)
    line = rows[rows["kind"] == "line"]
    expected = curve.table[curve.table["measure"] == "total_cost"]
    assert line["y"].tolist() == expected["figure"].tolist()
    assert line["low"].tolist() == expected["lo"].tolist()
    assert line["now"].sum() == 3
    assert (rows["kind"] == "now").sum() == 1


def test_declarations_are_made_once_and_hold_no_data():
    made = [lambda: sensitivity_charts.tornado("total_cost", ("hybrid", "jit"), "EUR"), sensitivity_charts.indices]
    kinds = ("number", "percent", "words")
    made += [lambda kind=kind: sensitivity_charts.curve("fill_rate", "EUR", kind) for kind in kinds]
    for make in made:
        assert make() is make()
        assert '"data"' not in json.dumps(make())


def ends(low: float, high: float, measure: str = "total_cost"):
    return {"measure": measure, "difference": low}, {"measure": measure, "difference": high}


def test_the_headline_says_only_what_was_computed():
    pair, name = ("hybrid", "jit"), ("Spike size", "over × 1 to × 3")
    start = "Spike size decides most between Hybrid and Just-in-Time: over × 1 to × 3, "
    start += "Hybrid's total cost a year goes from"
    said = words.headline(pair, name, ends(-500.0, 2000.0), (1, 0, 50), "EUR")
    assert said == f"{start} 500 EUR below Just-in-Time's to 2.00 k EUR above; 1 of 50 settings changes the winner."
    same = words.headline(pair, name, ends(0.0, -2000.0), (0, 0, 1), "EUR")
    assert same == f"{start} equal to Just-in-Time's to 2.00 k EUR below; none of 1 setting changes the winner."
    unsure = words.headline(pair, name, ends(-500.0, 2000.0), (0, 2, 50), "EUR")
    assert unsure.endswith("; 2 of 50 settings may change the winner.")
    assert "; 3 of 50 settings change the winner, 2 more may." in words.headline(
        pair, name, ends(-500.0, 2000.0), (3, 2, 50), "EUR"
    )
    share = words.headline(pair, name, ends(0.02, 0.1, "fill_rate"), (2, 0, 3), "EUR")
    assert "Hybrid's fill rate goes from 2.0 points above Just-in-Time's to 10.0 points above; 2 of 3" in share
    assert words.headline(pair, name, None, (0, 0, 3), "EUR").startswith("No setting changes")


def test_today_in_words():
    base = {"difference": -500.0, "lo": -600.0, "hi": -400.0}
    said = words.today("hybrid", "jit", base, "total_cost", "EUR")
    assert said == "Hybrid has 500 EUR a year less total cost than Just-in-Time (95 % interval 400 to 600 EUR)"
    base = {"difference": 0.05, "lo": 0.04, "hi": 0.06}
    said = words.today("hybrid", "jit", base, "fill_rate", "EUR")
    assert said == "Hybrid has 5.0 points more fill rate than Just-in-Time (95 % interval 4.0 to 6.0 points)"
    said = words.today("hybrid", "jit", {"difference": 0.05, "lo": -0.01, "hi": 0.06}, "fill_rate", "EUR")
    assert said.endswith("than Just-in-Time (not surely: 95 % interval −1.0 to +6.0 points)")


def test_below_the_tornado_stands_apart_who_changes_the_winner_and_who_may():
    base = (("total_cost", {"difference": -500.0, "lo": -600.0, "hi": -400.0}),)
    said = words.below(base, ("hybrid", "jit"), [(["a", "b"], ["c"])], (), "EUR")
    assert said[1] == "Total cost a year: a; b change the winner at one end or both. c may change the winner."
    assert words.below(base, ("hybrid", "jit"), [((), ["c"])], (), "EUR")[1].endswith("year: c may change the winner.")
    assert len(words.below(base, ("hybrid", "jit"), [((), ())], (), "EUR")) == 2


def test_a_range_that_is_no_share_of_todays_value_is_called_guessed(found):
    app = opened()
    said = html(app)
    assert "no value today to take a share of, so their ranges are guessed" in said
    names = [name for name in found.strongest("inventory_cost") if name not in GUESSED]
    assert f"Apart from them, {words.called(settings()[names[0]])} decides most." in said
    rows = sensitivity_rows.tornado(found, "inventory_cost", page.titles(), page.said, 0, GUESSED)
    labels = rows[rows["kind"] == "label"]["text"]
    assert labels.str.contains("(guessed)", regex=False).sum() >= 2
    assert labels.iloc[0].endswith("0 % to 5 % (guessed)")
    # A range of one's own is none.
    own = opened(ranges="jit_price_premium:0:0.05")
    assert title(own).startswith(
        "Just-in-Time's price premium decides most between Hybrid and Just-in-Case: over 0 % to 5"
    )
    assert "Just-in-Time's price premium;" not in html(own).split("no value today")[0].split("<p>")[-1]


GUESSED = frozenset({"jit_price_premium", "jic_review_days", "line_down_cost", "forecast_bias", "trend"})


def test_a_review_of_no_days_is_a_word_and_no_place_on_a_line(demo):
    assert page.said(settings()["jic_review_days"], 0) == "economic"
    assert page.said(settings()["jic_review_days"], 6) == "6 days"
    curve = sensitivity_curve(demo, SCENARIO, "jic_review_days")
    rows = sensitivity_rows.curve(curve, "total_cost", "EUR", page.said)
    line = list(dict.fromkeys(rows["x"]))
    assert line[0] == "economic"
    assert [float(x) for x in line[1:]] == sorted(float(x) for x in line[1:])
    assert sensitivity_rows.is_words(curve)
    fixed = sensitivity_curve(demo, SCENARIO.but(jic_review_days=8), "jic_review_days", ends=(7, 9))
    assert not sensitivity_rows.is_words(fixed)
    assert not opened(vary="jic_review_days").exception


def test_names_of_settings_are_each_their_own():
    named = page.titles()
    assert len(set(named.values())) == len(named)
    assert named["jit_service"] == "Just-in-Time's target service"
    assert words.called(settings()["hybrid_critical"]) == "“Buffer critical items”"
    assert words.called(settings()["spike_size"]) == "Spike size"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("spike_size", 1.5, "× 1.5"),
        ("trend", -0.15, "−15 %"),
        ("outage_days", 10.5, "10.5 days"),
        ("jit_review_days", 1, "1 day"),
        ("hybrid_critical", True, "on"),
        ("outages_per_year", 0.25, "0.25"),
        ("warehouse_places", 123.456, "123.5"),
        ("jit_service", 0.9253, "92.53 %"),
    ],
)
def test_values_in_words(name, value, said):
    assert page.said(settings()[name], value) == said


def test_measures_of_the_page_have_a_better_side(found):
    assert all(BY_NAME[name].better for name in found.measures)
    assert np.isfinite(found.table["effect"]).all()
