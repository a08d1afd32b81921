"""The database: base class, naming, column types, engines and their settings."""

from __future__ import annotations

import sqlite3
import time
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import (
    DateTime,
    Dialect,
    Engine,
    MetaData,
    SmallInteger,
    TypeDecorator,
    event,
    text,
)
from sqlalchemy import Enum as EnumColumn
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.pool import ConnectionPoolEntry

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
SQLITE_BUSY_MILLISECONDS = 30_000
SQLITE_KIBIBYTES_FOR_WRITING = 256_000
BETWEEN_TRIES = 0.01  # seconds
# A page asks many small questions of large tables: to start processes or to translate a plan
# into machine code takes ten times as long as the answer, and an index is in memory.
POSTGRESQL_SETTINGS = {
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "random_page_cost": "1.1",
}
POSTGRESQL_STATEMENTS_KEPT = 500  # for each connection; psycopg's 100 are fewer than are asked

db = SQLAlchemy()


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment in UTC on both databases; refuses a naive one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Turn any aware moment into UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone was about to be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give SQLite's naive value its zone back; PostgreSQL answers in the server's."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def vocabulary(enum: type[StrEnum], name: str) -> EnumColumn:
    """Store a word of a closed vocabulary as text, with a CHECK constraint of that name."""
    return EnumColumn(
        enum,
        native_enum=False,
        create_constraint=True,
        length=40,
        name=name,
        values_callable=lambda members: [member.value for member in members],
    )


class Numbered(TypeDecorator[StrEnum]):
    """Store a word of a closed vocabulary as its place in it, counted from 0.

    For tables of many rows that are computed, and so written anew after every migration.
    """

    impl = SmallInteger
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words
        self._in_order = tuple(words)

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Return the place of a word."""
        return None if value is None else self._in_order.index(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> StrEnum | None:  # noqa: ARG002
        """Return the word at a place."""
        return None if value is None else self._in_order[value]


class Base(DeclarativeBase):
    """Ancestor of every model."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcDateTime}


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC)


def begin_writing(session: Session) -> None:
    """Start a transaction that will write: on SQLite take the one writer's place at once.

    Without this, two writers that both began by reading would fail instead of waiting.
    """
    session.connection(execution_options={"sqlite_begin": "IMMEDIATE"})


def begin_reading(session: Session) -> None:
    """Start a transaction that sees everything as it is at one moment, however long it reads.

    On SQLite every transaction does.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def hold_more_pages(session: Session) -> None:
    """Keep more of a SQLite database in memory for a long write, on this connection only."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text(f"PRAGMA cache_size = -{SQLITE_KIBIBYTES_FOR_WRITING}"))


def configure_engine(engine: Engine) -> Engine:
    """Give an engine our settings (SQLite: WAL, foreign keys, waiting, real transactions)."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_connect)
        event.listen(engine, "begin", _sqlite_begin)
    else:
        event.listen(engine, "do_connect", _postgresql_settings)
        event.listen(engine, "connect", _postgresql_connect)
    return engine


def _postgresql_settings(
    _dialect: Dialect, _entry: ConnectionPoolEntry, _arguments: list[Any], values: dict[str, Any]
) -> None:
    """Ask for plans that answer a page; what the address itself says in `options` wins."""
    ours = " ".join(f"-c {name}={value}" for name, value in POSTGRESQL_SETTINGS.items())
    values["options"] = f"{ours} {values.get('options', '')}".rstrip()


def _postgresql_connect(connection: Any, _entry: ConnectionPoolEntry) -> None:
    connection.prepared_max = POSTGRESQL_STATEMENTS_KEPT


def _sqlite_connect(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # SQLAlchemy emits BEGIN itself, below
    for pragma in (
        f"busy_timeout = {SQLITE_BUSY_MILLISECONDS}",
        "synchronous = NORMAL",
        "foreign_keys = ON",
        "cache_size = -16000",  # KiB for each connection; the system keeps what is read often
        "temp_store = MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")
    _write_ahead(connection)


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Switch to WAL; of two that switch a new file at once SQLite refuses one without waiting."""
    until = time.monotonic() + SQLITE_BUSY_MILLISECONDS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(BETWEEN_TRIES)
        else:
            return


def _sqlite_begin(connection: Connection) -> None:
    options: dict[str, Any] = dict(connection.get_execution_options())
    connection.exec_driver_sql(f"BEGIN {options.get('sqlite_begin', 'DEFERRED')}")


def change_sqlite_table(connection: Connection, table: str, old: str, new: str) -> None:
    """Replace words in the definition of a SQLite table: a constraint, and never its layout.

    SQLite cannot alter a constraint, and a table to which others refer cannot be dropped and
    written anew inside the transaction of a migration. This is SQLite's own procedure for the
    case (lang_altertable.html, section 7): no row is read or written.

    Raises:
        ValueError: the definition does not have these words exactly once.
    """
    query = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?"
    definition: str = connection.exec_driver_sql(query, (table,)).scalar_one()
    if definition.count(old) != 1:
        raise ValueError(f"{old!r} stands {definition.count(old)} times in {table}")
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    connection.exec_driver_sql(
        "UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = ?",
        (definition.replace(old, new), table),
    )
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = OFF")


class Trouble(StrEnum):
    """What can be wrong with a database, of which nobody's document or request is the cause."""

    FULL = "full"
    ONLY_READ = "only read"
    AWAY = "away"


# Names of SQLite's result codes, and SQLSTATEs of PostgreSQL.
TROUBLES = {
    "SQLITE_FULL": Trouble.FULL,
    "SQLITE_IOERR_WRITE": Trouble.FULL,
    "53100": Trouble.FULL,  # disk_full
    "SQLITE_READONLY": Trouble.ONLY_READ,
    "SQLITE_READONLY_DIRECTORY": Trouble.ONLY_READ,
    "SQLITE_READONLY_DBMOVED": Trouble.ONLY_READ,
    "SQLITE_READONLY_CANTINIT": Trouble.ONLY_READ,
    "25006": Trouble.ONLY_READ,  # read_only_sql_transaction
}


def trouble_with(error: DBAPIError) -> Trouble | None:
    """Return what is wrong with the database; None where it is our own statement."""
    names = (getattr(error.orig, name, None) for name in ("sqlite_errorname", "sqlstate"))
    known = next((TROUBLES[name] for name in names if name in TROUBLES), None)
    return known or (Trouble.AWAY if isinstance(error, OperationalError) else None)
