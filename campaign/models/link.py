"""Dated, sourced claims between companies: who supplies whom, who owns whom."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from campaign.db import vocabulary
from campaign.models.company import Company
from campaign.models.facility import Facility
from campaign.models.record import PARTIAL_DATE, Denial, Record
from campaign.models.vocabulary import Basis, Kind, LinkStatus, OwnershipType, Relation


class SupplyLink(Record):
    """One company supplies another; with a facility it ties that very site."""

    __tablename__ = "supply_link"
    __table_args__ = (
        CheckConstraint("buyer_id <> supplier_id", "not_to_itself"),
        # Each holds what a search needs of a link at first, so that it reads no other.
        Index("ix_supply_link_buyer_id", "buyer_id", "supplier_id", "facility_id", "id"),
        Index("ix_supply_link_supplier_id_buyer_id", "supplier_id", "buyer_id", "id"),
        Index("ix_supply_link_facility_id_buyer_id", "facility_id", "buyer_id", "id"),
    )
    __mapper_args__ = {"polymorphic_identity": Kind.SUPPLY_LINK}

    id: Mapped[int] = mapped_column(ForeignKey("record.id"), primary_key=True)
    buyer_id: Mapped[int] = mapped_column(ForeignKey("company.id"))
    supplier_id: Mapped[int] = mapped_column(ForeignKey("company.id"))
    facility_id: Mapped[int | None] = mapped_column(ForeignKey("facility.id"))
    relation: Mapped[Relation] = mapped_column(vocabulary(Relation, "relation"))
    product: Mapped[str] = mapped_column(Text)
    share: Mapped[str | None] = mapped_column(Text)
    from_date: Mapped[str | None] = mapped_column(PARTIAL_DATE)
    to_date: Mapped[str | None] = mapped_column(PARTIAL_DATE)
    as_of: Mapped[str] = mapped_column(PARTIAL_DATE)
    link_status: Mapped[LinkStatus] = mapped_column(vocabulary(LinkStatus, "link_status"))
    basis: Mapped[Basis] = mapped_column(vocabulary(Basis, "basis"))
    statement: Mapped[str] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)

    buyer: Mapped[Company] = relationship(foreign_keys=[buyer_id], lazy="raise_on_sql")
    supplier: Mapped[Company] = relationship(foreign_keys=[supplier_id], lazy="raise_on_sql")
    facility: Mapped[Facility | None] = relationship(
        foreign_keys=[facility_id], lazy="raise_on_sql"
    )
    denials: Mapped[list[Denial]] = relationship(
        cascade="all, delete-orphan",
        order_by=Denial.position,
        foreign_keys=Denial.record_id,
        primaryjoin="SupplyLink.id == Denial.record_id",
        lazy="raise_on_sql",
    )


class Ownership(Record):
    """One company holds another, in whole or in part."""

    __tablename__ = "ownership"
    __table_args__ = (
        CheckConstraint("parent_id <> subsidiary_id", "not_of_itself"),
        Index("ix_ownership_subsidiary_id_parent_id", "subsidiary_id", "parent_id"),
    )
    __mapper_args__ = {"polymorphic_identity": Kind.OWNERSHIP}

    id: Mapped[int] = mapped_column(ForeignKey("record.id"), primary_key=True)
    parent_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    subsidiary_id: Mapped[int] = mapped_column(ForeignKey("company.id"))
    ownership_type: Mapped[OwnershipType] = mapped_column(
        vocabulary(OwnershipType, "ownership_type")
    )
    share: Mapped[str | None] = mapped_column(Text)
    from_date: Mapped[str | None] = mapped_column(PARTIAL_DATE)
    to_date: Mapped[str | None] = mapped_column(PARTIAL_DATE)
    as_of: Mapped[str] = mapped_column(PARTIAL_DATE)
    link_status: Mapped[LinkStatus] = mapped_column(vocabulary(LinkStatus, "link_status"))
    basis: Mapped[Basis] = mapped_column(vocabulary(Basis, "basis"))
    statement: Mapped[str] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)

    parent: Mapped[Company] = relationship(foreign_keys=[parent_id], lazy="raise_on_sql")
    subsidiary: Mapped[Company] = relationship(foreign_keys=[subsidiary_id], lazy="raise_on_sql")
