"""At which facilities the reports are that count for a company: few rows, for a search page."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from campaign.graph.place import tied_sites
from campaign.models import Exposure, Facility, ReportSite
from campaign.queries.reports import SiteReference


def reported_sites(session: Session, company_id: int) -> list[tuple[SiteReference, int]]:
    """Return the facilities a company is tied to by counted reports, with their number.

    Named and site reach only, as on the company's page: a group is not a site. Most reports
    first. Links are read only where a report is about several facilities.
    """
    sites = _sites_of_counted_reports(session, company_id)
    counts: Counter[SiteReference] = Counter()
    for found in _tied(session, company_id, sites):
        counts.update(found)
    return sorted(counts.items(), key=lambda item: (-item[1], item[0].title, item[0].id))


def further_sites(session: Session, company_id: int) -> set[int]:
    """Return the places to which a company is tied, among those of counted reports on several."""
    second = aliased(ReportSite)
    several = (
        select(ReportSite.facility_id)
        .join(Exposure, Exposure.report_id == ReportSite.report_id)
        .where(
            Exposure.company_id == company_id,
            Exposure.counted,
            exists().where(
                second.report_id == ReportSite.report_id,
                second.facility_id != ReportSite.facility_id,
            ),
        )
    )
    return tied_sites(session, company_id, set(session.scalars(several)))


def _tied(
    session: Session, company_id: int, sites: Mapping[int, list[SiteReference]]
) -> Iterator[list[SiteReference]]:
    several = {site.id for found in sites.values() if len(found) > 1 for site in found}
    tied = tied_sites(session, company_id, several)
    for found in sites.values():
        yield found if len(found) == 1 else [site for site in found if site.id in tied]


def _sites_of_counted_reports(session: Session, company_id: int) -> dict[int, list[SiteReference]]:
    rows = session.execute(
        select(
            Exposure.report_id,
            Facility.id,
            Facility.slug,
            Facility.title,
            Facility.locality,
            Facility.country,
        )
        .join(ReportSite, ReportSite.report_id == Exposure.report_id)
        .join(Facility, Facility.id == ReportSite.facility_id)
        .where(Exposure.company_id == company_id, Exposure.counted)
        .order_by(Exposure.report_id, ReportSite.position)
    )
    sites: dict[int, list[SiteReference]] = defaultdict(list)
    for row in rows:
        site = SiteReference(row.id, row.slug, row.title, row.locality, row.country)
        sites[row.report_id].append(site)
    return sites
