"""Whether a link held when something happened, as far as partial dates tell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from campaign.errors import InvalidPeriod
from campaign.models.vocabulary import Timing
from campaign.schemas.types import check_partial_date, first_day, last_day

WORST_FIRST = (Timing.ENDED_BEFORE, Timing.BEGAN_AFTER, Timing.UNKNOWN, Timing.AT_THE_TIME)


@dataclass(frozen=True)
class Period:
    """Partial dates: since when, until when, and as of when something is known to hold."""

    from_date: str | None = None
    to_date: str | None = None
    as_of: str | None = None

    @property
    def known_span(self) -> tuple[date, date] | None:
        """Return the first and last day for which the thing is documented, if any is."""
        starts, ends = self.from_date or self.as_of, self.to_date or self.as_of
        starts, ends = starts or ends, ends or starts
        if starts is None or ends is None:
            return None
        if last_day(ends) < first_day(starts):  # seen after it had ended, or before it began
            starts = ends = self.to_date or starts
        return first_day(starts), last_day(ends)


def parse_period(text: str) -> Period | None:
    """Return the day, month or year that somebody wrote; None when nothing was.

    Raises:
        InvalidPeriod: it is none, or there is no such day.
    """
    written = text.strip()
    if not written:
        return None
    try:
        return Period(*[check_partial_date(written)] * 2)
    except ValueError as error:
        raise InvalidPeriod(f"“{written[:40]}” is no day, month or year: {error}.") from None


@lru_cache(maxsize=10_000)
def timing_of(link: Period, event: Period) -> Timing:
    """Say whether a link held during an event.

    Dates of lesser precision are read generously as overlapping (a link "as of 2022" and
    an event of October 2022); only what certainly ended before or began after is called so.
    """
    span, happened = link.known_span, event.known_span
    if span is None or happened is None:
        return Timing.UNKNOWN
    if link.to_date and last_day(link.to_date) < happened[0]:
        return Timing.ENDED_BEFORE
    if link.from_date and first_day(link.from_date) > happened[1]:
        return Timing.BEGAN_AFTER
    overlaps = span[0] <= happened[1] and happened[0] <= span[1]
    return Timing.AT_THE_TIME if overlaps else Timing.UNKNOWN


def timing_of_chain(timings: Iterable[Timing]) -> Timing:
    """Return the timing of a whole chain: that of its least certain hop."""
    return min(timings, key=WORST_FIRST.index, default=Timing.UNKNOWN)
