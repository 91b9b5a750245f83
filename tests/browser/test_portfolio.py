"""The portfolio page in a browser: a cell is edited and the figures follow, also at 2,000 items."""

import time
from pathlib import Path

import pytest

from tests.browser.conftest import ROOT, Server, Tab

# Widths of the first columns, in pixels, as the page declares them.
WIDTHS = {"item": 80, "name": 140, "class": 55, "policy": 110, "rule": 115, "buffer": 80, "fill_rate": 85}
HEAD, ROW = 36, 30
ITEMS = 2000
# Seconds; a machine that does other things at once gets three times what it usually takes.
BOUND = 6.0
LARGE = """
import runpy, sys
sys.path.insert(0, ROOT)
import numpy as np, pandas as pd, streamlit as st
from core import Catalogue
@st.cache_resource
def large():
    rng = np.random.default_rng(1)
    return Catalogue.of(pd.DataFrame({
        "item": [f"I{k:05}" for k in range(ITEMS)],
        "unit_cost": np.exp(rng.normal(2.5, 1.0, ITEMS)),
        "demand_per_day": np.exp(rng.normal(1.5, 1.3, ITEMS)),
        "category": rng.choice(list("abcdefgh"), ITEMS),
        "supplier": rng.choice([f"s{k}" for k in range(60)], ITEMS),
        "lead_time_days": rng.gamma(3.0, 6.0, ITEMS),
    }))
if "own-catalogue" not in st.session_state:
    st.session_state["own-catalogue"] = large()
    st.session_state["data"] = "own"
runpy.run_path(ROOT + "/app.py", run_name="__main__")
"""


@pytest.fixture(scope="module")
def large_server(tmp_path_factory):
    """The app with a large catalogue of the session's own, which no built-in data set is."""
    folder = tmp_path_factory.mktemp("large")
    (folder / "pages").symlink_to(ROOT / "pages")
    script = folder / "app.py"
    script.write_text(f"ROOT, ITEMS = {str(ROOT)!r}, {ITEMS}\n{LARGE}", encoding="utf-8")
    started = Server(Path(script))
    yield started
    started.stop()


def edit(tab: Tab, column: str, row: int, text: str) -> None:
    """Types into a cell, as a person does who sees the table."""
    names = list(WIDTHS)
    across = sum(WIDTHS[name] for name in names[: names.index(column)]) + WIDTHS[column] / 2
    canvas = tab.page.locator("[class*='st-key-items-'] canvas").first
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    tab.page.mouse.click(box["x"] + across, box["y"] + HEAD + ROW * row + ROW / 2)
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_selector("[id^='portal'] input, .gdg-input, [class*='gdg'] input")
    tab.page.keyboard.press("Control+A")
    tab.page.keyboard.type(text)
    tab.page.wait_for_timeout(150)
    tab.page.keyboard.press("Enter")


def cell(tab: Tab, column: str, row: int) -> str:
    """What a cell holds, by the table's own accessibility tree."""
    at = list(WIDTHS).index(column)
    return str(tab.page.locator(f"#glide-cell-{at}-{row}").first.text_content())
