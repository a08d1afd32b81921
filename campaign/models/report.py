"""Reports of what happened, their attributed statements and their allegations."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from campaign.db import Base, vocabulary
from campaign.models.facility import Facility
from campaign.models.record import PARTIAL_DATE, Denial, Record
from campaign.models.vocabulary import (
    ActionKind,
    Certainty,
    CountUnit,
    Kind,
    NotAskedBecause,
    PartyRole,
    PublicityWish,
    ReplyChannel,
    ReplyState,
)

A_SECOND = "position = 1"


class AbuseType(Base):
    """A term of the controlled vocabulary; its code is permanent.

    ``indicators`` are those of the ILO's 11 indicators of forced labour (2012) for which
    the term is a candidate; ``conventions`` are numbers of ILO conventions.
    """

    __tablename__ = "abuse_type"

    code: Mapped[str] = mapped_column(String(3), primary_key=True)
    group_code: Mapped[str] = mapped_column(String(1), index=True)
    group_label: Mapped[str] = mapped_column(Text)
    label: Mapped[str] = mapped_column(Text)
    indicators: Mapped[list[str]] = mapped_column(JSON)
    conventions: Mapped[list[str]] = mapped_column(JSON)


class IloIndicator(Base):
    """One of the ILO's 11 indicators of forced labour (2012), with its meaning in our words."""

    __tablename__ = "ilo_indicator"

    code: Mapped[str] = mapped_column(String(3), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    meaning: Mapped[str] = mapped_column(Text)


class Report(Record):
    """An account of what happened at a place over a period; its text is its statements."""

    __tablename__ = "report"
    __table_args__ = (
        CheckConstraint("(action_kind IS NULL) = (action_text IS NULL)", "whole_action"),
        CheckConstraint("(outcome_text IS NULL) = (outcome_as_of IS NULL)", "whole_outcome"),
    )
    __mapper_args__ = {"polymorphic_identity": Kind.REPORT}

    id: Mapped[int] = mapped_column(ForeignKey("record.id"), primary_key=True)
    from_date: Mapped[str] = mapped_column(PARTIAL_DATE, index=True)
    to_date: Mapped[str | None] = mapped_column(PARTIAL_DATE)
    certainty: Mapped[Certainty] = mapped_column(vocabulary(Certainty, "certainty"))
    certainty_reason: Mapped[str | None] = mapped_column(Text)
    disputed: Mapped[bool]
    remedied: Mapped[bool]
    withdrawn: Mapped[bool]
    action_kind: Mapped[ActionKind | None] = mapped_column(vocabulary(ActionKind, "action_kind"))
    action_text: Mapped[str | None] = mapped_column(Text)
    outcome_text: Mapped[str | None] = mapped_column(Text)
    outcome_as_of: Mapped[str | None] = mapped_column(PARTIAL_DATE)
    reply_state: Mapped[ReplyState | None] = mapped_column(vocabulary(ReplyState, "reply_state"))
    reply_asked_on: Mapped[str | None] = mapped_column(PARTIAL_DATE)
    reply_due_on: Mapped[str | None] = mapped_column(PARTIAL_DATE)
    reply_reason: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)
    # Computed from the citations, in no document: see queries.independence.
    independent_accounts: Mapped[int] = mapped_column(default=0, server_default="0")
    # For the desk alone: see schemas.privacy.
    publish_not_before: Mapped[str | None] = mapped_column(PARTIAL_DATE)
    publicity_wish: Mapped[PublicityWish | None] = mapped_column(
        vocabulary(PublicityWish, "publicity_wish")
    )
    publicity_words: Mapped[str | None] = mapped_column(Text)

    sites: Mapped[list[ReportSite]] = relationship(
        cascade="all, delete-orphan", order_by="ReportSite.position", lazy="raise_on_sql"
    )
    parties: Mapped[list[Party]] = relationship(
        cascade="all, delete-orphan",
        order_by="Party.position",
        foreign_keys="Party.report_id",
        lazy="raise_on_sql",
    )
    statements: Mapped[list[Statement]] = relationship(
        cascade="all, delete-orphan", order_by="Statement.position", lazy="raise_on_sql"
    )
    allegations: Mapped[list[Allegation]] = relationship(
        cascade="all, delete-orphan", order_by="Allegation.position", lazy="raise_on_sql"
    )
    replies: Mapped[list[CompanyReply]] = relationship(
        cascade="all, delete-orphan", order_by="CompanyReply.position", lazy="raise_on_sql"
    )
    denials: Mapped[list[Denial]] = relationship(
        cascade="all, delete-orphan",
        order_by=Denial.position,
        foreign_keys=Denial.record_id,
        primaryjoin="Report.id == Denial.record_id",
        lazy="raise_on_sql",
    )


class ReportSite(Base):
    """A facility at which the reported things happened; ``position`` counts from 0."""

    __tablename__ = "report_site"
    __table_args__ = (
        Index(
            "ix_report_site_second",
            "report_id",
            sqlite_where=text(A_SECOND),
            postgresql_where=text(A_SECOND),
        ),
    )

    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), primary_key=True)
    facility_id: Mapped[int] = mapped_column(
        ForeignKey("facility.id"), primary_key=True, index=True
    )
    position: Mapped[int]

    facility: Mapped[Facility] = relationship(lazy="raise_on_sql")


class Party(Base):
    """Somebody with a part in a report, and on what that rests."""

    __tablename__ = "party"
    __table_args__ = (CheckConstraint("actor_id IS NOT NULL OR actor_name IS NOT NULL", "someone"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    position: Mapped[int]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("record.id"), index=True)
    actor_name: Mapped[str | None] = mapped_column(Text)
    role: Mapped[PartyRole] = mapped_column(vocabulary(PartyRole, "role"))
    basis: Mapped[str] = mapped_column(Text)

    actor: Mapped[Record | None] = relationship(foreign_keys=[actor_id], lazy="raise_on_sql")


class Statement(Base):
    """One attributed sentence of a report."""

    __tablename__ = "statement"
    __table_args__ = (UniqueConstraint("report_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(Text)
    speaker: Mapped[str] = mapped_column(Text)


class Allegation(Base):
    """One claim of abuse in a report. Counts are read "at least"."""

    __tablename__ = "allegation"
    __table_args__ = (
        UniqueConstraint("report_id", "key"),
        CheckConstraint("at_least > 0", "count_positive"),
        CheckConstraint("(at_least IS NULL) = (unit IS NULL)", "whole_count"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(60))
    abuse: Mapped[str] = mapped_column(ForeignKey("abuse_type.code"), index=True)
    text: Mapped[str] = mapped_column(Text)
    from_date: Mapped[str | None] = mapped_column(PARTIAL_DATE)
    to_date: Mapped[str | None] = mapped_column(PARTIAL_DATE)
    at_least: Mapped[int | None]
    unit: Mapped[CountUnit | None] = mapped_column(vocabulary(CountUnit, "unit"))
    unit_words: Mapped[str | None] = mapped_column(Text)
    basis: Mapped[str | None] = mapped_column(Text)
    speaker: Mapped[str] = mapped_column(Text)
    certainty: Mapped[Certainty] = mapped_column(vocabulary(Certainty, "certainty"))
    disputed: Mapped[bool]


class CompanyReply(Base):
    """One company's chance to reply to a report; whether it did, the answers on record say."""

    __tablename__ = "company_reply"
    __table_args__ = (
        UniqueConstraint("report_id", "key"),
        CheckConstraint("actor_id IS NOT NULL OR actor_name IS NOT NULL", "someone"),
        CheckConstraint(
            "(asked_on IS NULL) = (due_on IS NULL) AND (asked_on IS NULL) = (channel IS NULL)",
            "whole_question",
        ),
        CheckConstraint(
            "asked_on IS NOT NULL OR because IS NOT NULL OR reason IS NOT NULL", "asked_or_why_not"
        ),
        CheckConstraint(
            "(rejoinder_text IS NULL) = (rejoinder_on_date IS NULL)", "whole_rejoinder"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(60))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("record.id"), index=True)
    actor_name: Mapped[str | None] = mapped_column(Text)
    asked_on: Mapped[str | None] = mapped_column(PARTIAL_DATE)
    channel: Mapped[ReplyChannel | None] = mapped_column(vocabulary(ReplyChannel, "channel"))
    due_on: Mapped[str | None] = mapped_column(PARTIAL_DATE, index=True)
    reminders: Mapped[list[str]] = mapped_column(JSON)
    because: Mapped[NotAskedBecause | None] = mapped_column(vocabulary(NotAskedBecause, "because"))
    reason: Mapped[str | None] = mapped_column(Text)
    rejoinder_text: Mapped[str | None] = mapped_column(Text)
    rejoinder_on_date: Mapped[str | None] = mapped_column(PARTIAL_DATE)

    actor: Mapped[Record | None] = relationship(foreign_keys=[actor_id], lazy="raise_on_sql")
