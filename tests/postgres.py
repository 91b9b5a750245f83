"""A real PostgreSQL server for tests, from Debian's package: in its own folder, on a free port, gone afterwards."""

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg
import pytest

USER, PASSWORD = "explorer", "s3cret/Pass:word"
QUOTED = "s3cret%2FPass%3Aword"
_NUMBERS = count(1)


@dataclass(frozen=True)
class Server:
    """A running server. Each database is asked for under a new name."""

    port: int
    folder: Path

    def url(self, database: str, password: str = QUOTED) -> str:
        return f"postgresql://{USER}:{password}@127.0.0.1:{self.port}/{database}"

    def new_database(self) -> str:
        """The URL of an empty database."""
        name = f"test{next(_NUMBERS)}"
        self.run(f"CREATE DATABASE {name}")
        return self.url(name)

    def run(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def throw_out(self) -> None:
        """Ends everybody's connections, as a restart does."""
        self.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")


@contextlib.contextmanager
def server() -> Iterator[Server]:
    """A server while the block lasts. Skips the test where the package isn't installed or can't be run."""
    programs = _programs()
    with tempfile.TemporaryDirectory(prefix="postgres-", ignore_cleanup_errors=True) as name:
        folder, before = Path(name), _other_user()
        if before:
            shutil.chown(folder, "postgres")
        (folder / "password").write_text(PASSWORD)
        (folder / "password").chmod(0o644)
        running = Server(free_port(), folder)
        _run(before, programs / "initdb", "-D", folder / "data", "-U", USER, "-A", "scram-sha-256",
             f"--pwfile={folder / 'password'}", "-E", "UTF8", "--locale=C", "--no-sync")  # fmt: skip
        options = f"-p {running.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
        control = (*before, programs / "pg_ctl", "-D", folder / "data", "-w")
        _run(control, "-l", folder / "log", "-o", options, "start")
        try:
            yield running
        finally:
            _run(control, "-m", "immediate", "stop")


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        pytest.skip("PostgreSQL is not installed (Debian's package postgresql): its half of the store isn't tested")
    return found[-1].parent


def _other_user() -> tuple[str, ...]:
    """What stands before a command: the server refuses to run as root."""
    if os.geteuid() != 0:
        return ()
    known = subprocess.run(["id", "postgres"], capture_output=True, check=False).returncode == 0
    if not known or not shutil.which("runuser"):
        pytest.skip("PostgreSQL doesn't run as root, and there is no user postgres to run it as")
    return ("runuser", "-u", "postgres", "--")


def _run(*command: object) -> None:
    words = [str(word) for part in command for word in (part if isinstance(part, tuple) else (part,))]
    # The server keeps what it inherits, so nothing of it may be a pipe that somebody waits for.
    quiet = subprocess.DEVNULL
    subprocess.run(words, check=True, timeout=60, cwd="/", stdin=quiet, stdout=quiet, stderr=quiet)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
