"""Counts and short lists for the home page."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign.models import Allegation, Campaign, Demand, Exposure, Record, Report
from campaign.models.vocabulary import DemandState, Kind


@dataclass(frozen=True)
class Figures:
    """How much the record holds. ``reports`` are those that make an allegation."""

    reports: int
    facilities: int
    sources: int


@dataclass(frozen=True)
class Overview:
    """What the home page counts; ``companies`` are title, slug and number of counted reports."""

    figures: Figures
    companies: list[tuple[str, str, int]]


def read_overview(session: Session) -> Overview:
    """Return the counts of all that is published."""
    return Overview(read_figures(session), most_reported_companies(session))


def read_figures(session: Session) -> Figures:
    """Count what is published."""
    rows = session.execute(
        select(Record.kind, func.count()).where(Record.retracted_at.is_(None)).group_by(Record.kind)
    )
    by_kind = {row[0]: row[1] for row in rows}
    reports = session.scalar(
        select(func.count(Allegation.report_id.distinct()))
        .join(Report, Report.id == Allegation.report_id)
        .where(Report.retracted_at.is_(None))
    )
    return Figures(
        reports=reports or 0,
        facilities=by_kind.get(Kind.FACILITY, 0),
        sources=by_kind.get(Kind.SOURCE, 0),
    )


def latest_reports(session: Session, limit: int = 8) -> list[int]:
    """Return the ids of the reports of what happened last, newest first."""
    return list(
        session.scalars(
            select(Report.id)
            .where(Report.retracted_at.is_(None))
            .where(select(Allegation.id).where(Allegation.report_id == Report.id).exists())
            .order_by(Report.from_date.desc(), Report.id.desc())
            .limit(limit)
        )
    )


def most_reported_companies(session: Session, limit: int = 8) -> list[tuple[str, str, int]]:
    """Return title, slug and number of counted reports of the companies with most of them."""
    exposure = Exposure.__table__.c
    most = (
        select(exposure.company_id, func.count().label("number"))
        .where(exposure.counted)
        .group_by(exposure.company_id)
        .order_by(func.count().desc(), exposure.company_id)
        .limit(limit)
        .subquery()
    )
    record = Record.__table__.c  # of whoever has exposure: what was retracted has none
    rows = session.execute(
        select(record.title, record.slug, most.c.number)
        .join(most, most.c.company_id == record.id)
        .order_by(most.c.number.desc(), record.title)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def open_campaigns(session: Session, limit: int = 6) -> list[Campaign]:
    """Return campaigns with a demand that is still open, newest first."""
    demanding = select(Demand.campaign_id).where(Demand.state == DemandState.OPEN)
    return list(
        session.scalars(
            select(Campaign)
            .where(Campaign.retracted_at.is_(None), Campaign.id.in_(demanding))
            .order_by(Campaign.from_date.desc(), Campaign.id)
            .limit(limit)
        )
    )
