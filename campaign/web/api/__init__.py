"""`/api/v1`: the same facts as JSON, for programs."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify, request, url_for
from flask.typing import ResponseReturnValue

from campaign.db import db
from campaign.graph.brand import ExposedReport, what_stands_behind
from campaign.graph.chains import find_connection
from campaign.graph.values import chain_values
from campaign.models import Campaign, Company, Facility, Organization, Record, Report, Source
from campaign.queries.citations import read_citations
from campaign.queries.records import document_of
from campaign.search.query import search, suggest
from campaign.web.access import everyone
from campaign.web.addresses import url_for_page
from campaign.web.public.connections import read_ends
from campaign.web.public.pages import nodes_of, records_of
from campaign.web.public.routing import load
from campaign.web.public.searching import PER_PAGE, read_query

bp = Blueprint("api", __name__, url_prefix="/api/v1")


@bp.get("/search")
@everyone
def search_json() -> ResponseReturnValue:
    """Give one page of results: ``{"total", "results": [{"kind", "slug", "title", …}]}``."""
    text, filters, page, ignored = read_query()
    results = search(db.session, text, **filters, page=page, per_page=PER_PAGE)
    hits = [
        {
            "kind": hit.kind.value,
            "slug": hit.slug,
            "title": hit.title,
            "url": url_for_page(hit.kind, hit.slug),
            "matched": hit.matched_name or hit.title,
        }
        for hit in results.hits
    ]
    return jsonify(
        total=results.total, page=page, ignored=[*ignored, *results.ignored], results=hits
    )


@bp.get("/suggest")
@everyone
def suggest_json() -> ResponseReturnValue:
    """Give the nearest names while somebody types."""
    found = suggest(db.session, request.args.get("q", "")[:200])
    rows = [{"kind": s.kind.value, "slug": s.slug, "title": s.title} for s in found]
    return jsonify(results=rows)


@bp.get("/connections")
@everyone
def connections_json() -> ResponseReturnValue:
    """Give the chains between two records, hop by hop, with their citations."""
    start, end, problems = read_ends()
    if problems or start is None or end is None:
        message = " ".join(problems) or "Give two slugs: ?from=apple&to=foxconn-zhengzhou"
        return jsonify(error="bad request", message=message), 400
    found = find_connection(db.session, start.id, end.id)
    nodes = nodes_of(found.chains)
    citations = read_citations(db.session, records_of(found.chains))
    chains = [chain_values(chain, nodes, citations) for chain in found.chains]
    return jsonify(chains=chains, complete=found.complete)


def document_json(record: Record) -> dict[str, Any]:
    """Return a record's document with its address and revision."""
    return {
        "url": url_for_page(record.kind, record.slug),
        "title": record.title,
        "revision": record.revision,
        "updated_at": record.updated_at.isoformat(),
        "document": document_of(record).content(),
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
    exposure = {name: [exposure_json(row) for row in rows] for name, rows in groups.items()}
    return jsonify({**document_json(record), "reports": exposure})


def exposure_json(row: ExposedReport) -> dict[str, Any]:
    """Return how a report is tied to a company."""
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
    }


def _add_plain(model: type[Record], path: str, name: str) -> None:
    def view(slug: str) -> ResponseReturnValue:
        return jsonify(document_json(load(model, slug)))

    view.__doc__ = f"Give the document of one of the {path}."
    bp.add_url_rule(f"/{path}/<slug>", name, everyone(view))


for _model, _path, _name in (
    (Facility, "facilities", "facility"),
    (Report, "reports", "report"),
    (Organization, "organizations", "organization"),
    (Campaign, "campaigns", "campaign"),
    (Source, "sources", "source"),
):
    _add_plain(_model, _path, _name)
