"""A draft and a record that moved on: both versions, and what can be taken over by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from campaign.editorial.combining import Combined, combine
from campaign.editorial.drafts import rebase_draft, save_draft
from campaign.editorial.referring import content_of
from campaign.errors import InvalidTransition
from campaign.models import Draft, Record, User
from campaign.queries.drafts import base_document


@dataclass(frozen=True)
class Versions:
    """Three documents: where a draft began, what the record says now, what the draft says."""

    base: dict[str, Any]
    theirs: dict[str, Any]
    ours: dict[str, Any]

    def combined(self) -> Combined:
        """Return both brought together, as far as they do not clash."""
        return combine(self.base, self.theirs, self.ours)


def read_versions(session: Session, draft: Draft) -> Versions:
    """Return the versions that a draft of a published record has to do with.

    Raises:
        InvalidTransition: the draft makes a new record, or its record was retracted.
    """
    record = session.get(Record, draft.record_id) if draft.record_id else None
    if record is None:
        raise InvalidTransition("This draft makes a new record; there is nothing to compare.")
    if record.retracted_at is not None:
        raise InvalidTransition(
            f"{record.title} was retracted meanwhile: {record.retraction_reason}"
        )
    base = base_document(session, draft)
    return Versions(base, content_of(session, record), dict(draft.document))


def take_over(session: Session, draft: Draft, *, author: User) -> Combined:
    """Bring into a draft all that others changed and it did not; clashes keep the draft's words.

    The draft counts as based on the newest revision afterwards.

    Raises:
        NotAllowed: somebody else wrote the draft.
        InvalidTransition: the draft is not being written now, or has no record to compare.
    """
    combined = read_versions(session, draft).combined()
    save_draft(session, draft, combined.document, author=author)
    rebase_draft(session, draft, author=author)
    return combined
