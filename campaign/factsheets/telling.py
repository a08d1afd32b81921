"""One report as a sheet tells it: title, what is said, what was answered."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from campaign.factsheets.answering import answers_to
from campaign.factsheets.counting import largest_count
from campaign.factsheets.limits import TWO_PAGES
from campaign.factsheets.material import Material
from campaign.factsheets.naming import joined
from campaign.factsheets.parts import Entry, Sentence
from campaign.factsheets.runs import Run, Runs, Status
from campaign.factsheets.selection import names_speaker, telling_statements
from campaign.factsheets.wording import message
from campaign.models import Report, Statement
from campaign.queries.citations import Cited
from campaign.queries.reports import ReportRow, SiteReference

MOST_PLACES = 2


@dataclass(frozen=True)
class About:
    """How a report concerns the subject.

    Attributes:
        sites: those of its places that do; the others are only counted.
        tie: a sentence about how it is tied to the subject; empty where that goes without
            saying.
        company: id and title of the company whose answers stand first; without it the
            latest answer of everybody who answered is given.
    """

    sites: Sequence[SiteReference] = ()
    tie: Runs = ()
    company: tuple[int, str] | None = None


def lead_notes(material: Material, rows: Iterable[ReportRow]) -> tuple[int, ...]:
    """Return the note of the strongest source of each report, by what is quoted of it first."""
    return tuple(
        number
        for row in rows
        for number in material.notes.supporting(quoted(material, row)[0][1], limit=1)
    )


def report_entry(material: Material, row: ReportRow, about: About) -> Entry:
    """Return a report as the sheet tells it."""
    report = material.reports[row.id]
    statements = quoted(material, row)
    return Entry(
        heading=_heading(material, report, statements[0][1]),
        circumstances=_circumstances(material, row, about),
        said=tuple(_statement(material, statement, cited) for statement, cited in statements),
        answers=answers_to(material, report, about.company),
        slug=row.slug,
    )


def quoted(material: Material, row: ReportRow) -> list[tuple[Statement, Sequence[Cited]]]:
    """Return the statements that are quoted of a report, with their citations."""
    report, limit = material.reports[row.id], material.limits.statements
    if material.limits.whole or limit > TWO_PAGES.statements:
        statements = list(report.statements)[:limit]
    else:
        statements = telling_statements(report, material.citations, limit)
    return [(s, material.citations.of(row.id, f"/statements/{s.key}")) for s in statements]


def statuses(material: Material, report: Report | ReportRow) -> tuple[Status, ...]:
    """Return how sure a report is: its status first, then what is beside it."""
    wording = material.wording
    words = {
        "disputed": wording.term("status", "disputed"),
        "remedied": wording.term("status", "remedied"),
        "withdrawn": wording.term("status", "withdrawn"),
    }
    sure = Status(report.certainty.value, wording.of(report.certainty))
    beside = (Status(code, word) for code, word in words.items() if getattr(report, code))
    return (sure, *beside)


def abuse_labels(material: Material, row: ReportRow) -> list[str]:
    """Return what a report alleges, in the words of the vocabulary, each once."""
    allegations = material.reports[row.id].allegations
    codes = dict.fromkeys(allegation.abuse for allegation in allegations)
    return [material.wording.abuse(material.abuse[code].label) for code in codes]


def _heading(material: Material, report: Report, cited: Sequence[Cited]) -> Sentence:
    title = material.quote(report.title)
    return Sentence(
        runs=(Run(title.text, title.language, strong=True, quoted=True),),
        notes=material.notes.supporting(cited),
        status=statuses(material, report),
    )


def _statement(material: Material, statement: Statement, cited: Sequence[Cited]) -> Sentence:
    """Quote a statement; where it leaves out its speaker ("It reported …"), say who speaks."""
    words = material.quote(statement.text)
    runs: Runs = (words,)
    if not names_speaker(statement):
        speaker = material.quote(statement.speaker)
        runs = material.wording.say("{speaker}: {text}", speaker=speaker, text=words)
    return Sentence(runs, material.notes.supporting(cited))


def _circumstances(material: Material, row: ReportRow, about: About) -> Sentence:
    """Say when and where, what is alleged in the words of the vocabulary, on what accounts."""
    wording = material.wording
    sentences = [_when_and_where(material, row, about.sites), _alleged(material, row)]
    if count := largest_count(material, row):
        counted = message("Counted: {count}.")
        if len(row.sites) > 1:
            counted = message("Counted at all places together: {count}.")
        sentences.append(wording.say(counted, count=count))
    if row.indicators and not material.limits.terse:
        sentences.append(
            wording.say_many(
                len(row.indicators),
                "{n} of 11 ILO indicators reported.",
                "{n} of 11 ILO indicators reported.",
            )
        )
    sentences.append(
        wording.say_many(row.origins, "{n} independent account.", "{n} independent accounts.")
    )
    if about.tie and not material.limits.terse:
        sentences.append(about.tie)
    cited = [
        citation
        for allegation in material.reports[row.id].allegations
        for citation in material.citations.of(row.id, f"/allegations/{allegation.key}")
    ] or quoted(material, row)[0][1]
    return Sentence(
        runs=material.sentences(*sentences),
        notes=material.notes.known(cited) or material.notes.supporting(cited, limit=1),
    )


def _when_and_where(material: Material, row: ReportRow, sites: Collection[SiteReference]) -> Runs:
    """Name the places that concern the subject, unless it is one of them; count the others."""
    wording, shown = material.wording, list(sites)[:MOST_PLACES]
    named = [material.place(site) for site in shown if site.id != material.subject_id]
    places, others = joined(named, "; "), len(row.sites) - len(shown)
    when = wording.period(row.from_date, row.to_date)
    if not others:
        return (
            wording.say("{period}; {places}.", period=when, places=places)
            if named
            else (wording.say("{period}.", period=when))
        )
    if named:
        return wording.say_many(
            others,
            "{period}; {places}; and {n} other place.",
            "{period}; {places}; and {n} other places.",
            period=when,
            places=places,
        )
    if shown:
        return wording.say_many(
            others,
            "{period}; here and at {n} other place.",
            "{period}; here and at {n} other places.",
            period=when,
        )
    return wording.say_many(others, "{period}; {n} place.", "{period}; {n} places.", period=when)


def _alleged(material: Material, row: ReportRow) -> Runs:
    labels, most = abuse_labels(material, row), material.limits.abuses
    if not labels:
        return ()
    abuses, more = material.wording.row(labels[:most]), len(labels) - most
    if more > 0:
        return material.wording.say("Alleged: {abuses}; and {more} more.", abuses=abuses, more=more)
    return material.wording.say("Alleged: {abuses}.", abuses=abuses)
