"""What is shared: a catalogue and a scenario under an unguessable name, for a while, read-only."""

from core.snapshots.faults import SnapshotError
from core.snapshots.limits import LONGEST_DAYS, USUAL_DAYS, Limits
from core.snapshots.store import Published, Snapshot, Store

__all__ = ["LONGEST_DAYS", "USUAL_DAYS", "Limits", "Published", "Snapshot", "SnapshotError", "Store"]
