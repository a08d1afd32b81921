"""Who did what to which, when: only ever added to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from campaign.db import now
from campaign.editorial.hashing import GENESIS, chained_hash
from campaign.editorial.sealing import CONFIDENTIAL, seal_of, words_of
from campaign.models import AuditEntry

AUDIT_LOCK = 7_311_002  # any number that is ours alone, for PostgreSQL's advisory lock
READ_AT_ONCE = 1_000  # rows held in memory while a chain is followed


@dataclass(frozen=True)
class Deed:
    """One thing done: the action's name, what it was done to, and more in plain values.

    Of one that ``is_confidential`` the trail holds a hash, and the desk beside it the words.
    """

    action: str
    subject: str
    details: dict[str, Any] = field(default_factory=dict)
    is_confidential: bool = False


def record_deeds(
    session: Session, deeds: Iterable[Deed], *, user_id: int | None, at: datetime | None = None
) -> None:
    """Append deeds to the audit trail, in order, chained to the last entry.

    One transaction at a time may append; the others wait until it ends.
    """
    lock_trail(session)
    at = at or now()
    previous = session.scalar(select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1))
    previous = previous or GENESIS
    for deed in deeds:
        previous = _append(session, deed, user_id, at, previous)
    session.flush()


def _append(session: Session, deed: Deed, user_id: int | None, at: datetime, previous: str) -> str:
    words = None
    if deed.is_confidential:
        words = words_of(deed.action, deed.subject, deed.details, user_id)
        deed, user_id = Deed(CONFIDENTIAL, "", {"seal": seal_of(words)}), None
    entry = AuditEntry(
        at=at,
        user_id=user_id,
        action=deed.action,
        subject=deed.subject,
        details=deed.details,
        previous_hash=previous,
    )
    entry.hash = chained_hash(previous, _content(entry))
    session.add(entry)
    if words is not None:
        session.flush()
        words.entry_id = entry.id
        session.add(words)
    return entry.hash


def lock_trail(session: Session) -> None:
    """Wait for one's turn to write (SQLite has one writer anyway)."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": AUDIT_LOCK})


def broken_entries(session: Session) -> Iterator[int]:
    """Yield the numbers of audit entries whose hash does not follow from the one before."""
    query = select(AuditEntry).order_by(AuditEntry.id)
    yield from broken_among(session.scalars(query.execution_options(yield_per=READ_AT_ONCE)))


def broken_among(entries: Iterable[AuditEntry]) -> Iterator[int]:
    """Yield the numbers of entries of a trail whose hash does not follow from the one before."""
    previous = GENESIS
    for entry in entries:
        if entry.previous_hash != previous or entry.hash != chained_hash(previous, _content(entry)):
            yield entry.id
        previous = entry.hash


def _content(entry: AuditEntry) -> dict[str, Any]:
    return {
        "at": entry.at.astimezone(UTC).isoformat(),
        "user": entry.user_id,
        "action": entry.action,
        "subject": entry.subject,
        "details": entry.details,
    }
