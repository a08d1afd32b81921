"""Partial dates and periods in English words, never more precise than they are."""

from __future__ import annotations

from campaign.schemas.types import UNDATED

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def date_words(value: str | None) -> str:
    """Return a partial date in words, never more precise: ``29 October 2022``, ``2022``.

    None and ``n.d.`` become ``no date``.
    """
    if value is None or value == UNDATED:
        return "no date"
    year, *rest = value.split("-")
    if not rest:
        return year
    month = f"{MONTHS[int(rest[0]) - 1]} {year}"
    return f"{int(rest[1])} {month}" if len(rest) == 2 else month


def period_words(from_date: str | None, to_date: str | None = None) -> str:
    """Return a period in words, with en dashes: ``29–30 October 2022``, ``2010–2022``.

    A missing end says nothing about the end: ``13 October 2022`` alone.
    """
    if from_date is None:
        return f"until {date_words(to_date)}" if to_date else "no date"
    if to_date is None or to_date == from_date:
        return date_words(from_date)
    first, last = date_words(from_date).split(), date_words(to_date).split()
    if len(first) == len(last):
        while len(first) > 1 and first[-1] == last[len(first) - 1]:
            first.pop()
    dash = "–" if len(first) == 1 and len(from_date) == len(to_date) else " – "
    return f"{' '.join(first)}{dash}{' '.join(last)}"


def link_period_words(from_date: str | None, to_date: str | None, as_of: str | None) -> str:
    """Return since when, until when, or as of when a link is known to hold.

    ``2012–2015``, ``since 2012, as of 2022``, ``until 2015``, ``as of 2022``; no claim
    about today.
    """
    if from_date and to_date:
        return period_words(from_date, to_date)
    if to_date:
        return f"until {date_words(to_date)}"
    if from_date and as_of and from_date != as_of:
        return f"since {date_words(from_date)}, as of {date_words(as_of)}"
    if from_date or as_of:
        return f"as of {date_words(from_date or as_of)}"
    return "dates unknown"
