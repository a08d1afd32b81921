"""Changes of which readers are told: “Corrected on …: …”."""

from __future__ import annotations

from sqlalchemy.orm import Session

from campaign.editorial.drafts import hold_draft, start_update
from campaign.editorial.states import Step
from campaign.errors import InvalidDocument, InvalidTransition, Problem
from campaign.models import Draft, Record, User
from campaign.models.vocabulary import DraftAction

LONGEST_NOTE = 1000  # characters


def start_correction(session: Session, record: Record, *, public_note: str, author: User) -> Draft:
    """Begin a draft that changes a record (loaded ``whole``) and tells readers what was wrong.

    Raises:
        NotAllowed: the author has no right to write.
        InvalidTransition: the record was retracted.
        InvalidDocument: nothing is said to readers, or too much.
    """
    draft = start_update(session, record, author=author)
    return tell_readers(session, draft, public_note, author=author)


def tell_readers(session: Session, draft: Draft, public_note: str, *, author: User) -> Draft:
    """Set what readers are told of a change once it is published.

    Raises:
        NotAllowed: somebody else wrote the draft.
        InvalidTransition: the draft is not being written now, or is no change of a record.
        InvalidDocument: nothing is said, or too much.
    """
    hold_draft(session, draft, author, Step.SAVE)
    if draft.action is not DraftAction.UPDATE:
        raise InvalidTransition("Only a change of a published record is a correction.")
    note = public_note.replace("\0", "").strip()
    if not note:
        raise InvalidDocument([Problem("/public_note", "say what was wrong")])
    if len(note) > LONGEST_NOTE:
        raise InvalidDocument([Problem("/public_note", f"is longer than {LONGEST_NOTE} letters")])
    draft.public_note = note
    session.flush()
    return draft
