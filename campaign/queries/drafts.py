"""Reading drafts: for their authors, for reviewers, and what was published lately."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from campaign.models import BatchDraft, Draft, Record, Review, Revision, Source, User
from campaign.models.vocabulary import DraftAction, DraftState, Verdict

IN_A_BATCH = select(BatchDraft.draft_id)


def get_draft(session: Session, draft_id: int) -> Draft | None:
    """Return a draft that stands on its own, with author, record and verdicts, or None."""
    return session.scalar(_drafts().where(Draft.id == draft_id))


def find_my_drafts(session: Session, author: User) -> list[Draft]:
    """Return what somebody is writing or has submitted, newest change first."""
    states = (DraftState.WRITING, DraftState.SUBMITTED)
    return _by_change(session, author, states)


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


def find_returned_drafts(session: Session, author: User) -> list[Draft]:
    """Return what came back to somebody: to be mended, or rejected for good."""
    return _by_change(session, author, (DraftState.RETURNED, DraftState.REJECTED))


def find_drafts_to_review(session: Session, reviewer: User) -> list[Draft]:
    """Return what others have submitted, the longest waiting first."""
    query = _single().where(Draft.state == DraftState.SUBMITTED, Draft.author_id != reviewer.id)
    return list(session.scalars(query.order_by(Draft.submitted_at, Draft.id)))


def find_recently_published(session: Session, limit: int = 10) -> list[Draft]:
    """Return the drafts that were published last, with their records."""
    query = _single().where(Draft.state == DraftState.PUBLISHED)
    return list(session.scalars(query.order_by(Draft.updated_at.desc(), Draft.id).limit(limit)))


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


def _by_change(session: Session, author: User, states: tuple[DraftState, ...]) -> list[Draft]:
    query = _single().where(Draft.author_id == author.id, Draft.state.in_(states))
    return list(session.scalars(query.order_by(Draft.updated_at.desc(), Draft.id)))


def _single() -> Select[Draft]:
    """Return the drafts that are decided on by themselves, and not as part of a batch."""
    return _drafts().where(Draft.id.not_in(IN_A_BATCH))


def _drafts() -> Select[Draft]:
    return (
        select(Draft)
        .where(Draft.attached_to_id.is_(None))
        .options(
            selectinload(Draft.author),
            selectinload(Draft.record),
            selectinload(Draft.reviews).selectinload(Review.reviewer),
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
