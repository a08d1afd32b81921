"""The fact sheet of a place: what is reported there, who runs it, and who buys from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy.orm import Session

from campaign.factsheets.asking import chosen_campaigns
from campaign.factsheets.buying import buyers_table, first_buyers
from campaign.factsheets.changing import outcomes
from campaign.factsheets.connecting import link_row, ownership_row, table
from campaign.factsheets.counting import figures, headcount_figures
from campaign.factsheets.demanding import actions, campaign_entries, won_demands
from campaign.factsheets.explaining import how_sure, standards, unknown_about, withdrawn, years_of
from campaign.factsheets.framing import Compose, Content, Frame, fit_sheet
from campaign.factsheets.key_message import Ending, key_message
from campaign.factsheets.limits import Limits
from campaign.factsheets.material import Material, Wanted, read_material
from campaign.factsheets.parts import BlockKey, Item, Row, Sentence
from campaign.factsheets.picturing import drawing_of
from campaign.factsheets.runs import Runs
from campaign.factsheets.selection import choose_reports
from campaign.factsheets.sheet import Sheet
from campaign.factsheets.tallying import Tally, tally_of
from campaign.factsheets.telling import About, lead_notes, report_entry
from campaign.factsheets.ties import tie_words
from campaign.graph.chains import Chain
from campaign.graph.place import buyers_of
from campaign.graph.timing import Period
from campaign.models import Campaign, Facility, Ownership, SupplyLink
from campaign.models.vocabulary import LinkStatus
from campaign.queries.links import links_of_facility, ownerships_of
from campaign.queries.reports import ReportRow, SiteReference, report_rows, reports_at


@dataclass(frozen=True)
class _Findings:
    """All that the sheet of one place rests on."""

    facility: Facility
    counted: list[ReportRow]
    withdrawn: int
    buyers: dict[int, Chain]
    denied_links: list[SupplyLink]
    holdings: list[Ownership]
    campaigns: list[Campaign]

    @property
    def site(self) -> SiteReference:
        place = self.facility
        return SiteReference(place.id, place.slug, place.title, place.locality, place.country)

    @cached_property
    def tally(self) -> Tally:
        return tally_of(self.counted)


@dataclass(frozen=True)
class _Telling:
    """What is told of a place within some limits."""

    found: _Findings
    material: Material
    frame: Frame
    told: tuple[ReportRow, ...]

    @property
    def name(self) -> Runs:
        return self.material.name(self.found.facility.id, self.found.facility.title)


def build_facility_sheet(session: Session, facility: Facility, frame: Frame) -> Sheet:
    """Return the fact sheet of a facility (loaded whole)."""
    found = _read(session, facility, frame)
    material = _read_material(session, found, frame)
    return fit_sheet(session, frame, facility, facility.names, (material, _composer(found, frame)))


def _read(session: Session, facility: Facility, frame: Frame) -> _Findings:
    rows = list(report_rows(session, reports_at(session, facility.id)).values())
    alleging = [row for row in rows if row.allegations]
    campaigns, _ = chosen_campaigns(session, facility.id, frame.choices.campaign)
    links = links_of_facility(session, facility.id, limit=0)  # those that somebody denies
    return _Findings(
        facility=facility,
        counted=[row for row in alleging if not row.withdrawn],
        withdrawn=sum(row.withdrawn for row in alleging),
        buyers=buyers_of(session, [facility.id]),
        denied_links=[link for link in links if _is_denied(link)],
        holdings=_holders_of(session, {run.operator_id for run in facility.operations}),
        campaigns=campaigns,
    )


def _read_material(session: Session, found: _Findings, frame: Frame) -> Material:
    facility = found.facility
    records = (*found.denied_links, *found.holdings, *found.campaigns)
    hops = [hop for chain in found.buyers.values() for hop in chain.hops]
    operators = {run.operator_id for run in facility.operations}
    nodes = {node for hop in hops for node in (hop.from_id, hop.to_id)}
    limits = frame.fullest
    spare = len(frame.choices.reports_left_out)
    room = limits if limits.whole else Limits(reports=limits.reports + spare)
    material = read_material(
        session,
        frame.wording,
        limits,
        Wanted(
            subject_id=facility.id,
            rows=choose_reports(found.counted, room),
            record=frame.record_note(facility),
            as_of=frame.as_of,
            cited={
                facility.id,
                *(record.id for record in records),
                *(hop.tie.record_id for hop in hops),
            },
            nodes={facility.id, *operators, *nodes},
        ),
    )
    material.headcounts[facility.id] = facility.headcounts
    return material


def _holders_of(session: Session, operators: Iterable[int]) -> list[Ownership]:
    return [
        holding
        for operator in sorted(operators)
        for holding in ownerships_of(session, operator)
        if holding.subsidiary_id == operator
    ]


def _is_denied(link: SupplyLink) -> bool:
    return link.link_status is LinkStatus.DENIED or bool(link.denials)


def _composer(found: _Findings, frame: Frame) -> Compose:
    def compose(material: Material) -> Content:
        rows = [row for row in found.counted if row.slug not in frame.choices.reports_left_out]
        told = choose_reports([row for row in rows if row.id in material.reports], material.limits)
        return _compose(_Telling(found, material, frame, told))

    return compose


def _compose(telling: _Telling) -> Content:
    found, material = telling.found, telling.material
    text, campaigns = material.wording.text, found.campaigns
    return Content(
        what=_what(telling),
        key_message=lambda: _key_message(telling),
        headline=lambda: _headline(telling),
        sections={
            BlockKey.ASK: (
                text("What is asked"),
                lambda: campaign_entries(material, campaigns, None),
            ),
            BlockKey.CONNECTED: (text("Who runs it, and who buys"), lambda: _connected(telling)),
            BlockKey.REPORTED: (text("What is reported"), lambda: _reported(telling)),
            BlockKey.FIGURES: (text("Key figures"), lambda: _figures(telling)),
            BlockKey.CHANGED: (text("What changed since"), lambda: _changed(telling)),
            BlockKey.ACT: (
                text("Take action"),
                lambda: actions(material, campaigns, None),
            ),
            BlockKey.UNKNOWN: (text("What is not known"), lambda: _unknown(telling)),
        },
        left_out=len(found.counted) - len(telling.told),
        record_ids=_record_ids(telling),
    )


def _what(telling: _Telling) -> str:
    facility, wording = telling.found.facility, telling.material.wording
    country = wording.country(facility.country)
    if facility.locality:
        return wording.text("facility, {town}, {country}", town=facility.locality, country=country)
    return wording.text("facility, {country}", country=country)


def _key_message(telling: _Telling) -> Sentence:
    found, material = telling.found, telling.material
    if not telling.told:
        return material.counted(
            material.wording.say(
                "No report of labour abuse at {place} is in this record.", place=telling.name
            )
        )
    ending = Ending()
    if found.buyers:
        buyers, cited = first_buyers(material, found.buyers, 2)
        ending = Ending("buyers", (("buyers", buyers),), cited)
    return key_message(material, telling.told[0], found.site, ending)


def _headline(telling: _Telling) -> Iterable[Sentence]:
    found, material = telling.found, telling.material
    say_many = material.wording.say_many
    if not found.counted:
        yield material.counted(material.wording.say("That is not a finding that there is none."))
    else:
        how_many = say_many(
            len(found.counted),
            "At least {n} report of labour abuse ({years}) at {place}.",
            "At least {n} reports of labour abuse ({years}) at {place}.",
            years=years_of(material, found.tally),
            place=telling.name,
        )
        yield Sentence(
            material.sentences(how_many, *how_sure(material, found.tally)),
            tuple(sorted({*material.notes.here, *lead_notes(material, telling.told)})),
            computed=True,
        )
    if found.buyers:
        most = max(1, material.limits.buyers)
        buyers, cited = first_buyers(material, found.buyers, most)
        words = material.wording.say("Buyers named by sources: {buyers}.", buyers=buyers)
        yield Sentence(words, material.notes.supporting(cited, most))


def _connected(telling: _Telling) -> Iterable[Item]:
    found, material, year = telling.found, telling.material, telling.frame.year
    chains = list(found.buyers.values())[: material.limits.buyers]
    yield from drawing_of(material, chains, year)
    rows = list(_operators(telling))
    if rows:
        caption = material.counted(material.wording.say("Who runs the place, and who owns them."))
        yield table(material, rows, caption)
    denied = [link_row(material, link, year) for link in found.denied_links]
    yield from buyers_table(material, chains, year, denied)


def _operators(telling: _Telling) -> Iterable[Row]:
    facility, material, year = telling.found.facility, telling.material, telling.frame.year
    for run in facility.operations[: material.limits.links]:
        period = Period(run.from_date, run.to_date)
        yield Row(
            cells=(
                material.node(run.operator_id),
                tie_words(material, "operates", "", period, year),
                material.wording.say("record of the place"),
            ),
            notes=material.notes.supporting(
                material.cited(facility.id, f"/operations/{run.position}")
            ),
        )
    for holding in telling.found.holdings[: material.limits.links]:
        yield ownership_row(material, holding, year)


def _reported(telling: _Telling) -> Iterable[Item]:
    for row in telling.told:
        here = [site for site in row.sites if site.id == telling.found.facility.id]
        yield report_entry(telling.material, row, About(here))
    if telling.told:
        yield from standards(telling.material, telling.told)


def _figures(telling: _Telling) -> Iterable[Item]:
    yield from headcount_figures(telling.material, telling.found.facility.id)
    # What was counted at several places together says nothing of this one.
    yield from figures(telling.material, [row for row in telling.told if len(row.sites) == 1])


def _changed(telling: _Telling) -> Iterable[Item]:
    yield from outcomes(telling.material, telling.told)
    yield from won_demands(telling.material, telling.found.campaigns, None)


def _unknown(telling: _Telling) -> Iterable[Item]:
    material, facility = telling.material, telling.found.facility
    counted, say = material.counted, material.wording.say
    yield from unknown_about(material, telling.found.tally)
    if not facility.operations:
        yield counted(say("Who runs the place is not recorded."))
    elif not any(run.from_date for run in facility.operations):
        yield counted(say("Since when the same company has run it is not recorded."))
    if not telling.found.buyers:
        yield counted(say("No source in this record names a buyer of this place."))
    if facility.latitude is None:
        yield counted(say("The place is not located on a map."))
    if not facility.headcounts:
        yield counted(say("How many people work there is not recorded."))
    yield from withdrawn(material, telling.found.withdrawn)


def _record_ids(telling: _Telling) -> set[int]:
    found = telling.found
    records = (found.facility, *found.denied_links, *found.holdings, *found.campaigns)
    hops = [hop for chain in found.buyers.values() for hop in chain.hops]
    return {
        *(record.id for record in records),
        *(row.id for row in found.counted),
        *(hop.tie.record_id for hop in hops),
        *(a.id for given in telling.material.answers.values() for a in given),
    }
