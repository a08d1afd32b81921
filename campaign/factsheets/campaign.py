"""The fact sheet of a campaign: who asks what of whom, on which reports, by which chains."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy.orm import Session

from campaign.factsheets.answering import answer_sentence, newest_first
from campaign.factsheets.buying import buyers_table
from campaign.factsheets.changing import outcomes
from campaign.factsheets.counting import figures
from campaign.factsheets.demanding import (
    WON,
    actions,
    demand_sentence,
    open_demands,
    own_demands,
    won_demands,
)
from campaign.factsheets.explaining import how_sure, standards, unknown_about, years_of
from campaign.factsheets.framing import Compose, Content, Frame, fit_sheet
from campaign.factsheets.key_message import fits
from campaign.factsheets.material import Material, Wanted, read_material
from campaign.factsheets.naming import listed_names
from campaign.factsheets.parts import BlockKey, Item, Sentence
from campaign.factsheets.picturing import drawing_of
from campaign.factsheets.pursuing import action_sentences, commitment_sentences
from campaign.factsheets.runs import Runs
from campaign.factsheets.selection import choose_reports
from campaign.factsheets.sheet import Sheet
from campaign.factsheets.tallying import Tally, tally_of
from campaign.factsheets.telling import About, lead_notes, report_entry
from campaign.graph.chains import Chain
from campaign.graph.place import buyers_of
from campaign.models import Campaign, CampaignParty
from campaign.queries.reports import ReportRow, ResponseRow, report_rows, response_rows

MOST_ORGANISERS = 3


@dataclass(frozen=True)
class _Findings:
    """All that the sheet of one campaign rests on."""

    campaign: Campaign
    counted: list[ReportRow]
    buyers: dict[int, Chain]
    answers: list[ResponseRow]

    @cached_property
    def tally(self) -> Tally:
        return tally_of(self.counted)


@dataclass(frozen=True)
class _Telling:
    found: _Findings
    material: Material
    frame: Frame
    told: tuple[ReportRow, ...]


def build_campaign_sheet(session: Session, campaign: Campaign, frame: Frame) -> Sheet:
    """Return the fact sheet of a campaign (loaded whole)."""
    found = _read(session, campaign)
    material = _read_material(session, found, frame)
    return fit_sheet(session, frame, campaign, (), (material, _composer(found, frame)))


def _read(session: Session, campaign: Campaign) -> _Findings:
    rows = list(report_rows(session, [link.report_id for link in campaign.reports]).values())
    counted = [row for row in rows if row.allegations and not row.withdrawn]
    sites = dict.fromkeys(site.id for row in counted for site in row.sites)
    targets = {party.actor_id for party in campaign.targets}
    targets |= {demand.actor_id for demand in campaign.demands}
    buyers = buyers_of(session, list(sites))
    return _Findings(
        campaign=campaign,
        counted=counted,
        buyers={company: chain for company, chain in buyers.items() if company in targets},
        answers=response_rows(session, campaign_id=campaign.id),
    )


def _read_material(session: Session, found: _Findings, frame: Frame) -> Material:
    hops = [hop for chain in found.buyers.values() for hop in chain.hops]
    parties = [*found.campaign.organisers, *found.campaign.targets]
    named = {party.actor_id for party in parties}
    named |= {demand.actor_id for demand in found.campaign.demands}
    named |= {made.actor_id for made in found.campaign.commitments}
    actors = {actor for actor in named if actor is not None}
    return read_material(
        session,
        frame.wording,
        frame.fullest,
        Wanted(
            subject_id=found.campaign.id,
            rows=found.counted,
            record=frame.record_note(found.campaign),
            as_of=frame.as_of,
            cited={
                found.campaign.id,
                *(answer.id for answer in found.answers),
                *(hop.tie.record_id for hop in hops),
            },
            nodes={*actors, *(node for hop in hops for node in (hop.from_id, hop.to_id))},
        ),
    )


def _composer(found: _Findings, frame: Frame) -> Compose:
    def compose(material: Material) -> Content:
        skipped = frame.choices.reports_left_out
        rows = [row for row in found.counted if row.slug not in skipped]
        return _compose(_Telling(found, material, frame, choose_reports(rows, material.limits)))

    return compose


def _compose(telling: _Telling) -> Content:
    found, material = telling.found, telling.material
    text, campaigns = material.wording.text, [found.campaign]
    return Content(
        what=text("campaign"),
        key_message=lambda: _key_message(telling),
        headline=lambda: _headline(telling),
        sections={
            BlockKey.ASK: (
                text("What is asked"),
                lambda: _asked(telling),
            ),
            BlockKey.CONNECTED: (text("Who is connected"), lambda: _connected(telling)),
            BlockKey.REPORTED: (text("What is reported"), lambda: _reported(telling)),
            BlockKey.FIGURES: (text("Key figures"), lambda: figures(material, telling.told)),
            BlockKey.SAYS: (text("What was answered"), lambda: _answers(telling)),
            BlockKey.CHANGED: (
                text("What was done, and what came of it"),
                lambda: _changed(telling),
            ),
            BlockKey.ACT: (
                text("Take action"),
                lambda: actions(material, campaigns, None),
            ),
            BlockKey.UNKNOWN: (
                text("What is not known"),
                lambda: unknown_about(material, found.tally),
            ),
        },
        left_out=len(found.counted) - len(telling.told),
        record_ids=_record_ids(telling),
    )


def _key_message(telling: _Telling) -> Sentence:
    """Say who asks what of whom, in the words of the first demand that is open."""
    material, campaign = telling.material, telling.found.campaign
    found = list(_key_messages(telling))
    runs, pointer = next((said for said in found if fits(said[0])), found[-1])
    return Sentence(runs, material.notes.supporting(material.cited(campaign.id, pointer)))


def _key_messages(telling: _Telling) -> Iterable[tuple[Runs, str]]:
    """Yield the key message, then shorter ones; the last always fits."""
    material, campaign = telling.material, telling.found.campaign
    say = material.wording.say
    organisers = _names(telling, campaign.organisers)
    first = next(iter(own_demands(campaign, None)), None)
    if first is not None:
        title = first.actor.title if first.actor else first.actor_name or ""
        target, pointer = material.name(first.actor_id, title), f"/demands/{first.key}"
        demand = (material.quote(first.text),)
        yield (
            say(
                "Asked of {target} by {organisers}: {demand}",
                organisers=organisers,
                target=target,
                demand=demand,
            ),
            pointer,
        )
        yield say("Asked of {target}: {demand}", target=target, demand=demand), pointer
    yield say("A campaign of {organisers}.", organisers=organisers), ""
    period = material.wording.period(campaign.from_date, campaign.to_date)
    yield say("Campaign, {period}.", period=period), ""


def _names(telling: _Telling, parties: Iterable[CampaignParty]) -> Runs:
    material = telling.material
    names = [
        material.name(party.actor_id, party.actor.title if party.actor else party.actor_name or "")
        for party in parties
    ]
    more = len(names) - MOST_ORGANISERS
    shown = names[:MOST_ORGANISERS]
    if more > 0:
        shown.append(material.wording.say_many(more, "{n} other", "{n} others"))
    return listed_names(material.wording, shown)


def _asked(telling: _Telling) -> Iterable[Item]:
    """Yield the demands that were not met; the title of the sheet says whose they are."""
    material, campaign = telling.material, telling.found.campaign
    standing = [demand for demand in own_demands(campaign, None) if demand.state not in WON]
    for demand in standing[: material.limits.demands]:
        yield demand_sentence(material, campaign, demand)


def _when(telling: _Telling) -> Iterable[Sentence]:
    material, campaign = telling.material, telling.found.campaign
    if campaign.from_date or campaign.to_date:
        period = material.wording.period(campaign.from_date, campaign.to_date)
        runs = material.wording.say("Campaign, {period}.", period=period)
        notes = material.notes.supporting(material.cited(campaign.id, ""), limit=1)
        yield Sentence(runs, notes)


def _headline(telling: _Telling) -> Iterable[Sentence]:
    found, material = telling.found, telling.material
    yield from _when(telling)
    demands = found.campaign.demands
    still = len(open_demands([found.campaign], None))
    if demands:
        yield material.counted(
            material.wording.say_many(
                len(demands),
                "{n} demand; still open: {open}.",
                "{n} demands; still open: {open}.",
                open=still,
            )
        )
    if found.counted:
        how_many = material.wording.say_many(
            len(found.counted),
            "It rests on {n} report of labour abuse ({years}).",
            "It rests on {n} reports of labour abuse ({years}).",
            years=years_of(material, found.tally),
        )
        yield Sentence(
            material.sentences(how_many, *how_sure(material, found.tally)),
            tuple(sorted({*material.notes.here, *lead_notes(material, telling.told)})),
            computed=True,
        )


def _connected(telling: _Telling) -> Iterable[Item]:
    material, year = telling.material, telling.frame.year
    chains = list(telling.found.buyers.values())[: material.limits.buyers]
    yield from drawing_of(material, chains, year)
    yield from buyers_table(material, chains, year)


def _reported(telling: _Telling) -> Iterable[Item]:
    for row in telling.told:
        yield report_entry(telling.material, row, About(row.sites))
    if telling.told:
        yield from standards(telling.material, telling.told)


def _answers(telling: _Telling) -> Iterable[Item]:
    material = telling.material
    given = newest_first(telling.found.answers)
    for answer in given[: material.limits.answerers]:
        yield answer_sentence(material, answer)
    if not given:
        yield material.counted(material.wording.say("No answer to the campaign is recorded."))


def _changed(telling: _Telling) -> Iterable[Item]:
    campaign = telling.found.campaign
    yield from commitment_sentences(telling.material, [campaign], None)
    yield from action_sentences(telling.material, campaign)
    yield from won_demands(telling.material, [campaign], None)
    yield from outcomes(telling.material, telling.told)


def _record_ids(telling: _Telling) -> set[int]:
    found = telling.found
    return {
        found.campaign.id,
        *(row.id for row in found.counted),
        *(answer.id for answer in found.answers),
        *(hop.tie.record_id for chain in found.buyers.values() for hop in chain.hops),
    }
