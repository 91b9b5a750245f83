"""Files come in: what was dropped is read in a process of its own, listed, and let go by the page's uploader."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st
from streamlit.errors import StreamlitAPIException

from core import InputError
from pages.parts import words
from pages.parts.brought import Brought, File

_KEY = "brought"
LISTED = 8
"""Faults that are shown of a file."""
ASKED = {
    "orders": ("Orders", "Order lines, sales by day, or a table with a column for each day or month; one file or more"),
    "receipts": ("Receipts, if you have them", "Supplier, item, ordered, promised, received, quantity"),
    "items": ("Items, if you have them", "Cost, price, supplier, lead time and the like"),
}

CATALOGUE_SAYS = (
    "A row for each item, with the columns item, unit_cost and demand_per_day, and any others of a catalogue"
)
SAYS = (
    "Drop what your system exports, as it is: order lines, sales by day, or a table with a column for each day or "
    "month, as text, workbook or Parquet, packed or not. Receipts tell lead times, a list of items tells costs.",
    "Nothing is changed in silence: what is set aside is shown with its reason, before anything is used. Files are "
    "read and let go; what they hold stays in this session, until you publish a snapshot of the catalogue.",
)


def brought() -> Brought:
    """What this session brought so far."""
    found: Brought = st.session_state.setdefault(_KEY, Brought())
    return found


def draw(mine: Brought) -> None:
    """The three places to drop files, each with what is there already."""
    for (kind, (title, says)), column in zip(ASKED.items(), st.columns(len(ASKED), gap="medium"), strict=True):
        with column:
            take(kind, title, says, lambda name, raw, kind=kind: mine.add(kind, name, raw))
            for file in mine.files[kind]:
                _listed(mine, kind, file)


def catalogue(mine: Brought) -> None:
    """The place for a catalogue's file, out of the way: most people bring orders."""
    with st.expander("Or load a catalogue: one that you kept from here, or a table of items with cost and demand"):
        take("catalogue", "Catalogue", CATALOGUE_SAYS, mine.load)
    if mine.loaded is not None:
        with st.container(key="file-loaded", horizontal=True, vertical_alignment="center"):
            st.text(f"Loaded: {words.described(mine.loaded)}", width="stretch")
            st.button("Remove", key="unload", type="tertiary", on_click=mine.unload)


def take(kind: str, title: str, says: str, read: Callable[[str, bytes], None]) -> None:
    """An uploader whose files are handed to `read` at once. What can't be read is said below it, as plain text."""
    turn, faults = f"{kind}-turn", f"{kind}-faults"
    key = f"{kind}-file-{st.session_state.setdefault(turn, 0)}"
    files = st.file_uploader(title, accept_multiple_files=True, key=key, help=says)
    if files:
        st.session_state[faults] = [fault for file in files for fault in _read(file, read)]
        # The uploader keeps its files in memory for as long as it is drawn: the next one has another key.
        st.session_state[turn] += 1
        again()
    say(kind, st.session_state.get(faults, ()))


def _read(file: Any, read: Callable[[str, bytes], None]) -> tuple[str, ...]:
    with st.spinner("Reading the file"):
        try:
            read(file.name, file.getvalue())
        except InputError as error:
            return error.faults
    return ()


def say(where: str, faults: Sequence[str]) -> None:
    """What is wrong, a sentence for each fault, as plain text: names of files and items may hold markup."""
    if faults:
        more = f"\n… and {words.counted(len(faults) - LISTED, 'fault')} more" if len(faults) > LISTED else ""
        with st.container(key=f"fault-{where}"):
            st.text("\n".join(map(words.on_page, faults[:LISTED])) + more)


def _listed(mine: Brought, kind: str, file: File) -> None:
    with st.container(key=f"file-{kind}-{file.digest}", horizontal=True, vertical_alignment="center"):
        said = f"{file.name}: {words.counted(file.lines, 'line')}"
        st.text("\n".join((said, *file.notes[:LISTED])), width="stretch")
        st.button(
            "Remove",
            key=f"remove-{kind}-{file.digest}",
            type="tertiary",
            on_click=mine.remove,
            args=(kind, file.digest),
        )


def again() -> None:
    """Runs the page's part that is running once more from its start."""
    try:
        st.rerun(scope="fragment")
    except StreamlitAPIException:
        # The whole app is running.
        st.rerun()
