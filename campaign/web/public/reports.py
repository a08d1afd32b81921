"""The page of a report: what is reported, what was answered, and who is connected and how."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from campaign.db import db
from campaign.graph.network import TieKind
from campaign.graph.owners import Tenure, owners_over_time
from campaign.graph.place import direct_buyers
from campaign.graph.timing import Period
from campaign.models import Report
from campaign.models.vocabulary import Kind
from campaign.queries.citations import read_citations
from campaign.queries.links import campaigns_on_report
from campaign.queries.records import RecordReference
from campaign.queries.replies import report_standings
from campaign.queries.reports import abuse_types, ilo_indicators, report_rows, response_rows
from campaign.schemas.calendar import today_everywhere
from campaign.web.access import everyone
from campaign.web.notes import Notes
from campaign.web.public.drawing import Drawing, draw
from campaign.web.public.facilities import add_site
from campaign.web.public.pages import nodes_of, records_of
from campaign.web.public.routing import bp, load
from campaign.web.public.sketching import Sketch

MOST_BUYERS = 50  # told one by one; of more it is said how many there are


@bp.get("/reports/<slug>")
@everyone
def report(slug: str) -> ResponseReturnValue:
    """Show a report sentence by sentence, who is connected and what was answered."""
    record = load(Report, slug)
    moment = happened(record)
    answers = response_rows(db.session, report_ids=[record.id])
    named = {party.actor_id for party in record.parties}
    at_site = direct_buyers(db.session, [site.facility_id for site in record.sites])
    linked = (c for c, edge in at_site.edges.items() if edge.kind is not TieKind.NAMED)
    further = [company_id for company_id in linked if company_id not in named]
    chains = at_site.chains(db.session, further[:MOST_BUYERS], moment)
    owners = owners_then_and_now(record)
    nodes = nodes_of(chains.values())
    cited = {record.id, *(answer.id for answer in answers)} | records_of(chains.values())
    cited |= {tenure.tie.record_id for found in owners.values() for tenure in found}
    row = report_rows(db.session, [record.id])[record.id]
    indicators = ilo_indicators(db.session)
    return render_template(
        "public/report.html",
        report=record,
        row=row,
        answers=answers,
        standings=report_standings(record, answers, today_everywhere()),
        buyers=[(nodes[company_id], chain) for company_id, chain in chains.items()],
        left_out=len(further) - len(chains),
        more=at_site.more,
        owners=owners,
        drawing=draw_report(record),
        nodes=nodes,
        abuse_types=abuse_types(db.session),
        indicators=[indicators[code] for code in row.indicators],
        campaigns_found=campaigns_on_report(db.session, record.id),
        citations=read_citations(db.session, cited),
        notes=Notes(),
    )


def happened(record: Report) -> Period:
    """Return when the events of a report happened."""
    return Period(record.from_date, record.to_date or record.from_date)


def owners_then_and_now(record: Report) -> dict[int, tuple[Tenure, ...]]:
    """Return by place who ran and owned it at the time of a report, and today."""
    moment = happened(record)
    return {
        site.facility_id: owners_over_time(db.session, site.facility_id, event=moment)
        for site in record.sites
    }


def draw_report(record: Report) -> Drawing | None:
    """Return the drawing of who buys from and runs the places of a report, and who is named."""
    sketch = Sketch()
    row = report_rows(db.session, [record.id])[record.id]
    for place in record.sites:
        site = RecordReference(
            place.facility_id, Kind.FACILITY, place.facility.slug, place.facility.title
        )
        add_site(sketch, site, [row], happened(record))
    return draw(sketch, f"Who is connected: {record.title}", record.id)
