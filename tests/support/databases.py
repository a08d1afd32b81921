"""Fresh databases, quickly: one is migrated once for each test process, the rest are copies.

A SQLite file is copied, under a name that is used again, so that an application that knows
the address has its statements compiled already. A PostgreSQL database is emptied after a test
and given to the next one, because making one takes a hundred times as long; it is dropped
when the test changed a vocabulary or held on to a lock.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import Connection, Engine, NullPool, create_engine, text
from sqlalchemy.orm import Session

from campaign.cli.database import upgrade_schema
from campaign.db import configure_engine
from campaign.imports.seeds import load_reference, seed
from config import ROOT
from tests.support.postgresql import PostgresqlServer

DIALECTS = ("sqlite", "postgresql")
SEEDS = ROOT / "seeds"
Rows = dict[str, list[object]]
BEFORE_EMPTYING = "SET LOCAL lock_timeout = '2s'; SET LOCAL session_replication_role = replica"
AFTER_EMPTYING = "SELECT setval(oid, 1, false) FROM pg_class WHERE relkind = 'S'"


class SqliteFiles:
    """SQLite databases in one folder, by name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._idle: list[str] = []

    def url(self, name: str) -> str:
        return f"sqlite:///{self._path(name)}"

    def create(self, name: str, template: str | None) -> None:
        if template is not None:
            shutil.copy(self._path(template), self._path(name))

    def drop(self, name: str) -> None:
        for path in self._folder.glob(f"{name}.sqlite3*"):
            path.unlink()

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.sqlite3"

    @contextmanager
    def lend(self, name: str, template: str | None) -> Iterator[str]:
        """Give out a fresh file."""
        if self._idle:
            name = self._idle.pop()
        self.create(name, template)
        yield self.url(name)
        self.drop(name)
        self._idle.append(name)


class PostgresqlDatabases:
    """Databases of a running server, by name; copies of a template are used again."""

    def __init__(self, server: PostgresqlServer) -> None:
        self._server = server
        self.url = server.url
        self._idle: dict[str, list[str]] = {}
        self._kept: dict[str, Rows] = {}

    def create(self, name: str, template: str | None) -> None:
        self._server.create_database(name, template=template or "template1")

    @contextmanager
    def lend(self, name: str, template: str | None) -> Iterator[str]:
        """Give out a fresh database, or one that is as good as fresh."""
        idle = self._idle.setdefault(template, []) if template else []
        if idle:
            name = idle.pop()
        else:
            self.create(name, template)
        yield self.url(name)
        if template is not None and self._empty(name, template):
            idle.append(name)
        else:
            self._server.drop_database(name)

    def _empty(self, name: str, template: str) -> bool:
        """Take out all rows that the template does not have; say whether that was possible."""
        if template not in self._kept:
            self._kept[template] = self._read(template)
        kept = self._kept[template]
        emptied = "; ".join(f'DELETE FROM "{table}"' for table, rows in kept.items() if not rows)
        filled = {table: rows for table, rows in kept.items() if rows}
        try:
            with psycopg.connect(plain_address(self.url(name))) as connection:
                connection.execute(f"{BEFORE_EMPTYING}; {emptied}; {AFTER_EMPTYING}".encode())
                return filled == {table: rows_in(connection, table) for table in filled}
        except psycopg.OperationalError:
            return False

    def _read(self, template: str) -> Rows:
        tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
        with psycopg.connect(plain_address(self.url(template))) as connection:
            names = [name for (name,) in connection.execute(tables)]
            return {name: rows_in(connection, name) for name in names}


class Databases:
    """Makes databases of both dialects; the templates are made when first asked for."""

    def __init__(self, folder: Path, server: Callable[[], PostgresqlServer]) -> None:
        self._folder = folder
        self._server = server
        self._numbers = count(1)
        self._stores: dict[str, SqliteFiles | PostgresqlDatabases] = {}
        self._templates: set[tuple[str, str]] = set()

    @contextmanager
    def bare(self, dialect: str) -> Iterator[str]:
        """Give out the address of a database with nothing in it."""
        with self._store(dialect).lend(f"test_{next(self._numbers)}", None) as url:
            yield url

    @contextmanager
    def ready(self, dialect: str) -> Iterator[str]:
        """Give out a database with the current schema and the vocabularies in it."""
        template = self._template(dialect, "ready", None, make_ready)
        with self._store(dialect).lend(f"test_{next(self._numbers)}", template) as url:
            yield url

    def seeded(self, dialect: str) -> str:
        """Return the address of the one database with all opening data: never commit there.

        It is a copy too: nobody may be connected to a template while it is being copied.
        """
        opening = self._opening(dialect)
        return self._store(dialect).url(self._template(dialect, "seeded", opening, lambda _: None))

    @contextmanager
    def opening(self, dialect: str) -> Iterator[str]:
        """Give out a database of one's own with all opening data in it."""
        template = self._opening(dialect)
        with self._store(dialect).lend(f"test_{next(self._numbers)}", template) as url:
            yield url

    def _opening(self, dialect: str) -> str:
        ready = self._template(dialect, "ready", None, make_ready)
        return self._template(dialect, "opening", ready, load_seeds)

    def _template(
        self, dialect: str, name: str, basis: str | None, fill: Callable[[Engine], None]
    ) -> str:
        if (dialect, name) not in self._templates:
            store = self._store(dialect)
            store.create(name, basis)
            engine = open_engine(store.url(name))
            fill(engine)
            engine.dispose()
            self._templates.add((dialect, name))
        return name

    def _store(self, dialect: str) -> SqliteFiles | PostgresqlDatabases:
        if dialect not in self._stores:
            self._stores[dialect] = (
                SqliteFiles(self._folder)
                if dialect == "sqlite"
                else PostgresqlDatabases(self._server())
            )
        return self._stores[dialect]


def plain_address(url: str) -> str:
    """Return the address of a PostgreSQL database as psycopg itself takes it."""
    return url.replace("postgresql+psycopg://", "postgresql://")


def rows_of(connection: Connection, table: str) -> list[tuple[object, ...]]:
    """Return what a table holds, in an order that no statistics of a server can change."""
    rows = connection.execute(text(f'SELECT * FROM "{table}"'))
    return sorted((tuple(row) for row in rows), key=repr)


def rows_in(connection: psycopg.Connection[tuple[object, ...]], table: str) -> list[object]:
    """Return the same over psycopg's own connection, which is opened in half of the time."""
    query = sql.SQL("SELECT * FROM {}").format(sql.Identifier(table))
    return sorted(connection.execute(query), key=repr)


def open_engine(url: str) -> Engine:
    """Return an engine with the application's settings that keeps no connection open."""
    return configure_engine(create_engine(url, poolclass=NullPool))


def make_ready(engine: Engine) -> None:
    """Migrate a database and load the vocabularies."""
    upgrade_schema(engine)
    with Session(engine) as session, session.begin():
        load_reference(session, SEEDS / "reference")


def load_seeds(engine: Engine) -> None:
    """Load the opening data, as `campaign seed` does."""
    with Session(engine) as session, session.begin():
        seed(session, SEEDS)
