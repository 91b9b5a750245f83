"""Progress that is shown only where it takes long enough to be seen. Whatever is written is a point to interrupt."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic, sleep

import streamlit as st

# Seconds before a bar is shown, and between the looks whether something moves.
PATIENCE, APART = 0.2, 0.1


class Telling:
    """A bar where it stands, from some patience on."""

    def __init__(self, text: str, says: Callable[[str], str] | None = None) -> None:
        self._place, self._text, self._says = st.empty(), text, says
        self._began, self._share = monotonic(), -1.0

    def settle(self, looks: int) -> None:
        """Waits so many looks, so that a slider that is being dragged starts no work."""
        for _ in range(looks):
            self._place.progress(0.0, self._text)
            sleep(APART)

    def __call__(self, share: float, what: str) -> None:
        """Tells how far it is, as `progress` of the model."""
        if monotonic() - self._began > PATIENCE:
            said = self._says(what) if self._says and what else ""
            self._place.progress(min(max(share, 0.0), 1.0), f"{said} …" if said else self._text)

    def done(self) -> None:
        """Takes the bar away."""
        self._place.empty()
