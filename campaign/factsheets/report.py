"""The fact sheet of one report: who says what, of which place, who buys, what was answered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from campaign.factsheets.asking import campaigns_resting_on
from campaign.factsheets.buying import buyers_table, first_buyers
from campaign.factsheets.changing import outcomes
from campaign.factsheets.connecting import party_row, table
from campaign.factsheets.counting import figures
from campaign.factsheets.demanding import actions, campaign_entries
from campaign.factsheets.explaining import standards, unknown_about
from campaign.factsheets.framing import Compose, Content, Frame, fit_sheet
from campaign.factsheets.key_message import Ending, key_message
from campaign.factsheets.material import Material, Wanted, read_material
from campaign.factsheets.parts import BlockKey, Item, Sentence
from campaign.factsheets.picturing import drawing_of
from campaign.factsheets.sheet import Sheet, UnknownSubject
from campaign.factsheets.tallying import tally_of
from campaign.factsheets.telling import About, report_entry
from campaign.graph.chains import Chain
from campaign.graph.place import buyers_of
from campaign.graph.timing import Period
from campaign.models import Campaign, Report
from campaign.queries.reports import ReportRow, report_rows

MORE_STATEMENTS = 4  # a sheet about one report quotes so many times more of it


@dataclass(frozen=True)
class _Findings:
    """All that the sheet of one report rests on."""

    row: ReportRow
    buyers: dict[int, Chain]
    campaigns: Sequence[Campaign]


@dataclass(frozen=True)
class _Telling:
    found: _Findings
    material: Material
    frame: Frame


def build_report_sheet(session: Session, report: Report, frame: Frame) -> Sheet:
    """Return the fact sheet of a report that makes an allegation.

    Raises:
        UnknownSubject: it makes none, or it was withdrawn.
    """
    row = report_rows(session, [report.id]).get(report.id)
    if row is None or not row.allegations or row.withdrawn:
        raise UnknownSubject(
            f"“{report.title}” alleges nothing, or was withdrawn; there is no fact sheet of it."
        )
    happened = Period(row.from_date, row.to_date or row.from_date)
    found = _Findings(
        row=row,
        buyers=buyers_of(session, [site.id for site in row.sites], happened),
        campaigns=campaigns_resting_on(session, report.id, frame.choices.campaign),
    )
    material = _read_material(session, report, found, frame)
    return fit_sheet(session, frame, report, (), (material, _composer(found, frame)))


def _read_material(session: Session, report: Report, found: _Findings, frame: Frame) -> Material:
    hops = [hop for chain in found.buyers.values() for hop in chain.hops]
    return read_material(
        session,
        frame.wording,
        frame.fullest,
        Wanted(
            subject_id=report.id,
            rows=[found.row],
            record=frame.record_note(report),
            as_of=frame.as_of,
            cited={
                *(campaign.id for campaign in found.campaigns),
                *(hop.tie.record_id for hop in hops),
            },
            nodes={node for hop in hops for node in (hop.from_id, hop.to_id)},
        ),
    )


def _composer(found: _Findings, frame: Frame) -> Compose:
    def compose(material: Material) -> Content:
        statements = material.limits.statements * MORE_STATEMENTS
        within = replace(material, limits=replace(material.limits, statements=statements))
        return _compose(_Telling(found, within, frame))

    return compose


def _compose(telling: _Telling) -> Content:
    found, material = telling.found, telling.material
    text, campaigns = material.wording.text, found.campaigns
    return Content(
        what=text("report"),
        key_message=lambda: _key_message(telling),
        headline=lambda: _headline(telling),
        sections={
            BlockKey.ASK: (
                text("What is asked"),
                lambda: campaign_entries(material, campaigns, None),
            ),
            BlockKey.CONNECTED: (text("Who is connected"), lambda: _connected(telling)),
            BlockKey.REPORTED: (text("What is reported"), lambda: _reported(telling)),
            BlockKey.FIGURES: (text("Key figures"), lambda: figures(material, [found.row])),
            BlockKey.CHANGED: (
                text("What changed since"),
                lambda: outcomes(material, [found.row]),
            ),
            BlockKey.ACT: (
                text("Take action"),
                lambda: actions(material, campaigns, None),
            ),
            BlockKey.UNKNOWN: (text("What is not known"), lambda: _unknown(telling)),
        },
        left_out=0,
        record_ids=_record_ids(telling),
    )


def _key_message(telling: _Telling) -> Sentence:
    found, material = telling.found, telling.material
    ending = Ending()
    if found.buyers:
        buyers, cited = first_buyers(material, found.buyers, 2)
        which = "buyers" if len(found.row.sites) == 1 else "buyers of some"
        ending = Ending(which, (("buyers", buyers),), cited)
    site = found.row.sites[0] if len(found.row.sites) == 1 else None
    return key_message(material, found.row, site, ending)


def _headline(telling: _Telling) -> Iterable[Sentence]:
    material, row = telling.material, telling.found.row
    yield material.counted(
        material.wording.say_many(
            row.sources,
            "This record holds {n} source on it.",
            "This record holds {n} sources on it.",
        ),
        material.wording.say_many(
            row.origins, "{n} independent account.", "{n} independent accounts."
        ),
    )


def _connected(telling: _Telling) -> Iterable[Item]:
    found, material, year = telling.found, telling.material, telling.frame.year
    chains = list(found.buyers.values())[: material.limits.buyers]
    yield from drawing_of(material, chains, year)
    parties = material.parties_of(found.row.id)[: material.limits.links]
    if parties:
        caption = material.counted(material.wording.say("Who has a part in it, and on what basis."))
        yield table(material, [party_row(material, party) for party in parties], caption)
    yield from buyers_table(material, chains, year)


def _reported(telling: _Telling) -> Iterable[Item]:
    material, row = telling.material, telling.found.row
    yield report_entry(material, row, About(row.sites))
    yield from standards(material, [row])


def _unknown(telling: _Telling) -> Iterable[Item]:
    material, say = telling.material, telling.material.wording.say
    yield from unknown_about(material, tally_of([telling.found.row]))
    if not telling.found.buyers:
        yield material.counted(say("No source in this record names a buyer of this place."))
    if not material.reports[telling.found.row.id].outcome_text:
        yield material.counted(say("What came of it is not recorded."))


def _record_ids(telling: _Telling) -> set[int]:
    found = telling.found
    return {
        found.row.id,
        *(site.id for site in found.row.sites),
        *(campaign.id for campaign in found.campaigns),
        *(hop.tie.record_id for chain in found.buyers.values() for hop in chain.hops),
        *(a.id for given in telling.material.answers.values() for a in given),
    }
