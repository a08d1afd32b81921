"""What is asked of whom, with the deadline; what came of it; and what a reader can do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from campaign.factsheets.material import Material
from campaign.factsheets.parts import Action, Entry, Sentence
from campaign.factsheets.runs import Run, Runs, Status
from campaign.factsheets.wording import Part
from campaign.models import Campaign, Demand
from campaign.models.vocabulary import DemandState

WON = (DemandState.MET, DemandState.PARTLY_MET)
MOST_LINKS = 3


def campaign_entries(
    material: Material, campaigns: Sequence[Campaign], record_id: int | None
) -> Iterable[Entry]:
    """Yield the campaigns that ask something, each with its demands.

    Those that demand something of the record come first, open demands before others; then
    the newest. Without a record all demands of the campaigns are told.
    """
    for campaign in by_urgency(campaigns, record_id)[: material.limits.campaigns]:
        yield _entry(material, campaign, record_id)


def by_urgency(campaigns: Iterable[Campaign], record_id: int | None) -> list[Campaign]:
    """Return campaigns with open demands of somebody first, then with other demands of it."""
    return sorted(campaigns, key=lambda campaign: _urgency(own_demands(campaign, record_id)))


def own_demands(campaign: Campaign, record_id: int | None) -> list[Demand]:
    """Return the demands of a campaign, of one addressee or of all, the open ones first."""
    own = [d for d in campaign.demands if record_id is None or d.actor_id == record_id]
    return sorted(own, key=lambda demand: demand.state is not DemandState.OPEN)


def open_demands(
    campaigns: Iterable[Campaign], record_id: int | None
) -> list[tuple[Campaign, Demand]]:
    """Return what is still asked."""
    return [
        (campaign, demand)
        for campaign in campaigns
        for demand in own_demands(campaign, record_id)
        if demand.state is DemandState.OPEN
    ]


def demand_sentence(material: Material, campaign: Campaign, demand: Demand) -> Sentence:
    """Return a demand: of whom, what, by when; its state beside it."""
    say, date = material.wording.say, material.wording.date
    title = demand.actor.title if demand.actor else demand.actor_name or ""
    parts: dict[str, Part] = {
        "target": material.name(demand.actor_id, title, strong=True),
        "demand": (material.quote(demand.text),),
    }
    if demand.deadline:
        runs = say("{target}, by {date}: {demand}", date=date(demand.deadline), **parts)
    elif demand.on_date:
        runs = say("{target}, asked {date}: {demand}", date=date(demand.on_date), **parts)
    else:
        runs = say("{target}: {demand}", **parts)
    note: Runs = (material.quote(demand.note),) if demand.note else ()
    return Sentence(
        material.sentences(runs, note),
        material.notes.supporting(material.cited(campaign.id, f"/demands/{demand.key}")),
        (Status(demand.state.value, material.wording.of(demand.state)),),
    )


def won_demands(
    material: Material, campaigns: Iterable[Campaign], record_id: int | None
) -> Iterable[Sentence]:
    """Yield the demands that were met, in whole or in part."""
    for campaign in campaigns:
        for demand in own_demands(campaign, record_id):
            if demand.state in WON:
                yield demand_sentence(material, campaign, demand)


def actions(
    material: Material, campaigns: Sequence[Campaign], record_id: int | None
) -> Iterable[Action]:
    """Yield what a reader can do for the campaigns that still ask something of somebody."""
    urgent = [c for c in by_urgency(campaigns, record_id) if open_demands([c], record_id)]
    for campaign in urgent[: material.limits.campaigns]:
        yield _script(material, campaign, record_id)
        for link in campaign.links[:MOST_LINKS]:
            text = material.wording.text(
                "Read about the campaign “{title}”, and join it:", title=campaign.title
            )
            yield Action(text, link)


def _script(material: Material, campaign: Campaign, record_id: int | None) -> Action:
    """Return whom to write to and what to ask; a dossier repeats the demands."""
    if not material.limits.whole:
        text = material.wording.text(
            "Write to those addressed, in your own words; say who you are, and ask for what "
            "stands under “What is asked”."
        )
        return Action(text, "")
    text = material.wording.text(
        "Write to those addressed, in your own words; say who you are, and ask:"
    )
    quotes = (demand_sentence(material, c, d) for c, d in open_demands([campaign], record_id))
    return Action(text, "", tuple(quotes))


def _urgency(own: Sequence[Demand]) -> int:
    if any(demand.state is DemandState.OPEN for demand in own):
        return 0
    return 1 if own else 2


def _entry(material: Material, campaign: Campaign, record_id: int | None) -> Entry:
    notes = material.notes.supporting(material.cited(campaign.id, ""), limit=1)
    period = material.wording.period(campaign.from_date, campaign.to_date)
    title = material.quote(campaign.title)
    standing = [d for d in own_demands(campaign, record_id) if d.state not in WON]
    own = standing[: material.limits.demands]
    return Entry(
        heading=Sentence((Run(title.text, title.language, strong=True, quoted=True),), notes),
        circumstances=Sentence(material.wording.say("Campaign, {period}.", period=period), notes),
        said=tuple(demand_sentence(material, campaign, demand) for demand in own),
        slug=campaign.slug,
    )
