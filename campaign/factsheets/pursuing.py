"""What a campaign did, what was promised to it, and what shows whether that was kept."""

from __future__ import annotations

from collections.abc import Iterable

from campaign.factsheets.material import Material
from campaign.factsheets.parts import Sentence
from campaign.factsheets.runs import Runs, Status
from campaign.factsheets.wording import Part
from campaign.models import Campaign, CampaignAction, Commitment
from campaign.schemas.types import UNDATED, first_day


def action_sentences(material: Material, campaign: Campaign) -> Iterable[Sentence]:
    """Yield what a campaign did, the newest first; an action without a date comes last."""
    newest = sorted(campaign.actions, key=_when, reverse=True)
    for action in newest[: material.limits.changes]:
        yield _action(material, campaign, action)


def commitment_sentences(
    material: Material, campaigns: Iterable[Campaign], record_id: int | None
) -> Iterable[Sentence]:
    """Yield what was promised, by one company or by all, with what came of it; newest first."""
    made = [
        (campaign, commitment)
        for campaign in campaigns
        for commitment in campaign.commitments
        if record_id is None or commitment.actor_id == record_id
    ]
    newest = sorted(made, key=lambda pair: _when(pair[1]), reverse=True)
    for campaign, commitment in newest[: material.limits.changes]:
        yield _commitment(material, campaign, commitment)


def _when(event: CampaignAction | Commitment) -> str:
    return "" if event.on_date == UNDATED else first_day(event.on_date).isoformat()


def _action(material: Material, campaign: Campaign, action: CampaignAction) -> Sentence:
    wording = material.wording
    parts: dict[str, Part] = {
        "date": wording.date(action.on_date),
        "kind": wording.of(action.kind),
        "text": (material.quote(action.text),),
    }
    if action.place:
        place = (material.quote(action.place),)
        runs = wording.say("{date}, {kind}, {place}: {text}", place=place, **parts)
    else:
        runs = wording.say("{date}, {kind}: {text}", **parts)
    cited = material.cited(campaign.id, f"/actions/{action.key}")
    return Sentence(runs, material.notes.supporting(cited))


def _commitment(material: Material, campaign: Campaign, made: Commitment) -> Sentence:
    wording, pointer = material.wording, f"/commitments/{made.key}"
    parts: dict[str, Part] = {
        "actor": _actor(material, made),
        "date": wording.date(made.on_date),
        "text": (material.quote(made.text),),
    }
    if made.due_on:
        due = wording.date(made.due_on)
        runs = wording.say(
            "{actor} made a commitment ({date}, due {due}): {text}", due=due, **parts
        )
    else:
        runs = wording.say("{actor} made a commitment ({date}): {text}", **parts)
    notes = {*material.notes.supporting(material.cited(campaign.id, pointer))}
    came: Runs = ()
    if made.evidence_text and made.evidence_on_date:
        came = wording.say(
            "What came of it ({date}): {evidence}",
            date=wording.date(made.evidence_on_date),
            evidence=(material.quote(made.evidence_text),),
        )
        notes |= {*material.notes.supporting(material.cited(campaign.id, f"{pointer}/evidence"))}
    status = Status(made.state.value, wording.of(made.state))
    return Sentence(material.sentences(runs, came), tuple(sorted(notes)), (status,))


def _actor(material: Material, made: Commitment) -> Runs:
    title = made.actor.title if made.actor else made.actor_name or ""
    return material.name(made.actor_id, title, strong=True)
