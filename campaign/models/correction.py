"""What readers say is wrong: for editors only, never public, with nothing about the sender."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from campaign.db import Base, now, vocabulary
from campaign.models.draft import Draft
from campaign.models.record import Record
from campaign.models.user import User


class RequestState(StrEnum):
    """Where a reader's request for a correction stands."""

    WAITING = "waiting"
    TAKEN_UP = "taken_up"
    ANSWERED = "answered"
    CLOSED = "closed"


class CorrectionRequest(Base):
    """A reader's request to correct a record.

    Neither address of machine nor browser is kept, and what the reader gave as ``contact``
    only until the request comes to its end. ``receipt`` is the hash of a code that the
    reader alone has, with which the answer can be read.
    """

    __tablename__ = "correction_request"
    __table_args__ = (
        CheckConstraint("(state IN ('answered', 'closed')) = (words IS NOT NULL)", "words"),
        CheckConstraint("contact IS NULL OR state IN ('waiting', 'taken_up')", "contact"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    about_id: Mapped[int] = mapped_column(ForeignKey("record.id"), index=True)
    page: Mapped[str] = mapped_column(String(200), default="")
    wrong: Mapped[str] = mapped_column(Text)
    evidence: Mapped[str] = mapped_column(Text, default="")
    contact: Mapped[str | None] = mapped_column(Text)
    receipt: Mapped[str] = mapped_column(String(64), unique=True)
    at: Mapped[datetime] = mapped_column(default=now, index=True)
    state: Mapped[RequestState] = mapped_column(
        vocabulary(RequestState, "state"), default=RequestState.WAITING, index=True
    )
    handler_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("draft.id"), index=True)
    words: Mapped[str | None] = mapped_column(Text)
    ended_at: Mapped[datetime | None]

    about: Mapped[Record] = relationship(lazy="raise_on_sql")
    handler: Mapped[User | None] = relationship(lazy="raise_on_sql")
    draft: Mapped[Draft | None] = relationship(lazy="raise_on_sql")
