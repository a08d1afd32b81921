"""What exposure needs of reports, read for many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.graph.exposure import ReportFacts
from campaign.graph.timing import Period
from campaign.models import Allegation, Company, Denial, Party, Record, Report, ReportSite
from campaign.models.vocabulary import PartyRole
from campaign.search.batch import Batch, batches

OWN_ROLES = (
    PartyRole.OPERATOR,
    PartyRole.PARENT,
    PartyRole.LABOUR_AGENCY,
    PartyRole.CONTRACTOR,
)
report = Report.__table__.c
record = Record.__table__.c
company = Company.__table__.c


def read_facts(session: Session, report_ids: Iterable[int]) -> Iterator[ReportFacts]:
    """Yield the facts of these reports; retracted ones are left out."""
    for batch in batches(session, set(report_ids)):
        yield from _facts(batch)


def _facts(batch: Batch) -> Iterator[ReportFacts]:
    rows = batch.session.execute(
        select(report.id, report.from_date, report.to_date)
        .join(Record.__table__, record.id == report.id)
        .where(batch.holds(report.id), record.retracted_at.is_(None))
        .order_by(report.id)
    ).all()
    sites, parties, alleging, denying = (
        _sites(batch),
        _parties(batch),
        _alleging(batch),
        _denying(batch),
    )
    for row in rows:
        named = parties[row.id]
        yield ReportFacts(
            report_id=row.id,
            sites=tuple(sites[row.id]),
            own=frozenset(actor for role, actor in named if role in OWN_ROLES),
            buyers=frozenset(actor for role, actor in named if role is PartyRole.BUYER),
            denying=frozenset(denying[row.id]),
            period=Period(row.from_date, row.to_date or row.from_date),
            has_allegations=row.id in alleging,
        )


def _sites(batch: Batch) -> dict[int, list[Any]]:
    query = select(ReportSite.report_id, ReportSite.facility_id)
    query = query.where(batch.holds(ReportSite.report_id))
    return _grouped(batch, query.order_by(ReportSite.report_id, ReportSite.position))


def _parties(batch: Batch) -> dict[int, list[Any]]:
    """Return role and company of those with a part in reports; organisations are left out."""
    query = (
        select(Party.report_id, Party.role, Party.actor_id)
        .join(Company.__table__, company.id == Party.actor_id)
        .where(batch.holds(Party.report_id))
    )
    return _grouped(batch, query)


def _denying(batch: Batch) -> dict[int, list[Any]]:
    query = select(Denial.record_id, Denial.actor_id)
    return _grouped(batch, query.where(batch.holds(Denial.record_id), Denial.actor_id.is_not(None)))


def _alleging(batch: Batch) -> set[int]:
    query = select(Allegation.report_id).where(batch.holds(Allegation.report_id))
    return set(batch.session.scalars(query.distinct()))


def _grouped(batch: Batch, query: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for report_id, *values in batch.session.execute(query):
        found[report_id].append(values[0] if len(values) == 1 else tuple(values))
    return found
