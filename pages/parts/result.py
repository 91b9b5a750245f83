"""The catalogue that came of what was brought: its name, its estimates, what was assumed, and what to do with it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core import Catalogue
from core.catalogue import COLUMNS, to_csv, to_xlsx
from core.catalogue.columns import SEASON_NAMES
from core.look import numbers
from core.spreadsheet import csv_text
from pages.parts import cards, datasets, words
from pages.parts.brought import Brought

# Pages that show what a catalogue comes to.
NEXT = {"pages/views/portfolio.py": "See its items", "pages/views/explore.py": "See what it serves and costs"}
KINDS = {"xlsx": "Excel", "csv": "CSV"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LASTS = (
    "Own data last as long as this tab stays open. To keep the catalogue, download it and load it here another time; "
    "to show it to others, publish a snapshot under Share."
)
DEFAULTS_SAY = "These items take the column's default. A list of items that has the column changes that."


def named(mine: Brought) -> None:
    """Name and currency, as they stand on every page."""
    mark = mine.suggested
    with st.container(key="named", horizontal=True, vertical_alignment="bottom"):
        name = st.text_input("Name of the data set", mine.name[:60], key=f"name-{mark}", max_chars=60, width=320)
        currency = st.text_input("Currency", mine.currency[:8], key=f"currency-{mark}", max_chars=8, width=110)
    mine.name, mine.currency = name.strip() or mine.name, currency.strip() or mine.currency


def use(catalogue: Catalogue) -> None:
    """Takes the catalogue into use, or leads on once it is; and the files to keep.

    A page can't be switched by itself: Streamlit refuses while a widget is bound to the link.
    """
    stem = "".join(mark if mark.isalnum() else "-" for mark in catalogue.name).strip("-").lower()[:40] or "catalogue"
    with st.container(key="use", horizontal=True, vertical_alignment="center"):
        if datasets.own() == catalogue and datasets.chosen() == datasets.OWN:
            st.text("In use.", width="content")
            for page, label in NEXT.items():
                st.page_link(page, label=label, icon=":material/arrow_forward:")
        else:
            use = {"type": "primary", "on_click": datasets.keep_own, "args": (catalogue,)}
            st.button("Use this catalogue", key="use-catalogue", **use)
    with st.container(key="keep-catalogue", horizontal=True):
        for kind, (write, mime) in {"xlsx": (to_xlsx, XLSX), "csv": (to_csv, "text/csv")}.items():
            st.download_button(
                f"Download the catalogue ({KINDS[kind]})",
                data=lambda write=write: write(catalogue),
                file_name=f"{stem}.{kind}",
                mime=mime,
                on_click="ignore",
                key=f"download-catalogue-{kind}",
                type="tertiary",
            )
    st.html(cards.notes(LASTS))


def come_about(catalogue: Catalogue, notes: tuple[str, ...]) -> None:
    """How the catalogue came about: what was found and decided, and which columns are assumptions."""
    st.html(cards.heading("How the catalogue came about") + cards.notes(*notes))
    st.html(cards.assumed(words.assumed(catalogue.name, catalogue.assumed)))


def estimates(table: pd.DataFrame) -> None:
    """Every estimate with its interval and the observations behind it, one parameter at a time."""
    st.html(cards.heading("The estimates"))
    names = list(dict.fromkeys(table["parameter"]))
    with st.container(key="estimates-row", horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox("Estimate", names, format_func=words.parameter, key="estimate", width=320)
        st.download_button(
            "Download all estimates (CSV)",
            data=lambda: csv_text(table),
            file_name="estimates.csv",
            mime="text/csv",
            on_click="ignore",
            key="download-estimates",
            type="tertiary",
        )
    shown = table[table["parameter"] == chosen].drop(columns="parameter")
    height = 330 if len(shown) > 8 else "auto"
    st.dataframe(shown, hide_index=True, height=height, column_config=ESTIMATES)


ESTIMATES = {
    "item": st.column_config.TextColumn("Item", pinned=True),
    "value": st.column_config.NumberColumn("Estimate", format="%.4g"),
    "lo": st.column_config.NumberColumn("From", help="Lower end of the 90 % interval", format="%.4g"),
    "hi": st.column_config.NumberColumn("To", help="Upper end of the 90 % interval", format="%.4g"),
    "n": st.column_config.NumberColumn("Observations", format="%d"),
    "says": st.column_config.TextColumn("What it rests on", width="large"),
}


def defaults(catalogue: Catalogue) -> None:
    """Which cells nobody told: how many items took a column's default, and what that is."""
    rows = _defaults(catalogue)
    if rows:
        st.html(cards.heading("What the files don't tell") + cards.notes(DEFAULTS_SAY))
        st.html(cards.grid(("Column", "What these items take", "Items"), rows, "Defaults used", says=2))


def _defaults(catalogue: Catalogue) -> list[tuple[str, ...]]:
    """A row per column; the twelve months, which have one default together, are one."""
    rows: dict[tuple[str, str], int] = {}
    for column in (column for column in COLUMNS if column.name in catalogue.defaults_used):
        label = "Season" if column.name in SEASON_NAMES else column.label
        rows[label, column.default_says] = catalogue.defaults_used[column.name]
    return [(label, says, numbers.count(items)) for (label, says), items in rows.items()]
