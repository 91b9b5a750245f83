"""How much extra stock: per category and per item the cheapest buffer that reaches the target, beside the advice."""

from __future__ import annotations

import streamlit as st

from core import Catalogue, Scenario, extra_stock
from core.spreadsheet import csv_text
from pages.parts import cached, cards, choices, extra_rows, portfolio_charts

BY = {"category": "By category", "item": "By item"}
UTF8 = "utf-8-sig"


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
    st.download_button(
        "Download extra stock by item (CSV)",
        data=lambda: csv_text(extra_stock(ledger, scenario, target, "item")).encode(UTF8),
        file_name="extra_stock.csv",
        mime="text/csv",
        on_click="ignore",
        key="download-extra",
        type="tertiary",
    )
