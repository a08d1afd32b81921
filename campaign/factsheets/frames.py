"""What stands around the facts of a sheet: masthead, stamp, letter, fixed words, choices."""

from __future__ import annotations

from dataclasses import dataclass

from campaign.factsheets.parts import BlockKey, Sentence
from campaign.factsheets.plain_text import Printable
from campaign.factsheets.runs import Runs


@dataclass(frozen=True)
class Choices(Printable):
    """What an editor changed on one sheet, without touching a fact; empty by default.

    Attributes:
        left_out: sections that are not printed; those of ``FIXED_BLOCKS`` cannot be.
        order: sections that come first, in this order; the others follow in the usual one.
        reports_left_out: slugs of reports that are counted but not told.
        key_message: the group's own; the generated one then follows below it.
        own_line: a further line of the group's opinion, below the headline.
        campaign: slug of the campaign whose demands are the ask.
    """

    left_out: tuple[BlockKey, ...] = ()
    order: tuple[BlockKey, ...] = ()
    reports_left_out: tuple[str, ...] = ()
    key_message: str = ""
    own_line: str = ""
    campaign: str = ""


@dataclass(frozen=True)
class Masthead(Printable):
    """What stands at the top of each sheet.

    Attributes:
        group: who issues it (``Config.site_title``).
        what: what this is: ``Fact sheet · brand · electronics``.
        as_of: ``Data as of 22 November 2026``.
        language: the sheet's language by its own name: ``English``, ``中文``.
        contact: where to write; empty where the installation gives none.
    """

    group: str
    what: str
    as_of: str
    language: str
    contact: str = ""


@dataclass(frozen=True)
class Stamp(Printable):
    """The marks of an issued sheet; a sheet without one prints ``labels.preview``.

    Attributes:
        number: ``CS-2026-0042``.
        version: from 1.
        issued_on: the day, in words of the sheet's language (``day_words``).
        address: where anybody can check it; the QR code holds it.
        short_hash: first characters of the SHA-256 of the frozen values, which are taken
            with this field empty.
    """

    number: str
    version: int
    issued_on: str
    address: str
    short_hash: str = ""


@dataclass(frozen=True)
class Letter(Printable):
    """The frame of a letter: printed around the blocks, in place of the masthead's title.

    Attributes:
        to: lines of the addressee.
        day: the date, in words.
        subject: the line above the salutation.
        salutation: ``To the management of Brand,``.
        opening: paragraphs before the blocks.
        closing: paragraphs after them.
        signature: who signs.
    """

    to: tuple[Runs, ...]
    day: str
    subject: str
    salutation: str
    opening: tuple[Sentence, ...]
    closing: tuple[Sentence, ...]
    signature: str


@dataclass(frozen=True)
class Labels(Printable):
    """The fixed words of a sheet in its language; a renderer knows no others.

    ``page`` holds ``{page}`` and ``{pages}``; ``version`` holds ``{version}``; ``check`` stands
    before the short hash, ``scan`` beside the QR code, ``source`` before the number of a note
    for those who listen, ``note_column`` above the notes in a table, ``separator`` between the
    items of a line of names.
    """

    sheet: str
    sources: str
    note_column: str
    source: str
    archived: str
    method: str
    number: str
    version: str
    issued: str
    check: str
    scan: str
    preview: str
    page: str
    separator: str = " · "
