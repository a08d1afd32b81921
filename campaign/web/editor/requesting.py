"""The letter that asks one company to reply to a report, ready to be sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
from campaign.models import Draft, Facility, Record, Report
from campaign.queries.records import document_of, get_record
from campaign.queries.reports import abuse_types
from campaign.schemas.types import check_partial_date, first_day, last_day
from campaign.web.access import requires
from campaign.web.editor.routing import bp, load_draft

Content = Mapping[str, Any]


@dataclass(frozen=True)
class _Asked:
    """A report to which a company is asked to reply, and who is new beside it, by slug."""

    document: Content
    beside: Mapping[str, Draft]
    is_published: bool = False


@bp.get("/drafts/<int:draft_id>/requests/<key>")
@requires(Permission.WRITE)
def request_of_draft(draft_id: int, key: str) -> ResponseReturnValue:
    """Show the letter to one company on a report that is being written."""
    draft = load_draft(db.session, draft_id)
    back = url_for("editor.edit_draft", draft_id=draft_id)
    beside = {str(new.document.get("slug")): new for new in draft.newcomers}
    return _letter_page(_Asked(draft.document, beside), key, draft.title, back)


@bp.get("/reports/<slug>/requests/<key>")
@requires(Permission.WRITE)
def request_of_report(slug: str, key: str) -> ResponseReturnValue:
    """Show the letter to one company on a published report."""
    report = get_record(db.session, slug, Report) or abort(404)
    if report.retracted_at is not None:
        abort(404)
    back = url_for("public.report", slug=slug)
    asked = _Asked(document_of(report).content(), {}, is_published=True)
    return _letter_page(asked, key, report.title, back)


def _letter_page(asked: _Asked, key: str, title: str, back: str) -> str:
    reply = (asked.document.get("replies") or {}).get(key)
    if not isinstance(reply, dict):
        abort(404)
    language = request.args.get("lang", "en")
    wording = Wording(language if language in languages() else "en")
    paragraphs = request_paragraphs(wording, _request(asked, reply))
    return render_template(
        "editor/request.html",
        title=title,
        back=back,
        paragraphs=paragraphs,
        language=wording.language,
        languages=languages(),
        direction=wording.direction.value,
    )


def _request(asked: _Asked, reply: Content) -> ReplyRequest:
    """Return what the letter says.

    Raises:
        InvalidDocument: the report lacks what the letter needs, or the company is not to be
            asked.
    """
    if reply.get("because") or (reply.get("reason") and not reply.get("asked_on")):
        raise InvalidDocument([Problem("/replies", "this company is not to be asked; see why")])
    asked_on, due_on = _dates(reply)
    document = asked.document
    return ReplyRequest(
        group=current_app.config["CAMPAIGN"].site_title,
        company=_company(reply, asked.beside),
        asked_on=asked_on,
        due_on=due_on,
        from_date=_date(document.get("from_date"), "/from_date"),
        to_date=document.get("to_date") and _date(document["to_date"], "/to_date"),
        places=_places(document.get("sites") or (), asked.beside),
        abuses=_abuses(document),
        is_published=asked.is_published,
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


def _company(reply: Content, beside: Mapping[str, Draft]) -> str:
    actor = reply.get("actor") or {}
    slug = str(actor.get("record") or "")
    title = db.session.scalar(select(Record.title).where(Record.slug == slug)) if slug else None
    name = title or (beside[slug].title if slug in beside else actor.get("name"))
    if not name:
        raise InvalidDocument([Problem("/replies", "say which company is asked")])
    return str(name)


def _places(slugs: Any, beside: Mapping[str, Draft]) -> list[PlaceOfReport]:
    """Return the places of a report: those on record, and those written beside it."""
    wanted = [str(slug) for slug in slugs]
    rows = db.session.execute(
        select(Facility.slug, Facility.title, Facility.locality, Facility.country).where(
            Facility.slug.in_(wanted)
        )
    )
    found = {row.slug: PlaceOfReport(row.title, row.locality, row.country) for row in rows}
    new = [slug for slug in wanted if slug in beside and slug not in found]
    found |= {slug: _new_place(beside[slug]) for slug in new}
    return [found[slug] for slug in wanted if slug in found]


def _new_place(draft: Draft) -> PlaceOfReport:
    locality, country = (draft.document.get(name) for name in ("locality", "country"))
    if not country:
        raise InvalidDocument([Problem("/sites", f"say first in which country {draft.title} is")])
    return PlaceOfReport(draft.title, locality, str(country))


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
