"""All that a builder reads of the reports that a sheet tells, in a few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from campaign.factsheets.endnotes import Endnotes
from campaign.factsheets.parts import Endnote
from campaign.factsheets.runs import Run
from campaign.models import AbuseType, Denial, Name, Party, Report
from campaign.models.vocabulary import NameKind
from campaign.queries.citations import Citations, Cited, read_citations
from campaign.queries.records import RecordReference, references
from campaign.queries.reports import (
    ReportRow,
    ResponseRow,
    SiteReference,
    abuse_types,
    response_rows,
)
from campaign.schemas.types import countries

MOST_NAMES = 8
NO_OTHER_LANGUAGE = ("en", "zxx")
NAMES_FIRST = (
    NameKind.NATIVE,
    NameKind.LEGAL,
    NameKind.ACRONYM,
    NameKind.BRAND,
    NameKind.TRADING,
    NameKind.NICKNAME,
    NameKind.FORMER,
    NameKind.ROMANISED,
    NameKind.PRIMARY,
)


@dataclass(frozen=True)
class Material:
    """The reports told, with answers, citations and names; and the endnotes being numbered."""

    subject_id: int
    reports: dict[int, Report]
    parties: dict[tuple[int, int], Party]
    answers: dict[int | None, list[ResponseRow]]
    citations: Citations
    native_names: dict[int, Run]
    nodes: dict[int, RecordReference]
    abuse: dict[str, AbuseType]
    notes: Endnotes

    def cited(self, record_id: int, pointer: str) -> Sequence[Cited]:
        """Return the citations of a part; of the whole record, where the part has none."""
        found = self.citations
        return found.of(record_id, pointer) or found.of(record_id) or found.of_record(record_id)

    def parties_of(self, report_id: int) -> list[Party]:
        """Return who has a part in a report, in its order."""
        return [party for (report, _), party in self.parties.items() if report == report_id]

    def place(self, site: SiteReference, *, strong: bool = False) -> tuple[Run, ...]:
        """Return a facility's title (in bold, if strong), native name, town and country."""
        native = self.native_names.get(site.id)
        country = countries().get(site.country, site.country)
        towns = [part for part in (site.locality or "").split(", ") if part not in site.title]
        where = ", ".join(part for part in (*towns, country) if part)
        title = Run(site.title, strong=strong, quoted=True)
        if native is None:
            return (title, Run(f", {where}"))
        return (title, Run(" ("), native, Run(f"), {where}"))


def read_material(
    session: Session,
    rows: Sequence[ReportRow],
    *,
    subject_id: int,
    record: Endnote,
    cited: Collection[int] = (),
    nodes: Collection[int] = (),
) -> Material:
    """Read what a sheet needs.

    Args:
        rows: the reports that it tells.
        subject_id: the record that it is about.
        record: the endnote for this record itself.
        cited: further records whose citations are needed; of reports, their parties too.
        nodes: records whose titles are needed.
    """
    ids = [row.id for row in rows]
    answers = response_rows(session, report_ids=ids)
    return Material(
        subject_id=subject_id,
        reports=_reports(session, ids),
        parties=_parties(session, {*ids, *cited}),
        answers=_by_report(answers),
        citations=read_citations(session, {*ids, *(answer.id for answer in answers), *cited}),
        native_names=_native_names(session, {s.id for row in rows for s in row.sites}),
        nodes=references(session, nodes),
        abuse=abuse_types(session),
        notes=Endnotes(record),
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


def _native_names(session: Session, record_ids: Collection[int]) -> dict[int, Run]:
    names = session.scalars(
        select(Name)
        .where(Name.record_id.in_(sorted(record_ids)), Name.name_kind == NameKind.NATIVE)
        .order_by(Name.record_id, Name.position.desc())
    )
    return {name.record_id: Run(name.text, name.language, quoted=True) for name in names}


def other_names(names: Iterable[Name], title: str) -> tuple[Run, ...]:
    """Return the names beside the title: native first, at most eight, each once."""
    order = {kind: position for position, kind in enumerate(NAMES_FIRST)}
    ranked = sorted(
        (name for name in names if name.text != title and name.name_kind in order),
        key=lambda name: order[name.name_kind],
    )
    found: dict[str, Run] = {}
    for name in ranked:
        language = "" if name.language in NO_OTHER_LANGUAGE else name.language
        found.setdefault(name.text, Run(name.text, language, quoted=True))
    return tuple(found.values())[:MOST_NAMES]
