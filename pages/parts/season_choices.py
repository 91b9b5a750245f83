"""What a person chooses on the season page: the item, the target and the policy. Part of a link, not of a scenario."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from core import Catalogue, Scenario
from core.policies import LABELS as POLICY
from core.policies import REPLENISHING, hybrid
from core.season import seasonal_items
from pages.parts import choices, controls, datasets
from pages.parts import season_words as words


@dataclass(frozen=True)
class Chosen:
    """The choices as they stand; `target` is a share, `seasonal` the items with a season, the strongest first."""

    catalogue: Catalogue
    scenario: Scenario
    item: str
    target: float
    policy: str
    seasonal: tuple[str, ...]

    @property
    def row(self) -> int:
        """The item's row."""
        return self.catalogue.column("item").tolist().index(self.item)

    @property
    def name(self) -> str:
        """What the item is called."""
        return str(self.catalogue.column("name")[self.row])


def shown() -> Chosen:
    """The choices; the usual ones where a link says nothing that can be used.

    The usual item is that of the strongest and dearest season, the usual policy the one that the hybrid gives it.
    """
    state, catalogue, scenario = st.session_state, datasets.current(), controls.scenario()
    seasonal, known = seasonal_items(catalogue, scenario.demand), catalogue.column("item").tolist()
    usual = seasonal[0] if seasonal else known[0]
    item = state.get("season_item") if state.get("season_item") in known else usual
    policy = state.get("season_policy")
    if policy not in REPLENISHING:
        level = scenario.supply.lead_time_level
        policy = REPLENISHING[int(hybrid.assign(catalogue, scenario.hybrid, level).buffered[known.index(item)])]
    target = choices.target()
    choices.remember({"season_item": item, "season_policy": policy, "target": round(100 * target, 9)})
    return Chosen(catalogue, scenario, str(item), target, str(policy), seasonal)


def draw(chosen: Chosen) -> None:
    """The choices in one quiet row."""
    has_season = set(chosen.seasonal)
    items = chosen.catalogue.column("item").tolist()
    names = dict(zip(items, chosen.catalogue.column("name").tolist(), strict=True))
    options = [*chosen.seasonal, *(item for item in items if item not in has_season)]

    def said(item: str) -> str:
        return words.option(item, str(names[item]), item in has_season)

    with st.container(key="choices", horizontal=True, vertical_alignment="bottom"):
        st.selectbox("Item", options, format_func=said, key="season_item", width=320, on_change=controls.moved)
        number = {"on_change": controls.moved, "key": "target", "width": 140}
        st.number_input("Target service (%)", choices.LOWEST, choices.HIGHEST, step=0.5, format="%.1f", **number)
        common = {"key": "season_policy", "required": True, "on_change": controls.moved}
        st.segmented_control("Policy", REPLENISHING, format_func=POLICY.get, **common)
