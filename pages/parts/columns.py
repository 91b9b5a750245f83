"""Which column is what: the guess beside sample rows, to be corrected and confirmed, and what has to be asked."""

from __future__ import annotations

from hashlib import blake2b

import streamlit as st

from core import InputError
from core.history.preview import ROLES, Preview, Question
from core.history.wishes import CHOICES
from pages.parts import cards, intake, words
from pages.parts.brought import Brought

NONE = "—"
ACROSS = 4
"""Select boxes side by side."""
TITLES = {kind: f"Which column of the {kind} is what?" for kind in ROLES}
WAYS = {
    "layout": (
        "The table has",
        {
            "": "what it looks like",
            "lines": "a line for each order or day",
            "dates across": "a column for each day or month",
            "items across": "a column for each item",
        },
    ),
    "period": (
        "A quantity is that of",
        {"": "what it looks like", "day": "a day or an order", "week": "a week", "month": "a month"},
    ),
}
"""How a table lies and what a quantity covers: answers that are taken back by the first."""


def draw(mine: Brought, kind: str) -> None:
    """The columns of a kind of file: in sight until they are confirmed and nothing is left to be asked."""
    try:
        found = mine.preview(kind)
    except InputError as error:
        # What was confirmed names a column of a file that was removed.
        mine.columns.pop(kind, None)
        intake.say(f"columns-{kind}", error.faults)
        return
    if mine.ready(kind):
        with st.expander(TITLES[kind], key=f"known-{kind}"):
            _form(mine, kind, found)
        return
    st.html(cards.heading(TITLES[kind]))
    _form(mine, kind, found)


def _form(mine: Brought, kind: str, found: Preview) -> None:
    """The rows and the select boxes; nothing happens until they are confirmed."""
    # Another guess makes other widgets: the old ones would keep the old answers.
    mark = blake2b(repr((kind, found.headings, found.columns)).encode(), digest_size=6).hexdigest()
    with st.form(f"columns-{mark}"):
        st.html(cards.sample(found.sample, found.columns, {name: role.label for name, role in ROLES[kind].items()}))
        intake.say(f"columns-{kind}", (*mine.refused.get(kind, ()), *found.faults))
        for question in found.questions:
            _ask(question, found.columns.get(question.choice), mark)
        _boxes(kind, found, mark)
        if kind == "orders":
            _ways(found, mark)
        st.form_submit_button(
            "These columns are right",
            type="primary",
            key=f"confirm-{mark}",
            on_click=_confirm,
            args=(mine, kind, found, mark),
        )


def _boxes(kind: str, found: Preview, mark: str) -> None:
    options, roles = (NONE, *found.headings), list(ROLES[kind].values())
    for start in range(0, len(roles), ACROSS):
        row = zip(roles[start : start + ACROSS], st.columns(ACROSS, gap="small"), strict=False)
        for role, column in row:
            label = f"{role.label} (needed)" if role.required else role.label
            at = _index(options, found.columns.get(role.name))
            column.selectbox(label, options, index=at, key=f"{mark}-{role.name}")


def _ways(found: Preview, mark: str) -> None:
    for (choice, (label, said)), column in zip(WAYS.items(), st.columns(2, gap="small"), strict=True):
        at = _index(tuple(said), found.columns.get(choice))
        column.selectbox(label, list(said), index=at, format_func=said.__getitem__, key=f"{mark}-{choice}")


def _index(options: tuple[str, ...], value: str | None) -> int:
    return options.index(value) if value in options else 0


def _ask(question: Question, answer: str | None, mark: str) -> None:
    """One of two readings; neither is chosen beforehand."""
    st.text(
        f"{question.choice.capitalize()} of column {question.column} can be read two ways. "
        f"What is {question.example} ({question.place})?"
    )
    options = list(question.readings)
    st.radio(
        f"How to read {question.choice}",
        options,
        index=options.index(answer) if answer in options else None,
        format_func=lambda choice: f"{question.readings[choice]}, {choice}",
        key=f"{mark}-{question.choice}",
        horizontal=True,
        label_visibility="collapsed",
    )


def _confirm(mine: Brought, kind: str, found: Preview, mark: str) -> None:
    """Keeps what the form says, unless it says one thing twice: then the form stays as it was filled in."""
    said = {name: st.session_state.get(f"{mark}-{name}") for name in (*ROLES[kind], *CHOICES)}
    columns = {role: None if said[role] in (NONE, None) else str(said[role]) for role in ROLES[kind]}
    mine.refused[kind] = tuple(words.twice(columns, {name: role.label for name, role in ROLES[kind].items()}))
    if mine.refused[kind]:
        return
    answers = {choice: said[choice] for choice in CHOICES if said[choice]}
    mine.columns[kind] = columns | answers
