"""The second pair of eyes: reading a draft beside its sources, and deciding."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from campaign.accounts.permissions import Permission, allows
from campaign.db import db
from campaign.editorial.contents import lead_of
from campaign.editorial.examining import examine_draft
from campaign.editorial.review import (
    approvals,
    has_reviewed,
    publish,
    review_draft,
    was_decided,
)
from campaign.editorial.safety import waits_for_its_day, wants_care
from campaign.editorial.states import Step, may_step, members
from campaign.errors import (
    CampaignError,
    Conflict,
    InvalidDocument,
    InvalidTransition,
    NotAllowed,
)
from campaign.models import Draft
from campaign.models.vocabulary import DraftState, Verdict
from campaign.queries.batches import find_batch_of
from campaign.queries.evidence import evidence_of_drafts
from campaign.web.access import requires, signed_in, writing
from campaign.web.addresses import url_for_whereabouts
from campaign.web.confirming import confirmed
from campaign.web.editor.forms import EmptyForm, ReviewForm
from campaign.web.editor.problems import FieldProblem, plain_words
from campaign.web.editor.routing import VERDICTS, bp, load_draft, reviews_required


@bp.get("/drafts/<int:draft_id>/review")
@requires(Permission.WRITE)
def review_page(draft_id: int) -> ResponseReturnValue:
    """Show a draft with its sources and verdicts; who may decide finds the buttons here."""
    return _page(load_draft(db.session, draft_id), ReviewForm(formdata=None))


def approves() -> bool:
    """Say whether the verdict that was sent may publish."""
    return request.form.get("verdict") == Verdict.APPROVE


@bp.post("/drafts/<int:draft_id>/review")
@requires(Permission.REVIEW)
@confirmed(only_if=approves)
def review(draft_id: int) -> ResponseReturnValue:
    """Take a verdict; where one approval is enough, it publishes at once."""
    session = writing()
    draft = load_draft(session, draft_id)
    form = ReviewForm()
    verdict = _verdict()
    needed = reviews_required()
    words = form.words.data or ""
    try:
        review_draft(
            session,
            draft,
            reviewer=signed_in(),
            verdict=verdict,
            words=words,
            reviews_required=needed,
            publicity_confirmed=bool(form.publicity_confirmed.data),
        )
        if verdict is Verdict.APPROVE and needed <= 1 and not waits_for_its_day(draft):
            return _publish(draft, words)
    except InvalidDocument as error:
        return _refused(draft_id, form, error)
    except (InvalidTransition, NotAllowed) as error:
        return _tell_decided(draft_id, verdict, error)
    session.commit()
    return _tell_kept(draft_id, verdict)


@bp.post("/drafts/<int:draft_id>/publish")
@requires(Permission.PUBLISH)
@confirmed()
def publish_draft(draft_id: int) -> ResponseReturnValue:
    """Publish what has its approvals."""
    draft = load_draft(writing(), draft_id)
    try:
        return _publish(draft, request.form.get("words", ""))
    except InvalidDocument as error:
        return _refused(draft_id, ReviewForm(), error)


def _publish(draft: Draft, note: str) -> ResponseReturnValue:
    draft_id, session = draft.id, db.session
    try:
        record = publish(
            session,
            draft,
            reviewer=signed_in(),
            note=note.replace("\0", ""),
            reviews_required=reviews_required(),
            publicity_confirmed=bool(request.form.get("publicity_confirmed")),
        )
    except Conflict as error:
        session.rollback()
        page = _page(load_draft(session, draft_id), ReviewForm(), conflict=str(error))
        return page, 409
    address = url_for_whereabouts(record)
    session.commit()
    flash("Published.")
    return redirect(address, 303)


def _tell_kept(draft_id: int, verdict: Verdict) -> ResponseReturnValue:
    flash(f"Your verdict is kept: {VERDICTS[verdict].lower()}.")
    return redirect(url_for("editor.review_page", draft_id=draft_id), 303)


def _tell_decided(draft_id: int, verdict: Verdict, error: CampaignError) -> ResponseReturnValue:
    """Say to a second press of the same button what the first one did; refuse any other."""
    db.session.rollback()
    draft = load_draft(db.session, draft_id)
    if not was_decided(draft, signed_in(), verdict):
        raise error
    record = draft.record
    if verdict is not Verdict.APPROVE or draft.state is not DraftState.PUBLISHED or not record:
        return _tell_kept(draft_id, verdict)
    flash("Published.")
    return redirect(url_for_whereabouts(record), 303)


def _refused(draft_id: int, form: ReviewForm, error: InvalidDocument) -> ResponseReturnValue:
    db.session.rollback()
    wrong = [
        FieldProblem(
            name if (name := problem.path.strip("/")) in form else "",
            form[name].label.text if name in form else problem.path,
            plain_words(problem.message),
        )
        for problem in error.problems
    ]
    return _page(load_draft(db.session, draft_id), form, wrong=wrong), 422


def _page(
    draft: Draft, form: ReviewForm, *, conflict: str = "", wrong: list[FieldProblem] | None = None
) -> str:
    user = signed_in()
    batch, lead = find_batch_of(db.session, draft), lead_of(db.session, draft)
    waits = may_step(draft, Step.REVIEW) and batch is None and lead is None
    others = draft.author_id != user.id
    needed, given = reviews_required(), len(approvals(draft))
    return render_template(
        "editor/review.html",
        draft=draft,
        form=form,
        empty=EmptyForm(formdata=None),
        found=examine_draft(db.session, draft),
        companions=[
            (each, examine_draft(db.session, each, f"with{each.id}"))
            for each in (*draft.newcomers, *draft.answers)
        ],
        batch=batch,
        lead=lead,
        files=evidence_of_drafts(db.session, [each.id for each in members(draft)]),
        is_author=not others,
        may_review=waits
        and others
        and allows(current_user, Permission.REVIEW)
        and not has_reviewed(draft, user),
        may_publish=waits
        and (others or needed == 0)
        and given >= needed
        and not waits_for_its_day(draft)
        and allows(current_user, Permission.PUBLISH),
        needed=needed,
        day=draft.document.get("publish_not_before") if waits_for_its_day(draft) else None,
        care=wants_care(draft),
        given=given,
        conflict=conflict,
        moved_on=draft.is_behind and (may_step(draft, Step.SAVE) or may_step(draft, Step.REVIEW)),
        wrong=wrong or [],
    )


def _verdict() -> Verdict:
    try:
        return Verdict(request.form.get("verdict", ""))
    except ValueError:
        abort(400, description="Choose a verdict: approve, return or reject.")
