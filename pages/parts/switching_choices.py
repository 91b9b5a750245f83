"""What a person chooses on the page of switching: from, to, one-off costs, months, discount rate. Part of a link."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from core import Catalogue, Scenario
from core.look import numbers
from core.policies import POLICIES
from pages.parts import choices, controls, datasets
from pages.parts import switching_words as words

FROM, TO, MONTHS, DISCOUNT = "switch_from", "switch_to", "months", "discount"
ONE_OFF = {"one_off_training": "Training", "one_off_suppliers": "Supplier set-up", "one_off_other": "Other"}
"""Names in a link of the one-off costs, and what they are called."""
RULE = "rule"
"""The hybrid's rule alone, where items have policies of their own."""
LENGTHS = (12, 24, 36)
MOST_MONEY = 1e9
STYLE = """<style>
.pair { display: grid; grid-template-columns: minmax(0, 1.2fr) minmax(0, 1fr); column-gap: 1.5rem; }
@media (max-width: 900px) { .pair { grid-template-columns: minmax(0, 1fr); } }
</style>"""


@dataclass(frozen=True)
class Chosen:
    """The choices as they stand; `discount` is a share a year, None where it is what capital costs."""

    catalogue: Catalogue
    scenario: Scenario
    before: str
    after: str
    months: int
    one_off: tuple[tuple[str, float], ...]
    discount: float | None

    @property
    def own(self) -> bool:
        """Whether every item has a policy of its own: that is what is done today."""
        return bool((self.catalogue.column("policy") != "").all())

    @property
    def at_once(self) -> float:
        """All one-off costs."""
        return sum(amount for _, amount in self.one_off)

    @property
    def usual_rate(self) -> float:
        """What capital costs, as it is charged on stock."""
        costs = self.scenario.costs
        return costs.level.carrying_cost_level * costs.capital.capital_rate

    @property
    def rate(self) -> float:
        """The discount rate in use."""
        return self.usual_rate if self.discount is None else self.discount


def options(catalogue: Catalogue) -> tuple[str, ...]:
    """What there is to switch from and to."""
    return (*POLICIES, RULE) if (catalogue.column("policy") != "").any() else POLICIES


def shown() -> Chosen:
    """The choices; the usual ones where a link says nothing that can be used.

    What a catalogue says of all of its items is what is done today; usually all is held Just-in-Case.
    """
    state, catalogue = st.session_state, datasets.current()
    own, known = bool((catalogue.column("policy") != "").all()), options(catalogue)
    before = state.get(FROM) if state.get(FROM) in known else "hybrid" if own else "jic"
    after = state.get(TO) if state.get(TO) in known else RULE if own else "hybrid"
    months = int(choices.number_in(state.get(MONTHS), LENGTHS[0], LENGTHS[0], LENGTHS[-1]))
    months = months if months in LENGTHS else LENGTHS[0]
    one_off = {name: choices.number_in(state.get(name), 0.0, 0.0, MOST_MONEY) for name in ONE_OFF}
    percent = choices.number_in(state.get(DISCOUNT), -1.0, 0.0, 100.0)
    discount = None if percent < 0 else percent
    choices.remember({FROM: before, TO: after, MONTHS: months, DISCOUNT: discount, **one_off})
    rate = None if discount is None else discount / 100
    return Chosen(catalogue, controls.scenario(), str(before), str(after), months, tuple(one_off.items()), rate)


def draw(chosen: Chosen) -> None:
    """The choices in one quiet row."""
    known, moved = options(chosen.catalogue), {"on_change": controls.moved}

    def said(choice: str) -> str:
        return words.named(choice, chosen.own)

    with st.container(key="choices", horizontal=True, vertical_alignment="bottom"):
        st.selectbox("From", known, format_func=said, key=FROM, width=175, **moved)
        st.selectbox("To", known, format_func=said, key=TO, width=175, **moved)
        st.segmented_control("Months", LENGTHS, key=MONTHS, required=True, **moved)
        usual = numbers.percent(chosen.usual_rate)
        number: dict[str, Any] = {"step": 1.0, "format": "%.1f", "placeholder": usual, "width": 130}
        st.number_input("Discount rate (%)", 0.0, 100.0, None, key=DISCOUNT, help=words.DISCOUNT, **number, **moved)
        with st.popover(words.one_off(chosen.at_once, chosen.catalogue.currency), key="one-off"):
            for name, label in ONE_OFF.items():
                money: dict[str, Any] = {"step": 1000.0, "format": "%.0f", "width": 220}
                currency = f" ({chosen.catalogue.currency})" if chosen.catalogue.currency else ""
                st.number_input(f"{label}{currency}", 0.0, MOST_MONEY, key=name, **money, **moved)
