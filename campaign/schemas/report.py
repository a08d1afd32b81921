"""The document of a report: attributed statements and allegations, never a bare summary."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from pydantic import Field, model_validator

from campaign.models.vocabulary import (
    ActionKind,
    Certainty,
    CountUnit,
    Kind,
    PartyRole,
    ReplyState,
)
from campaign.schemas.base import Actor, CitedPart, Denial, Model, SupportedDocument
from campaign.schemas.types import (
    AbuseCode,
    Key,
    Line,
    PartialDate,
    PastDate,
    PositiveCount,
    Prose,
    Slug,
    broken,
    check_forwards,
    first_day,
)


class Party(CitedPart):
    """Somebody with a part in the report, and on what that rests."""

    actor: Actor
    role: PartyRole
    basis: Prose


class Statement(CitedPart):
    """One attributed sentence; ``speaker`` is whose it is."""

    text: Prose
    speaker: Line


class Allegation(CitedPart):
    """One claim of abuse. ``at_least`` counts ``unit``; ``unit_words`` are the source's own.

    ``basis`` says who counted, or on what the status rests.
    """

    abuse: AbuseCode
    text: Prose
    from_date: PastDate | None = None
    to_date: PastDate | None = None
    at_least: PositiveCount | None = None
    unit: CountUnit | None = None
    unit_words: Line | None = None
    basis: Prose | None = None
    speaker: Line
    certainty: Certainty
    disputed: bool = False

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        check_forwards(self.from_date, self.to_date)
        if (self.at_least is None) != (self.unit is None):
            missing = "unit" if self.unit is None else "at_least"
            raise broken(missing, "a count needs both a number and what is counted")
        return self


class Action(CitedPart):
    """What workers did."""

    kind: ActionKind
    text: Prose


class Outcome(CitedPart):
    """The latest outcome that was found, as of a date."""

    text: Prose
    as_of: PastDate


class Reply(Model):
    """Whether the companies named were asked to reply, or why not."""

    state: ReplyState
    asked_on: PastDate | None = None
    due_on: PartialDate | None = None
    reason: Prose | None = None

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        if self.state is ReplyState.NOT_ASKED and self.reason is None:
            raise broken("reason", "say why the companies named were not asked to reply")
        if self.state is not ReplyState.NOT_ASKED and self.asked_on is None:
            raise broken("asked_on", "say when the companies named were asked")
        check_forwards(self.asked_on, self.due_on, "due_on")
        return self


class Origin(CitedPart):
    """Sources that go back to one account: together they count once."""

    @model_validator(mode="before")
    @classmethod
    def _from_list(cls, value: Any) -> Any:
        return {"citations": value} if isinstance(value, list | tuple) else value


class ReportDocument(SupportedDocument):
    """An account of what happened at a place over a period."""

    kind: ClassVar[Kind] = Kind.REPORT

    title: Line
    from_date: PastDate
    to_date: PastDate | None = None
    sites: tuple[Slug, ...] = ()
    parties: tuple[Party, ...] = ()
    statements: dict[Key, Statement] = Field(min_length=1)
    allegations: dict[Key, Allegation] = {}
    action: Action | None = None
    outcome: Outcome | None = None
    certainty: Certainty
    certainty_reason: Prose | None = None
    disputed: bool = False
    remedied: bool = False
    withdrawn: bool = False
    denials: dict[Key, Denial] = {}
    origins: tuple[Origin, ...] = ()
    reply: Reply
    note: Prose | None = None

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        check_forwards(self.from_date, self.to_date)
        if len(set(self.sites)) != len(self.sites):
            raise broken("sites", "names the same facility twice")
        if self.outcome and first_day(self.outcome.as_of).year < first_day(self.from_date).year:
            raise broken("outcome", f"it ({self.outcome.as_of}) is older than the report")
        return self

    @property
    def record_title(self) -> str:
        """Return the title."""
        return self.title
