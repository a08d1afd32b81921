"""Proposed documents and verdicts on them: the only place of unreviewed text."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from campaign.db import Base, now, vocabulary
from campaign.models.record import Record
from campaign.models.user import User
from campaign.models.vocabulary import DraftAction, DraftState, Kind, Verdict


class Draft(Base):
    """A document that somebody proposes.

    ``document`` may still be incomplete while it is being written. ``attached_to_id``
    ties a new source to the draft for which it was added. ``companions`` are drafts of their
    own that go the same way: answers to a report, and what the draft names and is not on record.
    ``public_note`` says to readers what is corrected; None where nothing public is said.
    ``version`` counts how often it was saved, ``saved_by_page`` is the mark of the form (a tab
    of a browser) that did so last: two tabs notice each other by them. ``asks_until`` is the
    last day by which a company is to answer a question in it, so that the desk finds those few.
    """

    __tablename__ = "draft"
    __table_args__ = (
        CheckConstraint(
            "(action = 'create') = (record_id IS NULL) OR state = 'published'", "target"
        ),
        CheckConstraint("attached_to_id <> id", "not_attached_to_itself"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Kind] = mapped_column(vocabulary(Kind, "kind"))
    action: Mapped[DraftAction] = mapped_column(vocabulary(DraftAction, "action"))
    record_id: Mapped[int | None] = mapped_column(ForeignKey("record.id"), index=True)
    base_revision: Mapped[int | None]
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    title: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text, default="")
    public_note: Mapped[str | None] = mapped_column(Text)
    state: Mapped[DraftState] = mapped_column(
        vocabulary(DraftState, "state"), default=DraftState.WRITING, index=True
    )
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    attached_to_id: Mapped[int | None] = mapped_column(ForeignKey("draft.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)
    submitted_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    saved_by_page: Mapped[str | None] = mapped_column(String(32))
    asks_until: Mapped[str | None] = mapped_column(String(10), index=True)

    record: Mapped[Record | None] = relationship(lazy="raise_on_sql")
    author: Mapped[User] = relationship(lazy="raise_on_sql")
    reviews: Mapped[list[Review]] = relationship(
        back_populates="draft", order_by="Review.id", lazy="selectin"
    )
    attached: Mapped[list[Draft]] = relationship(order_by="Draft.id", lazy="selectin")
    companions: Mapped[list[Draft]] = relationship(
        secondary="answer_draft",
        primaryjoin="Draft.id == AnswerDraft.report_draft_id",
        secondaryjoin="Draft.id == AnswerDraft.draft_id",
        order_by="Draft.id",
        lazy="selectin",
    )

    @property
    def is_behind(self) -> bool:
        """Tell whether the record, which is loaded, has changed since the draft was begun."""
        return self.record is not None and self.record.revision != self.base_revision

    @property
    def answers(self) -> list[Draft]:
        """Return what companies said to a report, written beside it."""
        return [each for each in self.companions if each.kind is Kind.RESPONSE]

    @property
    def newcomers(self) -> list[Draft]:
        """Return the companies, places and organisations that are not on record yet."""
        return [each for each in self.companions if each.kind is not Kind.RESPONSE]


class AnswerDraft(Base):
    """With which draft another goes: an answer with its report, or who is new with its first use.

    ``report_draft_id`` is the one that leads, often a report.
    """

    __tablename__ = "answer_draft"
    __table_args__ = (CheckConstraint("draft_id <> report_draft_id", "not_to_itself"),)

    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"), primary_key=True)
    report_draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"), index=True)


class Review(Base):
    """One person's verdict on a draft."""

    __tablename__ = "review"
    __table_args__ = (UniqueConstraint("draft_id", "reviewer_id", "submitted_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"), index=True)
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    verdict: Mapped[Verdict] = mapped_column(vocabulary(Verdict, "verdict"))
    words: Mapped[str] = mapped_column(Text, default="")
    submitted_at: Mapped[datetime]
    at: Mapped[datetime] = mapped_column(default=now)

    draft: Mapped[Draft] = relationship(back_populates="reviews", lazy="raise_on_sql")
    reviewer: Mapped[User] = relationship(lazy="raise_on_sql")


class SlugReservation(Base):
    """A slug promised to a draft, so that two drafts never claim the same address."""

    __tablename__ = "slug_reservation"

    slug: Mapped[str] = mapped_column(String(120), primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"), index=True)


class Batch(Base):
    """Drafts that are read, and decided on, as one."""

    __tablename__ = "draft_batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)

    author: Mapped[User] = relationship(lazy="raise_on_sql")


class BatchDraft(Base):
    """To which batch a draft belongs."""

    __tablename__ = "batch_draft"

    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"), primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("draft_batch.id"), index=True)


class Distinction(Base):
    """An editor's word that a draft is not the same as a record that looks like it."""

    __tablename__ = "distinction"
    __table_args__ = (UniqueConstraint("draft_id", "record_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"), index=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(default=now)
