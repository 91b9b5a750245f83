"""What a page doesn't try: simulations that would take more memory than a server should give to one of its sessions."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

import streamlit as st

from core import Catalogue, Scenario
from pages.parts import controls, datasets

MOST = 400_000
"""Items × futures; a sweep of so many takes some 400 MB."""


def too_much(catalogue: Catalogue, scenario: Scenario) -> str:
    """Why a data set isn't simulated as it is set, and what helps; empty where it is."""
    items, futures, least = len(catalogue), scenario.run.futures, int(controls.SETTINGS["futures"].low)
    if items * futures <= MOST:
        return ""
    most = MOST // items
    said = f"{items:,} items with {futures:,} futures each are more than is simulated here at once ({MOST:,}). "
    if most < least:
        return f"{said}Bring at most {MOST // least:,} items: those that sell most, say, or one category."
    return f"{said}Set Futures, under Simulation, to {most:,} or fewer."


def guarded(draw: Callable[[], None]) -> Callable[[], None]:
    """A page's part that is drawn only where its simulation is within reach; its first part says so instead."""

    @wraps(draw)
    def drawn() -> None:
        said = too_much(datasets.current(), controls.scenario())
        if not said:
            draw()
        elif draw.__name__ == controls.PAGE:
            st.title("That is too much at once", anchor=False)
            st.text(said)

    return drawn
