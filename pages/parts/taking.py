"""Tables as files to take along: CSV that no spreadsheet runs, made when the button is pressed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd
import streamlit as st

from core.spreadsheet import csv_text

# With this mark a spreadsheet reads names in any script; without it, it guesses.
UTF8 = "utf-8-sig"


def table(make: Callable[[], pd.DataFrame], what: str, file: str, key: str) -> None:
    """The button that gives a table as `file`.csv."""
    st.download_button(
        f"Download {what} (CSV)",
        data=lambda: csv_text(make()).encode(UTF8),
        file_name=f"{file}.csv",
        mime="text/csv",
        on_click="ignore",
        key=f"download-{key}",
        type="tertiary",
    )


def tables(page: str, makes: Mapping[str, Callable[[], pd.DataFrame]]) -> None:
    """A page's tables by name, in one row of buttons."""
    with st.container(key="downloads", horizontal=True):
        for name, make in makes.items():
            table(make, name, f"{page}_{name}", f"{page}-{name}")
