"""Keeping the sets of facets and orders up to date as records change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pyroaring import BitMap
from sqlalchemy import CompoundSelect, Select, delete, select, union, union_all
from sqlalchemy.orm import Session

from campaign.models import (
    Citation,
    Company,
    Exposure,
    Report,
    ReportSite,
    Response,
    SearchSet,
    SearchTie,
)
from campaign.search.batch import MANY, Batch, batches, held, insert_rows, read_ids
from campaign.search.facet_values import (
    ANSWER,
    BRAND,
    STORED,
    is_selling,
    read_answers,
    read_values,
)
from campaign.search.sets import EVERY, NONE, WEIGHT, SetsToChange, Value, put_sets
from campaign.search.weights import refresh_weights, shift_weights, stored_weights

response = Response.__table__.c
Ties = set[tuple[int, int]]  # a report, and a site or an answer


@dataclass(frozen=True)
class Moved:
    """The reports, companies and facilities between which the exposure table changed.

    ``weights`` tells for each company how many more, or fewer, reports count.
    """

    reports: Set[int] = frozenset()
    companies: Set[int] = frozenset()
    facilities: Set[int] = frozenset()
    weights: Mapping[int, int] = field(default_factory=dict)


UNMOVED = Moved()


class SetsInTheMaking:
    """All sets, put together batch by batch."""

    def __init__(self) -> None:
        self.pairs: dict[Value, BitMap] = defaultdict(BitMap)

    def add(self, batch: Batch, weights: Mapping[int, int]) -> None:
        """Add the values of some records, and how much is reported about them."""
        for place, ids in (read_values(batch) | by_weight(weights)).items():
            self.pairs[place] |= ids

    def write(self, session: Session) -> None:
        """Write them in place of all that are stored."""
        session.execute(delete(SearchSet))
        put_sets(session, self.pairs)


def by_weight(weights: Mapping[int, int]) -> dict[Value, BitMap]:
    """Return the sets of records by how much is reported; those with nothing are in none."""
    pairs: dict[Value, BitMap] = defaultdict(BitMap)
    for record_id, weight in weights.items():
        if weight:
            pairs[WEIGHT, str(weight)].add(record_id)
    return pairs


def refresh_sets(
    session: Session, indexed: set[int], changed: Collection[int], moved: Moved = UNMOVED
) -> None:
    """Bring sets, weights and ties up to date.

    Args:
        session: its transaction holds the changes.
        indexed: records whose own facts or texts may have changed.
        changed: records that others may be sorted or weighed by: sources, answers.
        moved: what changed in the exposure table. Of a report that is tied to others now,
            and says the same, only the answers wanted can be others; its brands are
            written for each company.
    """
    changed, sets = {*changed, *moved.facilities}, SetsToChange(session)
    for batch in batches(session, moved.reports - indexed):
        sets.change(BitMap(batch.ids), read_answers(batch), [ANSWER])
    sorted_by: set[int] = set()
    for batch in batches(session, changed):
        sorted_by |= _sorted_by(batch)
    touched, weighed = indexed | sorted_by, set(changed)
    for batch in batches(session, touched):
        weighed |= _refresh_ties(batch)
    refresh_weights(session, touched | weighed)
    shifted = {i: by for i, by in moved.weights.items() if i not in touched and i not in weighed}
    shift_weights(session, shifted)
    for batch in batches(session, touched):
        sets.change(BitMap(batch.ids), read_values(batch), STORED)
    _refresh_brands(session, sets, BitMap(changed) | BitMap(moved.companies))
    _refresh_by_weight(session, sets, BitMap(touched | weighed) | BitMap(shifted))
    sets.write()


def _refresh_by_weight(session: Session, sets: SetsToChange, record_ids: BitMap) -> None:
    """Put records into the sets of their weights, all at once: there are many sets."""
    weights: dict[int, int] = {}
    for batch in batches(session, record_ids, MANY):
        weights |= stored_weights(batch)
    sets.change(record_ids, by_weight(weights), [WEIGHT])


def _sorted_by(batch: Batch) -> set[int]:
    """Return the reports that cite these sources, or that these answer now or did before."""
    return set(batch.ask(_citing()).scalars())


@cache
def _citing() -> CompoundSelect[Any]:
    citing = (
        select(Citation.record_id)
        .join(Report.__table__, Report.__table__.c.id == Citation.record_id)
        .where(held(Citation.source_id))
    )
    answered = select(response.report_id).where(held(response.id), response.report_id.is_not(None))
    before = select(SearchTie.report_id).where(held(SearchTie.other_id))
    return union(citing, answered, before)


def _refresh_ties(batch: Batch) -> set[int]:
    """Bring the ties of some records up to date; return what was tied, or is now."""
    before, after = stored_ties(batch), ties_of(batch)
    if before != after:
        batch.ask(delete(SearchTie).where(held(SearchTie.report_id)))
        _insert_ties(batch.session, after)
    return {other for _, other in before | after}


def stored_ties(batch: Batch) -> Ties:
    """Return the ties of some records that are stored."""
    return {(report, other) for report, other in batch.ask(_stored_ties())}


def ties_of(batch: Batch) -> Ties:
    """Return the reports among these records, each with its sites and the answers to it."""
    return {(report, other) for report, other in batch.ask(_ties())}


@cache
def _stored_ties() -> Select[*tuple[Any, ...]]:
    return select(SearchTie.report_id, SearchTie.other_id).where(held(SearchTie.report_id))


@cache
def _ties() -> CompoundSelect[Any]:
    return union_all(
        select(ReportSite.report_id, ReportSite.facility_id).where(held(ReportSite.report_id)),
        select(response.report_id, response.id).where(held(response.report_id)),
    )


def insert_ties(batch: Batch) -> None:
    """Write the ties of records of which none is stored."""
    _insert_ties(batch.session, ties_of(batch))


def _insert_ties(session: Session, ties: Ties) -> None:
    rows = [{"report_id": report, "other_id": other} for report, other in sorted(ties)]
    insert_rows(session, SearchTie, rows)


def _refresh_brands(session: Session, sets: SetsToChange, changed: BitMap) -> None:
    """Write the reports of companies that sell; of most that changed, none does."""
    brands = {int(value) for value in sets.values(BRAND)}
    for batch in batches(session, changed, MANY):
        selling, sold = set(batch.ask(_selling()).scalars()), brands.intersection(batch.ids)
        for company_id in sorted(selling | sold):
            counted = read_ids(session, _counted_for(company_id)) if company_id in selling else NONE
            sets.put(BRAND, str(company_id), BitMap(counted & sets.having(EVERY, "")))


@cache
def _selling() -> Select[*tuple[Any, ...]]:
    company = Company.__table__.c
    return select(company.id).where(held(company.id), is_selling())


def _counted_for(company_id: int) -> Select[*tuple[Any, ...]]:
    return select(Exposure.report_id).where(Exposure.company_id == company_id, Exposure.counted)
