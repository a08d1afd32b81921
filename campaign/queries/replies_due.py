"""Which companies to remind, and whose day has passed: of published reports and of drafts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.models import CompanyReply, Draft, Record, Report
from campaign.models.vocabulary import DraftState, ReplyStanding
from campaign.queries.replies import CompanyStanding, reply_standings
from campaign.schemas.calendar import is_over
from campaign.schemas.types import first_day, last_day

QUIET_DAYS = 7  # after the question or a reminder, before the next one
LAST_DAYS = 3  # before the day, in which a last reminder is due
SHOWN_AFTERWARDS = timedelta(days=30)
OPEN = (DraftState.WRITING, DraftState.SUBMITTED, DraftState.RETURNED)


class Errand(StrEnum):
    """What is to be done about a question."""

    REMIND = "remind"
    WAIT = "wait"
    RECORD = "record"


@dataclass(frozen=True)
class ReplyDue:
    """A company that was asked and has not answered on record.

    ``slug`` is that of a published report; ``draft_id`` of a draft that is under way.
    ``errand`` is to remind it, to wait, or (the day is over) to record what came.
    """

    title: str
    company: str
    key: str
    asked_on: str
    due_on: str
    reminders: tuple[str, ...]
    errand: Errand
    slug: str | None = None
    draft_id: int | None = None


def replies_due(session: Session, today: date, *, author_id: int | None) -> list[ReplyDue]:
    """Return the open questions that somebody may know of, the earliest due day first.

    Those whose day passed more than a month ago are left out: silence is an answer then.

    Args:
        session: only read.
        today: a day that has begun everywhere (``schemas.calendar``).
        author_id: whose drafts are looked at beside what is published; None for whoever may
            read all drafts.
    """
    found = [*_of_reports(session, today), *_of_drafts(session, author_id, today)]
    recent = [due for due in found if last_day(due.due_on) >= today - SHOWN_AFTERWARDS]
    return sorted(recent, key=lambda due: (due.due_on, due.title, due.company))


def errand_of(asked_on: str, due_on: str, reminders: tuple[str, ...], today: date) -> Errand:
    """Return what is to be done on a day about a question that is not answered."""
    if is_over(due_on, today):
        return Errand.RECORD
    last = last_day(max((asked_on, *reminders), key=first_day))
    closing = last_day(due_on) - timedelta(days=LAST_DAYS)
    if today - last >= timedelta(days=QUIET_DAYS) or last < closing <= today:
        return Errand.REMIND
    return Errand.WAIT


def _of_reports(session: Session, today: date) -> Iterator[ReplyDue]:
    since = (today - SHOWN_AFTERWARDS).isoformat()[:4]
    query = (
        select(Report.id, Report.slug, Report.title)
        .where(Report.retracted_at.is_(None), Report.id == CompanyReply.report_id)
        .where(CompanyReply.due_on >= since)
        .distinct()
    )
    reports = {row.id: row for row in session.execute(query)}
    for report_id, standings in reply_standings(session, reports, today).items():
        for standing in standings:
            if standing.key and standing.standing in (
                ReplyStanding.WAITING,
                ReplyStanding.NO_RESPONSE,
            ):
                yield _due_of(standing, reports[report_id].title, reports[report_id].slug, today)


def _due_of(standing: CompanyStanding, title: str, slug: str, today: date) -> ReplyDue:
    asked_on, due_on = standing.asked_on or "", standing.due_on or ""
    return ReplyDue(
        title=title,
        company=standing.actor_title,
        key=standing.key,
        asked_on=asked_on,
        due_on=due_on,
        reminders=standing.reminders,
        errand=errand_of(asked_on, due_on, standing.reminders, today),
        slug=slug,
    )


def _of_drafts(session: Session, author_id: int | None, today: date) -> Iterator[ReplyDue]:
    """Yield the questions of drafts of new reports; an update's are those of its report."""
    since = (today - SHOWN_AFTERWARDS).isoformat()
    query = select(Draft.id, Draft.title, Draft.document).where(
        Draft.asks_until >= since, Draft.record_id.is_(None), Draft.state.in_(OPEN)
    )
    if author_id is not None:
        query = query.where(Draft.author_id == author_id)
    rows = session.execute(query).all()
    asked = [(row, key, reply) for row in rows for key, reply in _asked(row.document)]
    titles = _titles(session, [reply for _, _, reply in asked])
    for row, key, reply in asked:
        reminders = tuple(sorted(reply.get("reminders") or ()))
        actor = reply.get("actor") or {}
        yield ReplyDue(
            title=row.title,
            company=titles.get(str(actor.get("record"))) or str(actor.get("name") or ""),
            key=key,
            asked_on=reply["asked_on"],
            due_on=reply["due_on"],
            reminders=reminders,
            errand=errand_of(reply["asked_on"], reply["due_on"], reminders, today),
            draft_id=row.id,
        )


def asks_until(document: Mapping[str, Any]) -> str | None:
    """Return the last day of the last question in an unfinished document, or None."""
    days = [last_day(reply["due_on"]) for _, reply in _asked(document)]
    return max(days).isoformat() if days else None


def _asked(document: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the questions of an unfinished document whose days are days."""
    for key, reply in (document.get("replies") or {}).items():
        try:
            for value in (reply["asked_on"], reply["due_on"], *(reply.get("reminders") or ())):
                last_day(value)
        except (KeyError, ValueError, AttributeError, TypeError):
            continue
        yield key, reply


def _titles(session: Session, replies: list[dict[str, Any]]) -> dict[str, str]:
    slugs = {(reply.get("actor") or {}).get("record") for reply in replies} - {None}
    rows = session.execute(select(Record.slug, Record.title).where(Record.slug.in_(sorted(slugs))))
    return {row.slug: row.title for row in rows}
