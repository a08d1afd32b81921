"""What readers ask to be corrected: taken in, taken up by an editor, answered or closed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign.accounts.permissions import Permission, require
from campaign.db import now
from campaign.editorial.audit import Deed, lock_trail, record_deeds
from campaign.editorial.drafts import start_update
from campaign.editorial.referring import load_whole
from campaign.errors import InvalidDocument, InvalidTransition, Problem, TooMany
from campaign.models import CorrectionRequest, Draft, Record, RequestState, User
from campaign.schemas.types import clean_text

MOST_AN_HOUR = 60  # requests of all readers together
LONGEST = {"wrong": 4000, "evidence": 1000, "contact": 200}
OPEN = (RequestState.WAITING, RequestState.TAKEN_UP)


@dataclass(frozen=True)
class Wish:
    """What a reader typed: what is wrong, what shows it, and perhaps how to reach them."""

    wrong: str
    evidence: str = ""
    contact: str = ""
    page: str = ""


def file_request(
    session: Session, about: Record, wish: Wish, *, code: str, at: datetime | None = None
) -> CorrectionRequest:
    """Take in a reader's request. Nothing about the sender is known here, and nothing kept.

    The same ``code`` sent again (a form sent twice) gives the request that is there.

    Raises:
        InvalidDocument: nothing is said to be wrong, or too much.
        TooMany: more came within the hour than people can read.
    """
    lock_trail(session)
    at = at or now()
    there = find_request(session, code)
    if there is not None:
        return there
    _check(wish)
    _refuse_flood(session, at)
    request = CorrectionRequest(
        about_id=about.id,
        page=wish.page,
        wrong=wish.wrong.strip(),
        evidence=wish.evidence.strip(),
        contact=wish.contact.strip() or None,
        receipt=receipt_of(code),
        at=at,
        state=RequestState.WAITING,
    )
    session.add(request)
    session.flush()
    record_deeds(session, [_deed("file", request)], user_id=None, at=at)
    return request


def find_request(session: Session, code: str) -> CorrectionRequest | None:
    """Return the request for which a reader holds this code, or None."""
    query = select(CorrectionRequest).where(CorrectionRequest.receipt == receipt_of(code))
    return session.scalar(query)


def receipt_of(code: str) -> str:
    """Return what is kept of a reader's code: its SHA-256, from which nobody can make it."""
    return hashlib.sha256(f"correction:{code}".encode()).hexdigest()


def take_up(session: Session, request: CorrectionRequest, *, editor: User) -> Draft:
    """Begin a draft that changes the record in question, and tie it to the request.

    Raises:
        NotAllowed: the editor has no right to answer readers.
        InvalidTransition: the request has come to its end, or the record was retracted.
    """
    require(editor, Permission.KEEP)
    _refuse_ended(request)
    record = session.get_one(Record, request.about_id)
    draft = start_update(session, load_whole(session, record), author=editor)
    request.state, request.handler_id, request.draft_id = RequestState.TAKEN_UP, editor.id, draft.id
    session.flush()
    record_deeds(session, [_deed("take_up", request)], user_id=editor.id)
    return draft


def answer_request(
    session: Session, request: CorrectionRequest, *, editor: User, words: str
) -> CorrectionRequest:
    """Tell the reader what came of it; how to reach them is forgotten.

    Raises:
        NotAllowed: the editor has no right to answer readers.
        InvalidTransition: the request has come to its end.
        InvalidDocument: nothing is said.
    """
    return _end(session, request, RequestState.ANSWERED, editor, words)


def close_request(
    session: Session, request: CorrectionRequest, *, editor: User, words: str
) -> CorrectionRequest:
    """End a request without a change, with the reason; how to reach the sender is forgotten.

    Raises:
        NotAllowed: the editor has no right to answer readers.
        InvalidTransition: the request has come to its end.
        InvalidDocument: no reason is given.
    """
    return _end(session, request, RequestState.CLOSED, editor, words)


def _end(
    session: Session, request: CorrectionRequest, state: RequestState, editor: User, words: str
) -> CorrectionRequest:
    require(editor, Permission.KEEP)
    lock_trail(session)
    session.refresh(request)
    _refuse_ended(request)
    words = words.replace("\0", "").strip()
    if not words:
        raise InvalidDocument([Problem("/words", "say what the reader shall know")])
    request.state, request.words, request.contact = state, words, None
    request.handler_id, request.ended_at = editor.id, now()
    session.flush()
    record_deeds(session, [_deed(state.value, request)], user_id=editor.id)
    return request


def _refuse_ended(request: CorrectionRequest) -> None:
    if request.state not in OPEN:
        raise InvalidTransition("This request was answered or closed before.")


def _check(wish: Wish) -> None:
    problems = [] if wish.wrong.strip() else [Problem("/wrong", "say what is wrong")]
    for field, longest in LONGEST.items():
        text = getattr(wish, field)
        if len(text) > longest:
            problems.append(Problem(f"/{field}", f"is longer than {longest} letters"))
        try:
            clean_text(text.strip())
        except ValueError as error:
            problems.append(Problem(f"/{field}", str(error)))
    if problems:
        raise InvalidDocument(problems)


def _refuse_flood(session: Session, at: datetime) -> None:
    since = CorrectionRequest.at > at - timedelta(hours=1)
    count = session.scalar(select(func.count()).select_from(CorrectionRequest).where(since)) or 0
    if count >= MOST_AN_HOUR:
        raise TooMany(
            "More requests came within this hour than we can read. Nothing of yours was kept; "
            "please keep your text and send it again in an hour."
        )


def _deed(action: str, request: CorrectionRequest) -> Deed:
    return Deed(f"request:{action}", f"request {request.id}")
