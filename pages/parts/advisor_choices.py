"""What a person answers on the advisor's page, and how items are grouped. Part of a link, never of a scenario."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, nan
from typing import Any

import pandas as pd
import streamlit as st

from core.advice import BY, QUESTIONS, Question, answered
from core.scenario import Scenario
from core.settings import Value
from pages.parts import advisor_asked_words as asked
from pages.parts import advisor_words as words
from pages.parts import choices, controls

GROUPED = "advice_by"
"""The name in a link: how items are grouped. A question's is `ask_` and its name."""
PERCENT = ("service",)
"""Questions whose number is typed as a percentage."""


STEPS = {"storage": (10.0, "%.0f"), "cash": (10_000.0, "%.0f"), "service": (0.5, "%.1f")}
"""Of questions that are answered by a number: the step of its box and how it is written."""


@dataclass(frozen=True)
class Chosen:
    """How items are grouped, and the answers given, by question."""

    by: str
    answers: tuple[tuple[str, str | float], ...]


def chosen() -> Chosen:
    """The choices as they stand; what a link says and can't be used is no answer."""
    state = st.session_state
    by = state.get(GROUPED) if state.get(GROUPED) in BY else BY[0]
    kept: dict[str, object] = {GROUPED: by}
    answers: list[tuple[str, str | float]] = []
    for question in QUESTIONS:
        name = f"ask_{question.name}"
        found = _answer(question, state.get(name))
        kept[name] = found
        if found is not None:
            is_percent = question.name in PERCENT
            answers.append((question.name, float(found) / 100 if is_percent else found))
    choices.remember(kept)
    return Chosen(str(by), tuple(answers))


def _answer(question: Question, said: object) -> str | float | None:
    if question.options:
        return str(said) if isinstance(said, str) and said in question.options else None
    found = choices.number_in(said, nan, *_range(question))
    return found if isfinite(found) else None


def _range(question: Question) -> tuple[float, float]:
    scale = 100.0 if question.name in PERCENT else 1.0
    return question.low * scale, question.high * scale


def overlay(now: Chosen, scenario: Scenario) -> dict[str, Value]:
    """The settings that the answers stand for where they differ from the sidebar's."""
    before, after = scenario.to_dict(), answered(scenario, dict(now.answers))[0].to_dict()
    return {name: value for name, value in after.items() if value != before[name]}


def draw(now: Chosen, scenario: Scenario, said: pd.DataFrame, currency: str) -> None:
    """The questions in a quiet grid, what the answers stand for, and what is done with them.

    `said`: what the data and the settings say (see `core.advice.said`).
    """
    rows: list[Any] = said.to_dict("records")
    with st.container(key="questions", gap="small"):
        st.selectbox("Groups by", BY, format_func=words.BY.get, key=GROUPED)
        for question in QUESTIONS:
            _widget(question, [row for row in rows if row["question"] == question.name], currency)
    if not now.answers:
        return
    values = overlay(now, scenario)
    with st.container(key="answered", horizontal=True, vertical_alignment="center"):
        st.text(asked.stands_for(values, scenario.to_dict()) or asked.ONLY_LIMITS)
        if values:
            st.button("Apply to the settings", key="apply-answers", on_click=_apply, args=(values,))
        st.button("Take the answers back", key="no-answers", type="tertiary", on_click=_forget)


def _widget(question: Question, rows: list[Any], currency: str) -> None:
    label = asked.QUESTIONS[question.name].format(currency)
    said = f"{asked.ASKS[question.name]} {asked.known(rows)}".strip()
    hint = asked.hint(question.name, rows)
    common: dict[str, Any] = {"key": f"ask_{question.name}", "placeholder": hint, "help": said}
    if question.options:
        st.selectbox(label, tuple(question.options), index=None, format_func=asked.OPTIONS.get, **common)
        return
    low, high = _range(question)
    step, shape = STEPS[question.name]
    st.number_input(label, low, high, value=None, step=step, format=shape, **common)


def _apply(values: dict[str, Value]) -> None:
    """Puts what the answers stand for into the sidebar; the answers are then said there. Part of a callback."""
    _forget(keep_limits=True)
    controls.apply(values)


def _forget(keep_limits: bool = False) -> None:
    """Takes the answers back, or those that stand for settings. Part of a callback."""
    choices.remember({f"ask_{q.name}": None for q in QUESTIONS if not (keep_limits and q.limit)})
