"""Total effects on screen: asked for by a button, told as they are worked out, stopped by another."""

from __future__ import annotations

import streamlit as st

from core import InputError, sensitivity_indices
from core.sensitivity import SensitivityIndices
from pages.parts import (
    cached,
    cards,
    controls,
    sensitivity_charts,
    sensitivity_choices,
    sensitivity_rows,
    style,
    taking,
)
from pages.parts import sensitivity_words as words
from pages.parts.sensitivity import Seen, said, titles
from pages.parts.trying import trials

_WANTED, _STOP = "indices-wanted", "stop-indices"


def draw(shown: Seen) -> None:
    """The choices, the button, and what was found."""
    if shown.found is None:
        return
    chosen = shown.chosen
    names = shown.found.strongest(chosen.cost)[: chosen.among]
    st.html(cards.heading(words.MANY))
    if not names:
        return
    key = ("indices", *chosen.key, names, chosen.sample)
    found: SensitivityIndices | None = cached.decided().get(key)
    wanted = st.session_state.pop(_WANTED, None) == key
    with st.container(key="choices-many", horizontal=True, vertical_alignment="bottom"):
        sensitivity_choices.draw_many()
        if found is None and not wanted:
            st.button(words.ASK, key="ask-indices", type="primary", on_click=_want, args=(key,))
    st.html(cards.notes(words.count(len(names), chosen.sample)))
    if found is None and wanted:
        found = _work_out(shown, names)
        if found is not None:
            cached.decided().put(key, found)
            # The buttons are others now.
            st.rerun()
    if found is not None:
        _told(shown, found)


def draw_stop() -> None:
    """The button that stops the work: a click runs the part above again, without the wish for it."""
    st.html(style.hidden((_STOP,)))
    st.button(words.STOP, key=_STOP, on_click=controls.helped)


def _want(key: object) -> None:
    st.session_state[_WANTED] = key
    controls.helped()


def _work_out(shown: Seen, names: tuple[str, ...]) -> SensitivityIndices | None:
    chosen, bar = shown.chosen, st.progress(0.0, words.WORKING)
    shown_stop = st.empty()
    shown_stop.html(style.unhidden((_STOP,)))
    try:
        return sensitivity_indices(
            *(chosen.catalogue, chosen.scenario, names, *chosen.pair, chosen.cost, chosen.sample),
            ranges={name: ends for name, ends in chosen.ranges.items() if name in names},
            progress=lambda share, _: bar.progress(share, words.WORKING),
            spread=chosen.spread,
            trials=trials(chosen.catalogue, chosen.scenario),
        )
    except InputError as error:
        bar.empty()
        shown_stop.empty()
        st.text(f"{'; '.join(error.faults)}.")
        return None


def _told(shown: Seen, found: SensitivityIndices) -> None:
    named = titles()
    top = [(named[row.setting], float(row.total)) for row in found.table.itertuples()]
    st.html(cards.notes(words.many(vars(found), top, shown.currency), words.MANY_NOTE))
    with st.container(key="chart-indices", gap="xsmall"):
        rows = sensitivity_rows.indices(found.table, named)
        st.vega_lite_chart(rows, sensitivity_charts.indices(), key="indices", alt=words.INDICES_ALT)
    ranges = {
        name: words.range_of(*_ends(name, ends), controls.SETTINGS[name].kind) for name, ends in found.ends.items()
    }
    head, body = sensitivity_rows.indices_table(found.table, named, ranges)
    st.html(cards.grid(head, body, words.MANY, says=2))
    taking.table(lambda: found.table, "total_effects", "sensitivity_total_effects", "sensitivity-total_effects")


def _ends(name: str, ends: tuple[object, ...]) -> tuple[str, str]:
    setting = controls.SETTINGS[name]
    return said(setting, ends[0]), said(setting, ends[-1])  # type: ignore[arg-type]
