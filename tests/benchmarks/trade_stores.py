"""Databases full of trade, kept in ``build/bench`` under a name that tells what shaped them.

One that an older schema holds is brought up to date: its rows stay, and nothing is derived.
"""

import hashlib
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from alembic import command
from sqlalchemy import Connection, Engine, create_engine, text

from campaign.cli.database import alone
from campaign.db import configure_engine
from campaign.queries.schema import alembic_config
from config import ROOT
from tests.benchmarks.trade import COLUMNS, Trade
from tests.support.databases import make_ready
from tests.support.postgresql import PostgresqlServer

SEED = 20261125
FOLDER = ROOT / "build" / "bench"
AT_ONCE = 200_000  # rows held before they are written
Waiting = dict[str, list[tuple[Any, ...]]]
Write = Callable[[Waiting], None]


@dataclass(frozen=True)
class Store:
    """A database that is full, and the world that is in it."""

    dialect: str
    url: str
    trade: Trade

    @contextmanager
    def engine(self) -> Iterator[Engine]:
        """Open the database as a fresh process would."""
        engine = configure_engine(create_engine(self.url))
        yield engine
        engine.dispose()


def open_store(dialect: str, size: int, server: PostgresqlServer) -> Store:
    """Return the database of a size, made when it is not there; exposure is left empty."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    name = f"trade_{size}_{_fingerprint()}"
    if dialect == "sqlite":
        path = FOLDER / f"{name}.sqlite3"
        url, new = f"sqlite:///{path}", not path.exists()
    else:
        url, new = server.url(name), server.ensure_database(name)
    store = Store(dialect, url, Trade(size, SEED))
    with store.engine() as engine:
        if new:
            _make(engine, store)
        else:
            _upgrade(engine)
    return store


def _upgrade(engine: Engine) -> None:
    """Run the migrations that are missing; what is derived is computed by who measures it."""
    with alone(engine) as connection:
        settings = alembic_config()
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")


def _make(engine: Engine, store: Store) -> None:
    start = time.monotonic()
    make_ready(engine)
    with (_sqlite if store.dialect == "sqlite" else _postgresql)(store.url) as write:
        _fill(store.trade, write)
    settle(engine)
    seconds = time.monotonic() - start
    print(f"made {store.trade.shape.size:,} in {seconds:.0f} s: {store.url}", file=sys.stderr)


def settle(engine: Engine | Connection) -> None:
    """Do what a PostgreSQL server does by itself a while after a load; SQLite does nothing."""
    if engine.dialect.name == "sqlite":
        return
    with engine.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM (ANALYZE)"))


def _fill(trade: Trade, write: Write) -> None:
    """Write all rows, a few hundred thousand at a time."""
    waiting: Waiting = {table: [] for table in COLUMNS}
    held = 0
    for table, row in trade.rows():
        waiting[table].append(row)
        held += 1
        if held == AT_ONCE:
            write(waiting)
            held = 0
    write(waiting)


@contextmanager
def _sqlite(url: str) -> Iterator[Write]:
    connection = sqlite3.connect(url.removeprefix("sqlite:///"))
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA cache_size = -500000")

    def write(waiting: Waiting) -> None:
        for table, rows in waiting.items():
            marks = ", ".join("?" * len(COLUMNS[table]))
            names = ", ".join(COLUMNS[table])
            connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)
            rows.clear()
        connection.commit()

    yield write
    connection.close()


@contextmanager
def _postgresql(url: str) -> Iterator[Write]:
    connection = psycopg.connect(url.replace("postgresql+psycopg", "postgresql"), autocommit=True)
    connection.execute("SET session_replication_role = replica")

    def write(waiting: Waiting) -> None:
        for table, rows in waiting.items():
            copy = f"COPY {table} ({', '.join(COLUMNS[table])}) FROM STDIN"
            with connection.cursor() as cursor, cursor.copy(copy) as out:
                for row in rows:
                    out.write_row(row)
            rows.clear()
        connection.execute(
            "SELECT setval(pg_get_serial_sequence('record', 'id'), max(id)) FROM record"
        )

    yield write
    connection.close()


def _fingerprint() -> str:
    trade = ROOT / "tests" / "benchmarks" / "trade.py"
    return hashlib.sha256(trade.read_bytes()).hexdigest()[:10]
