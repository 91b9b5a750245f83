"""The portfolio's files: the table of items, and the catalogue as it is edited now."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from core import Outcome
from core.catalogue import to_csv, to_xlsx
from core.spreadsheet import csv_text
from pages.parts import items
from pages.parts.taking import UTF8

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def draw(outcome: Outcome) -> None:
    """Each file is made when it is asked for."""
    catalogue = outcome.ledger.catalogue
    files: dict[str, tuple[str, str, str, Callable[[], bytes]]] = {
        "items": ("Items (CSV)", "items.csv", "text/csv", lambda: csv_text(items.download(outcome)).encode(UTF8)),
        "book": ("Catalogue (Excel)", "catalogue.xlsx", XLSX, lambda: to_xlsx(catalogue)),
        "catalogue": ("Catalogue (CSV)", "catalogue.csv", "text/csv", lambda: to_csv(catalogue).encode(UTF8)),
    }
    with st.container(key="downloads", horizontal=True):
        for key, (label, name, mime, make) in files.items():
            st.download_button(
                f"Download {label[0].lower()}{label[1:]}",
                data=make,
                file_name=name,
                mime=mime,
                on_click="ignore",
                key=f"download-{key}",
                type="tertiary",
            )
