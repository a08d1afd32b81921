"""What somebody asks for: words, each of which may be met in one of several ways."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from campaign.search.folding import is_unspaced


class Match(IntEnum):
    """How well a record fits a query, best first; the order of results."""

    IDENTIFIER = 0
    EXACT = 1
    READING = 2
    PREFIX = 3
    NAME = 4
    ROMANISED = 5
    ABOUT = 6
    MISTYPED = 7
    TITLE = 8
    TEXT = 9
    SOURCE = 10
    LISTED = 11


class ReadAs(StrEnum):
    """Why typed words were taken to mean something else."""

    NAME = "name"
    PLACE = "place"
    CORRECTED = "corrected"


@dataclass(frozen=True)
class Reading:
    """What typed words were taken to mean: 富士康 is Foxconn (Hon Hai)."""

    read_as: ReadAs
    typed: str
    meant: str


@dataclass(frozen=True)
class Phrase:
    """Tokens side by side. ``romanised`` looks among readings, and else in the words proper.

    ``prefix`` lets the last token go on.
    """

    tokens: tuple[str, ...]
    romanised: bool = False
    prefix: bool = False


Way = tuple[Phrase, ...]


@dataclass(frozen=True)
class Word:
    """One thing asked for, as typed (folded); a record must fulfil one of its ways wholly."""

    typed: str
    ways: tuple[Way, ...]
    quoted: bool = False

    @property
    def token(self) -> str | None:
        """Return the typed word if it is a single one of a script with spaces, or None."""
        single = self.typed and not self.quoted and " " not in self.typed
        return self.typed if single and not is_unspaced(self.typed) else None


@dataclass(frozen=True)
class Asked:
    """A query that has been read.

    Attributes:
        words: all of them must be met, in any order.
        excluded: none of them may be.
        joined: the whole as one name, folded, without legal forms and spaces.
        address: the web address that was typed, if it is one.
        identifier: the whole as an identifier is written.
        understood: what was taken to mean something else.
        ignored: what was typed and not used, in words.
    """

    words: tuple[Word, ...] = ()
    excluded: tuple[Phrase, ...] = ()
    joined: str = ""
    address: str | None = None
    identifier: str = ""
    understood: tuple[Reading, ...] = ()
    ignored: tuple[str, ...] = ()

    @property
    def is_literal(self) -> bool:
        """Tell whether words are quoted or excluded, so that names must not be guessed at."""
        return bool(self.excluded) or any(word.quoted for word in self.words)
