"""A link's arrival: the model checks what it carries before a widget sees it, and what was refused is said."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import streamlit as st

from pages.parts import controls, link

T = TypeVar("T")


def arrive() -> None:
    """On a session's first run: keeps what the link's query carries and may be used, and remembers the faults.

    Bound widgets drop a bad value in silence, write one step of history for every value that they put right, and read
    some text that the model refuses. So the query is put right once, as a whole, before there is any widget.
    """
    if "arrival_faults" in st.session_state:
        return
    query = st.query_params.to_dict()
    arrived = link.read(query)
    st.session_state["arrival_faults"] = arrived.faults
    st.session_state["arrival_view"] = dict(arrived.view)
    clean = link.params(arrived)
    if clean != query:
        st.query_params.from_dict(clean)
        # Widgets take their first value from the query that a run began with.
        st.rerun()


def chosen(name: str, options: Iterable[T], otherwise: T) -> T:
    """What the link chose for a page's own control (`link.VIEW`), if that is an option: the default of its widget."""
    said = st.session_state["arrival_view"].get(name)
    return next((option for option in options if link.spell(option) == said), otherwise)


@st.fragment(key="arrived")
def notice() -> None:
    """What couldn't be used, above every page until a setting moves or it is closed. Plain text: it quotes the link."""
    said = link.sentence((*st.session_state["arrival_faults"], *controls.faults()))
    if said:
        with st.container(key="arrival", horizontal=True, vertical_alignment="center"):
            st.text(said)
            st.button("Close", key="close-arrival", on_click=controls.moved)
