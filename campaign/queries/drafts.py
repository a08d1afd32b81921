"""Reading drafts: for their authors, for reviewers, and what was published lately."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, selectinload

from campaign.models import AnswerDraft, BatchDraft, Draft, Record, Review, Revision, Source, User
from campaign.models.vocabulary import DraftAction, DraftState, Verdict

IN_A_BATCH = select(BatchDraft.draft_id)
GOES_WITH_ANOTHER = select(AnswerDraft.draft_id)


@dataclass(frozen=True)
class Few:
    """Which of a list are read: so many, after the first ``start``."""

    start: int = 0
    count: int = 20


FIRST = Few(count=10)


@dataclass(frozen=True)
class Listed:
    """Some drafts of a list, how many it has in all, and which of it these are."""

    drafts: list[Draft]
    total: int
    few: Few

    @property
    def pages(self) -> int:
        """Return how many pages the list has, one at least."""
        return max(1, -(-self.total // self.few.count))

    @property
    def page(self) -> int:
        """Return the number of the page, counted from 1."""
        return self.few.start // self.few.count + 1


def get_draft(session: Session, draft_id: int) -> Draft | None:
    """Return a draft that stands on its own, with author, record and verdicts, or None."""
    return session.scalar(_drafts().where(Draft.id == draft_id))


def find_begun(session: Session, page_mark: str, author: User) -> Draft | None:
    """Return the draft of somebody that this very page of a form has begun or saved last."""
    query = select(Draft).where(Draft.author_id == author.id, Draft.saved_by_page == page_mark)
    return session.scalars(query).first()


def find_my_change(session: Session, record: Record, author: User) -> int | None:
    """Return the number of somebody's newest draft that changes a record and can be written in."""
    states = (DraftState.WRITING, DraftState.RETURNED)
    query = select(Draft.id).where(
        Draft.record_id == record.id,
        Draft.author_id == author.id,
        Draft.action == DraftAction.UPDATE,
        Draft.state.in_(states),
    )
    return session.scalar(query.order_by(Draft.updated_at.desc(), Draft.id).limit(1))


def find_my_drafts(session: Session, author: User, few: Few = FIRST) -> Listed:
    """Return what somebody is writing or has submitted, newest change first."""
    return _by_change(session, author, (DraftState.WRITING, DraftState.SUBMITTED), few)


def find_returned_drafts(session: Session, author: User, few: Few = FIRST) -> Listed:
    """Return what came back to somebody: to be mended, or rejected for good."""
    return _by_change(session, author, (DraftState.RETURNED, DraftState.REJECTED), few)


def find_drafts_to_review(session: Session, reviewer: User, few: Few = FIRST) -> Listed:
    """Return what others have submitted, the longest waiting first."""
    wanted = (Draft.state == DraftState.SUBMITTED, Draft.author_id != reviewer.id)
    return _listed(session, wanted, (Draft.submitted_at, Draft.id), few)


def find_recently_published(session: Session, few: Few = FIRST) -> Listed:
    """Return the drafts that were published last, with their records."""
    wanted = (Draft.state == DraftState.PUBLISHED,)
    return _listed(session, wanted, (Draft.updated_at.desc(), Draft.id), few)


def sources_by_slug(session: Session, slugs: Iterable[str]) -> dict[str, Source]:
    """Return these published sources, by slug."""
    rows = session.scalars(select(Source).where(Source.slug.in_(sorted(set(slugs)))))
    return {source.slug: source for source in rows}


def base_document(session: Session, draft: Draft) -> dict[str, Any]:
    """Return the document from which a draft started; empty for a new record."""
    document = session.scalar(
        select(Revision.document).where(
            Revision.record_id == draft.record_id, Revision.number == draft.base_revision
        )
    )
    return document or {}


def last_words(draft: Draft) -> Review | None:
    """Return the newest verdict that says more than yes, or None."""
    verdicts = [review for review in draft.reviews if review.verdict is not Verdict.APPROVE]
    return max(verdicts, key=lambda review: review.at, default=None)


def _by_change(session: Session, author: User, states: tuple[DraftState, ...], few: Few) -> Listed:
    wanted = (Draft.author_id == author.id, Draft.state.in_(states))
    return _listed(session, wanted, (Draft.updated_at.desc(), Draft.id), few)


def _listed(
    session: Session, wanted: Sequence[ColumnElement[bool]], order: Sequence[Any], few: Few
) -> Listed:
    itself = (Draft.attached_to_id.is_(None), Draft.id.not_in(GOES_WITH_ANOTHER))
    alone = (*itself, Draft.id.not_in(IN_A_BATCH), *wanted)
    total = session.scalar(select(func.count()).select_from(Draft).where(*alone)) or 0
    ids = select(Draft.id).where(*alone).order_by(*order).offset(few.start).limit(few.count)
    query = _drafts().where(Draft.id.in_(session.scalars(ids).all()))
    return Listed(list(session.scalars(query.order_by(*order))), total, few)


def _drafts() -> Select[Draft]:
    return (
        select(Draft)
        .where(Draft.attached_to_id.is_(None))
        .options(
            selectinload(Draft.author),
            selectinload(Draft.record),
            selectinload(Draft.reviews).selectinload(Review.reviewer),
            selectinload(Draft.companions),
        )
    )


def find_waiting_for_their_day(
    session: Session, today: date, *, author_id: int | None
) -> list[Draft]:
    """Return submitted drafts that may not be public before a day to come, the next day first.

    Args:
        session: only read.
        today: a day that has begun everywhere (``schemas.calendar``).
        author_id: whose drafts; None for whoever may read all.
    """
    day = Draft.document["publish_not_before"].as_string()
    query = _drafts().where(Draft.state == DraftState.SUBMITTED, day > today.isoformat())
    if author_id is not None:
        query = query.where(Draft.author_id == author_id)
    return list(session.scalars(query.order_by(day, Draft.id)))
