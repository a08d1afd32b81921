"""Which published records refer to a record, and their documents with another in its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import select, union
from sqlalchemy.orm import Session

from campaign.models import (
    Campaign,
    CampaignParty,
    CampaignReport,
    Citation,
    Commitment,
    CompanyReply,
    Demand,
    Denial,
    Operation,
    Ownership,
    Party,
    Record,
    ReportSite,
    Response,
    SupplyLink,
)
from campaign.queries.records import MODELS, document_of, whole

link, holding = SupplyLink.__table__.c, Ownership.__table__.c
response, campaign = Response.__table__.c, Campaign.__table__.c

# Pairs of columns: who refers, and to whom.
REFERENCES: tuple[tuple[Any, Any], ...] = (
    (Citation.record_id, Citation.source_id),
    (Denial.record_id, Denial.actor_id),
    (Operation.facility_id, Operation.operator_id),
    (link.id, link.buyer_id),
    (link.id, link.supplier_id),
    (link.id, link.facility_id),
    (holding.id, holding.parent_id),
    (holding.id, holding.subsidiary_id),
    (ReportSite.report_id, ReportSite.facility_id),
    (Party.report_id, Party.actor_id),
    (CompanyReply.report_id, CompanyReply.actor_id),
    (response.id, response.actor_id),
    (response.id, response.report_id),
    (response.id, response.campaign_id),
    (CampaignParty.campaign_id, CampaignParty.actor_id),
    (Demand.campaign_id, Demand.actor_id),
    (Commitment.campaign_id, Commitment.actor_id),
    (CampaignReport.campaign_id, CampaignReport.report_id),
)
ONE = frozenset(
    {
        *("buyer", "supplier", "facility", "parent", "subsidiary", "operator"),
        *("record", "source", "report", "campaign"),
    }
)
SEVERAL = frozenset({"sites", "reports"})


def referrers(session: Session, record_id: int) -> list[Record]:
    """Return the records, neither retracted nor merged away, that refer to a record."""
    who = union(*(select(referrer).where(to == record_id) for referrer, to in REFERENCES))
    ids = session.scalars(who).all()
    query = select(Record).where(Record.id.in_(ids), Record.retracted_at.is_(None))
    return list(session.scalars(query.order_by(Record.id)))


def load_whole(session: Session, record: Record) -> Record:
    """Return a record with all that its document holds."""
    model = MODELS[record.kind]
    query = select(model).where(model.id == record.id).options(*whole(model))
    return session.scalars(query.execution_options(populate_existing=True)).one()


def content_of(session: Session, record: Record) -> dict[str, Any]:
    """Return the document of a record as plain values."""
    return document_of(load_whole(session, record)).content()


def replaced(value: Any, old: str, new: str) -> Any:
    """Return plain values of a document that refer to another record; each of a list once."""
    if isinstance(value, list):
        return [replaced(item, old, new) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: _replaced(key, item, old, new) for key, item in value.items()}


def without(content: dict[str, Any], slug: str) -> dict[str, Any]:
    """Return plain values whose lists of references do not name a record."""
    return {
        key: [item for item in value if item != slug] if key in SEVERAL else value
        for key, value in content.items()
    }


def _replaced(key: str, value: Any, old: str, new: str) -> Any:
    if key in ONE and value == old:
        return new
    if key in SEVERAL and isinstance(value, list):
        return list(dict.fromkeys(new if item == old else item for item in value))
    changed = replaced(value, old, new)
    return list(_each_once(changed)) if key == "citations" else changed


def _each_once(citations: Iterable[Any]) -> Iterator[Any]:
    """Yield citations; the same source for the same, at the same place, only once."""
    seen: set[tuple[Any, ...]] = set()
    for citation in citations:
        key = tuple(citation.get(field) for field in ("source", "stance", "locator"))
        if key not in seen:
            seen.add(key)
            yield citation


def titles(records: Sequence[Record], most: int = 5) -> str:
    """Return the titles of some records as words, the first few."""
    named = "; ".join(f"“{record.title}”" for record in records[:most])
    return f"{named} and {len(records) - most} more" if len(records) > most else named
