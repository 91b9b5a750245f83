"""The only cache: where a page meets the model.

One simulation feeds a whole page: the sweep of the buffers, whose current points are the outcome. It is kept by physics
alone, so that a price setting never simulates.
"""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from core import Catalogue, Outcome, Scenario, load_catalogue, price
from core.frontier import price_frontier, sweep, today
from core.ledger import Ledger


@dataclass(frozen=True, eq=False)
class View:
    """What a page shows of one data set under one scenario."""

    outcome: Outcome
    curves: pd.DataFrame


def catalogue(data: str) -> Catalogue:
    """A built-in data set; the model keeps those itself."""
    return load_catalogue(data)


# A scenario's repr names every value to the last digit, and is far quicker than hashing forty-five fields one by one.
_BY_VALUE = {Scenario: repr}


@st.cache_resource(ttl="1h", max_entries=6, show_spinner=False, hash_funcs=_BY_VALUE)
def _swept(data: str, physics: Scenario) -> Ledger:
    return sweep(load_catalogue(data), physics)


@st.cache_resource(ttl="1h", max_entries=64, show_spinner=False, hash_funcs=_BY_VALUE)
def view(data: str, scenario: Scenario) -> View:
    """The three policies' outcome and curves; shared by all sessions, and never written to."""
    swept = _swept(data, scenario.physics())
    return View(price(today(swept, scenario), scenario), price_frontier(swept, scenario))
