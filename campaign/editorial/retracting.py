"""Taking a record back: a stub with the reason stays, all else is away at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import JSON, Enum, Text, inspect
from sqlalchemy.orm import Session

from campaign.editorial.audit import lock_trail, record_deeds
from campaign.editorial.independence import count_accounts
from campaign.editorial.projection import empty
from campaign.editorial.publishing import publish_all
from campaign.editorial.referring import content_of, referrers, titles, without
from campaign.editorial.revisions import (
    Signature,
    add_revision,
    latest_revisions,
    publication,
)
from campaign.errors import InvalidDocument, InvalidTransition, Problem
from campaign.graph.refreshing import read_touched, refresh_exposure
from campaign.models import Record
from campaign.models.vocabulary import DraftAction, Kind
from campaign.queries.records import read_whole
from campaign.schemas import parse_document
from campaign.search.index import index_records

KEPT = "actor_name"  # an answer is somebody's; the stub of one too


@dataclass(frozen=True)
class RetractionPreview:
    """What goes along with a record: answers to it; and the campaigns that go on without it."""

    answers: list[Record]
    campaigns: list[Record]


def preview_retraction(session: Session, record: Record) -> RetractionPreview:
    """Return what retracting a record would take along; nothing is changed."""
    return RetractionPreview(*_following(session, record))


def retract(session: Session, record: Record, *, reason: str, signature: Signature) -> Record:
    """Take a record back, with the answers to it where it is a report.

    Its text stays in its revisions, for editors; its title, the date and the reason are
    public. Campaigns that rest on a report go on without it.

    Args:
        session: its transaction is the caller's to commit.
        record: published, and not retracted.
        reason: shown in public.
        signature: who stands behind it.

    Raises:
        InvalidTransition: it was retracted or merged away before.
        InvalidDocument: other records rest on it; they come first.
    """
    lock_trail(session)
    if record.retracted_at is not None:
        raise InvalidTransition(f"{record.title} was retracted before.")
    problems = retraction_problems(session, record)
    if problems:
        raise InvalidDocument(problems)
    answers, campaigns = _following(session, record)
    changed = [parse_document(without(content_of(session, c), record.slug)) for c in campaigns]
    publish_all(session, changed, signature=signature)  # refuses first, before anything changed
    withdraw_records(session, [record, *answers], DraftAction.RETRACT, reason, signature)
    return record


def records_resting_on(session: Session, record: Record) -> list[Record]:
    """Return the records that would stay and rest on a record: they come first."""
    answers, campaigns = _following(session, record)
    follow = {each.id for each in (*answers, *campaigns)}
    return [each for each in referrers(session, record.id) if each.id not in follow]


def retraction_problems(session: Session, record: Record) -> list[Problem]:
    """Return a problem when records that would stay rest on a record."""
    resting = records_resting_on(session, record)
    if not resting:
        return []
    message = f"these rest on it; retract, change or merge them first: {titles(resting)}"
    return [Problem("/slug", message)]


def withdraw_records(
    session: Session,
    records: Sequence[Record],
    action: DraftAction,
    reason: str,
    signature: Signature,
) -> None:
    """Leave stubs of some records, as a revision of each; what is derived follows."""
    touched = read_touched(session, records)
    revisions = latest_revisions(session, [record.id for record in records])
    deeds = []
    session.flush()
    for record in read_whole(session, records):
        _withdraw(record, reason, signature)
    for record in records:
        last = revisions[record.id]
        kept = add_revision(session, record, last.document, action, signature, last)
        deeds.append(publication(record, kept))
    session.flush()
    record_deeds(session, deeds, user_id=signature.reviewer_id, at=signature.at)
    count_accounts(session, records)
    moved = refresh_exposure(session, touched)
    index_records(session, [record.id for record in records], moved)


def _following(session: Session, record: Record) -> tuple[list[Record], list[Record]]:
    """Return the answers that go with a record, and the campaigns that go on without it."""
    if record.kind not in (Kind.REPORT, Kind.CAMPAIGN):
        return [], []
    resting = referrers(session, record.id)
    answers = [each for each in resting if each.kind is Kind.RESPONSE]
    return answers, [each for each in resting if each.kind is Kind.CAMPAIGN]


def _withdraw(record: Record, reason: str, signature: Signature) -> None:
    leave_stub(record)
    record.retracted_at = signature.at
    record.retraction_reason = reason
    record.updated_at = signature.at


def leave_stub(record: Record) -> None:
    """Take all that a record (loaded ``whole``) says off it; between whom it was stays."""
    empty(record)
    for column in inspect(type(record)).local_table.columns:
        if column.primary_key or column.foreign_keys or column.name == KEPT:
            continue
        if column.nullable:
            setattr(record, column.name, None)
        elif isinstance(column.type, JSON):
            setattr(record, column.name, [])
        elif isinstance(column.type, Text) and not isinstance(column.type, Enum):
            setattr(record, column.name, "")
