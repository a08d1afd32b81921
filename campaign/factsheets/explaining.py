"""What the words of a sheet mean, how it was made, what is not known: its small print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from campaign.factsheets.frames import Labels
from campaign.factsheets.material import Material
from campaign.factsheets.parts import Sentence
from campaign.factsheets.runs import Runs
from campaign.factsheets.selection import SUREST_FIRST
from campaign.factsheets.tallying import Tally
from campaign.factsheets.wording import Wording
from campaign.queries.reports import ReportRow

QUOTED_IN = "en"


def labels(wording: Wording) -> Labels:
    """Return the fixed words of a sheet."""
    text = wording.text
    return Labels(
        sheet=text("Fact sheet"),
        sources=text("Sources"),
        note_column=text("Sources"),
        source=text("Source"),
        archived=text("Archived:"),
        method=text("Method and limits"),
        number=text("Number"),
        version=wording.term("on the sheet", "Version {version}"),
        issued=text("Issued on"),
        check=text("Check"),
        scan=text("Scan to check whether this sheet is current"),
        preview=text("Preview: not issued"),
        page=wording.term("on the sheet", "Page {page} of {pages}"),
    )


def method(wording: Wording, url: str, contact: str, *, whole: bool) -> Iterable[str]:
    """Yield the paragraphs of the method: meanings, rule, limits, corrections, licence."""
    text = wording.text
    yield text(
        "Reported: one independent source bears out what is alleged; other accounts may tell of "
        "the same events. Corroborated: two or more. Documented: a primary document. "
        "Acknowledged: the company admits the core of it. Established: a court or authority "
        "found it. Disputed: somebody denies it. A report is not a verdict. Counts are read “at "
        "least” and never added up. Grades say how reliable a source is, from A, the best, to E; "
        "F cannot be judged."
    )
    if whole:
        yield text(
            "Only reports count for which a source names the company at the place, or a link "
            "names the very place; other places of the same group do not. Told first are the "
            "surest, then those with more independent accounts, then the newest. ILO indicators "
            "are those for which what is reported is a candidate; this sheet does not conclude "
            "that there is forced labour."
        )
    if wording.language != QUOTED_IN:
        yield text("Quoted text (statements, titles, answers) is in English, as it was written.")
    if contact:
        yield text(
            "Corrections and answers: {contact}. This sheet may be copied and shared whole, with "
            "its sources.",
            contact=contact,
        )
    else:
        yield text(
            "Corrections and answers: {url}. This sheet may be copied and shared whole, with its "
            "sources.",
            url=url,
        )


def years_of(material: Material, tally: Tally) -> str:
    """Return the years that some reports span."""
    first, last = tally.years
    return material.wording.period(first[:4], last[:4])


def how_sure(material: Material, tally: Tally) -> Iterable[Runs]:
    """Yield how many reports have which status, surest first; and how many are disputed."""
    wording = material.wording
    counts = [
        wording.text("{n} {status}", n=tally.by_certainty[certainty], status=wording.of(certainty))
        for certainty in SUREST_FIRST
        if tally.by_certainty.get(certainty)
    ]
    if tally.number > 1:
        yield wording.say("By status: {counts}.", counts=wording.listed(counts))
    if tally.disputed:
        yield wording.say_many(tally.disputed, "{n} is disputed.", "{n} are disputed.")


def unknown_about(material: Material, tally: Tally) -> Iterable[Sentence]:
    """Yield what is not known of some reports: one account only, or no place."""
    say_many = material.wording.say_many
    if tally.single:
        yield material.counted(
            say_many(
                tally.single,
                "{n} report rests on one independent account only.",
                "{n} reports rest on one independent account only.",
            )
        )
    if tally.nowhere:
        yield material.counted(
            say_many(
                tally.nowhere,
                "{n} report names no single place.",
                "{n} reports name no single place.",
            )
        )


def withdrawn(material: Material, number: int) -> Iterable[Sentence]:
    """Yield how many reports were withdrawn and so are neither counted nor told."""
    if number:
        yield material.counted(
            material.wording.say_many(
                number,
                "{n} report was withdrawn; it is neither counted nor told.",
                "{n} reports were withdrawn; they are neither counted nor told.",
            )
        )


def standards(material: Material, rows: Sequence[ReportRow]) -> Iterable[Sentence]:
    """Yield the ILO indicators reported, by name, and the conventions on what is alleged."""
    wording, allegations = (
        material.wording,
        [(row, allegation) for row in rows for allegation in material.reports[row.id].allegations],
    )
    cited = [
        citation
        for row, allegation in allegations
        for citation in material.citations.of(row.id, f"/allegations/{allegation.key}")
    ]
    notes = material.notes.known(cited, limit=4) or material.notes.supporting(cited, limit=2)
    types = [material.abuse[code] for code in dict.fromkeys(a.abuse for _, a in allegations)]
    codes = {code for term in types for code in term.indicators}
    named = [
        wording.term("indicator", indicator.name)
        for code, indicator in material.indicators.items()
        if code in codes
    ]
    if named and notes:
        yield Sentence(_indicators(wording, named, len(rows)), notes)
    numbers = sorted({int(name[1:]) for term in types for name in term.conventions})
    if numbers and notes and not material.limits.terse:
        listed = wording.listed([str(number) for number in numbers])
        runs = wording.say_many(
            len(numbers),
            "ILO convention on what is alleged: No. {numbers}.",
            "ILO conventions on what is alleged: Nos. {numbers}.",
            numbers=listed,
        )
        yield Sentence(runs, notes)


def _indicators(wording: Wording, named: Sequence[str], reports: int) -> Runs:
    """Say which indicators are reported; of several reports, that it is not of each of them."""
    listed = wording.row(named)
    if reports == 1:
        return wording.say_many(
            len(named),
            "{n} of the ILO’s 11 indicators of forced labour is reported: {indicators}.",
            "{n} of the ILO’s 11 indicators of forced labour are reported: {indicators}.",
            indicators=listed,
        )
    return wording.say_many(
        len(named),
        "Taken together, the {reports} reports above tell of {n} of the ILO’s 11 indicators of "
        "forced labour: {indicators}.",
        "Taken together, the {reports} reports above tell of {n} of the ILO’s 11 indicators of "
        "forced labour: {indicators}.",
        reports=reports,
        indicators=listed,
    )
