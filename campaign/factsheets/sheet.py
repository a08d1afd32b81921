"""What a fact sheet says: plain values that every renderer turns into the same words.

A renderer prints, in this order: the masthead with the stamp, the title and other names, the
key message, the headline, the blocks as they come, what was left out, the sources, the
method. It adds no words of its own but those of ``labels``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from campaign.errors import CampaignError
from campaign.factsheets.drawing import Arrow, Drawing
from campaign.factsheets.frames import Choices, Labels, Letter, Masthead, Stamp
from campaign.factsheets.parts import (
    Action,
    BlockKey,
    Endnote,
    Entry,
    Figure,
    Item,
    Opinion,
    Said,
    Sentence,
    Table,
)
from campaign.factsheets.plain_text import Printable
from campaign.factsheets.runs import Runs, UncitedSentence, text_of
from campaign.models.vocabulary import Kind

NOTHING_CHANGED = Choices()


class UnknownSubject(CampaignError):
    """No fact sheet can be made of this: there is no such record, or none that has sheets."""


class UnknownChoice(CampaignError):
    """There is no such paper, length, language, section, form or campaign; the words say which."""


class Paper(StrEnum):
    """The paper on which a sheet prints."""

    A4 = "a4"
    LETTER = "letter"


class Length(StrEnum):
    """How much a sheet tells: one page, two pages, or everything."""

    ONE = "one"
    TWO = "two"
    DOSSIER = "dossier"


class Form(StrEnum):
    """What is made of the same facts: a sheet, a letter to the company, a request for reply."""

    SHEET = "sheet"
    LETTER = "letter"
    REPLY = "reply"


class Direction(StrEnum):
    """Which way the sheet's own language is written (CLDR)."""

    LTR = "ltr"
    RTL = "rtl"


@dataclass(frozen=True)
class Block(Printable):
    """A section of the sheet."""

    key: BlockKey
    heading: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Subject(Printable):
    """What the sheet is about.

    Attributes:
        title: the name to print, in the reader's script first: ``富士康 (Foxconn)``.
        heading: the same as runs, with their languages.
        names: its other names.
    """

    kind: Kind
    slug: str
    title: str
    names: Runs = ()
    heading: Runs = ()


@dataclass(frozen=True)
class Sheet(Printable):
    """A whole fact sheet.

    Attributes:
        as_of: the day of the data.
        language: BCP 47; ``direction`` is that of its script.
        key_message: one sentence: who, where, what is reported, who buys.
        headline: the counts that follow it.
        left_out: what else there is and where to read it, what an editor left out.
        method: paragraphs: how it was made, what the words mean, how to ask for a
            correction, the licence, in which language quotations are.
        url: the page of the subject; a path only, where the site has no public address.
        records: slugs of the records on which it rests, to tell when it is out of date.

    Raises:
        UncitedSentence: a note leads nowhere, a sentence that is no count cites nothing
            but this record, or an own line names somebody and so needs a source.
    """

    subject: Subject
    form: Form
    length: Length
    paper: Paper
    language: str
    direction: Direction
    as_of: date
    masthead: Masthead
    key_message: Sentence | Opinion
    headline: tuple[Sentence | Opinion, ...]
    blocks: tuple[Block, ...]
    endnotes: tuple[Endnote, ...]
    left_out: tuple[str, ...]
    method: tuple[str, ...]
    labels: Labels
    url: str
    records: tuple[str, ...]
    choices: Choices = NOTHING_CHANGED
    letter: Letter | None = None
    stamp: Stamp | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        numbers = {endnote.number for endnote in self.endnotes}
        sources = {endnote.number for endnote in self.endnotes if endnote.slug}
        for said in self.everything_said():
            if not numbers.issuperset(said.notes):
                raise UncitedSentence(f"A note of this sentence leads nowhere: {said.text}")
            computed = not isinstance(said, Arrow) and said.computed
            if not computed and sources.isdisjoint(said.notes):
                raise UncitedSentence(f"No source outside this record says so: {said.text}")
        for own in self.opinions():
            if name := next((name for name in self._names() if _stands_in(name, own.text)), None):
                raise UncitedSentence(
                    f"An own line has no source, so it cannot name “{name}”: {own.text}"
                )

    def everything_said(self) -> Iterator[Said]:
        """Yield all that has notes, in the order of reading, which is that of the endnotes."""
        for said in (self.key_message, *self.headline):
            if isinstance(said, Sentence):
                yield said
        yield from self.letter.opening if self.letter else ()
        for block in self.blocks:
            for item in block.items:
                yield from said_in(item)
        yield from self.letter.closing if self.letter else ()

    def opinions(self) -> Iterator[Opinion]:
        """Yield the lines that are the group's own."""
        items = (item for block in self.blocks for item in block.items)
        for said in (self.key_message, *self.headline, *items):
            if isinstance(said, Opinion):
                yield said

    def block(self, key: BlockKey) -> Block | None:
        """Return a section, where the sheet has it."""
        return next((block for block in self.blocks if block.key == key), None)

    def _names(self) -> Iterator[str]:
        yield from (run.text for run in (*self.subject.heading, *self.subject.names))
        for block in self.blocks:
            for item in block.items:
                if isinstance(item, Drawing):
                    yield from (text_of(node.name) for node in item.nodes)
                    yield from (run.text for node in item.nodes for run in node.name)


def _stands_in(name: str, text: str) -> bool:
    """Tell whether a text names something; a name counts as written, so “target” is no Target."""
    name = name.strip(" ()")
    if len(name) < 2 or name not in text:
        return False
    start = text.index(name)
    around = text[start - 1 : start] + text[start + len(name) : start + len(name) + 1]
    return not (name.isascii() and any(char.isalnum() for char in around))


def said_in(item: Item) -> Iterator[Said]:
    """Yield each sentence, row, figure and arrow of one item of a block."""
    if isinstance(item, Sentence | Figure):
        yield item
    elif isinstance(item, Entry):
        yield from (item.heading, item.circumstances, *item.said, *item.answers)
    elif isinstance(item, Table):
        if item.caption is not None:
            yield item.caption
        yield from item.rows
    elif isinstance(item, Drawing):
        yield from item.arrows
    elif isinstance(item, Action):
        yield from item.quotes


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
