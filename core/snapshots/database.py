"""Where snapshots are kept: one table, in an embedded SQLite file or in PostgreSQL. Only this file tells them apart."""

import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import (
    URL,
    BigInteger,
    Column,
    Connection,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    NullPool,
    String,
    Table,
    create_engine,
    event,
    inspect,
    make_url,
    text,
)
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.schema import CreateTable

from core.errors import InputError
from core.snapshots.faults import SnapshotError

Purpose = Literal["read", "change", "create"]

SNAPSHOTS = Table(
    "snapshots",
    MetaData(),
    Column("name", String(64), primary_key=True),
    Column("created", BigInteger, nullable=False),
    Column("expires", BigInteger, nullable=False),
    Column("deleted", BigInteger),
    Column("format", Integer, nullable=False),
    Column("model", String(64), nullable=False),
    Column("key_hash", String(64), nullable=False),
    Column("checksum", String(64), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("payload", LargeBinary),
)
"""Times are seconds since 1970. `payload` is NULL once a snapshot is deleted or over; `size` is its bytes till then."""

VARIABLE = "SNAPSHOT_DATABASE_URL"
DEFAULT_FILE = Path(__file__).resolve().parents[2] / ".snapshots" / "snapshots.db"
_WAIT = 10
"""Seconds to wait for another writer or for a server."""
_TURN = 7_436_829_104_563
"""Writers to PostgreSQL take turns under this number, whichever process they are in."""
_LOG = logging.getLogger(__name__)


class Database:
    """The table behind a URL. May be used from any thread; nothing is opened before the first transaction."""

    def __init__(self, url: str | None = None) -> None:
        place = _place(url)
        self._file = Path(place.database or "") if place.drivername == "sqlite" else None
        self._engine = _sqlite(place) if self._file else _postgresql(place)

    @contextmanager
    def transaction(self, purpose: Purpose) -> Iterator[Connection | None]:
        """A connection whose changes are kept together if nothing is raised; None while nothing was ever kept.

        "create" makes the file and the table where they are missing. Raises SnapshotError (unavailable).
        """
        with _told():
            if self._file and not self._file.exists():
                if purpose != "create":
                    yield None
                    return
                _make_file(self._file)
            writes = purpose != "read"
            with self._engine.connect().execution_options(writes=writes) as connection, connection.begin():
                self._take_turn(connection, writes)
                yield connection if _has_table(connection, purpose) else None

    def _take_turn(self, connection: Connection, writes: bool) -> None:
        """SQLite takes turns by itself; its writers wait at BEGIN IMMEDIATE."""
        if self._file:
            return
        connection.execute(text(f"SET LOCAL statement_timeout = '{2 * _WAIT}s'"))
        if writes:
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_TURN})"))


def _place(url: str | None) -> URL:
    """The URL in full. Its text never gets into a message: it may hold a password."""
    said = url or os.environ.get(VARIABLE, "").strip()
    if not said:
        return URL.create("sqlite", database=str(DEFAULT_FILE))
    try:
        place = make_url(said)
    except (SQLAlchemyError, ValueError):
        raise InputError(_WRONG_URL) from None
    kind = place.get_backend_name()
    if kind in ("postgresql", "postgres"):
        return place.set(drivername="postgresql+psycopg")
    if kind == "sqlite" and place.database not in (None, "", ":memory:"):
        # Whole, so that it stays the same file when the program changes its folder.
        return place.set(drivername="sqlite", database=str(Path(place.database).absolute()))
    raise InputError(_WRONG_URL)


_WRONG_URL = f"{VARIABLE} must be postgresql://user:password@host/database or sqlite:////folder/file.db"


# A connection for each transaction: they are few, so none is kept that a restart or a lost file could break.


def _postgresql(place: URL) -> Engine:
    # Behind a pooler a prepared statement may meet another server process, so none is prepared.
    options = {"connect_timeout": _WAIT, "prepare_threshold": None}
    return create_engine(place, poolclass=NullPool, connect_args=options)


def _sqlite(place: URL) -> Engine:
    engine = create_engine(place, poolclass=NullPool, connect_args={"timeout": _WAIT})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where `_begin` says, not where the driver guesses
    connection.execute("PRAGMA secure_delete = ON")  # what is deleted is gone from the file, too
    # Readers don't wait for a writer then. Fails while another process is just switching: the file remembers.
    with suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA journal_mode = WAL")


def _begin(connection: Connection) -> None:
    # A reader that becomes a writer can't wait for another one, so a writer says so at once.
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _make_file(file: Path) -> None:
    """An empty file that only this user may read; SQLite gives its companions the same rights."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Never opens a file that is there: closing it would drop the locks that this process holds on it.
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _has_table(connection: Connection, purpose: Purpose) -> bool:
    there = inspect(connection).has_table(SNAPSHOTS.name)
    if not there and purpose == "create":
        connection.execute(CreateTable(SNAPSHOTS, if_not_exists=True))
        return True
    return there


@contextmanager
def _told() -> Iterator[None]:
    """What goes wrong in a driver becomes a sentence without address, user or password."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        code = getattr(getattr(error, "orig", None), "sqlstate", None)
        _LOG.warning("The database of snapshots can't be used: %s", f"{type(error).__name__} {code or ''}".strip())
        says = "Snapshots can be neither kept nor opened just now: their database can't be used. Try again in a while"
        raise SnapshotError("unavailable", says) from None
