"""Charts: the declaration stands still, the rows say what the tables say, scales step rarely."""

import io
import json
import math

import pandas as pd
import pytest

from core import Scenario, compare, frontier, load_catalogue
from pages.parts import charts

SHOWN = ("fill_rate", "inventory_cost", "EUR")
DEMO = load_catalogue("demo")
CURVES = frontier(DEMO, Scenario().but(futures=20))


@pytest.mark.parametrize(("most", "end"), [(1, 1), (1.01, 1.5), (439_000, 500_000), (99, 100), (7.6e5, 1e6), (0, 1)])
def test_a_scale_ends_at_a_round_step(most, end):
    assert charts.ceiling(most) == pytest.approx(end)


def test_no_scale_for_what_is_no_number():
    assert charts.ceiling(math.nan) == 1
    assert charts.floor(math.nan) == 0


@pytest.mark.parametrize(("least", "start"), [(0.61, 0.6), (0.6, 0.55), (0.999, 0.9), (0.0, 0.0)])
def test_a_service_scale_starts_a_twentieth_below(least, start):
    assert charts.floor(least) == pytest.approx(start)


def test_the_declaration_carries_no_data_and_stays_the_same_object():
    one = charts.frontier(*SHOWN)
    assert one is charts.frontier(*SHOWN)
    assert '"data"' not in json.dumps(one)
    assert '"datasets"' not in json.dumps(one)
    assert charts.costs("EUR") is charts.costs("EUR")


def test_rows_hold_the_curves_and_the_corners():
    rows = charts.frontier_rows(CURVES, CURVES, CURVES, 0.95, SHOWN)
    curve = rows[rows["kind"] == "curve"]
    assert curve["x"].tolist() == CURVES["fill_rate"].tolist()
    assert curve["y"].tolist() == CURVES["inventory_cost"].tolist()
    assert (rows["kind"] == "ghost").sum() == len(CURVES)
    assert len(rows) < 1000
    corners = rows[rows["kind"] == "frame"]
    inside = rows[rows["kind"].isin(["curve", "target"])]
    assert inside["x"].between(corners["x"].min(), corners["x"].max()).all()
    assert inside["y"].between(corners["y"].min(), corners["y"].max()).all()


def test_a_price_that_moves_a_little_leaves_the_scale_alone():
    dearer = frontier(DEMO, Scenario().but(futures=20, carrying_cost_level=1.05))
    first, second = (charts.frontier_rows(table, None, CURVES, 0.95, SHOWN) for table in (CURVES, dearer))
    assert first.query("kind == 'frame'")["y"].tolist() == second.query("kind == 'frame'")["y"].tolist()


def test_cost_bars_are_the_summary():
    summary = compare(DEMO, Scenario().but(futures=20)).summary
    rows = charts.cost_rows(summary, summary, "EUR").query("kind == 'bar'")
    for policy, part in rows.groupby("name", sort=False):
        row = summary.loc[{name: key for key, name in charts.POLICY.items()}[policy]]
        assert part["value"].sum() == pytest.approx(row["total_cost"])


def test_a_table_is_read_back_and_carries_no_formula():
    frame = pd.DataFrame({"item": ["=1+1", "+x", "-y", "@z", "plain", ""], "value": [1.5, -2, 3, 4, 5, 6]})
    again = pd.read_csv(io.StringIO(charts.table(frame)), keep_default_na=False)
    assert again["item"].tolist() == ["'=1+1", "'+x", "'-y", "'@z", "plain", ""]
    assert again["value"].tolist() == frame["value"].tolist()
