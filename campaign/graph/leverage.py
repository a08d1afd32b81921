"""Where pressure would count: the buyers of a place with what is documented of each.

There is no score. Buyers come in the order of these facts, one after the other: a share of
the output or of the workers, a campaign that runs, an answer given before, a code of
conduct of their own, then the basis on which they are tied to the place.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign.graph.buyers import MOST_TIES, Buyer, shared_buyers
from campaign.graph.timing import Period
from campaign.models import Campaign, CampaignParty, Company, Demand, Response, SupplyLink
from campaign.models.vocabulary import CampaignPartyRole, DemandState, ResponseStance
from campaign.queries.records import RecordReference, references
from campaign.search.batch import Batch


@dataclass(frozen=True)
class Share:
    """How much of the place's output or workers a buyer takes, in the words of a link."""

    words: str
    link_id: int

    @property
    def percent(self) -> float:
        """Return the first percentage of the words, 0 when they give none; for the order only."""
        found = re.search(r"(\d+(?:\.\d+)?)\s*(?:%|per ?cent)", self.words)
        return float(found[1]) if found else 0.0


@dataclass(frozen=True)
class Leverage:
    """A buyer of a place and the facts that are documented of it.

    Attributes:
        buyer: who buys, and by what that is documented.
        shares: what links to this very place say of its share.
        campaigns: those that address the buyer with a demand that is open.
        answers: how often it answered a report or a demand, by stance; silence is apart.
        code_of_conduct: the address of its own code for suppliers.
    """

    buyer: Buyer
    shares: tuple[Share, ...]
    campaigns: tuple[RecordReference, ...]
    answers: Mapping[ResponseStance, int]
    code_of_conduct: str | None

    @property
    def answered_before(self) -> int:
        """Count the answers; a recorded silence is none."""
        return sum(n for stance, n in self.answers.items() if stance is not SILENCE)

    @property
    def order(self) -> tuple[object, ...]:
        """Return a key that sorts the most documented first; see the module."""
        return (
            -max((share.percent for share in self.shares), default=0.0),
            not self.shares,
            -len(self.campaigns),
            -self.answered_before,
            self.code_of_conduct is None,
        )


SILENCE = ResponseStance.NO_RESPONSE


def buyers_with_leverage(
    session: Session, facility_id: int, *, event: Period | None = None, limit: int = 25
) -> tuple[Leverage, ...]:
    """Return the buyers of a facility, those with most documented facts first.

    Args:
        session: only read.
        facility_id: the place.
        event: the period of a report there.
        limit: how many to return.
    """
    found = shared_buyers(session, facility_id, event=event, limit=MOST_TIES)
    ids = Batch(session, [buyer.company.id for buyer in found.buyers])
    shares, answers = _shares(ids, facility_id), _answers(ids)
    campaigns, codes = _campaigns(ids), _codes(ids)
    rows = [
        Leverage(
            buyer=buyer,
            shares=tuple(shares.get(buyer.company.id, ())),
            campaigns=tuple(campaigns.get(buyer.company.id, ())),
            answers=answers.get(buyer.company.id, {}),
            code_of_conduct=codes.get(buyer.company.id),
        )
        for buyer in found.buyers
    ]
    return tuple(sorted(rows, key=lambda row: row.order)[:limit])


def _shares(ids: Batch, facility_id: int) -> dict[int, list[Share]]:
    query = select(SupplyLink.buyer_id, SupplyLink.share, SupplyLink.id).where(
        SupplyLink.facility_id == facility_id,
        ids.holds(SupplyLink.buyer_id),
        SupplyLink.share.is_not(None),
        SupplyLink.retracted_at.is_(None),
    )
    found: dict[int, list[Share]] = {}
    for buyer, words, link_id in ids.session.execute(query):
        found.setdefault(buyer, []).append(Share(words or "", link_id))
    return found


def _answers(ids: Batch) -> dict[int, dict[ResponseStance, int]]:
    query = (
        select(Response.actor_id, Response.stance, func.count())
        .where(ids.holds(Response.actor_id), Response.retracted_at.is_(None))
        .group_by(Response.actor_id, Response.stance)
    )
    found: dict[int, dict[ResponseStance, int]] = {}
    for actor, stance, number in ids.session.execute(query):
        found.setdefault(actor or 0, {})[stance] = number
    return found


def _campaigns(ids: Batch) -> dict[int, list[RecordReference]]:
    """Return the campaigns with an open demand that address somebody."""
    running = select(Demand.campaign_id).where(Demand.state == DemandState.OPEN)
    addressed = select(Demand.actor_id, Demand.campaign_id).where(
        ids.holds(Demand.actor_id), Demand.state == DemandState.OPEN
    )
    targets = select(CampaignParty.actor_id, CampaignParty.campaign_id).where(
        ids.holds(CampaignParty.actor_id),
        CampaignParty.part == CampaignPartyRole.TARGET,
        CampaignParty.campaign_id.in_(running),
    )
    pairs = sorted((row[0] or 0, row[1]) for row in ids.session.execute(addressed.union(targets)))
    live = _live(ids.session, {campaign for _, campaign in pairs})
    found: dict[int, list[RecordReference]] = {}
    for actor, campaign in pairs:
        if campaign in live:
            found.setdefault(actor, []).append(live[campaign])
    return found


def _live(session: Session, campaign_ids: Collection[int]) -> dict[int, RecordReference]:
    query = select(Campaign.id).where(
        Campaign.id.in_(sorted(campaign_ids)), Campaign.retracted_at.is_(None)
    )
    return references(session, session.scalars(query))


def _codes(ids: Batch) -> dict[int, str]:
    query = select(Company.id, Company.code_of_conduct)
    query = query.where(ids.holds(Company.id), Company.code_of_conduct.is_not(None))
    return {row[0]: row[1] or "" for row in ids.session.execute(query)}
