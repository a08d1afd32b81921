"""Drafts that decide about a record as a whole: retract it, merge it, restore what it said.

They go the way of every draft: somebody writes the reason, another reviews and publishes.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from campaign.accounts.permissions import Permission, require
from campaign.editorial.audit import lock_trail
from campaign.editorial.drafts import begin_draft
from campaign.editorial.restoring import revision_document
from campaign.errors import InvalidTransition
from campaign.models import Draft, Record, User
from campaign.models.vocabulary import DraftAction, DraftState


def start_retraction(session: Session, record: Record, *, reason: str, author: User) -> Draft:
    """Begin a draft that takes a record back; ``reason`` will be public.

    Raises:
        NotAllowed: the author has no right to write.
        InvalidTransition: the record was retracted or merged away.
    """
    _refuse_withdrawn(record)
    return _begin(session, record, DraftAction.RETRACT, {"reason": reason}, author)


def start_merger(
    session: Session, record: Record, into: Record, *, reason: str, author: User
) -> Draft:
    """Begin a draft that merges a record into another of its kind, which stays.

    Raises:
        NotAllowed: the author has no right to write.
        InvalidTransition: one of the two was retracted or merged away.
    """
    _refuse_withdrawn(record)
    _refuse_withdrawn(into)
    values = {"into": into.slug, "reason": reason}
    return _begin(session, record, DraftAction.MERGE, values, author)


def start_restoration(
    session: Session, record: Record, number: int, *, author: User, note: str = ""
) -> Draft:
    """Begin a draft that makes a record say again what it said at a revision.

    The text can be changed like that of any draft. Restoring a record that was merged away
    undoes the merger.

    Raises:
        NotAllowed: the author has no right to write.
        InvalidTransition: there is no such revision, or the record says just that.
    """
    if number == record.revision and record.retracted_at is None:
        raise InvalidTransition(f"Revision {number} is what {record.title} says now.")
    document = revision_document(session, record, number)
    return _begin(session, record, DraftAction.RESTORE, document, author, note)


def _refuse_withdrawn(record: Record) -> None:
    if record.retracted_at is not None:
        raise InvalidTransition(f"{record.title} was retracted; restore it before.")


def _begin(
    session: Session,
    record: Record,
    action: DraftAction,
    values: dict[str, Any],
    author: User,
    note: str = "",
) -> Draft:
    require(author, Permission.WRITE)
    lock_trail(session)
    draft = Draft(
        kind=record.kind,
        action=action,
        record_id=record.id,
        base_revision=record.revision,
        document={},
        title="",
        note=note,
        state=DraftState.WRITING,
        author_id=author.id,
    )
    return begin_draft(session, draft, {"slug": record.slug, **values}, author, record.title)
