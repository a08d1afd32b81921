"""Keeping the sets of facets and orders up to date as records change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from pyroaring import BitMap
from sqlalchemy import delete, select, union
from sqlalchemy.orm import Session

from campaign.models import (
    Citation,
    Company,
    Exposure,
    Report,
    ReportSite,
    Response,
    SearchEntry,
    SearchSet,
    SearchTie,
)
from campaign.search.batch import MANY, Batch, batches, insert_rows, read_ids
from campaign.search.facet_values import (
    ANSWER,
    BRAND,
    STORED,
    is_selling,
    read_answers,
    read_values,
)
from campaign.search.sets import WEIGHT, Value, change_sets, put_sets, read_sets
from campaign.search.weights import refresh_weights, shift_weights

response = Response.__table__.c


@dataclass(frozen=True)
class Moved:
    """The reports, companies and facilities between which the exposure table changed.

    ``weights`` tells for each company how many more, or fewer, reports count.
    """

    reports: frozenset[int] = frozenset()
    companies: frozenset[int] = frozenset()
    facilities: frozenset[int] = frozenset()
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
    changed = {*changed, *moved.facilities}
    for batch in batches(session, moved.reports - indexed):
        change_sets(session, BitMap(batch.ids), read_answers(batch), [ANSWER])
    sorted_by: set[int] = set()
    for batch in batches(session, changed):
        sorted_by |= _sorted_by(batch)
    touched, weighed = indexed | sorted_by, set(changed)
    for batch in batches(session, touched):
        weighed |= _tied(batch)
        write_ties(batch)
        weighed |= _tied(batch)
    refresh_weights(session, touched | weighed)
    shifted = {i: by for i, by in moved.weights.items() if i not in touched and i not in weighed}
    shift_weights(session, shifted)
    for batch in batches(session, touched):
        change_sets(session, BitMap(batch.ids), read_values(batch), STORED)
    _refresh_brands(session, {*changed, *moved.companies})
    _refresh_by_weight(session, touched | weighed | shifted.keys())


def _refresh_by_weight(session: Session, record_ids: Collection[int]) -> None:
    """Put records into the sets of their weights: all at once, for each set is written anew."""
    pairs: dict[Value, BitMap] = defaultdict(BitMap)
    for batch in batches(session, record_ids, MANY):
        for place, ids in by_weight(_weights(batch)).items():
            pairs[place] |= ids
    change_sets(session, BitMap(record_ids), pairs, [WEIGHT])


def _sorted_by(batch: Batch) -> set[int]:
    """Return the reports that cite these sources, or that these answer now or did before."""
    citing = (
        select(Citation.record_id)
        .join(Report.__table__, Report.__table__.c.id == Citation.record_id)
        .where(batch.holds(Citation.source_id))
    )
    answered = select(response.report_id).where(
        batch.holds(response.id), response.report_id.is_not(None)
    )
    before = select(SearchTie.report_id).where(batch.holds(SearchTie.other_id))
    return set(batch.session.scalars(union(citing, answered, before)))


def _tied(batch: Batch) -> set[int]:
    return set(
        batch.session.scalars(select(SearchTie.other_id).where(batch.holds(SearchTie.report_id)))
    )


def ties_of(batch: Batch) -> set[tuple[int, int]]:
    """Return the reports among these records, each with its sites and the answers to it."""
    queries = (
        select(ReportSite.report_id, ReportSite.facility_id).where(
            batch.holds(ReportSite.report_id)
        ),
        select(response.report_id, response.id).where(batch.holds(response.report_id)),
    )
    return {(row[0], row[1]) for query in queries for row in batch.session.execute(query)}


def write_ties(batch: Batch) -> None:
    """Write the ties of some records anew."""
    batch.session.execute(delete(SearchTie).where(batch.holds(SearchTie.report_id)))
    rows = [{"report_id": report, "other_id": other} for report, other in sorted(ties_of(batch))]
    insert_rows(batch.session, SearchTie, rows)


def _refresh_brands(session: Session, changed: Collection[int]) -> None:
    """Write the reports of companies that sell; of most that changed, none does."""
    sets = read_sets(session)
    kept, company = sets.by_facet.get(BRAND, {}), Company.__table__.c
    wanted = {value: BitMap() for value in map(str, changed) if value in kept}
    for batch in batches(session, changed, MANY):
        selling = select(company.id).where(batch.holds(company.id), is_selling())
        for company_id in session.scalars(selling):
            counted = select(Exposure.report_id).where(
                Exposure.company_id == company_id, Exposure.counted
            )
            wanted[str(company_id)] = read_ids(session, counted) & sets.every
    others = {v: ids for v, ids in wanted.items() if ids != kept.get(v, BitMap())}
    put_sets(session, {(BRAND, value): ids for value, ids in others.items()})


def _weights(batch: Batch) -> dict[int, int]:
    entry = select(SearchEntry.record_id, SearchEntry.weight)
    rows = batch.session.execute(entry.where(batch.holds(SearchEntry.record_id)))
    return {row.record_id: row.weight for row in rows}
