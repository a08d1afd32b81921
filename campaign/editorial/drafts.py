"""Writing a proposed document: begun, saved in any state, submitted, taken back, thrown away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from campaign.accounts.permissions import Permission, require
from campaign.db import now
from campaign.editorial.applying import decision_problems
from campaign.editorial.audit import Deed, lock_trail, record_deeds
from campaign.editorial.certainty import certainty_problems
from campaign.editorial.contents import beside_it, keep_content, lead_of
from campaign.editorial.evidence_ways import give_up_draft
from campaign.editorial.references import missing_references
from campaign.editorial.slugs import release_slug
from campaign.editorial.states import Step, check_alone, check_step, documents, members, move
from campaign.errors import Conflict, InvalidDocument, InvalidTransition, NotAllowed, Problem
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
from campaign.models.vocabulary import DraftAction, DraftState, Kind, NameKind
from campaign.queries.drafts import find_begun
from campaign.queries.records import document_of
from campaign.schemas import parse_document
from campaign.schemas.decisions import DECISIONS

Content = Mapping[str, Any]
NEWCOMERS = (Kind.COMPANY, Kind.FACILITY, Kind.ORGANIZATION)


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


def attach_source(session: Session, draft: Draft, document: Content, *, author: User) -> Draft:
    """Add a new source to a report's draft; it goes the same way as the report.

    Raises:
        NotAllowed: somebody else wrote the draft.
        InvalidTransition: the draft is not being written now.
    """
    hold_draft(session, draft, author, Step.SAVE)
    if draft.attached_to_id is not None:
        raise InvalidTransition("A source has no sources of its own.")
    source = _empty_beside(draft, Kind.SOURCE)
    draft.attached.append(source)
    return begin_draft(session, source, {**document, "kind": Kind.SOURCE}, author)


def start_answer(session: Session, draft: Draft, *, author: User) -> Draft:
    """Begin what a company answered to a report that is being written; both go the same way.

    Raises:
        NotAllowed: somebody else wrote the draft.
        InvalidTransition: the draft is not being written now, or is no report.
    """
    hold_draft(session, draft, author, Step.SAVE)
    if draft.kind is not Kind.REPORT or draft.action in DECISIONS:
        raise InvalidTransition("Answers go with reports; add this one by itself.")
    answer = _empty_beside(draft, Kind.RESPONSE)
    draft.companions.append(answer)
    return begin_draft(session, answer, {"kind": Kind.RESPONSE}, author)


def start_newcomer(
    session: Session, draft: Draft, kind: Kind, *, name: str = "", author: User
) -> Draft:
    """Begin a company, place or organisation that a draft names and that is not on record.

    It has a form of its own and goes the way of the draft, or of the one with which that goes.

    Args:
        session: its transaction is the caller's to commit.
        draft: that names it; no source, and nothing that only decides.
        kind: one of ``NEWCOMERS``.
        name: as far as known; its address is made from the first one, and stays.
        author: of the draft.

    Raises:
        NotAllowed: somebody else wrote the draft.
        InvalidTransition: the draft is not being written now, or names nobody.
    """
    hold_draft(session, draft, author, Step.SAVE)
    if draft.kind is Kind.SOURCE or draft.action in DECISIONS or kind not in NEWCOMERS:
        raise InvalidTransition("This cannot be added here; add it by itself.")
    lead = lead_of(session, draft) or draft
    newcomer = _empty_beside(lead, kind)
    lead.companions.append(newcomer)
    names = [{"text": name, "name_kind": NameKind.PRIMARY.value}] if name else []
    return begin_draft(session, newcomer, {"kind": kind, "names": names}, author)


def _empty_beside(draft: Draft, kind: Kind) -> Draft:
    """Return a draft of something new that goes the way of another."""
    return Draft(
        kind=kind,
        action=DraftAction.CREATE,
        document={},
        title="",
        note="",
        state=draft.state,
        author_id=draft.author_id,
    )


def detach_source(session: Session, source: Draft, *, author: User) -> None:
    """Throw away a source that was added to a draft.

    Raises:
        NotAllowed: somebody else wrote it.
        InvalidTransition: its draft is not being written now.
    """
    hold_draft(session, source, author, Step.SAVE)
    if source.attached_to_id is None:
        raise InvalidTransition("This source stands on its own; discard its draft instead.")
    record_deeds(session, [_deed("discard", source)], user_id=author.id)
    _delete(session, source)


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


def check_draft(session: Session, draft: Draft) -> list[Problem]:
    """Return all that stands between a draft and its submission; nothing is raised.

    Problems of an attached source begin with ``/sources/<position>``, those of what goes with
    it with ``/answers/<position>`` and ``/newcomers/<position>``.
    """
    problems = _document_problems(session, draft)
    for position, source in enumerate(draft.attached):
        problems += _within(f"/sources/{position}", _document_problems(session, source))
    for position, answer in enumerate(draft.answers):
        problems += _within(f"/answers/{position}", check_draft(session, answer))
    for position, newcomer in enumerate(draft.newcomers):
        problems += _within(f"/newcomers/{position}", check_draft(session, newcomer))
    return problems


def _within(path: str, problems: Iterable[Problem]) -> list[Problem]:
    return [Problem(f"{path}{problem.path}", problem.message) for problem in problems]


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
    deeds = [_deed("submit", each) for each in documents(draft)]
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
    deeds = [_deed("withdraw", each) for each in documents(draft)]
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
    record_deeds(session, [_deed("discard", draft)], user_id=author.id)
    draft.companions.clear()
    for source in list(draft.attached):
        _delete(session, source)
    _delete(session, draft)


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
    record_deeds(session, [_deed("rebase", draft)], user_id=author.id)
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
    record_deeds(session, [_deed("start", draft)], user_id=author.id)
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


def _document_problems(session: Session, draft: Draft) -> list[Problem]:
    if draft.action in DECISIONS:
        return decision_problems(session, draft)
    beside = {str(d.document.get("slug")): d.kind for d in beside_it(session, draft)}
    problems = missing_references(session, draft.document, beside)
    seen = {problem.path for problem in problems}
    try:
        parse_document(draft.document)
    except InvalidDocument as error:
        untitled = not draft.title
        problems += [
            problem
            for problem in error.problems
            if problem.path not in seen and not (untitled and problem.path == "/slug")
        ]
    return problems + certainty_problems(session, draft)


def _delete(session: Session, draft: Draft) -> None:
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


def _deed(action: str, draft: Draft) -> Deed:
    return Deed(f"draft:{action}", f"draft {draft.id}", {"kind": draft.kind.value})
