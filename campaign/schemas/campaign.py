"""The document of a campaign and its demands."""

from __future__ import annotations

from typing import ClassVar, Self

from pydantic import Field, model_validator

from campaign.models.vocabulary import CampaignActionKind, CommitmentState, DemandState, Kind
from campaign.schemas.base import Actor, CitedPart, SupportedDocument
from campaign.schemas.types import (
    Key,
    Line,
    PartialDate,
    PastDate,
    Prose,
    Slug,
    Url,
    broken,
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


class CampaignAction(CitedPart):
    """One thing that a campaign did, on a day, at a place where it had one."""

    on_date: PastDate
    kind: CampaignActionKind
    text: Prose
    place: Line | None = None


class Outcome(CitedPart):
    """What shows that a commitment was kept or broken."""

    text: Prose
    on_date: PastDate


class Commitment(CitedPart):
    """What somebody committed to, when, and until when; and what shows what came of it.

    ``demand`` is the key of the demand that it answers. Its own citations show that it was
    made, those of the evidence what came of it.
    """

    actor: Actor
    text: Prose
    on_date: PastDate
    due_on: PartialDate | None = None
    demand: Key | None = None
    state: CommitmentState
    evidence: Outcome | None = None

    @model_validator(mode="after")
    def _is_shown(self) -> Self:
        check_forwards(self.on_date, self.due_on, "due_on")
        if self.evidence is not None:
            check_forwards(self.on_date, self.evidence.on_date, "evidence")
        shown = (CommitmentState.KEPT, CommitmentState.PARTLY_KEPT, CommitmentState.BROKEN)
        if self.state in shown and self.evidence is None:
            raise broken("evidence", "say what shows that it was kept or broken, with a source")
        return self


class CampaignDocument(SupportedDocument):
    """A concerted effort: who runs it, whom it addresses, what it asks."""

    kind: ClassVar[Kind] = Kind.CAMPAIGN

    title: Line
    summary: Prose
    organisers: tuple[Actor, ...] = Field(min_length=1)
    targets: tuple[Actor, ...] = ()
    demands: dict[Key, Demand] = {}
    actions: dict[Key, CampaignAction] = {}
    commitments: dict[Key, Commitment] = {}
    reports: tuple[Slug, ...] = ()
    from_date: PastDate | None = None
    to_date: PartialDate | None = None
    links: tuple[Url, ...] = ()
    note: Prose | None = None

    @model_validator(mode="after")
    def _runs_forwards(self) -> Self:
        check_forwards(self.from_date, self.to_date)
        for commitment in self.commitments.values():
            if commitment.demand is not None and commitment.demand not in self.demands:
                raise broken("commitments", f"there is no demand “{commitment.demand}”")
        return self

    @property
    def record_title(self) -> str:
        """Return the title."""
        return self.title
