"""Writing a record: one long form that keeps whatever is typed, and what can be done with it."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from campaign.accounts.permissions import Permission
from campaign.db import db
from campaign.editorial.drafts import discard_draft, withdraw_draft
from campaign.editorial.states import Step, may_step
from campaign.models import Draft
from campaign.schemas.decisions import DECISIONS
from campaign.web.access import requires, signed_in, writing
from campaign.web.editor.content import form_values, tidy
from campaign.web.editor.filling import show_form
from campaign.web.editor.forms import EmptyForm
from campaign.web.editor.routing import bp, load_draft, load_own_draft
from campaign.web.editor.tidying import tidy_evidence


@bp.get("/drafts/<int:draft_id>")
@requires(Permission.WRITE)
def edit_draft(draft_id: int) -> ResponseReturnValue:
    """Show a draft's form, filled in; one that is not being written now is only read."""
    draft = load_draft(db.session, draft_id)
    if draft.author_id != signed_in().id or not has_form(draft):
        return redirect(url_for("editor.review_page", draft_id=draft_id))
    sources = [(source.id, source.document) for source in draft.attached]
    values = {**form_values(draft.document, sources), "to_reviewer": draft.note}
    return show_form(draft, tidy(values))


@bp.post("/drafts/<int:draft_id>/withdraw")
@requires(Permission.WRITE)
def withdraw(draft_id: int) -> ResponseReturnValue:
    """Take a submitted draft back."""
    session = writing()
    withdraw_draft(session, load_own_draft(draft_id), author=signed_in())
    session.commit()
    flash("Withdrawn. You can go on writing.")
    return redirect(url_for("editor.edit_draft", draft_id=draft_id), 303)


@bp.route("/drafts/<int:draft_id>/discard", methods=["GET", "POST"])
@requires(Permission.WRITE)
def discard(draft_id: int) -> ResponseReturnValue:
    """Ask once more, then throw a draft away."""
    form = EmptyForm()
    if not form.validate_on_submit():
        draft = load_own_draft(draft_id)
        return render_template("editor/discard.html", draft=draft, form=form)
    session = writing()
    discard_draft(session, load_own_draft(draft_id), author=signed_in())
    session.commit()
    tidy_evidence()
    flash("The draft is gone.")
    return redirect(url_for("editor.queue"), 303)


def has_form(draft: Draft) -> bool:
    """Say whether a draft can be written in now: its state allows it, and it is a document."""
    return may_step(draft, Step.SAVE) and draft.action not in DECISIONS
