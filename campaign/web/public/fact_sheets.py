"""Fact sheets: a page to look at as it will print, and files to download."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user
from markupsafe import Markup

from campaign.accounts.permissions import Permission, allows
from campaign.db import db
from campaign.factsheets.beginning import beginning_of
from campaign.factsheets.catalogues import language_name, languages
from campaign.factsheets.findings import Role
from campaign.factsheets.glyphs import MissingGlyph
from campaign.factsheets.html import accent_style, sheet_tree, stream_html, style_policy
from campaign.factsheets.largeness import is_large
from campaign.factsheets.look import Look
from campaign.factsheets.making import rough_pages
from campaign.factsheets.markup import html_of
from campaign.factsheets.parts import FIXED_BLOCKS, BlockKey
from campaign.factsheets.rendering import MEDIA_TYPES, RENDERERS, file_name, render
from campaign.factsheets.sheet import Form, Length, Paper, Sheet, UnknownChoice, UnknownSubject
from campaign.models.vocabulary import Kind
from campaign.queries.links import campaigns_about, campaigns_on_report
from campaign.queries.records import find_record
from campaign.web.access import everyone
from campaign.web.headers import with_pictures_inside
from campaign.web.public.sheet_making import large_file
from campaign.web.public.sheet_wishes import (
    Wishes,
    build_wished,
    order_of,
    own_look,
    read_wishes,
)

bp = Blueprint("fact_sheets", __name__)

FOLDERS = {
    "companies": Kind.COMPANY,
    "facilities": Kind.FACILITY,
    "reports": Kind.REPORT,
    "campaigns": Kind.CAMPAIGN,
}
PAGES = {kind: f"fact_sheets.{kind.value}_sheet" for kind in FOLDERS.values()}
MOST_LEAVES = 4  # pages shown of a dossier; its files have them all
MOST_ITEMS = 60  # of a large dossier; they fill more than these pages


@bp.get("/companies/<slug>/fact-sheet")
@bp.get("/companies/<slug>/fact-sheet.<form>")
@everyone
def company_sheet(slug: str, form: str | None = None) -> ResponseReturnValue:
    """Show the fact sheet of a company, or a letter to it, or send it as a file."""
    return _answer(Kind.COMPANY, slug, form)


@bp.get("/facilities/<slug>/fact-sheet")
@bp.get("/facilities/<slug>/fact-sheet.<form>")
@everyone
def facility_sheet(slug: str, form: str | None = None) -> ResponseReturnValue:
    """Show the fact sheet of a facility, or send it as a file."""
    return _answer(Kind.FACILITY, slug, form)


@bp.get("/reports/<slug>/fact-sheet")
@bp.get("/reports/<slug>/fact-sheet.<form>")
@everyone
def report_sheet(slug: str, form: str | None = None) -> ResponseReturnValue:
    """Show the fact sheet of a report, or send it as a file."""
    return _answer(Kind.REPORT, slug, form)


@bp.get("/campaigns/<slug>/fact-sheet")
@bp.get("/campaigns/<slug>/fact-sheet.<form>")
@everyone
def campaign_sheet(slug: str, form: str | None = None) -> ResponseReturnValue:
    """Show the fact sheet of a campaign, or send it as a file."""
    return _answer(Kind.CAMPAIGN, slug, form)


@bp.get("/fact-sheets/accent.css")
@everyone
def accent() -> Response:
    """Return the installation's own colour; a page may hold no style of its own."""
    return Response(accent_style(own_look()), content_type="text/css; charset=utf-8")


def _answer(kind: Kind, slug: str, form: str | None) -> ResponseReturnValue:
    if form is not None and form not in RENDERERS:
        wrong = f"A fact sheet comes as {', '.join(RENDERERS)}; there is no “.{form[:20]}”."
        return _refusal(404, "There is no such fact sheet", wrong)
    try:
        wishes = read_wishes(request.args)
        made_apart = _large_file(kind, slug, form, wishes) if form else None
        if made_apart is not None:
            return made_apart
        sheet = build_wished(db.session, slug, wishes)
        if (sheet.subject.kind, sheet.subject.slug) != (kind, slug):
            return redirect(_address(sheet, form, wishes), 301)
        return _page(sheet, wishes) if form is None else _file(sheet, form)
    except UnknownSubject as error:
        return _refusal(404, "There is no such fact sheet", str(error))
    except UnknownChoice as error:
        return _refusal(400, "There is no such choice", str(error))
    except MissingGlyph as error:
        return _refusal(422, "This sheet cannot be printed as PDF", str(error))


def _large_file(kind: Kind, slug: str, form: str, wishes: Wishes) -> ResponseReturnValue | None:
    """Return a file that is made apart from the request, or where it is waited for; else None."""
    record = find_record(db.session, slug) if slug.isprintable() else None
    if record is None or (record.kind, record.retracted_at) != (kind, None):
        return None
    return large_file(record, order_of(slug, wishes), form)


def first_leaves(sheet: Sheet, look: Look) -> tuple[Element, int]:
    """Return the first pages of a sheet, and how many more there are; of a large one, about."""
    if is_large(sheet):  # laid out no further than it is shown
        tree, pages = sheet_tree(beginning_of(sheet, MOST_ITEMS), look, "…"), rough_pages(sheet)
    else:
        tree = sheet_tree(sheet, look)
        pages = len(tree)
    del tree[MOST_LEAVES:]
    return tree, pages - len(tree)


def _page(sheet: Sheet, wishes: Wishes) -> ResponseReturnValue:
    look = own_look()
    tree, hidden = first_leaves(sheet, look)
    page = render_template(
        "public/fact_sheet.html",
        sheet=sheet,
        markup=Markup(html_of(tree)),
        hidden_pages=hidden,
        large=is_large(sheet),
        wishes=wishes,
        addresses={form: _address(sheet, form, wishes) for form in RENDERERS},
        own_colour=look.accent != Look.accent,
        may_write=allows(current_user, Permission.WRITE),
        **_offered(sheet),
    )
    return page if look.logo is None else with_pictures_inside(page)


def _offered(sheet: Sheet) -> dict[str, object]:
    """Return what can be chosen for this subject."""
    return {
        "languages": {name: language_name(name) for name in languages()},
        "papers": list(Paper),
        "lengths": list(Length),
        "forms": list(Form) if sheet.subject.kind is Kind.COMPANY else [Form.SHEET],
        "roles": list(Role) if sheet.subject.kind is Kind.COMPANY else [],
        "sections": [key for key in BlockKey if key not in FIXED_BLOCKS],
        "campaigns": _campaigns(sheet),
    }


def _campaigns(sheet: Sheet) -> dict[str, str]:
    record = find_record(db.session, sheet.subject.slug)
    if record is None or record.kind is Kind.CAMPAIGN:
        return {}
    on_report = record.kind is Kind.REPORT
    find = campaigns_on_report if on_report else campaigns_about
    return {campaign.slug: campaign.title for campaign in find(db.session, record.id)}


def _file(sheet: Sheet, form: str) -> Response:
    look = own_look()
    streamed = form == "html" and is_large(sheet)
    content = stream_html(sheet, look) if streamed else render(sheet, form, look)
    response = Response(content, content_type=MEDIA_TYPES[form])
    shown = "attachment" if form in ("docx", "html") else "inline"
    response.headers["Content-Disposition"] = f'{shown}; filename="{file_name(sheet, form)}"'
    if form == "html":
        response.headers["Content-Security-Policy"] = style_policy(look)
    return response


def _address(sheet: Sheet, form: str | None, wishes: Wishes) -> str:
    endpoint = PAGES[sheet.subject.kind]
    return url_for(endpoint, slug=sheet.subject.slug, form=form, _anchor=None, **wishes.query())  # type: ignore[arg-type]


def _refusal(code: int, title: str, text: str) -> ResponseReturnValue:
    page = render_template("error.html", code=code, title=title, text=text, nearest=[])
    return page, code
