"""Retracting, merging and correcting a record: asked for here, and read by a second person."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from campaign.accounts.permissions import Permission
from campaign.db import db
from campaign.editorial.correcting import start_correction, tell_readers
from campaign.editorial.deciding import start_merger, start_retraction
from campaign.editorial.drafts import save_draft, submit_draft
from campaign.editorial.merging import MERGEABLE, merger_problems, preview_merger
from campaign.editorial.referring import load_whole
from campaign.editorial.retracting import preview_retraction, records_resting_on
from campaign.errors import InvalidDocument
from campaign.models import Draft, Record
from campaign.queries.records import find_record
from campaign.schemas.decisions import DECISIONS
from campaign.search.choosing import find_choices
from campaign.web.access import requires, signed_in, writing
from campaign.web.editor.forms import PublicNoteForm, ReasonForm
from campaign.web.editor.history import load_any
from campaign.web.editor.problems import FieldProblem, plain_words
from campaign.web.editor.routing import bp, load_own_draft
from campaign.web.public.routing import show_stub

SUBMITTED = "Submitted. A second person reviews it now."


@bp.route("/<plural>/<slug>/retract", methods=["GET", "POST"])
@requires(Permission.KEEP)
def retract_record(plural: str, slug: str) -> ResponseReturnValue:
    """Ask for the public reason of a retraction, and submit it for review."""
    form = ReasonForm()
    session = writing() if form.is_submitted() else db.session
    record = _load_standing(session, plural, slug)
    if form.validate_on_submit():
        try:
            draft = start_retraction(
                session, record, reason=form.reason.data or "", author=signed_in()
            )
            return _submit(session, draft)
        except InvalidDocument as error:
            return _retract_page(plural, slug, form, error), 422
    return _retract_page(plural, slug, form)


@bp.route("/<plural>/<slug>/merge", methods=["GET", "POST"])
@requires(Permission.KEEP)
def merge_record(plural: str, slug: str) -> ResponseReturnValue:
    """Choose the record that stays, see what moves, and submit the merger for review."""
    form = ReasonForm()
    session = writing() if form.is_submitted() else db.session
    record = _load_standing(session, plural, slug)
    if record.kind not in MERGEABLE:
        abort(404)
    if form.validate_on_submit():
        into = find_record(session, request.form.get("into", "")) or abort(404)
        try:
            reason = form.reason.data or ""
            draft = start_merger(session, record, into, reason=reason, author=signed_in())
            return _submit(session, draft)
        except InvalidDocument as error:
            return _merge_page(plural, slug, form, into.slug, error), 422
    return _merge_page(plural, slug, form, request.args.get("into", ""))


@bp.route("/<plural>/<slug>/correct", methods=["GET", "POST"])
@requires(Permission.KEEP)
def correct_record(plural: str, slug: str) -> ResponseReturnValue:
    """Ask what readers shall be told, and begin the change."""
    form = PublicNoteForm()
    session = writing() if form.is_submitted() else db.session
    record = _load_standing(session, plural, slug)
    wrong: list[FieldProblem] = []
    if form.validate_on_submit():
        note = form.public_note.data or ""
        try:
            draft = start_correction(
                session, load_whole(session, record), public_note=note, author=signed_in()
            )
        except InvalidDocument as error:
            session.rollback()
            record, wrong = _load_standing(db.session, plural, slug), _wrong(error)
        else:
            draft_id = draft.id
            session.commit()
            return redirect(url_for("editor.edit_draft", draft_id=draft_id), 303)
    page = render_template("editor/correct.html", record=record, form=form, wrong=wrong)
    return page, 422 if wrong else 200


@bp.post("/drafts/<int:draft_id>/public-note")
@requires(Permission.WRITE)
def change_public_note(draft_id: int) -> ResponseReturnValue:
    """Change what readers will be told of a change."""
    session = writing()
    note = PublicNoteForm().public_note.data or ""
    tell_readers(session, load_own_draft(draft_id), note, author=signed_in())
    session.commit()
    flash("Kept. Readers are told when the change is published.")
    return redirect(url_for("editor.review_page", draft_id=draft_id), 303)


@bp.post("/drafts/<int:draft_id>/submit")
@requires(Permission.WRITE)
def submit(draft_id: int) -> ResponseReturnValue:
    """Hand in a draft as it is; of a decision the reason may be changed before."""
    session = writing()
    draft = load_own_draft(draft_id)
    reason = request.form.get("reason")
    if reason is not None and draft.action in DECISIONS:
        values = {**draft.document, "reason": reason.replace("\0", "")}
        save_draft(session, draft, values, author=signed_in())
    return _submit(session, draft)


def _submit(session: Session, draft: Draft) -> ResponseReturnValue:
    submit_draft(session, draft, author=signed_in())
    draft_id = draft.id
    session.commit()
    flash(SUBMITTED)
    return redirect(url_for("editor.review_page", draft_id=draft_id), 303)


def _load_standing(session: Session, plural: str, slug: str) -> Record:
    record = load_any(session, plural, slug)
    if record.retracted_at is not None:
        show_stub(record)
    return record


def _retract_page(
    plural: str, slug: str, form: ReasonForm, error: InvalidDocument | None = None
) -> str:
    db.session.rollback()
    record = _load_standing(db.session, plural, slug)
    return render_template(
        "editor/retract.html",
        record=record,
        form=form,
        preview=preview_retraction(db.session, record),
        resting=records_resting_on(db.session, record),
        wrong=_wrong(error),
    )


def _merge_page(
    plural: str, slug: str, form: ReasonForm, chosen: str, error: InvalidDocument | None = None
) -> str:
    db.session.rollback()
    record = _load_standing(db.session, plural, slug)
    into = find_record(db.session, chosen.replace("\0", "")) if chosen else None
    obstacles = merger_problems(record, into) if chosen else []
    query = request.args.get("q", record.title)
    found = [] if chosen else find_choices(db.session, query, [record.kind])
    return render_template(
        "editor/merge.html",
        record=record,
        plural=plural,
        into=into,
        form=form,
        q=query,
        found=[choice for choice in found if choice.slug != record.slug],
        obstacles=obstacles,
        preview=preview_merger(db.session, record, into) if into and not obstacles else None,
        wrong=_wrong(error),
    )


def _wrong(error: InvalidDocument | None) -> list[FieldProblem]:
    labels = {"reason": "Reason", "public_note": "What readers are told"}
    return [
        FieldProblem(name if name in labels else "", labels.get(name, ""), plain_words(p.message))
        for p in (error.problems if error else ())
        for name in [p.path.strip("/")]
    ]
