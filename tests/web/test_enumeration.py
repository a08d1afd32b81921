"""Nobody learns at the door whether an address has an account: same words, same work."""

import re
from datetime import timedelta

import pytest
from argon2 import low_level

from campaign.accounts.users import add_account, create_user, find_users
from campaign.db import now
from campaign.editorial import staff
from tests.support.forms import PASSWORD, send

CASES = ("unknown", "wrong", "suspended", "no-passphrase", "ended")


@pytest.fixture
def addresses(session):
    """An account in each state; for all but one the passphrase that is tried is the right one."""
    for name in ("wrong", "suspended", "ended"):
        create_user(session, f"{name}@example.org", "editor", PASSWORD)
    add_account(session, "no-passphrase@example.org", "editor")
    users = {user.email.split("@")[0]: user for user in find_users(session)}
    staff.suspend(session, users["suspended"], by=None)
    users["ended"].ends_on = now().date() - timedelta(days=1)
    session.commit()


def try_it(app, name, password):
    client = app.test_client()
    page = client.get("/login")
    return send(client, page, "/login", {"email": f"{name}@example.org", "password": password})


@pytest.mark.attack
@pytest.mark.usefixtures("addresses")
def test_every_refusal_says_the_same(app):
    answers = {
        name: try_it(app, name, "wrong wrong wrong" if name == "wrong" else PASSWORD)
        for name in CASES
    }

    pages = {re.sub(r'value="[^"]*"', "", answer.text) for answer in answers.values()}
    assert len(pages) == 1
    assert {answer.status_code for answer in answers.values()} == {200}
    assert "The address or the passphrase is wrong" in pages.pop()
    assert len({tuple(sorted(a.headers.keys())) for a in answers.values()}) == 1


@pytest.mark.attack
@pytest.mark.usefixtures("addresses")
@pytest.mark.parametrize("name", CASES)
def test_every_refusal_costs_one_hash(app, monkeypatch, name):
    work = []
    for name_of_work in ("hash_secret", "verify_secret"):
        monkeypatch.setattr(low_level, name_of_work, counted(name_of_work, work))

    try_it(app, name, "wrong wrong wrong")

    assert len(work) == 1


def counted(name, work):
    """Return a function of argon2 that also notes that it was called."""
    original = getattr(low_level, name)

    def note(*args, **kwargs):
        work.append(name)
        return original(*args, **kwargs)

    return note
