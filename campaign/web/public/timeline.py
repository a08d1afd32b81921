"""Periods as bars on one scale of years, no more precise than their dates are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from campaign.graph.timing import Period
from campaign.queries.words import link_period_words, period_words
from campaign.schemas.types import first_day, last_day

WIDTH = 100.0  # the whole scale, in per cent
NARROWEST = 0.6  # what is drawn of a single day
MOST_YEARS = 6  # of the scale that bear a number


@dataclass(frozen=True)
class Entry:
    """What is drawn in a row: a report, a link, an operator, or a place with several of them.

    ``events`` happened, ``ties`` held; dates as they are documented.
    """

    title: str
    url: str
    ties: tuple[Period, ...] = ()
    events: tuple[Period, ...] = ()
    denied: bool = False
    note: str = ""

    @property
    def when(self) -> str:
        """Return the dates in words: of the events, and of the ties where there are none."""
        if self.events:
            first = min(self.events, key=lambda e: e.from_date or "")
            last = max(self.events, key=lambda e: e.to_date or e.from_date or "")
            return period_words(first.from_date, last.to_date or last.from_date)
        told = [link_period_words(p.from_date, p.to_date, p.as_of) for p in self.ties]
        return "; ".join(dict.fromkeys(told))


@dataclass(frozen=True)
class Bar:
    """A bar in per cent of the scale: its widest reading, what of it is certain, its known ends."""

    kind: str
    x: float
    width: float
    sure_x: float
    sure_width: float
    begins: bool
    ends: bool

    @property
    def end(self) -> float:
        """Return where the widest reading ends."""
        return round(self.x + self.width, 2)


@dataclass(frozen=True)
class Row:
    """An entry with its bars."""

    entry: Entry
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Timeline:
    """Rows on one scale; ``years`` are those that bear a number, with their place on it."""

    rows: tuple[Row, ...]
    years: tuple[tuple[int, float], ...]
    left_out: int = 0


def draw_timeline(entries: Sequence[Entry], most: int = 40) -> Timeline | None:
    """Return the timeline of some entries; None where nothing is dated."""
    spans = [p.known_span for entry in entries for p in (*entry.ties, *entry.events)]
    years = [day.year for span in spans if span for day in span]
    if not years:
        return None
    scale = Scale(min(years), max(years))
    rows = tuple(Row(entry, tuple(_bars(entry, scale))) for entry in entries[:most])
    return Timeline(rows, scale.ticks, len(entries) - len(rows))


@dataclass(frozen=True)
class Scale:
    """From days to places on the scale: whole years, from the first to the last."""

    first: int
    last: int

    def at(self, day: date) -> float:
        """Return where a day begins."""
        start, end = date(self.first, 1, 1), date(self.last + 1, 1, 1)
        return WIDTH * (day - start).days / (end - start).days

    @property
    def ticks(self) -> tuple[tuple[int, float], ...]:
        """Return the years that bear a number: few, and evenly apart."""
        count = self.last - self.first + 1
        step = next(s for s in (1, 2, 5, 10, 20, 50, 1000) if count / s <= MOST_YEARS)
        years = (y for y in range(self.first, self.last + 1) if y % step == 0)
        return tuple((year, round(self.at(date(year, 1, 1)), 2)) for year in years)


def _bars(entry: Entry, scale: Scale) -> Iterable[Bar]:
    for kind, periods in (("tie", entry.ties), ("event", entry.events)):
        for period in dict.fromkeys(periods):
            if period.known_span:
                yield _bar(kind, period, scale)


def _bar(kind: str, period: Period, scale: Scale) -> Bar:
    begins = period.from_date or period.as_of or period.to_date or ""
    ends = period.to_date or period.as_of or begins
    if last_day(ends) < first_day(begins):  # seen after it had ended, or before it began
        begins = ends = period.to_date or begins
    x, end = scale.at(first_day(begins)), scale.at(last_day(ends) + timedelta(days=1))
    sure_x, sure_end = scale.at(last_day(begins)), scale.at(first_day(ends) + timedelta(days=1))
    return Bar(
        kind,
        round(x, 2),
        round(max(end - x, NARROWEST), 2),
        round(sure_x, 2),
        round(max(sure_end - sure_x, NARROWEST), 2) if _is_sure(begins, ends) else 0.0,
        begins=period.from_date is not None,
        ends=period.to_date is not None,
    )


def _is_sure(begins: str, ends: str) -> bool:
    """Tell whether there are days on which the thing certainly was: not for one year alone."""
    return last_day(begins) <= first_day(ends)
