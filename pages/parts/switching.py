"""What the page of switching shows of a data set under a scenario and the choices made."""

from __future__ import annotations

from dataclasses import dataclass
from time import sleep

import streamlit as st

from core import Switch
from core.switching import Transition, by_rule, transition
from core.switching.choosing import Choice
from pages.parts import cached, cards, switching_charts, switching_rows, taking
from pages.parts import switching_words as words
from pages.parts.switching_choices import RULE, Chosen

# Items × futures × days up to which a switch is simulated at once; above, it tells its progress; a move stops it.
QUICK = 4_500_000
# A long simulation begins when nothing has moved for so long: so many looks, so many seconds apart.
LOOKS, APART = 5, 0.1


@dataclass(frozen=True, eq=False)
class Seen:
    """The choices, and what the switch comes to."""

    chosen: Chosen
    found: Switch

    @property
    def currency(self) -> str:
        """The data set's currency."""
        return self.chosen.catalogue.currency

    @property
    def names(self) -> tuple[str, str]:
        """What is switched from and to, in words."""
        return words.named(self.chosen.before, self.chosen.own), words.named(self.chosen.after, self.chosen.own)


def seen(chosen: Chosen) -> Seen:
    """What there is to show; simulated where it isn't known yet."""
    physics = chosen.scenario.physics()
    key = chosen.catalogue.digest, repr(physics), chosen.before, chosen.after, chosen.months
    large = cached.is_large(chosen.catalogue, chosen.scenario)
    shelf = cached.transitions(large)
    found: Transition | None = shelf.get(key)
    if found is None:
        found = _simulated(chosen)
        shelf.put(key, found)
    return Seen(chosen, cached.switch(found, chosen.scenario, chosen.one_off, chosen.discount))


def _simulated(chosen: Chosen) -> Transition:
    catalogue, scenario = chosen.catalogue, chosen.scenario
    sides = [_choice(chosen, choice) for choice in (chosen.before, chosen.after)]
    if len(catalogue) * scenario.run.futures * chosen.months * 365 / 12 <= QUICK:
        return transition(catalogue, scenario, *sides, chosen.months)
    # Whatever is written here is a point where a move interrupts it.
    bar = st.progress(0.0, words.SIMULATING)
    for _ in range(LOOKS):
        sleep(APART)
        bar.progress(0.0, words.SIMULATING)
    told = lambda share: bar.progress(min(share, 1.0), words.SIMULATING) and None  # noqa: E731
    found = transition(catalogue, scenario, *sides, chosen.months, progress=told)
    bar.empty()
    return found


def _choice(chosen: Chosen, choice: str) -> Choice:
    return by_rule(chosen.catalogue, chosen.scenario) if choice == RULE else choice


def answer(shown: Seen) -> str:
    """The page's title."""
    found = shown.found
    changed = len(found.transition.changed)
    return cards.headline(words.headline(shown.names, changed, found.summary, shown.chosen.months, shown.currency))


def cash(shown: Seen) -> None:
    """The curve of cash."""
    st.html(cards.heading(words.CASH))
    rows = switching_rows.cash(shown.found, shown.chosen.after, shown.currency)
    st.vega_lite_chart(rows, switching_charts.cash(shown.currency, shown.chosen.months), key="cash", alt=words.CASH_ALT)


def stock(shown: Seen) -> None:
    """Stock between the two that it goes from and to."""
    st.html(cards.heading(words.STOCK))
    sides = shown.chosen.before, shown.chosen.after
    rows = switching_rows.stock(shown.found, sides, shown.names, shown.currency)
    st.vega_lite_chart(
        rows, switching_charts.stock(shown.currency, shown.chosen.months), key="stock", alt=words.STOCK_ALT
    )


def below(shown: Seen) -> tuple[str, ...]:
    """What the charts mean and rest on."""
    chosen, changed = shown.chosen, len(shown.found.transition.changed)
    catalogue, futures = chosen.catalogue, chosen.scenario.run.futures
    rests = words.rests(catalogue.name, len(catalogue), changed, futures, chosen.months, chosen.rate)
    return words.PAYS, words.GOODS, rests


def tables(shown: Seen) -> str:
    """Every figure of the switch."""
    found, currency = shown.found, shown.currency
    head = ("Change", "95 % interval")
    takes = cards.grid(("The switch", *head), switching_rows.takes(found, currency), words.TAKES)
    yearly = switching_rows.yearly(found, currency)
    sums = {words.label(name) for name in ("carrying_cost", "inventory_cost", "total_cost")}
    costs = cards.grid((f"A year ({currency})" if currency else "A year", *head), yearly, words.YEARLY, sums=sums)
    months = cards.grid(
        ("Month", "Opening", *words.COMPONENTS.values(), "Closing", "95 % interval"),
        switching_rows.monthly(found),
        words.MONTHLY,
    )
    left = f"<div>{cards.heading(words.TAKES)}{cards.notes(words.DONE)}{takes}</div>"
    right = f"<div>{cards.heading(words.YEARLY)}{cards.notes(words.YEARS)}{costs}</div>"
    parts = [
        f'<div class="pair">{left}{right}</div>',
        cards.heading(words.MONTHLY) + cards.notes(words.SIGNS) + months,
    ]
    if len(found.transition.changed):
        heads = ("Item", "Name", "From → to", "Units", "95 % interval", "Value", "Days")
        rows = switching_rows.items(found, currency)
        table = cards.grid(heads, rows, words.ITEMS, says=3)
        parts.append(cards.heading(words.ITEMS) + cards.notes(words.MOVES) + table)
    return "".join(parts)


def downloads(shown: Seen) -> None:
    """The tables as files, to the last digit and with every row."""
    found = shown.found
    files = {
        "months": lambda: found.monthly,
        "figures": lambda: found.summary.reset_index(),
        "items": lambda: found.items,
        "days": lambda: found.days,
    }
    taking.tables("switching", files)
