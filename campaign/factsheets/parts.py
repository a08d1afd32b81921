"""The parts of a fact sheet, from a stretch of text to a drawing: plain, frozen values.

What cannot be built: a sentence, row, figure or arrow without the number of a source. An
editor's own line is an ``Opinion``, and nothing else can be said without a note.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from campaign.factsheets.drawing import Arrow, Drawing
from campaign.factsheets.plain_text import Printable
from campaign.factsheets.runs import Runs, Status, UncitedSentence, text_of


class BlockKey(StrEnum):
    """The sections of a sheet, in their usual order; editors leave out and reorder by these.

    ``FIXED_BLOCKS`` stand on every sheet that has something to say in them: nobody may
    leave out an answer, an improvement, or what is not known.
    """

    ASK = "ask"
    CONNECTED = "connected"
    REPORTED = "reported"
    FIGURES = "figures"
    SAYS = "says"
    CHANGED = "changed"
    ACT = "act"
    UNKNOWN = "unknown"


FIXED_BLOCKS = (BlockKey.SAYS, BlockKey.CHANGED, BlockKey.UNKNOWN)


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

    runs: Runs
    notes: tuple[int, ...]
    status: tuple[Status, ...] = ()
    computed: bool = False
    type: Literal["sentence"] = field(default="sentence", kw_only=True)

    def __post_init__(self) -> None:
        if not self.notes:
            raise UncitedSentence(f"This sentence has no source: {self.text}")

    @property
    def text(self) -> str:
        """Return the words alone."""
        return text_of(self.runs)


@dataclass(frozen=True)
class Opinion(Printable):
    """An editor's own line. It needs no source, and so it names no company and no place.

    A renderer must set it apart from what is sourced (a frame and ``label`` before it), so
    that nobody takes it for a finding.

    Attributes:
        label: whose opinion it is, in words: ``In the words of the Union of Testers:``.
        text: what the editor wrote.
    """

    label: str
    text: str
    type: Literal["opinion"] = field(default="opinion", kw_only=True)


@dataclass(frozen=True)
class Row:
    """One row of a table: a sentence in cells.

    Raises:
        UncitedSentence: no note was given.
    """

    cells: tuple[Runs, ...]
    notes: tuple[int, ...]
    status: tuple[Status, ...] = ()
    computed: bool = False

    def __post_init__(self) -> None:
        if not self.notes:
            raise UncitedSentence(f"This row has no source: {self.text}")

    @property
    def text(self) -> str:
        """Return the words of all cells, with a bar between cells."""
        return " | ".join(map(text_of, self.cells))


@dataclass(frozen=True)
class Entry:
    """A report or a campaign: its title, when and where, what is said, what was answered.

    Answers have the same size and colour as what is said.

    Attributes:
        slug: of the record that is told.
    """

    heading: Sentence
    circumstances: Sentence
    said: tuple[Sentence, ...] = ()
    answers: tuple[Sentence, ...] = ()
    slug: str = ""
    type: Literal["entry"] = field(default="entry", kw_only=True)


@dataclass(frozen=True)
class Table:
    """Rows under a caption; ``columns`` are their headings, without the one of the notes."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    caption: Sentence | None = None
    type: Literal["table"] = field(default="table", kw_only=True)


@dataclass(frozen=True)
class Figure(Printable):
    """One number that carries weight, to be set large: ``at least 400`` + what it counts.

    Figures are never added up, for their sources may count the same people.

    Attributes:
        number: with its bound: ``at least 400``, ``about 200,000``.
        unit: what is counted: ``workers``.
        about: the rest of the sentence: of what, where, out of how many, when.
        notes: as in a sentence.

    Raises:
        UncitedSentence: no note was given.
    """

    number: str
    unit: str
    about: Runs
    notes: tuple[int, ...]
    computed: bool = False
    type: Literal["figure"] = field(default="figure", kw_only=True)

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.notes:
            raise UncitedSentence(f"This figure has no source: {self.text}")

    @property
    def text(self) -> str:
        """Return number, unit and the rest as one line."""
        return f"{self.number} {self.unit} – {text_of(self.about)}"


@dataclass(frozen=True)
class Action(Printable):
    """Something that a reader can do: our words only, and where to go or what to quote.

    Attributes:
        text: the instruction.
        url: where to go; empty where there is none.
        quotes: demands to put forward, each with its source.
    """

    text: str
    url: str = ""
    quotes: tuple[Sentence, ...] = ()
    type: Literal["action"] = field(default="action", kw_only=True)


Item = Sentence | Opinion | Entry | Table | Figure | Drawing | Action
Said = Sentence | Row | Figure | Arrow


@dataclass(frozen=True)
class Endnote(Printable):
    """A source as it is printed: ``words``, then the remarks, the address, the archive.

    Attributes:
        number: from 1, in the order in which the sheet first cites them.
        slug: the source's record; empty where the endnote is this record itself.
        date: partial date of publication, or ``n.d.``.
        accessed: the day on which it was read, where that was kept.
        locators: pages or paragraphs cited.
        words: author, title, publisher, date, pages and language, set as they are printed.
        remarks: the day of reading and the grade, in words; printed before the address.
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
    words: Runs = ()
    remarks: str = ""
