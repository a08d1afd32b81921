"""The document of a company."""

from __future__ import annotations

from typing import ClassVar

from campaign.models.vocabulary import CompanyRole, Kind
from campaign.schemas.base import NamedDocument
from campaign.schemas.identifiers import Identifiers
from campaign.schemas.types import Country, Line, Prose, Url


class CompanyDocument(NamedDocument):
    """A legal entity or group, with the country and city of its head office."""

    kind: ClassVar[Kind] = Kind.COMPANY

    country: Country
    city: Line | None = None
    roles: tuple[CompanyRole, ...] = ()
    sector: Line
    website: Url | None = None
    code_of_conduct: Url | None = None
    collective: bool = False
    identifiers: Identifiers = ()
    note: Prose | None = None
