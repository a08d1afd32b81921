"""A time budget for reading: a statement that would exceed it is stopped."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from campaign.errors import TookTooLong
from campaign.search.batch import dialect_of

SECONDS = 2.0
STEPS_BETWEEN_LOOKS = 20_000  # of SQLite's virtual machine; about a millisecond
TIMEOUT = "statement_timeout"


@contextmanager
def within(session: Session, seconds: float) -> Iterator[None]:
    """Stop a statement of this session that runs on after a number of seconds.

    On PostgreSQL each statement has the whole of the budget; a statement that was stopped
    leaves a transaction that can only be rolled back.

    Raises:
        TookTooLong: a statement was stopped.
    """
    limit = _sqlite_limit if dialect_of(session) == "sqlite" else _postgresql_limit
    try:
        with limit(session, seconds):
            yield
    except OperationalError as error:
        if not _was_stopped(error):
            raise
        raise TookTooLong(
            f"The search was stopped after {seconds:g} seconds. Ask with more words, with longer"
            " ones, or without quotation marks."
        ) from error


@contextmanager
def _sqlite_limit(session: Session, seconds: float) -> Iterator[None]:
    driver: Any = session.connection().connection.driver_connection
    until = time.monotonic() + seconds
    driver.set_progress_handler(lambda: time.monotonic() > until, STEPS_BETWEEN_LOOKS)
    try:
        yield
    finally:
        driver.set_progress_handler(None, 0)


@contextmanager
def _postgresql_limit(session: Session, seconds: float) -> Iterator[None]:
    milliseconds = f"{max(1, round(seconds * 1000))}ms"
    both = select(func.current_setting(TIMEOUT), func.set_config(TIMEOUT, milliseconds, True))
    before, _ = session.execute(both).one()
    yield
    session.execute(select(func.set_config(TIMEOUT, before, True)))


def _was_stopped(error: OperationalError) -> bool:
    return getattr(error.orig, "sqlstate", None) == "57014" or "interrupted" in str(error.orig)
