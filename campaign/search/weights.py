"""How much is reported about each record: what decides between hits that fit equally well."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from sqlalchemy import CompoundSelect, Select, bindparam, func, select, true, union_all, update
from sqlalchemy.orm import Session

from campaign.models import Allegation, CampaignReport, Exposure, ReportSite, SearchEntry
from campaign.search.batch import MANY, Batch, batches, held

# Columns whose rows are counted. Those of companies and facilities move with others' records.
COUNTED: tuple[tuple[Any, Any], ...] = (
    (Exposure.company_id, Exposure.counted),
    (ReportSite.facility_id, true()),
    (Allegation.report_id, true()),
    (CampaignReport.campaign_id, true()),
)


def read_weights(batch: Batch) -> dict[int, int]:
    """Return how much is reported about records.

    For a company the reports that count as its exposure, for a facility the reports about
    it, for a report its allegations, for a campaign its reports; for others 0.
    """
    return defaultdict(int, {row[0]: row[1] for row in batch.ask(_counts())})


@cache
def _counts() -> CompoundSelect[Any]:
    return union_all(
        *(
            select(column, func.count()).where(condition, held(column)).group_by(column)
            for column, condition in COUNTED
        )
    )


def stored_weights(batch: Batch) -> dict[int, int]:
    """Return the weights of those of some records that are in the index."""
    return {row[0]: row[1] for row in batch.ask(_stored())}


@cache
def _stored() -> Select[*tuple[Any, ...]]:
    return select(SearchEntry.record_id, SearchEntry.weight).where(held(SearchEntry.record_id))


def refresh_weights(session: Session, record_ids: Iterable[int]) -> None:
    """Bring the stored weights of some companies and facilities up to date."""
    for batch in batches(session, record_ids):
        weights = read_weights(batch)
        changed = [
            {"of": record_id, "new": weights[record_id]}
            for record_id, weight in stored_weights(batch).items()
            if weight != weights[record_id]
        ]
        if changed:
            weigh = update(SearchEntry).where(SearchEntry.record_id == bindparam("of"))
            session.connection().execute(weigh.values(weight=bindparam("new")), changed)


def shift_weights(session: Session, by: Mapping[int, int]) -> None:
    """Add to the stored weights of some companies, without counting again all that they have."""
    alike: dict[int, list[int]] = defaultdict(list)
    for record_id, amount in by.items():
        alike[amount].append(record_id)
    for amount, record_ids in alike.items():
        more = update(SearchEntry).values(weight=SearchEntry.weight + amount)
        for batch in batches(session, record_ids, MANY):
            session.connection().execute(more.where(batch.holds(SearchEntry.record_id)))
