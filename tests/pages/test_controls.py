"""Every declared setting as a widget, in a small app of its own: the frame without the real pages."""

from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core import InputError, Scenario, load_catalogue, settings
from core.frontier import buffer_shares
from core.look import numbers
from core.scenario import gates
from core.settings import Setting, Value
from pages.parts import baseline, controls, link, style


def frame() -> None:
    import streamlit as st

    from pages.parts import arrival, controls, sidebar

    arrival.arrive()
    sidebar.draw()
    arrival.notice()

    @st.fragment(key="page")
    def page() -> None:
        st.session_state["seen"] = controls.scenario()
        st.session_state["drawn"] = st.session_state.get("drawn", 0) + 1
        values = {"spike_size": 4, "warehouse_places": 100, "orders_may_cross": True, "seed": 2}
        st.button("Several at once", key="several", on_click=controls.apply, args=(values,))

    page()
    st.session_state["full_runs"] = st.session_state.get("full_runs", 0) + 1


def opened(script: Callable[[], None] = frame, **query: str) -> AppTest:
    app = AppTest.from_function(script, default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def widget(app: AppTest, name: str) -> Any:
    kinds = (app.slider, app.number_input, app.toggle, app.segmented_control)
    (found,) = [one for kind in kinds for one in kind if one.key == name]
    return found


def text(app: AppTest) -> str:
    written = [one.proto.body for one in app.get("html")]
    return "\n".join([*(str(one.value) for one in (*app.text, *app.markdown)), *written])


def move(app: AppTest, name: str, value: Value) -> None:
    """Moves a widget, then runs everything: after a run of fragments AppTest knows only what those drew."""
    widget(app, name).set_value(value).run()
    app.run()
    assert not app.exception


def other(setting: Setting) -> Value:
    """A value that isn't the default."""
    if setting.kind == "yes_no":
        return not setting.default
    if setting.kind == "choice":
        return next(choice for choice in setting.choices if choice != setting.default)
    return setting.clean(setting.low if setting.default != setting.low else setting.low + setting.step)


@pytest.fixture(scope="module")
def untouched() -> AppTest:
    return opened()


@pytest.mark.parametrize("setting", settings().values(), ids=list(settings()))
def test_a_widget_is_what_its_setting_declares(untouched: AppTest, setting: Setting) -> None:
    drawn = widget(untouched, setting.name)
    assert drawn.label == setting.label
    assert drawn.proto.query_param_key == setting.name
    assert setting.help in drawn.proto.help
    assert controls.shown(setting, setting.default) in drawn.proto.help
    assert drawn.value == setting.default
    assert drawn.proto.disabled is not controls.in_force(setting) or not setting.needs
    if setting.kind in ("number", "whole"):
        assert (drawn.min, drawn.max, drawn.step) == (setting.low, setting.high, pytest.approx(setting.step))


def test_a_fresh_sidebar_is_the_default_scenario(untouched: AppTest) -> None:
    assert untouched.session_state["seen"] == Scenario()
    assert "= 22 % a year" in text(untouched)
    shares = buffer_shares(load_catalogue("demo"), Scenario())
    assert all(f"= {numbers.percent(share)} of need" in text(untouched) for share in shares.values())


@pytest.mark.parametrize("name", settings())
def test_moving_a_widget_moves_the_scenario(name: str) -> None:
    setting = settings()[name]
    # A closed widget can't be moved; what it needs comes first, by the link.
    app = opened(**{need: link.spell(value) for need, value in gates(controls.SETTINGS[name]).items()})
    widget(app, name).set_value(other(setting)).run()
    assert not app.exception
    assert app.session_state["seen"].to_dict()[name] == other(setting)


def test_a_move_runs_the_page_and_not_the_frame() -> None:
    app = opened()
    widget(app, "carrying_cost_level").set_value(2.0).run()
    assert app.session_state["full_runs"] == 1
    assert app.session_state["drawn"] == 2
    assert app.session_state["seen"] == Scenario().but(carrying_cost_level=2)
    assert "= 44 % a year" in text(app)
    assert "Carrying-cost rate: × 2 (default × 1)" in [button.label for button in app.button]


def test_what_opens_other_widgets_draws_them_again() -> None:
    app = opened()
    move(app, "jit_service", 0.9)
    assert widget(app, "jit_buffer").proto.disabled
    before = app.session_state["full_runs"]
    widget(app, "buffer_basis").set_value("need").run()
    assert app.session_state["full_runs"] == before + 1
    assert widget(app, "jit_service").proto.disabled
    assert not widget(app, "jit_buffer").proto.disabled
    assert app.session_state["seen"] == Scenario().but(jit_service=0.9, buffer_basis="need")
    widget(app, "buffer_basis").set_value("service").run()
    assert app.session_state["seen"] == Scenario().but(jit_service=0.9)


def test_without_a_live_page_a_move_still_counts() -> None:
    def still() -> None:
        import streamlit as st

        from pages.parts import arrival, controls, sidebar

        arrival.arrive()
        sidebar.draw()
        arrival.notice()
        st.session_state["seen"] = controls.scenario()

    app = opened(still)
    widget(app, "spike_size").set_value(3.0).run()
    assert app.session_state["seen"].demand.spike_size == 3


def test_a_changed_setting_is_listed_marked_and_set_back() -> None:
    app = opened(spike_size="3", jic_service="0.9", capital_rate="0.18")
    listed = [button.label for button in app.button if (button.key or "").startswith("reset-")]
    assert listed == [
        "Spike size: × 3 (default × 2)",
        "Capital: 18 % (default 8 %)",
        "Just-in-Case, target service: 90 % (default 98 %)",
        "Reset all",
    ]
    assert "= 32 % a year" in text(app)
    app.button(key="reset-spike_size").click().run()
    assert app.session_state["seen"] == Scenario().but(jic_service=0.9, capital_rate=0.18)
    assert widget(app, "spike_size").value == 2
    app.button(key="reset-all").click().run()
    assert not app.exception
    assert app.session_state["seen"] == Scenario()


def test_many_values_are_set_at_once_or_not_at_all() -> None:
    app = opened()
    app.button(key="several").click().run()
    assert not app.exception
    expected = Scenario().but(spike_size=4, warehouse_places=100, orders_may_cross=True, seed=2)
    assert app.session_state["seen"] == expected
    assert widget(app, "spike_size").value == 4
    with pytest.raises(InputError, match="Spike size"):
        controls.apply({"seed": 1, "spike_size": 99})


def test_a_baseline_is_kept_for_its_data_set() -> None:
    app = opened()
    move(app, "spike_size", 3.0)
    app.button(key="pin").click().run()
    assert app.session_state["baseline"] == (load_catalogue("demo"), Scenario().but(spike_size=3))
    assert "Baseline pinned: no settings differ from it." in text(app)
    app.run()
    move(app, "spike_size", 4.0)
    assert "Baseline pinned: 1 setting differs from it." in text(app)
    app.selectbox(key="data").select("bakery").run()
    assert "Baseline pinned" not in text(app)
    app.selectbox(key="data").select("demo").run()
    app.button(key="unpin").click().run()
    assert "Baseline pinned" not in text(app)
    assert "baseline" not in app.session_state


def test_two_scenarios_differ_in_as_many_settings_as_were_set() -> None:
    assert baseline.differing(Scenario(), Scenario()) == 0
    assert baseline.differing(Scenario(), Scenario().but(seed=2, spike_size=3)) == 2


def test_the_share_link_says_what_is_set_now() -> None:
    app = opened()
    widget(app, "spike_size").set_value(3.0).run()
    (shared,) = [code.value for code in app.code]
    assert "spike_size=3" in shared
    assert "outage_days=21" in shared


HOSTILE = {
    "data": "nowhere",
    "model": "0",
    "spike_size": "nan",
    "outage_days": "1_0",
    "seed": "9" * 5000,
    "futures": "-1",
    "orders_may_cross": "perhaps",
    "buffer_basis": "<script>alert(1)</script>",
    "warehouse_places": "inf",
    "**bold**": "[x](javascript:alert(1))",
}


@pytest.mark.parametrize(("name", "value"), HOSTILE.items())
def test_a_hostile_parameter_is_said_and_the_rest_applied(name: str, value: str) -> None:
    app = opened(**{name: value, "outages_per_year": "2"})
    assert app.session_state["seen"] == Scenario().but(outages_per_year=2)
    assert app.session_state["data"] == "demo"
    assert "1 value that can't be used" in text(app)
    app.button(key="close-arrival").click().run()
    assert "can't be used" not in text(app)


def test_a_good_link_is_applied_without_a_word() -> None:
    wanted = Scenario().but(spike_size=3.25, orders_may_cross=True, buffer_basis="need", jic_buffer=0.5, seed=7)
    query = {name: link.spell(value) for name, value in wanted.to_dict().items() if value is not None}
    app = opened(data="bakery", model=link.MODEL_VERSION, **query)
    assert app.session_state["seen"] == wanted
    assert app.session_state["data"] == "bakery"
    assert "can't be used" not in text(app)


def viewed() -> None:
    import streamlit as st

    from pages.parts import arrival, controls, sidebar

    arrival.arrive()
    sidebar.draw()
    arrival.notice()

    @st.fragment(key="page")
    def page() -> None:
        options = ("fill_rate", "in_stock_days")
        if st.session_state.get("service") not in options:
            st.session_state["service"] = options[0]
        st.selectbox("Service", options, key="service", on_change=controls.moved)

    page()


@pytest.mark.parametrize(("said", "expected"), [("in_stock_days", "in_stock_days"), ("nonsense", "fill_rate")])
def test_a_page_takes_its_own_choice_from_the_link(said: str, expected: str) -> None:
    app = opened(viewed, service=said)
    assert app.session_state["service"] == expected
    app.run()
    assert f"&service={expected}" in app.code[0].value


def test_a_pages_own_choice_goes_into_the_link() -> None:
    app = opened(viewed)
    app.selectbox(key="service").select("in_stock_days").run()
    assert "&service=in_stock_days" in app.code[0].value


def test_a_value_that_no_widget_gives_falls_back_and_is_said() -> None:
    def refused() -> None:
        import streamlit as st

        from pages.parts import controls

        st.session_state["spike_size"] = 99.0
        st.session_state["seen"] = controls.scenario()
        st.session_state["said"] = controls.faults()

    app = opened(refused)
    assert app.session_state["seen"] == Scenario()
    (fault,) = app.session_state["said"]
    assert "Spike size" in fault


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("wait_cost", 0.001, "0.1 %"),
        ("spike_size", 2.5, "× 2.5"),
        ("outage_days", 21.0, "21 days"),
        ("seed", 2_147_483_647, "2147483647"),
        ("line_down_cost", 12_345.0, "12,345 money per short item-day"),
        ("warehouse_places", None, "the data set's"),
        ("hybrid_critical", True, "on"),
        ("buffer_basis", "need", "need"),
    ],
)
def test_values_in_words(name: str, value: Value, said: str) -> None:
    assert controls.shown(settings()[name], value) == said


def test_the_usual_figures_rest_on_the_run_that_is_set() -> None:
    def asks() -> None:
        import streamlit as st

        from pages.parts import controls

        st.session_state.update({"spike_size": 3.0, "futures": 40, "seed": 9})
        st.session_state["usual"] = controls.usual()

    assert opened(asks).session_state["usual"] == Scenario().but(futures=40, seed=9)


def test_marks_name_what_differs_and_nothing_else() -> None:
    assert ".st-key-seed" in style.marks(["seed"])
    assert ".st-key-" not in style.marks([])
