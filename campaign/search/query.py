"""Searching: from what somebody typed and chose to a page of results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypedDict, Unpack

from sqlalchemy import CTE, ColumnElement, Integer, Row, Select, bindparam, case, func, select
from sqlalchemy.orm import Session

from campaign.models import Campaign, Record, Report, SearchEntry, SearchName, Source
from campaign.models.vocabulary import Kind
from campaign.schemas.types import UNDATED
from campaign.search.content import NAMED, is_live
from campaign.search.correcting import correct, respell
from campaign.search.facets import (
    TOTAL,
    Counts,
    Filters,
    conditions,
    count_facets,
    filter_values,
    read_filters,
)
from campaign.search.folding import fold_name, joined
from campaign.search.hits import describe_hits
from campaign.search.labels import describe_facets
from campaign.search.matching import Matching, match_records
from campaign.search.parsing import parse, write
from campaign.search.results import Hit
from campaign.search.results import Results as Results
from campaign.search.suggesting import lookup_identifier as lookup_identifier
from campaign.search.suggesting import suggest as suggest
from campaign.search.words import Asked, Match, ReadAs, Reading

MOST_PER_PAGE = 100
LAST_PAGE = 100_000
FEW = 3  # with so few hits, and none of them by name, a typing mistake is thought of

source = Source.__table__.c


class Sort(StrEnum):
    """The orders in which results may come."""

    RELEVANCE = "relevance"
    DATE = "date"
    REPORTS = "reports"
    LISTED = "listed"  # reports before everything else, the newest first


class Chosen(TypedDict, total=False):
    """What may be chosen beside the words; each may be missing, None or empty.

    Attributes:
        kind: of record: company, facility, organization, report, campaign, source.
        country: ISO 3166-1 code, of a company's head office or of the place.
        abuse: code of a type of abuse (``D01``) or of a group (``D``).
        brand: slug of a company; finds the reports that count as its exposure.
        status: how sure a report is; or disputed, remedied, withdrawn.
        year: in which a report, campaign or publication falls.
        answer: ``none`` for reports that count at least one company that gave no answer.
        origins: ``one`` for reports that go back to one independent account only.
    """

    kind: str | None
    country: str | None
    abuse: str | None
    brand: str | None
    status: str | None
    year: str | int | None
    answer: str | None
    origins: str | None


def every_hit(
    session: Session, text: str, *, sort: str = Sort.RELEVANCE, **chosen: Unpack[Chosen]
) -> Iterator[Hit]:
    """Yield all hits of a search in their order, with no more than a page of them in memory.

    Takes what ``search`` takes, and finds the same.
    """
    page, pages = 1, 1
    while page <= pages:
        results = search(session, text, page=page, per_page=MOST_PER_PAGE, sort=sort, **chosen)
        yield from results.hits
        page, pages = page + 1, results.pages


def search(
    session: Session,
    text: str,
    *,
    page: int = 1,
    per_page: int = 20,
    sort: str = Sort.RELEVANCE,
    **chosen: Unpack[Chosen],
) -> Results:
    """Find public records by what somebody typed, in any script, and by what they chose.

    No text and no value is an error: what cannot be used is said in ``ignored``. Without
    words everything is listed, the newest reports first.

    Args:
        session: is only read.
        text: words (all must be met), "quoted phrases", -excluded words, an identifier or
            a web address.
        page: counted from 1.
        per_page: at most ``MOST_PER_PAGE``.
        sort: one of ``Sort``; relevance is how well a record fits, then how much is
            reported, then its title.
        chosen: see ``Chosen``.
    """
    filters, unknown = read_filters(session, chosen)
    order, unsorted = _read_sort(sort)
    page, per_page = max(1, min(page, LAST_PAGE)), max(1, min(per_page, MOST_PER_PAGE))
    read = respell(session, parse(text))
    found, counts = _find(session, read, filters)
    rows = _read_page(session, found, filters, order, (per_page, page))
    return Results(
        total=counts[TOTAL][""],
        hits=describe_hits(session, rows, found.asked),
        facets=describe_facets(session, counts, filters),
        readings=_read_names(session, text, found.asked),
        did_you_mean=found.did_you_mean,
        ignored=(*read.ignored, *unknown, *unsorted),
        page=page,
        per_page=per_page,
    )


@dataclass(frozen=True)
class _Found:
    """A query as it was understood in the end, and the records that it finds."""

    asked: Asked
    matching: Matching
    did_you_mean: tuple[str, ...] = ()


def _find(session: Session, asked: Asked, filters: Filters) -> tuple[_Found, Counts]:
    """Return what is found and counted, with mistakes put right where there is need."""
    found = _Found(asked, match_records(session, asked))
    counts = count_facets(session, found.matching, filters)
    if not asked.words or counts[TOTAL][""] > FEW:
        return found, counts
    better = _find_mistyped(session, found)
    if better is None:
        return found, counts
    return better, count_facets(session, better.matching, filters)


def _find_mistyped(session: Session, found: _Found) -> _Found | None:
    """Return what is found with typing mistakes put right, or None when there is no need.

    Where the words as typed find nothing, they are taken back; where they are met in a few
    texts only, names that are near come on top of those.
    """
    number, best = _count(session, found.matching)
    if number > FEW or (number and best < Match.TITLE):
        return None
    corrected = correct(session, found.asked)
    if corrected is None:
        return None
    if number:
        return _Found(found.asked, match_records(session, found.asked, corrected))
    better = match_records(session, corrected)
    if not _count(session, better)[0]:
        return None
    return _Found(corrected, better, write(corrected))


def _count(session: Session, matching: Matching) -> tuple[int, int]:
    """Return how many records are found without any filter, and how well the best fits."""
    matched = matching.matched
    query = select(func.count(), func.min(matched.c.match)).select_from(matched)
    number, best = session.execute(query, matching.values).one()
    return number, best


def _read_sort(sort: str) -> tuple[Sort, list[str]]:
    try:
        return Sort(sort), []
    except ValueError:
        return Sort.RELEVANCE, [f"“sort={sort[:60]}” was ignored: there is no such order."]


def _read_page(
    session: Session, found: _Found, filters: Filters, sort: Sort, page: tuple[int, int]
) -> Sequence[Row[Any]]:
    """Return the rows of a page, which is its size and its number."""
    listed = not found.asked.words and not found.asked.address
    if sort is Sort.RELEVANCE and listed:
        sort = Sort.LISTED
    size, number = page
    values = {"size": size, "skipped": (number - 1) * size}
    statement = _page(found.matching.matched, frozenset(filters), sort)
    return session.execute(statement, values | found.matching.values | filter_values(filters)).all()


@lru_cache(maxsize=512)
def _page(matched: CTE, facets: frozenset[str], sort: Sort) -> Select[Any]:
    """Make the statement for a page of records that pass the filters; the same for all values."""
    query = (
        select(
            matched.c.record_id,
            matched.c.match,
            Record.kind,
            Record.slug,
            Record.title,
            SearchEntry.weight,
        )
        .join_from(matched, Record, Record.id == matched.c.record_id)
        .join(SearchEntry, SearchEntry.record_id == Record.id)
        .where(*conditions(matched, facets))
        .limit(bindparam("size", type_=Integer))
        .offset(bindparam("skipped", type_=Integer))
    )
    fits = (matched.c.match, SearchEntry.weight.desc(), Record.title, Record.id)
    if sort is Sort.RELEVANCE:
        return query.order_by(*fits)
    if sort is Sort.REPORTS:
        return query.order_by(SearchEntry.weight.desc(), *fits)
    for model in (Report, Campaign, Source):
        query = query.outerjoin(model.__table__, model.__table__.c.id == Record.id)
    reports_first = [case((Record.kind == Kind.REPORT, 0), else_=1)] if sort is Sort.LISTED else []
    return query.order_by(*reports_first, _date().desc().nulls_last(), *fits)


def _date() -> ColumnElement[str | None]:
    report, campaign = Report.__table__.c, Campaign.__table__.c
    published = func.nullif(source.published, UNDATED)
    return func.coalesce(report.from_date, campaign.from_date, published)


def _read_names(session: Session, text: str, asked: Asked) -> tuple[Reading, ...]:
    """Return what the query was taken to mean: somebody known by the name that was typed."""
    title = session.scalar(
        select(Record.title)
        .join(SearchName, SearchName.record_id == Record.id)
        .join(SearchEntry, SearchEntry.record_id == Record.id)
        .where(SearchName.folded == asked.joined, Record.kind.in_(NAMED), is_live())
        .order_by(SearchName.romanised, SearchEntry.weight.desc(), Record.id)
        .limit(1)
    )
    corrections = tuple(r for r in asked.understood if r.read_as is ReadAs.CORRECTED)
    if not asked.joined or title is None or corrections:
        return corrections or asked.understood
    if joined(fold_name(title)) == asked.joined:
        return ()
    return (Reading(ReadAs.NAME, text.strip(), title),)
