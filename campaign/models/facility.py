"""Places where people work, who runs them and how many work there."""

from __future__ import annotations

from sqlalchemy import JSON, CheckConstraint, Float, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from campaign.db import Base, vocabulary
from campaign.models.company import Company
from campaign.models.record import PARTIAL_DATE, Identifier, Name, Record
from campaign.models.vocabulary import Kind, OperatingStatus, Precision


class Facility(Record):
    """A factory, mill, farm or warehouse. The point is in degrees (WGS 84)."""

    __tablename__ = "facility"
    __table_args__ = (
        CheckConstraint("latitude BETWEEN -90 AND 90", "latitude"),
        CheckConstraint("longitude BETWEEN -180 AND 180", "longitude"),
        CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", "whole_point"),
    )
    __mapper_args__ = {"polymorphic_identity": Kind.FACILITY}

    id: Mapped[int] = mapped_column(ForeignKey("record.id"), primary_key=True)
    address: Mapped[str | None] = mapped_column(Text)
    locality: Mapped[str | None] = mapped_column(Text)
    region: Mapped[str | None] = mapped_column(Text)
    country: Mapped[str] = mapped_column(String(2), index=True)
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    precision: Mapped[Precision | None] = mapped_column(vocabulary(Precision, "precision"))
    products: Mapped[list[str]] = mapped_column(JSON)
    operating_status: Mapped[OperatingStatus] = mapped_column(
        vocabulary(OperatingStatus, "operating_status")
    )
    status_as_of: Mapped[str | None] = mapped_column(PARTIAL_DATE)
    note: Mapped[str | None] = mapped_column(Text)

    names: Mapped[list[Name]] = relationship(
        cascade="all, delete-orphan", order_by=Name.position, lazy="raise_on_sql"
    )
    identifiers: Mapped[list[Identifier]] = relationship(
        cascade="all, delete-orphan", order_by=Identifier.position, lazy="raise_on_sql"
    )
    operations: Mapped[list[Operation]] = relationship(
        cascade="all, delete-orphan",
        order_by="Operation.position",
        foreign_keys="Operation.facility_id",
        lazy="raise_on_sql",
    )
    headcounts: Mapped[list[Headcount]] = relationship(
        cascade="all, delete-orphan", order_by="Headcount.position", lazy="raise_on_sql"
    )


class Operation(Base):
    """A company runs a facility, over a period."""

    __tablename__ = "operation"
    __table_args__ = (Index("ix_operation_facility_id_operator_id", "facility_id", "operator_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    position: Mapped[int]
    operator_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    from_date: Mapped[str | None] = mapped_column(PARTIAL_DATE)
    to_date: Mapped[str | None] = mapped_column(PARTIAL_DATE)

    operator: Mapped[Company] = relationship(foreign_keys=[operator_id], lazy="raise_on_sql")


class Headcount(Base):
    """How many people worked at a facility, as of a date, and who says so."""

    __tablename__ = "headcount"
    __table_args__ = (
        CheckConstraint("at_least IS NOT NULL OR at_most IS NOT NULL", "some_number"),
        CheckConstraint("at_least > 0 AND at_most > 0", "positive"),
        CheckConstraint("at_least <= at_most", "in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), index=True)
    position: Mapped[int]
    at_least: Mapped[int | None]
    at_most: Mapped[int | None]
    as_of: Mapped[str] = mapped_column(PARTIAL_DATE)
    speaker: Mapped[str] = mapped_column(Text)
