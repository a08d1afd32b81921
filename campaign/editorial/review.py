"""Verdicts on drafts, and the step into the public record: never by the author alone."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.accounts.permissions import Permission, require
from campaign.db import now
from campaign.editorial.applying import apply_draft
from campaign.editorial.audit import Deed, lock_trail, record_deeds
from campaign.editorial.completeness import check_draft
from campaign.editorial.evidence_ways import hand_over
from campaign.editorial.revisions import Signature
from campaign.editorial.safety import check_publicity, refuse_before_its_day, wants_care
from campaign.editorial.slugs import release_slug
from campaign.editorial.states import Step, check_alone, check_step, documents, members, move
from campaign.errors import Conflict, InvalidDocument, InvalidTransition, NotAllowed, Problem
from campaign.models import BatchDraft, Draft, Record, Review, User
from campaign.models.vocabulary import DraftAction, DraftState, Verdict

AFTERWARDS = {
    Verdict.APPROVE: DraftState.SUBMITTED,
    Verdict.RETURN: DraftState.RETURNED,
    Verdict.REJECT: DraftState.REJECTED,
}


def review_draft(
    session: Session,
    draft: Draft,
    *,
    reviewer: User,
    verdict: Verdict,
    words: str = "",
    reviews_required: int = 1,
    publicity_confirmed: bool = False,
) -> Review:
    """Give a verdict on a submission: approve it, return it with words, reject it with a reason.

    Args:
        session: its transaction is the caller's to commit.
        draft: with the answers that go its way, and the sources added, which share its fate.
        reviewer: somebody else than the author, once for each submission.
        verdict: an approval alone publishes nothing; see ``publish``.
        words: what the author shall know; only an approval goes without.
        reviews_required: how many approvals this installation asks for, for the trail.
        publicity_confirmed: the reviewer has made sure that the report does what the workers
            concerned want; needed to approve where they want no or limited publicity.

    Raises:
        NotAllowed: the reviewer wrote the draft, has judged this submission already, or
            has no right to review.
        InvalidTransition: the draft does not wait for review.
        InvalidDocument: it is returned or rejected without a word, or approved without
            confirming what workers want.
    """
    require(reviewer, Permission.REVIEW)
    _hold(session, draft, Step.REVIEW)
    _refuse_reviewer(draft, reviewer)
    if verdict is not Verdict.APPROVE and not words.strip():
        raise InvalidDocument([Problem("/words", "tell the author why")])
    if verdict is Verdict.APPROVE:
        check_publicity(draft, confirmed=publicity_confirmed)
    review, *_ = [_add_review(each, reviewer, verdict, words.strip()) for each in documents(draft)]
    move(draft, AFTERWARDS[verdict])
    if verdict is Verdict.REJECT:
        _release_slugs(session, draft)
    session.flush()
    details: dict[str, Any] = {
        "approvals": len(approvals(draft)),
        "required": reviews_required,
    }
    if wants_care(draft):
        details["publicity_confirmed"] = publicity_confirmed
    action = f"draft:{verdict.value}"
    deeds = [Deed(action, f"draft {each.id}", details) for each in documents(draft)]
    record_deeds(session, deeds, user_id=reviewer.id, at=review.at)
    return review


def _add_review(draft: Draft, reviewer: User, verdict: Verdict, words: str) -> Review:
    review = Review(
        reviewer_id=reviewer.id,
        verdict=verdict,
        words=words,
        submitted_at=draft.submitted_at,
        at=now(),
    )
    draft.reviews.append(review)
    return review


def publish(
    session: Session,
    draft: Draft,
    *,
    reviewer: User,
    note: str = "",
    reviews_required: int = 1,
    publicity_confirmed: bool = False,
) -> Record:
    """Make a reviewed draft, and all that goes its way, part of the public record at once.

    The author never publishes alone: a second person signs, unless the installation is
    that of one person (``reviews_required`` is 0).

    Args:
        session: its transaction is the caller's to commit.
        draft: submitted and approved.
        reviewer: who signs.
        note: kept with the revision.
        reviews_required: approvals of this submission that it needs: 0, 1 or 2.
        publicity_confirmed: as for ``review_draft``; needed here where no approval is.

    Raises:
        NotAllowed: the reviewer wrote the draft, or has no right to publish.
        InvalidTransition: the draft does not wait for review, lacks approvals, or its day
            has not come.
        Conflict: the record has moved on since the draft was begun.
        InvalidDocument: something that the draft refers to is no longer there.
    """
    require(reviewer, Permission.PUBLISH)
    _hold(session, draft, Step.PUBLISH)
    if reviews_required > 0 and reviewer.id == draft.author_id:
        raise NotAllowed("The author of a draft does not publish it; a second person does.")
    given = len(approvals(draft))
    if given < reviews_required:
        raise InvalidTransition(f"This draft has {given} of {reviews_required} approvals.")
    if reviews_required == 0:
        check_publicity(draft, confirmed=publicity_confirmed)
    refuse_before_its_day(draft)
    _refuse_conflict(session, draft)
    problems = check_draft(session, draft)
    if problems:
        raise InvalidDocument(problems)
    signature = Signature(
        now(), f"draft {draft.id}", draft.author_id, reviewer.id, note.strip(), draft.public_note
    )
    apply_draft(session, draft, signature)
    return _close(session, draft, signature)


def approvals(draft: Draft) -> list[Review]:
    """Return the approvals of what is submitted now, by others than its author."""
    return [
        review
        for review in draft.reviews
        if review.verdict is Verdict.APPROVE
        and review.submitted_at == draft.submitted_at
        and review.reviewer_id != draft.author_id
    ]


def has_reviewed(draft: Draft, reviewer: User) -> bool:
    """Say whether somebody has judged what is submitted now."""
    return any(
        review.reviewer_id == reviewer.id and review.submitted_at == draft.submitted_at
        for review in draft.reviews
    )


def was_decided(draft: Draft, reviewer: User, verdict: Verdict) -> bool:
    """Say whether somebody has given this very verdict on what was submitted last."""
    return any(
        (review.reviewer_id, review.submitted_at, review.verdict)
        == (reviewer.id, draft.submitted_at, verdict)
        for review in draft.reviews
    )


def _hold(session: Session, draft: Draft, step: Step) -> None:
    lock_trail(session)
    session.flush()
    session.refresh(draft)
    check_step(draft, step)
    check_alone(session, draft, step)
    if session.get(BatchDraft, draft.id) is not None:
        raise InvalidTransition("This draft is part of a batch, and decided with it.")


def _refuse_reviewer(draft: Draft, reviewer: User) -> None:
    if reviewer.id == draft.author_id:
        raise NotAllowed("Nobody reviews a draft of their own; a second person does.")
    if has_reviewed(draft, reviewer):
        raise NotAllowed("You have judged this submission already; another person must.")


def _refuse_conflict(session: Session, draft: Draft) -> None:
    new = [each for each in members(draft) if each.action is DraftAction.CREATE]
    slugs = [each.document["slug"] for each in new]
    taken = session.scalar(select(Record.slug).where(Record.slug.in_(slugs)))
    if taken is not None:
        raise Conflict(f"The address “{taken}” was taken meanwhile; change the title a little.")
    if draft.action is DraftAction.CREATE:
        return
    revision = session.scalar(select(Record.revision).where(Record.id == draft.record_id))
    if revision != draft.base_revision:
        raise Conflict(
            f"The record is at revision {revision} now; this draft started from "
            f"revision {draft.base_revision}."
        )


def _close(session: Session, draft: Draft, signature: Signature) -> Record:
    slugs = {each.document["slug"]: each for each in members(draft)}
    rows = session.scalars(select(Record).where(Record.slug.in_(slugs)))
    records = {slugs[record.slug].id: record for record in rows}
    for each in members(draft):
        each.record_id, each.updated_at = records[each.id].id, signature.at
    move(draft, DraftState.PUBLISHED)
    session.flush()
    for each in members(draft):
        hand_over(session, each)
    _release_slugs(session, draft)
    session.flush()
    deeds = [
        Deed(
            "draft:publish",
            f"draft {each.id}",
            {"record": records[each.id].slug, "revision": records[each.id].revision},
        )
        for each in documents(draft)
    ]
    record_deeds(session, deeds, user_id=signature.reviewer_id, at=signature.at)
    return records[draft.id]


def _release_slugs(session: Session, draft: Draft) -> None:
    for each in members(draft):
        release_slug(session, each)
