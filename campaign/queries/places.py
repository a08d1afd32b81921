"""Facilities with a point on the map, and how far off that point may be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from campaign.models import Allegation, Exposure, Facility, Record, ReportSite
from campaign.models.vocabulary import Precision

MOST_PLACES = 250  # marks on a map

COLUMNS = (
    Facility.id,
    Facility.slug,
    Facility.title,
    Facility.locality,
    Facility.region,
    Facility.country,
    Facility.latitude,
    Facility.longitude,
    Facility.precision,
)


@dataclass(frozen=True)
class MappedPlace:
    """A facility with reports; the point is None where nobody has located it."""

    id: int
    slug: str
    title: str
    locality: str | None
    region: str | None
    country: str
    latitude: float | None
    longitude: float | None
    precision: Precision | None
    reports: int


def places_behind(session: Session, company_id: int) -> set[int]:
    """Return the ids of the facilities to which counted reports tie a company."""
    counted = select(Exposure.facility_id).where(
        Exposure.company_id == company_id, Exposure.counted
    )
    return {site for site in session.scalars(counted.distinct()) if site is not None}


def mapped_places(session: Session, ids: Iterable[int] | None = None) -> list[MappedPlace]:
    """Return facilities with reports of abuse, at most ``MOST_PLACES``, those with most first.

    Args:
        session: only read.
        ids: some facilities; all by default.
    """
    claims = exists().where(Allegation.report_id == ReportSite.report_id)
    reports = func.count(ReportSite.report_id)
    query = (
        select(*COLUMNS, reports)
        .join(ReportSite, ReportSite.facility_id == Facility.id)
        .where(Facility.retracted_at.is_(None), claims)  # what was retracted has no sites
        .group_by(Facility.id, Record.title, Record.slug)
        .order_by(reports.desc(), Facility.title)
        .limit(MOST_PLACES)
    )
    if ids is not None:
        query = query.where(ReportSite.facility_id.in_(sorted(set(ids))))
    return [MappedPlace(*tuple(row)) for row in session.execute(query)]
