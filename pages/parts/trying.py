"""Simulations around a scenario, kept so that prices and other questions of them simulate nothing again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from core import Catalogue, Scenario
from core.trials import Trials
from pages.parts import cached

# Futures of all simulations kept around one scenario together: some 1 MB for each hundred.
MOST, FEWEST = 8_000, 4


class _Held:
    """Trials, and who has them."""

    def __init__(self, trials: Trials) -> None:
        self.trials, self.lock = trials, Lock()


@contextmanager
def trying(catalogue: Catalogue, scenario: Scenario) -> Iterator[Trials]:
    """Trials of a catalogue around a scenario, for one user at a time; whoever comes meanwhile gets some of his own."""
    key = catalogue.digest, repr(scenario.physics())
    held = cached.tried().get(key)
    if held is None:
        held = _Held(_made(catalogue, scenario))
        cached.tried().put(key, held)
    # Waiting would hold up a session for as long as another one simulates.
    if not held.lock.acquire(blocking=False):
        yield _made(catalogue, scenario)
        return
    try:
        yield held.trials
    finally:
        held.lock.release()


def _made(catalogue: Catalogue, scenario: Scenario) -> Trials:
    most = max(FEWEST, MOST // scenario.run.futures)
    return Trials(catalogue, scenario, ledger=cached.ledger(catalogue, scenario), most=most)
