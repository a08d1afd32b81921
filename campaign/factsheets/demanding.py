"""Campaigns that address somebody, with their demands and what became of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from campaign.factsheets.material import Material
from campaign.factsheets.parts import BlockKey, Entry, Sentence
from campaign.factsheets.runs import Run, Status
from campaign.factsheets.sheet import Block
from campaign.models import Campaign, Demand
from campaign.models.vocabulary import DemandState
from campaign.queries.words import DEMAND_STATE_WORDS, date_words, period_words

MOST_CAMPAIGNS = 3
MOST_DEMANDS = 4
HEADING = "Campaigns and demands"


def demands_block(
    material: Material, campaigns: Iterable[Campaign], record_id: int
) -> Iterable[Block]:
    """Yield the block of the campaigns about a record, when there are any.

    Those that demand something of it come first, open demands before others; then the
    newest. At most three campaigns, and four demands of each.
    """
    ranked = sorted(campaigns, key=lambda campaign: _urgency(_own_demands(campaign, record_id)))
    entries = [_entry(material, campaign, record_id) for campaign in ranked[:MOST_CAMPAIGNS]]
    if entries:
        yield Block(BlockKey.ASK, HEADING, tuple(entries))


def _own_demands(campaign: Campaign, record_id: int) -> list[Demand]:
    own = [demand for demand in campaign.demands if demand.actor_id == record_id]
    return sorted(own, key=lambda demand: demand.state is not DemandState.OPEN)


def _urgency(own: Sequence[Demand]) -> int:
    if any(demand.state is DemandState.OPEN for demand in own):
        return 0
    return 1 if own else 2


def _entry(material: Material, campaign: Campaign, record_id: int) -> Entry:
    notes = material.notes.supporting(material.cited(campaign.id, ""), limit=1)
    period = period_words(campaign.from_date, campaign.to_date)
    own = _own_demands(campaign, record_id)[:MOST_DEMANDS]
    return Entry(
        heading=Sentence((Run(campaign.title, strong=True, quoted=True),), notes),
        circumstances=Sentence((Run(f"Campaign, {period}."),), notes),
        said=tuple(_demand(material, campaign, demand) for demand in own),
    )


def _demand(material: Material, campaign: Campaign, demand: Demand) -> Sentence:
    runs = [Run(demand.text, quoted=True), Run(".")]
    if demand.deadline:
        runs.append(Run(f" By {date_words(demand.deadline)}."))
    if demand.note:
        runs += [Run(" "), Run(demand.note, quoted=True)]
    cited = material.cited(campaign.id, f"/demands/{demand.key}")
    status = (Status(demand.state.value, DEMAND_STATE_WORDS[demand.state]),)
    return Sentence(tuple(runs), material.notes.supporting(cited), status)
