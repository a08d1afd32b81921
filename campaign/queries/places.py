"""Facilities with a point on the map, and how far off that point may be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from campaign.models import Allegation, Exposure, Facility, ReportSite
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
    counted = select(ReportSite.facility_id, func.count().label("number")).where(claims)
    if ids is not None:
        counted = counted.where(ReportSite.facility_id.in_(sorted(set(ids))))
    # The reports are counted first, and a place is looked up only for its name: there may be
    # 700,000. What was retracted has no sites.
    most = counted.group_by(ReportSite.facility_id).order_by(func.count().desc())
    reports = most.order_by(ReportSite.facility_id).limit(MOST_PLACES).subquery()
    query = (
        select(*COLUMNS, reports.c.number)
        .join(reports, reports.c.facility_id == Facility.id)
        .order_by(reports.c.number.desc(), Facility.title)
    )
    return [MappedPlace(*tuple(row)) for row in session.execute(query)]
