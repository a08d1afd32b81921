"""What was accepted, and who did what: both only ever added to, both hash-chained."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from campaign.db import Base, vocabulary
from campaign.models.record import Record
from campaign.models.vocabulary import DraftAction

SALT = String(32)


class Revision(Base):
    """An accepted document, kept for ever. ``hash`` covers it and ``previous_hash``.

    ``note`` is for editors; ``public_note`` is what readers are told of a correction.
    Where the document cites confidential sources the hash covers a random ``salt`` too, so
    that nobody guesses from it what they say. ``withheld`` says that all this was left out
    of the export from which the database was made: the audit trail covers what is left.
    """

    __tablename__ = "revision"
    __table_args__ = (
        UniqueConstraint("record_id", "number"),
        Index("ix_revision_origin_at", "origin", "at"),
        Index("ix_revision_author_id_at", "author_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"), index=True)
    number: Mapped[int]
    action: Mapped[DraftAction] = mapped_column(vocabulary(DraftAction, "action"))
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime]
    origin: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    note: Mapped[str] = mapped_column(Text, default="")
    public_note: Mapped[str | None] = mapped_column(Text)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    salt: Mapped[str | None] = mapped_column(SALT)
    withheld: Mapped[bool] = mapped_column(default=False, server_default=false())

    record: Mapped[Record] = relationship(lazy="raise_on_sql")


class AuditEntry(Base):
    """Who did what to which, when. ``previous_hash`` is unique: the chain cannot fork."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(Text)
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    previous_hash: Mapped[str] = mapped_column(String(64), unique=True)
    hash: Mapped[str] = mapped_column(String(64), unique=True)


class ConfidentialDeed(Base):
    """What an entry of the trail that is about a confidential source says, to the desk.

    The entry itself holds the hash of this and of the salt, and names neither source nor account.
    """

    __tablename__ = "confidential_deed"

    entry_id: Mapped[int] = mapped_column(ForeignKey("audit_entry.id"), primary_key=True)
    salt: Mapped[str] = mapped_column(SALT)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(Text)
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
