"""The editor of the stress page's events, and what else a person chooses there. Part of a link, never of a scenario.

The text in the state is what holds; each widget is put right by it before it is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from core import Catalogue, InputError
from core.events import FIELDS, Event
from core.season import common_day
from core.settings import Setting
from core.stress_presets import StressPreset, stress_presets
from pages.parts import choices, controls, link, stress_events
from pages.parts import stress_words as words
from pages.parts.stress_events import Events, Help
from pages.parts.words import short_day

EVENTS, WARNING, SECOND = "events", "warning", "second"
"""Names in a link: the events, days of early warning, names with a second source."""
_FAULTS = "event-faults"
LONGEST_WARNING, USUAL_WARNING = 180, 14


@dataclass(frozen=True)
class Chosen:
    """The events that are set, the preset that they are, if any, and what couldn't be used.

    `is_left_out`: a link can't carry them.
    """

    events: Events
    preset: StressPreset | None
    faults: tuple[str, ...]
    is_left_out: bool = False


def chosen(catalogue: Catalogue, days: int) -> Chosen:
    """The events as they stand; on a first visit the usual ones."""
    text = str(st.session_state.get(EVENTS) or stress_events.usual())
    choices.remember({EVENTS: text})
    events, faults = stress_events.read(text, catalogue, days)
    said = (*faults, *st.session_state.pop(_FAULTS, ()))
    return Chosen(events, stress_events.chosen(text), said, bool(link.left_out({EVENTS: text})))


def help_chosen(catalogue: Catalogue, events: Events) -> Help:
    """What might help as it stands; usually two weeks' warning, and a second source for the item that sells most."""
    warning = int(choices.number_in(st.session_state.get(WARNING), USUAL_WARNING, 0, LONGEST_WARNING))
    choices.remember({WARNING: warning})
    if not stress_events.supplied(events):
        return Help(warning, ())
    said = st.session_state.get(SECOND)
    usual = stress_events.best_seller(catalogue, events)
    names = usual if said is None else stress_events.second_of(str(said), catalogue)
    choices.remember({SECOND: stress_events.second_text(names)})
    return Help(warning, names)


def draw_help(now: Help, events: Events, catalogue: Catalogue) -> None:
    """The two things that a person chooses there."""
    with st.container(key="helps", horizontal=True, vertical_alignment="bottom"):
        number: dict[str, Any] = {"step": 7, "key": WARNING, "on_change": controls.helped, "width": 170}
        st.number_input("Early warning (days)", 0, LONGEST_WARNING, **number)
        if not stress_events.supplied(events):
            return
        names, key = stress_events.names(catalogue), "second-names"
        _hold(key, list(now.names))
        st.multiselect(
            "Second source for",
            list(dict.fromkeys([*names, *now.names])),
            format_func=lambda name: names.get(name, name),
            placeholder="Nothing",
            accept_new_options=len(catalogue) > stress_events.MOST_LISTED,
            select_all=False,
            key=key,
            on_change=_second,
            args=(key,),
        )


def _second(key: str) -> None:
    choices.remember({SECOND: stress_events.second_text(st.session_state[key])})
    controls.helped()


def _hold(key: str, value: Any) -> None:
    """Puts a widget right before it is drawn."""
    if st.session_state.get(key) != value:
        st.session_state[key] = value


def draw(now: Chosen, catalogue: Catalogue, days: int) -> None:
    """The events in one row, each with its numbers behind a button; and what adds one.

    Outside of every fragment: a move of a fragment's own widget would wait until what runs last has ended.
    """
    names = stress_events.names(catalogue)
    with st.container(key="events", horizontal=True, vertical_alignment="center"):
        for at, event in enumerate(now.events):
            with st.popover(_label(event, catalogue), key=f"event-{at}"), st.container(key=f"form-{at}", gap="small"):
                _form(now.events, at, names, catalogue, days)
        common: dict[str, Any] = {"type": "tertiary"}
        kinds, presets = tuple(FIELDS), tuple(preset.name for preset in stress_presets())
        labels = {preset.name: preset.label for preset in stress_presets()}
        icon = ":material/add:"
        st.menu_button(
            "Add an event",
            kinds,
            key="add-event",
            format_func=words.KINDS.get,
            on_click=_add,
            args=(now.events, days),
            icon=icon,
            **common,
        )
        st.menu_button("Cases", presets, key="cases", format_func=labels.get, on_click=_preset, **common)
        if now.events:
            st.button("No event", key="no-event", on_click=_put, args=((),), **common)


def _label(event: Event, catalogue: Catalogue) -> str:
    start = short_day(common_day(catalogue.calendar_start, event.start))
    return literal(f"{words.short(event)}, from {start}")


def literal(text: str) -> str:
    """Text whose marks Markdown leaves as they are."""
    return "".join(f"\\{mark}" if mark in "\\`*_{}[]<>()#+-.!$:~|=^@&" else mark for mark in text)


def _form(events: Events, at: int, names: dict[str, str], catalogue: Catalogue, days: int) -> None:
    event = events[at]
    kind = _widget(events, at, "kind")
    st.selectbox("What happens", tuple(FIELDS), format_func=words.KINDS.get, **kind(event.kind))
    st.html(f'<div class="cell">{words.starts(catalogue.calendar_start, event.start, event.length)}</div>')
    with st.container(horizontal=True):
        for name, field in FIELDS[event.kind].items():
            shown = getattr(event, name) * 100 if field.percent else getattr(event, name)
            st.number_input(
                _title(event.kind, name), **_bounds(field, name, days), width=150, **_widget(events, at, name)(shown)
            )
    reach = [name for name in event.reach or ()]
    options = list(dict.fromkeys([*names, *reach]))
    st.multiselect(
        "Reaches",
        options,
        format_func=lambda name: names.get(name, name),
        placeholder="Everything",
        accept_new_options=len(catalogue) > stress_events.MOST_LISTED,
        select_all=False,
        **_widget(events, at, "reach")(reach),
    )
    st.button("Remove this event", key=f"remove-{at}", on_click=_put, args=(stress_events.changed(events, at, None),))


def _widget(events: Events, at: int, name: str) -> Any:
    """What a widget takes for the value that it shall show: its key, and what happens when it moves."""
    key = f"event-{at}-{name}-{events[at].kind}" if name != "kind" else f"event-{at}-kind"

    def shown(value: Any) -> dict[str, Any]:
        _hold(key, value)
        return {"key": key, "on_change": _moved, "args": (events, at, name, key)}

    return shown


def _title(kind: str, name: str) -> str:
    titles = {"start": "Starts on day", "length": "Lasts (days)", "over": "Taken from (days)"}
    return titles.get(name) or words.SIZES[kind]


def _bounds(field: Setting, name: str, days: int) -> dict[str, Any]:
    if field.percent:
        return {"min_value": 100.0 * field.low, "max_value": 100.0 * field.high, "step": 5.0, "format": "%.6g"}
    high = min(field.high, days - 1) if name == "start" else field.high
    whole = {"min_value": int(field.low), "max_value": int(high), "step": 7 if name in ("start", "length") else 1}
    return {**whole, "help": field.help}


def _moved(events: Events, at: int, name: str, key: str) -> None:
    """Takes a widget's value over. Part of a callback."""
    value, event = st.session_state[key], events[at]
    try:
        made = stress_events.as_kind(event, value) if name == "kind" else stress_events.with_value(event, name, value)
    except InputError as error:
        st.session_state[_FAULTS] = error.faults
    else:
        _put(stress_events.changed(events, at, made))


def _add(events: Events, days: int) -> None:
    kind = st.session_state["add-event"]
    if kind in FIELDS:
        _put((*events, stress_events.fresh(kind, days, events[-1] if events else None)))


def _preset() -> None:
    choices.remember({EVENTS: st.session_state["cases"]})


def _put(events: Events) -> None:
    """Sets the events. Part of a callback, after which all of the app runs again."""
    text = stress_events.write(events)
    if len(text) > link.MOST_READ:
        st.session_state[_FAULTS] = (stress_events.too_long(len(text)),)
    else:
        choices.remember({EVENTS: text})
