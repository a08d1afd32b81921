"""Companies: brands, manufacturers, suppliers; what they are to others are roles."""

from __future__ import annotations

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from campaign.models.record import Identifier, Name, Record
from campaign.models.vocabulary import Kind


class Company(Record):
    """A legal entity or group.

    ``collective`` marks a group of firms that no source names singly; it is shown as a
    group, never as one company. ``country`` is ISO 3166-1 alpha-2, of the head office.
    ``code_of_conduct`` is where its own code for suppliers stands.
    """

    __tablename__ = "company"
    __mapper_args__ = {"polymorphic_identity": Kind.COMPANY}

    id: Mapped[int] = mapped_column(ForeignKey("record.id"), primary_key=True)
    country: Mapped[str] = mapped_column(String(2), index=True)
    city: Mapped[str | None] = mapped_column(Text)
    roles: Mapped[list[str]] = mapped_column(JSON)
    sector: Mapped[str] = mapped_column(Text)
    website: Mapped[str | None] = mapped_column(Text)
    code_of_conduct: Mapped[str | None] = mapped_column(Text)
    collective: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str | None] = mapped_column(Text)

    names: Mapped[list[Name]] = relationship(
        cascade="all, delete-orphan", order_by=Name.position, lazy="raise_on_sql"
    )
    identifiers: Mapped[list[Identifier]] = relationship(
        cascade="all, delete-orphan", order_by=Identifier.position, lazy="raise_on_sql"
    )
