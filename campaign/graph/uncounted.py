"""Reports tied to the very place of a company that enter no number: denied ties, and context."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.graph.brand import ExposedReport, Reading
from campaign.models import Exposure

MOST_UNCOUNTED = 100  # read; a page says when there are more


@dataclass(frozen=True)
class Uncounted:
    """Reports by a tie that is denied, and reports that allege nothing."""

    denied: tuple[ExposedReport, ...]
    context: tuple[ExposedReport, ...]


def uncounted_reports(session: Session, company_id: int) -> Uncounted:
    """Return the reports of a company's exposure that do not count, newest first."""
    query = (
        select(Exposure)
        .where(Exposure.company_id == company_id, ~Exposure.counted)
        .order_by(Exposure.report_id.desc())
        .limit(MOST_UNCOUNTED)
    )
    exposures = session.scalars(query).all()
    rows = Reading(session, company_id, [row.report_id for row in exposures]).close(exposures)
    return Uncounted(
        denied=tuple(row for row in rows if row.report.allegations),
        context=tuple(row for row in rows if not row.report.allegations),
    )
