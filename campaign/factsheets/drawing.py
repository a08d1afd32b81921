"""Who is connected, as plain data for a small drawing: nodes and arrows, each with its source."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from campaign.factsheets.plain_text import Printable
from campaign.factsheets.runs import Runs, UncitedSentence


@dataclass(frozen=True)
class Node:
    """A company or a place in a drawing.

    Attributes:
        key: slug of its record.
        name: in the reader's script first.
        kind: ``company``, ``facility`` or ``report``: another shape each, for grey paper.
        rank: column (or line) of the drawing; 0 is furthest on the buying side.
        subject: the sheet is about it; drawn with a thick frame.
        about: town and country, or the role; small, below the name.
    """

    key: str
    name: Runs
    kind: Literal["company", "facility", "report"]
    rank: int
    subject: bool = False
    about: str = ""


@dataclass(frozen=True)
class Arrow(Printable):
    """A tie between two nodes, read from the buying to the making side.

    Attributes:
        start: key of the node on the buying side.
        end: key of the node on the making side.
        relation: in words, in the past tense where it is past: ``buys components``.
        dates: ``as of 2021``, ``until 2019``.
        basis: on what it rests, in words.
        notes: as in a sentence.
        past: it ended; drawn dashed.

    Raises:
        UncitedSentence: no note was given.
    """

    start: str
    end: str
    relation: str
    dates: str
    basis: str
    notes: tuple[int, ...]
    past: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.notes:
            raise UncitedSentence(f"This arrow has no source: {self.text}")

    @property
    def text(self) -> str:
        """Return the tie as one line."""
        return f"{self.start} → {self.end}: {self.relation}, {self.dates}; {self.basis}"


@dataclass(frozen=True)
class Drawing(Printable):
    """Who is connected, as a small drawing: at most a dozen nodes in at most five ranks.

    ``alternative`` says the whole drawing in words, for those who cannot see it; text-only
    forms print nothing, for the tables below say the same.
    """

    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]
    alternative: str
    type: Literal["drawing"] = field(default="drawing", kw_only=True)
