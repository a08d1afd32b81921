"""The letter that asks one company to reply to a report, ready to be sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from flask import abort, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from campaign.accounts.permissions import Permission
from campaign.db import db
from campaign.errors import InvalidDocument, Problem
from campaign.factsheets.catalogues import languages
from campaign.factsheets.letters import DAYS_TO_ANSWER
from campaign.factsheets.requesting import PlaceOfReport, ReplyRequest, request_paragraphs
from campaign.factsheets.wording import Wording
from campaign.models import Facility, Record, Report
from campaign.queries.records import document_of, get_record
from campaign.queries.reports import abuse_types
from campaign.schemas.types import check_partial_date, first_day, last_day
from campaign.web.access import requires
from campaign.web.editor.routing import bp, load_draft

Content = Mapping[str, Any]


@bp.get("/drafts/<int:draft_id>/requests/<key>")
@requires(Permission.WRITE)
def request_of_draft(draft_id: int, key: str) -> ResponseReturnValue:
    """Show the letter to one company on a report that is being written."""
    draft = load_draft(db.session, draft_id)
    back = url_for("editor.edit_draft", draft_id=draft_id)
    return _letter_page(draft.document, key, draft.title, back)


@bp.get("/reports/<slug>/requests/<key>")
@requires(Permission.WRITE)
def request_of_report(slug: str, key: str) -> ResponseReturnValue:
    """Show the letter to one company on a published report."""
    report = get_record(db.session, slug, Report) or abort(404)
    if report.retracted_at is not None:
        abort(404)
    back = url_for("public.report", slug=slug)
    return _letter_page(document_of(report).content(), key, report.title, back)


def _letter_page(document: Content, key: str, title: str, back: str) -> str:
    reply = (document.get("replies") or {}).get(key)
    if not isinstance(reply, dict):
        abort(404)
    language = request.args.get("lang", "en")
    wording = Wording(language if language in languages() else "en")
    paragraphs = request_paragraphs(wording, _request(document, reply))
    return render_template(
        "editor/request.html",
        title=title,
        back=back,
        paragraphs=paragraphs,
        language=wording.language,
        languages=languages(),
        direction=wording.direction.value,
    )


def _request(document: Content, reply: Content) -> ReplyRequest:
    """Return what the letter says.

    Raises:
        InvalidDocument: the report lacks what the letter needs, or the company is not to be
            asked.
    """
    if reply.get("because") or (reply.get("reason") and not reply.get("asked_on")):
        raise InvalidDocument([Problem("/replies", "this company is not to be asked; see why")])
    asked_on, due_on = _dates(reply)
    return ReplyRequest(
        group=current_app.config["CAMPAIGN"].site_title,
        company=_company(reply),
        asked_on=asked_on,
        due_on=due_on,
        from_date=_date(document.get("from_date"), "/from_date"),
        to_date=document.get("to_date") and _date(document["to_date"], "/to_date"),
        places=_places(document.get("sites") or ()),
        abuses=_abuses(document),
    )


def _dates(reply: Content) -> tuple[date, date]:
    """Return the days of the entry; today and three weeks where they are not written yet."""
    asked = reply.get("asked_on")
    asked_on = first_day(_date(asked, "/replies")) if asked else date.today()
    due = reply.get("due_on")
    due_on = last_day(_date(due, "/replies")) if due else asked_on + timedelta(DAYS_TO_ANSWER)
    return asked_on, due_on


def _date(value: Any, path: str) -> str:
    try:
        return check_partial_date(str(value or ""))
    except ValueError as error:
        raise InvalidDocument([Problem(path, f"the letter needs a date: {error}")]) from None


def _company(reply: Content) -> str:
    actor = reply.get("actor") or {}
    slug = actor.get("record")
    title = db.session.scalar(select(Record.title).where(Record.slug == slug)) if slug else None
    name = title or actor.get("name")
    if not name:
        raise InvalidDocument([Problem("/replies", "say which company is asked")])
    return str(name)


def _places(slugs: Any) -> list[PlaceOfReport]:
    wanted = [str(slug) for slug in slugs]
    rows = db.session.execute(
        select(Facility.slug, Facility.title, Facility.locality, Facility.country).where(
            Facility.slug.in_(wanted)
        )
    )
    found = {row.slug: PlaceOfReport(row.title, row.locality, row.country) for row in rows}
    return [found[slug] for slug in wanted if slug in found]


def _abuses(document: Content) -> list[str]:
    """Return the kinds of abuse that a report alleges, each once.

    Raises:
        InvalidDocument: it alleges nothing; then there is nothing to ask.
    """
    known = abuse_types(db.session)
    parts = (document.get("allegations") or {}).values()
    codes = dict.fromkeys(str(part.get("abuse")) for part in parts if isinstance(part, dict))
    labels = [known[code].label for code in codes if code in known]
    if not labels:
        raise InvalidDocument([Problem("/allegations", "nothing is alleged yet to reply to")])
    return labels
