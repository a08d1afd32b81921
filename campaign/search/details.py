"""What tells one hit from another on the page: places, dates, publisher, status words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.models import (
    Campaign,
    CampaignParty,
    Company,
    Facility,
    Operation,
    Organization,
    Record,
    Report,
    ReportSite,
    Source,
)
from campaign.models.vocabulary import CampaignPartyRole, Kind
from campaign.queries.lists import among
from campaign.queries.words import ORGANIZATION_WORDS, date_words, period_words
from campaign.schemas.types import UNDATED, countries

MOST_NAMED = 3
LANGUAGE = "language"
Details = Iterator[tuple[int, dict[str, Any]]]

company = Company.__table__.c
facility = Facility.__table__.c
organization = Organization.__table__.c
report = Report.__table__.c
campaign = Campaign.__table__.c
source = Source.__table__.c


def read_details(
    session: Session, record_ids: Mapping[Kind, Sequence[int]]
) -> dict[int, dict[str, Any]]:
    """Return fields of ``Hit`` by record, in one or two queries for each kind.

    The pieces are not marked yet; a source also has the ``LANGUAGE`` of its title.
    """
    readers = {
        Kind.COMPANY: _companies,
        Kind.FACILITY: _facilities,
        Kind.ORGANIZATION: _organizations,
        Kind.REPORT: _reports,
        Kind.CAMPAIGN: _campaigns,
        Kind.SOURCE: _sources,
    }
    details: dict[int, dict[str, Any]] = {}
    for kind, ids in record_ids.items():
        details.update(readers[kind](session, ids))
    return details


def _companies(session: Session, ids: Sequence[int]) -> Details:
    query = select(company.id, company.city, company.country, company.sector)
    for row in session.execute(query.where(among(session, company.id, ids))):
        yield row.id, _placed([row.country], row.city, last=[row.sector])


def _facilities(session: Session, ids: Sequence[int]) -> Details:
    operators = defaultdict(list)
    query = (
        select(Operation.facility_id, Record.title)
        .join(Record, Record.id == Operation.operator_id)
        .where(among(session, Operation.facility_id, ids))
        .order_by(Operation.facility_id, Operation.position)
    )
    for facility_id, title in session.execute(query):
        operators[facility_id].append(title)
    places = select(facility.id, facility.locality, facility.region, facility.country)
    for row in session.execute(places.where(among(session, facility.id, ids))):
        yield (
            row.id,
            _placed([row.country], row.locality, row.region, last=[_listed(operators[row.id])]),
        )


def _organizations(session: Session, ids: Sequence[int]) -> Details:
    query = select(organization.id, organization.country, organization.organization_type)
    for row in session.execute(query.where(among(session, organization.id, ids))):
        yield row.id, _placed([row.country], ORGANIZATION_WORDS[row.organization_type])


def _reports(session: Session, ids: Sequence[int]) -> Details:
    sites = defaultdict(list)
    query = (
        select(ReportSite.report_id, Record.title, facility.country)
        .join(Facility.__table__, facility.id == ReportSite.facility_id)
        .join(Record, Record.id == facility.id)
        .where(among(session, ReportSite.report_id, ids))
        .order_by(ReportSite.report_id, ReportSite.position)
    )
    for report_id, title, country in session.execute(query):
        sites[report_id].append((title, country))
    status = (report.certainty, report.disputed, report.remedied, report.withdrawn)
    query = select(report.id, report.from_date, report.to_date, *status)
    for row in session.execute(query.where(among(session, report.id, ids))):
        titles, places = zip(*sites[row.id], strict=True) if sites[row.id] else ((), ())
        when = period_words(row.from_date, row.to_date)
        placed = _placed(places, when, _listed(titles))
        flags = {column.key: getattr(row, column.key) for column in status}
        yield row.id, placed | flags | _dated(row.from_date, row.to_date)


def _campaigns(session: Session, ids: Sequence[int]) -> Details:
    organisers: dict[int, list[str]] = defaultdict(list)
    query = (
        select(CampaignParty.campaign_id, Record.title, CampaignParty.actor_name)
        .outerjoin(Record, Record.id == CampaignParty.actor_id)
        .where(among(session, CampaignParty.campaign_id, ids))
        .where(CampaignParty.part == CampaignPartyRole.ORGANISER)
        .order_by(CampaignParty.campaign_id, CampaignParty.position)
    )
    for campaign_id, title, name in session.execute(query):
        organisers[campaign_id].append(title or name or "")
    periods = select(campaign.id, campaign.from_date, campaign.to_date)
    for row in session.execute(periods.where(among(session, campaign.id, ids))):
        dated = row.from_date or row.to_date
        when = period_words(row.from_date, row.to_date) if dated else None
        placed = _placed([], when, _listed(organisers[row.id]))
        yield row.id, placed | _dated(row.from_date, row.to_date)


def _sources(session: Session, ids: Sequence[int]) -> Details:
    query = select(source.id, source.publisher, source.published, source.language)
    for row in session.execute(query.where(among(session, source.id, ids))):
        placed = _placed([], row.publisher, date_words(row.published))
        yield row.id, placed | _dated(row.published) | {LANGUAGE: row.language}


def _dated(from_date: str | None, to_date: str | None = None) -> dict[str, Any]:
    return {"from_date": None if from_date == UNDATED else from_date, "to_date": to_date}


def _placed(
    codes: Iterable[str | None], *first: str | None, last: Iterable[str | None] = ()
) -> dict[str, Any]:
    """Return the pieces that are known, with the countries by name before the last ones."""
    known = tuple(dict.fromkeys(code for code in codes if code))
    names = [countries().get(code, code) for code in known]
    return {
        "pieces": tuple(piece for piece in (*first, *names, *last) if piece),
        "countries": known,
    }


def _listed(titles: Sequence[str]) -> str:
    """Return a few titles as one piece: ``A, B, C and 4 more``."""
    named = ", ".join(titles[:MOST_NAMED])
    return f"{named} and {len(titles) - MOST_NAMED} more" if len(titles) > MOST_NAMED else named
