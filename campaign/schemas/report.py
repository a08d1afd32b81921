"""The document of a report: attributed statements and allegations, never a bare summary."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator

from campaign.models.vocabulary import (
    ActionKind,
    Certainty,
    CountUnit,
    Kind,
    PartyRole,
    PublicityWish,
)
from campaign.schemas.base import Actor, CitedPart, Denial, Model, SupportedDocument
from campaign.schemas.calendar import has_begun
from campaign.schemas.reply import CompanyReply, Reply
from campaign.schemas.types import (
    AbuseCode,
    Day,
    Key,
    Line,
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


class Publicity(Model):
    """Whether the workers concerned, or their union, want publicity; for the desk alone."""

    wish: PublicityWish
    words: Prose | None = None

    @model_validator(mode="after")
    def _says_the_limits(self) -> Self:
        if self.wish is PublicityWish.LIMITED and self.words is None:
            raise broken("words", "say what may be public, and what not")
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
    replies: dict[Key, CompanyReply] = {}
    reply: Reply | None = Field(default=None, validate_default=True)
    note: Prose | None = None
    publish_not_before: Day | None = None
    publicity: Publicity | None = None

    @field_validator("reply")
    @classmethod
    def _says_that_some_were_asked(cls, reply: Reply | None, info: ValidationInfo) -> Reply | None:
        """Require one of the two, however unfinished the rest is."""
        if reply is None and info.data.get("replies") == {}:
            raise ValueError("say whether the companies named were asked to reply")
        return reply

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        check_forwards(self.from_date, self.to_date)
        if len(set(self.sites)) != len(self.sites):
            raise broken("sites", "names the same facility twice")
        if self.outcome and first_day(self.outcome.as_of).year < first_day(self.from_date).year:
            raise broken("outcome", f"it ({self.outcome.as_of}) is older than the report")
        return self

    @model_validator(mode="after")
    def _says_who_was_asked(self) -> Self:
        """Require of each company named whether it was asked: by its own entry, or for all."""
        asked = [reply.who for reply in self.replies.values()]
        if len(set(asked)) != len(asked):
            raise broken("replies", "names the same company twice")
        missing = [] if self.reply else [who for who in self._companies() if who not in asked]
        if missing:
            raise broken("replies", f"say of “{missing[0]}” too whether it was asked to reply")
        return self

    def waits(self, today: date) -> bool:
        """Say whether its day has not begun; ``today`` is a day that has, everywhere on earth."""
        return self.publish_not_before is not None and not has_begun(self.publish_not_before, today)

    def _companies(self) -> Iterator[str]:
        for party in self.parties:
            if party.role is not PartyRole.PUBLIC_BODY:
                yield party.actor.record or (party.actor.name or "").casefold()

    @property
    def record_title(self) -> str:
        """Return the title."""
        return self.title
