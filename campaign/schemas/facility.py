"""The document of a facility."""

from __future__ import annotations

from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from campaign.models.vocabulary import Kind, OperatingStatus, Precision
from campaign.schemas.base import CitedPart, NamedDocument, Part
from campaign.schemas.identifiers import Identifiers
from campaign.schemas.types import (
    Country,
    Line,
    PartialDate,
    PastDate,
    PositiveCount,
    Prose,
    Slug,
    broken,
    check_forwards,
)


class Operation(Part):
    """Who runs the place, over a period."""

    operator: Slug
    from_date: PartialDate | None = None
    to_date: PartialDate | None = None

    @model_validator(mode="after")
    def _runs_forwards(self) -> Self:
        check_forwards(self.from_date, self.to_date)
        return self


class Headcount(CitedPart):
    """How many people worked there (never people affected), as of a date, as somebody says."""

    at_least: PositiveCount | None = None
    at_most: PositiveCount | None = None
    as_of: PastDate
    speaker: Line

    @model_validator(mode="after")
    def _counts(self) -> Self:
        if self.at_least is None and self.at_most is None:
            raise broken("at_least", "needs a number: at_least, at_most or both")
        if self.at_least and self.at_most and self.at_least > self.at_most:
            raise broken("at_most", f"at least {self.at_least} is more than at most {self.at_most}")
        return self


class FacilityDocument(NamedDocument):
    """A place where people work; the point in degrees (WGS 84) with how far it may be off."""

    kind: ClassVar[Kind] = Kind.FACILITY

    operations: tuple[Operation, ...] = ()
    address: Line | None = None
    locality: Line | None = None
    region: Line | None = None
    country: Country
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    precision: Precision | None = None
    products: tuple[Line, ...] = ()
    headcounts: tuple[Headcount, ...] = ()
    identifiers: Identifiers = ()
    operating_status: OperatingStatus = OperatingStatus.UNKNOWN
    status_as_of: PastDate | None = None
    note: Prose | None = None

    @model_validator(mode="after")
    def _has_a_whole_point(self) -> Self:
        if (self.latitude is None) != (self.longitude is None):
            missing = "longitude" if self.longitude is None else "latitude"
            raise broken(missing, "a point needs both latitude and longitude")
        if self.latitude is not None and self.precision is None:
            raise broken("precision", "a point needs a precision: site, town, city or region")
        return self
