"""Fact sheets: a page to look at and to print, and files to download."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from campaign.db import db
from campaign.factsheets.building import build_sheet
from campaign.factsheets.catalogues import languages
from campaign.factsheets.rendering import MEDIA_TYPES, RENDERERS, file_name, render
from campaign.factsheets.sheet import Paper, Sheet, UnknownSubject, note_marks
from campaign.models.vocabulary import Kind
from config import Config

bp = Blueprint("fact_sheets", __name__)

PAGES = {Kind.COMPANY: "fact_sheets.company_sheet", Kind.FACILITY: "fact_sheets.facility_sheet"}
PAPER_NAMES = {Paper.A4: "A4", Paper.LETTER: "Letter"}


@bp.get("/companies/<slug>/fact-sheet")
@bp.get("/companies/<slug>/fact-sheet.<form>")
def company_sheet(slug: str, form: str | None = None) -> ResponseReturnValue:
    """Show the fact sheet of a company, or send it as a file."""
    return _answer(Kind.COMPANY, slug, form)


@bp.get("/facilities/<slug>/fact-sheet")
@bp.get("/facilities/<slug>/fact-sheet.<form>")
def facility_sheet(slug: str, form: str | None = None) -> ResponseReturnValue:
    """Show the fact sheet of a facility, or send it as a file."""
    return _answer(Kind.FACILITY, slug, form)


def _answer(kind: Kind, slug: str, form: str | None) -> ResponseReturnValue:
    if form is not None and form not in RENDERERS:
        return _missing(
            f"A fact sheet comes as {', '.join(RENDERERS)}; there is no “.{form[:20]}”."
        )
    paper, ignored = _read_wishes()
    try:
        sheet = _build(slug, paper)
    except UnknownSubject as error:
        return _missing(str(error))
    subject = sheet.subject
    if (subject.kind, subject.slug) != (kind, slug):
        return redirect(_address(sheet, form), 301)
    return _page(sheet, ignored) if form is None else _file(sheet, form)


def _read_wishes() -> tuple[Paper, list[str]]:
    """Return the paper that the address asks for, and what in the address was ignored."""
    ignored = []
    paper, language = request.args.get("paper", Paper.A4), request.args.get("lang", languages()[0])
    if paper not in list(Paper):
        ignored.append(
            f"There is no paper “{paper[:40]}”: this sheet is on A4. Choose a4 or letter."
        )
        paper = Paper.A4
    if language not in languages():
        ignored.append(f"There is no sheet in “{language[:40]}” yet: this one is in English.")
    return Paper(paper), ignored


def _build(slug: str, paper: Paper) -> Sheet:
    config: Config = current_app.config["CAMPAIGN"]
    return build_sheet(
        db.session,
        slug,
        as_of=datetime.now(UTC).date(),
        paper=paper,
        site_url=config.site_url or request.host_url.rstrip("/"),
        site_title=config.site_title,
    )


def _page(sheet: Sheet, ignored: list[str]) -> str:
    other = Paper.LETTER if sheet.paper is Paper.A4 else Paper.A4
    return render_template(
        "public/fact_sheet.html",
        sheet=sheet,
        ignored=ignored,
        addresses={form: _address(sheet, form) for form in RENDERERS},
        other_paper={"name": PAPER_NAMES[other], "address": _address(sheet, None, other)},
        paper_names=PAPER_NAMES,
        note_marks=note_marks,
    )


def _file(sheet: Sheet, form: str) -> Response:
    response = Response(render(sheet, form), content_type=MEDIA_TYPES[form])
    response.headers["Content-Disposition"] = f'inline; filename="{file_name(sheet, form)}"'
    return response


def _address(sheet: Sheet, form: str | None, paper: Paper | None = None) -> str:
    paper = paper or sheet.paper
    return url_for(
        PAGES[sheet.subject.kind],
        slug=sheet.subject.slug,
        form=form,
        paper=None if paper is Paper.A4 else paper.value,
    )


def _missing(text: str) -> ResponseReturnValue:
    page = render_template(
        "error.html", code=404, title="There is no such fact sheet", text=text, nearest=[]
    )
    return page, 404
