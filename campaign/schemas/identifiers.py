"""Numbers in public registers, each checked as its register says."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Self

from pydantic import AfterValidator, model_validator
from stdnum import lei
from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from campaign.models.vocabulary import IdentifierScheme
from campaign.schemas.base import Model
from campaign.schemas.types import Line

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Identifier(Model):
    """A number and the register that gave it."""

    scheme: IdentifierScheme
    value: Line

    @model_validator(mode="after")
    def _is_well_formed(self) -> Self:
        CHECKS[self.scheme](self.value)
        return self


def check_lei(value: str) -> None:
    """Check a Legal Entity Identifier with its two check digits (ISO 17442)."""
    _check_with(lei.validate, value, "LEI")


def check_uscc(value: str) -> None:
    """Check a Chinese Unified Social Credit Code with its check digit (GB 32100-2015)."""
    _check_with(uscc.validate, value, "Unified Social Credit Code")


def check_os_id(value: str) -> None:
    """Check an Open Supply Hub ID: country, day, random part and check digit.

    The last character is the sum of the two letters' code points and of the values of the
    other characters in Crockford's base 32, modulo 32 (Open Supply Hub's own rule).
    """
    if not re.fullmatch(rf"[A-Z]{{2}}[0-9]{{7}}[{CROCKFORD}]{{6}}", value):
        raise ValueError(f"{value!r} is not an OS ID such as CN2021250D1DTN7")
    total = sum(ord(letter) for letter in value[:2])
    total += sum(CROCKFORD.index(char) for char in value[2:-1])
    if CROCKFORD[total % 32] != value[-1]:
        raise ValueError(f"the check digit of OS ID {value!r} is wrong; look for a typing mistake")


def _check_with(validate: Callable[[str], str], value: str, what: str) -> None:
    try:
        compact = validate(value)
    except ValidationError as error:
        raise ValueError(f"{value!r} is not a valid {what}: {error}") from None
    if compact != value:
        raise ValueError(f"write the {what} as {compact}")


def _matches(pattern: str, what: str) -> Callable[[str], None]:
    def check(value: str) -> None:
        if not re.fullmatch(pattern, value):
            raise ValueError(f"{value!r} is not {what}")

    return check


def check_different(identifiers: tuple[Identifier, ...]) -> tuple[Identifier, ...]:
    """Refuse the same number twice."""
    if len({(number.scheme, number.value) for number in identifiers}) < len(identifiers):
        raise ValueError("gives the same number twice")
    return identifiers


Identifiers = Annotated[tuple[Identifier, ...], AfterValidator(check_different)]

CHECKS: dict[IdentifierScheme, Callable[[str], None]] = {
    IdentifierScheme.LEI: check_lei,
    IdentifierScheme.USCC: check_uscc,
    IdentifierScheme.WIKIDATA: _matches(r"Q[1-9][0-9]{0,14}", "a Wikidata number such as Q312"),
    IdentifierScheme.SEC_CIK: _matches(r"[0-9]{1,10}", "an SEC CIK of up to ten digits"),
    IdentifierScheme.OS_ID: check_os_id,
    IdentifierScheme.TICKER: _matches(
        r"([A-Z]{1,12}:)?[A-Z0-9][A-Z0-9.\-]{0,11}", "a ticker such as NASDAQ:AAPL"
    ),
}
