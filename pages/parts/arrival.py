"""A link's arrival: the model checks what it carries before a widget sees it, and what was refused is said."""

from __future__ import annotations

import streamlit as st

from pages.parts import controls, link, meeting, sharing


def arrive() -> None:
    """On a session's first run: keeps what the link's query carries and may be used, and remembers the faults.

    Bound widgets drop a bad value in silence, write one step of history for every value that they put right, and read
    some text that the model refuses. So the query is put right once, as a whole, before there is any widget.
    """
    if "arrival_faults" in st.session_state:
        return
    query = st.query_params.to_dict()
    arrived = sharing.arrive(link.read(query))
    st.session_state["arrival_faults"] = (*arrived.faults, *meeting.arrive(arrived.scenarios))
    # Text, and unchecked: only the page that has such a choice knows what may be chosen.
    st.session_state.update(arrived.view)
    clean = link.params(arrived)
    if clean != query:
        st.query_params.from_dict(clean)
        # Widgets take their first value from the query that a run began with.
        st.rerun()


@st.fragment(key="arrived")
def notice() -> None:
    """What couldn't be used, above every page until a setting moves or it is closed. Plain text: it quotes the link."""
    said = link.sentence((*st.session_state["arrival_faults"], *controls.faults()))
    if said:
        with st.container(key="arrival", horizontal=True, vertical_alignment="center"):
            st.text(said)
            st.button("Close", key="close-arrival", on_click=controls.moved)
