"""A list of numbers or texts as one value, so that a statement has the same words for each."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Dialect, Text, TypeDecorator, bindparam, false
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class Listed(TypeDecorator[Sequence[Any]]):
    """A list of numbers or texts as one value: an array on PostgreSQL, else JSON.

    Numbers go to PostgreSQL as one text: to write each by itself takes the driver 25 times
    as long.
    """

    impl = Text
    cache_ok = True

    def __init__(self, *, texts: bool = False) -> None:
        super().__init__()
        self.texts = texts

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """Return the type that the database has for it."""
        as_array = self.texts and dialect.name == "postgresql"
        return dialect.type_descriptor(ARRAY(Text) if as_array else Text())

    def process_bind_param(self, value: Sequence[Any] | None, dialect: Dialect) -> Any:
        """Write the list as the database reads it."""
        values = list(value or ())
        if self.texts:
            return values if dialect.name == "postgresql" else json.dumps(values)
        return as_text(values, dialect)


def as_text(ids: list[int], dialect: Dialect) -> str:
    """Return numbers as one text: an array as PostgreSQL writes it, else JSON.

    As Python writes a list, without a text for each number: there can be 100,000.
    """
    written = str(ids)
    return f"{{{written[1:-1]}}}" if dialect.name == "postgresql" else written


class OneOf(FunctionElement[bool]):
    """The condition that a column has one of the values of a list.

    One element, because of all that a statement costs, the most is to put it together.
    """

    inherit_cache = True  # of no type: SQLite would be asked whether a boolean is 1

    @property
    def texts(self) -> bool:
        """Tell whether the values are texts; they are numbers else."""
        return list(self.clauses)[1].type is TEXTS


@compiles(OneOf)
def _one_of(element: OneOf, compiler: SQLCompiler, **options: Any) -> str:
    column, values = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"


@compiles(OneOf, "postgresql")
def _any_of_an_array(element: OneOf, compiler: SQLCompiler, **options: Any) -> str:
    column, values = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{column} = ANY ({values}::{'TEXT' if element.texts else 'INTEGER'}[])"


NUMBERS, TEXTS = Listed(), Listed(texts=True)


def any_of(column: Any, values: Sequence[int] | Sequence[str]) -> ColumnElement[bool]:
    """Return the condition that a column has one of some values of one type.

    An ``IN`` with a thousand parameters costs more to write and read than to answer.
    """
    if not values:
        return false()  # of which type they would be, nobody can say
    texts = isinstance(values[0], str)
    return OneOf(column, bindparam(None, values, TEXTS if texts else NUMBERS))


def among(
    session: Session, column: Any, values: Sequence[int] | Sequence[str]
) -> ColumnElement[bool]:
    """Return the condition that a column has one of a page's worth of values of one type.

    PostgreSQL plans a statement once when its text does not grow with the values.
    """
    condition: ColumnElement[bool] = column.in_(values)
    if values and session.get_bind().dialect.name == "postgresql":
        condition = any_of(column, values)
    return condition
