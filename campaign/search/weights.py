"""How much is reported about each record: what decides between hits that fit equally well."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, select, true, update
from sqlalchemy.orm import Session

from campaign.models import (
    Allegation,
    CampaignReport,
    Exposure,
    Record,
    ReportSite,
    SearchEntry,
)
from campaign.models.vocabulary import Kind
from campaign.search.batch import Batch, batches

# Columns whose rows are counted. Those of companies and facilities move with others' records.
OF_OTHERS: tuple[tuple[Any, Any], ...] = (
    (Exposure.company_id, Exposure.counted),
    (ReportSite.facility_id, true()),
)
OF_THEIR_OWN: tuple[tuple[Any, Any], ...] = (
    (Allegation.report_id, true()),
    (CampaignReport.campaign_id, true()),
)


def read_weights(batch: Batch) -> dict[int, int]:
    """Return how much is reported about records.

    For a company the reports that count as its exposure, for a facility the reports about
    it, for a report its allegations, for a campaign its reports; for others 0.
    """
    return _count(batch.session, (*OF_OTHERS, *OF_THEIR_OWN), batch)


@dataclass(frozen=True)
class Moved:
    """The reports, companies and facilities between which the exposure table changed."""

    reports: frozenset[int] = frozenset()
    companies: frozenset[int] = frozenset()
    facilities: frozenset[int] = frozenset()


UNMOVED = Moved()


def refresh_weights(session: Session, record_ids: Iterable[int]) -> None:
    """Bring the weights of these companies and facilities up to date."""
    for batch in batches(session, record_ids):
        weights = _count(session, OF_OTHERS, batch)
        stored = session.execute(
            select(SearchEntry.record_id, SearchEntry.weight)
            .join(Record, Record.id == SearchEntry.record_id)
            .where(Record.kind.in_((Kind.COMPANY, Kind.FACILITY)))
            .where(batch.holds(SearchEntry.record_id))
        )
        changed = [
            {"of": record_id, "new": weights[record_id]}
            for record_id, weight in stored
            if weight != weights[record_id]
        ]
        if changed:
            weigh = update(SearchEntry).where(SearchEntry.record_id == bindparam("of"))
            session.connection().execute(weigh.values(weight=bindparam("new")), changed)


def _count(
    session: Session, columns: Sequence[tuple[Any, Any]], batch: Batch | None = None
) -> dict[int, int]:
    weights: dict[int, int] = defaultdict(int)
    for column, condition in columns:
        query = select(column, func.count()).where(condition).group_by(column)
        query = query if batch is None else query.where(batch.holds(column))
        weights.update((row[0], row[1]) for row in session.execute(query))
    return weights
