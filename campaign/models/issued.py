"""Fact sheets as they were issued: numbered, frozen, hashed, and never deleted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from campaign.db import Base
from campaign.models.record import SLUG, Record

HASH = String(64)
WORD = String(20)


class SheetNumber(Base):
    """A number such as ``CS-2026-0042``: given once, to one sheet in all its versions, for ever.

    ``running`` counts from 1 in each ``year`` without gaps. What is issued again of the same
    subject in the same form is a new version of the same sheet. ``role`` is the one in which a
    company is told, and ``campaign`` the slug of the one whose demands it puts; often empty.
    """

    __tablename__ = "sheet_number"
    __table_args__ = (
        UniqueConstraint("year", "running"),
        UniqueConstraint(
            *("subject_id", "form", "length", "paper", "language", "role", "campaign"),
            name="uq_sheet_number_sheet",
        ),
        CheckConstraint("running > 0", "running_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    running: Mapped[int]
    subject_id: Mapped[int] = mapped_column(ForeignKey("record.id"), index=True)
    form: Mapped[str] = mapped_column(WORD)
    length: Mapped[str] = mapped_column(WORD)
    paper: Mapped[str] = mapped_column(WORD)
    language: Mapped[str] = mapped_column(String(35))
    role: Mapped[str] = mapped_column(WORD)
    campaign: Mapped[str] = mapped_column(SLUG)

    subject: Mapped[Record] = relationship(lazy="raise_on_sql")
    issues: Mapped[list[IssuedSheet]] = relationship(
        back_populates="number", order_by="IssuedSheet.version", lazy="raise_on_sql"
    )

    @property
    def text(self) -> str:
        """Return the number as it is printed: ``CS-2026-0042``."""
        return f"CS-{self.year}-{self.running:04}"


class IssuedLook(Base):
    """The colour and the logo with which sheets were issued; kept once, as long as any uses it."""

    __tablename__ = "issued_look"
    __table_args__ = (CheckConstraint("(logo_form IS NULL) = (logo IS NULL)", "whole_logo"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    hash: Mapped[str] = mapped_column(HASH, unique=True)
    accent: Mapped[str] = mapped_column(WORD)
    logo_form: Mapped[str | None] = mapped_column(WORD)
    logo: Mapped[bytes | None]


class IssuedSheet(Base):
    """One version of a sheet, frozen when it was issued.

    ``content`` is the sheet as canonical JSON, and ``hash`` the SHA-256 of its UTF-8.
    """

    __tablename__ = "issued_sheet"
    __table_args__ = (
        UniqueConstraint("number_id", "version"),
        CheckConstraint("version > 0", "version_positive"),
        CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawal_reason IS NULL) "
            "AND (withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)",
            "whole_withdrawal",
        ),
        CheckConstraint("withdrawal_reason <> ''", "withdrawal_reason_not_empty"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number_id: Mapped[int] = mapped_column(ForeignKey("sheet_number.id"))
    version: Mapped[int]
    title: Mapped[str] = mapped_column(Text)
    look_id: Mapped[int] = mapped_column(ForeignKey("issued_look.id"))
    content: Mapped[str] = mapped_column(Text, deferred=True)  # megabytes, of a large dossier
    hash: Mapped[str] = mapped_column(HASH, unique=True)
    issued_at: Mapped[datetime] = mapped_column(index=True)
    issued_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    withdrawal_reason: Mapped[str | None] = mapped_column(Text)

    number: Mapped[SheetNumber] = relationship(back_populates="issues", lazy="raise_on_sql")
    look: Mapped[IssuedLook] = relationship(lazy="joined", innerjoin=True)


class IssuedRecord(Base):
    """A record that an issued sheet rests on, and the revision that it had then."""

    __tablename__ = "issued_record"

    sheet_id: Mapped[int] = mapped_column(ForeignKey("issued_sheet.id"), primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"), primary_key=True, index=True)
    revision: Mapped[int]


class IssuedFile(Base):
    """The SHA-256 of a file of an issued sheet, as it was made on the day of issue.

    Those of a large dossier are noted when they are made; a later version of the software
    may make others of the same sheet, which are noted beside them.
    """

    __tablename__ = "issued_file"

    sheet_id: Mapped[int] = mapped_column(ForeignKey("issued_sheet.id"), primary_key=True)
    form: Mapped[str] = mapped_column(String(10), primary_key=True)
    hash: Mapped[str] = mapped_column(HASH, primary_key=True, index=True)
