"""Dates as people type them, read as partial dates: never more exact than typed, never guessed."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import cache
from itertools import chain

from babel import Locale

from campaign.schemas.types import UNDATED, check_partial_date

LANGUAGES = ("en", "es", "fr", "de", "it", "pt", "nl", "vi", "id", "tr")
HOW = "write it as 2022, Oct 2022, 29 October 2022 or 2022-10-29"
_YEAR, _MONTH, _DAY = r"(?P<year>[12]\d{3})", r"(?P<month>\d{1,2})", r"(?P<day>\d{1,2})"
_NAME = r"(?P<name>[^\W\d]+)\.?"
_NTH = rf"{_DAY}(?:st|nd|rd|th|er|º|ª|\.)?"
_OF = r"(?:\s+(?:de|del|of|di))?"
_SHAPES = [
    re.compile(shape)
    for shape in (
        _YEAR,
        rf"{_YEAR}\s*[-/.]\s*{_MONTH}(?:\s*[-/.]\s*{_DAY})?",
        rf"{_YEAR}-{_MONTH}-{_DAY}t\d.*",
        rf"{_YEAR}\s*[年년](?:\s*{_MONTH}\s*[月월](?:\s*{_DAY}\s*[日号號일])?)?",
        rf"{_MONTH}\s*[-/.]\s*{_YEAR}",
        rf"{_NAME}{_OF}[\s,/-]+{_YEAR}",
        rf"{_YEAR}[\s,/-]+{_NAME}",
        rf"{_NTH}{_OF}[\s/-]+{_NAME}{_OF}[\s,/-]+{_YEAR}",
        rf"{_NAME}\s+{_NTH}(?:\s*,\s*|\s+){_YEAR}",
        rf"{_YEAR}[\s,/-]+{_NAME}[\s/-]+{_NTH}",
    )
]
_NUMBERS = re.compile(r"(?P<first>\d{1,2})\s*([-/.])\s*(?P<second>\d{1,2})\s*\2\s*" + _YEAR)
_SHORT_YEAR = re.compile(r"\d{1,2}\s*[-/.]\s*(\d{1,2}\s*[-/.]\s*)?['’]?\d{2}")
_QUARTER = re.compile(r"q([1-4])\W*([12]\d{3})|([12]\d{3})\W*q([1-4])")
_PART = re.compile(
    r"\b(early|mid|late|spring|summer|autumn|fall|winter|beginning|middle|end|about|around|circa|c)\b"
)
_NO_DATE = {"n.d.", "n.d", "nd", "undated", "no date", "s.f.", "s. f.", "sin fecha", "无日期"}


def read_date(text: str) -> str:
    """Return the partial date (ISO 8601, or ``n.d.``) that a typed text means.

    Raises:
        ValueError: it is none, or may be two; says what to write instead.
    """
    typed = _plain(text)
    if typed in _NO_DATE:
        return UNDATED
    numbers = _NUMBERS.fullmatch(typed)
    if numbers is not None:
        return _day_and_month(int(numbers["first"]), int(numbers["second"]), int(numbers["year"]))
    for shape in _SHAPES:
        found = shape.fullmatch(typed)
        if found is not None and (read := _of_parts(found.groupdict())) is not None:
            return check_partial_date(read)
    raise ValueError(_what_to_do(typed))


@cache
def months() -> dict[str, int]:
    """Return the number of each month by its names, long and short, in some languages.

    A name that means different months in two languages is left out.
    """
    meant: dict[str, set[int]] = {}
    for language in LANGUAGES:
        forms = Locale.parse(language).months
        for width in chain.from_iterable(forms[use].values() for use in ("format", "stand-alone")):
            for number, name in width.items():
                meant.setdefault(_plain(name).rstrip("."), set()).add(number)
    known = {name: numbers.pop() for name, numbers in meant.items() if len(numbers) == 1}
    return {name: number for name, number in known.items() if len(name) > 2} | {"sept": 9}


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).strip().casefold()
    digits = (str(unicodedata.decimal(char, char)) for char in folded)
    return re.sub(r"\s+", " ", "".join(digits))


def _of_parts(parts: dict[str, str | None]) -> str | None:
    """Return a partial date; None when the name is that of no month."""
    month = parts.get("month")
    if name := parts.get("name"):
        if name not in months():
            return None
        month = str(months()[name])
    known = [parts["year"], month, parts.get("day")]
    return "-".join(part.zfill(2) for part in known if part is not None)


def _day_and_month(first: int, second: int, year: int) -> str:
    """Return the only day that two numbers and a year can mean.

    Raises:
        ValueError: they mean two days, or none.
    """
    days = [_day(year, month, day) for day, month in ((first, second), (second, first))]
    able = sorted({day for day in days if day is not None})
    if not able:
        raise ValueError(f"there is no such day; {HOW}")
    if len(able) > 1:
        readings = " or ".join(f"{day.isoformat()} ({day.day} {day:%B})" for day in able)
        raise ValueError(f"may mean two days: write {readings}")
    return able[0].isoformat()


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _what_to_do(typed: str) -> str:
    quarter = _QUARTER.fullmatch(typed)
    if quarter is not None:
        number, year = int(quarter[1] or quarter[4]), quarter[2] or quarter[3]
        first, last = f"{year}-{3 * number - 2:02}", f"{year}-{3 * number:02}"
        return f"a quarter is no date here: write {year}, or from {first} to {last}"
    if re.fullmatch(r"q[1-4]", typed):
        return "a quarter is no date here: write the year, or from which month to which"
    if _SHORT_YEAR.fullmatch(typed):
        return "write the year with four digits"
    if _PART.search(typed):
        return "write only what the source says for sure: the year, or the month and year"
    return f"cannot be read as a date; {HOW}"
