"""What a person chooses on the sensitivity page. Part of a link, not of a scenario."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from core import Catalogue, Scenario
from core.sensitivity import plausible
from core.sensitivity.ranges import inputs
from core.settings import Value
from pages.parts import choices, controls, datasets, sensitivity_ranges, versus, words
from pages.parts import sensitivity_words as said
from pages.parts.naming import is_economic
from pages.parts.sensitivity_ranges import Ranges

SPREADS, AMONG, SAMPLES = (25, 50, 75), (4, 6, 8), (16, 32, 64, 128)
SPREAD, VARY, RANGES, MANY, SAMPLE = "spread", "vary", "ranges", "among", "sample"
"""Names in a link: how far settings are moved in percent, the one of the curve, own ranges, how many move at once, the
size of the sample."""
USUAL = {SPREAD: 50, MANY: 6, SAMPLE: 32}
_LOW, _HIGH, _SHOWN = "range-low", "range-high", "vary-shown"


@dataclass(frozen=True)
class Chosen:
    """The choices as they stand; `spread` is a share, `vary` empty until a person chooses."""

    catalogue: Catalogue
    scenario: Scenario
    first: str
    second: str
    service: str
    cost: str
    spread: float
    vary: str
    ranges: Ranges
    among: int
    sample: int

    @property
    def pair(self) -> tuple[str, str]:
        """The two policies."""
        return self.first, self.second

    @property
    def key(self) -> tuple[object, ...]:
        """What the tornado's figures depend on."""
        return (*self.physics, repr(self.scenario), self.pair, self.service, self.cost)

    @property
    def physics(self) -> tuple[object, ...]:
        """What its simulations depend on."""
        around = sensitivity_ranges.write(self.ranges)
        return self.catalogue.digest, repr(self.scenario.physics()), self.spread, around


def chosen() -> Chosen:
    """The choices; the usual ones where a link or a first visit says nothing that can be used."""
    shown, pair, state = choices.shown(), versus.chosen(), st.session_state
    ranges = sensitivity_ranges.read(str(state.get(RANGES) or ""))
    vary = str(state.get(VARY)) if state.get(VARY) in inputs() else ""
    spread, among, sample = (
        _one_of(name, options) for name, options in zip(USUAL, (SPREADS, AMONG, SAMPLES), strict=True)
    )
    choices.remember(
        {RANGES: sensitivity_ranges.write(ranges), SPREAD: spread, MANY: among, SAMPLE: sample}
        | ({VARY: vary} if vary else {})
    )
    return Chosen(
        *(datasets.current(), controls.scenario(), *pair, shown.service, shown.cost, spread / 100),
        *(vary, ranges, among, sample),
    )


def _one_of(name: str, options: tuple[int, ...]) -> int:
    found = str(st.session_state.get(name))
    return int(found) if found in map(str, options) else USUAL[name]


def draw() -> None:
    """The choices of the page, in one quiet row."""
    common = {"required": True, "on_change": controls.moved}
    with st.container(key="choices", horizontal=True, vertical_alignment="bottom"):
        versus.draw()
        st.segmented_control("Cost measure", choices.COST, format_func=words.LABELS.get, key="cost", **common)
        named = {name: words.LABELS[name] for name in choices.SERVICE}
        st.selectbox(
            "Service measure", named, format_func=named.get, key="service", width=145, on_change=controls.moved
        )
        moved = {"key": SPREAD, "help": said.SPREAD_HELP, "width": 105, "on_change": controls.moved}
        st.selectbox("Moved by", SPREADS, format_func=said.spread, **moved)


def draw_one(given: Chosen, name: str, titles: Mapping[str, str]) -> None:
    """The setting of the curve, and its range where it has one."""
    setting = controls.SETTINGS[name]
    # A key of its own: until a person chooses, the curve follows what decides, and a link says nothing of it.
    st.session_state[_SHOWN] = name
    with st.container(key="choices-one", horizontal=True, vertical_alignment="bottom"):
        st.selectbox("Setting", titles, format_func=titles.get, key=_SHOWN, width=330, on_change=_vary)
        if setting.kind in ("yes_no", "choice"):
            return
        scale = 100.0 if setting.percent else 1.0
        unit = "%" if setting.percent else "×" if setting.unit.startswith("×") else setting.unit
        for key, label, value in zip((_LOW, _HIGH), ("From", "To"), ends(given, name), strict=True):
            st.session_state[key] = round(float(value or 0) * scale, 9)
            limits = setting.low * scale, setting.high * scale
            box = {"step": setting.step * scale, "format": "%.6g", "width": 140, "key": key}
            named = f"{label} ({unit})" if unit in ("%", "×", "days") else label
            told = setting.help if is_economic(setting, 0) else None
            st.number_input(named, *limits, on_change=_ranged, args=(name, scale), help=told, **box)
        if name in given.ranges:
            st.button("Usual range", key="range-usual", on_click=_unranged, args=(name,))


def _vary() -> None:
    choices.remember({VARY: st.session_state[_SHOWN]})
    controls.moved()


def ends(given: Chosen, name: str) -> tuple[Value, ...]:
    """The values between which a setting is moved."""
    return given.ranges.get(name) or plausible(given.catalogue, given.scenario, name, given.spread)


def _ranged(name: str, scale: float) -> None:
    low, high = sorted((st.session_state[_LOW] / scale, st.session_state[_HIGH] / scale))
    setting = controls.SETTINGS[name]
    pair = (round(low), round(high)) if setting.kind == "whole" else (round(low, 10), round(high, 10))
    if sensitivity_ranges.is_sound(setting, *pair):
        _keep(sensitivity_ranges.read(str(st.session_state.get(RANGES) or "")) | {name: pair})


def _unranged(name: str) -> None:
    ranges = sensitivity_ranges.read(str(st.session_state.get(RANGES) or ""))
    ranges.pop(name, None)
    _keep(ranges)


def _keep(ranges: Ranges) -> None:
    choices.remember({RANGES: sensitivity_ranges.write(ranges)})
    controls.moved()


def draw_many() -> None:
    """How many settings move at once, and how large the sample is."""
    common = {"required": True, "on_change": controls.helped}
    st.segmented_control("Strongest settings", AMONG, key=MANY, **common)
    st.segmented_control("Sample", SAMPLES, key=SAMPLE, help=said.SAMPLE_HELP, **common)
