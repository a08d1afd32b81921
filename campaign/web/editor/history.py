"""The history of a record: each revision in full, any two compared, one brought back."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from campaign.accounts.permissions import Permission
from campaign.db import db
from campaign.editorial.deciding import start_restoration
from campaign.editorial.lookup import read_lookup
from campaign.editorial.outline import outline
from campaign.editorial.recounting import compare_revisions, recount, told_between
from campaign.models import Record, Revision
from campaign.queries.records import find_record
from campaign.queries.revisions import get_revision, names_of, revision_numbers
from campaign.web.access import requires, signed_in, writing
from campaign.web.addresses import PLURALS
from campaign.web.editor.forms import EmptyForm
from campaign.web.editor.routing import bp
from campaign.web.public.routing import read_page

PER_PAGE = 20


@bp.get("/<plural>/<slug>/history")
@requires(Permission.KEEP)
def history(plural: str, slug: str) -> ResponseReturnValue:
    """List the revisions of a record, newest first, with what each changed in words."""
    record = load_any(db.session, plural, slug)
    page = read_page()
    start = record.revision - (page - 1) * PER_PAGE
    if start < 1:
        abort(404)
    found = recount(db.session, record, start=start, limit=PER_PAGE)
    people = [u for f in found for u in (f.revision.author_id, f.revision.reviewer_id)]
    return render_template(
        "editor/history.html",
        record=record,
        plural=plural,
        found=found,
        names=names_of(db.session, people),
        page=page,
        pages=max(1, -(-record.revision // PER_PAGE)),
        form=EmptyForm(formdata=None),
    )


@bp.get("/<plural>/<slug>/history/<int:revision>")
@requires(Permission.KEEP)
def show_revision(plural: str, slug: str, revision: int) -> ResponseReturnValue:
    """Show a revision in full, and what it changed."""
    record = load_any(db.session, plural, slug)
    found = load_revision(db.session, record, revision)
    before = get_revision(db.session, record.id, revision - 1)
    documents = [found.document, *([before.document] if before else [])]
    lookup = read_lookup(db.session, documents)
    return render_template(
        "editor/revision.html",
        record=record,
        plural=plural,
        revision=found,
        text=outline(found.document, lookup),
        told=told_between(before.document, found.document, lookup) if before else [],
        names=names_of(db.session, [found.author_id, found.reviewer_id]),
        form=EmptyForm(formdata=None),
    )


@bp.get("/<plural>/<slug>/history/compare")
@requires(Permission.KEEP)
def compare_two(plural: str, slug: str) -> ResponseReturnValue:
    """Show what one revision says otherwise than another."""
    record = load_any(db.session, plural, slug)
    newest = record.revision
    old = request.args.get("old", max(1, newest - 1), type=int)
    new = request.args.get("new", newest, type=int)
    pair = [load_revision(db.session, record, number) for number in (old, new)]
    changes, _ = compare_revisions(db.session, pair)
    return render_template(
        "editor/compare_revisions.html",
        record=record,
        plural=plural,
        pair=pair,
        told=changes,
        numbers=revision_numbers(db.session, record.id),
    )


@bp.post("/<plural>/<slug>/history/<int:revision>/restore")
@requires(Permission.KEEP)
def restore_revision(plural: str, slug: str, revision: int) -> ResponseReturnValue:
    """Begin a draft that makes the record say again what it said at a revision."""
    session = writing()
    record = load_any(session, plural, slug)
    load_revision(session, record, revision)
    draft_id = start_restoration(session, record, revision, author=signed_in()).id
    session.commit()
    flash(f"A draft now says what revision {revision} said. Look at it, and submit it for review.")
    return redirect(url_for("editor.review_page", draft_id=draft_id), 303)


def load_any(session: Session, plural: str, slug: str) -> Record:
    """Return a record of a kind, retracted or not, or end the request (404)."""
    record = find_record(session, slug)
    if record is None or PLURALS[record.kind] != plural:
        abort(404)
    return record


def load_revision(session: Session, record: Record, number: int) -> Revision:
    """Return a revision of a record, or end the request (404)."""
    found = get_revision(session, record.id, number) if 0 < number < 2**31 else None
    return found or abort(404)
