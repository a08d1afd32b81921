"""Noting in the trail that everything was taken away, and by whom."""

from __future__ import annotations

from sqlalchemy.orm import Session

from campaign.accounts.permissions import Permission, require
from campaign.editorial.audit import Deed, record_deeds
from campaign.models import User


def note_export(session: Session, *, by: User, with_files: bool) -> None:
    """Note that an account is about to take an export of everything.

    Raises:
        NotAllowed: it is no administrator.
    """
    require(by, Permission.ADMINISTER)
    record_deeds(session, [Deed("export", "everything", {"files": with_files})], user_id=by.id)
