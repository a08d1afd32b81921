"""What the sheets of a company and of a place have in common: frame, counts, what is unknown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from campaign.factsheets.endnotes import Endnotes
from campaign.factsheets.frames import Labels, Masthead
from campaign.factsheets.parts import BlockKey, Endnote, Item, Sentence
from campaign.factsheets.runs import Run
from campaign.factsheets.selection import RULE, SUREST_FIRST
from campaign.factsheets.sheet import Block, Direction, Form, Length, Paper, Sheet, Subject
from campaign.models.vocabulary import Certainty, Kind
from campaign.queries.reports import ReportRow
from campaign.queries.words import CERTAINTY_WORDS, date_words, plural

FOLDERS = {Kind.COMPANY: "companies", Kind.FACILITY: "facilities"}
LANGUAGE_NAMES = {"en": "English"}
LABELS = Labels(
    sheet="Fact sheet",
    sources="Sources",
    note_column="Sources",
    source="Source",
    archived="Archived:",
    method="Method and limits",
    number="Number",
    version="Version {version}",
    issued="Issued on",
    check="Check",
    scan="Check this sheet",
    preview="Preview: not issued",
    page="{page} / {pages}",
)


@dataclass(frozen=True)
class Frame:
    """How a sheet was asked for: its day, paper, language, and the site that prints it."""

    as_of: date
    paper: Paper = Paper.A4
    language: str = "en"
    site_url: str = ""
    site_title: str = "Supply Record"

    def url_of(self, kind: Kind, slug: str) -> str:
        """Return the address of the subject's page; a path, where the site has no address."""
        return f"{self.site_url}/{FOLDERS[kind]}/{slug}"

    def masthead(self, what: str) -> Masthead:
        """Return the top of the sheet: what this is, and of which day."""
        day = date_words(self.as_of.isoformat())
        language = LANGUAGE_NAMES[self.language]
        return Masthead(self.site_title, f"Fact sheet · {what}", f"Data as of {day}", language)

    def record_note(self, kind: Kind, slug: str, title: str) -> Endnote:
        """Return endnote 1: this record itself, on which counts and absences rest."""
        return Endnote(
            number=1,
            slug="",
            publisher=self.site_title,
            title=f"{title}: all reports, links and answers, each with its sources",
            author=None,
            date=self.as_of.isoformat(),
            url=self.url_of(kind, slug),
            archive_url=None,
            language=self.language,
            grade=None,
        )


@dataclass(frozen=True)
class Content:
    """What a builder has to say.

    Attributes:
        what: the sort of subject, for the line above the title.
        headline: the answer first.
        blocks: the sections; those without items are left out.
        unknown: what is not known.
        left_out: how many reports count and are not told.
        record_ids: records other than sources on which the sheet rests.
    """

    what: str
    headline: Iterable[Sentence]
    blocks: Iterable[Block]
    unknown: Iterable[Sentence]
    left_out: int
    record_ids: Collection[int]


def finish_sheet(frame: Frame, subject: Subject, content: Content, notes: Endnotes) -> Sheet:
    """Put a sheet together; its parts are read in order, for they number the endnotes."""
    url = frame.url_of(subject.kind, subject.slug)
    key_message, *headline = content.headline
    blocks = [block for block in content.blocks if block.items]
    unknown = Block(BlockKey.UNKNOWN, "What is not known", tuple(content.unknown))
    return Sheet(
        subject=replace(subject, heading=(Run(subject.title, quoted=True),)),
        form=Form.SHEET,
        length=Length.TWO,
        paper=frame.paper,
        language=frame.language,
        direction=Direction.LTR,
        as_of=frame.as_of,
        masthead=frame.masthead(content.what),
        key_message=key_message,
        headline=tuple(headline),
        blocks=(*blocks, unknown) if unknown.items else tuple(blocks),
        endnotes=notes.listed(),
        left_out=_left_out(content.left_out, url),
        method=(RULE,),
        labels=LABELS,
        url=url,
        records=tuple(sorted(map(str, {*content.record_ids, *notes.source_ids}))),
    )


def _left_out(number: int, url: str) -> tuple[str, ...]:
    further = plural(number, "further report counts", "further reports count")
    return (f"{further} and can be read, with all sources, at {url}",) if number else ()


def block(key: BlockKey, heading: str, items: Iterable[Item]) -> Block:
    """Return a section."""
    return Block(key, heading, tuple(items))


def counted(notes: Endnotes, words: str) -> Sentence:
    """Return a count or an absence, which rests on this record itself."""
    return Sentence((Run(words),), notes.here, computed=True)


def years_of(rows: Sequence[ReportRow]) -> str:
    """Return the years that some reports span, in brackets."""
    first = min(row.from_date[:4] for row in rows)
    last = max((row.to_date or row.from_date)[:4] for row in rows)
    return f"({first})" if first == last else f"({first}–{last})"


def how_sure(rows: Sequence[ReportRow]) -> str:
    """Return how many reports have which status, surest first, as the end of a sentence."""
    by_certainty = Counter(row.certainty for row in rows)
    words = {**CERTAINTY_WORDS, Certainty.REPORTED: "reported only"}
    parts = [f"{by_certainty[c]} {words[c]}" for c in SUREST_FIRST if by_certainty[c]]
    disputed = sum(row.disputed for row in rows)
    if len(rows) == 1:
        return f"it is {words[rows[0].certainty]}" + (" and disputed" if disputed else "")
    listed = ", ".join(parts[:-1]) + f" and {parts[-1]}"
    if len(parts) == 1:
        listed = parts[0].replace(str(len(rows)), "all", 1)
    contested = f"; {disputed} {'is' if disputed == 1 else 'are'} disputed" if disputed else ""
    return f"by status, {listed}{contested}"


def unknown_about(notes: Endnotes, rows: Sequence[ReportRow]) -> Iterable[Sentence]:
    """Yield what is not known of some reports: one account only, no place."""
    single = sum(row.origins <= 1 for row in rows)
    if single:
        yield counted(
            notes,
            f"{plural(single, 'report rests', 'reports rest')} on one independent account only.",
        )
    nowhere = sum(not row.sites for row in rows)
    if nowhere:
        yield counted(notes, f"{plural(nowhere, 'report names', 'reports name')} no single place.")
