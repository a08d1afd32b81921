"""Batches of drafts: listed, and read by pages, however many drafts they have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, load_only, selectinload

from campaign.models import Batch, BatchDraft, Draft, Record, Review, User
from campaign.models.vocabulary import DraftState, Verdict

PER_PAGE = 100


@dataclass(frozen=True)
class BatchPage:
    """A page of a batch's drafts, and how the whole stands.

    Attributes:
        drafts: of this page, without their documents.
        counts: how many drafts there are in each state.
        verdicts: (verdict, who, words), each once.
        approvals: by how many people all of it is approved.
        judged: the person who looks has given a verdict.
    """

    drafts: list[Draft]
    page: int
    pages: int
    total: int
    counts: dict[DraftState, int]
    verdicts: list[tuple[Verdict, str, str]]
    approvals: int
    judged: bool

    @property
    def waits(self) -> bool:
        """Tell whether all of it waits for review."""
        return self.counts.get(DraftState.SUBMITTED, 0) == self.total > 0


def list_batches(session: Session, limit: int = 30) -> list[tuple[Batch, int, str]]:
    """Return the latest batches with the number of their drafts and where they stand."""
    rows = session.execute(
        select(Batch, func.count(Draft.id), func.min(Draft.state))
        .join(BatchDraft, BatchDraft.batch_id == Batch.id)
        .join(Draft, Draft.id == BatchDraft.draft_id)
        .group_by(Batch.id)
        .order_by(Batch.id.desc())
        .options(selectinload(Batch.author))
        .limit(limit)
    )
    return [(batch, count, str(state)) for batch, count, state in rows]


def count_waiting_batches(session: Session) -> int:
    """Return how many batches wait for a second person."""
    query = (
        select(func.count(BatchDraft.batch_id.distinct()))
        .join(Draft, Draft.id == BatchDraft.draft_id)
        .where(Draft.state == DraftState.SUBMITTED)
    )
    return session.scalar(query) or 0


def find_batch_of(session: Session, draft: Draft) -> Batch | None:
    """Return the batch to which a draft belongs, or None."""
    of_draft = BatchDraft.draft_id == draft.id
    return session.scalar(select(Batch).join(BatchDraft).where(of_draft))


def batch_page(session: Session, batch: Batch, page: int, reader: User) -> BatchPage:
    """Return a page of a batch."""
    of_batch = select(BatchDraft.draft_id).where(BatchDraft.batch_id == batch.id)
    shown = (Draft.id, Draft.kind, Draft.action, Draft.title, Draft.state, Draft.submitted_at)
    drafts = session.scalars(
        select(Draft)
        .where(Draft.id.in_(of_batch))
        .options(load_only(*shown))
        .order_by(Draft.id)
        .offset((page - 1) * PER_PAGE)
        .limit(PER_PAGE)
    ).all()
    by_state = select(Draft.state, func.count()).where(Draft.id.in_(of_batch)).group_by(Draft.state)
    counts = {row[0]: row[1] for row in session.execute(by_state)}
    total = sum(counts.values())
    verdicts = session.execute(
        select(Review.verdict, User.email, Review.words, User.id)
        .join(User, User.id == Review.reviewer_id)
        .where(Review.draft_id.in_(of_batch))
        .distinct()
    ).all()
    return BatchPage(
        list(drafts),
        page,
        max(1, -(-total // PER_PAGE)),
        total,
        counts,
        [(verdict, email, words) for verdict, email, words, _ in verdicts],
        sum(verdict is Verdict.APPROVE for verdict, *_ in verdicts),
        any(user_id == reader.id for *_, user_id in verdicts),
    )


def titles_of(session: Session, record_ids: Sequence[int], most: int) -> dict[int, Record]:
    """Return the first so many of these records, by id, without their parts."""
    wanted = list(record_ids)[:most]
    return {r.id: r for r in session.scalars(select(Record).where(Record.id.in_(wanted)))}
