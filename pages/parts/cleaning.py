"""The cleaning report on screen: what happened to every line, each rule with its switch, each list to download."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.history import Finding, Items, Orders, Receipts
from core.history.rules import MERGE_CODES, RULES, SWITCHES
from core.look import numbers
from core.spreadsheet import csv_text
from pages.parts import cards, words
from pages.parts.brought import Brought

WIDTHS = (4.4, 1.0, 1.2, 1.0, 1.6)
HEADS = ("Lines", "Units", "Lines it fits")
HELP = {rule.name: rule.help for rule in RULES} | {
    MERGE_CODES: "Codes that are equal but for capitals and blanks become one item, under their most frequent spelling."
}
# What the importer says to a program, said to a person.
SAID = {
    "codes": "{} codes differ from another one only in capitals or blanks: the last rule above merges them",
    "one weekday": "Every date falls on the same weekday: if these are weekly totals, say so beside the columns",
}


def report(mine: Brought, orders: Orders) -> None:
    """A row per reason, in the order in which lines were asked; a switch acts at once."""
    st.html(cards.heading("What happened to every line"))
    _table(mine, "orders", orders.report, orders.set_aside)


def others(mine: Brought, kind: str, read: Receipts | Items) -> None:
    """The same for receipts and items, out of the way: it has no switches."""
    with st.expander(f"What happened to every line of the {kind}", key=f"lines-{kind}"):
        _table(mine, kind, read.report, read.set_aside)


def _table(mine: Brought, kind: str, report: pd.DataFrame, set_aside: Mapping[str, pd.DataFrame]) -> None:
    drawn = {""}
    with st.container(key=f"report-{kind}"):
        _row(cards.cell("Reason"), [cards.cell(head, "num") for head in HEADS])
        for place, row in enumerate(report.to_dict("records")):
            rule = row["rule"] if row["rule"] in SWITCHES and row["rule"] not in drawn else ""
            drawn.add(rule)
            whole = place in (0, len(report) - 1)
            _reason(mine, kind, row, rule, whole, set_aside.get(row["reason"]))


def _row(first: str, figures: list[str]) -> tuple[DeltaGenerator, DeltaGenerator]:
    """Puts a row of HTML cells down, and returns the columns of its first and its last cell."""
    text, *middle, last = st.columns(WIDTHS, gap="small", vertical_alignment="center")
    if first:
        text.html(first)
    for column, cell in zip(middle, figures, strict=True):
        column.html(cell)
    return text, last


def _reason(mine: Brought, kind: str, row: Mapping, rule: str, whole: bool, lines: pd.DataFrame | None) -> None:
    """One reason: its switch where it has one, its figures, its lines to download."""
    said = words.sentence_case(row["reason"])
    figures = [numbers.count(row[name]) for name in ("lines", "units", "matching")]
    cells = [cards.cell(figure, "num whole-row" if whole else "num") for figure in figures]
    first, last = _row("" if rule else cards.cell(said, "whole-row" if whole else ""), cells)
    if rule:
        on = mine.rules.get(rule, SWITCHES[rule])
        key = f"rule-{rule}"
        first.toggle(said, on, key=key, help=HELP[rule], on_change=_switch, args=(mine, rule, key))
    if lines is not None:
        _download(last, lines, f"{kind}: {row['reason']}")


def _switch(mine: Brought, rule: str, key: str) -> None:
    mine.rules[rule] = bool(st.session_state[key])


def findings(found: Mapping[str, Finding]) -> None:
    """What a person should know about the lines that were used, each with the rows behind it."""
    if not found:
        return
    st.html(cards.heading("What stands out"))
    with st.container(key="findings"):
        for name, finding in found.items():
            text, last = st.columns((7.6, 1.6), gap="small", vertical_alignment="center")
            said = SAID.get(name, finding.sentence).format(len(finding.rows))
            text.html(cards.notes(f"{said}."))
            _download(last, finding.rows, f"findings: {name}")


def _download(place: DeltaGenerator, frame: pd.DataFrame, name: str) -> None:
    stem = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    place.download_button(
        "Download",
        # Made when it is asked for: a year's lines are many.
        data=lambda: csv_text(frame),
        file_name=f"{stem}.csv",
        mime="text/csv",
        on_click="ignore",
        key=f"download-{stem}",
        type="tertiary",
    )
