"""The rows of the exposure table: read, written and replaced as plain values.

A place with a hundred thousand buyers has as many rows for each report about it, so none is
written that stays as it is, and no value takes a detour through an object.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Text, delete, select, type_coerce
from sqlalchemy.orm import Session

from campaign.models import Exposure
from campaign.search.batch import batches, insert_tuples

Row = tuple[Any, ...]  # as the columns of the table stand; words as plain text
exposure = Exposure.__table__.c
COLUMNS = tuple(exposure.keys())
COUNTED = COLUMNS.index("counted")
WORDS = ("reach", "basis", "timing")
ALL_COLUMNS = [type_coerce(exposure[n], Text) if n in WORDS else exposure[n] for n in COLUMNS]


class Change(NamedTuple):
    """Rows that went, and rows that came."""

    gone: Collection[Row]
    new: Collection[Row]


UNCHANGED = Change((), ())


def replace_rows(
    session: Session, which: tuple[ColumnElement[bool], ...], rows: Iterable[Row]
) -> Change:
    """Put rows in the place of others, and touch none that stays; return what went and came."""
    before = {tuple(row) for row in session.execute(select(*ALL_COLUMNS).where(*which))}
    after = set(rows)
    change = Change(before - after, after - before)
    _take_out(session, change.gone)
    add_rows(session, sorted(change.new, key=_place))
    return change


def _place(row: Row) -> tuple[int, int]:
    return row[0], row[1]


def _take_out(session: Session, rows: Collection[Row]) -> None:
    """Delete some rows, by company or by report: by whichever there are fewer of."""
    here, there = (0, 1) if len({r[0] for r in rows}) < len({r[1] for r in rows}) else (1, 0)
    ids: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        ids[row[here]].append(row[there])
    columns = exposure.company_id, exposure.report_id
    for one, others in ids.items():
        for batch in batches(session, others):
            session.execute(
                delete(Exposure).where(columns[here] == one, batch.holds(columns[there]))
            )


def add_rows(session: Session, rows: Sequence[Row]) -> None:
    """Write rows that are not there."""
    insert_tuples(session, Exposure, COLUMNS, rows)


def kept_rows(session: Session, report_ids: Collection[int]) -> Iterator[Row]:
    """Yield the rows that the table holds of some reports."""
    for batch in batches(session, report_ids):
        query = select(*ALL_COLUMNS).where(batch.holds(exposure.report_id))
        yield from (tuple(row) for row in session.execute(query))
