"""The only cache: where a page meets the model."""

import streamlit as st

from core import Catalogue, Outcome, Scenario, compare, load_catalogue


def catalogue(data: str) -> Catalogue:
    """A built-in data set; the model keeps those itself."""
    return load_catalogue(data)


@st.cache_resource(ttl="1h", max_entries=32, show_spinner="Simulating …")
def outcome(data: str, scenario: Scenario) -> Outcome:
    """The three policies compared; shared by all sessions, and never written to."""
    return compare(load_catalogue(data), scenario)
