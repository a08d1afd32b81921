"""Writing the rows of a table as an export has them, numbers and all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import uuid4

from sqlalchemy import Table, insert, text, update
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from campaign.db import Base
from campaign.errors import InvalidDocument, Problem
from campaign.imports.archive import Incoming
from campaign.schemas.carried import ACCOUNTS, Carried
from campaign.schemas.rows import read_row

WRITTEN_AT_ONCE = 500
Placed = tuple[str, dict[str, Any]]  # where a row stands, and its values


@dataclass(frozen=True)
class Tie:
    """To which row of the same table one refers, in which column; and where that stands."""

    where: str
    row_id: int
    column: str
    to: int | None


def read_rows(incoming: Incoming, carried: Carried) -> Iterator[Placed]:
    """Yield the rows of a file, with the words “file, line”.

    Raises:
        InvalidDocument: a line or one of its fields is wrong.
    """
    for where, values in incoming.lines(carried.file):
        yield where, read_row(carried, values, where)


def write_rows(session: Session, incoming: Incoming, carried: Carried) -> Iterator[int]:
    """Write the rows of a file; yield how many, some at a time.

    What refers to a row of the same table is tied last, for that may come later.

    Raises:
        InvalidDocument: a row is wrong, or does not fit to the others; names file and line.
    """
    rows, ties = read_rows(incoming, carried), list[Tie]()
    own = [column.name for column in carried.columns if _refers_to_own(column, carried.table)]
    while some := list(islice(rows, WRITTEN_AT_ONCE)):
        for where, values in some:
            for name in own:
                ties.append(Tie(where, values.get("id", 0), name, values[name]))
                values[name] = None
        _insert(session, carried.table, [_completed(carried, row) for row in some])
        yield len(some)
    tie_rows(session, carried.table, ties)


def tie_rows(session: Session, table: Table, ties: Iterable[Tie]) -> None:
    """Let rows refer to others of the same table.

    Raises:
        InvalidDocument: one refers to a row that is not there.
    """
    for tie in ties:
        if tie.to is None:
            continue
        query = update(table).where(table.c.id == tie.row_id).values({tie.column: tie.to})
        try:
            with session.begin_nested():
                session.execute(query)
        except IntegrityError:
            problem = Problem(f"/{tie.column}", "is no row that may be meant")
            raise InvalidDocument([problem], tie.where) from None


def continue_numbers(session: Session) -> None:
    """Let PostgreSQL give the next rows numbers that are free (SQLite looks by itself)."""
    if session.get_bind().dialect.name != "postgresql":
        return
    for table in Base.metadata.sorted_tables:
        if "id" in table.columns:
            session.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), max(id)) "
                    f"FROM {table.name} HAVING max(id) IS NOT NULL"
                )
            )


def _refers_to_own(column: Any, table: Table) -> bool:
    return any(key.column.table is table for key in column.foreign_keys)


def _completed(carried: Carried, row: Placed) -> Placed:
    """Give an account, whose credentials stayed behind, a passphrase that nobody has."""
    where, values = row
    if carried is ACCOUNTS:
        return where, {**values, "password": "", "fs_uniquifier": uuid4().hex}
    return row


def _insert(session: Session, table: Table, rows: Sequence[Placed]) -> None:
    try:
        with session.begin_nested():
            session.execute(insert(table), [values for _, values in rows])
    except (IntegrityError, DataError):
        _find_misfit(session, table, rows)
        raise


def _find_misfit(session: Session, table: Table, rows: Sequence[Placed]) -> None:
    for where, values in rows:
        try:
            with session.begin_nested():
                session.execute(insert(table), [values])
        except (IntegrityError, DataError) as error:
            problem = Problem("", f"does not fit to the other rows: {error.orig}")
            raise InvalidDocument([problem], where) from None
