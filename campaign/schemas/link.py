"""The documents of supply links and ownerships."""

from __future__ import annotations

from typing import ClassVar, Self

from pydantic import Field, model_validator

from campaign.models.vocabulary import Basis, Kind, LinkStatus, OwnershipType, Relation
from campaign.schemas.base import Denial, SupportedDocument
from campaign.schemas.types import Key, Line, PastDate, Prose, Slug, broken, check_forwards


class LinkDocument(SupportedDocument):
    """A dated claim about two companies; *listed* means named as of a date, not today."""

    from_date: PastDate | None = None
    to_date: PastDate | None = None
    as_of: PastDate
    link_status: LinkStatus
    basis: Basis
    statement: Prose
    note: Prose | None = None

    @model_validator(mode="after")
    def _runs_forwards(self) -> Self:
        check_forwards(self.from_date, self.to_date)
        return self


class SupplyLinkDocument(LinkDocument):
    """A supplier supplies a buyer; with a facility, from that very site."""

    kind: ClassVar[Kind] = Kind.SUPPLY_LINK

    buyer: Slug
    supplier: Slug
    facility: Slug | None = None
    relation: Relation
    product: Line
    share: Line | None = Field(
        default=None, description="of the output or workers of the place, as the source says it"
    )
    denials: dict[Key, Denial] = {}

    @model_validator(mode="after")
    def _has_two_ends(self) -> Self:
        if self.buyer == self.supplier:
            raise broken("supplier", "buyer and supplier are the same company")
        return self

    @property
    def record_title(self) -> str:
        """Return the two ends."""
        return f"{self.supplier} supplies {self.buyer}"


class OwnershipDocument(LinkDocument):
    """A parent holds a subsidiary, wholly or in part."""

    kind: ClassVar[Kind] = Kind.OWNERSHIP

    parent: Slug
    subsidiary: Slug
    ownership_type: OwnershipType
    share: Line | None = None

    @model_validator(mode="after")
    def _has_two_ends(self) -> Self:
        if self.parent == self.subsidiary:
            raise broken("subsidiary", "parent and subsidiary are the same company")
        return self

    @property
    def record_title(self) -> str:
        """Return the two ends."""
        return f"{self.parent} holds {self.subsidiary}"
