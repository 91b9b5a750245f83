"""How much extra stock: per category and per item the cheapest buffer that reaches the target, beside the advice."""

from __future__ import annotations

from functools import partial

import streamlit as st

from core import Catalogue, Scenario, extra_stock
from pages.parts import cached, cards, choices, extra_rows, portfolio_charts, taking

BY = {"category": "By category", "item": "By item"}


def draw(catalogue: Catalogue, scenario: Scenario) -> None:
    """Sentence, chart and table, and the table as a file."""
    target, ledger = choices.target(), cached.stock(catalogue, scenario)
    everything = extra_stock(ledger, scenario, target, "all")
    said = extra_rows.sentence(everything, target, catalogue.currency)
    st.html(cards.heading("How much extra stock") + cards.notes(said))
    groups = extra_stock(ledger, scenario, target, "category")
    with st.container(key="chart-extra"):
        rows = extra_rows.chart(groups, "category")
        st.vega_lite_chart(rows, portfolio_charts.extra(), key="extra", alt=extra_rows.ALT)
    st.html(cards.notes(extra_rows.left_out(len(groups)), extra_rows.NOTE))
    by = str(st.segmented_control("Table", tuple(BY), format_func=BY.get, key="by", default="category", required=True))
    found = groups if by == "category" else extra_stock(ledger, scenario, target, "item")
    head = extra_rows.head(by.capitalize(), catalogue.currency)
    grid = cards.grid(head, extra_rows.body(found, by), "Extra stock")
    st.html(grid + cards.notes(extra_rows.more_rows(len(found), by)))
    by_item = partial(extra_stock, ledger, scenario, target, "item")
    taking.table(by_item, "extra stock by item", "extra_stock", "extra")
