"""Which campaigns a sheet speaks for: the one that was chosen, or those about the subject."""

from __future__ import annotations

from sqlalchemy.orm import Session

from campaign.factsheets.sheet import UnknownChoice
from campaign.models import Campaign
from campaign.queries.links import campaigns_about, campaigns_on_report
from campaign.queries.records import get_record


def chosen_campaigns(
    session: Session, record_id: int, slug: str
) -> tuple[list[Campaign], int | None]:
    """Return the campaigns to tell, and whose demands: all of a chosen one, else the subject's.

    Raises:
        UnknownChoice: there is no such campaign.
    """
    if not slug:
        return campaigns_about(session, record_id), record_id
    campaign = get_record(session, slug, Campaign) if slug.isprintable() else None
    if campaign is None or campaign.retracted_at is not None:
        raise UnknownChoice(f"There is no campaign “{slug[:120]}”.")
    return [campaign], None


def campaigns_resting_on(session: Session, report_id: int, slug: str) -> list[Campaign]:
    """Return the campaigns that rest on a report, or the one that was chosen.

    Raises:
        UnknownChoice: there is no such campaign.
    """
    if slug:
        return chosen_campaigns(session, report_id, slug)[0]
    found = [campaign.slug for campaign in campaigns_on_report(session, report_id)]
    whole = [get_record(session, resting, Campaign) for resting in found]
    return [campaign for campaign in whole if campaign is not None]
