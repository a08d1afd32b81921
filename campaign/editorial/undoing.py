"""Taking back a whole import, or all that one account did since a day: what that would mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from campaign.editorial.referring import REFERENCES, titles
from campaign.models import Record, Revision, User
from campaign.models.vocabulary import DraftAction

MOST_AT_ONCE = 5_000  # ids in one question


@dataclass(frozen=True)
class Import:
    """Records that came together: from where, when, and how many."""

    origin: str
    at: datetime
    records: int


@dataclass
class UndoPlan:
    """What would be done to undo some revisions.

    Attributes:
        restored: by record, the number of the revision that it goes back to.
        retracted: records that these revisions created.
        left: records that stay as they are, each with the reason.
    """

    restored: dict[int, int] = field(default_factory=dict)
    retracted: list[int] = field(default_factory=list)
    left: dict[int, str] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Return how many records would change."""
        return len(self.restored) + len(self.retracted)


def find_imports(session: Session, limit: int = 20) -> list[Import]:
    """Return the latest runs that brought in records, newest first; no single drafts."""
    rows = session.execute(
        select(Revision.origin, Revision.at, func.count())
        .where(~Revision.origin.startswith("draft "))
        .group_by(Revision.origin, Revision.at)
        .order_by(Revision.at.desc())
        .limit(limit)
    )
    return [Import(*row) for row in rows]


def plan_undoing_import(session: Session, origin: str, at: datetime) -> UndoPlan:
    """Return what undoing one run would mean."""
    return _plan(session, (Revision.origin == origin) & (Revision.at == at))


def plan_undoing_account(session: Session, user: User, since: datetime) -> UndoPlan:
    """Return what undoing all that an account wrote, and others signed, since a moment means."""
    return _plan(session, (Revision.author_id == user.id) & (Revision.at >= since))


def _plan(session: Session, which: ColumnElement[bool]) -> UndoPlan:
    plan = UndoPlan()
    rows = session.execute(
        select(
            Revision.record_id,
            func.min(Revision.number),
            func.max(Revision.number),
            Record.revision,
            Record.retracted_at,
        )
        .join(Record, Record.id == Revision.record_id)
        .where(which)
        .group_by(Revision.record_id, Record.revision, Record.retracted_at)
    ).all()
    for record_id, first, last, now_at, retracted_at in rows:
        if last != now_at:
            plan.left[record_id] = "was changed by others since"
        elif first > 1:
            plan.restored[record_id] = first - 1
        elif retracted_at is None:
            plan.retracted.append(record_id)
    _leave_retracted_before(session, plan)
    _leave_what_others_rest_on(session, plan)
    return plan


def _leave_retracted_before(session: Session, plan: UndoPlan) -> None:
    """Leave records that were stubs before: their text alone does not make them stubs again."""
    pairs = set(plan.restored.items())
    for chunk in _chunks(list(plan.restored)):
        rows = session.execute(
            select(Revision.record_id, Revision.number).where(
                Revision.record_id.in_(chunk),
                Revision.action == DraftAction.RETRACT,
            )
        )
        for record_id, number in rows:
            if (record_id, number) in pairs:
                del plan.restored[record_id]
                plan.left[record_id] = "was retracted before; retract it by itself"


def _leave_what_others_rest_on(session: Session, plan: UndoPlan) -> None:
    """Leave created records to which something refers that stays."""
    resting = referrers_of(session, plan.retracted)
    going = set(plan.retracted)
    while True:
        kept = {
            record_id
            for record_id in going
            if any(r not in going and r not in plan.restored for r in resting[record_id])
        }
        if not kept:
            break
        going -= kept
        for record_id in kept:
            staying = [r for r in resting[record_id] if r not in going]
            plan.left[record_id] = f"others rest on it: {_titles(session, staying)}"
    plan.retracted = [record_id for record_id in plan.retracted if record_id in going]


def referrers_of(session: Session, record_ids: Collection[int]) -> dict[int, set[int]]:
    """Return for each record the standing records that refer to it, in few questions."""
    found: dict[int, set[int]] = defaultdict(set)
    for chunk in _chunks(list(record_ids)):
        for referrer, to in REFERENCES:
            query = select(to, referrer).join(Record, Record.id == referrer)
            for target, who in session.execute(
                query.where(to.in_(chunk), Record.retracted_at.is_(None))
            ):
                found[target].add(who)
    return found


def _titles(session: Session, record_ids: Iterable[int]) -> str:
    some = sorted(record_ids)
    records = session.scalars(select(Record).where(Record.id.in_(some[:6]))).all()
    return titles(records, most=3)


def _chunks(ids: list[int]) -> Iterable[list[int]]:
    return (ids[start : start + MOST_AT_ONCE] for start in range(0, len(ids), MOST_AT_ONCE))
