"""What every citable, revisable, publishable thing shares: record, name, citation."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from campaign.db import Base, vocabulary
from campaign.models.vocabulary import IdentifierScheme, Kind, NameKind, Stance

if TYPE_CHECKING:
    from campaign.models.confidential import ConfidentialCitation
    from campaign.models.source import Source

PARTIAL_DATE = String(10)
SLUG = String(120)


class Record(Base):
    """A published thing, or the stub of a retracted one.

    The slug is unique among all kinds, so that an address, a command or a reference
    in a document needs one word only. ``looked_at`` is when an editor last found that it
    still holds.
    """

    __tablename__ = "record"
    __table_args__: Any = (
        CheckConstraint("(retracted_at IS NULL) = (retraction_reason IS NULL)", "retraction"),
        CheckConstraint("slug <> ''", "slug_not_empty"),
        CheckConstraint("merged_into_id <> id", "not_merged_into_itself"),
        # Few are: where many records are read, these are left out at once.
        Index(
            "ix_record_retracted",
            "id",
            sqlite_where=text("retracted_at IS NOT NULL"),
            postgresql_where=text("retracted_at IS NOT NULL"),
        ),
    )
    __mapper_args__ = {"polymorphic_on": "kind"}

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Kind] = mapped_column(vocabulary(Kind, "kind"), index=True)
    slug: Mapped[str] = mapped_column(SLUG, unique=True)
    title: Mapped[str] = mapped_column(Text)
    revision: Mapped[int] = mapped_column(default=0)
    published_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    looked_at: Mapped[datetime | None]
    retracted_at: Mapped[datetime | None]
    retraction_reason: Mapped[str | None] = mapped_column(Text)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("record.id"))

    citations: Mapped[list[Citation]] = relationship(
        back_populates="record",
        cascade="all, delete-orphan",
        order_by="Citation.position",
        foreign_keys="Citation.record_id",
        lazy="raise_on_sql",
    )
    confidential_citations: Mapped[list[ConfidentialCitation]] = relationship(
        back_populates="record",
        cascade="all, delete-orphan",
        order_by="ConfidentialCitation.position",
        lazy="raise_on_sql",
    )


class SlugRedirect(Base):
    """An address that a record once had; it leads to the record for ever."""

    __tablename__ = "slug_redirect"

    slug: Mapped[str] = mapped_column(SLUG, primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"), index=True)


class Name(Base):
    """One name of a company, facility or organisation, in one language."""

    __tablename__ = "name"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"), index=True)
    position: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(35))
    name_kind: Mapped[NameKind] = mapped_column(vocabulary(NameKind, "name_kind"))
    from_date: Mapped[str | None] = mapped_column(PARTIAL_DATE)
    to_date: Mapped[str | None] = mapped_column(PARTIAL_DATE)


class Identifier(Base):
    """A number in a public register; nobody else can have the same."""

    __tablename__ = "identifier"
    __table_args__ = (UniqueConstraint("scheme", "value"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"), index=True)
    position: Mapped[int]
    scheme: Mapped[IdentifierScheme] = mapped_column(vocabulary(IdentifierScheme, "scheme"))
    value: Mapped[str] = mapped_column(String(80))


OF_A_GROUPING = "substr(pointer, 1, 9) = '/origins/'"


class Citation(Base):
    """The tie between a part of a record's document and the source that says it.

    ``pointer`` is a JSON Pointer (RFC 6901) into the document, empty for the whole.
    """

    __tablename__ = "citation"
    __table_args__ = (
        CheckConstraint("pointer = '' OR pointer LIKE '/%'", "pointer"),
        CheckConstraint("source_id <> record_id", "not_of_itself"),
        Index(
            "ix_citation_grouping",
            "record_id",
            sqlite_where=text(OF_A_GROUPING),
            postgresql_where=text(OF_A_GROUPING),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"), index=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"), index=True)
    position: Mapped[int]
    pointer: Mapped[str] = mapped_column(String(200))
    stance: Mapped[Stance] = mapped_column(vocabulary(Stance, "stance"))
    locator: Mapped[str | None] = mapped_column(Text)
    quotation: Mapped[str | None] = mapped_column(Text)

    record: Mapped[Record] = relationship(
        back_populates="citations", foreign_keys=[record_id], lazy="raise_on_sql"
    )
    source: Mapped[Source] = relationship(foreign_keys=[source_id], lazy="raise_on_sql")


class Denial(Base):
    """What somebody denies of a report or a supply link; its citations deny."""

    __tablename__ = "denial"
    __table_args__ = (
        UniqueConstraint("record_id", "key"),
        CheckConstraint("actor_id IS NOT NULL OR actor_name IS NOT NULL", "someone"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"), index=True)
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(60))
    claim: Mapped[str | None] = mapped_column(Text)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("record.id"), index=True)
    actor_name: Mapped[str | None] = mapped_column(Text)
    on_date: Mapped[str | None] = mapped_column(PARTIAL_DATE)
    text: Mapped[str] = mapped_column(Text)

    actor: Mapped[Record | None] = relationship(foreign_keys=[actor_id], lazy="raise_on_sql")
