"""A data set that is too large for a server says so, on every page that would simulate it, and what helps."""

from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from core import Catalogue, Scenario
from pages.parts import reach

ROOT = Path(__file__).resolve().parents[2]


def many(items: int) -> Catalogue:
    names = [f"item {k}" for k in range(items)]
    return Catalogue.of(pd.DataFrame({"item": names, "unit_cost": 2.0, "demand_per_day": 1.0}))


@pytest.mark.parametrize(
    ("items", "futures", "said"),
    [
        (4000, 100, ""),
        (4001, 100, "Set Futures, under Simulation, to 99 or fewer"),
        (200, 2000, ""),
        (201, 2000, "to 1,990 or fewer"),
        (20_000, 20, ""),
        (20_001, 20, "Bring at most 20,000 items"),
    ],
)
def test_what_helps_is_enough(items: int, futures: int, said: str) -> None:
    found = reach.too_much(many(items), Scenario().but(futures=futures))
    assert said in found
    assert bool(found) == bool(said)


@pytest.mark.parametrize("page", ["explore", "portfolio"])
def test_a_page_says_so_instead_of_simulating(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    app.session_state["own-catalogue"] = many(10)
    app.session_state["data"] = "own"
    app.query_params["horizon_days"] = "90"
    monkeypatch.setattr(reach, "MOST", 300)
    app.run()
    app.switch_page(f"pages/views/{page}.py").run()
    assert not app.exception
    assert [title.value for title in app.title] == ["That is too much at once"]
    assert "to 30 or fewer" in " ".join(text.value for text in app.main.text)
    app.number_input(key="futures").set_value(30).run()
    app.run()
    assert not app.exception
    assert not [title.value for title in app.title]
