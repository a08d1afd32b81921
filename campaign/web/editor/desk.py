"""The editor's desk: what waits for whom, and the first step of a report."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from campaign.accounts.permissions import Permission, allows
from campaign.db import db
from campaign.editorial.drafts import start_draft, start_update
from campaign.models import Report
from campaign.models.vocabulary import Kind
from campaign.queries.drafts import (
    find_drafts_to_review,
    find_my_drafts,
    find_recently_published,
    find_returned_drafts,
)
from campaign.queries.records import get_record
from campaign.web.access import requires, signed_in, writing
from campaign.web.editor.forms import EmptyForm, StartForm
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
        to_review=find_drafts_to_review(db.session, user) if can_review else [],
        can_review=can_review,
        returned=find_returned_drafts(db.session, user),
        published=find_recently_published(db.session),
        form=EmptyForm(),
    )


@bp.route("/reports/new", methods=["GET", "POST"])
@requires(Permission.WRITE)
def start_report() -> ResponseReturnValue:
    """Ask for a working title, which a link may fill in, and begin a draft."""
    form = StartForm(title=request.args.get("title"))
    if not form.validate_on_submit():
        return render_template("editor/start.html", form=form)
    session = writing()
    document = {"kind": Kind.REPORT.value, "title": form.title.data}
    draft_id = start_draft(session, document, author=signed_in()).id
    session.commit()
    return redirect(url_for("editor.edit_draft", draft_id=draft_id))


@bp.post("/reports/<slug>/edit")
@requires(Permission.WRITE)
def edit_report(slug: str) -> ResponseReturnValue:
    """Begin a draft that changes a published report."""
    session = writing()
    report = get_record(session, slug, Report) or abort(404)
    draft_id = start_update(session, report, author=signed_in()).id
    session.commit()
    return redirect(url_for("editor.edit_draft", draft_id=draft_id))
