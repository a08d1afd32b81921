"""How many independent accounts a report rests on: one number, kept with each report."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from campaign.models import Citation, Record, Report, Source
from campaign.queries.citations import GROUPING

report, citation, source = (model.__table__.c for model in (Report, Citation, Source))


def counted_accounts() -> ColumnElement[int]:
    """Return the number for the ``report`` of a statement, as its citations have it now.

    It is how many groups the report itself makes of its sources, where it makes some; else
    how many stories its sources go back to. Copies of one story count once.
    """
    groups = (
        select(func.nullif(func.count(citation.pointer.distinct()), 0))
        .where(citation.record_id == report.id, GROUPING)
        .correlate(Report.__table__)
        .scalar_subquery()
    )
    stories = (
        select(func.count(source.origin.distinct()))
        .join(Citation.__table__, citation.source_id == source.id)
        .where(citation.record_id == report.id)
        .correlate(Report.__table__)
        .scalar_subquery()
    )
    return func.coalesce(groups, stories)


def account_differences(session: Session) -> Iterator[str]:
    """Yield each report whose number is not what its citations say."""
    session.flush()
    counted, record = counted_accounts(), Record.__table__.c
    rows = session.execute(
        select(record.slug, report.independent_accounts, counted)
        .select_from(Report.__table__)
        .join(Record.__table__, record.id == report.id)
        .where(report.independent_accounts != counted)
        .order_by(report.id)
    )
    for slug, kept, now in rows:
        yield f"{slug} says {kept}, and its citations {now}"
