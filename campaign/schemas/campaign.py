"""The document of a campaign and its demands."""

from __future__ import annotations

from typing import ClassVar, Self

from pydantic import Field, model_validator

from campaign.models.vocabulary import DemandState, Kind
from campaign.schemas.base import Actor, CitedPart, SupportedDocument
from campaign.schemas.types import (
    Key,
    Line,
    PartialDate,
    PastDate,
    Prose,
    Slug,
    Url,
    check_forwards,
)


class Demand(CitedPart):
    """One thing asked of somebody, since when, until when, and what became of it."""

    text: Prose
    actor: Actor
    on_date: PastDate | None = None
    deadline: PartialDate | None = None
    state: DemandState
    note: Prose | None = None

    @model_validator(mode="after")
    def _runs_forwards(self) -> Self:
        check_forwards(self.on_date, self.deadline)
        return self


class CampaignDocument(SupportedDocument):
    """A concerted effort: who runs it, whom it addresses, what it asks."""

    kind: ClassVar[Kind] = Kind.CAMPAIGN

    title: Line
    summary: Prose
    organisers: tuple[Actor, ...] = Field(min_length=1)
    targets: tuple[Actor, ...] = ()
    demands: dict[Key, Demand] = {}
    reports: tuple[Slug, ...] = ()
    from_date: PastDate | None = None
    to_date: PartialDate | None = None
    links: tuple[Url, ...] = ()
    note: Prose | None = None

    @model_validator(mode="after")
    def _runs_forwards(self) -> Self:
        check_forwards(self.from_date, self.to_date)
        return self

    @property
    def record_title(self) -> str:
        """Return the title."""
        return self.title
