"""Publishing, opening and deleting snapshots."""

import hmac
import re
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.types import LargeBinary

from core.catalogue import Catalogue
from core.catalogue.catalogue import Sealed
from core.errors import InputError, plain
from core.scenario import Scenario
from core.snapshots.database import SNAPSHOTS, Database
from core.snapshots.faults import SnapshotError, damaged
from core.snapshots.limits import LONGEST_DAYS, USUAL_DAYS, Limits, check_days, megabytes
from core.snapshots.payload import FORMAT, Content, pack, unpack
from core.version import MODEL_VERSION

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's 32 digits: five bits each, none that is mistaken for another, none that a link has to escape."""
NAME_LENGTH, KEY_LENGTH = 26, 32
_NAME = re.compile(f"[{ALPHABET}]{{{NAME_LENGTH}}}")
_DAY = 86_400
_COLUMNS = SNAPSHOTS.c


@dataclass(frozen=True)
class Published:
    """What its maker gets: the `name` to share, the `key` that deletes it (kept nowhere else), when it `expires`."""

    name: str
    key: str = field(repr=False)
    expires: datetime


@dataclass(frozen=True)
class Snapshot:
    """What anybody gets who has the name. Times are UTC; `model` is the version that the maker's figures came from."""

    name: str
    catalogue: Catalogue
    scenario: Scenario
    view: Mapping[str, str] = field(hash=False)
    created: datetime
    expires: datetime
    model: str


class Store:
    """Keeps snapshots behind a URL: sqlite:///file or postgresql://…

    Without one, SNAPSHOT_DATABASE_URL says where, else it is a file beside app.py. May be used from any thread, and
    by several processes at once. Nothing is opened or made before it is needed. `clock` gives seconds since 1970.
    Raises InputError for a URL of another kind.
    """

    def __init__(
        self, url: str | None = None, *, limits: Limits | None = None, clock: Callable[[], float] = time.time
    ) -> None:
        self._database = Database(url)
        self._limits = limits or Limits.of_environment()
        self._clock = clock

    def publish(
        self,
        catalogue: Catalogue,
        scenario: Scenario,
        view: Mapping[str, str] | None = None,
        *,
        days: int = USUAL_DAYS,
    ) -> Published:
        """Keeps the catalogue, every setting and the page's choices under a new name, for 1 to 365 days.

        Raises SnapshotError (too large, full, unavailable), and InputError for other days or a view that isn't text.
        """
        lasts = check_days(days) * _DAY
        content = Content(catalogue, scenario, dict(view or {}))
        packed = pack(content, self._limits)
        if unpack(packed, self._limits) != content:
            raise InputError("This catalogue can't be kept without loss, so it isn't kept")
        now = int(self._clock())
        made = Published(_random(NAME_LENGTH), _random(KEY_LENGTH), _moment(now + lasts))
        row = {
            "name": made.name,
            "created": now,
            "expires": now + lasts,
            "format": FORMAT,
            "model": MODEL_VERSION,
            "key_hash": _hashed(made.name, made.key),
            "checksum": sha256(packed).hexdigest(),
            "size": len(packed),
            "payload": packed,
        }
        with self._database.transaction("create") as connection:
            assert connection is not None
            _purge(connection, now)
            _refuse_when_full(connection, len(packed), self._limits)
            connection.execute(insert(SNAPSHOTS).values(row))
        return made

    def open(self, name: str) -> Snapshot:
        """The snapshot of that name, the same to the digit in any process.

        Raises SnapshotError: malformed, unknown, expired, deleted, version, damaged, too large, unavailable.
        """
        _refuse_malformed(name)
        with self._database.transaction("read") as connection:
            row = _living(connection, name, self._clock(), self._limits.packed + 1)
        content = unpack(_sound(row, self._limits), self._limits)
        return Snapshot(
            name,
            content.catalogue,
            content.scenario,
            Sealed(content.view),
            _moment(row.created),
            _moment(row.expires),
            row.model,
        )

    def delete(self, name: str, key: str) -> None:
        """Deletes for good; whoever opens the name until its expiry is told so.

        Raises SnapshotError: wrong key, malformed, unknown, expired, deleted, unavailable.
        """
        _refuse_malformed(name)
        with self._database.transaction("change") as connection:
            row = _living(connection, name, self._clock(), 0)
            assert connection is not None
            if not isinstance(key, str) or not hmac.compare_digest(_hashed(name, key.strip()), row.key_hash):
                raise SnapshotError("wrong key", "This is not the key that was shown when the snapshot was published")
            gone = {"payload": None, "size": 0, "deleted": int(self._clock())}
            connection.execute(update(SNAPSHOTS).where(_COLUMNS.name == name).values(gone))


def _random(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def _hashed(name: str, key: str) -> str:
    """Keys have 160 bits of luck, so a plain hash can't be searched; the name makes it one of a kind."""
    return sha256(f"{name} {key}".encode(errors="replace")).hexdigest()


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _refuse_malformed(name: object) -> None:
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        says = f"A snapshot's name has {NAME_LENGTH} small letters and digits, got {plain(name)}"
        raise SnapshotError("malformed", f"{says}: check that the link is whole")


def _living(connection: Connection | None, name: str, now: float, most: int) -> Any:
    """The row of a snapshot that can still be opened, with so many bytes of its payload at most."""
    payload = func.substr(_COLUMNS.payload, 1, most, type_=LargeBinary).label("payload")
    columns = [column for column in _COLUMNS if column.name != "payload"]
    asked = select(*columns, payload).where(_COLUMNS.name == name)
    row = connection.execute(asked).one_or_none() if connection is not None else None
    if row is None:
        raise SnapshotError("unknown", "There is no snapshot of this name: check that the link is whole")
    if row.deleted is not None:
        raise SnapshotError("deleted", f"This snapshot was deleted by its maker on {_moment(row.deleted):%Y-%m-%d}")
    if row.expires <= now:
        says = f"This snapshot expired on {_moment(row.expires):%Y-%m-%d}"
        raise SnapshotError("expired", f"{says}: ask its maker for a new one")
    return row


def _sound(row: Any, limits: Limits) -> bytes:
    """The payload if it is of this format and as it was kept."""
    if row.format != FORMAT:
        says = f"This snapshot has format {row.format}, this version of the program reads format {FORMAT}"
        raise SnapshotError("version", says)
    payload = bytes(row.payload or b"")
    # What is larger than may be opened here was not read to its end; `unpack` has a word for it.
    if len(payload) <= limits.packed and not hmac.compare_digest(sha256(payload).hexdigest(), row.checksum):
        raise damaged()
    return payload


def _purge(connection: Connection, now: int) -> None:
    """Takes the content out of what expired; that it did expire can be told for another year."""
    over = _COLUMNS.expires <= now
    connection.execute(update(SNAPSHOTS).where(over, _COLUMNS.payload.is_not(None)).values(payload=None, size=0))
    long_over = _COLUMNS.expires <= now - LONGEST_DAYS * _DAY
    connection.execute(delete(SNAPSHOTS).where(long_over | (over & _COLUMNS.deleted.is_not(None))))


def _refuse_when_full(connection: Connection, size: int, limits: Limits) -> None:
    kept = select(func.count(), func.coalesce(func.sum(_COLUMNS.size), 0)).where(_COLUMNS.payload.is_not(None))
    count, total = connection.execute(kept).one()
    if limits.snapshots is not None and count >= limits.snapshots:
        raise _full(f"{count:,} snapshots")
    if limits.total is not None and int(total) + size > limits.total:
        raise _full(f"{megabytes(limits.total)} of snapshots")


def _full(what: str) -> SnapshotError:
    return SnapshotError("full", f"The store has no room beyond its {what}: wait until some expire, or ask its host")
