"""The page of a facility: what is reported there, who buys, who runs and owns it, and when."""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template, request
from flask.typing import ResponseReturnValue

from campaign.db import db
from campaign.graph.buyers import shared_buyers
from campaign.graph.leverage import buyers_with_leverage
from campaign.graph.owners import Tenure, owners_over_time
from campaign.graph.place import direct_buyers
from campaign.graph.timing import Period
from campaign.models import Facility
from campaign.models.vocabulary import Kind
from campaign.queries.citations import read_citations
from campaign.queries.links import campaigns_about, links_here
from campaign.queries.records import RecordReference
from campaign.queries.replies import reply_standings
from campaign.queries.reports import ReportRow, reports_at
from campaign.schemas.calendar import today_everywhere
from campaign.web.access import everyone
from campaign.web.addresses import url_for_page
from campaign.web.notes import Notes
from campaign.web.public.dating import facility_timeline, when
from campaign.web.public.drawing import Drawing, draw
from campaign.web.public.pages import listed, nodes_of
from campaign.web.public.routing import bp, load
from campaign.web.public.sketching import (
    MOST_BOXES,
    Sketch,
    Strand,
    add_chains,
    reports_piece,
    subject_of,
    tie_words,
)

MOST_LINKS = 20  # on the timeline, the newest
MOST_DENIED = 20  # told one by one; of more it is said how many there are


@bp.get("/facilities/<slug>")
@everyone
def facility(slug: str) -> ResponseReturnValue:
    """Show what is reported at a place, who buys there, and who ran it then and runs it now."""
    record = load(Facility, slug)
    reports = [row["report"] for row in listed(reports_at(db.session, record.id))]
    event = chosen_report(reports)
    moment = when(event) if event else None
    buyers = buyers_with_leverage(db.session, record.id, event=moment)
    owners = owners_over_time(db.session, record.id, event=moment)
    links = links_here(db.session, record.id, newest=MOST_LINKS, denied=MOST_DENIED)
    cited = {record.id, *(link.id for link in links.denied), *(t.tie.record_id for t in owners)}
    cited |= {tie.record_id for row in buyers for tie in row.buyer.ties}
    return render_template(
        "public/facility.html",
        facility=record,
        reports=[{"report": report} for report in reports],
        standings=reply_standings(db.session, [r.id for r in reports], today_everywhere()),
        event=event,
        buyers=buyers,
        all_buyers=shared_buyers(db.session, record.id, limit=0),
        owners=owners,
        timeline=facility_timeline(record, reports, links),
        links=links,
        drawing=draw_site(record, reports, moment),
        campaigns_found=campaigns_about(db.session, record.id),
        citations=read_citations(db.session, cited),
        notes=Notes(),
    )


def chosen_report(reports: Sequence[ReportRow]) -> ReportRow | None:
    """Return the report whose time the reader asks for; the newest that alleges something."""
    asked = request.args.get("report", "")
    claims = [report for report in reports if report.allegations]
    return next((r for r in reports if r.slug == asked), claims[0] if claims else None)


def draw_facility(record: Facility) -> Drawing | None:
    """Return the drawing of a place as its page has it by itself."""
    reports = [row["report"] for row in listed(reports_at(db.session, record.id))]
    event = chosen_report(reports)
    return draw_site(record, reports, when(event) if event else None)


def draw_site(
    record: Facility, reports: Sequence[ReportRow], moment: Period | None
) -> Drawing | None:
    """Return the drawing of a place: who buys and runs it on the left, its reports right."""
    sketch = Sketch()
    site = RecordReference(record.id, Kind.FACILITY, record.slug, record.title)
    add_site(sketch, site, [r for r in reports if r.allegations], moment)
    return draw(sketch, f"{record.title}: buyers, operators and reports", record.id)


def add_site(
    sketch: Sketch, site: RecordReference, reports: Sequence[ReportRow], moment: Period | None
) -> None:
    """Add a place with its operators, its buyers and its newest reports."""
    for tenure in owners_over_time(db.session, site.id, event=moment):
        if tenure.level == 1:
            sketch.add([subject_of(tenure.owner), subject_of(site)], [_run(tenure, site)])
    buyers = direct_buyers(db.session, [site.id])
    some = list(buyers.edges)[:MOST_BOXES]
    chains = list(buyers.chains(db.session, some, moment).values())
    add_chains(sketch, chains, nodes_of(chains))
    sketch.leave_out(buyers.edges)
    if reports:
        url = url_for_page(site.kind, site.slug) + "#reported"
        sketch.add(*reports_piece(site, reports, url))


def _run(tenure: Tenure, site: RecordReference) -> Strand:
    how = tie_words(tenure.tie)
    return Strand(
        tenure.owner.id,
        site.id,
        url_for_page(site.kind, site.slug) + "#owners",
        label=how,
        title=f"{tenure.owner.title} – {how} – {site.title}",
    )
