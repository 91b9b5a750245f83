"""What a person chooses on the break-even page: the map's two settings, and by what policies are compared."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from core import Catalogue, Scenario
from core.break_even import Asked
from pages.parts import break_even_words as say
from pages.parts import choices, controls, datasets, words
from pages.parts.controls import SETTINGS
from pages.parts.naming import is_economic, owned

X, Y = "lead_time_variability", "carrying_cost_level"
BY = {"target": "At target", "set": "As set"}


@dataclass(frozen=True)
class Chosen:
    """The choices as they stand; `x` and `y` name settings that are numbers and have an effect."""

    catalogue: Catalogue
    scenario: Scenario
    x: str
    y: str
    asked: Asked


def shown() -> Chosen:
    """The choices; the usual ones where a link says nothing that can be used."""
    state, catalogue, scenario = st.session_state, datasets.current(), controls.scenario()
    known = options()
    x = str(state["map_x"]) if state.get("map_x") in known else X
    y = str(state["map_y"]) if state.get("map_y") in known else Y
    if x == y:
        y = Y if x != Y else X
    by = str(state["by"]) if state.get("by") in BY else "target"
    cost = str(state["cost"]) if state.get("cost") in choices.COST else choices.COST[0]
    service = str(state["service"]) if state.get("service") in choices.SERVICE else choices.SERVICE[0]
    target = choices.target()
    kept = {"map_x": x, "map_y": y, "by": by, "cost": cost, "service": service, "target": round(100 * target, 9)}
    choices.remember(kept)
    return Chosen(catalogue, scenario, x, y, Asked(cost, target if by == "target" else None, service))


def options() -> list[str]:
    """The settings that a map can have on an axis: numbers that have an effect as the others are set.

    A number that is a word today has no place on an axis for today's point.
    """
    now = controls.scenario().to_dict()
    return [
        name
        for name, setting in SETTINGS.items()
        if setting.kind in ("number", "whole") and setting.group != "run" and controls.in_force(setting)
        if not is_economic(setting, now[name])
    ]


def draw(chosen: Chosen) -> None:
    """The choices in one quiet row."""
    known, moved = options(), controls.moved
    with st.container(key="choices", horizontal=True, vertical_alignment="bottom"):
        common = {"format_func": _title, "on_change": moved, "width": 188}
        st.selectbox("Across", [name for name in known if name != chosen.y], key="map_x", **common)
        st.selectbox("Up", [name for name in known if name != chosen.x], key="map_y", **common)
        buttons = {"required": True, "on_change": moved}
        st.segmented_control("Policies", list(BY), format_func=BY.get, key="by", **buttons)
        st.segmented_control("Cost measure", choices.COST, format_func=say.SHORT.get, key="cost", **buttons)
        if chosen.asked.target is not None:
            named = words.LABELS[chosen.asked.service]
            number = {"on_change": moved, "key": "target", "width": 125}
            st.number_input(f"{named} (%)", choices.LOWEST, choices.HIGHEST, step=0.5, format="%.1f", **number)


def _title(name: str) -> str:
    return owned(SETTINGS[name])
