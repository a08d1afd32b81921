"""Built databases, kept in ``build/`` under a name that tells all that shaped them."""

import hashlib
import sqlite3
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.orm import Session

from campaign.cli.database import alone, migrate
from campaign.db import configure_engine, hold_more_pages
from campaign.editorial.independence import count_all_accounts
from campaign.imports.seeds import load_reference
from campaign.models import AbuseType
from campaign.models.vocabulary import Basis, Reach, Timing
from campaign.search.index import rebuild_index
from campaign.search.rules import present_rules
from config import ROOT
from tests.benchmarks.campaigning import COLUMNS as CAMPAIGNING
from tests.benchmarks.population import COLUMNS as POPULATED
from tests.benchmarks.population import Population, Row
from tests.support.databases import SEEDS
from tests.support.postgresql import PostgresqlServer, kept_postgresql

SEED = 20261125
COLUMNS = POPULATED | CAMPAIGNING
FOLDER = ROOT / "build" / "bench"
POPULATING = ("tests/benchmarks/naming.py", "tests/benchmarks/population.py")
SETTINGS = {"shared_buffers": "512MB", "maintenance_work_mem": "256MB", "max_wal_size": "4GB"}
IN_NUMBERS = {"exposure": {"reach": Reach, "basis": Basis, "timing": Timing}}
AT_ONCE = 200_000  # rows held before they are written


@dataclass(frozen=True)
class Built:
    """A database that is ready to be searched, and what it cost."""

    dialect: str
    url: str
    records: int
    seconds: float


def fingerprint(*patterns: str) -> str:
    """Return a short hash of all files that match."""
    files = sorted(path for pattern in patterns for path in ROOT.glob(pattern))
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:10]


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    """Give out an engine with the application's settings, and close what it opened."""
    engine = configure_engine(create_engine(url))
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def open_stores() -> Iterator["Stores"]:
    """Give out the kept databases; PostgreSQL runs meanwhile."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with kept_postgresql(FOLDER / "postgresql", SETTINGS) as server:
        yield Stores(server)


@dataclass(frozen=True)
class Stores:
    """Where the databases of both kinds are kept."""

    server: PostgresqlServer

    def built(self, dialect: str, size: int) -> Built:
        """Return the database of a size; what is there is used again.

        Newer migrations are applied to what is there. When only the search code changed, the
        records stay and the index is written anew.
        """
        url = self._url(dialect, f"bench_{size}_{SEED}_{fingerprint(*POPULATING)}")
        engine = configure_engine(create_engine(url))
        marker = FOLDER / f"{dialect}_{size}_{fingerprint(*POPULATING)}.txt"
        wanted = present_rules()
        with alone(engine) as connection:
            migrate(connection)
        if not marker.exists():
            with Session(engine) as session, session.begin():
                load_reference(session, SEEDS / "reference")
            fill(url, Population(size, SEED, abuse_codes(url)).rows())
            marker.write_text("records")
        if not marker.read_text().startswith(wanted):
            number, seconds = _index(url)
            marker.write_text(f"{wanted} {number} {seconds:.1f}")
        _, number, seconds = marker.read_text().split()
        engine.dispose()
        return Built(dialect, url, int(number), float(seconds))

    def _url(self, dialect: str, name: str) -> str:
        if dialect == "sqlite":
            return f"sqlite:///{FOLDER / name}.sqlite3"
        self.server.ensure_database(name)
        return self.server.url(name)


def abuse_codes(url: str) -> list[str]:
    """Return the vocabulary of abuse that is in a database."""
    with opened(url) as engine, Session(engine) as session:
        return sorted(
            session.scalars(AbuseType.__table__.select().with_only_columns(AbuseType.code))
        )


def _index(url: str) -> tuple[int, float]:
    start = time.monotonic()
    with opened(url) as engine:
        with Session(engine) as session, session.begin():
            hold_more_pages(session)
            number = rebuild_index(session)
        seconds = time.monotonic() - start
        if engine.dialect.name == "postgresql":
            _vacuum(engine)
    return number, seconds


def _vacuum(engine: Engine) -> None:
    """Note which pages all can see, as the server does by itself after a while."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM"))


def numbered(table: str, values: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return values with the places of words in their vocabulary, where the table has these."""
    if table not in IN_NUMBERS:
        return values
    words = [IN_NUMBERS[table].get(column) for column in COLUMNS[table]]
    return tuple(
        value if known is None or value is None else list(known).index(value)
        for known, value in zip(words, values, strict=True)
    )


def fill(url: str, rows: Iterable[Row]) -> None:
    """Write all rows, a few hundred thousand at a time."""
    print(f"writing rows into {url}", file=sys.stderr)
    write = _sqlite_writer(url) if url.startswith("sqlite") else _postgresql_writer(url)
    waiting: dict[str, list[tuple[Any, ...]]] = {table: [] for table in COLUMNS}
    held = 0
    for table, row in rows:
        waiting[table].append(numbered(table, row))
        held += 1
        if held == AT_ONCE:
            write(waiting)
            held = 0
    write(waiting)
    write({})
    with opened(url) as engine, Session(engine) as session, session.begin():
        count_all_accounts(session)


Writer = Callable[[dict[str, list[tuple[Any, ...]]]], None]  # nothing to write is the end


def _sqlite_writer(url: str) -> Writer:
    connection = sqlite3.connect(url.removeprefix("sqlite:///"))
    connection.execute("PRAGMA synchronous = OFF")

    def write(waiting: dict[str, list[tuple[Any, ...]]]) -> None:
        for table, rows in waiting.items():
            places = ", ".join("?" for _ in COLUMNS[table])
            connection.executemany(f"INSERT INTO {_target(table)} VALUES ({places})", rows)
            rows.clear()
        connection.commit()
        if not waiting:
            connection.close()

    return write


def _postgresql_writer(url: str) -> Writer:
    connection = psycopg.connect(url.replace("+psycopg", ""))
    connection.execute("SET session_replication_role = replica")

    def write(waiting: dict[str, list[tuple[Any, ...]]]) -> None:
        for table, rows in waiting.items():
            with connection.cursor().copy(f"COPY {_target(table)} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            rows.clear()
        if not waiting:
            connection.execute(
                "SELECT setval(pg_get_serial_sequence('record', 'id'), max(id)) FROM record"
            )
            connection.execute("ANALYZE")  # as the server does by itself after a while
        connection.commit()
        if not waiting:
            connection.close()

    return write


def _target(table: str) -> str:
    return f"{table} ({', '.join(COLUMNS[table])})"
