"""Undoing a whole import, or all that one account did: a batch, read and published as one."""

from __future__ import annotations

from datetime import UTC, date, datetime

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from campaign.accounts.permissions import Permission, allows
from campaign.accounts.users import find_user
from campaign.db import db
from campaign.editorial.batches import publish_batch, review_batch, start_undo, withdraw_batch
from campaign.editorial.undoing import (
    UndoPlan,
    find_imports,
    plan_undoing_account,
    plan_undoing_import,
)
from campaign.errors import InvalidDocument
from campaign.models import Batch, User
from campaign.models.vocabulary import Verdict
from campaign.queries.batches import batch_page as read_batch
from campaign.queries.batches import list_batches, titles_of
from campaign.web.access import requires, signed_in, writing
from campaign.web.confirming import confirmed
from campaign.web.editor.forms import EmptyForm
from campaign.web.editor.routing import VERDICTS, bp, reviews_required
from campaign.web.progress import Progress, run_with_progress
from campaign.web.public.routing import read_page


@bp.get("/undo")
@requires(Permission.KEEP)
def undo() -> ResponseReturnValue:
    """Show the latest imports and batches, and ask for an account and a day."""
    return render_template(
        "editor/undo.html",
        imports=find_imports(db.session),
        batches=list_batches(db.session),
        today=date.today().isoformat(),
    )


@bp.get("/undo/plan")
@requires(Permission.KEEP)
def undo_plan() -> ResponseReturnValue:
    """Show what undoing would mean, before anything is begun."""
    return _plan_page()


@bp.post("/undo/plan")
@requires(Permission.KEEP)
def start_undoing() -> ResponseReturnValue:
    """Write the drafts of an undoing, and hand them in together."""
    title, _ = _plan(db.session)
    reason = request.form.get("reason", "").replace("\0", "").strip()
    if not reason:
        return _plan_page("Say why: the reason is public where records are retracted."), 422
    values, author_id = request.args.to_dict(), signed_in().id

    def work(session: Session, progress: Progress) -> str:
        plan = _plan_of(session, values)[1]
        author = session.get_one(User, author_id)
        batch = start_undo(
            session, plan, title=title, reason=reason, author=author, progress=progress
        )
        return f"Batch {batch.id} waits for a second person: {plan.size:,} records."

    db.session.rollback()
    return run_with_progress(f"Preparing: {title}", work, url_for("editor.undo"))


def _plan_page(problem: str = "") -> str:
    title, plan = _plan(db.session)
    return render_template(
        "editor/undo_plan.html",
        title=title,
        plan=plan,
        titles=titles_of(db.session, [*plan.restored, *plan.retracted, *plan.left], most=300),
        form=EmptyForm(formdata=None),
        problem=problem,
    )


@bp.get("/batches/<int:batch_id>")
@requires(Permission.KEEP)
def batch_page(batch_id: int) -> ResponseReturnValue:
    """Show the drafts of a batch as one list."""
    return _page(_load(db.session, batch_id))


@bp.post("/batches/<int:batch_id>/review")
@requires(Permission.REVIEW)
def judge_batch(batch_id: int) -> ResponseReturnValue:
    """Take one verdict on all of a batch."""
    session = writing()
    batch = _load(session, batch_id)
    try:
        verdict = Verdict(request.form.get("verdict", ""))
    except ValueError:
        abort(400, description="Choose a verdict: approve, return or reject.")
    words = request.form.get("words", "").replace("\0", "")
    try:
        review_batch(session, batch, reviewer=signed_in(), verdict=verdict, words=words)
    except InvalidDocument as error:
        session.rollback()
        return _page(_load(db.session, batch_id), error.problems[0].message), 422
    session.commit()
    flash(f"Your verdict is kept: {VERDICTS[verdict].lower()}.")
    return redirect(url_for("editor.batch_page", batch_id=batch_id), 303)


@bp.post("/batches/<int:batch_id>/publish")
@requires(Permission.PUBLISH)
@confirmed()
def publish_whole_batch(batch_id: int) -> ResponseReturnValue:
    """Carry out a batch in one transaction, and show how far it is."""
    title = _load(db.session, batch_id).title
    reviewer_id, required = signed_in().id, reviews_required()

    def work(session: Session, progress: Progress) -> str:
        done = publish_batch(
            session,
            session.get_one(Batch, batch_id),
            reviewer=session.get_one(User, reviewer_id),
            reviews_required=required,
            progress=progress,
        )
        return f"Done: {done:,} records."

    db.session.rollback()
    back = url_for("editor.batch_page", batch_id=batch_id)
    return run_with_progress(f"Carrying out: {title}", work, back)


@bp.post("/batches/<int:batch_id>/discard")
@requires(Permission.KEEP)
def discard_batch(batch_id: int) -> ResponseReturnValue:
    """Take a batch back that is not published."""
    session = writing()
    withdraw_batch(session, _load(session, batch_id), author=signed_in())
    session.commit()
    flash("The batch is gone; nothing was changed.")
    return redirect(url_for("editor.undo"), 303)


def _plan(session: Session) -> tuple[str, UndoPlan]:
    return _plan_of(session, request.args.to_dict())


def _plan_of(session: Session, values: dict[str, str]) -> tuple[str, UndoPlan]:
    """Return the plan that an address asks for, with its title, or end the request (404)."""
    try:
        if "origin" in values:
            at = datetime.fromisoformat(values.get("at", "")).astimezone(UTC)
            title = f"Undo the import “{values['origin']}” of {at:%Y-%m-%d %H:%M}"
            return title, plan_undoing_import(session, values["origin"], at)
        day = date.fromisoformat(values.get("since", ""))
    except ValueError:
        abort(404)
    user = find_user(session, values.get("account", "").replace("\0", "")) or abort(404)
    since = datetime(day.year, day.month, day.day, tzinfo=UTC)
    title = f"Undo what {user.email} wrote since {day.isoformat()}"
    return title, plan_undoing_account(session, user, since)


def _load(session: Session, batch_id: int) -> Batch:
    found = session.get(Batch, batch_id) if batch_id < 2**31 else None
    return found or abort(404)


def _page(batch: Batch, wrong: str = "") -> str:
    found = read_batch(db.session, batch, read_page(), signed_in())
    others = batch.author_id != signed_in().id
    needed = reviews_required()
    return render_template(
        "editor/batch.html",
        batch=batch,
        found=found,
        needed=needed,
        is_author=not others,
        may_review=found.waits
        and others
        and not found.judged
        and allows(signed_in(), Permission.REVIEW),
        may_publish=found.waits
        and (others or needed == 0)
        and found.approvals >= needed
        and allows(signed_in(), Permission.PUBLISH),
        wrong=wrong,
        form=EmptyForm(formdata=None),
    )
