"""What was asked in a campaign and what came of it, in the order of time; and what comes due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from campaign.models import Campaign, Commitment, Demand
from campaign.models.vocabulary import CommitmentState, DemandState
from campaign.queries.campaign_words import CAMPAIGN_ACTION_WORDS, COMMITMENT_WORDS
from campaign.queries.reports import ResponseRow
from campaign.queries.words import RESPONSE_STANCE_WORDS
from campaign.schemas.calendar import is_over
from campaign.schemas.types import UNDATED, first_day, last_day

OPEN_DEMANDS = (DemandState.OPEN, DemandState.PARTLY_MET)


@dataclass(frozen=True)
class CampaignEvent:
    """Something that happened, or was to happen by a day.

    ``pointer`` is where its citations stand in the record ``record_id``; ``anchor`` where the
    page of the campaign says more.
    """

    on_date: str
    what: str
    text: str
    record_id: int
    pointer: str
    anchor: str


@dataclass(frozen=True)
class Due:
    """A demand or a commitment whose day comes or has passed, and nothing came of it yet."""

    campaign_slug: str
    campaign_title: str
    key: str
    what: str
    text: str
    due_on: str
    is_over: bool


def campaign_events(campaign: Campaign, answers: Sequence[ResponseRow]) -> list[CampaignEvent]:
    """Return what happened in a campaign (loaded whole), oldest first; what has no date is left."""
    found = [
        *_of_demands(campaign),
        *_of_actions(campaign),
        *_of_answers(answers),
        *_of_commitments(campaign),
    ]
    dated = [event for event in found if event.on_date != UNDATED]
    return sorted(dated, key=lambda event: (first_day(event.on_date), len(event.on_date)))


def coming_due(session: Session, today: date, *, days: int = 60) -> list[Due]:
    """Return open demands and commitments that come due within some days, or are overdue.

    Args:
        session: only read.
        today: a day that has begun everywhere (``schemas.calendar``).
        days: how far to look ahead.
    """
    until = today + timedelta(days=days)
    found = [*_demands_due(session, today, until), *_commitments_due(session, today, until)]
    return sorted(
        (due for due in found if last_day(due.due_on) <= until),
        key=lambda due: (last_day(due.due_on), due.campaign_title, due.key),
    )


def list_campaigns(session: Session) -> list[Campaign]:
    """Return all campaigns with their demands, those with open demands first, then by date."""
    query = (
        select(Campaign)
        .where(Campaign.retracted_at.is_(None))
        .options(selectinload(Campaign.demands).selectinload(Demand.actor))
        .order_by(Campaign.from_date.desc(), Campaign.id)
    )
    return sorted(session.scalars(query), key=lambda campaign: not _is_open(campaign.demands))


def _is_open(demands: Iterable[Demand]) -> bool:
    return any(demand.state in OPEN_DEMANDS for demand in demands)


def _of_demands(campaign: Campaign) -> Iterator[CampaignEvent]:
    for demand in campaign.demands:
        pointer, anchor = f"/demands/{demand.key}", f"demand-{demand.key}"
        who = demand.actor.title if demand.actor else demand.actor_name
        if demand.on_date:
            what = f"demand to {who}"
            yield CampaignEvent(demand.on_date, what, demand.text, campaign.id, pointer, anchor)
        if demand.deadline:
            what = f"deadline for {who}"
            yield CampaignEvent(demand.deadline, what, demand.text, campaign.id, pointer, anchor)


def _of_actions(campaign: Campaign) -> Iterator[CampaignEvent]:
    for action in campaign.actions:
        what = CAMPAIGN_ACTION_WORDS[action.kind]
        text = f"{action.text} ({action.place})" if action.place else action.text
        pointer, anchor = f"/actions/{action.key}", f"action-{action.key}"
        yield CampaignEvent(action.on_date, what, text, campaign.id, pointer, anchor)


def _of_answers(answers: Sequence[ResponseRow]) -> Iterator[CampaignEvent]:
    for answer in answers:
        what = f"{answer.actor_title} {RESPONSE_STANCE_WORDS[answer.stance]}"
        yield CampaignEvent(answer.on_date, what, answer.text, answer.id, "", answer.slug)


def _of_commitments(campaign: Campaign) -> Iterator[CampaignEvent]:
    for made in campaign.commitments:
        pointer, anchor = f"/commitments/{made.key}", f"commitment-{made.key}"
        who = made.actor.title if made.actor else made.actor_name
        what = f"{who} commits"
        yield CampaignEvent(made.on_date, what, made.text, campaign.id, pointer, anchor)
        if made.evidence_on_date and made.evidence_text:
            what = f"commitment of {who}: {COMMITMENT_WORDS[made.state]}"
            shown = f"{pointer}/evidence"
            yield CampaignEvent(
                made.evidence_on_date, what, made.evidence_text, campaign.id, shown, anchor
            )


def _demands_due(session: Session, today: date, until: date) -> Iterator[Due]:
    query = (
        select(Campaign.slug, Campaign.title, Demand.key, Demand.text, Demand.deadline)
        .join(Demand, Demand.campaign_id == Campaign.id)
        .where(Campaign.retracted_at.is_(None), Demand.state.in_(OPEN_DEMANDS))
        .where(Demand.deadline <= until.isoformat())  # of "2026-12" the last day is looked at
    )
    for slug, title, key, text, day in session.execute(query):
        yield Due(slug, title, key, "demand", text, day or "", is_over(day or "", today))


def _commitments_due(session: Session, today: date, until: date) -> Iterator[Due]:
    query = (
        select(Campaign.slug, Campaign.title, Commitment.key, Commitment.text, Commitment.due_on)
        .join(Commitment, Commitment.campaign_id == Campaign.id)
        .where(Campaign.retracted_at.is_(None), Commitment.state == CommitmentState.OPEN)
        .where(Commitment.due_on <= until.isoformat())
    )
    for slug, title, key, text, day in session.execute(query):
        yield Due(slug, title, key, "commitment", text, day or "", is_over(day or "", today))
