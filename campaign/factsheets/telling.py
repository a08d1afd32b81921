"""One report as a sheet tells it: title, what is said, what was answered."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from campaign.factsheets.answering import answers_to
from campaign.factsheets.material import Material
from campaign.factsheets.parts import Entry, Sentence
from campaign.factsheets.runs import Run, Status
from campaign.factsheets.selection import names_speaker, telling_statements
from campaign.models import Report, Statement
from campaign.queries.citations import Cited
from campaign.queries.reports import ReportRow, SiteReference
from campaign.queries.words import CERTAINTY_WORDS, period_words, plural

ILO_INDICATORS = 11
MOST_PLACES = 2
MOST_ABUSES = 5


def lead_notes(material: Material, rows: Iterable[ReportRow]) -> tuple[int, ...]:
    """Return the note of the strongest source of each report, by what is quoted of it first."""
    return tuple(
        number
        for row in rows
        for number in material.notes.supporting(_quoted(material, row)[0][1], limit=1)
    )


def report_entry(
    material: Material,
    row: ReportRow,
    sites: Collection[SiteReference],
    *,
    tie: str = "",
    company: tuple[int, str] | None = None,
) -> Entry:
    """Return a report as the sheet tells it.

    Args:
        material: what was read of the reports.
        row: the report.
        sites: those of its places that concern the subject; the others are only counted.
        tie: how it is tied to the subject, in words; empty where that goes without saying.
        company: id and title of the company whose answers stand first; without it the
            latest answer of everybody who answered is given.
    """
    report = material.reports[row.id]
    quoted = _quoted(material, row)
    return Entry(
        heading=_heading(material, report, quoted[0][1]),
        said=tuple(_statement(material, statement, cited) for statement, cited in quoted),
        circumstances=_circumstances(material, row, list(sites), tie),
        answers=answers_to(material, report, company),
    )


def _quoted(material: Material, row: ReportRow) -> list[tuple[Statement, Sequence[Cited]]]:
    statements = telling_statements(material.reports[row.id], material.citations)
    return [(s, material.citations.of(row.id, f"/statements/{s.key}")) for s in statements]


def _heading(material: Material, report: Report, cited: Sequence[Cited]) -> Sentence:
    return Sentence(
        runs=(Run(report.title, strong=True, quoted=True),),
        notes=material.notes.supporting(cited),
        status=statuses(report),
    )


def statuses(report: Report) -> tuple[Status, ...]:
    """Return how sure a report is: its status first, then what is beside it."""
    beside = {word: getattr(report, word) for word in ("disputed", "remedied", "withdrawn")}
    sure = Status(report.certainty.value, CERTAINTY_WORDS[report.certainty])
    return (sure, *(Status(word, word) for word, holds in beside.items() if holds))


def _places(material: Material, row: ReportRow, sites: Sequence[SiteReference]) -> Iterable[Run]:
    """Name the places that concern the subject, unless it is one of them; count the others."""
    for site in sites[:MOST_PLACES]:
        if site.id != material.subject_id:
            yield Run("; ")
            yield from material.place(site)
    others = len(row.sites) - len(sites[:MOST_PLACES])
    if others:
        yield Run(f"; and {plural(others, 'other place')}" if sites else f"; {others} places")


def _statement(material: Material, statement: Statement, cited: Sequence[Cited]) -> Sentence:
    """Quote a statement; where it leaves out its speaker ("It reported …"), say who speaks."""
    words = Run(statement.text, quoted=True)
    speaker = () if names_speaker(statement) else (Run(f"{statement.speaker}: "),)
    return Sentence((*speaker, words), material.notes.supporting(cited))


def _circumstances(
    material: Material, row: ReportRow, sites: Sequence[SiteReference], tie: str
) -> Sentence:
    """Say when and where, what is alleged in the words of the vocabulary, on what accounts."""
    parts = []
    if row.indicators:
        parts.append(f"{len(row.indicators)} of {ILO_INDICATORS} ILO indicators reported")
    parts.append(plural(row.origins, "independent account"))
    if tie:
        parts.append(tie)
    cited = [
        citation
        for allegation in material.reports[row.id].allegations
        for citation in material.citations.of(row.id, f"/allegations/{allegation.key}")
    ]
    when = Run(period_words(row.from_date, row.to_date))
    return Sentence(
        runs=(when, *_places(material, row, sites), Run(f". {_alleged(row)}. {'; '.join(parts)}.")),
        notes=material.notes.known(cited) or material.notes.supporting(cited, limit=1),
    )


def _alleged(row: ReportRow) -> str:
    more = len(row.abuses) - MOST_ABUSES
    labels = [f"{label[0].lower()}{label[1:]}" for label in row.abuses[:MOST_ABUSES]]
    return f"Alleged: {'; '.join(labels)}" + (f"; and {more} more" if more > 0 else "")
