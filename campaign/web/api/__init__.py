"""`/api/v1`: the same facts as JSON, for programs."""

from __future__ import annotations

from typing import Any

from flask import jsonify, url_for
from flask.typing import ResponseReturnValue

from campaign.db import db
from campaign.graph.brand import ExposedReport, what_stands_behind
from campaign.models import Campaign, Company, Facility, Organization, Record, Report, Source
from campaign.queries.records import document_of
from campaign.queries.replies import CompanyStanding, reply_standings, standings_of
from campaign.schemas.calendar import today_everywhere
from campaign.schemas.privacy import public_content
from campaign.web.access import everyone
from campaign.web.addresses import url_for_page
from campaign.web.api import connecting, searching
from campaign.web.api.replying import standing_json
from campaign.web.api.routing import bp
from campaign.web.public.routing import load

__all__ = ["bp", "connecting", "searching"]


def document_json(record: Record) -> dict[str, Any]:
    """Return a record's document with its address and revision."""
    return {
        "url": url_for_page(record.kind, record.slug),
        "title": record.title,
        "revision": record.revision,
        "updated_at": record.updated_at.isoformat(),
        "document": public_content(document_of(record).content()),
    }


@bp.get("/companies/<slug>")
@everyone
def company(slug: str) -> ResponseReturnValue:
    """Give a company with every report tied to it, and how closely."""
    record = load(Company, slug)
    upstream = what_stands_behind(db.session, record.id)
    groups = {
        "counted": upstream.counted,
        "denied": upstream.denied,
        "group_only": upstream.group_only,
        "context": upstream.context,
    }
    told = [row.report.id for rows in groups.values() for row in rows]
    standings = standings_of(db.session, record.id, told, today_everywhere())
    exposure = {
        name: [exposure_json(row, standings.get(row.report.id)) for row in rows]
        for name, rows in groups.items()
    }
    return jsonify({**document_json(record), "reports": exposure})


@bp.get("/reports/<slug>")
@everyone
def report(slug: str) -> ResponseReturnValue:
    """Give a report, with how the reply of each company stands today."""
    record = load(Report, slug)
    standings = reply_standings(db.session, [record.id], today_everywhere())[record.id]
    return jsonify({**document_json(record), "replies": [standing_json(s) for s in standings]})


def exposure_json(row: ExposedReport, standing: CompanyStanding | None) -> dict[str, Any]:
    """Return how a report is tied to a company, and how its reply stands where it is named."""
    return {
        "slug": row.report.slug,
        "title": row.report.title,
        "url": url_for("public.report", slug=row.report.slug),
        "from_date": row.report.from_date,
        "to_date": row.report.to_date,
        "status": row.report.certainty.value,
        "disputed": row.report.disputed,
        "facilities": [site.slug for site in row.report.sites],
        "reach": row.reach.value,
        "tiers": row.tiers,
        "timing": row.timing.value,
        "answered": row.is_answered,
        "reply": standing_json(standing) if standing else None,
    }


def _add_plain(model: type[Record], path: str, name: str) -> None:
    def view(slug: str) -> ResponseReturnValue:
        return jsonify(document_json(load(model, slug)))

    view.__doc__ = f"Give the document of one of the {path}."
    bp.add_url_rule(f"/{path}/<slug>", name, everyone(view))


for _model, _path, _name in (
    (Facility, "facilities", "facility"),
    (Organization, "organizations", "organization"),
    (Campaign, "campaigns", "campaign"),
    (Source, "sources", "source"),
):
    _add_plain(_model, _path, _name)
