from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from hypothesis import settings
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign.accounts.throttle import (
    FORGOTTEN_AFTER,
    FREE,
    LONGEST_WAIT,
    attempt_key,
    begin_attempt,
    clear_attempts,
    wait_after,
)
from campaign.db import begin_writing
from campaign.models import SignInAttempts
from tests.support.databases import open_engine

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
NONE = timedelta(0)


def fail(session, times, *, key="k", at=NOON):
    waits = []
    for _ in range(times):
        waits.append(begin_attempt(session, key, at=at))
        session.commit()
    return waits


def test_a_few_mistakes_cost_nothing_and_then_each_doubles_the_wait():
    waits = [wait_after(failures).total_seconds() for failures in range(FREE + 9)]

    assert waits[:FREE] == [0] * FREE
    assert waits[FREE:] == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert wait_after(10**9) == LONGEST_WAIT


def test_guessing_on_does_not_prolong_the_wait(session):
    assert fail(session, FREE) == [NONE] * FREE

    assert fail(session, 100) == [timedelta(seconds=1)] * 100
    assert begin_attempt(session, "k", at=NOON + timedelta(seconds=1)) == NONE


@pytest.mark.attack
def test_many_guesses_in_an_hour_are_few_tries(session):
    guesses = 10_000 if settings().max_examples > 1_000 else 200  # all of them in an assault
    tried = sum(
        begin_attempt(session, "k", at=NOON + timedelta(hours=guess / guesses)) == NONE
        for guess in range(guesses)
    )

    assert FREE < tried < 100


def test_who_knew_the_password_starts_afresh(session):
    fail(session, FREE + 3)

    clear_attempts(session, "k")

    assert begin_attempt(session, "k", at=NOON) == NONE


def test_each_key_waits_for_itself_and_says_nothing_of_the_address(session):
    stranger = attempt_key("secret", "Ana@example.org ")
    owner = attempt_key("secret", "ana@example.org", "device")
    fail(session, FREE + 1, key=stranger)

    assert begin_attempt(session, owner, at=NOON) == NONE
    assert stranger == attempt_key("secret", "ana@EXAMPLE.org")
    assert stranger != attempt_key("other secret", "ana@example.org")
    assert "ana" not in stranger


def test_what_is_a_day_old_is_forgotten(session):
    fail(session, FREE + 1)

    begin_attempt(session, "other", at=NOON + FORGOTTEN_AFTER + timedelta(seconds=1))

    assert session.scalars(select(SignInAttempts.key)).all() == ["other"]


@pytest.mark.attack
def test_fifty_guesses_at_the_same_moment_are_no_more_than_five(database_url):
    engine = open_engine(database_url)
    together, let_in = Barrier(50), []

    def guess():
        together.wait()
        with Session(engine) as session:
            begin_writing(session)
            wait = begin_attempt(session, "k", at=NOON)
            session.commit()
        let_in.append(wait == NONE)

    threads = [Thread(target=guess) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(let_in), sum(let_in)) == (50, FREE)
    with Session(engine) as session:
        assert session.scalar(select(func.sum(SignInAttempts.failures))) == FREE
