"""Explore, run as Streamlit runs it, without a browser: the digits on screen are the model's."""

import re
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core import Scenario, compare, frontier, load_catalogue, settings, widened
from core.answers import need_for, service_for
from core.catalogue import BUILT_IN
from core.job import Job
from core.look import numbers
from core.measures import BY_NAME
from core.presets import presets
from pages.parts import words

APP = str(Path(__file__).resolve().parents[2] / "app.py")
CARDS = ("fill_rate", "inventory_cost", "working_capital")


def opened(own=None, **query) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=120)
    if own is not None:
        app.session_state["own-catalogue"], app.session_state["data"] = own, "own"
    for name, value in query.items():
        app.query_params[name] = str(value)
    return app.run()


def html(app: AppTest) -> str:
    return unescape(" ".join(element.proto.body for element in app.get("html")))


def sound(app: AppTest) -> str:
    """The page's text, after a look for exceptions and for figures that are none."""
    assert not app.exception
    text = html(app)
    assert not re.search(r"\bnan\b|\binf\b|None", re.sub(r"<style>.*?</style>", "", text, flags=re.S), re.I)
    return text


@pytest.mark.parametrize("data", BUILT_IN)
def test_the_cards_show_what_the_model_says(data):
    text, catalogue = sound(opened(data=data)), load_catalogue(data)
    summary = compare(catalogue, Scenario()).summary
    shown = re.findall(r'class="value">([^<]*)<', text)
    expected = [
        numbers.figure(summary.loc[policy, name], BY_NAME[name].unit, catalogue.currency)
        for policy in ("jit", "jic", "hybrid")
        for name in CARDS
    ]
    assert shown == expected
    title = re.sub("<[^>]*>", "", re.search(r"<h1[^>]*>(.*?)</h1>", text).group(1)).replace("\u00a0", " ")
    assert shown[6] in title
    assert shown[7] in title


def test_assumed_columns_are_said_on_screen():
    assert 'role="note"' not in html(opened(data="demo"))
    (note,) = re.findall(r'class="assumed" role="note">([^<]*)<', html(opened(data="bakery")))
    assert "unit cost" in note
    assert "assumptions" in note


def test_another_data_set_changes_the_figures():
    app = opened()
    before = html(app)
    app.sidebar.selectbox(key="data").select("bakery").run()
    assert sound(app) != before


def test_the_choices_change_what_is_shown():
    text = sound(opened(service="cycle_service", cost="total_cost", target="98"))
    # The three first figures keep their places on every card, whatever is chosen.
    assert len(re.findall(r'class="value">', text)) == 15
    assert "total cost a year" in text
    assert "For 98.0 % service" in text
    assert words.LABELS["cycle_service"] in text
    assert "Total cost a year" in text
    assert "98.0 %" in text
    odd = sound(opened(service="nonsense", cost="<script>", target="nan", money="-1"))
    assert words.LABELS["fill_rate"] in odd


@pytest.mark.parametrize("preset", presets(), ids=[preset.name for preset in presets()])
@pytest.mark.parametrize("data", BUILT_IN)
def test_every_preset_opens(preset, data):
    sound(opened(data=data, futures=20, **preset.values))


@pytest.mark.parametrize("end", ["low", "high"])
@pytest.mark.parametrize("name", [name for name, setting in settings().items() if setting.kind in ("number", "whole")])
def test_the_ends_of_every_setting_are_drawn(name, end):
    value = getattr(settings()[name], end)
    few = {} if name == "futures" else {"futures": 20}
    few |= {"horizon_days": 90} if name == "futures" else {}
    sound(opened(**few, **{name: value}))


@pytest.mark.parametrize(
    "values", [{"buffer_basis": "need"}, {"orders_may_cross": "true", "hybrid_critical": "false"}, {"seed": 0}]
)
def test_choices_and_switches_are_drawn(values):
    sound(opened(futures=20, **values))


def test_a_price_setting_never_simulates_and_a_physical_one_does(monkeypatch):
    runs, run = [], Job.run
    monkeypatch.setattr(Job, "run", lambda job, workers: (runs.append(1), run(job, workers))[1])
    app = opened(futures=30, seed=991)
    before = len(runs)
    assert before >= 1
    for rate in (0.1, 0.2, 0.3):
        app.slider(key="capital_rate").set_value(rate).run()
        # A move runs the fragments alone; the whole tree is there again after a full run.
        sound(app.run())
    app.slider(key="carrying_cost_level").set_value(2.0).run()
    app.run()
    assert len(runs) == before
    app.slider(key="spike_size").set_value(3.0).run()
    assert len(runs) == before + 1


def test_a_baseline_shows_what_changed_and_nothing_where_nothing_did():
    app = opened(futures=30)
    app.button(key="pin").click().run()
    app.run()
    assert not re.search(r'class="delta">[^<]|better|worse', html(app).split("</style>")[1].split("Policy against")[0])
    app.slider(key="carrying_cost_level").set_value(2.0).run()
    app.run()
    deltas = re.findall(r'class="delta">(?:<span[^>]*>)?([^<]*)<', sound(app))
    assert deltas[0] == ""
    assert deltas[1].startswith("+")
    assert deltas[1].endswith("worse")
    assert deltas[2] == ""
    assert words.GHOST in html(app)


def test_the_answers_are_said_and_shown():
    text = sound(opened())
    curves = frontier(load_catalogue("demo"))
    for table, figure in (
        (need_for(curves, "fill_rate", 0.95), "inventory_cost"),
        (service_for(curves, "inventory_cost", 2e5, "fill_rate"), "fill_rate"),
    ):
        best = table[figure].min() if figure == "inventory_cost" else table[figure].max()
        shown = numbers.money(best, "EUR") if figure == "inventory_cost" else numbers.percent(best)
        assert shown in text
        for need in table["need"]:
            assert f">{numbers.percent(need)}<" in text


def test_what_the_figures_rest_on_is_said():
    text = sound(opened(futures=20, horizon_days=90))
    assert "60 items, weighed by value; 20 simulated futures of 90 days" in text
    assert BY_NAME["fill_rate"].says in text


def ranges(app: AppTest) -> list[str]:
    return re.findall(r'class="range">([^<]*)<', sound(app))


def test_a_switch_shows_the_bands_with_and_without_what_was_observed():
    known = load_catalogue("demo").only([f"A-10{k}" for k in range(1, 6)])
    few = known.but({item: {"demand_days": 60, "lead_time_count": 9} for item in known.column("item")})
    app, narrow = opened(own=few, futures=40), opened(own=known, futures=40)
    wide = widened(compare(few, Scenario().but(futures=40)))
    assert ranges(app)[0] == " to ".join(numbers.percent(wide.at["jit", f"fill_rate_{end}"]) for end in ("lo", "hi"))
    assert "20 drawn worlds" in html(app)
    app.toggle(key="observed").set_value(False).run()
    assert ranges(app.run()) == ranges(narrow)
    assert "drawn worlds" not in html(app)
    assert not [toggle for toggle in narrow.toggle if toggle.key == "observed"]


def test_a_link_carries_the_bands_that_it_shows():
    known = load_catalogue("demo").only(["A-101"])
    few = known.but({"A-101": {"demand_days": 60, "lead_time_count": 9}})
    assert not opened(own=few, futures=20, observed="false").toggle(key="observed").value
    assert opened(own=few, futures=20, observed="perhaps").toggle(key="observed").value


def test_one_item_and_all_buffered_and_none():
    for values in ({"hybrid_volume_cut": 1}, {"hybrid_volume_cut": 0, "hybrid_critical": "false"}):
        sound(opened(futures=20, **values))
