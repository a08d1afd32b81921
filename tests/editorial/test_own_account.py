from threading import Barrier, Thread

import pytest
from flask_security import verify_password
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.accounts.links import LinkRefused, open_link
from campaign.accounts.passphrases import WeakPassphrase
from campaign.accounts.second_factor import Codes, WrongCode, has_second_factor
from campaign.accounts.users import create_user
from campaign.db import begin_writing, now
from campaign.editorial import own_account, staff
from campaign.errors import InvalidTransition
from campaign.models import AuditEntry, User
from tests.factories import make_user
from tests.support.authenticator import code_of
from tests.support.databases import open_engine
from tests.support.forms import PASSWORD, give_second_factor

CODES = Codes("encrypts secrets", "Supply Record")
NEW = "purple lantern over gravel"


@pytest.fixture
def ana(session):
    return create_user(session, "ana@example.org", "editor", PASSWORD)


def actions(session):
    return [entry.action for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.id))]


def test_a_new_passphrase_fits_and_ends_all_sessions(session, ana):
    before = ana.fs_uniquifier

    own_account.change_passphrase(session, ana, NEW)

    assert verify_password(NEW, ana.password)
    assert ana.fs_uniquifier != before
    assert actions(session) == ["account:change passphrase"]


def test_a_weak_passphrase_changes_nothing(session, ana):
    with pytest.raises(WeakPassphrase):
        own_account.change_passphrase(session, ana, "passwordpassword")

    assert verify_password(PASSWORD, ana.password)
    assert actions(session) == []


def test_a_second_factor_is_set_up_and_ends_all_sessions(session, ana):
    before, secret, at = ana.fs_uniquifier, CODES.new_secret(), now()

    codes = own_account.set_up_second_factor(
        session, ana, CODES, secret, code_of(CODES, secret, at), at=at
    )

    assert has_second_factor(ana)
    assert len(set(codes)) == 10
    assert ana.fs_uniquifier != before
    assert actions(session) == ["account:set up second factor"]


def test_a_wrong_code_sets_nothing_up(session, ana):
    with pytest.raises(WrongCode):
        own_account.set_up_second_factor(session, ana, CODES, CODES.new_secret(), "12345", at=now())

    assert not has_second_factor(ana)
    assert actions(session) == []


def test_recovery_codes_are_for_those_with_a_second_factor(session, ana):
    with pytest.raises(InvalidTransition, match="second factor first"):
        own_account.new_recovery_codes(session, ana)

    give_second_factor(ana)
    assert len(own_account.new_recovery_codes(session, ana)) == 10
    assert actions(session) == ["account:new recovery codes"]


def test_an_editor_may_do_without_a_second_factor(session, ana):
    give_second_factor(ana)

    own_account.give_up_second_factor(session, ana)

    assert not has_second_factor(ana)
    assert actions(session) == ["account:give up second factor"]


@pytest.mark.parametrize("role", ["reviewer", "admin"])
def test_whoever_can_publish_may_not(session, role):
    user = make_user(session, role)
    give_second_factor(user)

    with pytest.raises(InvalidTransition, match="needs a second factor"):
        own_account.give_up_second_factor(session, user)

    assert has_second_factor(user)


def test_one_signs_oneself_out_everywhere(session, ana):
    before = ana.fs_uniquifier

    own_account.sign_out_everywhere(session, ana)

    assert ana.fs_uniquifier != before
    assert actions(session) == ["account:sign out"]


@pytest.mark.attack
def test_of_many_who_use_one_link_at_once_one_sets_the_passphrase(app, session, database_url):
    _, token = staff.invite(session, "bo@example.org", "editor", by=None, secret="s")
    session.commit()
    count = 8
    engine, start, done = open_engine(database_url), Barrier(count), []

    def follow(number):
        with Session(engine) as own:
            at = now()
            open_link(own, token, secret="s", at=at)
            own.rollback()
            start.wait()
            begin_writing(own)
            try:
                link = open_link(own, token, secret="s", at=at)
                own_account.accept(own, link, passphrase=f"{NEW} {number}", at=at)
            except LinkRefused:
                return
            own.commit()
            done.append(number)

    def run(number):
        with app.app_context():
            follow(number)

    threads = [Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    session.rollback()
    [winner] = done
    user = session.scalars(select(User).where(User.email == "bo@example.org")).one()
    assert verify_password(f"{NEW} {winner}", user.password)
