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
    Dialect,
    Integer,
    Select,
    Text,
    TypeDecorator,
    bindparam,
    func,
    insert,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

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
        return any_of(column, self.ids)


class Listed(TypeDecorator[Sequence[Any]]):
    """A list of numbers or texts as one value: an array on PostgreSQL, else JSON."""

    impl = Text
    cache_ok = True

    def __init__(self, *, texts: bool = False) -> None:
        super().__init__()
        self.texts = texts

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """Return the type that the database has for it."""
        array = ARRAY(Text if self.texts else Integer)
        return dialect.type_descriptor(array if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: Sequence[Any] | None, dialect: Dialect) -> Any:
        """Write the list as the database reads it."""
        values = list(value or ())
        return values if dialect.name == "postgresql" else json.dumps(values)


class OneOf(FunctionElement[bool]):
    """The condition that a column has one of the values of a list.

    One element, because of all that a statement costs, the most is to put it together.
    """

    inherit_cache = True  # of no type: SQLite would be asked whether a boolean is 1


@compiles(OneOf)
def _one_of(element: OneOf, compiler: SQLCompiler, **options: Any) -> str:
    column, values = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"


@compiles(OneOf, "postgresql")
def _any_of_an_array(element: OneOf, compiler: SQLCompiler, **options: Any) -> str:
    column, values = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{column} = ANY ({values})"


NUMBERS, TEXTS = Listed(), Listed(texts=True)


def any_of(column: Any, values: Sequence[int] | Sequence[str]) -> ColumnElement[bool]:
    """Return the condition that a column has one of some values of one type.

    An ``IN`` with a thousand parameters costs more to write and read than to answer.
    """
    texts = bool(values) and isinstance(values[0], str)
    return OneOf(column, bindparam(None, values, TEXTS if texts else NUMBERS))


def among(
    session: Session, column: Any, values: Sequence[int] | Sequence[str]
) -> ColumnElement[bool]:
    """Return the condition that a column has one of a page's worth of values of one type.

    PostgreSQL plans a statement once when its text does not grow with the values.
    """
    condition: ColumnElement[bool] = column.in_(values)
    if values and dialect_of(session) == "postgresql":
        condition = any_of(column, values)
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
