"""The words for the values of facets, and the order in which they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from heapq import nlargest

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.models import AbuseType, Record
from campaign.models.vocabulary import Certainty
from campaign.queries.lists import among
from campaign.queries.words import CERTAINTY_WORDS, KIND_WORDS
from campaign.schemas.types import countries
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
from campaign.search.facets import Counts, Filters
from campaign.search.results import Facet, FacetValue

MOST_BRANDS = 50
ANSWERS = {NO_ANSWER: "no answer from the company"}
ACCOUNTS = {ONE_ORIGIN: "one source only"}


def describe_facets(session: Session, counts: Counts, filters: Filters) -> tuple[Facet, ...]:
    """Return the facets with labels, in a steady order; a chosen value is always among them."""
    return (
        _facet(KIND, "Kind", {kind.value: KIND_WORDS[kind] for kind in SEARCHED}, counts, filters),
        _by_count(COUNTRY, "Country", countries(), counts, filters),
        _abuse(session, counts, filters),
        _brands(session, counts, filters),
        _facet(STATUS, "Status", _status_words(), counts, filters),
        _facet(YEAR, "Year", _years(counts, filters), counts, filters),
        _facet(ANSWER, "Answer", ANSWERS, counts, filters),
        _facet(ORIGINS, "Sources", ACCOUNTS, counts, filters),
    )


def _facet(
    name: str, label: str, labels: Mapping[str, str], counts: Counts, filters: Filters
) -> Facet:
    """Return a facet whose values come in the order of their labels' mapping."""
    numbers, chosen = counts.get(name, {}), filters.get(name)
    values = (
        FacetValue(value, words, numbers.get(value, 0), value == chosen)
        for value, words in labels.items()
        if numbers.get(value) or value == chosen
    )
    return Facet(name, label, tuple(values))


def _by_count(
    name: str, label: str, labels: Mapping[str, str], counts: Counts, filters: Filters
) -> Facet:
    facet = _facet(name, label, labels, counts, filters)
    return Facet(name, label, tuple(sorted(facet.values, key=lambda v: (-v.count, v.label))))


def _abuse(session: Session, counts: Counts, filters: Filters) -> Facet:
    """Return the groups of abuse, each followed by its types."""
    terms = select(AbuseType.code, AbuseType.label, AbuseType.group_code, AbuseType.group_label)
    types = session.execute(terms.order_by(AbuseType.code)).all()
    labels: dict[str, str] = {}
    for abuse in types:
        labels.setdefault(abuse.group_code, abuse.group_label)
        labels[abuse.code] = abuse.label
    within = {abuse.code: abuse.group_code for abuse in types}
    facet = _facet(ABUSE, "Abuse", labels, counts, filters)
    values = (
        FacetValue(v.value, v.label, v.count, v.selected, within.get(v.value)) for v in facet.values
    )
    return Facet(ABUSE, "Abuse", tuple(values))


def _brands(session: Session, counts: Counts, filters: Filters) -> Facet:
    """Return the companies that sell to people and have the most results; the chosen one too."""
    numbers = counts.get(BRAND, {})
    most = nlargest(MOST_BRANDS, numbers, key=lambda key: (numbers[key], -int(key)))
    titles = select(Record.id, Record.slug, Record.title)
    rows = session.execute(titles.where(among(session, Record.id, list(map(int, most))))).all()
    if BRAND in filters and filters[BRAND] not in {row.slug for row in rows}:
        rows = [*rows, *session.execute(titles.where(Record.slug == filters[BRAND]))]
    by_slug = {BRAND: {row.slug: numbers.get(str(row.id), 0) for row in rows}}
    return _by_count(BRAND, "Brand", {row.slug: row.title for row in rows}, by_slug, filters)


def _status_words() -> dict[str, str]:
    words = {certainty.value: CERTAINTY_WORDS[certainty] for certainty in Certainty}
    return words | {flag: flag for flag in FLAGS}


def _years(counts: Counts, filters: Filters) -> dict[str, str]:
    years = {*counts.get(YEAR, {}), *([filters[YEAR]] if YEAR in filters else [])}
    return {year: year for year in sorted(years, reverse=True)}
