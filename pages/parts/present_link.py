"""The link that opens a presentation at a slide: it carries all kept scenarios, where they fit."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode, urlsplit

import streamlit as st

from core import Kept
from core.kept import pack
from pages.parts import link
from pages.parts import present_words as said


def to_slide(base_url: str, kept: Sequence[Kept], number: int) -> str:
    """The link; empty where the scenarios are too many for one. Raises InputError as `core.kept.pack` does."""
    text = f"{base_url.split('?')[0].split('#')[0]}?{urlencode({link.SCENARIOS: pack(kept), 'slide': number})}"
    return text if len(text) <= link.LONGEST else ""


def draw(kept: Sequence[Kept], number: int) -> None:
    """The link to a slide, or why there is none."""
    if any(one.own is not None for one in kept):
        st.markdown(said.OWN_DATA)
        return
    here = urlsplit(st.context.url or "")
    text = to_slide(f"{here.scheme}://{here.netloc}{here.path}" if here.netloc else "/present", kept, number)
    st.markdown(said.LINKS if text else said.TOO_LONG)
    if text:
        st.code(text, language=None, wrap_lines=True, height=112)
