"""`make bench`, second part: from a slider's key to the last chart painted, in a real Chromium. Prints one JSON object.

The floor is an empty Streamlit page with as many charts, in the same browser. What the model takes of a move is
measured apart, on moves of the same settings; the rest is sending and painting.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from core import Scenario, load_catalogue, price, settings
from core.frontier import price_frontier, sweep, today
from tests.browser.conftest import ARGUMENTS, CHROMIUM, Server, Tab

PHYSICS = ("lead_time_variability", "spikes_per_year", "spike_size", "outages_per_year")
PRICE = ("carrying_cost_level",)
STRESSED = (("one supplier", "outage", "supplier-out"), ("everything", "hold", "on-hold"))
MOVES = 36
EMPTY = """
import numpy as np, pandas as pd, streamlit as st
st.set_page_config(layout="wide")
spec = {"mark": "line", "height": 300, "encoding": {"x": {"field": "x", "type": "quantitative"},
        "y": {"field": "y", "type": "quantitative", "scale": {"domain": [0, 20]}}}}
value = st.sidebar.slider("Value", 0.0, 10.0, 1.0, 0.1, key="value")
for k in range(COUNT):
    with st.container(key=f"chart-{k}"):
        frame = pd.DataFrame({"x": np.arange(40), "y": value + np.arange(40) / 10})
        st.vega_lite_chart(frame, spec, key=f"c{k}")
"""
# Presses the key, and resolves with the time from there to the frame after the last change inside a chart.
PAINTED = """([place, key]) => new Promise(done => {
    const thumb = document.querySelector(place);
    const charts = [...document.querySelectorAll("[class*='st-key-chart-']")];
    let start = 0, last = 0, seen = new Set();
    const watch = new MutationObserver(changes => {
        const now = performance.now();
        for (const change of changes) seen.add(charts.findIndex(chart => chart.contains(change.target)));
        requestAnimationFrame(() => { last = Math.max(last, performance.now()); });
        last = Math.max(last, now);
    });
    const all = {subtree: true, childList: true, attributes: true, characterData: true};
    charts.forEach(chart => watch.observe(chart, all));
    thumb.focus();
    window.pressedAt = () => { start = performance.now(); };
    thumb.addEventListener('keydown', window.pressedAt, {once: true, capture: true});
    const tick = () => {
        const now = performance.now();
        if (start && last > start && now - last > 450) { watch.disconnect(); done(last - start); }
        else if (start && now - start > 5000) { watch.disconnect(); done(null); }
        else setTimeout(tick, 20);
    };
    window.readyToPress = true;
    setTimeout(tick, 20);
})"""


def main() -> None:
    """Prints the figures."""
    with sync_playwright() as engine:
        chromium = engine.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = chromium.new_page(viewport={"width": 1280, "height": 720})
        ours = _ours(page)
        stressed = _stress(page)
        floor = _floor(page, int(ours["charts"]))
        chromium.close()
    model = _model()
    rest = round(ours["physics_ms"]["median"] - model["simulate_ms"] - model["price_ms"], 1)
    print(
        json.dumps(
            {**ours, "split": {**model, "send_and_paint_ms": rest}, "floor_ms": floor, "stress": stressed}, indent=1
        )
    )


def _ours(page: Any) -> dict[str, Any]:
    server = Server()
    try:
        tab = Tab(page).open(server.url).settle()
        charts = page.locator("[class*='st-key-chart-']").count()
        move(page, "spike_size", "ArrowRight")
        physics = [move(page, PHYSICS[k % 4], _way(k)) for k in range(MOVES)]
        prices = [move(page, PRICE[0], _way(k)) for k in range(MOVES // 2)]
        assert not tab.traceback()
    finally:
        server.stop()
    return {"charts": charts, "physics_ms": _spread(physics), "price_ms": _spread(prices)}


def _stress(page: Any) -> dict[str, Any]:
    """The stress page: an event that reaches one supplier and one that reaches everything, and a slider."""
    server, found = Server(), {}
    try:
        for name, kind, events in STRESSED:
            tab = Tab(page).open(f"{server.url}/stress?events={events}").settle()
            page.locator(".st-key-event-0 button").first.click()
            number = f"event-0-length-{kind}"
            page.wait_for_selector(f".st-key-{number} input")
            move(page, number, "ArrowUp", "number")
            found[name] = _spread([move(page, number, _up(k), "number") for k in range(MOVES // 2)])
            page.keyboard.press("Escape")
            found[f"{name}, slider"] = _spread([move(page, PHYSICS[k % 4], _way(k)) for k in range(MOVES // 2)])
            assert not tab.traceback()
    finally:
        server.stop()
    return found


def _up(k: int) -> str:
    return "ArrowUp" if k % 6 < 4 else "ArrowDown"


def _way(k: int) -> str:
    return "ArrowRight" if k % 12 < 8 else "ArrowLeft"


def _floor(page: Any, charts: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        app = Path(folder) / "empty.py"
        app.write_text(EMPTY.replace("COUNT", str(charts)), encoding="utf-8")
        server = Server(app)
        try:
            Tab(page).open(server.url).settle()
            return _spread([move(page, "value", "ArrowRight") for _ in range(MOVES // 2)])
        finally:
            server.stop()


def move(page: Any, setting: str, key: str, kind: str = "range") -> float:
    """Milliseconds from the key to the last chart painted; `kind`: number for a typed setting, range for a slider."""
    start = f"move => {{ window.readyToPress = false; window.painted = ({PAINTED})(move); }}"
    page.evaluate(start, [f".st-key-{setting} input[type='{kind}']", key])
    page.wait_for_function("window.readyToPress")
    page.keyboard.press(key)
    took = page.evaluate("() => window.painted")
    assert took is not None, f"no chart changed within 5 s of {key} on {setting}"
    return float(took)


def _model() -> dict[str, float]:
    """Medians of what the model does for a move, as the page asks for it."""
    catalogue, simulated, priced = load_catalogue("demo"), [], []
    for k in range(12):
        name = PHYSICS[k % 4]
        scenario = Scenario().but(**{name: settings()[name].default + 0.1 * (k + 1)})
        start = time.perf_counter()
        swept = sweep(catalogue, scenario)
        middle = time.perf_counter()
        outcome = price(today(swept, scenario), scenario)
        assert len(outcome.summary) + len(outcome.paired) + len(price_frontier(swept, scenario))
        simulated.append(middle - start)
        priced.append(time.perf_counter() - middle)
    medians = {"simulate_ms": np.median(simulated[1:]), "price_ms": np.median(priced[1:])}
    return {name: round(1000 * float(value), 1) for name, value in medians.items()}


def _spread(times: list[float]) -> dict[str, float]:
    return {
        "moves": len(times),
        "median": round(float(np.median(times)), 1),
        "p95": round(float(np.quantile(times, 0.95)), 1),
    }


if __name__ == "__main__":
    main()
