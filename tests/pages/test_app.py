from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core import Scenario, compare, load_catalogue
from core.catalogue import BUILT_IN
from core.measures import BY_NAME
from pages.parts import numbers, words

APP = str(Path(__file__).resolve().parents[2] / "app.py")


def opened(data: str = "") -> AppTest:
    app = AppTest.from_file(APP, default_timeout=120)
    if data:
        app.query_params["data"] = data
    return app.run()


@pytest.mark.parametrize("data", BUILT_IN)
def test_the_page_shows_what_the_model_says(data: str) -> None:
    app = opened(data)
    assert not app.exception
    catalogue = load_catalogue(data)
    summary = compare(catalogue, Scenario()).summary
    expected = [
        (words.LABELS[name], numbers.figure(summary.loc[policy, name], BY_NAME[name].unit, catalogue.currency))
        for policy in ("jit", "jic", "hybrid")
        for name in ("fill_rate", "inventory_cost", "working_capital")
    ]
    assert [(metric.label, metric.value) for metric in app.metric] == expected
    assert sum("95 % interval" in text.value for text in app.markdown) == len(expected)


def test_assumed_columns_are_said_on_screen() -> None:
    assert not opened("demo").info
    (note,) = opened("bakery").info
    assert "unit cost" in note.value
    assert "assumptions" in note.value


def test_another_data_set_changes_the_figures() -> None:
    app = opened()
    before = [metric.value for metric in app.metric]
    app.sidebar.selectbox(key="data").select("bakery").run()
    assert not app.exception
    assert [metric.value for metric in app.metric] != before


def test_a_link_with_an_unknown_data_set_still_opens() -> None:
    app = opened("nowhere")
    assert not app.exception
    assert len(app.metric) == 9
