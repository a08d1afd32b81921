"""Concerted efforts and what they ask of whom."""

from __future__ import annotations

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from campaign.db import Base, vocabulary
from campaign.models.record import PARTIAL_DATE, Record
from campaign.models.report import Report
from campaign.models.vocabulary import (
    CampaignActionKind,
    CampaignPartyRole,
    CommitmentState,
    DemandState,
    Kind,
)


class Campaign(Record):
    """A campaign of unions or groups, its targets and demands."""

    __tablename__ = "campaign"
    __mapper_args__ = {"polymorphic_identity": Kind.CAMPAIGN}

    id: Mapped[int] = mapped_column(ForeignKey("record.id"), primary_key=True)
    summary: Mapped[str] = mapped_column(Text)
    from_date: Mapped[str | None] = mapped_column(PARTIAL_DATE)
    to_date: Mapped[str | None] = mapped_column(PARTIAL_DATE)
    links: Mapped[list[str]] = mapped_column(JSON)
    note: Mapped[str | None] = mapped_column(Text)

    organisers: Mapped[list[CampaignParty]] = relationship(
        cascade="all, delete-orphan",
        order_by="CampaignParty.position",
        primaryjoin="and_(Campaign.id == CampaignParty.campaign_id, "
        "CampaignParty.part == 'organiser')",
        overlaps="targets",
        lazy="raise_on_sql",
    )
    targets: Mapped[list[CampaignParty]] = relationship(
        cascade="all, delete-orphan",
        order_by="CampaignParty.position",
        primaryjoin="and_(Campaign.id == CampaignParty.campaign_id, "
        "CampaignParty.part == 'target')",
        overlaps="organisers",
        lazy="raise_on_sql",
    )
    demands: Mapped[list[Demand]] = relationship(
        cascade="all, delete-orphan", order_by="Demand.position", lazy="raise_on_sql"
    )
    actions: Mapped[list[CampaignAction]] = relationship(
        cascade="all, delete-orphan", order_by="CampaignAction.position", lazy="raise_on_sql"
    )
    commitments: Mapped[list[Commitment]] = relationship(
        cascade="all, delete-orphan", order_by="Commitment.position", lazy="raise_on_sql"
    )
    reports: Mapped[list[CampaignReport]] = relationship(
        cascade="all, delete-orphan", order_by="CampaignReport.position", lazy="raise_on_sql"
    )


class CampaignParty(Base):
    """Who runs a campaign, or whom it addresses: a record, or only a name."""

    __tablename__ = "campaign_party"
    __table_args__ = (CheckConstraint("actor_id IS NOT NULL OR actor_name IS NOT NULL", "someone"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    part: Mapped[CampaignPartyRole] = mapped_column(vocabulary(CampaignPartyRole, "part"))
    position: Mapped[int]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("record.id"), index=True)
    actor_name: Mapped[str | None] = mapped_column(Text)

    actor: Mapped[Record | None] = relationship(foreign_keys=[actor_id], lazy="raise_on_sql")


class Demand(Base):
    """One thing asked of somebody, and what became of it."""

    __tablename__ = "demand"
    __table_args__ = (
        UniqueConstraint("campaign_id", "key"),
        CheckConstraint("actor_id IS NOT NULL OR actor_name IS NOT NULL", "someone"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(Text)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("record.id"), index=True)
    actor_name: Mapped[str | None] = mapped_column(Text)
    on_date: Mapped[str | None] = mapped_column(PARTIAL_DATE)
    deadline: Mapped[str | None] = mapped_column(PARTIAL_DATE)
    state: Mapped[DemandState] = mapped_column(vocabulary(DemandState, "state"))
    note: Mapped[str | None] = mapped_column(Text)

    actor: Mapped[Record | None] = relationship(foreign_keys=[actor_id], lazy="raise_on_sql")


class CampaignAction(Base):
    """One thing that a campaign did."""

    __tablename__ = "campaign_action"
    __table_args__ = (UniqueConstraint("campaign_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(60))
    on_date: Mapped[str] = mapped_column(PARTIAL_DATE)
    kind: Mapped[CampaignActionKind] = mapped_column(vocabulary(CampaignActionKind, "kind"))
    text: Mapped[str] = mapped_column(Text)
    place: Mapped[str | None] = mapped_column(Text)


class Commitment(Base):
    """What somebody committed to, and what shows whether it was kept."""

    __tablename__ = "commitment"
    __table_args__ = (
        UniqueConstraint("campaign_id", "key"),
        CheckConstraint("actor_id IS NOT NULL OR actor_name IS NOT NULL", "someone"),
        CheckConstraint("(evidence_text IS NULL) = (evidence_on_date IS NULL)", "whole_evidence"),
        CheckConstraint(
            "state IN ('open', 'unknown') OR evidence_text IS NOT NULL", "shown_by_evidence"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(60))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("record.id"), index=True)
    actor_name: Mapped[str | None] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    on_date: Mapped[str] = mapped_column(PARTIAL_DATE)
    due_on: Mapped[str | None] = mapped_column(PARTIAL_DATE, index=True)
    demand: Mapped[str | None] = mapped_column(String(60))
    state: Mapped[CommitmentState] = mapped_column(vocabulary(CommitmentState, "state"))
    evidence_text: Mapped[str | None] = mapped_column(Text)
    evidence_on_date: Mapped[str | None] = mapped_column(PARTIAL_DATE)

    actor: Mapped[Record | None] = relationship(foreign_keys=[actor_id], lazy="raise_on_sql")


class CampaignReport(Base):
    """A report on which a campaign rests."""

    __tablename__ = "campaign_report"

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), primary_key=True, index=True)
    position: Mapped[int]

    report: Mapped[Report] = relationship(lazy="raise_on_sql")
