"""Writing a record: one long form that keeps whatever is typed, and what can be done with it."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from campaign.accounts.permissions import Permission
from campaign.db import db
from campaign.editorial.certainty import propose_for
from campaign.editorial.drafts import (
    check_draft,
    discard_draft,
    submit_draft,
    withdraw_draft,
)
from campaign.editorial.states import Step, may_step
from campaign.models import Draft
from campaign.schemas.decisions import DECISIONS
from campaign.web.access import requires, signed_in, writing
from campaign.web.editor.buttons import Button, press, read_button
from campaign.web.editor.choosing import make_offer, offer_words
from campaign.web.editor.content import form_values, tidy
from campaign.web.editor.forms import FORMS, LANGUAGES, EmptyForm
from campaign.web.editor.keeping import keep_form
from campaign.web.editor.problems import place_problems
from campaign.web.editor.reading import read_draft
from campaign.web.editor.routing import bp, load_draft, load_own_draft


@bp.get("/drafts/<int:draft_id>")
@requires(Permission.WRITE)
def edit_draft(draft_id: int) -> ResponseReturnValue:
    """Show a draft's form, filled in; one that is not being written now is only read."""
    draft = load_draft(db.session, draft_id)
    if draft.author_id != signed_in().id or not has_form(draft):
        return redirect(url_for("editor.review_page", draft_id=draft_id))
    sources = [(source.id, source.document) for source in draft.attached]
    values = {**form_values(draft.document, sources), "to_reviewer": draft.note}
    return _form_page(draft, tidy(values))


@bp.post("/drafts/<int:draft_id>")
@requires(Permission.WRITE)
def save_form(draft_id: int) -> ResponseReturnValue:
    """Keep what was typed, and do what the pressed button says."""
    session = writing()
    draft = load_own_draft(draft_id)
    button = read_button(request.form.get("do", "save"))
    if draft.action in DECISIONS:
        abort(404)
    typed = tidy(FORMS[draft.kind](formdata=_plain_names(request.form)).data)
    press(typed, button)
    keep_form(session, draft, typed, author=signed_in())
    ready = button.action == "submit" and not check_draft(session, draft)
    if ready:
        submit_draft(session, draft, author=signed_in())
    session.commit()
    if ready:
        flash("Submitted. A second person reviews it now.")
        return redirect(url_for("editor.queue"), 303)
    if button.action == "preview":
        return redirect(url_for("editor.preview", draft_id=draft_id), 303)
    if button.action == "save":
        flash("Saved as a draft. Nobody but you and the reviewers can see it.")
        return redirect(url_for("editor.edit_draft", draft_id=draft_id), 303)
    page = _form_page(load_own_draft(draft_id), typed, button)
    return (page, 422) if button.action == "submit" else page


@bp.get("/drafts/<int:draft_id>/preview")
@requires(Permission.WRITE)
def preview(draft_id: int) -> ResponseReturnValue:
    """Show a draft in reading order."""
    draft = load_draft(db.session, draft_id)
    return render_template(
        "editor/preview.html", draft=draft, reading=read_draft(db.session, draft)
    )


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
    flash("The draft is gone.")
    return redirect(url_for("editor.queue"), 303)


def has_form(draft: Draft) -> bool:
    """Say whether a draft can be written in now: its state allows it, and it is a document."""
    return may_step(draft, Step.SAVE) and draft.action not in DECISIONS


def _form_page(draft: Draft, typed: dict[str, Any], button: Button | None = None) -> str:
    form = FORMS[draft.kind](formdata=None, data=typed)
    offer_words(db.session, form)
    return render_template(
        "editor/form.html",
        draft=draft,
        form=form,
        new_slugs={str(source.id): source.document.get("slug") for source in draft.attached},
        problems=place_problems(check_draft(db.session, draft), form, typed),
        refused=button is not None and button.action == "submit",
        offer=make_offer(db.session, draft, form, button),
        languages=LANGUAGES,
        proposal=propose_for(db.session, draft),
        moved_on=draft.record is not None and draft.record.revision != draft.base_revision,
    )


def _plain_names(sent: MultiDict[str, str]) -> MultiDict[str, str]:
    """Return the fields whose names our form can have made."""
    return MultiDict((name, value) for name, value in sent.items(multi=True) if name.isascii())
