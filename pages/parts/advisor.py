"""What the advisor shows of a data set under a scenario and some answers: the advice, kept, and the page's head."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import pandas as pd
import streamlit as st

from core import Advice, Catalogue, Scenario, advise
from core.advice import Study, answered, causes_of, groups_of, said
from pages.parts import advisor_cards, advisor_charts, advisor_choices, advisor_rows, cached, cards, controls, datasets
from pages.parts import advisor_words as words
from pages.parts.advisor_choices import Chosen
from pages.parts.cached import Shelf

Kept = TypeVar("Kept")
Progress = Callable[[float, str], None]


@dataclass(frozen=True, eq=False)
class Reasoned:
    """An advice with its causes, and what would change it."""

    advice: Advice
    flips: pd.DataFrame


@dataclass(frozen=True, eq=False)
class Seen:
    """The data set, the sidebar's scenario and the choices."""

    catalogue: Catalogue
    scenario: Scenario
    chosen: Chosen

    @cached_property
    def quick(self) -> Advice:
        """The advice without causes: that is there soonest."""
        def make() -> Advice:
            return advise(*self.asked, by=self.chosen.by, why=False, study=self.study)

        return _kept(self.shelf, self.key("quick"), make)

    @property
    def asked(self) -> tuple[Catalogue, Scenario, dict[str, str | float]]:
        """What `advise` is asked."""
        return self.catalogue, self.scenario, dict(self.chosen.answers)

    @property
    def answered(self) -> Scenario:
        """The scenario with the answers in it."""
        return answered(self.scenario, dict(self.chosen.answers))[0]

    @cached_property
    def study(self) -> Study:
        """The simulations of this data set in these groups, shared by all sessions."""
        groups = groups_of(self.catalogue, self.answered, self.chosen.by)
        key = self.catalogue.digest, self.chosen.by, groups.keys, groups.member.tobytes()
        return _kept(cached.studies(), key, lambda: Study(self.catalogue, groups))

    @property
    def shelf(self) -> Shelf:
        """Where its advice is kept."""
        return cached.advices(cached.is_large(self.catalogue, self.scenario))

    def key(self, kind: str) -> tuple[object, ...]:
        """What its advice is kept by."""
        return kind, self.catalogue.digest, repr(self.scenario), self.chosen

    @property
    def waits(self) -> bool:
        """Whether something is to be simulated for the reasons: else they are only priced."""
        return not all(map(self.study.is_simulated, causes_of(self.study, self.answered).values()))


def _kept(shelf: Shelf, key: object, make: Callable[[], Kept]) -> Kept:
    """A value that is kept, or made and kept."""
    found: Kept | None = shelf.get(key)
    if found is None:
        found = make()
        shelf.put(key, found)
    return found


def seen() -> Seen:
    """What there is to show."""
    return Seen(datasets.current(), controls.scenario(), advisor_choices.chosen())


def known(shown: Seen) -> Reasoned | None:
    """The reasons, where they were found already."""
    found: Reasoned | None = shown.shelf.get(shown.key("why"))
    return found


def reasons(shown: Seen, progress: Progress) -> Advice:
    """The advice with its causes; `progress` is told the share done and what is being done."""
    chosen = shown.chosen

    def told(share: float, says: str) -> None:
        progress(share / 3, says)

    return advise(*shown.asked, by=chosen.by, study=shown.study, progress=told)


def find(shown: Seen, advice: Advice, progress: Progress) -> Reasoned:
    """Finds what would change an advice, and keeps both; `progress` as for `reasons`, which come before."""

    def make() -> Reasoned:
        return Reasoned(advice, advice.flips(lambda share, says: progress((1 + 2 * share) / 3, says)))

    return _kept(shown.shelf, shown.key("why"), make)


def answer(shown: Seen) -> str:
    """The page's title, what limits do, and where its figures stand."""
    advice, currency = shown.quick, shown.catalogue.currency
    whole = {str(name): row for name, row in advice.whole.to_dict("index").items()}
    missed = not advice.limit["kept"].all()
    title = words.headline(whole, list(advice.groups["verdict"]), currency, missed)
    limits = [words.limit(row, currency) for row in advice.limit.to_dict("records")]
    head = f'<div class="st-key-headline">{cards.headline(title)}</div>'
    return head + cards.notes(*limits, words.extremes(whole, currency)) + advisor_cards.sources()


def chart(shown: Seen) -> None:
    """The groups' differences."""
    st.html(cards.heading(words.CHART))
    rows = advisor_rows.groups(shown.quick.groups, shown.chosen.by, shown.catalogue.currency)
    declared = advisor_charts.groups(shown.catalogue.currency)
    st.vega_lite_chart(rows, declared, key="advice", alt=words.CHART_ALT)


def questions(shown: Seen) -> None:
    """The questions that decide, with what is known.

    Of the data alone, and not of the sidebar: a slider that moves doesn't draw them anew.
    """
    known = said(shown.catalogue, Scenario())
    advisor_choices.draw(shown.chosen, shown.scenario, known, shown.catalogue.currency)
