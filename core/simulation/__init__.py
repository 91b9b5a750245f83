"""From a catalogue and a scenario to a ledger, and from a ledger to that of a catalogue of which some rows changed."""

from core.simulation.revising import revised
from core.simulation.running import forecast, plans_of, recorded, simulate

__all__ = ["forecast", "plans_of", "recorded", "revised", "simulate"]
