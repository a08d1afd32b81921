"""Facets: by what results can be narrowed, each value with the number it would leave.

The count of a value is the number of results when it is chosen and the other facets stay
as they are. All counts are sizes of intersections of bitmaps; no record is read for them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pyroaring import BitMap, FrozenBitMap
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.models import AbuseType, Exposure, Record
from campaign.models.vocabulary import Certainty, Kind
from campaign.schemas.types import countries
from campaign.search.batch import read_ids
from campaign.search.content import SEARCHED
from campaign.search.facet_values import (
    ABUSE,
    ANSWER,
    BRAND,
    COUNTRY,
    FLAGS,
    KIND,
    NO_ANSWER,
    ONE_ORIGIN,
    ORIGINS,
    STATUS,
    YEAR,
)
from campaign.search.facet_values import (
    FACETS as FACETS,
)
from campaign.search.sets import Sets

YEARS = re.compile(r"[12]\d{3}")
SHOWN = 60  # characters of an unknown value that are repeated to the reader
CLOSED = {
    KIND: frozenset(kind.value for kind in SEARCHED),
    STATUS: frozenset([*(certainty.value for certainty in Certainty), *FLAGS]),
    ANSWER: frozenset([NO_ANSWER]),
    ORIGINS: frozenset([ONE_ORIGIN]),
}

Filters = Mapping[str, str]
Passing = Mapping[str, BitMap | FrozenBitMap]
Counts = Mapping[str, Mapping[str, int]]


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
    return text if text in CLOSED[facet] else None


def _abuse_codes(session: Session) -> set[str]:
    rows = session.execute(select(AbuseType.code, AbuseType.group_code))
    return {code for row in rows for code in row}


def choose(session: Session, sets: Sets, filters: Filters) -> Passing:
    """Return the records that each filter lets pass."""
    return {
        facet: _exposing(session, sets, value) if facet == BRAND else sets.having(facet, value)
        for facet, value in filters.items()
    }


def _exposing(session: Session, sets: Sets, slug: str) -> BitMap | FrozenBitMap:
    """Return the reports that count for a company; sets are kept for those that sell only."""
    company_id = session.scalar(select(Record.id).where(Record.slug == slug))
    kept = sets.by_facet.get(BRAND, {}).get(str(company_id))
    counted = select(Exposure.report_id).where(Exposure.company_id == company_id, Exposure.counted)
    return read_ids(session, counted) & sets.every if kept is None else kept


def narrow(found: BitMap, passing: Passing, *, without: str = "") -> BitMap:
    """Return those of the records that pass the filters, all but one."""
    for facet, ids in passing.items():
        if facet != without:
            found = found & ids
    return found


def count_facets(found: BitMap, passing: Passing, sets: Sets) -> Counts:
    """Return the number of results for each value of each facet that would leave any."""
    narrowed = narrow(found, passing)
    counts = {}
    for facet in FACETS:
        base = narrow(found, passing, without=facet) if facet in passing else narrowed
        numbers = (
            (value, base.intersection_cardinality(ids))
            for value, ids in sets.by_facet.get(facet, {}).items()
        )
        counts[facet] = {value: number for value, number in numbers if number}
    return counts
