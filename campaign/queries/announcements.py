"""What happened to issued sheets, newest first: issues, withdrawals, changes of what is behind.

Nothing of it is stored: each event follows from records that are kept for ever, and so it has
the same moment, and the same name, whenever it is read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    Subquery,
    and_,
    func,
    or_,
    select,
    union,
)
from sqlalchemy.orm import QueryableAttribute, Session, aliased, selectinload

from campaign.models import IssuedRecord, IssuedSheet, Record, Revision
from campaign.queries.issued import fresh_rows


class EventKind(StrEnum):
    """What can happen to an issued sheet."""

    ISSUED = "issued"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Event:
    """One thing that happened.

    Attributes:
        kind: what.
        issue: the sheet, with its number.
        at: when.
        titles: of a change, of the records that moved on at that moment.
    """

    kind: EventKind
    issue: IssuedSheet
    at: datetime
    titles: tuple[str, ...] = ()


def find_events(session: Session, limit: int = 50) -> list[Event]:
    """Return the latest events, newest first."""
    issued = _latest(session, IssuedSheet.issued_at, limit)
    withdrawn = _latest(session, IssuedSheet.withdrawn_at, limit)
    events = [
        *(Event(EventKind.ISSUED, issue, issue.issued_at) for issue in issued),
        *(Event(EventKind.WITHDRAWN, i, i.withdrawn_at) for i in withdrawn if i.withdrawn_at),
        *_changes(session, limit),
    ]
    return sorted(events, key=lambda e: (e.at, e.issue.id, e.kind), reverse=True)[:limit]


def _latest(session: Session, moment: QueryableAttribute[Any], limit: int) -> list[IssuedSheet]:
    query = _issues().where(moment.is_not(None)).order_by(moment.desc(), IssuedSheet.id.desc())
    return list(session.scalars(query.limit(limit)))


def _issues() -> Select[IssuedSheet]:
    return select(IssuedSheet).options(selectinload(IssuedSheet.number))


def _changes(session: Session, limit: int) -> list[Event]:
    moved = _moves().subquery("moved")
    moments = session.execute(
        select(moved.c.sheet_id, moved.c.at)
        .join(IssuedSheet, IssuedSheet.id == moved.c.sheet_id)
        .where(_while_in_use(moved.c.at))
        .group_by(moved.c.sheet_id, moved.c.at)
        .order_by(moved.c.at.desc(), moved.c.sheet_id.desc())
        .limit(limit)
    ).all()
    issues = {
        issue.id: issue
        for issue in session.scalars(_issues().where(IssuedSheet.id.in_([m[0] for m in moments])))
    }
    titles = _titles(session, moved, issues)
    return [
        Event(EventKind.CHANGED, issues[sheet_id], at, tuple(titles[sheet_id, at]))
        for sheet_id, at in moments
    ]


def _titles(
    session: Session, moved: Subquery, sheet_ids: Iterable[int]
) -> dict[tuple[int, datetime], list[str]]:
    titles: dict[tuple[int, datetime], list[str]] = defaultdict(list)
    rows = session.execute(
        select(moved.c.sheet_id, moved.c.at, Record.title)
        .join(Record, Record.id == moved.c.record_id)
        .where(moved.c.sheet_id.in_(list(sheet_ids)))
        .order_by(Record.title)
    )
    for sheet_id, at, title in rows:
        titles[sheet_id, at].append(title)
    return titles


def _moves() -> CompoundSelect[int, int, datetime]:
    """Return which record behind which sheet moved on when: edited, retracted, new."""
    edited = select(IssuedRecord.sheet_id, IssuedRecord.record_id, Revision.at).join(
        Revision,
        and_(Revision.record_id == IssuedRecord.record_id, Revision.number > IssuedRecord.revision),
    )
    retracted = (
        select(IssuedRecord.sheet_id, IssuedRecord.record_id, Record.retracted_at)
        .join(Record, Record.id == IssuedRecord.record_id)
        .where(Record.retracted_at.is_not(None))
    )
    fresh = fresh_rows().subquery("fresh").c
    return union(edited, retracted, select(fresh.sheet_id, fresh.record_id, fresh.at))


def _while_in_use(at: ColumnElement[datetime]) -> ColumnElement[bool]:
    """Keep what happened while nobody had withdrawn or superseded a sheet."""
    later = aliased(IssuedSheet)
    superseded = (
        select(func.min(later.issued_at))
        .where(later.number_id == IssuedSheet.number_id, later.version > IssuedSheet.version)
        .scalar_subquery()
    )
    return and_(
        or_(IssuedSheet.withdrawn_at.is_(None), at < IssuedSheet.withdrawn_at),
        or_(superseded.is_(None), at < superseded),
    )
