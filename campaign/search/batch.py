"""A thousand records at once, at the cost of one parameter."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pyroaring import BitMap
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CursorResult,
    Executable,
    Select,
    bindparam,
    func,
    insert,
    select,
)
from sqlalchemy.orm import Session

from campaign.db import Base
from campaign.queries.lists import NUMBERS, OneOf, any_of

BATCH = 1_000
MANY = 100 * BATCH  # of what costs little each: the buyers of a place

T = TypeVar("T")


@dataclass(frozen=True)
class Batch:
    """Ids of records that are read or written together, in a session."""

    session: Session
    ids: Sequence[int]

    def holds(self, column: Any) -> ColumnElement[bool]:
        """Return the condition that a column has one of the ids."""
        return any_of(column, self.ids)

    def ask(self, statement: Executable) -> CursorResult[*tuple[Any, ...]]:
        """Return the rows of a statement with conditions that are `held`.

        Made once for all batches, it is compiled and recognised once only; that costs more
        than what the database does for a single record.
        """
        return self.session.connection().execute(statement, {HELD.key: self.ids})


HELD: BindParameter[Any] = bindparam("held_ids", type_=NUMBERS)


def held(column: Any) -> ColumnElement[bool]:
    """Return the condition that a column has one of the ids of the batch that asks."""
    return OneOf(column, HELD)


def batches(session: Session, record_ids: Iterable[int], at_once: int = BATCH) -> Iterator[Batch]:
    """Yield the ids in order, some at a time."""
    ids = sorted(record_ids)
    for start in range(0, len(ids), at_once):
        yield Batch(session, ids[start : start + at_once])


def insert_rows(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Write many rows of a table, all with the same columns; PostgreSQL's COPY takes a
    tenth of the time that statements take.
    """
    if not rows:
        return
    if dialect_of(session) == "sqlite":
        session.connection().execute(insert(model), rows)
    else:
        insert_tuples(session, model, tuple(rows[0]), [tuple(row.values()) for row in rows])


def insert_tuples(
    session: Session, model: type[Base], columns: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Write many rows of a table whose values are as the database keeps them."""
    if not rows:
        return
    connection, names = session.connection(), ", ".join(columns)
    if dialect_of(session) == "sqlite":
        marks = ", ".join("?" * len(columns))
        words = f"INSERT INTO {model.__tablename__} ({names}) VALUES ({marks})"
        connection.exec_driver_sql(words, list(rows))
        return
    cursor: Any = connection.connection.cursor()
    with cursor.copy(f"COPY {model.__tablename__} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def read_ids(session: Session, query: Select[Any]) -> BitMap:
    """Return the ids that a query of one column finds, carried over as a single value."""
    [column] = query.subquery().c
    return as_ids(session.scalar(select(ids_gathered(session, column))))


def ids_gathered(session: Session, column: Any) -> ColumnElement[Any]:
    """Return all ids of a column as one value, for ``as_ids`` to read."""
    gather = func.array_agg if dialect_of(session) == "postgresql" else func.json_group_array
    return gather(column)


def as_ids(value: list[int] | str | None) -> BitMap:
    """Return the ids of a value that the database gathered."""
    return BitMap((json.loads(value) if isinstance(value, str) else value) or ())


def dialect_of(session: Session) -> str:
    """Return SQLAlchemy's name of the kind of database."""
    return session.get_bind().dialect.name


def chunks(items: Sequence[T], size: int = 5 * BATCH) -> Iterator[Sequence[T]]:
    """Yield a sequence in parts of a size, the last one shorter."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
