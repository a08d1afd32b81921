"""Keeping the number of independent accounts with each report."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Update, select, update
from sqlalchemy.orm import Session

from campaign.models import Citation, Record, Report
from campaign.models.vocabulary import Kind
from campaign.queries.independence import counted_accounts
from campaign.search.batch import batches

reports: Any = Report.__table__  # and not the class, whose table is half of a record
report, citation = reports.c, Citation.__table__.c


def count_accounts(session: Session, changed: Iterable[Record]) -> None:
    """Count anew for the reports that changed, and for those that cite a source that did."""
    session.flush()
    ids: dict[Kind, set[int]] = {kind: set() for kind in (Kind.REPORT, Kind.SOURCE)}
    for record in changed:
        if record.kind in ids:
            ids[record.kind].add(record.id)
    counted = ids[Kind.REPORT]
    for batch in batches(session, ids[Kind.SOURCE]):
        citing = select(citation.record_id).where(batch.holds(citation.source_id))
        counted |= set(session.scalars(citing))
    for batch in batches(session, counted):  # what is no report is passed over
        session.execute(_counting().where(batch.holds(report.id)))


def count_all_accounts(session: Session) -> None:
    """Count anew for all reports, in one statement."""
    session.flush()
    session.execute(_counting())


def _counting() -> Update:
    return update(reports).values(independent_accounts=counted_accounts())
