"""What a presentation shows: the slides of the kept scenarios, with what the presenter moved, and their figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd
import streamlit as st

from core import Kept, Scenario
from core.exports import answer_of
from core.look import words
from core.settings import Value
from pages.parts import cached, choices, controls, meeting, reach, telling
from pages.parts import present_words as said

ALL = "all"
"""The slide's name in a link where all of them stand one below the other."""
_MOVED = "present-moved"


@dataclass(frozen=True, eq=False)
class Figures:
    """A slide's figures: a few tables, made ahead of when it is shown."""

    summary: pd.DataFrame
    curves: pd.DataFrame
    answer: words.Answer


@dataclass(frozen=True)
class Slide:
    """A scenario as it is shown; `moved` are the presenter's values, `is_kept` tells it from what is just set now."""

    number: int
    kept: Kept
    shown: choices.Shown
    moved: Mapping[str, Value] = field(default_factory=dict)
    is_kept: bool = True

    @property
    def scenario(self) -> Scenario:
        """The scenario with what was moved."""
        return self.kept.scenario.but(**self.moved) if self.moved else self.kept.scenario

    @property
    def as_kept(self) -> Slide:
        """The slide before anything was moved."""
        return replace(self, moved={})

    @property
    def refused(self) -> str:
        """Why it isn't simulated here; empty where it is."""
        return reach.too_much(self.kept.catalogue, self.scenario)


def slides() -> list[Slide]:
    """A slide for each kept scenario; where none is kept one of what is set now."""
    kept = meeting.kept()
    if not kept:
        return [_slide(1, meeting.shown_now("What is set now"), is_kept=False)]
    return [_slide(number, one) for number, one in enumerate(kept, start=1)]


def _slide(number: int, kept: Kept, is_kept: bool = True) -> Slide:
    moved = st.session_state.get(_MOVED, {}).get(_mark(kept), {}) if is_kept else {}
    return Slide(number, kept, choices.of_kept(kept), moved, is_kept)


def _mark(kept: Kept) -> tuple[str, str, str]:
    """What moved values belong to: a scenario that was kept anew under the same name is another one."""
    return kept.name, kept.catalogue.digest, repr(kept.scenario)


def current(count: int) -> int | None:
    """The number of the slide that is shown, None for all of them; what can't be is the first."""
    wanted = str(st.session_state.get("slide") or "1")
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 4 else 1
    number = number if 1 <= number <= count else 1
    choices.remember({"slide": ALL if wanted == ALL else str(number)})
    return None if wanted == ALL else number


def go(to: object) -> None:
    """Shows another slide, or all."""
    st.session_state["slide"] = str(to)


def move(slide: Slide, name: str, key: str) -> None:
    """Takes a presenter's value from its widget. The widget's callback."""
    value, setting = st.session_state[key], controls.SETTINGS[name]
    if setting.fault(value):
        return
    values = {**slide.moved, name: setting.clean(value)}
    was = slide.kept.scenario.to_dict()
    _put(slide, {one: value for one, value in values.items() if value != was[one]})


def back(slide: Slide) -> None:
    """Shows a scenario as it was kept. A button's callback."""
    _put(slide, {})


def _put(slide: Slide, values: Mapping[str, Value]) -> None:
    st.session_state[_MOVED] = {**st.session_state.get(_MOVED, {}), _mark(slide.kept): values}


def choose(number: int, key: str) -> None:
    """Gives a slide the sliders that were chosen. The widget's callback."""
    kept = list(meeting.kept())
    kept[number - 1] = replace(kept[number - 1], sliders=tuple(st.session_state[key]))
    meeting.put(kept)
    controls.moved()


def figures(slide: Slide) -> Figures:
    """A slide's figures: Explore's, to the digit."""
    kept, shown = slide.kept, slide.shown
    catalogue, scenario = kept.catalogue, slide.scenario
    key = (catalogue.digest, repr(scenario), shown)
    found: Figures | None = cached.slides().get(key)
    if found is None:
        view = cached.view(catalogue, scenario, shown.observed)
        answer = answer_of(view.outcome, shown.service, shown.cost, catalogue.currency)
        found = Figures(view.summary, view.curves, answer)
        cached.slides().put(key, found)
    return found


def prepare(every: Sequence[Slide]) -> None:
    """Makes the figures of all slides, so that none has to be waited for when its turn comes."""
    told = telling.Telling(said.PREPARING, said.preparing)
    within = [one for one in every if not one.refused]
    for k, slide in enumerate(within):
        told(k / len(within), slide.kept.name)
        figures(slide.as_kept)
        figures(slide)
    told.done()


def usual(slide: Slide, every: Sequence[Slide]) -> pd.DataFrame:
    """The curves that the chart's scale rests on: those of all slides that have the same axes, so that none jumps."""
    same = [slide, *(one for one in every if _axes(one) == _axes(slide) and one != slide)]
    return pd.concat([figures(one.as_kept).curves for one in same if not one.refused], ignore_index=True)


def _axes(slide: Slide) -> tuple[str, str, str]:
    return slide.kept.catalogue.digest, slide.shown.service, slide.shown.cost
