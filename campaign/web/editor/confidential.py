"""Confidential sources at the desk: kept, changed, forgotten, and shown to nobody else."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from campaign.accounts.permissions import Permission, allows
from campaign.db import db
from campaign.editorial.confidential import (
    change_confidential,
    forget_confidential,
    keep_confidential,
    may_know,
)
from campaign.errors import InvalidDocument
from campaign.models import ConfidentialSource
from campaign.queries.confidential import count_uses, get_confidential, list_confidential
from campaign.web.access import requires, signed_in, writing
from campaign.web.editor.forms import EmptyForm
from campaign.web.editor.forms.confidential import ConfidentialForm
from campaign.web.editor.routing import bp
from campaign.web.editor.tidying import tidy_evidence


@bp.route("/confidential-sources", methods=["GET", "POST"])
@requires(Permission.WRITE)
def confidential_list() -> ResponseReturnValue:
    """Show the confidential sources that one may know of, and take a new one."""
    form = ConfidentialForm()
    if form.validate_on_submit():
        session = writing()
        try:
            source = keep_confidential(session, form.values(), keeper=signed_in())
        except InvalidDocument as error:
            session.rollback()
            return _list_page(form, error), 422
        slug = source.slug
        session.commit()
        flash("Kept. Cite it by its reference; readers never see it.")
        return redirect(url_for("editor.confidential_source", slug=slug), 303)
    return _list_page(form)


@bp.route("/confidential-sources/<slug>", methods=["GET", "POST"])
@requires(Permission.WRITE)
def confidential_source(slug: str) -> ResponseReturnValue:
    """Show a confidential source, and keep what its keeper changes."""
    source = _load(slug)
    form = ConfidentialForm(obj=source)
    if not form.validate_on_submit():
        return _source_page(source, form)
    session = writing()
    try:
        change_confidential(session, _load(slug), form.values(), keeper=signed_in())
    except InvalidDocument as error:
        session.rollback()
        return _source_page(_load(slug), form, error), 422
    session.commit()
    flash("Changed.")
    return redirect(url_for("editor.confidential_source", slug=slug), 303)


@bp.post("/confidential-sources/<slug>/forget")
@requires(Permission.WRITE)
def forget_source(slug: str) -> ResponseReturnValue:
    """Delete a confidential source that no published record cites, for somebody who is sure."""
    session = writing()
    source = _load(slug)
    if not request.form.get("sure"):
        flash("Nothing was deleted: tick that nobody can bring it back.")
        return redirect(url_for("editor.confidential_source", slug=slug), 303)
    forget_confidential(session, source, keeper=signed_in())
    session.commit()
    tidy_evidence()
    flash("Forgotten.")
    return redirect(url_for("editor.confidential_list"), 303)


def _load(slug: str) -> ConfidentialSource:
    source = get_confidential(db.session, slug)
    if source is None or not may_know(signed_in(), source):
        abort(404)
    return source


def _list_page(form: ConfidentialForm, error: InvalidDocument | None = None) -> str:
    user = signed_in()
    keeper_id = None if allows(user, Permission.REVIEW) else user.id
    return render_template(
        "editor/confidential_list.html",
        sources=list_confidential(db.session, keeper_id=keeper_id),
        form=form,
        wrong=form.problems(error),
    )


def _source_page(
    source: ConfidentialSource, form: ConfidentialForm, error: InvalidDocument | None = None
) -> str:
    return render_template(
        "editor/confidential_source.html",
        source=source,
        uses=count_uses(db.session, source),
        form=form,
        empty=EmptyForm(formdata=None),
        is_keeper=source.keeper_id == signed_in().id,
        wrong=form.problems(error),
    )
