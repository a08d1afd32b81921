"""A thousand records at once, at the cost of one parameter."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Integer, any_, bindparam, func, select
from sqlalchemy.orm import Session

BATCH = 1_000


@dataclass(frozen=True)
class Batch:
    """Ids of records that are read or written together, in a session."""

    session: Session
    ids: Sequence[int]

    def holds(self, column: Any) -> ColumnElement[bool]:
        """Return the condition that a column has one of the ids.

        An ``IN`` with a thousand parameters costs more to write and read than to answer.
        """
        condition: ColumnElement[bool]
        if self.session.get_bind().dialect.name == "postgresql":
            condition = column == any_(bindparam(None, list(self.ids), ARRAY(Integer)))
        else:
            values = func.json_each(json.dumps(list(self.ids))).table_valued("value")
            condition = column.in_(select(values.c.value))
        return condition


def batches(session: Session, record_ids: Iterable[int]) -> Iterator[Batch]:
    """Yield the ids in order, ``BATCH`` at a time."""
    ids = sorted(record_ids)
    for start in range(0, len(ids), BATCH):
        yield Batch(session, ids[start : start + BATCH])
