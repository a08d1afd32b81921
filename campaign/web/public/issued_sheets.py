"""Issued fact sheets: the list, each as it was issued with how it stands today, its files."""

from __future__ import annotations

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from campaign.db import db
from campaign.factsheets.comparing import word_changes
from campaign.factsheets.freezing import thaw
from campaign.factsheets.html import stream_html, style_policy
from campaign.factsheets.issued_files import (
    issued_file_name,
    issued_forms,
    issued_look,
    render_issued,
)
from campaign.factsheets.largeness import SET_ON_PAPER, is_frozen_large
from campaign.factsheets.look import Look
from campaign.factsheets.markup import html_of
from campaign.factsheets.numbering import parse_number
from campaign.factsheets.queueing import issued_wanted
from campaign.factsheets.rendering import MEDIA_TYPES
from campaign.factsheets.standing import examine
from campaign.models import IssuedSheet, SheetNumber
from campaign.queries.issued import count_issues, find_standings, get_number
from campaign.web.access import everyone
from campaign.web.headers import with_pictures_inside
from campaign.web.public.fact_sheets import first_leaves
from campaign.web.public.sheet_making import file_or_page
from campaign.web.public.sheet_wishes import own_look

PER_PAGE = 50
MOST_DIFFERENCES = 200  # shown of one sheet; their number is said
FORM_NAMES = {
    "pdf": "PDF",
    "docx": "Word",
    "html": "HTML",
    "md": "Markdown",
    "txt": "Text",
    "json": "Data (JSON)",
}

bp = Blueprint("issued_sheets", __name__, url_prefix="/fact-sheets")


@bp.get("")
@everyone
def index() -> ResponseReturnValue:
    """List what was issued, newest first, each with its state in words."""
    page = max(request.args.get("page", 1, type=int), 1)
    total = count_issues(db.session)
    offset = min((page - 1) * PER_PAGE, total)
    return render_template(
        "public/issued_sheets.html",
        standings=find_standings(db.session, limit=PER_PAGE, offset=offset),
        total=total,
        page=page,
        pages=max(1, -(-total // PER_PAGE)),
    )


@bp.get("/<number>")
@everyone
def newest(number: str) -> ResponseReturnValue:
    """Show the newest version of a sheet."""
    found = load_number(number)
    return _page(found, found.issues[-1])


@bp.get("/<number>.<form>")
@everyone
def newest_file(number: str, form: str) -> ResponseReturnValue:
    """Send the newest version as a file."""
    return _file(load_number(number).issues[-1], form)


@bp.get("/<number>/v<int:version>")
@everyone
def version(number: str, version: int) -> ResponseReturnValue:
    """Show one version: the address that is printed on it."""
    found = load_number(number)
    return _page(found, load_version(found, version))


@bp.get("/<number>/v<int:version>.<form>")
@everyone
def version_file(number: str, version: int, form: str) -> ResponseReturnValue:
    """Send one version as a file, byte for byte the same for ever."""
    return _file(load_version(load_number(number), version), form)


def load_number(text: str) -> SheetNumber:
    """Return an issued number, or end the request: a redirect to its usual spelling, or 404."""
    parsed = parse_number(text)
    found = get_number(db.session, *parsed) if parsed else None
    if found is None:
        abort(404, description=f"No fact sheet has the number “{text[:40]}”.")
    if found.text != text and request.method == "GET" and request.endpoint:
        values = {**(request.view_args or {}), "number": found.text}
        abort(redirect(url_for(request.endpoint, **values), 301))
    return found


def load_version(number: SheetNumber, version: int) -> IssuedSheet:
    """Return a version of a number, or end the request (404)."""
    return next((i for i in number.issues if i.version == version), None) or abort(404)


def _page(number: SheetNumber, issue: IssuedSheet) -> ResponseReturnValue:
    whole = "compare" in request.args
    found, look = examine(db.session, issue, whole=whole), issued_look(issue)
    tree, hidden = first_leaves(found.sheet, look)
    page = render_template(
        "public/issued_sheet.html",
        number=number,
        issue=issue,
        found=found,
        sheet_markup=Markup(html_of(tree)),
        hidden_pages=hidden,
        own_colour=own_look().accent == issue.look.accent != Look.accent,
        forms=issued_forms(),
        form_names=FORM_NAMES,
        word_changes=word_changes,
        most_differences=MOST_DIFFERENCES,
    )
    return page if look.logo is None else with_pictures_inside(page)


def _file(issue: IssuedSheet, form: str) -> ResponseReturnValue:
    if form not in issued_forms():
        abort(404)
    large = is_frozen_large(issue.content)
    if large and form in SET_ON_PAPER:
        return file_or_page(issued_wanted(issue, form))
    streamed = large and form == "html"
    look = issued_look(issue)
    content = stream_html(thaw(issue.content), look) if streamed else render_issued(issue, form)
    response = Response(content, content_type=MEDIA_TYPES[form])
    name = issued_file_name(issue, form)
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    if form == "html":
        response.headers["Content-Security-Policy"] = style_policy(look)
    return response
