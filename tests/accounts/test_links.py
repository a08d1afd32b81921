from datetime import datetime, timedelta

import pytest
from flask_security import verify_password
from itsdangerous import Signer
from sqlalchemy import select

from campaign.accounts.links import (
    LASTS,
    MOST_AT_ONCE,
    LinkRefused,
    find_open_links,
    issue_link,
    issue_workshop_links,
    open_link,
    revoke_links,
    revoke_workshop_links,
    use_link,
)
from campaign.accounts.passphrases import WeakPassphrase
from campaign.accounts.users import InvalidAccount, add_account
from campaign.db import now
from campaign.models import AccountLink
from tests.support.forms import PASSWORD

SECRET = "signs links"


@pytest.fixture
def ana(session):
    return add_account(session, "ana@example.org", "editor")


def follow(session, token, at=None, passphrase=PASSWORD):
    at = at or now()
    link = open_link(session, token, secret=SECRET, at=at)
    return use_link(session, link, passphrase=passphrase, at=at)


def test_a_link_sets_a_passphrase_and_ends_all_sessions(session, ana):
    token, before = issue_link(session, ana, secret=SECRET, at=now()), ana.fs_uniquifier

    user = follow(session, token)

    assert user is ana
    assert verify_password(PASSWORD, ana.password)
    assert ana.fs_uniquifier != before


def test_a_link_works_once(session, ana):
    token = issue_link(session, ana, secret=SECRET, at=now())
    follow(session, token)

    with pytest.raises(LinkRefused):
        follow(session, token)


def test_a_weak_passphrase_does_not_use_a_link_up(session, ana):
    token = issue_link(session, ana, secret=SECRET, at=now())

    with pytest.raises(WeakPassphrase):
        follow(session, token, passphrase="short")

    assert follow(session, token) is ana


def test_a_link_works_for_a_week(session, ana):
    at = now()
    token = issue_link(session, ana, secret=SECRET, at=at)

    open_link(session, token, secret=SECRET, at=at + LASTS - timedelta(seconds=1))
    with pytest.raises(LinkRefused):
        open_link(session, token, secret=SECRET, at=at + LASTS)


def test_a_newer_link_replaces_the_older(session, ana):
    first = issue_link(session, ana, secret=SECRET, at=now())
    second = issue_link(session, ana, secret=SECRET, at=now())

    with pytest.raises(LinkRefused):
        follow(session, first)
    assert follow(session, second) is ana


def test_a_link_that_was_taken_back_is_refused(session, ana):
    token = issue_link(session, ana, secret=SECRET, at=now())

    assert revoke_links(session, ana, at=now()) == 1

    with pytest.raises(LinkRefused):
        follow(session, token)


def test_a_link_of_a_suspended_account_is_refused(session, ana):
    token = issue_link(session, ana, secret=SECRET, at=now())
    ana.active = False

    with pytest.raises(LinkRefused):
        follow(session, token)


@pytest.mark.attack
@pytest.mark.parametrize("forged", ["", ".", "x", "a.b", "x" * 5000, "ключ.x", "a.b.c"])
def test_a_made_up_link_is_refused(session, ana, forged):
    issue_link(session, ana, secret=SECRET, at=now())

    with pytest.raises(LinkRefused):
        open_link(session, forged, secret=SECRET, at=now())


@pytest.mark.attack
def test_a_link_signed_with_another_secret_is_refused(session, ana):
    token = issue_link(session, ana, secret="another secret", at=now())
    body = token.split(".")[0]
    other_purpose = Signer(SECRET, salt="device").sign(body).decode()

    for each in (token, other_purpose):
        with pytest.raises(LinkRefused):
            open_link(session, each, secret=SECRET, at=now())


def test_the_database_holds_no_link(session, ana):
    token = issue_link(session, ana, secret=SECRET, at=now())

    [kept] = session.scalars(select(AccountLink.hash))

    assert token.split(".")[0] not in kept


def test_each_link_of_a_workshop_makes_one_contributor_until_the_last_day(session):
    until = now().date() + timedelta(days=3)
    tokens = issue_workshop_links(session, until=until, count=2, secret=SECRET, at=now())

    users = [follow(session, token) for token in tokens]

    assert [user.ends_on for user in users] == [until, until]
    assert len({user.email for user in users}) == 2
    assert {name for user in users for name in user.role_names} == {"contributor"}
    with pytest.raises(LinkRefused):
        follow(session, tokens[0])


def test_links_of_a_workshop_stop_with_its_last_day(session):
    at = now()
    until = at.date() + timedelta(days=2)
    [token] = issue_workshop_links(session, until=until, count=1, secret=SECRET, at=at)
    midnight = datetime.combine(until + timedelta(days=1), datetime.min.time(), at.tzinfo)

    open_link(session, token, secret=SECRET, at=midnight - timedelta(seconds=1))
    with pytest.raises(LinkRefused):
        open_link(session, token, secret=SECRET, at=midnight)


@pytest.mark.parametrize(
    ("days", "count", "message"),
    [
        (-1, 1, "not a day between today"),
        (367, 1, "not a day between today"),
        (1, 0, "Between 1 and"),
        (1, MOST_AT_ONCE + 1, "Between 1 and"),
    ],
)
def test_links_that_make_no_sense_are_not_made(session, days, count, message):
    until = now().date() + timedelta(days=days)

    with pytest.raises(InvalidAccount, match=message):
        issue_workshop_links(session, until=until, count=count, secret=SECRET, at=now())


def test_unused_links_of_a_workshop_are_taken_back(session):
    until = now().date() + timedelta(days=1)
    issue_workshop_links(session, until=until, count=3, secret=SECRET, at=now())

    assert revoke_workshop_links(session, until, at=now()) == 3
    assert find_open_links(session, at=now()) == []
