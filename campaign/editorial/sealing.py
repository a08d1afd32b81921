"""Entries of the trail about confidential sources: a hash there, the words beside it.

So the words can be left out of a copy, and the chain of the trail holds with or without them.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign.editorial.hashing import chained_hash
from campaign.models import AuditEntry, ConfidentialDeed

CONFIDENTIAL = "confidential"  # what such an entry says that was done


def new_salt() -> str:
    """Return what makes a hash of few words impossible to guess."""
    return secrets.token_hex(16)


def words_of(
    action: str, subject: str, details: dict[str, Any], user_id: int | None
) -> ConfidentialDeed:
    """Return what the desk keeps beside an entry; the number of the entry is still to be set."""
    return ConfidentialDeed(
        salt=new_salt(), user_id=user_id, action=action, subject=subject, details=details
    )


def seal_of(words: ConfidentialDeed) -> str:
    """Return the hash that stands in the trail."""
    content = {
        "user": words.user_id,
        "action": words.action,
        "subject": words.subject,
        "details": words.details,
    }
    return chained_hash(words.salt, content)


def broken_seals(session: Session) -> Iterator[str]:
    """Yield a sentence for each entry whose words are not those that it was sealed with."""
    query = select(ConfidentialDeed, AuditEntry.action, AuditEntry.details).join(
        AuditEntry, AuditEntry.id == ConfidentialDeed.entry_id
    )
    for words, action, details in session.execute(query.order_by(ConfidentialDeed.entry_id)):
        if (action, details.get("seal")) != (CONFIDENTIAL, seal_of(words)):
            yield f"What the desk keeps of audit entry {words.entry_id} is not what it was."


def count_sealed(session: Session) -> int:
    """Return how many entries of the trail have no words here: a copy without them."""
    known = select(ConfidentialDeed.entry_id)
    query = select(func.count()).select_from(AuditEntry)
    query = query.where(AuditEntry.action == CONFIDENTIAL, AuditEntry.id.not_in(known))
    return session.scalar(query) or 0
