"""Snapshots on screen: published, opened by a link in another session, deleted, and refused in plain words."""

import re
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from core import Catalogue, Scenario
from core.snapshots import Store
from pages.parts import cached

ROOT = Path(__file__).resolve().parents[2]
NAME = "Shop of $5 & <b>_more_</b>"
SET = Scenario().but(spike_size=3, futures=20, horizon_days=90, warehouse_places=40, seed=5)
VIEW = {"service": "cycle_service", "target": "97.5"}


def small() -> Catalogue:
    frame = pd.DataFrame({"item": ["a", "b", "c"], "unit_cost": [2.0, 3.0, 4.0], "demand_per_day": [1.0, 5.0, 9.0]})
    return Catalogue.of(frame, name=NAME, currency="GBP")


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    where = f"sqlite:///{tmp_path}/snapshots.db"
    monkeypatch.setenv("SNAPSHOT_DATABASE_URL", where)
    cached.store.clear()
    yield where
    cached.store.clear()


def opened(**query: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    for name, value in query.items():
        app.query_params[name] = value
    return sound(app.run())


def sound(app: AppTest) -> AppTest:
    assert not app.exception, app.exception[0].value
    return app


def texts(app: AppTest) -> str:
    return "\n".join(text.value for text in app.text)


def figures(app: AppTest) -> list[str]:
    return re.findall(r'class="value">([^<]*)<', unescape(" ".join(one.proto.body for one in app.main.get("html"))))


def press(app: AppTest, start: str) -> AppTest:
    next(button for button in app.button if (button.key or "").startswith(start)).click().run()
    return sound(app.run())


def test_a_snapshot_restores_catalogue_settings_and_choices(url: str) -> None:
    name = Store(url).publish(small(), SET, VIEW).name
    app = opened(data="snapshot", snapshot=name)
    assert app.selectbox(key="data").value == "snapshot"
    assert {key: app.session_state[key] for key in ("spike_size", "seed", "warehouse_places")} == {
        "spike_size": 3,
        "seed": 5,
        "warehouse_places": 40,
    }
    assert app.segmented_control(key="service").value == "cycle_service"
    assert app.number_input(key="target").value == 97.5
    assert f"Snapshot of {NAME}, 3 items, published" in texts(app)
    assert figures(app) == figures(opened(data="snapshot", snapshot=name))
    assert all("GBP" in figure for figure in figures(app)[2:4])


def test_settings_in_the_link_go_before_the_snapshots(url: str) -> None:
    name = Store(url).publish(small(), SET, VIEW).name
    app = opened(data="snapshot", snapshot=name, spike_size="2", service="in_stock_days")
    assert app.slider(key="spike_size").value == 2
    assert app.number_input(key="seed").value == 5
    assert app.segmented_control(key="service").value == "in_stock_days"


def test_the_address_of_a_tab_opens_again_as_it_was_left(url: str) -> None:
    """It leaves defaults out: what was set back to its default must not come back from the snapshot."""
    name = Store(url).publish(small(), SET, VIEW).name
    app = opened(data="snapshot", snapshot=name, spike_size="2")
    query = {key: values if isinstance(values, str) else values[-1] for key, values in app.query_params.items()}
    assert query["snapshot"] == f"{name}~"
    assert "spike_size" not in query
    again = opened(**query)
    assert again.slider(key="spike_size").value == 2
    assert again.number_input(key="seed").value == 5
    assert figures(again) == figures(app)


def test_the_share_link_of_a_snapshot_carries_every_setting(url: str) -> None:
    name = Store(url).publish(small(), SET, VIEW).name
    app = opened(data="snapshot", snapshot=name, warehouse_places="")
    shared = parse_qs(urlsplit(app.code[0].value).query, keep_blank_values=True)
    assert (shared["data"], shared["snapshot"], shared["spike_size"]) == (["snapshot"], [name], ["3"])
    assert shared["warehouse_places"] == [""], "what is left to the data set is said, or the snapshot's 40 came back"
    again = opened(**{key: values[-1] for key, values in shared.items()})
    assert again.number_input(key="warehouse_places").value is None


def test_a_snapshot_stays_over_pages(url: str) -> None:
    name = Store(url).publish(small(), SET, VIEW).name
    app = opened(data="snapshot", snapshot=name)
    before = figures(app)
    sound(app.switch_page("pages/views/method.py").run())
    assert f"snapshot={name}" in app.code[0].value
    assert "Snapshot of" in texts(app)
    sound(app.switch_page("pages/views/explore.py").run())
    assert figures(app) == before


def test_a_change_makes_own_data_and_leaves_the_snapshot(url: str) -> None:
    name = Store(url).publish(small(), SET, VIEW).name
    app = opened(data="snapshot", snapshot=name)
    app.session_state["own-catalogue"] = small().but({"a": {"unit_cost": 8.0}})
    app = sound(app.run())
    assert app.selectbox(key="data").options[-2:] == ["own", "snapshot"]
    app.selectbox(key="data").select("own").run()
    assert "Snapshot of" not in texts(sound(app.run()))
    assert Store(url).open(name).catalogue == small()


def gone(url: str) -> str:
    made = Store(url).publish(small(), SET)
    Store(url).delete(made.name, made.key)
    return made.name


def over(url: str) -> str:
    return Store(url, clock=lambda: time.time() - 40 * 86_400).publish(small(), SET).name


REFUSED = {
    "unknown": (lambda _: "0" * 26, "There is no snapshot of this name"),
    "malformed": (lambda _: "../../etc/passwd", "26 small letters and digits"),
    "missing": (lambda _: "", "26 small letters and digits"),
    "markup": (lambda _: "<script>$x$", "26 small letters and digits"),
    "deleted": (gone, "was deleted by its maker"),
    "expired": (over, "expired on"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_snapshot_that_cannot_be_opened_gets_a_page_of_its_own(url: str, kind: str) -> None:
    make, said = REFUSED[kind]
    app = opened(data="snapshot", snapshot=make(url), spike_size="3", futures="20")
    assert [title.value for title in app.title] == ["This snapshot can't be opened"]
    assert said in texts(app)
    assert not figures(app)
    app = press(app, "forget-snapshot")
    assert len(figures(app)) == 9
    assert app.selectbox(key="data").value == "demo"
    assert app.slider(key="spike_size").value == 3


def test_another_page_is_a_way_on_from_there(url: str) -> None:
    app = opened(data="snapshot", snapshot="0" * 26)
    sound(app.switch_page("pages/views/method.py").run())
    assert app.title[0].value == "Method"
    sound(app.switch_page("pages/views/explore.py").run())
    assert len(figures(app)) == 9


def test_a_store_that_cannot_be_used_is_said(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SNAPSHOT_DATABASE_URL", "mysql://user:secret@host/x")
    cached.store.clear()
    app = opened(data="snapshot", snapshot="0" * 26)
    assert app.title[0].value == "This snapshot can't be opened"
    assert "secret" not in texts(app)
    app = press(press(app, "forget-snapshot"), "publish")
    assert len(figures(app)) == 9


def test_publish_shows_link_end_and_key_and_deletes_when_asked_twice(url: str) -> None:
    app = opened(data="bakery", futures="20", horizon_days="90", spike_size="3")
    app = press(app, "publish")
    assert "Bakery chain, 105 items. Open until" in texts(app)
    link, key = (code.value for code in app.code[1:])
    assert len(link) < 200
    (name,) = parse_qs(urlsplit(link).query)["snapshot"]
    kept = Store(url).open(name)
    assert kept.scenario == Scenario().but(futures=20, horizon_days=90, spike_size=3)
    assert kept.view["service"] == "fill_rate"
    assert not [button for button in app.button if button.key == "publish"], "the same is published once"
    app = press(app, "delete-")
    assert Store(url).open(name), "asked once"
    app = press(app, "keep-")
    app = press(press(app, "delete-"), "meant-")
    assert len(app.code) == 1
    with pytest.raises(Exception, match="deleted by its maker"):
        Store(url).open(name)
    assert re.fullmatch(r"[0-9a-z]{32}", key)


def test_own_data_are_published_and_open_elsewhere(url: str) -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    app.session_state["own-catalogue"] = small()
    app.session_state["data"] = "own"
    sound(app.run())
    assert not app.code, "own data have no link"
    app = press(app, "publish")
    query = {key: values[-1] for key, values in parse_qs(urlsplit(app.code[0].value).query).items()}
    assert figures(opened(**query)) == figures(app)


def test_whoever_has_the_key_deletes_what_is_shown(url: str) -> None:
    made = Store(url).publish(small(), SET)
    app = opened(data="snapshot", snapshot=made.name)
    app.text_input(key="delete-key").set_value("0" * 32).run()
    app = press(press(sound(app.run()), f"delete-{made.name}"), f"meant-{made.name}")
    assert Store(url).open(made.name).catalogue == small(), "a wrong key deletes nothing"
    app.text_input(key="delete-key").set_value(made.key).run()
    press(press(sound(app.run()), f"delete-{made.name}"), f"meant-{made.name}")
    with pytest.raises(Exception, match="deleted by its maker"):
        Store(url).open(made.name)
