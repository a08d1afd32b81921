"""Sessions that somebody ended: what a copy of their cookie would carry is refused.

A session is a signed cookie with a random mark. Of a session that ended a hash of its mark is
kept until it would have ended by itself; whose it was is not.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from campaign.models import EndedSession


def note_end(session: Session, mark: str, *, until: datetime, at: datetime) -> None:
    """Keep in mind that a session ended; forget those that would be over anyway.

    Args:
        session: its transaction is the caller's to commit.
        mark: of the session.
        until: when it would have ended by itself, at the latest.
        at: the present moment.
    """
    session.execute(delete(EndedSession).where(EndedSession.until < at))
    if session.get(EndedSession, _hash(mark)) is None:
        session.add(EndedSession(hash=_hash(mark), until=until))
    session.flush()


def has_ended(session: Session, mark: str) -> bool:
    """Say whether somebody ended the session of a mark."""
    return session.get(EndedSession, _hash(mark)) is not None


def _hash(mark: str) -> str:
    return hashlib.sha256(mark.encode()).hexdigest()
