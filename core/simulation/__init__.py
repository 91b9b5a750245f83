"""From a catalogue and a scenario to a ledger, and from a ledger to that of a catalogue of which some rows changed."""

from core.simulation.revising import revised
from core.simulation.running import (
    MOST_WORKERS,
    Setup,
    forecast,
    grain_for,
    plans_of,
    recorded,
    run,
    set_up,
    simulate,
)

__all__ = [
    "MOST_WORKERS",
    "Setup",
    "forecast",
    "grain_for",
    "plans_of",
    "recorded",
    "revised",
    "run",
    "set_up",
    "simulate",
]
