"""Which data set a session shows: a built-in, the session's own, or a snapshot that a link opened. Always a Catalogue.

The link and the select box go by short names; whoever computes takes the Catalogue.
"""

from __future__ import annotations

import streamlit as st

from core import Catalogue, load_catalogue
from core.catalogue import BUILT_IN
from core.snapshots import Snapshot
from pages.parts import link, words
from pages.parts.link import OWN, SNAPSHOT

_OWN, _OPENED = "own-catalogue", "opened-snapshot"


def names() -> tuple[str, ...]:
    """The short names to choose from: the built-ins and what this session has."""
    held = {OWN: own(), SNAPSHOT: opened()}
    return (*BUILT_IN, *(name for name, found in held.items() if found is not None))


def chosen() -> str:
    """The short name of the data set that is shown."""
    name = str(st.session_state.get("data", BUILT_IN[0]))
    return name if name in names() else BUILT_IN[0]


def current() -> Catalogue:
    """The data set that is shown."""
    name, mine, shared = chosen(), own(), opened()
    if name == OWN and mine is not None:
        return mine
    if name == SNAPSHOT and shared is not None:
        return shared.catalogue
    return load_catalogue(name)


def own() -> Catalogue | None:
    """The session's own data, if it has any: brought, loaded, or changed from another data set."""
    found: Catalogue | None = st.session_state.get(_OWN)
    return found


def keep_own(catalogue: Catalogue) -> None:
    """Makes a catalogue the session's own data, and the data set that is shown. Part of a callback, its last call.

    Whatever was shown before stays as it was: a snapshot or a built-in isn't written to. Where another data set was
    shown the whole app runs again, because the select box has to say so.
    """
    st.session_state[_OWN] = catalogue
    if st.session_state.get("data") != OWN:
        st.session_state["data"] = OWN
        st.rerun()


def put_back(name: str, catalogue: Catalogue, own_before: Catalogue | None) -> None:
    """Shows a data set again, with the own data that there was before. Part of a callback, its last call.

    Runs the whole app again where another data set was shown.
    """
    st.session_state[_OWN] = catalogue if name == OWN else own_before
    if st.session_state.get("data") != name:
        st.session_state["data"] = name
        st.rerun()


def opened() -> Snapshot | None:
    """The snapshot that this session opened, if any."""
    found: Snapshot | None = st.session_state.get(_OPENED)
    return found


def keep_opened(snapshot: Snapshot) -> None:
    """Keeps a snapshot that was opened; before the select box is drawn."""
    st.session_state[_OPENED] = snapshot


def in_link() -> dict[str, str]:
    """The parameters of a link that name the data set shown."""
    shared = opened()
    return link.of_data(chosen(), shared.name if shared else None)


def label() -> str:
    """What the data set shown is, as plain text."""
    kind = {OWN: "Own data", SNAPSHOT: "Snapshot, read-only"}.get(chosen(), "Built in")
    return f"{kind}: {words.described(current())}"
