"""Files of a source at the desk: listed, added, taken away to read, removed; for no reader.

What one may not see looks like what is not there (404).
"""

from __future__ import annotations

from typing import cast

from flask import Response, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from campaign.accounts.permissions import Permission
from campaign.db import db
from campaign.editorial.evidence import (
    add_evidence,
    may_add_evidence,
    may_remove_evidence,
    may_see_evidence,
    remove_evidence,
    target_of,
)
from campaign.errors import DiskRefuses, InvalidDocument, NotAllowed, RefusedFile, TooMany
from campaign.evidence.cleaning import clean_file
from campaign.evidence.keeping import keeping, read
from campaign.evidence.limits import Limits
from campaign.models import ConfidentialSource, Draft, Evidence, Source
from campaign.queries.confidential import get_confidential
from campaign.queries.drafts import get_draft
from campaign.queries.evidence import Target, evidence_of, get_evidence, removed_from
from campaign.queries.records import find_record
from campaign.web.access import requires, signed_in, writing
from campaign.web.confirming import confirmed
from campaign.web.editor.forms.evidence import EvidenceForm, RemovalForm
from campaign.web.editor.routing import bp
from campaign.web.editor.tidying import tidy_evidence
from campaign.web.sizes import takes_a_file
from config import Config

ENDINGS = {
    "application/pdf": "pdf",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/webp": "webp",
}
SEALED = "sandbox; default-src 'none'; frame-ancestors 'none'"
STATUS: dict[type[Exception], int] = {DiskRefuses: 507, TooMany: 429}
Refusals = (RefusedFile, InvalidDocument, DiskRefuses, TooMany)


@bp.route("/sources/<slug>/evidence", methods=["GET", "POST"])
@requires(Permission.WRITE)
@takes_a_file
def source_evidence(slug: str) -> ResponseReturnValue:
    """Show the files of a published source, and take another."""
    source = find_record(db.session, slug)
    if isinstance(source, Source) and source.merged_into_id is not None:
        into = db.session.get_one(Source, source.merged_into_id)
        _hide_unless_seen(into)
        return redirect(url_for("editor.source_evidence", slug=into.slug), 308)
    return _page_of(source if isinstance(source, Source) else None)


@bp.route("/drafts/<int:draft_id>/evidence", methods=["GET", "POST"])
@requires(Permission.WRITE)
@takes_a_file
def draft_evidence(draft_id: int) -> ResponseReturnValue:
    """Show the files of a source that is still a draft, and take another."""
    return _page_of(get_draft(db.session, draft_id) if draft_id < 2**31 else None)


@bp.route("/confidential-sources/<slug>/evidence", methods=["GET", "POST"])
@requires(Permission.WRITE)
@takes_a_file
def confidential_evidence(slug: str) -> ResponseReturnValue:
    """Show the files of a confidential source, and take another."""
    return _page_of(get_confidential(db.session, slug))


@bp.get("/evidence/<name>")
@requires(Permission.WRITE)
def download_evidence(name: str) -> ResponseReturnValue:
    """Give a file to be saved: no page of ours shows it, and no browser runs it."""
    evidence = _load(name)
    content = read(_config().kept_evidence, evidence.name, evidence.sha256)
    response = Response(content, mimetype=evidence.media_type.value)
    ending = ENDINGS[evidence.media_type.value]
    response.headers["Content-Disposition"] = (
        f'attachment; filename="evidence-{evidence.name[:12]}.{ending}"'
    )
    response.headers["Content-Security-Policy"] = SEALED
    return response


@bp.route("/evidence/<name>/remove", methods=["GET", "POST"])
@requires(Permission.WRITE)
@confirmed()
def remove_file(name: str) -> ResponseReturnValue:
    """Ask for the reason, and delete a file for good."""
    form = RemovalForm()
    session = writing() if form.is_submitted() else db.session
    evidence = _load(name)
    if not may_remove_evidence(signed_in(), target_of(evidence)):
        abort(403)
    if not form.validate_on_submit():
        return _removal_page(evidence, form)
    back = url_for_evidence(target_of(evidence))
    try:
        remove_evidence(session, evidence, reason=form.reason.data or "", remover=signed_in())
    except InvalidDocument as error:
        session.rollback()
        return _removal_page(_load(name), form, error.problems[0].message), 422
    session.commit()
    tidy_evidence()
    flash("Removed. The file is deleted; copies in backups are not.")
    return redirect(back, 303)


def url_for_evidence(target: Target) -> str:
    """Return the address of the files of a source, a draft or a confidential source."""
    if isinstance(target, Draft):
        return url_for("editor.draft_evidence", draft_id=target.id)
    place = "confidential" if isinstance(target, ConfidentialSource) else "source"
    return url_for(f"editor.{place}_evidence", slug=target.slug)


def _page_of(target: Target | None) -> ResponseReturnValue:
    target = _hide_unless_seen(target)
    form = EvidenceForm()
    if not form.validate_on_submit():
        return _page(target, form)
    try:
        _keep(target, form.words.data or "")
    except Refusals as error:
        db.session.rollback()
        wrong = str(error).removeprefix("/words: ")
        return _page(target, form, wrong), STATUS.get(type(error), 422)
    flash("Kept: a clean copy, for the desk only. What you uploaded is not kept.")
    return redirect(request.path, 303)


def _keep(target: Target, words: str) -> None:
    """Clean what was sent, write it and note it; all of it or nothing."""
    if not may_add_evidence(signed_in(), target):
        raise NotAllowed(
            "Files are added to a draft by its author, while it is being written; to a "
            "confidential source by its keeper; and to a published one while it stands."
        )
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise RefusedFile("Choose a file first.")
    config, key = _config(), target.id
    kind = type(target)
    db.session.rollback()  # nothing of the database is held while the file is looked at
    clean = clean_file(sent.read(), limits(config))
    with keeping(config.kept_evidence, clean.content) as name:
        session = writing()
        held = cast(Target, session.get_one(kind, key))
        add_evidence(session, held, clean, name=name, words=words, uploader=signed_in())
        session.commit()


def limits(config: Config) -> Limits:
    """Return what the settings allow."""
    return Limits(config.evidence_megabytes, config.evidence_megapixels, config.evidence_pages)


def _config() -> Config:
    config: Config = current_app.config["CAMPAIGN"]
    return config


def _hide_unless_seen(target: Target | None) -> Target:
    if target is None or not may_see_evidence(signed_in(), target):
        abort(404)
    return target


def _load(name: str) -> Evidence:
    evidence = get_evidence(db.session, name)
    if evidence is None:
        abort(404)
    _hide_unless_seen(target_of(evidence))
    return evidence


def _page(target: Target, form: EvidenceForm, wrong: str = "") -> str:
    user = signed_in()
    return render_template(
        "editor/evidence.html",
        target=target,
        title=title_of(target),
        form=form,
        wrong=wrong,
        limits=limits(_config()),
        files=evidence_of(db.session, target),
        removed=removed_from(db.session, target) if isinstance(target, Source) else [],
        may_add=may_add_evidence(user, target),
        may_remove=may_remove_evidence(user, target),
        is_draft=isinstance(target, Draft),
        is_confidential=isinstance(target, ConfidentialSource),
    )


def _removal_page(evidence: Evidence, form: RemovalForm, wrong: str = "") -> str:
    target = target_of(evidence)
    return render_template(
        "editor/remove_evidence.html",
        evidence=evidence,
        title=title_of(target),
        back=url_for_evidence(target),
        form=form,
        wrong=wrong,
    )


def title_of(target: Target) -> str:
    """Return how a source is called on these pages; a confidential one by its reference."""
    return target.slug if isinstance(target, ConfidentialSource) else target.title or "a new source"
