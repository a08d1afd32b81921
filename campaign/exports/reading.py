"""Reading a database for an export: in an order that both databases share, some rows at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.types import String

from campaign.models import Record
from campaign.schemas.carried import Carried
from campaign.schemas.rows import plain_row

READ_AT_ONCE = 500
Query = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class Piece:
    """Some more of a file in the making, and how far it is, in lines."""

    content: bytes
    done: int
    total: int


def read_rows(session: Session, query: Query) -> Iterator[dict[str, Any]]:
    """Yield what a query finds as plain values, holding some rows at a time."""
    rows = session.execute(query.execution_options(yield_per=READ_AT_ONCE))
    return (plain_row(dict(row)) for row in rows.mappings())


def rows_of_table(session: Session, carried: Carried) -> Query:
    """Select the carried columns of a table, in the order of its key."""
    keys = (in_order(session, column) for column in carried.table.primary_key.columns)
    return select(*carried.columns).order_by(*keys)


def in_order(session: Session, column: Any) -> ColumnElement[Any]:
    """Return what to sort by: texts by their code points, whatever language a server speaks."""
    if session.get_bind().dialect.name == "postgresql" and isinstance(column.type, String):
        collated: ColumnElement[Any] = column.collate("C")
        return collated
    ordered: ColumnElement[Any] = column
    return ordered


def latest_change(session: Session) -> str | None:
    """Return the moment of the latest change to any record (ISO 8601, UTC), or None."""
    at = session.scalar(select(func.max(Record.updated_at)))
    return None if at is None else str(plain_row({"at": at})["at"])
