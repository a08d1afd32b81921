"""All that a builder reads of the reports that a sheet tells, in a few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from campaign.factsheets.endnotes import Endnotes
from campaign.factsheets.limits import Limits
from campaign.factsheets.naming import TITLES_IN, native_name, reader_name, shortened
from campaign.factsheets.parts import Endnote, Sentence
from campaign.factsheets.runs import Run, Runs
from campaign.factsheets.wording import Wording
from campaign.models import AbuseType, Denial, Headcount, IloIndicator, Name, Party, Report
from campaign.models.vocabulary import NameKind, Stance
from campaign.queries.citations import Citations, Cited, read_citations
from campaign.queries.records import RecordReference, references
from campaign.queries.replies import CompanyStanding, reply_standings
from campaign.queries.reports import (
    ReportRow,
    ResponseRow,
    SiteReference,
    abuse_types,
    ilo_indicators,
    response_rows,
)
from campaign.schemas.calendar import today_everywhere


@dataclass(frozen=True)
class Material:
    """What was read, in which words it is told and how much; and the endnotes being numbered."""

    subject_id: int
    wording: Wording
    limits: Limits
    reports: dict[int, Report]
    parties: dict[tuple[int, int], Party]
    answers: dict[int | None, list[ResponseRow]]
    standings: dict[int, list[CompanyStanding]]
    headcounts: dict[int, list[Headcount]]
    citations: Citations
    names: dict[int, list[Name]]
    nodes: dict[int, RecordReference]
    abuse: dict[str, AbuseType]
    indicators: dict[str, IloIndicator]
    notes: Endnotes
    _names_said: dict[tuple[int | None, str, bool], Runs] = field(default_factory=dict)

    def within(self, limits: Limits) -> Material:
        """Return the same material, to be told within other limits, with endnotes anew."""
        return replace(
            self,
            limits=limits,
            notes=Endnotes(self.notes.record, self.wording, limits.notes),
            _names_said=self._names_said if limits.name_length == self.limits.name_length else {},
        )

    def cited(self, record_id: int, pointer: str) -> Sequence[Cited]:
        """Return the citations of a part; of the whole record, where the part has none."""
        found = self.citations
        return found.of(record_id, pointer) or found.of(record_id) or found.of_record(record_id)

    def basis(self, record_id: int, pointer: str) -> Sequence[Cited]:
        """Return the citation on which a tie rests: the first that supports it."""
        cited = self.cited(record_id, pointer)
        return [c for c in cited if c.stance is Stance.SUPPORTS][:1]

    def parties_of(self, report_id: int) -> list[Party]:
        """Return who has a part in a report, in its order."""
        return [party for (report, _), party in self.parties.items() if report == report_id]

    def quote(self, text: str) -> Run:
        """Return words of the record, which are in English whatever the sheet's language."""
        return Run(text, "" if self.wording.language == TITLES_IN else TITLES_IN, quoted=True)

    def name(self, record_id: int | None, title: str, *, strong: bool = False) -> Runs:
        """Return a name, in the reader's script first."""
        said, key = self._names_said, (record_id, title, strong)
        if key not in said:
            names = self.names.get(record_id, []) if record_id is not None else []
            runs = reader_name(self.wording, title, names, strong=strong)
            said[key] = shortened(runs, self.limits.name_length)
        return said[key]

    def node(self, record_id: int) -> Runs:
        """Return the name of a company or place of a chain."""
        return self.name(record_id, self.nodes[record_id].title)

    def place(self, site: SiteReference, *, strong: bool = False) -> Runs:
        """Return a facility's name (in bold, if strong), native name, town and country."""
        name = self.name(site.id, site.title, strong=strong)
        native = native_name(self.wording, site.title, self.names.get(site.id, []))
        shown = "".join(run.text for run in name)
        where = self._where(site)
        if native is None or native.text in shown:
            return self.wording.say("{name}, {where}", name=name, where=where)
        return self.wording.say("{name} ({native}), {where}", name=name, native=native, where=where)

    def _where(self, site: SiteReference) -> str:
        """Return town and country, without a town that the title names already."""
        country = self.wording.country(site.country)
        towns = [part for part in (site.locality or "").split(", ") if part not in site.title]
        if not any(towns):
            return country
        return self.wording.text("{city}, {country}", city=", ".join(towns), country=country)

    def counted(self, *sentences: Runs) -> Sentence:
        """Return a count or an absence, which rests on this record itself."""
        return Sentence(self.sentences(*sentences), self.notes.here, computed=True)

    def sentences(self, *sentences: Runs) -> Runs:
        """Return whole sentences one after the other, each with a full stop before the next."""
        found: list[Run] = []
        for runs in filter(None, sentences):
            between = self._between(found[-1].text, runs[0].text) if found else ""
            found += [Run(between)] if between else []
            found += runs
        return tuple(found)

    def _between(self, before: str, after: str) -> str:
        gap = self.wording.term("between sentences", " ")
        if (before[-1:] + after[:1]).isascii():
            gap = " "  # what a record says in English keeps its space in a Chinese sheet
        if before[-1:].isalnum():
            return f"{'.' if before[-1].isascii() else '。'}{gap}"
        return gap


@dataclass(frozen=True)
class Wanted:
    """What a sheet needs to be read for it.

    Attributes:
        subject_id: the record that it is about.
        rows: the reports that it may tell.
        record: the endnote for this record itself.
        as_of: the day of the sheet, on which replies stand as they do.
        cited: further records whose citations are needed; of reports, their parties too.
        nodes: records whose titles and names are needed.
    """

    subject_id: int
    rows: Sequence[ReportRow]
    record: Endnote
    as_of: date
    cited: Collection[int] = ()
    nodes: Collection[int] = ()


def read_material(session: Session, wording: Wording, limits: Limits, wanted: Wanted) -> Material:
    """Read what a sheet needs."""
    ids = [row.id for row in wanted.rows]
    sites = {site.id for row in wanted.rows for site in row.sites}
    answers = response_rows(session, report_ids=ids)
    actors = {answer.actor_id for answer in answers if answer.actor_id is not None}
    standings = reply_standings(session, ids, min(wanted.as_of, today_everywhere()))
    actors |= {s.actor_id for found in standings.values() for s in found if s.key and s.actor_id}
    cited = {*ids, *wanted.cited, *sites, *(answer.id for answer in answers)}
    return Material(
        subject_id=wanted.subject_id,
        wording=wording,
        limits=limits,
        reports=_reports(session, ids),
        parties=_parties(session, {*ids, *wanted.cited}),
        answers=_by_report(answers),
        standings=standings,
        headcounts=_headcounts(session, sites),
        citations=read_citations(session, cited),
        names=_names(session, wording, {wanted.subject_id, *sites, *wanted.nodes, *actors}),
        nodes=references(session, wanted.nodes),
        abuse=abuse_types(session),
        indicators=ilo_indicators(session),
        notes=Endnotes(wanted.record, wording),
    )


def _by_report(answers: Iterable[ResponseRow]) -> dict[int | None, list[ResponseRow]]:
    grouped: dict[int | None, list[ResponseRow]] = defaultdict(list)
    for answer in answers:
        grouped[answer.report_id].append(answer)
    return grouped


def _reports(session: Session, ids: Collection[int]) -> dict[int, Report]:
    query = (
        select(Report)
        .where(Report.id.in_(sorted(ids)))
        .options(
            selectinload(Report.statements),
            selectinload(Report.allegations),
            selectinload(Report.denials).selectinload(Denial.actor),
        )
    )
    return {report.id: report for report in session.scalars(query)}


def _parties(session: Session, report_ids: Collection[int]) -> dict[tuple[int, int], Party]:
    query = (
        select(Party)
        .where(Party.report_id.in_(sorted(report_ids)))
        .options(selectinload(Party.actor))
        .order_by(Party.report_id, Party.position)
    )
    return {(party.report_id, party.position): party for party in session.scalars(query)}


def _headcounts(session: Session, facility_ids: Collection[int]) -> dict[int, list[Headcount]]:
    query = (
        select(Headcount)
        .where(Headcount.facility_id.in_(sorted(facility_ids)))
        .order_by(Headcount.facility_id, Headcount.position)
    )
    found: dict[int, list[Headcount]] = defaultdict(list)
    for headcount in session.scalars(query):
        found[headcount.facility_id].append(headcount)
    return found


def _names(
    session: Session, wording: Wording, record_ids: Collection[int]
) -> dict[int, list[Name]]:
    """Read names for the reader's language, and native ones; the others are not needed."""
    query = (
        select(Name)
        .where(Name.record_id.in_(sorted(record_ids)))
        .order_by(Name.record_id, Name.position)
    )
    if wording.language == TITLES_IN:
        query = query.where(Name.name_kind.in_([NameKind.NATIVE, NameKind.ROMANISED]))
    found: dict[int, list[Name]] = defaultdict(list)
    for name in session.scalars(query):
        found[name.record_id].append(name)
    return found
