"""The only file that knows both settings and widgets: each declaration becomes one widget, whose key is its name.

Every widget is drawn once on every full run, whatever the page and the other settings: a widget that isn't drawn loses
its value and its place in the link. After a move only fragments run again (`moved`), never the fifty widgets.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st
from streamlit.errors import StreamlitAPIException

from core import InputError, Scenario
from core import settings as declared
from core.look.told import GROUP_TITLES as GROUP_TITLES
from core.look.told import shown as shown
from core.look.told import title as title
from core.scenario import gates
from core.scenario import in_force as has_effect
from core.settings import Setting, Value, check

SETTINGS = declared()
FIRST = (
    "lead_time_variability",
    "spikes_per_year",
    "spike_size",
    "carrying_cost_level",
    "outages_per_year",
    "buffer_basis",
)
"""Always open, in this order; the buffers of the chosen basis follow."""
BUFFERS = {"jit": ("jit_service", "jit_buffer"), "jic": ("jic_service", "jic_buffer")}
PAGE = "page"
"""The key of the fragment that holds a page's live body."""
DETAILS = "details"
"""The key of the fragment for what a page shows below its charts, where it has any: it runs after them."""
EXTRA = "extra"
"""The key of the fragment for what a page shows last, with a simulation of its own."""
SEARCH = "search"
"""The key of the fragment that takes longer than a slider may: it runs last, and a move interrupts it."""
STAYS = "stays"
"""The key of the fragment that gives the browser the kept scenarios: it runs after a change of them."""
NOTES = ("arrived", "about-data", "notes", "rate", "buffers")
"""The keys of the frame's own fragments: everything outside the pages that depends on a value."""
TYPED = ("seed", "futures", "horizon_days", "line_down_cost", "warehouse_places")
"""Settings whose range is too wide for a slider: they are typed."""
OPENING = frozenset(name for setting in SETTINGS.values() for name in gates(setting))
_ALSO = "also-runs"


def draw(name: str) -> None:
    """The widget of a setting, where the caller stands; closed, with its value kept, while it has no effect."""
    setting = SETTINGS[name]
    common = {
        "label": setting.label,
        "key": name,
        "help": help_text(setting),
        "disabled": not in_force(setting),
        "bind": "query-params",
        # What opens other widgets must draw them anew.
        "on_change": None if name in OPENING else moved,
    }
    if setting.kind == "yes_no":
        st.toggle(value=bool(setting.default), **common)
    elif setting.kind == "choice":
        # The link takes the options as they are shown, so they are shown by their short names.
        st.segmented_control(options=setting.choices, default=setting.default, required=True, **common)
    elif name in TYPED:
        st.number_input(**_range(setting), placeholder="The data set's", **common)
    else:
        st.slider(**_range(setting), format=_format(setting), **common)


def draw_loose(name: str, key: str, value: Value, values: Mapping[str, Value], **more: Any) -> None:
    """The widget of a setting outside of the sidebar, under a key of its own: it shows `value`, and sets nothing.

    `values`: all settings of the scenario that it stands for, which say whether it has an effect.
    """
    setting = SETTINGS[name]
    if setting.kind in ("number", "whole") and value is not None:
        value = int(value) if setting.kind == "whole" else float(value)
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value
    common = {"label": title(setting), "key": key, "help": help_text(setting), **more}
    common["disabled"] = not has_effect(setting, values)
    if setting.kind == "yes_no":
        st.toggle(**common)
        return
    if setting.kind == "choice":
        st.segmented_control(options=setting.choices, required=True, **common)
        return
    bounds = {part: bound for part, bound in _range(setting).items() if part != "value"}
    if name in TYPED:
        empty = {"value": None} if setting.default is None else {}
        st.number_input(**bounds, **empty, placeholder="The data set's", **common)
    else:
        st.slider(**bounds, format=_format(setting), **common)


def moved() -> None:
    """Runs again what depends on values, charts first, and leaves the widgets alone."""
    charts = (PAGE, DETAILS, *NOTES)
    _run_again((*charts, EXTRA, SEARCH), (*charts, EXTRA), charts, (PAGE, *NOTES))


def listed() -> None:
    """Runs again the tables and the notes: another choice of rows moves no chart."""
    _run_again((DETAILS, *NOTES), NOTES)


def edited() -> None:
    """Runs again what an edit changes, the table first: that is where the person looks."""
    st.session_state["table-first"] = True
    _run_again((DETAILS, PAGE, *NOTES, EXTRA, SEARCH), (PAGE, *NOTES))


def helped() -> None:
    """Runs again what a page shows last, and the notes: its own choices move nothing above it."""
    _run_again((EXTRA, *NOTES))


def searched() -> None:
    """Runs a page's search alone."""
    _run_again((SEARCH,))


def kept() -> None:
    """Runs again what says how many scenarios are kept."""
    _run_again(NOTES)


def also(key: str) -> None:
    """A fragment that runs with those that run next."""
    st.session_state[_ALSO] = key


def _run_again(*parts: tuple[str, ...]) -> None:
    st.session_state["arrival_faults"] = ()
    also = st.session_state.pop(_ALSO, None)
    for keys in parts:
        try:
            st.rerun([*keys, also] if also else list(keys))
        except StreamlitAPIException:
            # The page has no such part. Where it has no live part at all, all of it runs again.
            continue


def scenario() -> Scenario:
    """The scenario that the widgets stand for. A value that may not be used is its default; see `faults`."""
    return Scenario.from_dict(_sound())


def usual() -> Scenario:
    """The defaults, on the futures, days and seed that are set: what a chart's scale rests on.

    With another run's defaults a large data set would have to be simulated twice before anything is seen.
    """
    now = scenario().to_dict()
    return Scenario().but(**{name: now[name] for name, setting in SETTINGS.items() if setting.group == "run"})


def faults() -> tuple[str, ...]:
    """A sentence for each widget whose value the model refuses; widgets keep to their bounds, so nearly always none."""
    found = (setting.fault(_raw(setting)) for setting in SETTINGS.values())
    return tuple(fault for fault in found if fault)


def apply(values: Mapping[str, Value]) -> None:
    """Sets several settings and runs the whole app again: the last call of a button's callback.

    Raises InputError as `Scenario.but` does, before anything is set.
    """
    check(values, SETTINGS)
    st.session_state["arrival_faults"] = ()
    for name, value in values.items():
        value = SETTINGS[name].clean(value)
        # An unchanged value isn't written: each write of a bound one adds a step to the browser's history.
        if _raw(SETTINGS[name]) != value:
            st.session_state[name] = value
    st.rerun()


def reset(*names: str) -> None:
    """Sets settings back to their default, or all of them when none is named. A button's callback."""
    apply({name: SETTINGS[name].default for name in names or SETTINGS})


def in_force(setting: Setting) -> bool:
    """Whether the settings that this one needs are set so that it has an effect."""
    return has_effect(setting, {name: _raw(SETTINGS[name]) for name in gates(setting)})


def help_text(setting: Setting) -> str:
    """The declared help, with the range, the unit and the default in words."""
    ranged = setting.kind in ("number", "whole")
    said = f" Range: {shown(setting, setting.low)} to {shown(setting, setting.high)}." if ranged else ""
    unit = f" Unit: {setting.unit}." if setting.unit else ""
    return f"{setting.help}{said}{unit} Default: {shown(setting, setting.default)}."


def _raw(setting: Setting) -> Any:
    return st.session_state.get(setting.name, setting.default)


def _sound() -> dict[str, Value]:
    raw = {name: _raw(setting) for name, setting in SETTINGS.items()}
    try:
        check(raw, SETTINGS)
    except InputError:
        return {name: SETTINGS[name].default if SETTINGS[name].fault(value) else value for name, value in raw.items()}
    return raw


def _range(setting: Setting) -> dict[str, Any]:
    # Streamlit wants all numbers of a widget to be of one type.
    number = int if setting.kind == "whole" else float
    value = None if setting.default is None else number(setting.default)
    low, high, step = number(setting.low), number(setting.high), number(setting.step)
    return {"min_value": low, "max_value": high, "value": value, "step": step}


def _format(setting: Setting) -> str:
    if setting.percent:
        return "percent"
    # %g shows 1, 0.5 and 1.05 alike without a trailing zero; whole numbers must be %d.
    number = "%d" if setting.kind == "whole" else "%.6g"
    if setting.unit.startswith("×"):
        return f"× {number}"
    return f"{number} days" if setting.unit == "days" else number
