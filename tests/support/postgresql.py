"""A real, throw-away PostgreSQL server for the tests: one per test process, on a Unix socket.

It listens on no port, so that two processes never meet on one, and keeps nothing on disk
after it stops. initdb refuses to work for root, so root starts it as `postgres` or `nobody`.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

OLDEST_VERSION = 15
USER = "tests"
SECONDS_TO_START = 30
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "50",
}

# Of a server whose data nobody reads again: little is logged, and nothing written out meanwhile.
THROWN_AWAY = {
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "checkpoint_timeout": "1d",
    "max_wal_size": "16GB",
}


class PostgresqlError(RuntimeError):
    """The server is missing, too old or did not start; the message says what to do."""


@dataclass(frozen=True)
class PostgresqlServer:
    """A running server, known by the folder that holds its socket."""

    directory: Path

    def url(self, database: str = "postgres") -> str:
        """Return the SQLAlchemy address of a database of this server."""
        return f"postgresql+psycopg://{USER}@/{database}?host={self.directory}"

    def create_database(self, name: str, *, template: str = "template1") -> str:
        """Make a fresh database and return its SQLAlchemy address.

        `template` names a database to copy, for example one that is migrated already;
        nobody may be connected to it meanwhile.
        """
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
        self._execute(statement.format(sql.Identifier(name), sql.Identifier(template)))
        return self.url(name)

    def ensure_database(self, name: str) -> bool:
        """Make a database unless it is there; say whether it was made."""
        try:
            self.create_database(name)
        except psycopg.errors.DuplicateDatabase:
            return False
        return True

    def drop_database(self, name: str) -> None:
        """Remove a database, closing whatever is still connected to it."""
        statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        self._execute(statement.format(sql.Identifier(name)))

    def answers(self) -> bool:
        """Say whether the server takes connections."""
        try:
            self._execute(sql.SQL("SELECT 1"))
        except psycopg.OperationalError:
            return False
        return True

    def _execute(self, statement: sql.SQL | sql.Composed) -> None:
        with psycopg.connect(
            host=str(self.directory), user=USER, dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(statement)


@contextmanager
def running_postgresql() -> Iterator[PostgresqlServer]:
    """Start an empty server, give it out, and stop it by its process id.

    Raises:
        PostgresqlError: no server of version 15 or later is installed, or it did not start.
    """
    binaries = find_postgresql()
    directory = Path(tempfile.mkdtemp(prefix="supply-record-postgresql-"))
    owner = _owner()
    if owner:
        os.chown(directory, owner["user"], owner["group"])
    try:
        _initialise(binaries, directory, owner)
        with _process(binaries, directory, owner, SETTINGS | THROWN_AWAY) as process:
            server = PostgresqlServer(directory)
            _wait(server, process)
            yield server
            process.send_signal(signal.SIGQUIT)  # at once: nothing of it is needed any more
    finally:
        shutil.rmtree(directory, ignore_errors=True)


@contextmanager
def kept_postgresql(directory: Path, settings: Mapping[str, str]) -> Iterator[PostgresqlServer]:
    """Start a server that keeps its databases in a folder, and stop it by its process id."""
    binaries = find_postgresql()
    owner = _owner()
    if not directory.exists():
        directory.mkdir(parents=True)
        if owner:
            os.chown(directory, owner["user"], owner["group"])
        _initialise(binaries, directory, owner)
    with _process(binaries, directory, owner, SETTINGS | settings) as process:
        server = PostgresqlServer(directory)
        _wait(server, process)
        yield server


def find_postgresql() -> Path:
    """Return the folder of `initdb` and `postgres`, of the newest version found.

    Raises:
        PostgresqlError: none is installed, or none of version 15 or later.
    """
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    folders += Path("/usr/lib/postgresql").glob("*/bin")
    versions = {_version(folder): folder for folder in folders if (folder / "postgres").exists()}
    newest = max(versions, default=0)
    if newest < OLDEST_VERSION:
        raise PostgresqlError(
            f"The tests need a PostgreSQL server of version {OLDEST_VERSION} or later: "
            "run `make parts`."
        )
    return versions[newest]


def _version(folder: Path) -> int:
    output = subprocess.check_output([folder / "postgres", "--version"], text=True)
    return int(output.split()[2].split(".")[0])


def _owner() -> dict[str, Any]:
    """Return the subprocess arguments that leave root, or none for an ordinary user."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = names.get("postgres") or names["nobody"]
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _initialise(binaries: Path, directory: Path, owner: dict[str, Any]) -> None:
    command = [str(binaries / "initdb"), "--pgdata", str(directory / "data"), "--username", USER]
    command += ["--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8"]
    result = subprocess.run(command, cwd=directory, capture_output=True, text=True, **owner)
    if result.returncode:
        raise PostgresqlError(f"initdb failed: {result.stderr}")


@contextmanager
def _process(
    binaries: Path, directory: Path, owner: dict[str, Any], settings: Mapping[str, str] = SETTINGS
) -> Iterator["subprocess.Popen[bytes]"]:
    command = [str(binaries / "postgres"), "-D", str(directory / "data"), "-k", str(directory)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    with (
        (directory / "log").open("wb") as log,
        subprocess.Popen(command, cwd=directory, stdout=log, stderr=log, **owner) as process,
    ):
        try:
            yield process
        finally:
            process.send_signal(signal.SIGINT)  # a fast shutdown: open sessions are ended


def _wait(server: PostgresqlServer, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while not server.answers():
        if process.poll() is not None or time.monotonic() > deadline:
            log = (server.directory / "log").read_text()
            raise PostgresqlError(f"PostgreSQL did not start: {log}")
        time.sleep(0.02)
