"""Files that were uploaded as evidence of a source: cleaned, hashed, kept outside the database.

What is kept hangs on a source: on record, still a draft, or confidential. No record, revision,
document or public export knows of it.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from campaign.db import Base, now, vocabulary
from campaign.models.confidential import ConfidentialSource
from campaign.models.draft import Draft
from campaign.models.source import Source
from campaign.models.user import User

FILE_NAME = String(32)
SHA256 = String(64)


class MediaType(StrEnum):
    """What an uploaded file may be."""

    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"
    WEBP = "image/webp"


class Evidence(Base):
    """One file. ``name`` is what we call it, here and on the disk: random, and says nothing.

    ``sha256`` is that of the clean file which is kept, ``received_sha256`` that of what was
    uploaded, which is kept nowhere. ``words`` say what it shows, to the desk.
    """

    __tablename__ = "evidence"
    __table_args__ = (
        CheckConstraint("size > 0", "size"),
        CheckConstraint(
            "(source_id IS NOT NULL AND draft_id IS NULL AND confidential_id IS NULL) OR "
            "(source_id IS NULL AND draft_id IS NOT NULL AND confidential_id IS NULL) OR "
            "(source_id IS NULL AND draft_id IS NULL AND confidential_id IS NOT NULL)",
            "of_one",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(FILE_NAME, unique=True)
    media_type: Mapped[MediaType] = mapped_column(vocabulary(MediaType, "media_type"))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(SHA256)
    received_sha256: Mapped[str] = mapped_column(SHA256)
    words: Mapped[str] = mapped_column(Text)
    source_id: Mapped[int | None] = mapped_column(ForeignKey("source.id"), index=True)
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("draft.id"), index=True)
    confidential_id: Mapped[int | None] = mapped_column(
        ForeignKey("confidential_source.id"), index=True
    )
    uploader_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(default=now)

    source: Mapped[Source | None] = relationship(lazy="raise_on_sql")
    draft: Mapped[Draft | None] = relationship(lazy="raise_on_sql")
    confidential: Mapped[ConfidentialSource | None] = relationship(lazy="raise_on_sql")
    uploader: Mapped[User] = relationship(lazy="raise_on_sql")


class RemovedEvidence(Base):
    """That a file was taken away, and why; its bytes may be deleted from the disk.

    Without a source where it went along with a draft or a confidential source.
    """

    __tablename__ = "removed_evidence"

    name: Mapped[str] = mapped_column(FILE_NAME, primary_key=True)
    source_id: Mapped[int | None] = mapped_column(ForeignKey("source.id"), index=True)
    sha256: Mapped[str | None] = mapped_column(SHA256)
    reason: Mapped[str | None] = mapped_column(Text)
    remover_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(default=now)

    remover: Mapped[User | None] = relationship(lazy="raise_on_sql")
