"""What a search gives back: plain frozen values, ready for a page, a terminal or JSON."""

from __future__ import annotations

from dataclasses import dataclass

from campaign.models.vocabulary import Certainty, Kind
from campaign.search.marking import Marked
from campaign.search.words import Match, Reading


@dataclass(frozen=True)
class Hit:
    """A record that was found.

    Attributes:
        record_id: of the record, and
        kind: its kind,
        slug: its slug and
        heading: its title, with what matched in it.
        match: how well it fits.
        name: the name that fits best; None when none does.
        shows_name: whether it says more of what was typed than the title does.
        sentence: the text that has words which neither title, name nor pieces have.
        pieces: what tells it from others: places, dates, publisher.
        countries: ISO codes of its country, or of its sites.
        from_date: when it began, or was published: a partial date.
        to_date: when it ended, if it is known.
        reports: how many reports count for a company or are about a facility, else None.
        certainty: how sure a report is; None for other kinds, as with the three flags.
    """

    record_id: int
    kind: Kind
    slug: str
    heading: Marked
    match: Match
    name: Marked | None = None
    shows_name: bool = False
    sentence: Marked | None = None
    pieces: tuple[Marked, ...] = ()
    countries: tuple[str, ...] = ()
    from_date: str | None = None
    to_date: str | None = None
    reports: int | None = None
    certainty: Certainty | None = None
    disputed: bool = False
    remedied: bool = False
    withdrawn: bool = False

    @property
    def title(self) -> str:
        """Return the title."""
        return self.heading.text

    @property
    def matched_name(self) -> str | None:
        """Return the name that fits best, as it is written."""
        return self.name.text if self.name else None

    @property
    def passage(self) -> str | None:
        """Return the text that has words which the names do not have."""
        return self.sentence.text if self.sentence else None

    @property
    def context(self) -> str:
        """Return the pieces as one line."""
        return " · ".join(piece.text for piece in self.pieces)

    @property
    def best(self) -> Marked:
        """Return what matched, in its own script: a name, a sentence, a piece, or the title."""
        pieces = (piece for piece in (self.heading, *self.pieces) if piece.spans)
        return self.name or self.sentence or next(pieces, self.heading)

    @property
    def matched(self) -> str:
        """Return the text of what matched."""
        return self.best.text


@dataclass(frozen=True)
class FacetValue:
    """A value, the words for it, and the number of results that it would leave.

    ``within`` is the group of a type of abuse.
    """

    value: str
    label: str
    count: int
    selected: bool
    within: str | None = None


@dataclass(frozen=True)
class Facet:
    """One way to narrow the results."""

    name: str
    label: str
    values: tuple[FacetValue, ...]

    @property
    def chosen(self) -> tuple[FacetValue, ...]:
        """Return the value that is chosen, if one is."""
        return tuple(value for value in self.values if value.selected)


@dataclass(frozen=True)
class Fewer:
    """A query without one of its words: as it would be typed, what is left out, its hits."""

    text: str
    left_out: str
    total: int


@dataclass(frozen=True)
class Results:
    """One page of what was found.

    Attributes:
        total: of all pages.
        hits: of this page, best first.
        facets: in a steady order; values that would leave nothing are not in them.
        readings: what was taken to mean something else.
        did_you_mean: queries that find something, when the words as typed find nothing;
            the hits are those of the first.
        fewer: queries of one word less that find something, when nothing has all words.
        ignored: a sentence for each thing that was asked and not used.
        page: counted from 1.
        per_page: hits on a full page.
    """

    total: int
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...]
    readings: tuple[Reading, ...] = ()
    did_you_mean: tuple[str, ...] = ()
    fewer: tuple[Fewer, ...] = ()
    ignored: tuple[str, ...] = ()
    page: int = 1
    per_page: int = 20

    @property
    def understood(self) -> str:
        """Return the readings as one line: ``富士康 → Foxconn (Hon Hai)``."""
        return ", ".join(f"{reading.typed} → {reading.meant}" for reading in self.readings)

    @property
    def pages(self) -> int:
        """Return the number of pages that all results fill."""
        return -(-self.total // self.per_page)


@dataclass(frozen=True)
class Suggestion:
    """A record whose name begins as typed.

    ``name`` is the name that does, ``pieces`` tell the record from others.
    """

    record_id: int
    kind: Kind
    slug: str
    title: str
    name: Marked
    pieces: tuple[str, ...] = ()

    @property
    def matched_name(self) -> str:
        """Return the name that begins as typed, as it is written."""
        return self.name.text

    @property
    def place(self) -> str:
        """Return what tells the record from others, as one line."""
        return " · ".join(self.pieces)
