"""The rows of the exposure table: read, written and replaced as plain values.

A place with a hundred thousand buyers has as many rows for each report about it, so none is
written that stays as it is, and no value takes a detour through an object.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, SmallInteger, delete, select, type_coerce
from sqlalchemy.orm import Session

from campaign.graph.edges import ask_for_each
from campaign.graph.statements import Among
from campaign.models import Exposure
from campaign.models.vocabulary import Basis, Reach, Timing
from campaign.search.batch import Batch, batches, insert_tuples

Row = tuple[Any, ...]  # as the columns of the table stand; words as their places
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


@dataclass
class Change:
    """Whose rows went and came: reports, and companies with how many more rows count, or 0."""

    reports: set[int] = field(default_factory=set)
    weights: dict[int, int] = field(default_factory=dict)

    def note(self, rows: Iterable[Sequence[Any]], by: int) -> None:
        """Take note of rows, or of their keys, that came (1) or went (-1)."""
        for row in rows:
            self.reports.add(row[1])
            self.weights[row[0]] = self.weights.get(row[0], 0) + (by if row[-1] else 0)


def replace_rows(
    session: Session,
    which: tuple[ColumnElement[bool], ...],
    rows: Iterable[Row],
    change: Change,
) -> None:
    """Put rows in the place of others, and touch none that stays; note what went and came."""
    before = {tuple(row) for row in session.execute(select(*ALL_COLUMNS).where(*which))}
    new, gone = list(rows), set[Row]()
    if before:
        gone = before.difference(new)
        new = list(set(new) - before)
    _take_out(session, gone)
    new.sort(key=itemgetter(0, 1))
    add_rows(session, new)
    change.note(gone, -1)
    change.note(new, 1)


def take_out(session: Session, reports: Batch, change: Change) -> None:
    """Delete all rows of some reports, without looking at them."""
    change.note(ask_for_each(session, taken_out, lists={"here": reports.ids}), -1)


@cache
def taken_out(among: Among) -> Any:
    """Delete the rows of the reports ``here``, and return their keys."""
    return delete(Exposure).where(among.here(exposure.report_id)).returning(*KEY)


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
