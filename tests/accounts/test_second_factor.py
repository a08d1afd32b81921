from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from passlib.totp import TOTP
from sqlalchemy import QueuePool, create_engine, select
from sqlalchemy.orm import Session

from campaign.accounts.second_factor import (
    RECOVERY_CODES,
    Codes,
    WrongCode,
    has_second_factor,
    recovery_codes_left,
    remove_second_factor,
    renew_recovery_codes,
    set_up,
    take_code,
)
from campaign.accounts.users import add_account
from campaign.db import begin_writing, configure_engine
from campaign.models import RecoveryCode, User
from tests.support.authenticator import code_of

CODES = Codes("encrypts secrets", "Supply: Record")
AT = datetime(2026, 11, 25, 12, 0, 5, tzinfo=UTC)
STEP = timedelta(seconds=30)
THREADS = 50


@pytest.fixture
def ana(session):
    """An account whose authenticator was set up a minute before."""
    user = add_account(session, "ana@example.org", "reviewer")
    secret = CODES.new_secret()
    before = AT - 2 * STEP
    user.recovery = set_up(session, user, CODES, secret, code_of(CODES, secret, before), at=before)
    session.commit()
    return user


def code(user, at=AT):
    return code_of(CODES, user.tf_totp_secret, at)


def test_the_secret_is_encrypted_and_of_no_use_elsewhere(ana):
    key = CODES.authenticator(ana.tf_totp_secret, ana.email).key.replace("-", "")

    assert key not in ana.tf_totp_secret
    with pytest.raises(TypeError):
        TOTP.from_source(ana.tf_totp_secret)
    with pytest.raises(WrongCode):
        Codes("another secret", "x").step_of(ana.tf_totp_secret, code(ana), at=AT)


def test_an_authenticator_is_told_whose_key_it_is(ana):
    authenticator = CODES.authenticator(ana.tf_totp_secret, ana.email)

    assert authenticator.uri.startswith("otpauth://totp/Supply%20%20Record:ana@example.org?")


def test_setting_up_needs_a_code_that_fits(session):
    user = add_account(session, "bo@example.org", "editor")
    secret = CODES.new_secret()

    with pytest.raises(WrongCode):
        set_up(session, user, CODES, secret, "000000", at=datetime(2000, 1, 1, tzinfo=UTC))

    assert not has_second_factor(user)
    assert recovery_codes_left(session, user) == 0


@pytest.mark.parametrize("late", [-1, 0, 1])
def test_a_code_is_taken_a_step_early_or_late(session, ana, late):
    take_code(session, ana, CODES, code(ana, AT + late * STEP), at=AT)


@pytest.mark.parametrize(
    "typed", ["{0}", " {0} ", "{1} {2}", "{1}-{2}"], ids=["plain", "around", "between", "hyphen"]
)
def test_a_code_is_read_as_people_type_it(session, ana, typed):
    right = code(ana)

    take_code(session, ana, CODES, typed.format(right, right[:3], right[3:]), at=AT)


@pytest.mark.parametrize("wrong", ["", "12345", "1234567", "abcdef", "\0", "١٢٣٤٥٦", "x" * 999])
def test_what_is_no_code_is_refused(session, ana, wrong):
    with pytest.raises(WrongCode):
        take_code(session, ana, CODES, wrong, at=AT)


def test_a_code_two_steps_away_is_refused(session, ana):
    for steps in (-2, 2):
        with pytest.raises(WrongCode):
            take_code(session, ana, CODES, code(ana, AT + steps * STEP), at=AT)


@pytest.mark.attack
def test_the_same_code_is_never_taken_twice_nor_an_earlier_one(session, ana):
    take_code(session, ana, CODES, code(ana), at=AT)

    for again in (code(ana), code(ana, AT - STEP)):
        with pytest.raises(WrongCode):
            take_code(session, ana, CODES, again, at=AT)
    take_code(session, ana, CODES, code(ana, AT + STEP), at=AT)


@pytest.mark.attack
def test_the_code_with_which_it_was_set_up_opens_nothing(session, ana):
    before = AT - 2 * STEP

    with pytest.raises(WrongCode):
        take_code(session, ana, CODES, code(ana, before), at=before)


def test_an_account_without_a_second_factor_takes_no_code(session):
    user = add_account(session, "bo@example.org", "editor")

    with pytest.raises(WrongCode):
        take_code(session, user, CODES, "123456", at=AT)


def test_recovery_codes_are_taken_once_each_however_they_are_typed(session, ana):
    first, second, *_ = ana.recovery

    take_code(session, ana, CODES, f" {first.upper()} ", at=AT)
    take_code(session, ana, CODES, second.replace("-", " "), at=AT)

    with pytest.raises(WrongCode):
        take_code(session, ana, CODES, first, at=AT)
    assert recovery_codes_left(session, ana) == RECOVERY_CODES - 2


def test_recovery_codes_are_kept_as_hashes(session, ana):
    kept = " ".join(session.scalars(select(RecoveryCode.hash)))

    assert not any(code in kept or code.replace("-", "") in kept for code in ana.recovery)


def test_the_recovery_code_of_another_opens_nothing(session, ana):
    bo = add_account(session, "bo@example.org", "reviewer")
    secret = CODES.new_secret()
    set_up(session, bo, CODES, secret, code_of(CODES, secret, AT), at=AT)

    with pytest.raises(WrongCode):
        take_code(session, bo, CODES, ana.recovery[0], at=AT)


def test_new_recovery_codes_replace_the_old(session, ana):
    new = renew_recovery_codes(session, ana)

    with pytest.raises(WrongCode):
        take_code(session, ana, CODES, ana.recovery[0], at=AT)
    take_code(session, ana, CODES, new[0], at=AT)


def test_a_second_factor_that_was_taken_away_opens_nothing(session, ana):
    right = code(ana)

    remove_second_factor(session, ana)

    for each in (right, ana.recovery[0]):
        with pytest.raises(WrongCode):
            take_code(session, ana, CODES, each, at=AT)


@pytest.mark.attack
@pytest.mark.parametrize("kind", ["one-time", "recovery"])
def test_of_fifty_threads_with_the_same_code_one_gets_in(session, ana, database_url, kind):
    right = code(ana) if kind == "one-time" else ana.recovery[0]
    number = ana.id
    session.rollback()
    engine, start, taken = open_pool(database_url), Barrier(THREADS), []

    def try_it():
        with Session(engine) as own:
            user = own.get(User, number)
            assert has_second_factor(user)
            own.rollback()
            start.wait()
            begin_writing(own)
            try:
                take_code(own, user, CODES, right, at=AT)
            except WrongCode:
                return
            own.commit()
            taken.append(1)

    threads = [Thread(target=try_it) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    engine.dispose()
    assert len(taken) == 1


def open_pool(url):
    """Return an engine whose threads wait for one of twenty connections, as a server's do."""
    return configure_engine(
        create_engine(url, poolclass=QueuePool, pool_size=20, max_overflow=0, pool_timeout=120)
    )
