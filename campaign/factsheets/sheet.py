"""What a fact sheet says: plain values that every renderer turns into the same words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from campaign.errors import CampaignError
from campaign.models.vocabulary import Kind

LANGUAGES = ("en",)


class UnknownSubject(CampaignError):
    """No fact sheet can be made of this: there is no such company or facility."""


class UncitedSentence(CampaignError):
    """A fact sheet was about to say something without a source; this is never shown."""


class Paper(StrEnum):
    """The paper on which a sheet prints."""

    A4 = "a4"
    LETTER = "letter"


@dataclass(frozen=True)
class Run:
    """A stretch of text.

    Attributes:
        text: the words.
        language: BCP 47, where it is not the sheet's own.
        strong: set in bold.
        quoted: stands word for word in a record; the rest are our connecting words.
    """

    text: str
    language: str = ""
    strong: bool = False
    quoted: bool = False


@dataclass(frozen=True)
class Sentence:
    """Something said, and the numbers of the endnotes that say so.

    Attributes:
        runs: the words.
        notes: numbers of endnotes, at least one, ascending.
        status: words of certainty and the like, set apart.
        computed: a count or an absence in this record, which rests on the record itself;
            anything else needs a source outside it.

    Raises:
        UncitedSentence: no note was given.
    """

    runs: tuple[Run, ...]
    notes: tuple[int, ...]
    status: tuple[str, ...] = ()
    computed: bool = False

    def __post_init__(self) -> None:
        if not self.notes:
            raise UncitedSentence(f"This sentence has no source: {self.text}")

    @property
    def text(self) -> str:
        """Return the words alone."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Row:
    """One row of a table: a sentence in cells.

    Raises:
        UncitedSentence: no note was given.
    """

    cells: tuple[tuple[Run, ...], ...]
    notes: tuple[int, ...]
    status: tuple[str, ...] = ()
    computed: bool = False

    def __post_init__(self) -> None:
        if not self.notes:
            raise UncitedSentence(f"This row has no source: {self.text}")

    @property
    def text(self) -> str:
        """Return the words of all cells, with a bar between cells."""
        return " | ".join("".join(run.text for run in cell) for cell in self.cells)


@dataclass(frozen=True)
class Entry:
    """A report or a campaign: its title, when and where, what is said, what was answered."""

    heading: Sentence
    circumstances: Sentence
    said: tuple[Sentence, ...] = ()
    answers: tuple[Sentence, ...] = ()


@dataclass(frozen=True)
class Table:
    """Rows under a caption; ``columns`` are their headings."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    caption: Sentence | None = None


Item = Sentence | Entry | Table


@dataclass(frozen=True)
class Block:
    """A section of the sheet."""

    heading: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Endnote:
    """A source as it is printed.

    Attributes:
        number: from 1, in the order in which the sheet first cites them.
        slug: the source's record; empty where the endnote is this record itself.
        date: partial date of publication, or ``n.d.``.
        accessed: the day on which it was read, where that was kept.
        locators: pages or paragraphs cited.
    """

    number: int
    slug: str
    publisher: str
    title: str
    author: str | None
    date: str
    url: str | None
    archive_url: str | None
    language: str
    grade: str | None
    accessed: str | None = None
    locators: tuple[str, ...] = ()


@dataclass(frozen=True)
class Subject:
    """What the sheet is about, with its other names in their languages."""

    kind: Kind
    slug: str
    title: str
    names: tuple[Run, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """A whole fact sheet.

    Attributes:
        kicker: a line above the title: what this is, and of which day.
        headline: the answer first.
        unknown: what is not known, as counts of this record.
        left_out: what else there is, and where to read it; empty when nothing was left out.
        method: the rule by which the sheet was made.
        url: the page of the subject; a path only, where the site has no public address.
        record_ids: records on which the sheet rests, to tell when it is out of date.

    Raises:
        UncitedSentence: a note leads nowhere, or a sentence that is no count cites nothing
            but this record.
    """

    subject: Subject
    kicker: str
    headline: tuple[Sentence, ...]
    as_of: date
    language: str
    paper: Paper
    site_title: str
    blocks: tuple[Block, ...]
    unknown: tuple[Sentence, ...]
    endnotes: tuple[Endnote, ...]
    left_out: str
    method: str
    url: str
    record_ids: tuple[int, ...]

    def __post_init__(self) -> None:
        numbers = {endnote.number for endnote in self.endnotes}
        sources = {endnote.number for endnote in self.endnotes if endnote.slug}
        for said in self.everything_said():
            if not numbers.issuperset(said.notes):
                raise UncitedSentence(f"A note of this sentence leads nowhere: {said.text}")
            if not said.computed and sources.isdisjoint(said.notes):
                raise UncitedSentence(f"No source outside this record says so: {said.text}")

    def everything_said(self) -> Iterator[Sentence | Row]:
        """Yield each sentence and row, in the order of reading."""
        yield from self.headline
        for block in self.blocks:
            for item in block.items:
                yield from said_in(item)
        yield from self.unknown


def said_in(item: Item) -> Iterator[Sentence | Row]:
    """Yield each sentence and row of one item of a block."""
    if isinstance(item, Sentence):
        yield item
    elif isinstance(item, Entry):
        yield from (item.heading, item.circumstances, *item.said, *item.answers)
    else:
        if item.caption is not None:
            yield item.caption
        yield from item.rows


def note_marks(notes: Sequence[int]) -> tuple[tuple[str, int], ...]:
    """Return notes as they are printed, with where each mark leads: ``1``, ``2–4``.

    Three and more in a row become a range, which leads to its first.
    """
    groups: list[list[int]] = []
    for number in notes:
        if groups and number == groups[-1][-1] + 1:
            groups[-1].append(number)
        else:
            groups.append([number])
    return tuple(
        mark
        for group in groups
        for mark in (
            [(f"{group[0]}–{group[-1]}", group[0])]
            if len(group) > 2
            else [(str(number), number) for number in group]
        )
    )
