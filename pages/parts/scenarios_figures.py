"""Figures of kept scenarios: made once by physics and price, kept on a shelf, paired where they share their luck."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from core import Kept, uncertain
from core.intervals import Controls
from core.outcome import difference
from core.portfolio import Totals
from core.scenario import settings
from pages.parts import cached, choices, controls, reach
from pages.parts import scenarios_words as words

_RUN = tuple(name for name, setting in settings().items() if setting.group == "run")
FROM = 2
"""Scenarios to be simulated from which a bar tells the progress."""


@dataclass(frozen=True, eq=False)
class Figures:
    """A scenario's figures, to the digit those of Explore, without the simulation behind them."""

    summary: pd.DataFrame
    curves: pd.DataFrame
    totals: Mapping[str, Totals]
    known: Controls


@dataclass(frozen=True, eq=False)
class Shown:
    """A kept scenario with its number in the set and its figures."""

    number: int
    kept: Kept
    figures: Figures

    @property
    def name(self) -> str:
        """The name."""
        return self.kept.name

    @property
    def label(self) -> str:
        """Number and name."""
        return f"{self.number}  {self.name}"

    @property
    def currency(self) -> str:
        """The data set's currency."""
        return self.kept.catalogue.currency


def made(chosen: Sequence[tuple[int, Kept]]) -> tuple[list[Shown], list[str]]:
    """The figures of numbered scenarios, and a sentence for each that is out of reach.

    Progress is told where several must be simulated; each step is a point where a move interrupts it, and what was
    made by then stays.
    """
    faults = {kept.name: reach.too_much(kept.catalogue, kept.scenario) for _, kept in chosen}
    within = [(number, kept) for number, kept in chosen if not faults[kept.name]]
    missing = [kept for _, kept in within if cached.compared().get(_key(kept)) is None]
    if len(missing) >= FROM:
        bar = st.progress(0.0, words.simulating(1, len(missing)))
        for k, kept in enumerate(missing):
            bar.progress(k / len(missing), words.simulating(k + 1, len(missing)))
            figures(kept)
        bar.empty()
    said = [words.left_out(name, fault) for name, fault in faults.items() if fault]
    return [Shown(number, kept, figures(kept)) for number, kept in within], said


def figures(kept: Kept) -> Figures:
    """The figures of one scenario."""
    shelf, key = cached.compared(), _key(kept)
    found: Figures | None = shelf.get(key)
    if found is None:
        view = cached.view(kept.catalogue, kept.scenario, _observed(kept))
        found = Figures(view.summary, view.curves, view.outcome.totals, view.outcome.controls)
        shelf.put(key, found)
    return found


def _key(kept: Kept) -> tuple[str, str, bool]:
    return kept.catalogue.digest, repr(kept.scenario), _observed(kept)


def _observed(kept: Kept) -> bool:
    """Whether bands know how little was observed: as Explore shows the scenario."""
    return uncertain(kept.catalogue) and choices.of_kept(kept).observed


def apart(one: Kept, other: Kept) -> str:
    """Why two scenarios don't share their luck; empty where they do, so that their difference is paired."""
    same = one.catalogue.digest == other.catalogue.digest
    mine, others = one.scenario.to_dict(), other.scenario.to_dict()
    runs = [controls.title(controls.SETTINGS[name]) for name in _RUN if mine[name] != others[name]]
    return words.why_unpaired(same, runs) if runs or not same else ""


def more(one: Shown, other: Shown, policy: str, known: Controls) -> pd.DataFrame:
    """What one has above the other, by measure: difference, lo, hi, better (see `core.outcome.difference`).

    `known`: the controls of the scenario that all are set against. Those of any would do, for their means are known;
    with the same ones everywhere a difference has one interval on the whole page.
    """
    return difference(one.figures.totals[policy], other.figures.totals[policy], known)


def verdict(shown: Sequence[Shown], policy: str, service: str, cost: str) -> words.Verdict:
    """What the headline says."""
    digests = {one.kept.catalogue.digest for one in shown}
    first = shown[0]
    ranked = sorted(shown, key=lambda one: _of(one, policy, cost))
    best = ranked[0] if len(digests) == 1 else first
    rival = None
    if len(shown) > 1 and len(digests) == 1:
        rival = _rival(best, first if best is not first else ranked[1], policy, cost, first.figures.known)
    return words.Verdict(
        name=best.name,
        count=len(shown),
        data=len(digests),
        policy=policy,
        service=service,
        cost=cost,
        currency=best.currency,
        value=_of(best, policy, service),
        money=_of(best, policy, cost),
        rival=rival,
    )


def _of(one: Shown, policy: str, measure: str) -> float:
    return float(one.figures.summary.at[policy, measure])


def _rival(best: Shown, other: Shown, policy: str, cost: str, known: Controls) -> words.Rival:
    if apart(best.kept, other.kept):
        return words.Rival(other.name, _of(other, policy, cost) - _of(best, policy, cost))
    row = more(other, best, policy, known).loc[cost]
    return words.Rival(other.name, float(row["difference"]), float(row["lo"]), float(row["hi"]))
