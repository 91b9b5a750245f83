from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core import settings

ROOT = Path(__file__).resolve().parents[2]
VIEWS = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "pages" / "views").glob("*.py"))


def opened(**query: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def keys(app: AppTest) -> set[str]:
    kinds = (app.sidebar.slider, app.sidebar.number_input, app.sidebar.toggle, app.sidebar.segmented_control)
    return {widget.key for kind in kinds for widget in kind}


def test_every_view_is_registered() -> None:
    text = (ROOT / "app.py").read_text("utf-8")
    assert all(f'"{view}"' in text for view in VIEWS if not view.endswith("__init__.py"))


@pytest.mark.parametrize("view", [view for view in VIEWS if not view.endswith("__init__.py")])
def test_every_page_has_every_setting_and_keeps_its_value(view: str) -> None:
    app = opened(futures="20", jic_buffer="0.5")
    app.slider(key="spike_size").set_value(3.0).run()
    app.switch_page(view).run()
    assert not app.exception
    assert keys(app) >= set(settings())
    assert app.slider(key="spike_size").value == 3
    assert app.slider(key="jic_buffer").value == 0.5
    assert app.number_input(key="futures").value == 20
    app.slider(key="carrying_cost_level").set_value(2.0).run()
    assert not app.exception
    assert any("44 % a year" in one.proto.body for one in app.sidebar.get("html"))


def test_what_a_link_carried_in_vain_is_said_on_the_page() -> None:
    app = opened(futures="20", spike_size="<b>99</b>")
    (said,) = [text.value for text in app.main.text if "can't be used" in text.value]
    assert "'<b>99</b>'" in said
    assert app.slider(key="spike_size").value == settings()["spike_size"].default
