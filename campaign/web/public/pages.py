"""The public pages: each loads what it shows and renders it."""

from __future__ import annotations

from collections.abc import Iterable

from flask import render_template
from flask.typing import ResponseReturnValue

from campaign.db import db
from campaign.graph.chains import Chain
from campaign.models import Organization, Source
from campaign.queries.citations import read_citations
from campaign.queries.links import campaigns_about, open_campaigns
from campaign.queries.records import RecordReference, references
from campaign.queries.reports import (
    ReportRow,
    ResponseRow,
    ilo_indicators,
    report_rows,
    reports_with,
    response_rows,
)
from campaign.queries.sources import cited_by, same_story
from campaign.schemas.types import UNDATED
from campaign.search.overview import read_overview
from campaign.web.access import everyone
from campaign.web.addresses import url_for_record
from campaign.web.notes import Notes
from campaign.web.public.routing import bp, load


@bp.get("/")
@everyone
def home() -> ResponseReturnValue:
    """Show the search box, what there is, and what is new."""
    overview = read_overview(db.session)
    rows = report_rows(db.session, overview.latest)
    return render_template(
        "public/home.html",
        figures=overview,
        latest=[rows[i] for i in overview.latest],
        companies=overview.companies,
        campaigns=open_campaigns(db.session),
    )


@bp.get("/method")
@everyone
def method() -> ResponseReturnValue:
    """Explain the words, the review and how to ask for a correction."""
    return render_template("public/method.html", indicators=ilo_indicators(db.session))


@bp.get("/organizations/<slug>")
@everyone
def organization(slug: str) -> ResponseReturnValue:
    """Show an organisation's part in reports and campaigns."""
    record = load(Organization, slug)
    answers = response_rows(db.session, actor_id=record.id)
    cited = {record.id, *(answer.id for answer in answers)}
    return render_template(
        "public/organization.html",
        organization=record,
        reports=[row["report"] for row in listed(reports_with(db.session, record.id))],
        answers=answers,
        campaigns_found=campaigns_about(db.session, record.id),
        citations=read_citations(db.session, cited),
        notes=Notes(),
    )


@bp.get("/sources/<slug>")
@everyone
def source(slug: str) -> ResponseReturnValue:
    """Show a source, how reliable it is and what rests on it."""
    record = load(Source, slug)
    found = cited_by(db.session, record.id)
    return render_template(
        "public/source.html",
        source=record,
        same_story=same_story(db.session, record),
        cited_by=[
            (url_for_record(c.record), c.record.title, c.record.kind, c.stances, c.places)
            for c in found
        ],
    )


def newest_first(answers: list[ResponseRow]) -> list[ResponseRow]:
    """Return answers newest first, undated ones last."""
    return sorted(answers, key=lambda a: (a.on_date != UNDATED, a.on_date), reverse=True)


def nodes_of(chains: Iterable[Chain]) -> dict[int, RecordReference]:
    """Return what is needed to link each node of some chains."""
    ids = {node for chain in chains for hop in chain.hops for node in (hop.from_id, hop.to_id)}
    return references(db.session, ids)


def records_of(chains: Iterable[Chain]) -> set[int]:
    """Return the records on which the hops of some chains rest."""
    return {hop.tie.record_id for chain in chains for hop in chain.hops}


def listed(ids: list[int]) -> list[dict[str, ReportRow]]:
    """Return rows for ``report_line``, in the order of the ids."""
    rows = report_rows(db.session, ids)
    return [{"report": rows[report_id]} for report_id in ids if report_id in rows]
