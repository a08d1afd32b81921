"""Records that wait for editors, and requests of readers: each a count and a list.

Which companies to remind and what comes due is counted in one place too (``replies_due``,
``campaign_events``), and shown on the page “Days to keep”.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, selectinload

from campaign.db import now
from campaign.models import Citation, CorrectionRequest, Record, RequestState, Source
from campaign.models.vocabulary import Kind, Stance

STALE = 730  # days after which a record should be looked at again
PER_PAGE = 50
OPEN_REQUESTS = (RequestState.WAITING, RequestState.TAKEN_UP)


@dataclass(frozen=True)
class Chore:
    """A list of records that wait for somebody: its name, what it is in words, how it is found.

    ``find`` gives rows of (record id, a day or nothing), in the order of the list.
    """

    name: str
    label: str
    advice: str
    find: Callable[[date], Select[int, str | None]]


@dataclass(frozen=True)
class Waiting:
    """One record on a list, with the day on which it is due where there is one."""

    record: Record
    day: str | None


def count_chores(
    session: Session, today: date, names: Iterable[str] | None = None
) -> dict[str, int]:
    """Return how many records are on each list, or on some of them."""
    return {
        name: session.scalar(_count(CHORES[name].find(today))) or 0
        for name in (CHORES if names is None else names)
    }


def _count(query: Select[int, str | None]) -> Select[int]:
    return select(func.count()).select_from(query.order_by(None).subquery())


def list_chore(session: Session, chore: Chore, today: date, page: int) -> list[Waiting]:
    """Return a page of a list."""
    query = chore.find(today).offset((page - 1) * PER_PAGE).limit(PER_PAGE)
    rows = session.execute(query).all()
    found = {
        record.id: record
        for record in session.scalars(select(Record).where(Record.id.in_([r[0] for r in rows])))
    }
    return [Waiting(found[record_id], day) for record_id, day in rows]


def count_requests(session: Session) -> int:
    """Return how many requests of readers have not come to their end."""
    query = select(func.count()).select_from(CorrectionRequest)
    return session.scalar(query.where(CorrectionRequest.state.in_(OPEN_REQUESTS))) or 0


def find_requests(session: Session, *, ended: bool, limit: int = 100) -> list[CorrectionRequest]:
    """Return requests of readers: those that wait, oldest first, or the latest that ended."""
    is_open = CorrectionRequest.state.in_(OPEN_REQUESTS)
    order = (CorrectionRequest.ended_at.desc(),) if ended else (CorrectionRequest.at,)
    query = _requests().where(~is_open if ended else is_open).order_by(*order)
    return list(session.scalars(query.limit(limit)))


def get_request(session: Session, request_id: int) -> CorrectionRequest | None:
    """Return one request of a reader, or None."""
    return session.scalar(_requests().where(CorrectionRequest.id == request_id))


def _requests() -> Select[CorrectionRequest]:
    return select(CorrectionRequest).options(
        selectinload(CorrectionRequest.about), selectinload(CorrectionRequest.handler)
    )


def _unarchived(_today: date) -> Select[int, str | None]:
    return (
        select(Source.id, Source.published)
        .where(Source.url.is_not(None), Source.archive_url.is_(None), Source.retracted_at.is_(None))
        .order_by(Source.id)
    )


def _one_origin(_today: date) -> Select[int, str | None]:
    """Find reports all whose supporting sources go back to one story."""
    origins = func.count(Source.__table__.c.origin.distinct())
    return (
        select(Citation.record_id, func.min(None))
        .join(Source.__table__, Source.__table__.c.id == Citation.source_id)
        .join(Record, Record.id == Citation.record_id)
        .where(Record.kind == Kind.REPORT, Citation.stance == Stance.SUPPORTS)
        .group_by(Citation.record_id)
        .having(origins == 1)
        .order_by(Citation.record_id)
    )


def _stale(_today: date) -> Select[int, str | None]:
    """Find records that nobody has changed or looked at for two years, sources apart."""
    before = now() - timedelta(days=STALE)
    return (
        select(Record.id, func.min(None))
        .where(
            Record.updated_at < before,
            or_(Record.looked_at.is_(None), Record.looked_at < before),
            Record.retracted_at.is_(None),
            Record.kind != Kind.SOURCE,
        )
        .group_by(Record.id)
        .order_by(Record.updated_at, Record.id)
    )


CHORES: dict[str, Chore] = {
    chore.name: chore
    for chore in (
        Chore(
            "unarchived",
            "Sources without an archived copy",
            "Pages disappear; save a copy and put its address in.",
            _unarchived,
        ),
        Chore(
            "one-source",
            "Reports with one source only",
            "All their sources go back to one story.",
            _one_origin,
        ),
        Chore(
            "stale",
            "Not looked at for two years",
            "Does it still hold? Change it, or say that it was looked at.",
            _stale,
        ),
    )
}
