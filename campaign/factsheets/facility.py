"""The fact sheet of a place: what is reported there, who runs it, and who buys from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from campaign.factsheets.connecting import COLUMNS, hop_rows, link_row, ownership_row
from campaign.factsheets.demanding import demands_block
from campaign.factsheets.framing import (
    Content,
    Frame,
    block,
    counted,
    finish_sheet,
    how_sure,
    unknown_about,
    years_of,
)
from campaign.factsheets.material import Material, other_names, read_material
from campaign.factsheets.parts import BlockKey, Item, Row, Sentence, Table
from campaign.factsheets.runs import Run
from campaign.factsheets.selection import choose_reports
from campaign.factsheets.sheet import Sheet, Subject
from campaign.factsheets.telling import lead_notes, report_entry
from campaign.graph.chains import Chain
from campaign.graph.place import buyers_of
from campaign.models import Campaign, Facility, Ownership, SupplyLink
from campaign.models.vocabulary import Kind, LinkStatus
from campaign.queries.links import campaigns_about, links_of_facility, ownerships_of
from campaign.queries.reports import ReportRow, report_rows, reports_at
from campaign.queries.words import date_words, link_period_words, number_words, plural
from campaign.schemas.types import countries

MOST_BUYERS = 8
HEADCOUNT_COLUMNS = ("As of", "Workforce", "Who says so")


@dataclass(frozen=True)
class _Findings:
    """All that the sheet of one place rests on."""

    facility: Facility
    counted: list[ReportRow]
    told: tuple[ReportRow, ...]
    buyers: dict[int, Chain]
    denied_links: list[SupplyLink]
    holdings: list[Ownership]
    campaigns: list[Campaign]
    material: Material


def build_facility_sheet(session: Session, facility: Facility, frame: Frame) -> Sheet:
    """Return the fact sheet of a facility (loaded whole)."""
    found = _read(session, facility, frame)
    names = other_names(facility.names, facility.title)
    where = (facility.locality, countries().get(facility.country, facility.country))
    content = Content(
        what=", ".join(["facility", *(part for part in where if part)]),
        headline=list(_headline(found)),
        blocks=[
            block(BlockKey.REPORTED, "What is reported", _reported(found)),
            block(BlockKey.CONNECTED, "Who runs it", _operators(found)),
            block(BlockKey.CONNECTED, "Who buys from it", _buyers(found)),
            block(BlockKey.FIGURES, "How many work there", _headcounts(found)),
            *demands_block(found.material, found.campaigns, facility.id),
        ],
        unknown=list(_unknown(found)),
        left_out=len(found.counted) - len(found.told),
        record_ids=_record_ids(found),
    )
    subject = Subject(Kind.FACILITY, facility.slug, facility.title, names)
    return finish_sheet(frame, subject, content, found.material.notes)


def _read(session: Session, facility: Facility, frame: Frame) -> _Findings:
    rows = report_rows(session, reports_at(session, facility.id))
    counting = [row for row in rows.values() if row.allegations]
    chosen = choose_reports(counting)
    buyers = buyers_of(session, [facility.id])
    denied = [link for link in links_of_facility(session, facility.id) if _is_denied(link)]
    operators = {operation.operator_id for operation in facility.operations}
    holdings = _holders_of(session, operators)
    campaigns = campaigns_about(session, facility.id)
    hops = [hop for chain in buyers.values() for hop in chain.hops]
    ids = {record.id for rows in (denied, holdings, campaigns) for record in rows}
    material = read_material(
        session,
        chosen,
        subject_id=facility.id,
        record=frame.record_note(Kind.FACILITY, facility.slug, facility.title),
        cited={facility.id, *ids, *(hop.tie.record_id for hop in hops)},
        nodes={*operators, *(node for hop in hops for node in (hop.from_id, hop.to_id))},
    )
    return _Findings(facility, counting, chosen, buyers, denied, holdings, campaigns, material)


def _holders_of(session: Session, operators: Iterable[int]) -> list[Ownership]:
    return [
        holding
        for operator in sorted(operators)
        for holding in ownerships_of(session, operator)
        if holding.subsidiary_id == operator
    ]


def _is_denied(link: SupplyLink) -> bool:
    return link.link_status is LinkStatus.DENIED or bool(link.denials)


def _headline(found: _Findings) -> Iterable[Sentence]:
    notes, title = found.material.notes, found.facility.title
    if not found.counted:
        words = f"No report of labour abuse at {title} is in this record."
        yield counted(notes, f"{words} That is not a finding that there is none.")
    else:
        reports = plural(len(found.counted), "report")
        words = f"At least {reports} of labour abuse {years_of(found.counted)} at {title}; "
        shown = lead_notes(found.material, found.told)
        yield Sentence(
            (Run(f"{words}{how_sure(found.counted)}."),),
            tuple(sorted({*notes.here, *shown})),
            computed=True,
        )
    if found.buyers:
        names = [found.material.nodes[company].title for company in found.buyers]
        more = len(names) - MOST_BUYERS
        listed = ", ".join(names[:MOST_BUYERS]) + (f" and {more} more" if more > 0 else "")
        words = "A source names this place as a supplier of"
        cited = [
            citation
            for chain in list(found.buyers.values())[:MOST_BUYERS]
            for citation in found.material.cited(
                chain.hops[-1].tie.record_id, chain.hops[-1].tie.pointer
            )
        ]
        yield Sentence((Run(f"{words} {listed}."),), notes.supporting(cited, MOST_BUYERS))


def _reported(found: _Findings) -> Iterable[Item]:
    for row in found.told:
        here = [site for site in row.sites if site.id == found.facility.id]
        yield report_entry(found.material, row, here)


def _operators(found: _Findings) -> Iterable[Item]:
    material, facility = found.material, found.facility
    rows = [
        Row(
            cells=(
                (Run(material.nodes[operation.operator_id].title, quoted=True),),
                (Run(_operates(operation.from_date, operation.to_date)),),
                (Run("record of the place"),),
            ),
            notes=material.notes.supporting(
                material.cited(facility.id, f"/operations/{operation.position}")
            ),
        )
        for operation in facility.operations
    ]
    rows += [ownership_row(material, holding) for holding in found.holdings]
    if rows:
        yield Table(COLUMNS, tuple(rows))


def _operates(from_date: str | None, to_date: str | None) -> str:
    return f"operates, {link_period_words(from_date, to_date, None)}"


def _buyers(found: _Findings) -> Iterable[Item]:
    rows = [
        row
        for chain in list(found.buyers.values())[:MOST_BUYERS]
        for row in hop_rows(found.material, chain)
    ]
    rows += [link_row(found.material, link) for link in found.denied_links]
    if rows:
        yield Table(COLUMNS, tuple(rows))


def _headcounts(found: _Findings) -> Iterable[Item]:
    material, facility = found.material, found.facility
    rows = [
        Row(
            cells=(
                (Run(date_words(headcount.as_of)),),
                (Run(f"{number_words(headcount.at_least, headcount.at_most)} people"),),
                (Run(headcount.speaker, quoted=True),),
            ),
            notes=material.notes.supporting(
                material.cited(facility.id, f"/headcounts/{headcount.position}")
            ),
        )
        for headcount in facility.headcounts
    ]
    if rows:
        yield Table(HEADCOUNT_COLUMNS, tuple(rows))


def _unknown(found: _Findings) -> Iterable[Sentence]:
    notes, facility = found.material.notes, found.facility
    yield from unknown_about(notes, found.counted)
    if not facility.operations:
        yield counted(notes, "Who runs the place is not recorded.")
    elif not any(operation.from_date for operation in facility.operations):
        yield counted(notes, "Since when it has been run by the same company is not recorded.")
    if not found.buyers:
        yield counted(notes, "No source in this record names a buyer of this place.")
    if facility.latitude is None:
        yield counted(notes, "The place is not located on a map.")
    if not facility.headcounts:
        yield counted(notes, "How many people work there is not recorded.")


def _record_ids(found: _Findings) -> set[int]:
    records = (found.facility, *found.denied_links, *found.holdings, *found.campaigns)
    hops = [hop for chain in found.buyers.values() for hop in chain.hops]
    return {
        *(record.id for record in records),
        *(row.id for row in found.counted),
        *(hop.tie.record_id for hop in hops),
        *(a.id for given in found.material.answers.values() for a in given),
    }
