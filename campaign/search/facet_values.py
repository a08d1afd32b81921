"""Which values of which facets a record has, read from the published tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any

from pyroaring import BitMap
from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    Text,
    cast,
    exists,
    literal,
    or_,
    select,
    union_all,
)

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
from campaign.search.batch import Batch, held
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
    live = BitMap(batch.ask(_live()).scalars())
    found: dict[Value, BitMap] = defaultdict(BitMap)
    found[EVERY, ""] = live
    for facet, value, record_id in _values(batch):
        if record_id in live:
            found[facet, value].add(record_id)
    return {place: ids for place, ids in found.items() if ids}


def _values(batch: Batch) -> Iterator[tuple[str, str, int]]:
    yield from batch.ask(_facets())
    yield from _years_and_dates(batch)
    for record_id, number in count_origins(batch).items():
        if number == 1:
            yield ORIGINS, ONE_ORIGIN, record_id


@cache
def _live() -> Select[*tuple[Any, ...]]:
    return select(Record.id).where(held(Record.id), Record.kind.in_(SEARCHED), is_live())


@cache
def _facets() -> CompoundSelect[Any]:
    """Return a query of facets, their values, and the records that have them."""
    group = select(literal(ABUSE), AbuseType.group_code, Allegation.report_id)
    return union_all(
        _having(KIND, Record.id, Record.kind),
        *(
            _having(COUNTRY, place.id, place.country).where(place.country.is_not(None))
            for place in (company, facility, organization)
        ),
        _having(COUNTRY, ReportSite.report_id, facility.country)
        .join(Facility.__table__, facility.id == ReportSite.facility_id)
        .where(facility.country.is_not(None)),
        _having(ABUSE, Allegation.report_id, Allegation.abuse),
        group.join(AbuseType, AbuseType.code == Allegation.abuse).where(
            held(Allegation.report_id), AbuseType.group_code.is_not(None)
        ),
        _having(STATUS, report.id, report.certainty),
        *(_having(STATUS, report.id, literal(word)).where(flag) for word, flag in FLAGS.items()),
        _counted_for_brands(),
        _unanswered(),
    )


def _having(facet: str, record_id: Any, value: Any) -> Select[*tuple[Any, ...]]:
    found = select(literal(facet).label("facet"), cast(value, Text).label("value"), record_id)
    return found.where(held(record_id))


def _counted_for_brands() -> Select[*tuple[Any, ...]]:
    """Return reports with each brand or retailer for which they count."""
    return (
        _having(BRAND, Exposure.report_id, Exposure.company_id)
        .join(Company.__table__, company.id == Exposure.company_id)
        .where(Exposure.counted, is_selling())
    )


def is_selling() -> ColumnElement[bool]:
    """Return the condition that a company sells to people."""
    return or_(*(cast(company.roles, Text).contains(f'"{role.value}"') for role in SELLING))


def read_answers(batch: Batch) -> dict[Value, BitMap]:
    """Return those of some reports that count for a company which gave no answer."""
    return {(ANSWER, NO_ANSWER): BitMap(row[2] for row in batch.ask(_unanswered()))}


@cache
def _unanswered() -> Select[*tuple[Any, ...]]:
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
    return _having(ANSWER, report.id, literal(NO_ANSWER)).where(left)


def _years_and_dates(batch: Batch) -> Iterator[tuple[str, str, int]]:
    for found, from_date, to_date in batch.ask(_dates()):
        yield DATE, from_date, found
        years = range(int(from_date[:4]), int((to_date or from_date)[:4]) + 1)
        yield from ((YEAR, str(year), found) for year in years)


@cache
def _dates() -> CompoundSelect[Any]:
    return union_all(
        *(
            select(record_id, first.label("first"), last).where(
                held(record_id), first.is_not(None), first.not_in(("", UNDATED))
            )
            for record_id, first, last in (
                (report.id, report.from_date, report.to_date),
                (campaign.id, campaign.from_date, campaign.to_date),
                (source.id, source.published, source.published),
            )
        )
    )


def count_origins(batch: Batch) -> dict[int, int]:
    """Return how many independent accounts bear out each report.

    Counted as in ``editorial.certainty``: what supports the allegations counts (the
    statements, where nothing is alleged); sources that the report puts into one group are
    one, others go by their own origin.
    """
    alleging = set(batch.ask(_alleging()).scalars())
    groups: dict[tuple[int, int], str] = {}
    supporting: dict[int, dict[int, str]] = defaultdict(dict)
    for record_id, source_id, pointer, stance, origin in batch.ask(_citations()):
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


@cache
def _alleging() -> Select[*tuple[Any, ...]]:
    return select(Allegation.report_id).where(held(Allegation.report_id)).distinct()


@cache
def _citations() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Citation.record_id, Citation.source_id, Citation.pointer, Citation.stance, source.origin
        )
        .join(Source.__table__, source.id == Citation.source_id)
        .join(Report.__table__, report.id == Citation.record_id)
        .where(held(Citation.record_id))
        .order_by(Citation.record_id, Citation.position)
    )
