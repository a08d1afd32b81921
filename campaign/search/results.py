"""What a search gives back: plain frozen values, ready for a page, a terminal or JSON."""

from __future__ import annotations

from dataclasses import dataclass

from campaign.models.vocabulary import Certainty, Kind
from campaign.search.words import Match, Reading


@dataclass(frozen=True)
class Hit:
    """A record that was found.

    Attributes:
        record_id: of the record, and
        kind: its kind,
        slug: its slug and
        title: its title.
        match: how well it fits.
        matched_name: the name that fits best, as it is written; None when none does.
        matched_language: its language (BCP 47).
        passage: the sentence of a report that has most of the words; None for names.
        pieces: what tells it from others: places, dates, publisher.
        countries: ISO codes of its country, or of its sites.
        reports: how many reports count for a company or are about a facility, else None.
        certainty: how sure a report is; None for other kinds, as with the three flags.
    """

    record_id: int
    kind: Kind
    slug: str
    title: str
    match: Match
    matched_name: str | None = None
    matched_language: str | None = None
    passage: str | None = None
    pieces: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    reports: int | None = None
    certainty: Certainty | None = None
    disputed: bool = False
    remedied: bool = False
    withdrawn: bool = False

    @property
    def context(self) -> str:
        """Return the pieces as one line."""
        return " · ".join(self.pieces)

    @property
    def matched(self) -> str:
        """Return what matched, in its own script: a name, a sentence, or else the title."""
        return self.matched_name or self.passage or self.title


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
    def selected(self) -> bool:
        """Tell whether a value is chosen."""
        return any(value.selected for value in self.values)


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
        ignored: a sentence for each thing that was asked and not used.
        page: counted from 1.
        per_page: hits on a full page.
    """

    total: int
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...]
    readings: tuple[Reading, ...] = ()
    did_you_mean: tuple[str, ...] = ()
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
    """A record whose name begins as typed."""

    record_id: int
    kind: Kind
    slug: str
    title: str
    matched_name: str
    matched_language: str
