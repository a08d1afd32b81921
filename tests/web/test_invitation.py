import re

import pytest

from campaign.accounts.users import find_user
from campaign.db import now
from campaign.editorial import staff
from tests.support.forms import PASSWORD, read_form, send


@pytest.fixture
def secret(app):
    return app.config["CAMPAIGN"].secret_key


def link(session, secret, role="editor", email="ana@example.org"):
    _, token = staff.invite(session, email, role, by=None, secret=secret)
    session.commit()
    return f"/invitation/{token}"


def fill(client, path, passphrase=PASSWORD, again=None, **more):
    values = {"passphrase": passphrase, "again": passphrase if again is None else again, **more}
    return send(client, client.get(path), path, values)


def test_an_editor_sets_a_passphrase_and_is_at_the_desk(client, session, secret):
    answer = fill(client, link(session, secret))

    assert answer.location == "/editor/"
    assert "ana@example.org" in client.get("/editor/").text


def test_a_reviewer_goes_on_to_the_second_factor(client, session, secret):
    answer = fill(client, link(session, secret, "reviewer"))

    assert answer.location == "/login/set-up"
    assert client.get("/editor/").status_code == 302


def test_a_link_says_whose_it_is_and_is_kept_nowhere(client, session, secret):
    page = client.get(link(session, secret))

    assert "ana@example.org" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert "noindex" in page.text


def test_a_used_link_says_that_it_does_not_work(client, app, session, secret):
    path = link(session, secret)
    fill(client, path)

    answer = app.test_client().get(path)

    assert answer.status_code == 410
    assert "This link does not work" in answer.text
    assert "ana@example.org" not in answer.text


def test_a_link_that_was_never_made_says_the_same(client):
    answer = client.get("/invitation/xyz")

    assert answer.status_code == 410
    assert "This link does not work" in answer.text


@pytest.mark.parametrize(
    ("passphrase", "again", "says"),
    [
        ("short", "short", "at least 14 characters, and has 5"),
        ("passwordpassword", "passwordpassword", "guessed soon"),
        (PASSWORD, PASSWORD + "!", "The two are not the same"),
        ("", "", "This is missing"),
    ],
)
def test_a_passphrase_that_is_not_taken_is_said_beside_the_field(
    client, session, secret, passphrase, again, says
):
    path = link(session, secret)

    answer = fill(client, path, passphrase, again)

    assert answer.status_code == 422
    assert says in answer.text
    assert passphrase not in answer.text or len(passphrase) < 6
    session.rollback()
    assert find_user(session, "ana@example.org").password == ""


def test_a_guest_of_a_workshop_makes_an_account_that_ends(client, session, secret):
    until = now().date()
    [token] = staff.invite_workshop(session, until=until, count=1, by=None, secret=secret)
    session.commit()

    name = re.search(r"guest-\w+@guests\.example", client.get(f"/invitation/{token}").text).group()
    answer = fill(client, f"/invitation/{token}")

    assert answer.location == "/editor/"
    session.rollback()
    guest = find_user(session, name)
    assert guest.ends_on == until
    assert guest.role_names == {"contributor"}
    assert "Issued fact sheets</a></p>" not in client.get("/editor/").text.split("To review")[0]


@pytest.mark.attack
def test_a_workshop_link_tells_nobody_which_addresses_have_an_account(client, session, secret):
    staff.invite(session, "taken@example.org", "editor", by=None, secret=secret)
    [token] = staff.invite_workshop(session, until=now().date(), count=1, by=None, secret=secret)
    session.commit()
    path = f"/invitation/{token}"
    assert list(read_form(client.get(path), path).fields) == [
        *("csrf_token", "username", "passphrase", "again")
    ]

    answer = fill(client, path, email="taken@example.org", username="taken@example.org")

    assert answer.location == "/editor/"
    session.rollback()
    assert find_user(session, "taken@example.org").password == ""


def test_a_new_passphrase_does_not_go_past_the_second_factor(app, session, secret):
    path = link(session, secret, "reviewer")
    client = app.test_client()
    fill(client, path)
    user = find_user(session, "ana@example.org")
    user.tf_primary_method, user.tf_totp_secret = "authenticator", "set up meanwhile"
    token = staff.send_again(session, user, by=None, secret=secret)
    session.commit()

    answer = fill(app.test_client(), f"/invitation/{token}", "purple lantern over gravel")

    assert answer.location == "/login/code"
