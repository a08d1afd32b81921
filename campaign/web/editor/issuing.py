"""Issuing a fact sheet, withdrawing one, and seeing which need another look."""

from __future__ import annotations

from functools import partial

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from campaign.accounts.permissions import Permission, allows
from campaign.db import db
from campaign.errors import Conflict, InvalidDocument
from campaign.factsheets.checking import check_sheet
from campaign.factsheets.issuing import digest, has_own_words, issue_sheet, withdraw_sheet
from campaign.models.vocabulary import Kind
from campaign.queries.issued import affected_first, find_standings
from campaign.web.access import requires, signed_in, writing
from campaign.web.confirming import confirmed, is_sent
from campaign.web.editor.forms import EmptyForm, WithdrawForm
from campaign.web.editor.routing import bp
from campaign.web.public.fact_sheets import PAGES as PREVIEWS
from campaign.web.public.issued_sheets import load_number, load_version
from campaign.web.public.sheet_making import start_worker
from campaign.web.public.sheet_wishes import (
    Wishes,
    build_wished,
    own_look,
    read_wishes,
    site_address,
)


@bp.get("/fact-sheets")
@requires(Permission.ISSUE)
def issued_sheets() -> ResponseReturnValue:
    """List what was issued, those whose records moved on first."""
    standings = affected_first(find_standings(db.session))
    return render_template("editor/issued_sheets.html", standings=standings)


@bp.get("/fact-sheets/issue/<slug>")
@requires(Permission.ISSUE)
def check_before_issue(slug: str) -> ResponseReturnValue:
    """Show what stands against issuing a sheet, with the choices of the preview, or nothing."""
    return _page(slug)


@bp.post("/fact-sheets/issue/<slug>")
@requires(Permission.ISSUE)
@confirmed()
def issue(slug: str) -> ResponseReturnValue:
    """Issue a sheet that the editor has seen."""
    session, wishes = writing(), read_wishes(request.args)
    try:
        issued = issue_sheet(
            session,
            partial(build_wished, session, slug, wishes),
            editor=signed_in(),
            site_url=site_address(),
            look=own_look(),
            role=wishes.role,
            seen=request.form.get("seen", ""),
        )
    except (Conflict, InvalidDocument) as error:
        session.rollback()
        status = 409 if isinstance(error, Conflict) else 422
        return _page(slug, refused=str(error)), status
    number, version = issued.number.text, issued.version
    session.commit()
    start_worker()
    flash(f"Issued as {number}, version {version}.")
    return redirect(url_for("issued_sheets.version", number=number, version=version), 303)


@bp.route("/fact-sheets/<number>/v<int:version>/withdraw", methods=["GET", "POST"])
@requires(Permission.ISSUE)
@confirmed(only_if=is_sent)
def withdraw_sheet_page(number: str, version: int) -> ResponseReturnValue:
    """Ask for the public reason, and withdraw."""
    session = writing() if request.method == "POST" else db.session
    found = load_number(number)
    issued = load_version(found, version)
    form, wrong = WithdrawForm(), ""
    if form.validate_on_submit():
        try:
            withdraw_sheet(session, issued, editor=signed_in(), reason=form.reason.data or "")
        except InvalidDocument as error:
            wrong = error.problems[0].message
    if wrong or not form.is_submitted():
        page = render_template("editor/withdraw.html", issue=issued, form=form, wrong=wrong)
        return page, 422 if wrong else 200
    session.commit()
    flash("Withdrawn. Everybody who looks it up is told so.")
    return redirect(url_for("issued_sheets.version", number=number, version=version), 303)


def _page(slug: str, *, refused: str = "") -> str:
    wishes = read_wishes(request.args)
    sheet = build_wished(db.session, slug, wishes)
    subject = sheet.subject
    return render_template(
        "editor/issue.html",
        sheet=sheet,
        findings=check_sheet(db.session, sheet),
        seen=digest(sheet),
        refused=refused,
        allowed=not has_own_words(sheet) or allows(signed_in(), Permission.PUBLISH),
        back=preview_address(subject.kind, subject.slug, wishes),
        form=EmptyForm(formdata=None),
    )


def preview_address(kind: Kind, slug: str, wishes: Wishes) -> str:
    """Return the address of the preview with these choices."""
    return url_for(PREVIEWS[kind], slug=slug, _anchor=None, **wishes.query())  # type: ignore[arg-type]
