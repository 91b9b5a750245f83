"""Simulations around a scenario, shared by pages and sessions: prices and other questions simulate nothing again."""

from __future__ import annotations

from core import Catalogue, Scenario
from core.frontier import today
from core.ledger import Ledger
from core.trials import Trials
from pages.parts import cached

# Futures of all simulations kept around one scenario together: some 1 MB for each hundred.
MOST, FEWEST = 8_000, 4


def trials(catalogue: Catalogue, scenario: Scenario, swept: Ledger | None = None) -> Trials:
    """The trials of a catalogue around a scenario's physics; two sessions may use them at once.

    `swept`: the sweep of its buffers where there is one, whose current points are the simulation.
    """
    shelf, key = cached.tried(), (catalogue.digest, repr(scenario.physics()))
    made: Trials | None = shelf.get(key)
    if made is None:
        most = max(FEWEST, MOST // scenario.run.futures)
        physics = scenario.physics()
        ledger = cached.ledger(catalogue, scenario) if swept is None else today(swept, physics)
        made = Trials(catalogue, scenario, ledger=ledger, most=most)
        shelf.put(key, made)
    return made
