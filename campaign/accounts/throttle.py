"""Slowing down whoever guesses passwords, without locking out whom they guess at.

Each failure in a row doubles the wait, up to a minute, for that address and from devices
that it never signed in on. A device on which it did counts by itself, so that its owner
signs in while others guess. Nothing of a machine or a browser is kept: only a keyed hash
of the address that was typed, known or not, and of the device's own token.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from campaign.models import SignInAttempts

FREE = 5  # failures in a row that cost no wait
LONGEST_WAIT = timedelta(minutes=1)
FORGOTTEN_AFTER = timedelta(days=1)


def attempt_key(secret: str, address: str, device: str = "") -> str:
    """Return under which key the attempts for an address, from a known device, are counted."""
    content = f"{address.strip().lower()}\n{device}"
    return hmac.new(secret.encode(), content.encode(), hashlib.sha256).hexdigest()


def wait_after(failures: int) -> timedelta:
    """Return how long nobody may try after so many failures in a row."""
    if failures < FREE:
        return timedelta(0)
    return min(timedelta(seconds=2 ** min(failures - FREE, 10)), LONGEST_WAIT)


def begin_attempt(session: Session, key: str, *, at: datetime) -> timedelta:
    """Count an attempt as failed before it is looked at; return how long to wait instead.

    Attempts at the same moment come one after the other. One that must wait is not
    counted: guessing on does not prolong the wait. ``clear_attempts`` forgets them all.

    Args:
        session: in a transaction that will write; the caller commits it before the password
            is checked.
        key: see ``attempt_key``.
        at: the present moment.

    Returns:
        Zero when the password may be checked now.
    """
    session.execute(delete(SignInAttempts).where(SignInAttempts.last_at < at - FORGOTTEN_AFTER))
    _ensure_row(session, key, at)
    query = select(SignInAttempts).where(SignInAttempts.key == key).with_for_update()
    attempts = session.scalars(query.execution_options(populate_existing=True)).one()
    wait = attempts.last_at + wait_after(attempts.failures) - at
    if attempts.failures >= FREE and wait > timedelta(0):
        return wait
    attempts.failures += 1
    attempts.last_at = at
    session.flush()
    return timedelta(0)


def clear_attempts(session: Session, key: str) -> None:
    """Forget the failures under a key: somebody knew the password."""
    session.execute(delete(SignInAttempts).where(SignInAttempts.key == key))


def _ensure_row(session: Session, key: str, at: datetime) -> None:
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    row = dialect.insert(SignInAttempts).values(key=key, failures=0, last_at=at)
    session.execute(row.on_conflict_do_nothing(index_elements=["key"]))
