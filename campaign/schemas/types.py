"""The small types from which documents are made: text, slugs, dates, codes, addresses."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Annotated
from urllib.parse import urlsplit

from babel import Locale
from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

UNDATED = "n.d."
CONFIDENTIAL = "confidential-"  # begins the slugs of confidential sources, and no others
RULE = "rule"  # the type of error of a rule across fields
LONGEST_URL = 2000  # in bytes: PostgreSQL cannot index a text of more than 2,704
_PARTIAL = re.compile(r"[12]\d{3}(-\d{2}(-\d{2})?)?", re.ASCII)
_LANGUAGE = re.compile(
    r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?(-[a-z0-9]{5,8})?", re.ASCII
)


def clean_text(value: str) -> str:
    """Refuse control characters, which no database and no page can show, and invisible text."""
    if any(unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t" for char in value):
        raise ValueError("contains control characters; remove them")
    if value and not any(unicodedata.category(char)[0] in "LNPS" for char in value):
        raise ValueError("contains nothing that can be seen")
    return value


def check_partial_date(value: str) -> str:
    """Accept an ISO 8601 date of any precision: year, month or day.

    Raises:
        ValueError: it is not one, or no such day exists.
    """
    if not _PARTIAL.fullmatch(value):
        raise ValueError("write the date as 2022, 2022-10 or 2022-10-29")
    try:
        first_day(value)
    except ValueError:
        raise ValueError(f"there is no such day as {value}") from None
    return value


def check_not_future(value: str) -> str:
    """Refuse a date that lies wholly in the future (a day's grace for time zones)."""
    if value != UNDATED and first_day(value) > date.today() + timedelta(days=1):
        raise ValueError(f"{value} lies in the future")
    return value


@lru_cache(maxsize=10_000)
def first_day(value: str) -> date:
    """Return the first day that a partial date can mean."""
    year, month, day = (*(int(part) for part in value.split("-")), 1, 1)[:3]
    return date(year, month, day)


@lru_cache(maxsize=10_000)
def last_day(value: str) -> date:
    """Return the last day that a partial date can mean."""
    parts = [int(part) for part in value.split("-")]
    if len(parts) == 3:
        return date(*parts)
    if len(parts) == 1 or parts[1] == 12:
        return date(parts[0], 12, 31)
    return date(parts[0], parts[1] + 1, 1) - timedelta(days=1)


def broken(field: str, message: str) -> PydanticCustomError:
    """Return the error for a rule across fields; ``field`` is the one to change."""
    return PydanticCustomError(RULE, "{message}", {"message": message, "field": field})


def check_forwards(from_date: str | None, to_date: str | None, field: str = "to_date") -> None:
    """Refuse a period that certainly ends before it begins.

    Raises:
        PydanticCustomError: every reading of the dates runs backwards; it names ``field``.
    """
    if from_date and to_date and last_day(to_date) < first_day(from_date):
        raise broken(field, f"ends ({to_date}) before it begins ({from_date})")


def is_confidential(slug: str) -> bool:
    """Say whether a slug is that of a confidential source."""
    return slug.startswith(CONFIDENTIAL)


def check_day(value: str) -> str:
    """Accept a whole day, past or to come."""
    if len(check_partial_date(value)) != len("2022-10-29"):
        raise ValueError("write the whole day, as 2022-10-29")
    return value


def check_country(value: str) -> str:
    """Accept an ISO 3166-1 alpha-2 code that is in use (CLDR's list).

    Raises:
        ValueError: there is no such country.
    """
    if value not in countries():
        raise ValueError(f"{value!r} is not a country code (ISO 3166-1, two capital letters)")
    return value


@cache
def countries() -> dict[str, str]:
    """Return English country names by ISO 3166-1 alpha-2 code."""
    territories = Locale("en").territories
    not_countries = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}
    return {
        code: str(name)
        for code, name in territories.items()
        if re.fullmatch("[A-Z]{2}", code) and code not in not_countries
    }


def check_language(value: str) -> str:
    """Accept a language tag such as ``zh-Hant`` (the common subset of BCP 47)."""
    if not _LANGUAGE.fullmatch(value):
        raise ValueError(f"{value!r} is not a language tag such as en, zh-Hant or zh-Latn-pinyin")
    return value


def check_url(value: str) -> str:
    """Accept a web address; nothing that a browser would run or open locally."""
    try:
        parts = urlsplit(value)
        _ = parts.port  # raises for one that cannot be
    except ValueError as error:
        raise ValueError(f"is not a web address: {error}") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or re.search(r"\s", value):
        raise ValueError("is not a web address; it begins with https:// or http://")
    if parts.username is not None:
        raise ValueError("hides where it leads; write it without a user name")
    if len(value.encode()) > LONGEST_URL:
        raise ValueError(f"is longer than {LONGEST_URL} bytes")
    return value


Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=500),
    AfterValidator(clean_text),
]
Prose = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=4000),
    AfterValidator(clean_text),
]
Letter = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000),
    AfterValidator(clean_text),
]
Quotation = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=300),
    AfterValidator(clean_text),
]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-+[a-z0-9]+)*$", max_length=120)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,59}$")]
Day = Annotated[str, AfterValidator(check_day)]
PartialDate = Annotated[str, AfterValidator(check_partial_date)]
PastDate = Annotated[str, AfterValidator(check_partial_date), AfterValidator(check_not_future)]
Country = Annotated[str, AfterValidator(check_country)]
Language = Annotated[str, AfterValidator(check_language)]
Url = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=LONGEST_URL),
    AfterValidator(clean_text),
    AfterValidator(check_url),
]
AbuseCode = Annotated[str, StringConstraints(pattern=r"^[A-Z][0-9]{2}$")]
PositiveCount = Annotated[int, Field(gt=0, le=10_000_000, strict=True)]


def check_past_date_or_undated(value: str) -> str:
    """Accept a past partial date, or ``n.d.`` where the source bears none."""
    return value if value == UNDATED else check_not_future(check_partial_date(value))


PastDateOrUndated = Annotated[str, AfterValidator(check_past_date_or_undated)]
