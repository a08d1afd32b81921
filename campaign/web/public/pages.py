"""The public pages: each loads what it shows and renders it."""

from __future__ import annotations

from collections.abc import Iterable

from flask import render_template
from flask.typing import ResponseReturnValue

from campaign.db import db
from campaign.graph.brand import what_stands_behind
from campaign.graph.chains import Chain
from campaign.graph.place import buyers_of
from campaign.graph.timing import Period
from campaign.models import Campaign, Company, Facility, Organization, Report, Source
from campaign.models.vocabulary import LinkStatus
from campaign.queries.citations import read_citations
from campaign.queries.links import (
    campaigns_about,
    campaigns_on_report,
    facilities_run_by,
    links_of_company,
    links_of_facility,
    ownerships_of,
)
from campaign.queries.overview import (
    latest_reports,
    most_reported_companies,
    open_campaigns,
    read_figures,
)
from campaign.queries.records import RecordReference, references
from campaign.queries.reports import (
    ReportRow,
    ResponseRow,
    abuse_types,
    ilo_indicators,
    report_rows,
    reports_at,
    reports_with,
    response_rows,
)
from campaign.queries.sources import cited_by, same_story
from campaign.schemas.types import UNDATED
from campaign.web.access import everyone
from campaign.web.addresses import url_for_record
from campaign.web.notes import Notes
from campaign.web.public.routing import bp, load


@bp.get("/")
@everyone
def home() -> ResponseReturnValue:
    """Show the search box, what there is, and what is new."""
    ids = latest_reports(db.session)
    rows = report_rows(db.session, ids)
    return render_template(
        "public/home.html",
        figures=read_figures(db.session),
        latest=[rows[i] for i in ids],
        companies=most_reported_companies(db.session),
        campaigns=open_campaigns(db.session),
    )


@bp.get("/method")
@everyone
def method() -> ResponseReturnValue:
    """Explain the words, the review and how to ask for a correction."""
    return render_template("public/method.html", indicators=ilo_indicators(db.session))


@bp.get("/companies/<slug>")
@everyone
def company(slug: str) -> ResponseReturnValue:
    """Show what is reported behind a company, by which chain, and what it answered."""
    record = load(Company, slug)
    upstream = what_stands_behind(db.session, record.id)
    links = links_of_company(db.session, record.id)
    holdings = ownerships_of(db.session, record.id)
    run = facilities_run_by(db.session, record.id)
    answers = newest_first(response_rows(db.session, actor_id=record.id))
    chains = [place.chain for place in upstream.places if place.chain]
    cited = {record.id, *(r.id for rows in (links, holdings, run, answers) for r in rows)}
    return render_template(
        "public/company.html",
        company=record,
        upstream=upstream,
        suppliers=[link for link in links if link.buyer_id == record.id],
        buyers=[link for link in links if link.supplier_id == record.id],
        holdings=holdings,
        facilities=run,
        answers=answers,
        campaigns_found=campaigns_about(db.session, record.id),
        nodes=nodes_of(chains),
        citations=read_citations(db.session, cited | records_of(chains)),
        notes=Notes(),
    )


@bp.get("/facilities/<slug>")
@everyone
def facility(slug: str) -> ResponseReturnValue:
    """Show what is reported at a place, who runs it and who buys from it."""
    record = load(Facility, slug)
    chains = buyers_of(db.session, [record.id])
    nodes = nodes_of(chains.values())
    links = links_of_facility(db.session, record.id)
    cited = {record.id, *(link.id for link in links)} | records_of(chains.values())
    return render_template(
        "public/facility.html",
        facility=record,
        reports=listed(reports_at(db.session, record.id)),
        buyers=[(nodes[company_id], chain) for company_id, chain in chains.items()],
        denied=[link for link in links if link.link_status is LinkStatus.DENIED],
        campaigns_found=campaigns_about(db.session, record.id),
        nodes=nodes,
        citations=read_citations(db.session, cited),
        notes=Notes(),
    )


@bp.get("/reports/<slug>")
@everyone
def report(slug: str) -> ResponseReturnValue:
    """Show a report sentence by sentence, who is connected and what was answered."""
    record = load(Report, slug)
    answers = response_rows(db.session, report_ids=[record.id])
    named = {party.actor_id for party in record.parties}
    happened = Period(record.from_date, record.to_date or record.from_date)
    at_site = buyers_of(db.session, [site.facility_id for site in record.sites], happened)
    chains = {
        company: chain
        for company, chain in at_site.items()
        if company not in named and chain.basis is not None
    }
    nodes = nodes_of(chains.values())
    cited = {record.id, *(answer.id for answer in answers)} | records_of(chains.values())
    row = report_rows(db.session, [record.id])[record.id]
    indicators = ilo_indicators(db.session)
    return render_template(
        "public/report.html",
        report=record,
        row=row,
        answers=answers,
        buyers=[(nodes[company_id], chain) for company_id, chain in chains.items()],
        nodes=nodes,
        abuse_types=abuse_types(db.session),
        indicators=[indicators[code] for code in row.indicators],
        campaigns_found=campaigns_on_report(db.session, record.id),
        citations=read_citations(db.session, cited),
        notes=Notes(),
    )


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


@bp.get("/campaigns/<slug>")
@everyone
def campaign(slug: str) -> ResponseReturnValue:
    """Show a campaign, its demands and what became of them."""
    record = load(Campaign, slug)
    citations = read_citations(db.session, [record.id])
    return render_template(
        "public/campaign.html", campaign=record, citations=citations, notes=Notes()
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
