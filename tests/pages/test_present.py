"""The slides, run as Streamlit runs them, without a browser: their digits are Explore's, their words say no more."""

import json
from dataclasses import replace

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from core import Catalogue, InputError, Kept, Scenario
from core.exports import Subject
from core.kept import pack
from core.look import numbers
from pages.parts import controls, link, present_charts, present_link
from pages.parts import present_words as words
from tests.pages import opening

VIEW = "pages/views/present.py"
SCENARIO = Scenario().but(futures=20)
HOSTILE = "<b>x</b><script> $a^2$ **bold** [l](http://x) :red[x]"


def small(**values: object) -> Catalogue:
    frame = {"item": ["a", "b"], "unit_cost": [1.0, 20.0], "demand_per_day": [5.0, 60.0]}
    return Catalogue.of(pd.DataFrame(frame | values))


OWN = small()
ONE = Kept("Today", SCENARIO, "Where we stand.", "", OWN, sliders=("spike_size", "carrying_cost_level"))
TWO = Kept("Worse <i>", SCENARIO.but(lead_time_variability=2.0), "", "", OWN, view={"cost": "total_cost"})


def opened(*kept: Kept, **query: object) -> AppTest:
    app = AppTest.from_file(opening.APP, default_timeout=120)
    app.session_state["kept-scenarios"] = kept
    for name, value in query.items():
        app.query_params[name] = str(value)
    app.run()
    app.switch_page(VIEW).run()
    assert not app.exception
    return app


def html(app: AppTest) -> str:
    return opening.html(app).replace("\u00a0", " ").replace('<span class="whole">', "").replace("</span>", "")


def title(app: AppTest) -> str:
    return html(app).split('<h1 class="answer">')[1].split("</h1>")[0]


def test_a_slide_shows_the_digits_of_explore():
    said = html(opened(ONE, TWO))
    assert "Slide 1 of 2" in said
    assert "Where we stand." in said
    subject = Subject("Today", OWN, SCENARIO)
    assert subject.headline in said
    for policy in ("jit", "jic", "hybrid"):
        row = subject.outcome.summary.loc[policy]
        assert f"{numbers.percent(row.fill_rate)}\n{numbers.percent(row.fill_rate_lo)} to " in said
        for name in ("inventory_cost", "total_cost", "working_capital"):
            low, high = numbers.amount(row[name + "_lo"]), numbers.amount(row[name + "_hi"])
            assert f"{numbers.amount(row[name])}\n{low} to {high}" in said


def test_a_slide_keeps_what_was_looked_at_and_a_link_opens_at_it():
    app = opened(ONE, TWO, slide="2")
    assert title(app) == Subject("", OWN, TWO.scenario, cost="total_cost").headline
    assert "Slide 2 of 2" in html(app)
    assert "Worse &lt;i&gt;" in " ".join(element.proto.body for element in app.main.get("html"))


@pytest.mark.parametrize("slide", ["0", "3", "-1", "x", "1e9", "²", "<b>", "99999999999999999999"])
def test_an_odd_slide_is_the_first(slide):
    assert "Slide 1 of 2" in html(opened(ONE, TWO, slide=slide))


def test_without_kept_scenarios_what_is_set_is_the_one_slide():
    app = opening.opened(VIEW, OWN, futures="20", spike_size="3")
    said = html(app)
    assert words.NONE_KEPT in said
    assert title(app) == Subject("", OWN, SCENARIO.but(spike_size=3.0)).headline
    assert not [slider for slider in app.main.slider if str(slider.key).startswith("live-")]


def test_a_live_slider_moves_the_slide_alone_and_goes_back():
    app = opened(ONE, TWO)
    before = title(app)
    app.slider(key="live-1-spike_size").set_value(4.0).run()
    assert title(app) == Subject("", OWN, SCENARIO.but(spike_size=4.0)).headline != before
    assert "Moved: Spike size × 4 (kept: × 2)." in html(app)
    assert app.session_state["spike_size"] == 2.0
    assert app.session_state["kept-scenarios"] == (ONE, TWO)
    # They are the slide's for the session, whatever is shown between.
    app.switch_page("pages/views/method.py").run()
    app.switch_page(VIEW).run()
    assert app.slider(key="live-1-spike_size").value == 4.0
    app.button(key="as-kept").click().run()
    assert title(app) == before
    assert app.slider(key="live-1-spike_size").value == 2.0
    assert "Moved" not in html(app)


def test_the_sliders_of_a_slide_are_chosen_on_it_and_at_most_three():
    app = opened(ONE, TWO, slide="2")
    chooser = app.multiselect(key="sliders-2")
    assert chooser.value == []
    chooser.set_value(["outages_per_year"]).run()
    assert not app.exception
    assert app.session_state["kept-scenarios"][1].sliders == ("outages_per_year",)
    assert app.slider(key="live-2-outages_per_year").value == TWO.scenario.to_dict()["outages_per_year"]
    assert app.multiselect(key="sliders-2").proto.max_selections == 3


def test_a_setting_of_every_kind_can_be_a_live_widget():
    kinds = {}
    for name, setting in controls.SETTINGS.items():
        kinds.setdefault((setting.kind, setting.default is None, name in controls.TYPED, bool(setting.needs)), name)
    names = list(kinds.values())
    assert len(names) > 6
    for start in range(0, len(names), 3):
        app = opened(replace(ONE, sliders=tuple(names[start : start + 3])))
        assert not app.exception


def test_all_slides_stand_below_each_other_to_be_printed():
    said = html(opened(ONE, TWO, slide="all"))
    assert said.count('<h1 class="answer">') == 2
    assert said.index("Slide 1 of 2") < said.index("Slide 2 of 2")


def test_turning_a_slide_simulates_nothing(monkeypatch):
    app = opened(ONE, TWO)
    monkeypatch.setattr("pages.parts.cached.view", None)
    app.session_state["slide"] = "2"
    app.run()
    assert not app.exception
    assert "Slide 2 of 2" in html(app)


def test_a_scenario_that_is_too_large_says_so_and_the_others_are_shown():
    large = replace(ONE, name="Large", scenario=SCENARIO.but(futures=1000), own=small_many())
    app = opened(large, TWO)
    assert "more than is simulated here at once" in title(app)
    app.session_state["slide"] = "2"
    app.run()
    assert "Hybrid serves" in title(app)


def small_many() -> Catalogue:
    return Catalogue.of(pd.DataFrame({"item": [f"i{k}" for k in range(500)], "unit_cost": 1.0, "demand_per_day": 1.0}))


def test_a_strangers_name_and_note_are_text_and_nothing_more():
    bodies = " ".join(
        element.proto.body for element in opened(replace(ONE, name=HOSTILE, note=HOSTILE)).main.get("html")
    )
    assert "<script>" not in bodies
    assert bodies.count("&lt;script&gt;") == 2
    assert "<" not in words.preparing(HOSTILE)
    assert "[" not in words.preparing(HOSTILE)


def test_a_link_brings_the_scenarios_and_damaged_ones_are_said():
    kept = (replace(ONE, own=None, data="bakery"), replace(TWO, own=None, data="bakery", name="Two"))
    app = AppTest.from_file(opening.APP, default_timeout=120)
    app.query_params["scenarios"], app.query_params["slide"] = pack(kept), "2"
    app.run()
    assert app.session_state["kept-scenarios"] == kept
    assert app.session_state["arrival_faults"] == ()
    broken = AppTest.from_file(opening.APP, default_timeout=120)
    broken.query_params["scenarios"] = pack(kept)[:-9]
    broken.run()
    assert "damaged" in " ".join(broken.session_state["arrival_faults"])


def test_the_link_to_a_slide_holds_all_scenarios_or_there_is_none():
    kept = [replace(ONE, own=None, data="demo")]
    text = present_link.to_slide("http://x/present?a=1", kept, 1)
    assert text == f"http://x/present?scenarios={pack(kept)}&slide=1"
    many = [
        replace(kept[0], name=f"{k}", note="".join(chr(33 + (k * j * j) % 89) for j in range(900))) for k in range(12)
    ]
    assert present_link.to_slide("http://x/present", many, 1) == ""
    with pytest.raises(InputError):
        present_link.to_slide("http://x", [ONE], 1)
    assert "slide" in link.VIEW


def test_the_declaration_is_made_once_holds_no_data_and_is_read_from_afar():
    spec = present_charts.frontier("fill_rate", "total_cost", "EUR")
    assert spec is present_charts.frontier("fill_rate", "total_cost", "EUR")
    assert '"data"' not in json.dumps(spec)
    sizes = [layer["mark"]["fontSize"] for layer in spec["layer"] if "fontSize" in layer["mark"]]
    assert min(sizes) >= 16


def test_what_was_moved_is_in_the_currency_of_the_slide():
    said = words.moved({"line_down_cost": 30.0}, Scenario(), "USD")
    assert said == "Moved: Line-down cost 30 USD per short item-day (kept: 0 USD per short item-day)."
