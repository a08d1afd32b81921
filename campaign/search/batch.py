"""A thousand records at once, at the cost of one parameter."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pyroaring import BitMap
from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Integer,
    Select,
    Text,
    any_,
    bindparam,
    func,
    insert,
    select,
)
from sqlalchemy.orm import Session

from campaign.db import Base

BATCH = 1_000

T = TypeVar("T")


@dataclass(frozen=True)
class Batch:
    """Ids of records that are read or written together, in a session."""

    session: Session
    ids: Sequence[int]

    def holds(self, column: Any) -> ColumnElement[bool]:
        """Return the condition that a column has one of the ids."""
        return any_of(self.session, column, self.ids)


def any_of(
    session: Session, column: Any, values: Sequence[int] | Sequence[str]
) -> ColumnElement[bool]:
    """Return the condition that a column has one of some values of one type.

    An ``IN`` with a thousand parameters costs more to write and read than to answer.
    """
    condition: ColumnElement[bool]
    if dialect_of(session) == "postgresql":
        of = Text if values and isinstance(values[0], str) else Integer
        condition = column == any_(bindparam(None, list(values), ARRAY(of)))
    else:
        rows = func.json_each(json.dumps(list(values))).table_valued("value")
        condition = column.in_(select(rows.c.value))
    return condition


def among(
    session: Session, column: Any, values: Sequence[int] | Sequence[str]
) -> ColumnElement[bool]:
    """Return the condition that a column has one of a page's worth of values of one type.

    PostgreSQL plans a statement once when its text does not grow with the values.
    """
    condition: ColumnElement[bool] = column.in_(values)
    if values and dialect_of(session) == "postgresql":
        condition = any_of(session, column, values)
    return condition


def batches(session: Session, record_ids: Iterable[int]) -> Iterator[Batch]:
    """Yield the ids in order, ``BATCH`` at a time."""
    ids = sorted(record_ids)
    for start in range(0, len(ids), BATCH):
        yield Batch(session, ids[start : start + BATCH])


def insert_rows(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Write many rows of a table, all with the same columns; PostgreSQL's COPY takes a
    tenth of the time that statements take.
    """
    if not rows:
        return
    connection = session.connection()
    if dialect_of(session) == "sqlite":
        connection.execute(insert(model), rows)
        return
    columns = ", ".join(rows[0])
    cursor: Any = connection.connection.cursor()
    with cursor.copy(f"COPY {model.__tablename__} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(tuple(row.values()))


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
