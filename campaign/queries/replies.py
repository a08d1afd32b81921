"""How the reply of each company to a report stands on a day: answered, asked, silent, not asked.

The questions are in the report, the answers are records of their own; the state is computed
from both and the day, so that no page can say what has ceased to be so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from campaign.models import CompanyReply, Party, Record, Report
from campaign.models.vocabulary import (
    Kind,
    NotAskedBecause,
    PartyRole,
    ReplyChannel,
    ReplyStanding,
    ReplyState,
    ResponseStance,
)
from campaign.queries.reports import ResponseRow, response_rows
from campaign.schemas.calendar import is_over
from campaign.schemas.types import UNDATED, first_day, last_day


@dataclass(frozen=True)
class CompanyStanding:
    """One company's reply to one report, as of a day.

    Attributes:
        key: of its entry in the report; empty where the report speaks of all companies.
        standing: answered or declined (by an answer on record that was given no earlier than
            it was asked), waiting (the day is not over), no response (it is), asked (until
            no stated day), or not asked.
        answered_on: the day of the first such answer, or ``n.d.``.
        late: that answer came after the day on which it was due.
    """

    report_id: int
    actor_id: int | None
    actor_slug: str | None
    actor_kind: Kind | None
    actor_title: str
    standing: ReplyStanding
    key: str = ""
    asked_on: str | None = None
    channel: ReplyChannel | None = None
    due_on: str | None = None
    reminders: tuple[str, ...] = ()
    because: NotAskedBecause | None = None
    reason: str | None = None
    answered_on: str | None = None
    late: bool = False
    rejoinder: str | None = None
    rejoinder_on: str | None = None

    @property
    def is_its_own(self) -> bool:
        """Say whether it tells more than that the report's companies were not asked."""
        return bool(self.key or self.asked_on)


@dataclass(frozen=True)
class _Question:
    """What a report says of asking one company, or all that have no entry."""

    key: str = ""
    asked_on: str | None = None
    channel: ReplyChannel | None = None
    due_on: str | None = None
    reminders: tuple[str, ...] = ()
    because: NotAskedBecause | None = None
    reason: str | None = None
    rejoinder: str | None = None
    rejoinder_on: str | None = None


def reply_standings(
    session: Session, report_ids: Iterable[int], today: date
) -> dict[int, list[CompanyStanding]]:
    """Return how each company named in these reports stands, by report, in their order.

    Args:
        session: only read.
        report_ids: of published reports.
        today: a day that has begun everywhere on earth (``schemas.calendar``).
    """
    ids = sorted(set(report_ids))
    answers = defaultdict(list)
    for answer in response_rows(session, report_ids=ids):
        answers[answer.report_id].append(answer)
    return {r.id: report_standings(r, answers[r.id], today) for r in _reports(session, ids)}


def report_standings(
    report: Report, answers: Sequence[ResponseRow], today: date
) -> list[CompanyStanding]:
    """Return how each company named in a report stands (loaded with replies and parties)."""
    general = _general(report)
    found = []
    for actor, name, question in _companies(report, general):
        given = [a for a in answers if _is_of(a, actor, name)]
        found.append(_standing(report.id, actor, name, question, given, today))
    return found


def standings_of(
    session: Session, actor_id: int, report_ids: Iterable[int], today: date
) -> dict[int, CompanyStanding]:
    """Return how one company stands to these reports, by report; not those that say nothing."""
    found = reply_standings(session, report_ids, today)
    return {
        report_id: standing
        for report_id, standings in found.items()
        for standing in standings
        if standing.actor_id == actor_id
    }


def _reports(session: Session, ids: Sequence[int]) -> list[Report]:
    query = (
        select(Report)
        .where(Report.id.in_(ids), Report.retracted_at.is_(None))
        .options(
            selectinload(Report.replies).selectinload(CompanyReply.actor),
            selectinload(Report.parties).selectinload(Party.actor),
        )
    )
    return list(session.scalars(query))


def _companies(
    report: Report, general: _Question | None
) -> Iterator[tuple[Record | None, str, _Question]]:
    """Yield each company once: those with an entry, then those that are only named."""
    seen = set()
    for reply in report.replies:
        seen.add(reply.actor_id or reply.actor_name)
        yield reply.actor, reply.actor_name or "", _own(reply)
    for party in report.parties:
        who = party.actor_id or party.actor_name
        if general is None or who in seen or not _is_company(party):
            continue
        seen.add(who)
        yield party.actor, party.actor_name or "", general


def _is_company(party: Party) -> bool:
    if party.actor is None:
        return party.role is not PartyRole.PUBLIC_BODY
    return party.actor.kind is Kind.COMPANY


def _own(reply: CompanyReply) -> _Question:
    return _Question(
        key=reply.key,
        asked_on=reply.asked_on,
        channel=reply.channel,
        due_on=reply.due_on,
        reminders=tuple(reply.reminders),
        because=reply.because,
        reason=reply.reason,
        rejoinder=reply.rejoinder_text,
        rejoinder_on=reply.rejoinder_on_date,
    )


def _general(report: Report) -> _Question | None:
    if report.reply_state is None:
        return None
    if report.reply_state is ReplyState.NOT_ASKED:
        return _Question(reason=report.reply_reason)
    return _Question(asked_on=report.reply_asked_on, due_on=report.reply_due_on)


def _is_of(answer: ResponseRow, actor: Record | None, name: str) -> bool:
    if actor is not None:
        return answer.actor_id == actor.id
    return answer.actor_id is None and answer.actor_title == name


def _standing(
    report_id: int,
    actor: Record | None,
    name: str,
    question: _Question,
    given: Sequence[ResponseRow],
    today: date,
) -> CompanyStanding:
    answer = _first_answer(given, question.asked_on)
    return CompanyStanding(
        report_id=report_id,
        actor_id=actor.id if actor else None,
        actor_slug=actor.slug if actor else None,
        actor_kind=actor.kind if actor else None,
        actor_title=actor.title if actor else name,
        standing=_state(question, answer, today),
        answered_on=answer.on_date if answer else None,
        late=bool(answer and question.due_on and _is_after(answer.on_date, question.due_on)),
        **vars(question),
    )


def _state(question: _Question, answer: ResponseRow | None, today: date) -> ReplyStanding:
    if answer is not None:
        declined = answer.stance is ResponseStance.DECLINES
        return ReplyStanding.DECLINED if declined else ReplyStanding.ANSWERED
    if question.asked_on is None:
        return ReplyStanding.NOT_ASKED
    if question.due_on is None:
        return ReplyStanding.ASKED
    return ReplyStanding.NO_RESPONSE if is_over(question.due_on, today) else ReplyStanding.WAITING


def _first_answer(given: Sequence[ResponseRow], asked_on: str | None) -> ResponseRow | None:
    """Return the first answer that can be one to the question; silence on record is none.

    What a company said before it was asked is no answer to the question. Without a day, or
    with one less precise, it has the benefit of the doubt.
    """
    answers = [a for a in given if a.stance is not ResponseStance.NO_RESPONSE]
    fitting = [a for a in answers if not (asked_on and _is_after(asked_on, a.on_date))]
    return min(fitting, key=lambda a: (a.on_date == UNDATED, a.on_date), default=None)


def _is_after(later: str, earlier: str) -> bool:
    """Say whether a date lies certainly after another."""
    return UNDATED not in (later, earlier) and first_day(later) > last_day(earlier)
