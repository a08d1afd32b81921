"""The pages of a company: what stands behind it, and its supply chain as tree and drawing."""

from __future__ import annotations

from collections.abc import Iterable

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from campaign.db import db
from campaign.graph.buyers import SharedBuyers, shared_buyers
from campaign.graph.listing import ExposurePage, exposure_page, group_page
from campaign.graph.owners import Tenure, owners_over_time
from campaign.graph.uncounted import uncounted_reports
from campaign.models import Company
from campaign.queries.citations import read_citations
from campaign.queries.links import campaigns_about, count_undated_links
from campaign.queries.places import mapped_places, places_behind
from campaign.queries.records import references
from campaign.queries.replies import standings_of
from campaign.queries.reports import response_rows
from campaign.schemas.calendar import today_everywhere
from campaign.web.access import everyone
from campaign.web.notes import Notes
from campaign.web.public.connections import claims_of
from campaign.web.public.dating import company_timeline
from campaign.web.public.drawing import Drawing, draw
from campaign.web.public.maps import draw_map
from campaign.web.public.pages import newest_first, nodes_of, records_of
from campaign.web.public.routing import bp, load, read_page
from campaign.web.public.sketching import Sketch, chain_piece, reports_piece
from campaign.web.public.tree import Tier, first_tiers, read_tier

BRANCHES, UNFOLDED, BUYERS = 10, 2, 10  # on the company's page; its supply chain has all
PER_PAGE = 40  # branches of the first tier, on the page of the supply chain


@bp.get("/companies/<slug>")
@everyone
def company(slug: str) -> ResponseReturnValue:
    """Show what is reported behind a company, by which chain, and what it answered."""
    record = load(Company, slug)
    exposure = exposure_page(db.session, record.id, page=read_page())
    tier = first_tiers(db.session, record.id, limit=BRANCHES, unfolded=UNFOLDED)
    buyers = shared_buyers(db.session, record.id, limit=BUYERS)
    owners = owners_over_time(db.session, record.id)
    answers = newest_first(response_rows(db.session, actor_id=record.id))
    chains = [found.place.chain for found in exposure.places if found.place.chain]
    cited = {record.id, *(answer.id for answer in answers), *ties_of(buyers, owners, tier)}
    group = group_page(db.session, record.id)
    told = {row.report.id for found in exposure.places for row in found.place.reports}
    return render_template(
        "public/company.html",
        company=record,
        exposure=exposure,
        group=group,
        through=references(db.session, (r.through_id for r in group.reports if r.through_id)),
        uncounted=uncounted_reports(db.session, record.id),
        tier=tier,
        buyers=buyers,
        owners=owners,
        answers=answers,
        standings=standings_of(db.session, record.id, told, today_everywhere()),
        undated=count_undated_links(db.session, record.id),
        timeline=company_timeline(exposure.places),
        map=draw_map(mapped_places(db.session, places_behind(db.session, record.id))),
        campaigns_found=campaigns_about(db.session, record.id),
        nodes=nodes_of(chains),
        citations=read_citations(db.session, cited | records_of(chains)),
        notes=Notes(),
    )


@bp.get("/companies/<slug>/supply-chain")
@everyone
def supply_chain(slug: str) -> ResponseReturnValue:
    """Show the supply chain of a company as a drawing and as a tree that unfolds by links."""
    record = load(Company, slug)
    page = read_page()
    opened = request.args.getlist("open")
    tier = read_tier(
        db.session, record.id, opened=opened, limit=PER_PAGE, offset=(page - 1) * PER_PAGE
    )
    ties = set(tier.ties())
    return render_template(
        "public/supply_chain.html",
        company=record,
        tier=tier,
        opened=opened,
        page=page,
        pages=max(1, -(-tier.found.found // PER_PAGE)),
        claims=claims_of(ties),
        drawing=draw_exposure(record, exposure_page(db.session, record.id)),
        citations=read_citations(db.session, ties),
        notes=Notes(),
    )


def ties_of(buyers: SharedBuyers, owners: Iterable[Tenure], tier: Tier) -> set[int]:
    """Return the records on which buyers, owners and a tree rest."""
    return {
        *(tie.record_id for buyer in buyers.buyers for tie in buyer.ties),
        *(tenure.tie.record_id for tenure in owners),
        *tier.ties(),
    }


def draw_exposure(record: Company, exposure: ExposurePage) -> Drawing | None:
    """Return the drawing of the chains to the places of a page, with their reports."""
    sketch = Sketch()
    chains = [found.place.chain for found in exposure.places if found.place.chain]
    nodes = nodes_of(chains)
    for found in exposure.places:
        if found.place.chain and found.place.site:
            site = found.place.site
            subjects, strands = chain_piece(found.place.chain, nodes)
            url = f"{url_for('public.company', slug=record.slug)}#place-{site.slug}"
            rows = [row.report for row in found.place.reports]
            boxes, lines = reports_piece(nodes[site.id], rows, url, found.about)
            sketch.add([*subjects, *boxes], [*strands, *lines])
    return draw(sketch, f"Reports behind {record.title}", record.id)
