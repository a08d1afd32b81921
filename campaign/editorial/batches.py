"""Many drafts as one: begun together, read by a second person at once, published together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, selectinload

from campaign.accounts.permissions import Permission, require
from campaign.db import now
from campaign.editorial.audit import Deed, lock_trail, record_deeds
from campaign.editorial.publishing import publish_all
from campaign.editorial.restoring import moved_by_merger
from campaign.editorial.retracting import withdraw_records
from campaign.editorial.review import AFTERWARDS, approvals
from campaign.editorial.revisions import Signature
from campaign.editorial.undo_drafts import AT_ONCE, drafts_of
from campaign.editorial.undoing import UndoPlan, referrers_of
from campaign.errors import Conflict, InvalidDocument, InvalidTransition, NotAllowed, Problem
from campaign.models import Batch, BatchDraft, Draft, Record, Review, SlugRedirect, User
from campaign.models.vocabulary import DraftAction, DraftState, Verdict
from campaign.schemas import parse_document

Progress = Callable[[str, int, int], None]


def say_nothing(_doing: str, _done: int, _all: int) -> None:
    """Show no progress."""


def start_undo(
    session: Session,
    plan: UndoPlan,
    *,
    title: str,
    reason: str,
    author: User,
    progress: Progress = say_nothing,
) -> Batch:
    """Begin a batch that undoes what a plan says, and hand it in for review.

    Args:
        session: its transaction is the caller's to commit.
        plan: from ``editorial.undoing``.
        title: what is undone, for those who review.
        reason: public where records are retracted.
        author: somebody else reviews.
        progress: told what is done, how many, of how many.

    Raises:
        NotAllowed: the author has no right to keep the records.
        InvalidDocument: no reason is given.
        InvalidTransition: there is nothing to undo.
    """
    require(author, Permission.KEEP)
    if not reason.strip():
        raise InvalidDocument([Problem("/reason", "say why; it is public where records go")])
    if not plan.size:
        raise InvalidTransition("There is nothing here that could be undone.")
    lock_trail(session)
    batch = Batch(title=title, reason=reason.strip(), author_id=author.id, created_at=now())
    session.add(batch)
    session.flush()
    done = 0
    for drafts in drafts_of(session, plan, batch):
        session.add_all(drafts)
        session.flush()
        session.add_all(BatchDraft(draft_id=d.id, batch_id=batch.id) for d in drafts)
        done += len(drafts)
        progress("Writing the drafts", done, plan.size)
    details = {"restored": len(plan.restored), "retracted": len(plan.retracted)}
    record_deeds(session, [_deed("start", batch, details)], user_id=author.id)
    return batch


def review_batch(
    session: Session, batch: Batch, *, reviewer: User, verdict: Verdict, words: str = ""
) -> None:
    """Give one verdict on all drafts of a batch that wait.

    Raises:
        NotAllowed: the reviewer wrote the batch, has judged it already, or may not review.
        InvalidTransition: nothing of it waits for review.
        InvalidDocument: it is returned or rejected without a word.
    """
    require(reviewer, Permission.REVIEW)
    lock_trail(session)
    if reviewer.id == batch.author_id:
        raise NotAllowed("Nobody reviews a batch of their own; a second person does.")
    if verdict is not Verdict.APPROVE and not words.strip():
        raise InvalidDocument([Problem("/words", "tell the author why")])
    drafts = _waiting(session, batch)
    if any(
        r.reviewer_id == reviewer.id and r.submitted_at == d.submitted_at
        for d in drafts
        for r in d.reviews
    ):
        raise NotAllowed("You have judged this batch already; another person must.")
    at = now()
    for draft in drafts:
        draft.state = AFTERWARDS[verdict]
        session.add(
            Review(
                draft_id=draft.id,
                reviewer_id=reviewer.id,
                verdict=verdict,
                words=words.strip(),
                submitted_at=draft.submitted_at,
                at=at,
            )
        )
    session.flush()
    session.expire_all()
    deed = _deed(verdict.value, batch, {"drafts": len(drafts)})
    record_deeds(session, [deed], user_id=reviewer.id, at=at)


def withdraw_batch(session: Session, batch: Batch, *, author: User) -> None:
    """Throw away a batch that is not published: its drafts say nothing that is not kept already.

    Raises:
        NotAllowed: somebody else began it.
        InvalidTransition: it was published.
    """
    lock_trail(session)
    if batch.author_id != author.id:
        raise NotAllowed("Only the author of a batch may take it back.")
    drafts = batch_drafts(session, batch)
    if any(draft.state is DraftState.PUBLISHED for draft in drafts):
        raise InvalidTransition("This batch is published; undo it by another.")
    ids = [draft.id for draft in drafts]
    record_deeds(session, [_deed("discard", batch, {"drafts": len(ids)})], user_id=author.id)
    session.execute(delete(BatchDraft).where(BatchDraft.batch_id == batch.id))
    for start in range(0, len(ids), AT_ONCE):
        chunk = ids[start : start + AT_ONCE]
        session.execute(delete(Review).where(Review.draft_id.in_(chunk)))
        session.execute(delete(Draft).where(Draft.id.in_(chunk)))
    session.execute(delete(Batch).where(Batch.id == batch.id))
    session.flush()


def publish_batch(
    session: Session,
    batch: Batch,
    *,
    reviewer: User,
    reviews_required: int = 1,
    progress: Progress = say_nothing,
) -> int:
    """Carry out all of a batch in one transaction; return how many records changed.

    Raises:
        NotAllowed: the reviewer wrote it, or has no right to publish.
        InvalidTransition: it does not wait, or lacks approvals.
        Conflict: a record has moved on since the batch was begun.
        InvalidDocument: something that stays rests on what would be retracted.
    """
    require(reviewer, Permission.PUBLISH)
    lock_trail(session)
    if reviews_required > 0 and reviewer.id == batch.author_id:
        raise NotAllowed("The author of a batch does not publish it; a second person does.")
    drafts = _waiting(session, batch)
    _refuse_unapproved(drafts, reviews_required)
    progress("Looking whether anything moved on", 0, len(drafts))
    records = _records_of(session, drafts)
    signature = Signature(now(), f"batch {batch.id}", batch.author_id, reviewer.id, batch.reason)
    with session.begin_nested():
        _restore(session, drafts, records, signature, progress)
        _retract(session, drafts, records, batch.reason, signature, progress)
    for draft in drafts:
        draft.state, draft.updated_at = DraftState.PUBLISHED, signature.at
    session.flush()
    details = {"records": len(drafts)}
    record_deeds(session, [_deed("publish", batch, details)], user_id=reviewer.id, at=signature.at)
    return len(drafts)


def batch_drafts(session: Session, batch: Batch) -> list[Draft]:
    """Return the drafts of a batch with their verdicts, in order."""
    query = (
        select(Draft)
        .join(BatchDraft, BatchDraft.draft_id == Draft.id)
        .where(BatchDraft.batch_id == batch.id)
        .options(selectinload(Draft.reviews))
        .order_by(Draft.id)
    )
    return list(session.scalars(query))


def _waiting(session: Session, batch: Batch) -> list[Draft]:
    drafts = batch_drafts(session, batch)
    if not drafts or any(draft.state is not DraftState.SUBMITTED for draft in drafts):
        raise InvalidTransition("This batch does not wait for review now.")
    return drafts


def _refuse_unapproved(drafts: list[Draft], required: int) -> None:
    given = min(len(approvals(draft)) for draft in drafts)
    if given < required:
        raise InvalidTransition(f"This batch has {given} of {required} approvals.")


def _records_of(session: Session, drafts: list[Draft]) -> dict[int, Record]:
    records: dict[int, Record] = {}
    ids = [draft.record_id for draft in drafts]
    for start in range(0, len(ids), AT_ONCE):
        query = select(Record).where(Record.id.in_(ids[start : start + AT_ONCE]))
        records |= {record.id: record for record in session.scalars(query)}
    moved = [d for d in drafts if d.record_id and records[d.record_id].revision != d.base_revision]
    if moved:
        raise Conflict(
            f"{len(moved)} of {len(drafts)} records have changed since the batch was begun, "
            f"“{moved[0].title}” among them. Take the batch back and begin it anew."
        )
    return records


def _restore(
    session: Session,
    drafts: list[Draft],
    records: dict[int, Record],
    signature: Signature,
    progress: Progress,
) -> None:
    restoring = [d for d in drafts if d.action is DraftAction.RESTORE and d.record_id]
    contents: dict[str, dict[str, Any]] = {}
    for draft in restoring:
        record = records[draft.record_id or 0]
        if record.merged_into_id is not None:
            contents |= {c["slug"]: c for c in moved_by_merger(session, record)} | contents
            session.execute(delete(SlugRedirect).where(SlugRedirect.slug == record.slug))
        contents[record.slug] = draft.document
    done = 0

    def count(number: int) -> None:
        nonlocal done
        done += number
        progress("Restoring", done, len(contents))

    publish_all(
        session,
        [parse_document(content) for content in contents.values()],
        signature=signature,
        actions=dict.fromkeys(contents, DraftAction.RESTORE),
        progress=count,
    )


def _retract(
    session: Session,
    drafts: list[Draft],
    records: dict[int, Record],
    reason: str,
    signature: Signature,
    progress: Progress,
) -> None:
    going = [d.record_id for d in drafts if d.action is DraftAction.RETRACT and d.record_id]
    resting = referrers_of(session, going)
    held = [records[i] for i in going if resting[i] - set(going)]
    if held:
        message = f"others rest on “{held[0].title}” now; begin the batch anew"
        raise InvalidDocument([Problem("", message)])
    for start in range(0, len(going), AT_ONCE):
        progress("Retracting", start, len(going))
        chunk = [records[i] for i in going[start : start + AT_ONCE]]
        withdraw_records(session, chunk, DraftAction.RETRACT, reason, signature)


def _deed(action: str, batch: Batch, details: dict[str, Any]) -> Deed:
    return Deed(f"batch:{action}", f"batch {batch.id}", details)
