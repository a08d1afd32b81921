"""The rows of the exposure table: read, written and replaced as plain values.

A place with a hundred thousand buyers has as many rows for each report about it, so none is
written that stays as it is, and no value takes a detour through an object.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, SmallInteger, delete, select, type_coerce
from sqlalchemy.orm import Session

from campaign.models import Exposure
from campaign.models.vocabulary import Basis, Reach, Timing
from campaign.search.batch import Batch, batches, insert_tuples

Row = tuple[Any, ...]  # as the columns of the table stand; words as their places
Key = tuple[int, int, bool]  # company, report, and whether the report counts
exposure = Exposure.__table__.c
COLUMNS = tuple(exposure.keys())
WORDS = {"reach": Reach, "basis": Basis, "timing": Timing}
UNSEEN = {"synchronize_session": False}  # no row is looked up first to be forgotten
KEY = (exposure.company_id, exposure.report_id, exposure.counted)
ALL_COLUMNS = [
    type_coerce(exposure[n], SmallInteger) if n in WORDS else exposure[n] for n in COLUMNS
]


class ReadRow(NamedTuple):
    """A row as a list of a company's reports reads it, with what it says of the report."""

    report_id: int
    facility_id: int | None
    reach: Reach
    tiers: int
    holdings: int
    basis: Basis | None
    timing: Timing
    denied: bool
    counted: bool
    certainty: str
    disputed: bool
    from_date: str
    to_date: str | None


class Change(NamedTuple):
    """The keys of rows that went, and of rows that came."""

    gone: Collection[Key]
    new: Collection[Key]


UNCHANGED = Change((), ())


def replace_rows(
    session: Session, which: tuple[ColumnElement[bool], ...], rows: Iterable[Row]
) -> Change:
    """Put rows in the place of others, and touch none that stays; return what went and came."""
    before = {tuple(row) for row in session.execute(select(*ALL_COLUMNS).where(*which))}
    new: Collection[Row] = list(rows)
    gone: Collection[Row] = ()
    if before:
        gone, new = before.difference(new), set(new) - before
    _take_out(session, gone)
    add_rows(session, sorted(new, key=itemgetter(0, 1)))
    return Change(_keys(gone), _keys(new))


def take_out(session: Session, reports: Batch) -> Change:
    """Delete all rows of some reports, without looking at them."""
    which = delete(Exposure).where(reports.holds(exposure.report_id)).returning(*KEY)
    gone = session.execute(which, execution_options=UNSEEN)
    return Change([(row[0], row[1], row[2]) for row in gone], ())


def _keys(rows: Iterable[Row]) -> list[Key]:
    return [(row[0], row[1], row[-1]) for row in rows]


def _take_out(session: Session, rows: Collection[Row]) -> None:
    """Delete some rows, by company or by report: by whichever there are fewer of."""
    here, there = (0, 1) if len({r[0] for r in rows}) < len({r[1] for r in rows}) else (1, 0)
    ids: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        ids[row[here]].append(row[there])
    columns = exposure.company_id, exposure.report_id
    for one, others in ids.items():
        for batch in batches(session, others):
            which = delete(Exposure).where(columns[here] == one, batch.holds(columns[there]))
            session.execute(which, execution_options=UNSEEN)


def add_rows(session: Session, rows: Sequence[Row]) -> None:
    """Write rows that are not there; quickest in the order of the key."""
    insert_tuples(session, Exposure, COLUMNS, rows)


def kept_rows(session: Session, report_ids: Collection[int]) -> Iterator[Row]:
    """Yield the rows that the table holds of some reports."""
    for batch in batches(session, report_ids):
        query = select(*ALL_COLUMNS).where(batch.holds(exposure.report_id))
        yield from (tuple(row) for row in session.execute(query))


def in_words(row: Row) -> dict[str, Any]:
    """Return a row for people to read."""
    values = dict(zip(COLUMNS, row, strict=True))
    for name, words in WORDS.items():
        place = values[name]
        values[name] = None if place is None else list(words)[place].value
    return values
