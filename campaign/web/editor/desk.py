"""The editor's desk: what waits for whom, and the first step of a record."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from campaign.accounts.permissions import Permission, allows
from campaign.db import db
from campaign.editorial.drafts import start_draft, start_update
from campaign.editorial.referring import load_whole
from campaign.models.vocabulary import Kind
from campaign.queries.drafts import (
    find_drafts_to_review,
    find_my_change,
    find_my_drafts,
    find_recently_published,
    find_returned_drafts,
)
from campaign.queries.records import find_record
from campaign.web.access import requires, signed_in, writing
from campaign.web.editor.forms import EmptyForm, StartForm
from campaign.web.editor.overview import overview
from campaign.web.editor.routing import bp


@bp.get("/")
@requires(Permission.WRITE)
def queue() -> ResponseReturnValue:
    """Show what the person signed in is writing, may review, got back, and what is new."""
    user = signed_in()
    can_review = allows(user, Permission.REVIEW)
    return render_template(
        "editor/queue.html",
        mine=find_my_drafts(db.session, user),
        to_review=find_drafts_to_review(db.session, user) if can_review else None,
        can_review=can_review,
        returned=find_returned_drafts(db.session, user),
        published=find_recently_published(db.session),
        form=EmptyForm(),
        **overview(),
    )


@bp.route("/new/<kind>", methods=["GET", "POST"])
@requires(Permission.WRITE)
def start(kind: str) -> ResponseReturnValue:
    """Ask what a new record is to be called, which a link may fill in, and begin a draft."""
    wanted = _kind(kind)
    form = StartForm.of(wanted, request.args)
    if not form.validate_on_submit():
        return render_template("editor/start.html", form=form, kind=wanted)
    session = writing()
    content, author = form.document(wanted), signed_in()
    draft_id = start_draft(session, content, author=author, page_mark=form.mark).id
    session.commit()
    return redirect(url_for("editor.edit_draft", draft_id=draft_id), 303)


@bp.route("/edit/<slug>", methods=["GET", "POST"])
@requires(Permission.WRITE)
def edit_record(slug: str) -> ResponseReturnValue:
    """Begin a draft that changes a published record, or go on with one's own that does."""
    session = writing() if request.method == "POST" else db.session
    record = find_record(session, slug) or abort(404)
    mine = find_my_change(session, record, signed_in())
    if mine is not None:
        return redirect(url_for("editor.edit_draft", draft_id=mine), 303)
    if request.method == "GET":
        return render_template("editor/change.html", record=record, form=EmptyForm())
    draft_id = start_update(session, load_whole(session, record), author=signed_in()).id
    session.commit()
    return redirect(url_for("editor.edit_draft", draft_id=draft_id), 303)


def _kind(word: str) -> Kind:
    try:
        return Kind(word)
    except ValueError:
        abort(404)
