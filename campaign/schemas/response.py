"""The document of a response: whose it is, when, and on what."""

from __future__ import annotations

from typing import ClassVar, Self

from pydantic import model_validator

from campaign.models.vocabulary import Kind, ResponseStance
from campaign.schemas.base import Actor, SupportedDocument
from campaign.schemas.types import Key, Letter, PastDateOrUndated, Prose, Slug, broken


class ResponseDocument(SupportedDocument):
    """What somebody answered to a report or a campaign's demand; silence is recorded too.

    ``on_date`` is ``n.d.`` only where no source dates the answer. ``full_text`` is the answer
    word for word, where whoever gave it sent it to be published.
    """

    kind: ClassVar[Kind] = Kind.RESPONSE

    actor: Actor
    report: Slug | None = None
    campaign: Slug | None = None
    demand: Key | None = None
    on_date: PastDateOrUndated
    stance: ResponseStance
    text: Prose
    full_text: Letter | None = None

    @model_validator(mode="after")
    def _answers_something(self) -> Self:
        if (self.report is None) == (self.campaign is None):
            raise broken("report", "say on what it answers: a report, or a campaign")
        if self.demand is not None and self.campaign is None:
            raise broken("campaign", "a demand needs the campaign that makes it")
        return self

    @property
    def record_title(self) -> str:
        """Return who answered, and to what."""
        return f"{self.actor.name or self.actor.record} on {self.report or self.campaign}"
