"""How much extra stock: per category and per item the cheapest buffer that reaches the target, beside the advice."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core import Catalogue, Scenario, extra_stock
from core.extra_stock import ADVICE
from core.spreadsheet import csv_text
from pages.parts import cached, cards, choices, extra_rows, items, portfolio_charts

BY = {"category": "By category", "item": "By item"}
UTF8 = "utf-8-sig"


def draw(catalogue: Catalogue, scenario: Scenario) -> None:
    """Sentence, chart and table, and the table as a file."""
    target = choices.target()
    ledger = cached.stock(catalogue, scenario)
    st.html(cards.heading("How much extra stock"))
    everything = extra_stock(ledger, scenario, target, "all")
    st.html(cards.notes(extra_rows.sentence(everything, target, catalogue.currency)))
    groups = extra_stock(ledger, scenario, target, "category")
    with st.container(key="chart-extra"):
        rows = extra_rows.chart(groups, "category")
        st.vega_lite_chart(rows, portfolio_charts.extra(), key="extra", alt=extra_rows.ALT)
    st.html(cards.notes(extra_rows.left_out(len(groups)), extra_rows.NOTE))
    by = st.segmented_control("Table", tuple(BY), format_func=BY.get, key="extra-by", default="category", required=True)
    found = groups if by == "category" else extra_stock(ledger, scenario, target, "item")
    _table(found, str(by), catalogue.currency)
    st.download_button(
        "Download extra stock by item (CSV)",
        data=lambda: csv_text(extra_stock(ledger, scenario, target, "item")).encode(UTF8),
        file_name="extra_stock.csv",
        mime="text/csv",
        on_click="ignore",
        key="download-extra",
        type="tertiary",
    )


def _table(found: Any, by: str, currency: str) -> None:
    column, rows = st.column_config, items.readable(extra_rows.table(found, by))
    advised: dict[str, Any] = {}
    for share in ADVICE:
        name = f"{share * 100:.0f}"
        advised[f"fill_rate_{name}"] = column.NumberColumn(f"{name} %: fill rate (%)", format="%.1f", width=125)
        advised[f"more_{name}"] = column.NumberColumn(
            f"{name} %: costs more ({currency})",
            help=f"What a buffer of {name} % of need costs a year above the cheapest that reaches the target",
            format="localized",
            width=165,
        )
    st.dataframe(
        rows,
        height="auto" if len(rows) <= 10 else 340,
        row_height=30,
        key=f"extra-table-{by}",
        column_config={
            by: column.TextColumn(BY[by].removeprefix("By ").capitalize(), width=150),
            "smallest": column.NumberColumn("Smallest (% of need)", format="%.1f", width=140),
            "buffer": column.NumberColumn("Cheapest (% of need)", format="%.1f", width=140),
            "days": column.NumberColumn("Days of demand", format="%.1f", width=110),
            "money": column.NumberColumn(f"Value ({currency})", format="localized", width=110),
            "cost": column.NumberColumn(f"Total cost a year ({currency})", format="localized", width=165),
            "fill_rate": column.NumberColumn("Fill rate (%)", format="%.1f", width=90),
            **advised,
        },
        placeholder="not reached",
        alt="Extra stock",
    )
