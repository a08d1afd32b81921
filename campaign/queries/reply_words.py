"""The state of a reply in one exact sentence, the same on every page and in the data."""

from __future__ import annotations

from campaign.models.vocabulary import NotAskedBecause, ReplyChannel, ReplyStanding
from campaign.queries.dates import date_words
from campaign.queries.replies import CompanyStanding
from campaign.schemas.types import UNDATED

CHANNEL_WORDS = {
    ReplyChannel.EMAIL: "by e-mail",
    ReplyChannel.POST: "by post",
    ReplyChannel.WEB_FORM: "through its web form",
    ReplyChannel.LAWYER: "through a lawyer",
    ReplyChannel.PUBLIC_LETTER: "by a public letter",
}
BECAUSE_WORDS = {
    NotAskedBecause.ENDANGERS_WORKERS: "it could endanger workers",
    NotAskedBecause.PUBLIC_ALREADY: "the account is public already and the answers that were "
    "found are recorded",
    NotAskedBecause.NO_WAY_TO_REACH: "no way to reach it was found",
}
STANDING_WORDS = {
    ReplyStanding.ANSWERED: "answered",
    ReplyStanding.DECLINED: "declined to answer",
    ReplyStanding.WAITING: "asked; the day is not over",
    ReplyStanding.NO_RESPONSE: "no response by the day",
    ReplyStanding.NOT_ASKED: "not asked",
    ReplyStanding.ASKED: "asked",
}


def standing_words(standing: CompanyStanding) -> str:
    """Return how a company stands: ``no response by 14 December 2022``, without the company.

    A sentence without its full stop; free reasons of editors keep their own words.
    """
    if standing.standing in (ReplyStanding.ANSWERED, ReplyStanding.DECLINED):
        return _answered(standing)
    if standing.standing is ReplyStanding.NO_RESPONSE:
        return f"no response by {date_words(standing.due_on)}"
    if standing.standing is ReplyStanding.NOT_ASKED:
        return _not_asked(standing)
    until = f", reply due by {date_words(standing.due_on)}" if standing.due_on else ""
    return f"asked to reply{until}"


def question_words(standing: CompanyStanding) -> str:
    """Return when and how it was asked and reminded; empty where it was not asked."""
    if standing.asked_on is None:
        return ""
    way = f" {CHANNEL_WORDS[standing.channel]}" if standing.channel else ""
    asked = f"asked on {date_words(standing.asked_on)}{way}"
    if not standing.reminders:
        return asked
    days = [date_words(day) for day in standing.reminders]
    return f"{asked}, reminded on {' and '.join(filter(None, [', '.join(days[:-1]), days[-1]]))}"


def _answered(standing: CompanyStanding) -> str:
    verb = STANDING_WORDS[standing.standing]
    if standing.answered_on in (None, UNDATED):
        return f"{verb}, on no known date"
    late = f", after {date_words(standing.due_on)}, when it was due" if standing.late else ""
    return f"{verb} on {date_words(standing.answered_on)}{late}"


def _not_asked(standing: CompanyStanding) -> str:
    if standing.because is None:
        return f"not asked: {standing.reason}" if standing.reason else "not asked"
    return f"not asked, because {BECAUSE_WORDS[standing.because]}"
