"""Unions, NGOs, movement groups, coalitions, media and public bodies."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from campaign.db import vocabulary
from campaign.models.record import Name, Record
from campaign.models.vocabulary import Kind, OrganizationType


class Organization(Record):
    """A body that reports, campaigns, decides or answers, and sells nothing."""

    __tablename__ = "organization"
    __mapper_args__ = {"polymorphic_identity": Kind.ORGANIZATION}

    id: Mapped[int] = mapped_column(ForeignKey("record.id"), primary_key=True)
    country: Mapped[str | None] = mapped_column(String(2), index=True)
    organization_type: Mapped[OrganizationType] = mapped_column(
        vocabulary(OrganizationType, "organization_type")
    )
    website: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)

    names: Mapped[list[Name]] = relationship(
        cascade="all, delete-orphan", order_by=Name.position, lazy="raise_on_sql"
    )
