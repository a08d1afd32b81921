"""Issuing a fact sheet, withdrawing one, and seeing which need another look."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from campaign.accounts.permissions import Permission
from campaign.db import db
from campaign.errors import Conflict, InvalidDocument
from campaign.factsheets.building import build_sheet
from campaign.factsheets.checking import check_sheet
from campaign.factsheets.issuing import digest, issue_sheet, withdraw_sheet
from campaign.factsheets.sheet import Paper, Sheet
from campaign.queries.issued import affected_first, find_standings
from campaign.web.access import requires, signed_in, writing
from campaign.web.editor.forms import EmptyForm, WithdrawForm
from campaign.web.editor.routing import bp
from campaign.web.public.fact_sheets import PAGES as PREVIEWS
from campaign.web.public.issued_sheets import load_number, load_version
from config import Config


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
def issue(slug: str) -> ResponseReturnValue:
    """Issue a sheet that the editor has seen."""
    session = writing()
    try:
        issued = issue_sheet(
            session,
            partial(_build, session, slug),
            editor=signed_in(),
            site_url=site_address(),
            seen=request.form.get("seen", ""),
        )
    except (Conflict, InvalidDocument) as error:
        session.rollback()
        status = 409 if isinstance(error, Conflict) else 422
        return _page(slug, refused=str(error)), status
    number, version = issued.number.text, issued.version
    session.commit()
    flash(f"Issued as {number}, version {version}.")
    return redirect(url_for("issued_sheets.version", number=number, version=version), 303)


@bp.route("/fact-sheets/<number>/v<int:version>/withdraw", methods=["GET", "POST"])
@requires(Permission.ISSUE)
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


def site_address() -> str:
    """Return the public address of this site, as it is printed on sheets."""
    config: Config = current_app.config["CAMPAIGN"]
    return config.site_url or request.host_url.rstrip("/")


def _page(slug: str, *, refused: str = "") -> str:
    sheet = _build(db.session, slug)
    return render_template(
        "editor/issue.html",
        sheet=sheet,
        findings=check_sheet(db.session, sheet),
        seen=digest(sheet),
        refused=refused,
        back=preview_address(sheet),
        form=EmptyForm(formdata=None),
    )


def preview_address(sheet: Sheet) -> str:
    """Return the address of the preview with the same choices."""
    endpoint = PREVIEWS[sheet.subject.kind]
    query = request.query_string.decode("ascii", "ignore")
    return f"{url_for(endpoint, slug=sheet.subject.slug)}{'?' if query else ''}{query}"


def _build(session: Session, slug: str) -> Sheet:
    config: Config = current_app.config["CAMPAIGN"]
    paper = request.args.get("paper", Paper.A4.value)
    if paper not in list(Paper):
        abort(400, description="There is no such paper.")
    return build_sheet(
        session,
        slug,
        as_of=datetime.now(UTC).date(),
        paper=paper,
        site_url=site_address(),
        site_title=config.site_title,
    )
