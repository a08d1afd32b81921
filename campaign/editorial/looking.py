"""Noting that somebody has looked at a record and found that it still holds."""

from __future__ import annotations

from sqlalchemy.orm import Session

from campaign.accounts.permissions import Permission, require
from campaign.db import now
from campaign.editorial.audit import Deed, record_deeds
from campaign.errors import InvalidTransition
from campaign.models import Record, User


def look_at(session: Session, record: Record, *, editor: User) -> Record:
    """Note that a record was looked at today; what it says stays as it is.

    Raises:
        NotAllowed: the editor has no right to keep the records.
        InvalidTransition: the record was retracted.
    """
    require(editor, Permission.KEEP)
    if record.retracted_at is not None:
        raise InvalidTransition(f"{record.title} was retracted.")
    record.looked_at = now()
    deed = Deed("record:look", record.slug, {"revision": record.revision})
    record_deeds(session, [deed], user_id=editor.id, at=record.looked_at)
    session.flush()
    return record
