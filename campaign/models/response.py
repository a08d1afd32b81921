"""What companies and others answered; silence is recorded too."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from campaign.db import vocabulary
from campaign.models.campaign import Campaign
from campaign.models.record import PARTIAL_DATE, Record
from campaign.models.report import Report
from campaign.models.vocabulary import Kind, ResponseStance


class Response(Record):
    """Somebody's answer to a report, or to a demand of a campaign.

    ``on_date`` is a partial date, or ``n.d.`` where no source dates the answer.
    """

    __tablename__ = "response"
    __table_args__ = (
        CheckConstraint("actor_id IS NOT NULL OR actor_name IS NOT NULL", "someone"),
        CheckConstraint("(report_id IS NULL) <> (campaign_id IS NULL)", "one_subject"),
        CheckConstraint("demand IS NULL OR campaign_id IS NOT NULL", "demand_of_campaign"),
    )
    __mapper_args__ = {"polymorphic_identity": Kind.RESPONSE}

    id: Mapped[int] = mapped_column(ForeignKey("record.id"), primary_key=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("record.id"), index=True)
    actor_name: Mapped[str | None] = mapped_column(Text)
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"), index=True)
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"), index=True)
    demand: Mapped[str | None] = mapped_column(String(60))
    on_date: Mapped[str] = mapped_column(PARTIAL_DATE)
    stance: Mapped[ResponseStance] = mapped_column(vocabulary(ResponseStance, "response_stance"))
    text: Mapped[str] = mapped_column(Text)
    full_text: Mapped[str | None] = mapped_column(Text)

    actor: Mapped[Record | None] = relationship(foreign_keys=[actor_id], lazy="raise_on_sql")
    report: Mapped[Report | None] = relationship(foreign_keys=[report_id], lazy="raise_on_sql")
    campaign: Mapped[Campaign | None] = relationship(
        foreign_keys=[campaign_id], lazy="raise_on_sql"
    )

    __mapper_args__["inherit_condition"] = id == Record.id
