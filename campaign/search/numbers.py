"""Numbers of public registers, as people type or paste them."""

from __future__ import annotations

import re

# Pages of registers whose address holds the number.
_PAGES = re.compile(
    r"(?:https?://)?(?:www\.)?(?:"
    r"wikidata\.org/(?:wiki|entity)/(?P<wikidata>Q\d+)|"
    r"opensupplyhub\.org/facilities/(?P<os_id>[A-Z]{2}[0-9A-Z]{13})|"
    r"search\.gleif\.org/#?/?record/(?P<lei>[0-9A-Z]{20})|"
    r"sec\.gov/\S*CIK=(?P<cik>\d{1,10})"
    r")\S*",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?:(?:LEI|OS\s?(?:HUB\s?)?ID|OSID|(?:SEC\s?)?(?P<cik>CIK)|WIKIDATA|USCC)(?:\s?(?:ID|NO\.?))?"
    r"[\s:#=]+)(?P<number>[0-9A-Z][0-9A-Z\s-]*)",
    re.IGNORECASE,
)
_CIK = re.compile(r"0{2,}\d{1,8}")  # ten digits, as the SEC fills them up
_TICKER = re.compile(
    r"(?P<exchange>NYSE|NASDAQ|AMEX|OTC|TWSE|TPEX|HKEX|SEHK|SSE|SZSE|KRX|TSE|TYO|LSE|NSE|BSE|SGX|"
    r"SET|IDX|KLSE|BMV|B3)(?:\s*:\s*|\s+)(?P<ticker>[A-Z0-9][A-Z0-9.-]{0,11})",
    re.IGNORECASE,
)


def read_number(text: str) -> str:
    """Return a text as registers write their numbers: without spaces, in capitals.

    The name of the register and leading zeros of an SEC CIK are left out. Any text at all
    comes back as something; most are no number.
    """
    named = _NAMED.fullmatch(text.strip())
    number = re.sub(r"\s", "", named["number"] if named else text).upper()
    is_cik = _CIK.fullmatch(number) or (named is not None and named["cik"])
    return number.lstrip("0") if is_cik else number


def number_on_page(text: str) -> str | None:
    """Return the number that the address of a register's page holds, or None."""
    page = _PAGES.fullmatch(text.strip())
    return next(filter(None, page.groups())).upper() if page else None


def read_ticker(text: str) -> tuple[str, str] | None:
    """Return exchange and ticker of a text that names both (``NYSE NKE``), or None."""
    found = _TICKER.fullmatch(text.strip())
    return (found["exchange"].upper(), found["ticker"].upper()) if found else None
