"""What a published draft does to the record, by its action; and whether it can."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.editorial.merging import merge, merger_problems
from campaign.editorial.publishing import publish_all
from campaign.editorial.restoring import restore
from campaign.editorial.retracting import retract, retraction_problems
from campaign.editorial.revisions import Signature
from campaign.editorial.states import members
from campaign.errors import InvalidDocument, Problem
from campaign.models import Draft, Record
from campaign.models.vocabulary import DraftAction
from campaign.queries.records import find_record
from campaign.schemas import parse_document
from campaign.schemas.decisions import DECISIONS, Merger, parse_decision


def apply_draft(session: Session, draft: Draft, signature: Signature) -> None:
    """Publish the documents of a draft, or carry out what it decides.

    Raises:
        InvalidDocument: it cannot be done as things stand.
        InvalidTransition: the record was retracted or merged away.
    """
    if draft.action in (DraftAction.CREATE, DraftAction.UPDATE):
        _publish(session, members(draft), signature)
        return
    record = session.scalars(select(Record).where(Record.id == draft.record_id)).one()
    if draft.action is DraftAction.RESTORE:
        before = [each for newcomer in draft.newcomers for each in members(newcomer)]
        _publish(session, [*draft.attached, *before], signature)
        restore(session, record, draft.document, signature=signature)
        _publish(session, [e for answer in draft.answers for e in members(answer)], signature)
        return
    decision = parse_decision(draft.action, draft.document)
    if isinstance(decision, Merger):
        into = session.scalars(select(Record).where(Record.slug == decision.into)).one()
        merge(session, record, into, reason=decision.reason, signature=signature)
    else:
        retract(session, record, reason=decision.reason, signature=signature)


def _publish(session: Session, drafts: Iterable[Draft], signature: Signature) -> None:
    documents = [parse_document(draft.document) for draft in drafts]
    if documents:
        publish_all(session, documents, signature=signature)


def decision_problems(session: Session, draft: Draft) -> list[Problem]:
    """Return what stands between a retraction or merger and its submission."""
    if draft.action not in DECISIONS:
        return []
    try:
        decision = parse_decision(draft.action, draft.document)
    except InvalidDocument as error:
        return list(error.problems)
    record = session.scalars(select(Record).where(Record.id == draft.record_id)).one()
    if isinstance(decision, Merger):
        return merger_problems(record, find_record(session, decision.into))
    return retraction_problems(session, record)
