"""Facets: by what results can be narrowed, each value with the number it would leave.

The count of a value is the number of results when it is chosen and the other facets stay
as they are. All counts come from one statement: a small ``SELECT`` for each place where a
value can stand, put together.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    CompoundSelect,
    Select,
    Subquery,
    Text,
    and_,
    bindparam,
    cast,
    distinct,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from campaign.models import (
    AbuseType,
    Allegation,
    Campaign,
    Company,
    Exposure,
    Facility,
    Organization,
    Record,
    Report,
    ReportSite,
    Source,
)
from campaign.models.vocabulary import Certainty, Kind
from campaign.schemas.types import UNDATED, countries
from campaign.search.content import SEARCHED
from campaign.search.matching import Matching

KIND, COUNTRY, ABUSE, BRAND, STATUS, YEAR = "kind", "country", "abuse", "brand", "status", "year"
FACETS = (KIND, COUNTRY, ABUSE, BRAND, STATUS, YEAR)
TOTAL = "total"
YEARS = re.compile(r"[12]\d{3}")
SHOWN = 60  # characters of an unknown value that are repeated to the reader

company = Company.__table__.c
facility = Facility.__table__.c
organization = Organization.__table__.c
report = Report.__table__.c
campaign = Campaign.__table__.c
source = Source.__table__.c

# What may be said of a report beside how sure it is.
FLAGS = {"disputed": report.disputed, "remedied": report.remedied, "withdrawn": report.withdrawn}

CLOSED = {
    KIND: frozenset(kind.value for kind in SEARCHED),
    STATUS: frozenset([*(certainty.value for certainty in Certainty), *FLAGS]),
}

Filters = Mapping[str, str]
Counts = Mapping[str, Mapping[str, int]]


def _pairs(record_id: Any, value: Any) -> Select[Any]:
    return select(record_id.label("record_id"), value.label("value"))


def _span(record_id: Any, from_date: Any, to_date: Any) -> Select[Any]:
    first = func.substr(from_date, 1, 4)
    last = func.substr(func.coalesce(to_date, from_date), 1, 4)
    return select(record_id.label("record_id"), first.label("first"), last.label("last")).where(
        from_date.is_not(None), from_date != UNDATED
    )


# Where the values of each facet stand: queries of a record's id and a value.
PLACES: dict[str, list[Subquery]] = {
    facet: [query.subquery(f"{facet}_{number}") for number, query in enumerate(queries)]
    for facet, queries in {
        KIND: [_pairs(Record.id, Record.kind)],
        COUNTRY: [
            _pairs(company.id, company.country),
            _pairs(facility.id, facility.country),
            _pairs(organization.id, organization.country),
            _pairs(ReportSite.report_id, facility.country).join(
                ReportSite, ReportSite.facility_id == facility.id
            ),
        ],
        ABUSE: [
            _pairs(Allegation.report_id, Allegation.abuse),
            _pairs(Allegation.report_id, AbuseType.group_code).join(
                AbuseType, AbuseType.code == Allegation.abuse
            ),
        ],
        BRAND: [
            _pairs(Exposure.report_id, Record.slug)
            .join(Record, Record.id == Exposure.company_id)
            .where(Exposure.counted)
        ],
        STATUS: [
            _pairs(report.id, report.certainty),
            *(_pairs(report.id, literal(word)).where(flag) for word, flag in FLAGS.items()),
        ],
        YEAR: [
            _span(report.id, report.from_date, report.to_date),
            _span(campaign.id, campaign.from_date, campaign.to_date),
            _span(source.id, source.published, source.published),
        ],
    }.items()
}


def read_filters(session: Session, asked: Mapping[str, object]) -> tuple[dict[str, str], list[str]]:
    """Return the filters that can be used, and a sentence for each value that is unknown."""
    filters: dict[str, str] = {}
    ignored: list[str] = []
    for facet, value in asked.items():
        text = "" if value is None else str(value).strip()
        if not text:
            continue
        known = _known_value(session, facet, text)
        if known is None:
            shown = f"{facet}={text[:SHOWN]}"
            ignored.append(f"“{shown}” was ignored: there is no such {facet} here.")
        else:
            filters[facet] = known
    return filters, ignored


def _known_value(session: Session, facet: str, text: str) -> str | None:
    if facet == COUNTRY:
        return text.upper() if text.upper() in countries() else None
    if facet == YEAR:
        return text if YEARS.fullmatch(text) and text.isascii() else None
    if facet == BRAND:
        is_slug = re.fullmatch(r"[a-z0-9-]{1,120}", text)
        query = select(Record.slug).where(Record.slug == text, Record.kind == Kind.COMPANY)
        return session.scalar(query) if is_slug else None
    if facet == ABUSE:
        return text if text in _abuse_codes(session) else None
    return text if text in CLOSED.get(facet, ()) else None


def _abuse_codes(session: Session) -> set[str]:
    rows = session.execute(select(AbuseType.code, AbuseType.group_code))
    return {code for row in rows for code in row}


def filter_values(filters: Filters) -> dict[str, str]:
    """Return the parameters of ``conditions``."""
    return {_parameter(facet): value for facet, value in filters.items()}


def conditions(
    matched: CTE, facets: Collection[str], *, without: str = ""
) -> list[ColumnElement[bool]]:
    """Return what the facets that are chosen, all but one, ask of a found record."""
    record_id = matched.c.record_id
    return [
        or_(*(record_id.in_(ids) for ids in _having(facet)))
        for facet in FACETS
        if facet in facets and facet != without
    ]


def _parameter(facet: str) -> str:
    return f"filter_{facet}"


def _having(facet: str) -> Iterator[Select[Any]]:
    """Yield queries of the ids of records that have a value, by where it stands."""
    value = bindparam(_parameter(facet), type_=Text)
    for place in PLACES[facet]:
        holds: ColumnElement[bool] = (
            and_(place.c.first <= value, place.c.last >= value)
            if facet == YEAR
            else cast(place.c.value, Text) == value
        )
        yield select(place.c.record_id).where(holds)


def count_facets(session: Session, matching: Matching, filters: Filters) -> Counts:
    """Return the number of results for each value of each facet, and for ``TOTAL``."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    statement = _counting(matching.matched, frozenset(filters))
    for facet, value, number in session.execute(
        statement, matching.values | filter_values(filters)
    ):
        if facet == YEAR:
            first, last = value.split("-")
            years = range(int(first), int(last) + 1)
            counts[facet].update({str(year): number for year in years})
        else:
            counts[facet][value] += number
    return counts


@lru_cache(maxsize=512)
def _counting(matched: CTE, facets: frozenset[str]) -> CompoundSelect[str, str, int]:
    """Make the statement that counts; it is the same for all values."""
    number = func.count(distinct(matched.c.record_id))
    every = conditions(matched, facets)
    total = select(literal(TOTAL), literal(""), number).where(*every)
    counts: list[Select[str, str, int]] = [total]
    for facet, places in PLACES.items():
        others = conditions(matched, facets, without=facet)
        for place in places:
            value = _value_of(facet, place)
            counts.append(
                select(literal(facet), cast(value, Text), number)
                .join_from(matched, place, place.c.record_id == matched.c.record_id)
                .where(value.is_not(None), *others)
                .group_by(value)
            )
    return union_all(*counts)


def _value_of(facet: str, place: Subquery) -> ColumnElement[Any]:
    if facet != YEAR:
        value: ColumnElement[Any] = place.c.value
        return value
    return place.c.first + literal("-") + place.c.last
