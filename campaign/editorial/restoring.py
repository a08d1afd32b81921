"""Bringing back what a record said once; of one that was merged away, all that moved with it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from campaign.editorial.audit import lock_trail
from campaign.editorial.publishing import publish_all
from campaign.editorial.revisions import Signature
from campaign.errors import InvalidTransition
from campaign.models import Record, Revision, SlugRedirect
from campaign.models.vocabulary import DraftAction
from campaign.schemas import parse_document

Content = dict[str, Any]
MOVING = (DraftAction.MERGE, DraftAction.RETRACT)


def restore(session: Session, record: Record, document: Content, *, signature: Signature) -> Record:
    """Make a document what a record says, also where it was retracted or merged away.

    When a merger is undone, the records that it changed go back to what they said before,
    unless somebody has changed them since: those stay as they are.

    Raises:
        InvalidDocument: something that a document refers to is no longer there.
    """
    lock_trail(session)
    contents = [document]
    if record.merged_into_id is not None:
        contents = [*moved_by_merger(session, record), document]
        session.execute(delete(SlugRedirect).where(SlugRedirect.slug == record.slug))
    publish_all(
        session,
        [parse_document(content) for content in contents],
        signature=signature,
        actions={content["slug"]: DraftAction.RESTORE for content in contents},
    )
    return record


def revision_document(session: Session, record: Record, number: int) -> Content:
    """Return what a record said at a revision.

    Raises:
        InvalidTransition: it has no such revision.
    """
    query = select(Revision.document).where(
        Revision.record_id == record.id, Revision.number == number
    )
    document = session.scalar(query)
    if document is None:
        raise InvalidTransition(f"{record.title} has no revision {number}.")
    return dict(document)


def moved_by_merger(session: Session, record: Record) -> list[Content]:
    """Return what the records that a merger changed said before, if they have not moved on.

    The merger made one revision of each, at the same moment and from the same draft.
    """
    merger = session.scalars(
        select(Revision).where(Revision.record_id == record.id, Revision.number == record.revision)
    ).one()
    changed = session.scalars(
        select(Revision)
        .join(Record, (Record.id == Revision.record_id) & (Record.revision == Revision.number))
        .where(
            Revision.at == merger.at,
            Revision.origin == merger.origin,
            Revision.action.in_(MOVING),
            Revision.record_id != record.id,
        )
        .order_by(Revision.id)
    ).all()
    return [_before(session, revision) for revision in changed]


def _before(session: Session, revision: Revision) -> Content:
    query = select(Revision.document).where(
        Revision.record_id == revision.record_id, Revision.number == revision.number - 1
    )
    return dict(session.scalars(query).one())
