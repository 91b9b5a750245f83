"""Why a snapshot can't be kept, opened or deleted."""

from typing import Literal

from core.errors import InputError

Kind = Literal[
    "malformed",  # the name can't be one: a link that was cut or changed
    "unknown",  # no snapshot has this name
    "expired",  # its time is over
    "deleted",  # its maker deleted it
    "wrong key",  # the key deletes another one, or none
    "too large",  # above the limit of one snapshot
    "full",  # the store has no room for another one
    "unavailable",  # the database can't be used
    "version",  # another version of this program made it, and this one can't read it
    "damaged",  # what the database holds is not what was kept
]


class SnapshotError(InputError):
    """A snapshot can't be kept, opened or deleted. `kind` names why, so that a page can answer each in its own way."""

    def __init__(self, kind: Kind, says: str) -> None:
        super().__init__(says)
        self.kind = kind
        self.args = (kind, says)  # what pickle makes it from again


def damaged() -> SnapshotError:
    """One sentence, whatever it is that doesn't fit: who meets it can't mend it."""
    return SnapshotError("damaged", "This snapshot is damaged: what is stored is not what was kept. Ask for a new one")
