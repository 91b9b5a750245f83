"""The set as a link, where it fits, and as a file, always; and a file back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from core import MODEL_VERSION, InputError, Kept
from core.kept import MOST, free_name, from_text, pack, to_text
from core.kept.text import Loaded
from pages.parts import cards, exporting, link, meeting, sharing
from pages.parts import scenarios_words as words

_TURN, _SAID, _HOW = "set-file-turn", "set-file-said", "set-file-how"
_CHOICES = ("compared", "kept_policy", "service", "cost")


def draw() -> None:
    """Link, download and upload."""
    every = meeting.kept()
    with st.container(key="travels"):
        st.html(cards.heading(words.TRAVELS if every else words.FROM_FILE))
        if every:
            _link(every)
            with st.container(key="travels-files", gap=None):
                st.download_button(
                    "Download the set (JSON)",
                    data=lambda: to_text(meeting.kept()),
                    file_name="scenarios.json",
                    mime="application/json",
                    on_click="ignore",
                    key="download-scenarios",
                    type="tertiary",
                )
                if not meeting.packed():
                    st.text(words.UNSTAYED)
                exporting.draw_set(every)
        _upload(bool(every))


def _link(every: tuple[Kept, ...]) -> None:
    text, why = link_to(every)
    if why:
        st.text(why)
    else:
        st.text(words.LINK)
        st.code(text, language=None, wrap_lines=True, height=112)


def link_to(every: tuple[Kept, ...]) -> tuple[str, str]:
    """(link, why there is none): one of them is empty."""
    try:
        packed = pack(every)
    except InputError as error:
        return "", f"{'; '.join(error.faults)}. {words.BY_FILE}"
    view = {name: text for name, text in sharing.view().items() if name in _CHOICES}
    query = {link.SCENARIOS: packed, **view, "model": MODEL_VERSION}
    text = f"{sharing.share_link().split('?')[0]}?{urlencode(query)}"
    return (text, "") if len(text) <= link.LONGEST else ("", words.too_long(len(text), link.LONGEST))


def _upload(has_some: bool) -> None:
    """A file is read once: the next uploader has another key, so that none stays in memory."""
    state = st.session_state
    replaces = False
    if has_some:
        options = (words.ADD, words.REPLACE)
        how = st.segmented_control("A file's scenarios", options, key=_HOW, default=words.ADD, required=True)
        replaces = how == words.REPLACE
    key = f"set-file-{state.setdefault(_TURN, 0)}"
    file = st.file_uploader("Load a set from a file", type="json", key=key, help=words.FILE_HELP)
    if file is not None:
        state[_TURN] += 1
        state[_SAID] = take(_read(file), replaces)
        st.rerun()
    if said := state.get(_SAID, ""):
        st.text(said)


def _read(file: Any) -> Loaded:
    try:
        text = file.getvalue().decode("utf-8-sig")
    except UnicodeDecodeError:
        return Loaded((), (words.NO_TEXT,))
    if not text.strip():
        return Loaded((), (words.BLANK,))
    loaded = from_text(text)
    # A sound file of no scenario has no fault, and still nobody should wonder why nothing came.
    return loaded if loaded.scenarios or loaded.faults else Loaded((), (words.NO_SCENARIO,), loaded.model)


def take(loaded: Loaded, replaces: bool) -> str:
    """Puts what a file gave into the set, one undo away, and returns what is to be said of it."""
    had = () if replaces else meeting.kept()
    fresh = list(had)
    for one in loaded.scenarios[: MOST - len(had)]:
        fresh.append(replace(one, name=free_name(one.name, [each.name for each in fresh])))
    count = len(fresh) - len(had)
    if count:
        meeting.put(fresh)
    said = words.loaded(count, len(loaded.scenarios) - count, MOST)
    other = words.other_model(loaded.model) if loaded.model not in ("", MODEL_VERSION) else ""
    return "\n".join(part for part in (said, other, *(f"{fault}." for fault in loaded.faults)) if part)
