"""The revisions of a record, newest first: for editors in full, for readers by date and note."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, load_only

from campaign.models import Record, Revision, User
from campaign.models.vocabulary import DraftAction


@dataclass(frozen=True)
class PublicRevision:
    """What a reader may know of a revision."""

    number: int
    action: DraftAction
    at: datetime
    public_note: str | None


def revisions_down_from(
    session: Session, record_id: int, number: int, limit: int
) -> list[Revision]:
    """Return some revisions of a record with their documents, from a number downwards."""
    query = select(Revision).where(Revision.record_id == record_id, Revision.number <= number)
    return list(session.scalars(query.order_by(Revision.number.desc()).limit(limit)))


def get_revision(session: Session, record_id: int, number: int) -> Revision | None:
    """Return one revision of a record, or None."""
    query = select(Revision).where(Revision.record_id == record_id, Revision.number == number)
    return session.scalar(query)


def revision_numbers(session: Session, record_id: int) -> list[tuple[int, datetime]]:
    """Return number and moment of each revision, newest first."""
    query = select(Revision.number, Revision.at).where(Revision.record_id == record_id)
    return [(row.number, row.at) for row in session.execute(query.order_by(Revision.number.desc()))]


def public_history(session: Session, record: Record) -> list[PublicRevision]:
    """Return what readers may know of all revisions, newest first: no names, no text."""
    rows = session.execute(
        select(Revision.number, Revision.action, Revision.at, Revision.public_note)
        .where(Revision.record_id == record.id)
        .order_by(Revision.number.desc())
    )
    return [PublicRevision(*row) for row in rows]


def public_notes(session: Session, record_id: int) -> list[PublicRevision]:
    """Return the corrections of a record of which readers were told, newest first."""
    rows = session.execute(
        select(Revision.number, Revision.action, Revision.at, Revision.public_note)
        .where(Revision.record_id == record_id, Revision.public_note.is_not(None))
        .order_by(Revision.number.desc())
    )
    return [PublicRevision(*row) for row in rows]


def names_of(session: Session, user_ids: Iterable[int | None]) -> dict[int, str]:
    """Return the mail addresses of accounts, for editors only, by their ids."""
    ids = sorted({user_id for user_id in user_ids if user_id is not None})
    users = session.scalars(
        select(User).where(User.id.in_(ids)).options(load_only(User.id, User.email))
    )
    return {user.id: user.email for user in users}
