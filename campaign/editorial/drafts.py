"""Writing a proposed document: begun, saved in any state, submitted, taken back, thrown away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from campaign.accounts.permissions import Permission, require
from campaign.db import now
from campaign.editorial.audit import Deed, lock_trail, record_deeds
from campaign.editorial.completeness import check_draft
from campaign.editorial.contents import keep_content
from campaign.editorial.evidence_ways import give_up_draft
from campaign.editorial.slugs import release_slug
from campaign.editorial.states import Step, check_alone, check_step, documents, members, move
from campaign.errors import Conflict, InvalidDocument, InvalidTransition, NotAllowed
from campaign.models import (
    AnswerDraft,
    BatchDraft,
    CorrectionRequest,
    Distinction,
    Draft,
    Record,
    RequestState,
    User,
)
from campaign.models.vocabulary import DraftAction, DraftState, Kind
from campaign.queries.drafts import find_begun
from campaign.queries.records import document_of

Content = Mapping[str, Any]


def start_draft(
    session: Session,
    document: Content,
    *,
    author: User,
    note: str = "",
    page_mark: str | None = None,
) -> Draft:
    """Begin a draft of a new record.

    Args:
        session: its transaction is the caller's to commit.
        document: plain values with at least a ``kind``; it may be as incomplete as can be.
            A ``slug`` in it gives way to one made from the title.
        author: who writes it.
        note: a word to the reviewer.
        page_mark: of the page that asks for it; pressed twice, it gets the same draft.

    Raises:
        NotAllowed: the author has no right to write.
    """
    require(author, Permission.WRITE)
    lock_trail(session)
    if page_mark and (begun := find_begun(session, page_mark, author)):
        return begun
    draft = Draft(
        kind=Kind(document["kind"]),
        saved_by_page=page_mark,
        action=DraftAction.CREATE,
        document={},
        title="",
        note=note,
        state=DraftState.WRITING,
        author_id=author.id,
    )
    return begin_draft(session, draft, document, author)


def start_update(session: Session, record: Record, *, author: User, note: str = "") -> Draft:
    """Begin a draft that changes a record (loaded ``whole``), from what it says now.

    Raises:
        NotAllowed: the author has no right to write.
        InvalidTransition: the record was retracted.
    """
    require(author, Permission.WRITE)
    if record.retracted_at is not None:
        raise InvalidTransition("This record was retracted; restore it before changing it.")
    lock_trail(session)
    draft = Draft(
        kind=record.kind,
        action=DraftAction.UPDATE,
        record_id=record.id,
        base_revision=record.revision,
        document={},
        title="",
        note=note,
        state=DraftState.WRITING,
        author_id=author.id,
    )
    return begin_draft(session, draft, document_of(record).content(), author)


@dataclass(frozen=True)
class Page:
    """A form that is open somewhere: its own mark, and the version of the draft that it shows."""

    mark: str
    version: int


def save_draft(
    session: Session,
    draft: Draft,
    document: Content,
    *,
    author: User,
    note: str | None = None,
    page: Page | None = None,
) -> Draft:
    """Keep what was typed, right or wrong; ``check_draft`` says what is missing.

    A ``note`` is a word to the reviewer; None leaves the one that is there. With a ``page``
    nothing that another page saved since it was opened is overwritten.

    Raises:
        NotAllowed: somebody else wrote the draft.
        InvalidTransition: the draft is not being written now.
        Conflict: another page has saved the draft meanwhile.
    """
    hold_draft(session, draft, author, Step.SAVE)
    if page is not None:
        if draft.version != page.version and draft.saved_by_page != page.mark:
            raise Conflict("This draft was saved in another window meanwhile.")
        draft.saved_by_page = page.mark
    draft.note = draft.note if note is None else note.strip()
    return keep_content(session, draft, document)


def submit_draft(session: Session, draft: Draft, *, author: User) -> Draft:
    """Hand a finished draft to the reviewers, with all that goes its way.

    Verdicts on an earlier submission are void.

    Raises:
        NotAllowed: somebody else wrote the draft.
        InvalidTransition: the draft is not being written now.
        InvalidDocument: something is missing or wrong, field by field.
    """
    hold_draft(session, draft, author, Step.SUBMIT)
    problems = check_draft(session, draft)
    if problems:
        raise InvalidDocument(problems)
    submitted_at = now()
    for each in members(draft):
        each.submitted_at = submitted_at
    move(draft, DraftState.SUBMITTED)
    deeds = [draft_deed("submit", each) for each in documents(draft)]
    record_deeds(session, deeds, user_id=author.id, at=submitted_at)
    return draft


def withdraw_draft(session: Session, draft: Draft, *, author: User) -> Draft:
    """Take a submitted draft back to go on writing.

    Raises:
        NotAllowed: somebody else wrote the draft.
        InvalidTransition: the draft does not wait for review.
    """
    hold_draft(session, draft, author, Step.WITHDRAW)
    move(draft, DraftState.WRITING)
    deeds = [draft_deed("withdraw", each) for each in documents(draft)]
    record_deeds(session, deeds, user_id=author.id)
    return draft


def discard_draft(session: Session, draft: Draft, *, author: User) -> None:
    """Throw a draft away, with the sources added for it; only the audit trail remembers.

    What went with it stays, as drafts of their own.

    Raises:
        NotAllowed: somebody else wrote the draft.
        InvalidTransition: it is submitted (withdraw it first) or its way has ended.
    """
    hold_draft(session, draft, author, Step.DISCARD)
    record_deeds(session, [draft_deed("discard", draft)], user_id=author.id)
    draft.companions.clear()
    for source in list(draft.attached):
        delete_draft(session, source)
    delete_draft(session, draft)


def rebase_draft(session: Session, draft: Draft, *, author: User) -> Draft:
    """Say that the draft takes the record's newest revision into account.

    For an author who has seen both versions side by side and has brought them together.

    Raises:
        NotAllowed: somebody else wrote the draft.
        InvalidTransition: the draft is not being written now, or changes no record.
    """
    hold_draft(session, draft, author, Step.SAVE)
    record = session.get(Record, draft.record_id) if draft.record_id else None
    if record is None:
        raise InvalidTransition("This draft makes a new record; there is nothing to compare.")
    draft.base_revision = record.revision
    record_deeds(session, [draft_deed("rebase", draft)], user_id=author.id)
    return draft


def begin_draft(
    session: Session, draft: Draft, document: Content, author: User, title: str = ""
) -> Draft:
    """Add a draft that a verb has made, with its first document; ``title`` if that has none."""
    session.add(draft)
    session.flush()
    keep_content(session, draft, document)
    draft.title = draft.title or title
    session.flush()
    session.refresh(draft)
    record_deeds(session, [draft_deed("start", draft)], user_id=author.id)
    return draft


def hold_draft(session: Session, draft: Draft, author: User, step: Step) -> None:
    """Wait for one's turn, read the draft anew, and refuse whoever may not take the step."""
    require(author, Permission.WRITE)
    lock_trail(session)
    session.flush()
    session.refresh(draft)
    if draft.author_id != author.id:
        raise NotAllowed("Only the author of a draft may do this.")
    check_step(draft, step)
    check_alone(session, draft, step)
    if session.get(BatchDraft, draft.id) is not None:
        raise InvalidTransition("This draft is part of a batch; take the batch back instead.")


def delete_draft(session: Session, draft: Draft) -> None:
    """Delete a draft and all that hangs on it, and give its address free."""
    release_slug(session, draft)
    give_up_draft(session, draft)
    _release_requests(session, draft)
    session.execute(delete(AnswerDraft).where(AnswerDraft.draft_id == draft.id))
    session.execute(delete(Distinction).where(Distinction.draft_id == draft.id))
    for review in draft.reviews:
        session.delete(review)
    session.flush()
    session.refresh(draft)
    session.delete(draft)
    session.flush()


def _release_requests(session: Session, draft: Draft) -> None:
    """Put what a reader asked back among what waits; the draft for it goes."""
    session.execute(
        update(CorrectionRequest)
        .where(CorrectionRequest.draft_id == draft.id)
        .values(draft_id=None)
    )
    session.execute(
        update(CorrectionRequest)
        .where(
            CorrectionRequest.draft_id.is_(None), CorrectionRequest.state == RequestState.TAKEN_UP
        )
        .values(state=RequestState.WAITING, handler_id=None)
    )


def draft_deed(action: str, draft: Draft) -> Deed:
    """Return what the trail says of a step of a draft."""
    return Deed(f"draft:{action}", f"draft {draft.id}", {"kind": draft.kind.value})
