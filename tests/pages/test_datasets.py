"""What a session shows: a built-in, its own data, or a snapshot, and what each does to link, cache and baseline."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from core import Catalogue, Scenario, compare, frontier, load_catalogue
from pages.parts import cached

NAME = "Shop of $5 & <b>_more_</b>"


def small(**about: object) -> Catalogue:
    frame = pd.DataFrame({"item": ["a", "b", "c"], "unit_cost": [2.0, 3.0, 4.0], "demand_per_day": [1.0, 5.0, 9.0]})
    return Catalogue.of(frame, **{"name": NAME, **about})


def frame() -> None:
    import streamlit as st

    from core import load_catalogue
    from pages.parts import arrival, datasets, sidebar

    arrival.arrive()
    sidebar.draw()
    arrival.notice()
    st.session_state["seen"] = (datasets.chosen(), datasets.current())
    if "bring" in st.session_state:
        st.button("Bring", key="brings", on_click=datasets.keep_own, args=(st.session_state["bring"],))
    change = {"A-101": {"critical": True}}
    st.button("Change", key="revise", on_click=lambda: datasets.keep_own(load_catalogue("demo").but(change)))


def opened(**state: object) -> AppTest:
    app = AppTest.from_function(frame, default_timeout=60)
    for name, value in state.items():
        app.session_state[name] = value
    app.run()
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    return " ".join(str(one.value) for one in (*app.text, *app.markdown))


def test_a_session_without_own_data_is_offered_the_built_ins() -> None:
    app = opened()
    assert app.selectbox(key="data").options == ["demo", "bakery"]
    assert app.session_state["seen"] == ("demo", load_catalogue("demo"))


def test_own_data_are_shown_at_once_and_kept_beside_the_others() -> None:
    app = opened(bring=small())
    app.button(key="brings").click().run()
    assert not app.exception
    assert app.selectbox(key="data").options == ["demo", "bakery", "own"]
    assert app.selectbox(key="data").value == "own"
    assert app.session_state["seen"] == ("own", small())
    # As plain text: a name may hold markup.
    assert f"Own data: {NAME}, 3 items" in [text.value for text in app.text]
    app.selectbox(key="data").select("demo").run()
    assert app.session_state["seen"] == ("demo", load_catalogue("demo"))
    app.selectbox(key="data").select("own").run()
    assert app.session_state["seen"] == ("own", small())


def test_own_data_have_no_link() -> None:
    app = opened(bring=small())
    assert len(app.code) == 1
    app.button(key="brings").click().run()
    assert not app.code
    assert "Own data don't travel in a link" in said(app)


def test_a_link_to_own_data_is_told_where_there_are_none() -> None:
    app = AppTest.from_function(frame, default_timeout=60)
    app.query_params["data"] = "own"
    app.run()
    assert app.session_state["seen"][0] == "demo"
    assert "own data stay in their session" in said(app)
    assert "1 value that can't be used" in said(app)


def test_a_snapshot_is_offered_named_and_linked() -> None:
    snapshot = SimpleNamespace(name="abc-1", catalogue=small())
    app = opened(**{"opened-snapshot": snapshot, "data": "snapshot"})
    assert app.selectbox(key="data").options == ["demo", "bakery", "snapshot"]
    assert app.session_state["seen"] == ("snapshot", small())
    assert f"Snapshot, read-only: {NAME}, 3 items" in said(app)
    assert "?data=snapshot&snapshot=abc-1&" in app.code[0].value


def test_a_baseline_is_kept_with_its_catalogue() -> None:
    app = opened()
    app.button(key="pin").click().run()
    app.run()
    assert "Baseline pinned: no settings differ from it." in said(app)
    app.button(key="revise").click().run()
    assert app.session_state["seen"][0] == "own"
    assert "Baseline pinned: no settings differ from it. The data have changed since." in said(app)
    assert app.session_state["baseline"] == (load_catalogue("demo"), Scenario())
    app.selectbox(key="data").select("bakery").run()
    assert "Baseline pinned" not in said(app)


def many(items: int) -> Catalogue:
    names = [f"item {k}" for k in range(items)]
    return Catalogue.of(pd.DataFrame({"item": names, "unit_cost": 2.0, "demand_per_day": np.arange(items) / items}))


@pytest.mark.parametrize(("items", "large"), [(3, False), (1600, True)])
def test_a_view_is_the_models_whatever_its_size(items: int, large: bool) -> None:
    catalogue, scenario = many(items), Scenario().but(futures=20, horizon_days=90)
    cached.LARGE, before = (30_000 if large else 31_000), cached.LARGE
    try:
        seen = cached.view(catalogue, scenario)
        assert cached.view(many(items), scenario) is seen
    finally:
        cached.LARGE = before
    pd.testing.assert_frame_equal(seen.outcome.summary, compare(catalogue, scenario).summary)
    pd.testing.assert_frame_equal(seen.curves, frontier(catalogue, scenario))


def test_equal_names_with_other_items_are_other_data() -> None:
    scenario = Scenario().but(futures=20, horizon_days=90)
    one, other = small(), small().but({"a": {"unit_cost": 9.0}})
    assert cached.view(one, scenario) is not cached.view(other, scenario)
    totals = [cached.view(each, scenario).outcome.summary.at["jic", "capital_cost"] for each in (one, other)]
    assert totals[0] < totals[1]
