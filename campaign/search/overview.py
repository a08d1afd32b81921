"""Counts and short lists for the home page, read from the sets of the search."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from pyroaring import FrozenBitMap
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.models import Record
from campaign.models.vocabulary import Kind
from campaign.search.sets import WEIGHT, Sets, read_sets

MOST = 8  # in a list


@dataclass(frozen=True)
class Overview:
    """What is published, at one moment.

    Attributes:
        reports: how many make an allegation.
        facilities: how many.
        sources: how many.
        latest: ids of the reports of what happened last, newest first.
        companies: title, slug and number of counted reports of those with most of them.
    """

    reports: int
    facilities: int
    sources: int
    latest: list[int]
    companies: list[tuple[str, str, int]]


def read_overview(session: Session) -> Overview:
    """Return how much the record holds, what is new, and of whom most is reported."""
    sets = read_sets(session)
    alleging = _alleging(sets)
    return Overview(
        reports=len(alleging),
        facilities=len(sets.of_kind(Kind.FACILITY)),
        sources=len(sets.of_kind(Kind.SOURCE)),
        latest=_latest(sets, alleging),
        companies=_most_reported(session, sets),
    )


def _alleging(sets: Sets) -> FrozenBitMap:
    """Return the reports that make an allegation: their weight is how many."""
    return sets.of_kind(Kind.REPORT) & FrozenBitMap.union(FrozenBitMap(), *sets.heaviest_first)


def _latest(sets: Sets, alleging: FrozenBitMap) -> list[int]:
    found = (i for day in sets.newest_first for i in reversed(list(day & alleging)))
    return list(islice(found, MOST))


def _most_reported(session: Session, sets: Sets) -> list[tuple[str, str, int]]:
    """Return the companies of most weight, which is how many reports count for them."""
    weights, companies = sets.by_facet.get(WEIGHT, {}), sets.of_kind(Kind.COMPANY)
    heaviest = (
        (record_id, int(weight))
        for weight in sorted(weights, key=int, reverse=True)
        for record_id in weights[weight] & companies
    )
    numbers = dict(islice(heaviest, MOST))
    rows = session.execute(
        select(Record.id, Record.title, Record.slug).where(Record.id.in_(numbers))
    )
    listed = [(row.title, row.slug, numbers[row.id]) for row in rows]
    return sorted(listed, key=lambda row: (-row[2], row[0]))
