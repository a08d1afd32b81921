"""The right of reply: who was asked, how and until when, or why nobody asked; and the rejoinder.

Whether somebody has answered is not written here: the answers on record say it
(``campaign.queries.replies``), so that the two can never disagree.
"""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from campaign.models.vocabulary import NotAskedBecause, ReplyChannel, ReplyState
from campaign.schemas.base import Actor, CitedPart, Model, Part
from campaign.schemas.types import (
    PartialDate,
    PastDate,
    Prose,
    broken,
    check_forwards,
    first_day,
    last_day,
)


class Reply(Model):
    """Whether the companies that have no entry of their own were asked to reply, or why not."""

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


class Rejoinder(CitedPart):
    """What we or the organisation that reported it published on an answer."""

    text: Prose
    on_date: PastDate


class CompanyReply(Part):
    """One company's chance to reply: asked on a day by a channel until a day, or not asked.

    ``reminders`` are the days on which it was reminded, in order. ``because`` gives the usual
    reasons for not asking in fixed words; ``reason`` says it freely, or says more.
    """

    actor: Actor
    asked_on: PastDate | None = None
    channel: ReplyChannel | None = None
    due_on: PartialDate | None = None
    reminders: tuple[PastDate, ...] = ()
    because: NotAskedBecause | None = None
    reason: Prose | None = None
    rejoinder: Rejoinder | None = None

    @property
    def who(self) -> str:
        """Return what tells this company from the others of the report."""
        return self.actor.record or (self.actor.name or "").casefold()

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        if self.asked_on is None:
            self._check_not_asked()
        else:
            self._check_asked()
        return self

    def _check_not_asked(self) -> None:
        for field in ("channel", "due_on", "reminders"):
            if getattr(self, field):
                raise broken("asked_on", "say when it was asked")
        if self.because is None and self.reason is None:
            raise broken("because", "say when it was asked, or why it was not")

    def _check_asked(self) -> None:
        if self.because is not None:
            raise broken("because", "it was asked; take this away, or the day")
        if self.channel is None:
            raise broken("channel", "say by which way it was asked")
        if self.due_on is None:
            raise broken("due_on", "say until when it can answer")
        _check_order(self.asked_on or "", self.due_on, self.reminders)


def _check_order(asked_on: str, due_on: str, reminders: tuple[str, ...]) -> None:
    """Refuse a due day that leaves no time, and reminders before the question or out of order."""
    if last_day(due_on) <= first_day(asked_on):
        raise broken("due_on", f"is due ({due_on}) no later than it was asked ({asked_on})")
    days = (asked_on, *reminders)
    if any(
        last_day(later) < first_day(earlier)
        for earlier, later in zip(days, reminders, strict=False)
    ):
        raise broken("reminders", "come after the question, the earliest first")
    if len(set(reminders)) != len(reminders):
        raise broken("reminders", "names the same day twice")
