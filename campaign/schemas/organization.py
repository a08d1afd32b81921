"""The document of an organisation."""

from __future__ import annotations

from typing import ClassVar

from campaign.models.vocabulary import Kind, OrganizationType
from campaign.schemas.base import NamedDocument
from campaign.schemas.types import Country, Prose, Url


class OrganizationDocument(NamedDocument):
    """A union, NGO, movement group, coalition, medium or public body."""

    kind: ClassVar[Kind] = Kind.ORGANIZATION

    organization_type: OrganizationType
    country: Country | None = None
    website: Url | None = None
    note: Prose | None = None
