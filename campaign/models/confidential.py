"""Sources that nobody outside the desk may know of, and what rests on them.

They are no records: they have no page, no revision and no place in search, graph or counts.
What cites them stands in a table of its own, so that nothing that reads ``citation`` or
``source`` can meet them. ``schemas.privacy`` says how a document without them is made.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from campaign.db import Base, now, vocabulary
from campaign.models.record import PARTIAL_DATE, SLUG, Record
from campaign.models.user import User
from campaign.models.vocabulary import Grade, Stance


class ConfidentialSource(Base):
    """What somebody gave in confidence. Its slug says nothing, for slugs stand in documents."""

    __tablename__ = "confidential_source"
    __table_args__ = (CheckConstraint("slug LIKE 'confidential-%'", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(SLUG, unique=True)
    description: Mapped[str] = mapped_column(Text)
    received_on: Mapped[str | None] = mapped_column(PARTIAL_DATE)
    grade: Mapped[Grade] = mapped_column(vocabulary(Grade, "grade"))
    keeper_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)

    keeper: Mapped[User] = relationship(lazy="raise_on_sql")


class ConfidentialCitation(Base):
    """The tie between a part of a record's document and a confidential source.

    ``position`` counts together with that of the record's other citations.
    """

    __tablename__ = "confidential_citation"
    __table_args__ = (CheckConstraint("pointer = '' OR pointer LIKE '/%'", "pointer"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"), index=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("confidential_source.id"), index=True)
    position: Mapped[int]
    pointer: Mapped[str] = mapped_column(String(200))
    stance: Mapped[Stance] = mapped_column(vocabulary(Stance, "stance"))
    locator: Mapped[str | None] = mapped_column(Text)
    quotation: Mapped[str | None] = mapped_column(Text)

    record: Mapped[Record] = relationship(
        back_populates="confidential_citations", foreign_keys=[record_id], lazy="raise_on_sql"
    )
    source: Mapped[ConfidentialSource] = relationship(lazy="raise_on_sql")
