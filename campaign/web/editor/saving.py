"""Keeping what was typed: by a button of the form, by itself, and never over another window's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import abort, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from campaign.accounts.permissions import Permission
from campaign.db import db
from campaign.editorial.completeness import check_draft
from campaign.editorial.contents import beside_it
from campaign.editorial.drafts import Page, submit_draft
from campaign.editorial.duplicates import tell_apart
from campaign.editorial.lookup import read_lookup
from campaign.editorial.recounting import told_between
from campaign.editorial.telling import Told
from campaign.errors import Conflict, InvalidTransition
from campaign.models import Draft
from campaign.models.vocabulary import DraftState
from campaign.schemas.decisions import DECISIONS
from campaign.web.access import requires, signed_in, writing
from campaign.web.editor.answering import begin_newcomer, is_doubtful, next_form
from campaign.web.editor.buttons import Button, moved, press, read_button
from campaign.web.editor.content import document_from, source_document, tidy
from campaign.web.editor.fields import every_field
from campaign.web.editor.filling import show_form
from campaign.web.editor.forms import FORMS, RecordForm
from campaign.web.editor.keeping import keep_form
from campaign.web.editor.routing import bp, load_own_draft

ROW_MARKS = ("key", "draft_id")


@dataclass(frozen=True)
class Sent:
    """What a browser sent of a form: its values, the pressed button, and which page it was."""

    typed: dict[str, Any]
    button: Button
    page: Page | None


@bp.post("/drafts/<int:draft_id>")
@requires(Permission.WRITE)
def save_form(draft_id: int) -> ResponseReturnValue:
    """Keep what was typed, and do what the pressed button says."""
    session = writing()
    draft = load_own_draft(draft_id)
    if draft.action in DECISIONS:
        abort(404)
    sent = read_sent(FORMS[draft.kind](formdata=_plain_names(request.form)))
    try:
        keep_form(session, draft, sent.typed, author=signed_in(), page=sent.page)
    except Conflict:
        return _show_both(session, draft_id, sent)
    except InvalidTransition:
        session.rollback()
        if not _was_submitted(load_own_draft(draft_id), sent):
            raise
        return _tell_submitted()
    if sent.button.action == "autosave":
        return _saved_by_itself(session, draft, sent.typed)
    if sent.button.action == "apart":
        tell_apart(session, draft, sent.button.value, author=signed_in())
    return _go_on(session, draft, sent)


@bp.get("/token")
@requires(Permission.WRITE)
def fresh_token() -> ResponseReturnValue:
    """Give a page that was open longer than a session the token for its form."""
    return jsonify({"csrf_token": generate_csrf()})


def read_sent(form: RecordForm) -> Sent:
    """Return what was sent; rows that a button adds or removes are there or gone already."""
    typed = form.data
    button = read_button(request.form.get("do", "save"))
    press(typed, button, citation_lists(form))
    page = _page(form)
    if button.action == "autosave":
        return Sent(typed, button, page)  # the page that sent it keeps its rows where they are
    return Sent(tidy(typed), moved(button, typed), page)


def citation_lists(form: RecordForm) -> list[str]:
    """Return the names of all lists of citations, in the order of the page."""
    fields = (field for part in form.sections() for field in form.fields_of(part))
    return [field.name for field in every_field(fields) if field.short_name == "citations"]


def _go_on(session: Session, draft: Draft, sent: Sent) -> ResponseReturnValue:
    draft_id, action = draft.id, sent.button.action
    other = (
        begin_newcomer(session, draft, sent.typed, sent.button)
        if action == "new"
        else next_form(session, draft, sent.button)
    )
    if other is not None:
        session.commit()
        return redirect(url_for("editor.edit_draft", draft_id=other), 303)
    wanted = action == "submit"
    ready = wanted and not check_draft(session, draft) and not is_doubtful(session, draft)
    if ready:
        submit_draft(session, draft, author=signed_in())
    session.commit()
    if ready:
        return _tell_submitted()
    if action == "preview":
        return redirect(url_for("editor.preview", draft_id=draft_id), 303)
    if action == "save":
        flash("Saved as a draft. Nobody but you and the reviewers can see it.")
        return redirect(url_for("editor.edit_draft", draft_id=draft_id), 303)
    page = show_form(load_own_draft(draft_id), sent.typed, sent.button)
    return (page, 422) if wanted else page


def _was_submitted(draft: Draft, sent: Sent) -> bool:
    """Say whether the same page was sent twice, and the first time has done it all."""
    same = sent.page is not None and draft.saved_by_page == sent.page.mark
    return same and sent.button.action == "submit" and draft.state is DraftState.SUBMITTED


def _tell_submitted() -> ResponseReturnValue:
    flash("Submitted. A second person reviews it now.")
    return redirect(url_for("editor.queue"), 303)


def _saved_by_itself(session: Session, draft: Draft, typed: dict[str, Any]) -> ResponseReturnValue:
    problems = len(check_draft(session, draft))
    version = draft.version
    session.commit()
    marks = {
        f"{name}-{number}-{mark}": row[mark] or ""
        for name, rows in typed.items()
        if isinstance(rows, list)
        for number, row in enumerate(rows)
        if isinstance(row, dict)
        for mark in ROW_MARKS
        if mark in row
    }
    return jsonify({"version": version, "problems": problems, "marks": marks})


def _show_both(session: Session, draft_id: int, sent: Sent) -> ResponseReturnValue:
    """Show what was typed here beside what another window has saved; nothing is overwritten."""
    session.rollback()
    draft = load_own_draft(draft_id)
    if sent.button.action == "autosave":
        return jsonify({"error": "saved in another window"}), 409
    return show_form(draft, tidy(sent.typed), other=_what_differs(draft, sent.typed)), 409


def _what_differs(draft: Draft, typed: dict[str, Any]) -> list[Told]:
    """Return what a kept draft, with its new sources, says otherwise than what was typed."""
    attached = {str(source.id): source.document for source in draft.attached}
    pairs = [(draft.document, document_from(draft.kind, typed, draft.document))]
    for row in typed.get("sources") or []:
        kept = attached.pop(str(row.get("draft_id") or ""), {})
        pairs.append((kept, {**kept, **source_document(row)}))
    pairs += [(kept, {"kind": "source"}) for kept in attached.values()]
    both = [each for pair in pairs for each in pair]
    lookup = read_lookup(db.session, both, beside_it(db.session, draft))
    return [told for there, here in pairs for told in told_between(there, here, lookup)]


def _page(form: RecordForm) -> Page | None:
    mark, version = form.page_mark.data or "", form.page_version.data or ""
    if not (mark.isascii() and mark.isalnum() and len(mark) <= 32 and version.isascii()):
        return None
    return Page(mark, int(version)) if version.isdigit() and len(version) < 10 else None


def _plain_names(sent: MultiDict[str, str]) -> MultiDict[str, str]:
    """Return the fields whose names our form can have made."""
    return MultiDict((name, value) for name, value in sent.items(multi=True) if name.isascii())
