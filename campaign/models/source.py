"""Where facts come from."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from campaign.db import vocabulary
from campaign.models.record import PARTIAL_DATE, Record
from campaign.models.vocabulary import Grade, Kind, SourceType


class Source(Record):
    """A publication, document or statement.

    ``origin`` names the story: copies and rewrites of one story share it and count once.
    ``published`` is a partial date, or ``n.d.`` where the source bears none.
    """

    __tablename__ = "source"
    __mapper_args__ = {"polymorphic_identity": Kind.SOURCE}

    id: Mapped[int] = mapped_column(ForeignKey("record.id"), primary_key=True)
    publisher: Mapped[str] = mapped_column(Text)
    author: Mapped[str | None] = mapped_column(Text)
    published: Mapped[str] = mapped_column(PARTIAL_DATE)
    url: Mapped[str | None] = mapped_column(Text, index=True)
    archive_url: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(35))
    source_type: Mapped[SourceType] = mapped_column(vocabulary(SourceType, "source_type"))
    grade: Mapped[Grade] = mapped_column(vocabulary(Grade, "grade"))
    grade_reason: Mapped[str | None] = mapped_column(Text)
    origin: Mapped[str] = mapped_column(String(200), index=True)
    content_sha256: Mapped[str | None] = mapped_column(String(64))
