"""Which values of which facets a record has, read from the published tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from pyroaring import BitMap
from sqlalchemy import ColumnElement, Select, Text, cast, exists, literal, or_, select

from campaign.models import (
    AbuseType,
    Allegation,
    Campaign,
    Citation,
    Company,
    Exposure,
    Facility,
    Organization,
    Record,
    Report,
    ReportSite,
    Response,
    Source,
)
from campaign.models.vocabulary import CompanyRole, ResponseStance, Stance
from campaign.schemas.types import UNDATED
from campaign.search.batch import Batch
from campaign.search.content import SEARCHED, is_live
from campaign.search.sets import DATE, EVERY, Value

KIND, COUNTRY, ABUSE, BRAND, STATUS, YEAR = "kind", "country", "abuse", "brand", "status", "year"
ANSWER, ORIGINS = "answer", "origins"
FACETS = (KIND, COUNTRY, ABUSE, BRAND, STATUS, YEAR, ANSWER, ORIGINS)
NO_ANSWER, ONE_ORIGIN = "none", "one"
SELLING = (CompanyRole.BRAND, CompanyRole.RETAILER)
STORED = (EVERY, *FACETS, DATE)  # WEIGHT moves by itself

company = Company.__table__.c
facility = Facility.__table__.c
organization = Organization.__table__.c
report = Report.__table__.c
campaign = Campaign.__table__.c
source = Source.__table__.c

# What may be said of a report beside how sure it is.
FLAGS = {"disputed": report.disputed, "remedied": report.remedied, "withdrawn": report.withdrawn}


def read_values(batch: Batch) -> dict[Value, BitMap]:
    """Return those of the records that have each value of each facet but the weight."""
    live = BitMap(
        batch.session.scalars(
            select(Record.id).where(batch.holds(Record.id), Record.kind.in_(SEARCHED), is_live())
        )
    )
    found: dict[Value, BitMap] = defaultdict(BitMap)
    found[EVERY, ""] = live
    for facet, value, record_id in _values(batch):
        if record_id in live:
            found[facet, value].add(record_id)
    return {place: ids for place, ids in found.items() if ids}


def _values(batch: Batch) -> Iterator[tuple[str, str, int]]:
    for facet, query, record_id in _queries():
        for found, value in batch.session.execute(query.where(batch.holds(record_id))):
            if value is not None:
                yield facet, str(value), found
    yield from _years_and_dates(batch)
    for record_id, number in count_origins(batch).items():
        if number == 1:
            yield ORIGINS, ONE_ORIGIN, record_id


def _queries() -> Iterator[tuple[str, Select[Any, Any], Any]]:
    """Yield where the values of the facets stand, each with the column of the record's id."""
    yield KIND, select(Record.id, cast(Record.kind, Text)), Record.id
    for place in (company, facility, organization):
        yield COUNTRY, select(place.id, place.country), place.id
    site = select(ReportSite.report_id, facility.country)
    sites = site.join(Facility.__table__, facility.id == ReportSite.facility_id)
    yield COUNTRY, sites, ReportSite.report_id
    yield ABUSE, select(Allegation.report_id, Allegation.abuse), Allegation.report_id
    group = select(Allegation.report_id, AbuseType.group_code)
    groups = group.join(AbuseType, AbuseType.code == Allegation.abuse)
    yield ABUSE, groups, Allegation.report_id
    yield STATUS, select(report.id, cast(report.certainty, Text)), report.id
    for word, flag in FLAGS.items():
        yield STATUS, select(report.id, literal(word)).where(flag), report.id
    yield BRAND, _counted_for_brands(), Exposure.report_id
    yield ANSWER, _unanswered(), report.id


def _counted_for_brands() -> Select[int, Any]:
    """Return reports with each brand or retailer for which they count."""
    return (
        select(Exposure.report_id, Exposure.company_id)
        .join(Company.__table__, company.id == Exposure.company_id)
        .where(Exposure.counted, is_selling())
    )


def is_selling() -> ColumnElement[bool]:
    """Return the condition that a company sells to people."""
    return or_(*(cast(company.roles, Text).contains(f'"{role.value}"') for role in SELLING))


def read_answers(batch: Batch) -> dict[Value, BitMap]:
    """Return those of some reports that count for a company which gave no answer."""
    rows = batch.session.execute(_unanswered().where(batch.holds(report.id)))
    return {(ANSWER, NO_ANSWER): BitMap(row[0] for row in rows)}


def _unanswered() -> Select[int, Any]:
    """Return reports that count for a company which gave no answer; silence is none.

    One such company is enough: a place can have a hundred thousand buyers.
    """
    answer = Response.__table__.c
    answered = (
        exists()
        .where(answer.report_id == Exposure.report_id, answer.actor_id == Exposure.company_id)
        .where(answer.stance != ResponseStance.NO_RESPONSE)
        .where(Record.__table__.c.id == answer.id, Record.__table__.c.retracted_at.is_(None))
    )
    left = exists().where(Exposure.report_id == report.id, Exposure.counted, ~answered)
    return select(report.id, literal(NO_ANSWER)).where(left)


def _years_and_dates(batch: Batch) -> Iterator[tuple[str, str, int]]:
    for record_id, first, last in (
        (report.id, report.from_date, report.to_date),
        (campaign.id, campaign.from_date, campaign.to_date),
        (source.id, source.published, source.published),
    ):
        rows = batch.session.execute(select(record_id, first, last).where(batch.holds(record_id)))
        for found, from_date, to_date in rows:
            if from_date and from_date != UNDATED:
                yield DATE, from_date, found
                years = range(int(from_date[:4]), int((to_date or from_date)[:4]) + 1)
                yield from ((YEAR, str(year), found) for year in years)


def count_origins(batch: Batch) -> dict[int, int]:
    """Return how many independent accounts bear out each report.

    Counted as in ``editorial.certainty``: what supports the allegations counts (the
    statements, where nothing is alleged); sources that the report puts into one group are
    one, others go by their own origin.
    """
    alleging = set(
        batch.session.scalars(
            select(Allegation.report_id).where(batch.holds(Allegation.report_id)).distinct()
        )
    )
    groups: dict[tuple[int, int], str] = {}
    supporting: dict[int, dict[int, str]] = defaultdict(dict)
    for record_id, source_id, pointer, stance, origin in batch.session.execute(_citations(batch)):
        _, part, key, *_ = f"{pointer}//".split("/")
        if part == "origins":
            groups[record_id, source_id] = f"group {key}"
        elif stance is Stance.SUPPORTS and part == _counted_part(record_id in alleging):
            supporting[record_id][source_id] = origin
    return {
        record_id: len({groups.get((record_id, i)) or origin for i, origin in origins.items()})
        for record_id, origins in supporting.items()
    }


def _counted_part(alleges: bool) -> str:
    return "allegations" if alleges else "statements"


def _citations(batch: Batch) -> Select[Any]:
    return (
        select(
            Citation.record_id, Citation.source_id, Citation.pointer, Citation.stance, source.origin
        )
        .join(Source.__table__, source.id == Citation.source_id)
        .join(Report.__table__, report.id == Citation.record_id)
        .where(batch.holds(Citation.record_id))
        .order_by(Citation.record_id, Citation.position)
    )
