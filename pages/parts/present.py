"""Slides as they stand on screen: one with its controls, or all of them one below the other."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import pandas as pd
import streamlit as st

from core.look import labels, numbers, rows, words
from core.measures import BY_NAME
from core.policies import LABELS as POLICY
from core.policies import POLICIES
from core.scenario import in_force
from pages.parts import cards, controls, meeting, present_charts, present_link, present_slides, strip
from pages.parts import present_words as said
from pages.parts.present_slides import ALL, Slide

# Where the presentation is left to, by Esc too.
LEAVE = "pages/views/explore.py"
# Letters of a note that fit in a line; the most lines of each size of letters.
_LINE, _NOTES = 55, ((5, "short"), (9, "long"), (10**6, "longest"))
MEASURES = ("fill_rate", "inventory_cost", "total_cost", "working_capital")


def draw() -> None:
    """The presentation as it stands: its slides' figures first, then what is to be seen."""
    every = present_slides.slides()
    present_slides.prepare(every)
    number = present_slides.current(len(every))
    with st.container(key="stage"):
        if number is None:
            _all(every)
        else:
            _one(every[number - 1], every)
        thumbs = [(one.kept.name, _brief(one)) for one in every]
        strip.draw(thumbs, number, _went)


def _went() -> None:
    wanted = strip.wanted()
    if wanted is not None:
        present_slides.go(wanted)


def _brief(slide: Slide) -> str:
    return "Not simulated" if slide.refused else said.brief(present_slides.figures(slide).answer)


def _one(slide: Slide, every: Sequence[Slide]) -> None:
    _bar(slide, len(every))
    with st.container(key="slide"):
        _content(slide, every, "slide")
    _live(slide)


def _all(every: Sequence[Slide]) -> None:
    with st.container(key="all-bar", horizontal=True, vertical_alignment="center"):
        st.text(said.ALL_TO_PRINT, width="content")
        st.button("Back to the slides", key="back-to-slides", on_click=present_slides.go, args=(1,))
        _leave()
    for slide in every:
        with st.container(key=f"sheet-{slide.number}"):
            st.html(_place(slide, len(every)))
            _content(slide, every, str(slide.number), present_charts.SHEET)


def _content(slide: Slide, every: Sequence[Slide], name: str, height: int | None = None) -> None:
    """Headline, chart, table and note; `name` tells its parts from those of another slide."""
    if slide.refused:
        st.html(cards.headline(slide.refused))
        return
    found, catalogue, shown = present_slides.figures(slide), slide.kept.catalogue, slide.shown
    st.html(cards.headline(words.headline(found.answer)))
    choice = (shown.service, shown.cost, catalogue.currency)
    ghost = present_slides.figures(slide.as_kept).curves if slide.moved else None
    usual = present_slides.usual(slide, every)
    with st.container(key=f"{name}-body" if height is None else f"body-{name}", horizontal=True):
        with st.container(key=f"chart-{name}", width="stretch"):
            frame = rows.frontier(found.curves, ghost, usual, shown.target, choice, labels.SLIDE)
            declared = present_charts.frontier(*choice, height)
            size = {"height": "stretch"} if height is None else {}
            st.vega_lite_chart(frame, declared, key=f"frontier-{name}", alt=said.ALT, **size)
        with st.container(key=f"{name}-words" if height is None else f"words-{name}", width="stretch"):
            st.html(_table(found.summary, shown.service, catalogue.currency) + _below(slide))


def _table(summary: pd.DataFrame, service: str, currency: str) -> str:
    """A measure a row, a policy a column: the value with its interval below."""
    names = tuple(dict.fromkeys((service, *MEASURES)))
    lines = [(said.head(name, currency), *(_cell(summary, policy, name) for policy in POLICIES)) for name in names]
    head = ("", *(POLICY[policy] for policy in POLICIES))
    return f'<div class="slide-table">{cards.grid(head, lines, "The figures of this slide")}</div>'


def _cell(summary: pd.DataFrame, policy: str, name: str) -> str:
    unit = BY_NAME[name].unit
    value, low, high = (numbers.figure(float(summary.at[policy, name + end]), unit, "") for end in ("", "_lo", "_hi"))
    # A range may be broken between its ends, not within one.
    return "\n".join((value, f"{_whole(low)} to {_whole(high)}"))


def _whole(text: str) -> str:
    return text.replace(" ", "\u00a0")


def _below(slide: Slide) -> str:
    """What was moved, the note, and what the figures rest on."""
    kept = slide.kept
    moved = said.moved(slide.moved, kept.scenario, kept.catalogue.currency)
    note = kept.note if slide.is_kept else said.NONE_KEPT
    parts = (("moved", moved), (f"note {_letters(note)}", note))
    basis = said.basis(kept.catalogue.name, len(kept.catalogue), slide.scenario)
    return "".join(f'<p class="slide-{kind}">{escape(text)}</p>' for kind, text in (*parts, ("basis", basis)) if text)


def _letters(note: str) -> str:
    """How a note is written: a long one in smaller letters, so that it is seen whole."""
    lines = sum(1 + len(line) // _LINE for line in note.splitlines())
    return next(kind for most, kind in _NOTES if lines <= most)


def _place(slide: Slide, count: int) -> str:
    return f'<p class="place">{said.place(slide.number, count)} · <b dir="auto">{escape(slide.kept.name)}</b></p>'


def _bar(slide: Slide, count: int) -> None:
    """Which slide it is, and the quiet controls of who presents."""
    with st.container(key="present-bar", horizontal=True, vertical_alignment="center"):
        st.html(_place(slide, count), width="stretch")
        if slide.moved:
            st.button("Back to as kept", key="as-kept", on_click=present_slides.back, args=(slide,))
        if slide.is_kept:
            with st.popover("Sliders", key="choose-sliders"):
                _choose(slide)
            with st.popover("Link", key="slide-link"):
                present_link.draw(meeting.kept(), slide.number)
        st.button("Print all", key="print-all", on_click=present_slides.go, args=(ALL,))
        _leave()


def _leave() -> None:
    with st.container(key="leave", width="content"):
        if st.button("Leave (Esc)", key="leave-slides", type="tertiary"):
            # Without a query of its own a switch would clear that of the bound widgets, which Streamlit refuses.
            st.switch_page(LEAVE, query_params={})


def _choose(slide: Slide) -> None:
    """Which settings may be moved on the slide."""
    values, chosen, key = slide.scenario.to_dict(), list(slide.kept.sliders), f"sliders-{slide.number}"
    free = [name for name, one in controls.SETTINGS.items() if one.group != "run" and in_force(one, values)]
    if st.session_state.get(key) != chosen:
        st.session_state[key] = chosen
    st.multiselect(
        said.SLIDERS,
        list(dict.fromkeys([*free, *chosen])),
        format_func=lambda name: controls.title(controls.SETTINGS[name]),
        max_selections=3,
        key=key,
        on_change=present_slides.choose,
        args=(slide.number, key),
    )
    st.markdown(said.MOVES)


def _live(slide: Slide) -> None:
    """The two or three sliders of the slide."""
    if not slide.kept.sliders or not slide.is_kept:
        return
    values = slide.scenario.to_dict()
    with st.container(key="live", horizontal=True):
        for name in slide.kept.sliders:
            key = f"live-{slide.number}-{name}"
            told = {"on_change": present_slides.move, "args": (slide, name, key)}
            controls.draw_loose(name, key, values[name], values, **told)
