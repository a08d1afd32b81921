"""The pages of campaigns: what was asked, of whom, until when, and what came of it."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from campaign.db import db
from campaign.models import Campaign
from campaign.queries.campaign_events import campaign_events, list_campaigns
from campaign.queries.citations import read_citations
from campaign.queries.reports import response_rows
from campaign.schemas.calendar import is_over, today_everywhere
from campaign.web.access import everyone
from campaign.web.notes import Notes
from campaign.web.public.routing import bp, load


@bp.get("/campaigns")
@everyone
def campaigns() -> ResponseReturnValue:
    """List all campaigns, those with open demands first."""
    return render_template(
        "public/campaigns.html",
        campaigns=list_campaigns(db.session),
        today=today_everywhere(),
        is_over=is_over,
    )


@bp.get("/campaigns/<slug>")
@everyone
def campaign(slug: str) -> ResponseReturnValue:
    """Show a campaign: demands with answers and commitments, actions, and all in order of time."""
    record = load(Campaign, slug)
    answers = response_rows(db.session, campaign_id=record.id)
    return render_template(
        "public/campaign.html",
        campaign=record,
        answers=answers,
        events=campaign_events(record, answers),
        today=today_everywhere(),
        is_over=is_over,
        citations=read_citations(db.session, [record.id, *(a.id for a in answers)]),
        notes=Notes(),
    )
