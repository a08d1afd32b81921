"""The fact sheet of a company: what stands behind it, by which chain, and what it answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from campaign.factsheets.answering import answer_sentence, newest_first
from campaign.factsheets.connecting import (
    COLUMNS,
    chain_table,
    link_row,
    ownership_row,
    party_rows,
)
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
from campaign.graph.brand import ExposedReport, Upstream, what_stands_behind
from campaign.graph.chains import Chain
from campaign.models import Campaign, Company, Ownership, SupplyLink
from campaign.models.vocabulary import CompanyRole, Kind, Reach, Timing
from campaign.queries.links import campaigns_about, links_of_company, ownerships_of
from campaign.queries.reports import ResponseRow, response_rows
from campaign.queries.words import COMPANY_ROLE_WORDS, REACH_WORDS, TIMING_WORDS, plural

OUT_OF_TIME = (Timing.ENDED_BEFORE, Timing.BEGAN_AFTER)
MOST_FURTHER_ANSWERS = 3
MOST_LINKS = 6


@dataclass(frozen=True)
class _Findings:
    """All that the sheet of one company rests on."""

    company: Company
    upstream: Upstream
    told: tuple[ExposedReport, ...]
    links: list[SupplyLink]
    holdings: list[Ownership]
    campaigns: list[Campaign]
    answers: list[ResponseRow]
    material: Material

    @property
    def who(self) -> tuple[int, str]:
        return self.company.id, self.company.title


def build_company_sheet(session: Session, company: Company, frame: Frame) -> Sheet:
    """Return the fact sheet of a company (loaded whole)."""
    found = _read(session, company, frame)
    names = other_names(company.names, company.title)
    roles = [COMPANY_ROLE_WORDS[CompanyRole(role)] for role in company.roles]
    content = Content(
        what=", ".join(["group of companies"] if company.collective else roles) or "company",
        headline=list(_headline(found)),
        blocks=[
            block(BlockKey.REPORTED, "What is reported", _reported(found)),
            block(BlockKey.CONNECTED, "Who is connected", _connected(found)),
            block(BlockKey.SAYS, f"What {company.title} says", _further_answers(found)),
            *demands_block(found.material, found.campaigns, company.id),
        ],
        unknown=list(_unknown(found)),
        left_out=len(found.upstream.counted) - len(found.told),
        record_ids=_record_ids(found),
    )
    subject = Subject(Kind.COMPANY, company.slug, company.title, names)
    return finish_sheet(frame, subject, content, found.material.notes)


def _read(session: Session, company: Company, frame: Frame) -> _Findings:
    upstream = what_stands_behind(session, company.id)
    by_id = {row.report.id: row for row in upstream.counted}
    late = [row.report.id for row in upstream.counted if row.timing in OUT_OF_TIME]
    tied = [replace(row.report, sites=row.sites) for row in upstream.counted]
    chosen = choose_reports(tied, out_of_time=late)
    links = links_of_company(session, company.id)
    holdings = ownerships_of(session, company.id)
    campaigns = campaigns_about(session, company.id)
    answers = response_rows(session, actor_id=company.id)
    hops = [hop for p in upstream.places if p.chain for hop in p.chain.hops]
    ids = {record.id for rows in (links, holdings, campaigns, answers) for record in rows}
    return _Findings(
        company=company,
        upstream=upstream,
        told=tuple(by_id[row.id] for row in chosen),
        links=links,
        holdings=holdings,
        campaigns=campaigns,
        answers=answers,
        material=read_material(
            session,
            chosen,
            subject_id=company.id,
            record=frame.record_note(Kind.COMPANY, company.slug, company.title),
            cited={company.id, *ids, *(hop.tie.record_id for hop in hops)},
            nodes={node for hop in hops for node in (hop.from_id, hop.to_id)},
        ),
    )


def _headline(found: _Findings) -> Iterable[Sentence]:
    upstream, notes, title = found.upstream, found.material.notes, found.company.title
    rows = [row.report for row in upstream.counted]
    if not rows:
        words = f"No report of labour abuse is tied to {title} by a source in this record."
        yield counted(notes, f"{words} That is not a finding that there is none.")
        return
    placed = sum(bool(row.sites) for row in upstream.counted)
    places = plural(len(upstream.facilities), "named facility", "named facilities")
    share = "" if not placed else f", at {places}"
    if placed and placed < len(rows):
        share = f", {placed} of them at {places}"
    words = (
        f"At least {plural(len(rows), 'report')} of labour abuse {years_of(rows)} in "
        f"{_whose(found)}{share}; {how_sure(rows)}."
    )
    shown = lead_notes(found.material, (row.report for row in found.told))
    yield Sentence((Run(words),), tuple(sorted({*notes.here, *shown})), computed=True)
    yield counted(notes, f"{title} {_answered(len(rows), upstream.answered)}.")


def _answered(total: int, answered: int) -> str:
    if total == 1:
        return "has answered" if answered else "has not answered, as far as is recorded"
    if answered in (0, total):
        return f"has answered {'all' if answered else 'none'} of them"
    return f"has answered {answered} of them; to {total - answered} no answer is recorded"


def _whose(found: _Findings) -> str:
    title = found.company.title
    if found.upstream.own == len(found.upstream.counted):
        return f"the own operations of {title}"
    if found.upstream.own:
        return f"the own operations and the documented supply chain of {title}"
    return f"the documented supply chain of {title}"


def _reported(found: _Findings) -> Iterable[Item]:
    for row in found.told:
        yield report_entry(
            found.material, row.report, row.sites, tie=_tie(found, row), company=found.who
        )


def _tie(found: _Findings, row: ExposedReport) -> str:
    """Return how a report is tied to the company; empty where it is the company's own place."""
    if not row.tiers:
        return ""
    tie = f"{found.company.title} is {_reach(row)}"
    return tie if row.reach is Reach.NAMED else f"{tie}, {TIMING_WORDS[row.timing]}"


def _reach(row: ExposedReport) -> str:
    named_at_large = row.reach is Reach.NAMED and len(row.report.sites) != 1
    return "named by a source of the report" if named_at_large else REACH_WORDS[row.reach]


def _connected(found: _Findings) -> Iterable[Item]:
    """Yield one table for each place told; without reports, the links of the company."""
    chains = {place.site.id: place.chain for place in found.upstream.places if place.site}
    by_place: dict[int | None, list[ExposedReport]] = defaultdict(list)
    for row in found.told:
        by_place[row.sites[0].id if row.sites else None].append(row)
    for place, rows in by_place.items():
        yield from _tie_table(found, rows, chains.get(place) if place else None)
    if not found.told:
        material = found.material
        links = [link_row(material, link) for link in found.links]
        links += [ownership_row(material, holding) for holding in found.holdings]
        if links:
            yield Table(COLUMNS, tuple(links[:MOST_LINKS]))


def _tie_table(
    found: _Findings, told: Sequence[ExposedReport], chain: Chain | None
) -> Iterable[Table]:
    """Yield how a place is tied to the company: by a chain, or as the report itself names it."""
    material, first = found.material, told[0]
    nowhere = (Run("No single place named", strong=True),)
    where = material.place(first.sites[0], strong=True) if first.sites else nowhere
    if chain is not None and chain.reach is not Reach.GROUP and not chain.denied:
        yield chain_table(material, where, chain, [row.report for row in told])
        return
    named = [hop for row in told for hop in _named_in_report(found, row)]
    if named:
        words = f": {_reach(first)}; {TIMING_WORDS[first.timing]}."
        caption = Sentence((*where, Run(words)), material.notes.here, computed=True)
        yield Table(COLUMNS, tuple(named), caption)


def _named_in_report(found: _Findings, row: ExposedReport) -> Iterable[Row]:
    """Yield how the report names the company, or else a company that it holds."""
    own = list(party_rows(found.material, row.report.id, found.company.id))
    yield from own
    for holding in found.holdings if not own else ():
        named = list(party_rows(found.material, row.report.id, holding.subsidiary_id))
        if named and holding.parent_id == found.company.id:
            yield ownership_row(found.material, holding)
            yield from named


def _further_answers(found: _Findings) -> Iterable[Item]:
    told = {row.report.id for row in found.told}
    further = [answer for answer in newest_first(found.answers) if answer.report_id not in told]
    for answer in further[:MOST_FURTHER_ANSWERS]:
        yield answer_sentence(
            found.material, answer, on=answer.report_title or "the demand of a campaign"
        )
    if found.told and not found.answers:
        yield counted(found.material.notes, f"No answer of {found.company.title} is recorded.")


def _unknown(found: _Findings) -> Iterable[Sentence]:
    upstream, notes, title = found.upstream, found.material.notes, found.company.title
    yield from unknown_about(notes, [row.report for row in upstream.counted])
    unplaced = sum(bool(row.report.sites) and not row.sites for row in upstream.counted)
    if unplaced:
        several = plural(unplaced, "report names", "reports name")
        yield counted(
            notes, f"{several} several places; which of them concerns {title} is unknown."
        )
    undated = sum(row.timing is Timing.UNKNOWN for row in upstream.counted)
    if undated:
        reports = plural(undated, "report")
        yield counted(notes, f"Whether the tie to {title} held at the time: unknown for {reports}.")
    if upstream.outside_its_time:
        reports = plural(upstream.outside_its_time, "report")
        yield counted(notes, f"For {reports} the tie ended before, or is documented only later.")
    if upstream.group_only:
        concern = plural(
            len(upstream.group_only), "further report concerns", "further reports concern"
        )
        yield counted(
            notes,
            f"{concern} other places of the same groups; no source ties these to {title}, and "
            "they are not counted.",
        )
    denied = sum(not row.counted for row in upstream.denied)
    if denied:
        yield counted(notes, f"{plural(denied, 'report')} not counted, because the tie is denied.")


def _record_ids(found: _Findings) -> set[int]:
    parts = (found.links, found.holdings, found.campaigns, found.answers)
    hops = [hop for p in found.upstream.places if p.chain for hop in p.chain.hops]
    return {
        found.company.id,
        *(row.report.id for row in found.upstream.counted),
        *(record.id for rows in parts for record in rows),
        *(hop.tie.record_id for hop in hops),
    }
