import pytest

from campaign.accounts.second_factor import has_second_factor
from campaign.accounts.users import create_user
from campaign.models import User
from tests.support.forms import PASSWORD, give_second_factor, send, sign_in

NEW = "purple lantern over gravel"


@pytest.fixture
def ana(session):
    user = create_user(session, "ana@example.org", "editor", PASSWORD)
    session.commit()
    return user


@pytest.fixture
def clients(app, ana):
    """Two browsers in which the same person is signed in."""
    return [sign_in(app.test_client(), ana) for _ in range(2)]


def change_passphrase(client, new=NEW):
    page = client.get("/account/passphrase")
    return send(client, page, "/account/passphrase", {"passphrase": new, "again": new})


def test_a_new_passphrase_keeps_this_session_and_ends_the_others(clients, app, session, ana):
    here, elsewhere = clients

    answer = change_passphrase(here)

    assert answer.location == "/account"
    assert "Every other session has ended" in here.get("/account").text
    assert elsewhere.get("/account").status_code == 302
    session.rollback()
    page = app.test_client().get("/login")
    refused = send(app.test_client(), page, "/login", {"email": ana.email, "password": PASSWORD})
    assert refused.status_code != 302


def test_a_weak_new_passphrase_says_why(clients):
    answer = change_passphrase(clients[0], "passwordpassword")

    assert answer.status_code == 422
    assert "guessed soon" in answer.text


def test_signing_out_everywhere_ends_every_session(clients):
    here, elsewhere = clients

    answer = send(here, here.get("/account"), "/account/sign-out")

    assert answer.location == "/login"
    assert "You are signed out everywhere." in here.get("/login").text
    assert elsewhere.get("/account").status_code == 302


def test_recovery_codes_are_made_anew_and_shown_once(clients, session, ana):
    give_second_factor(ana)
    session.commit()
    here = clients[0]

    answer = send(here, here.get("/account"), "/account/recovery-codes")

    assert answer.text.count("<li>") == 10
    assert "10 recovery codes left" in here.get("/account").text
    assert answer.headers["Cache-Control"] == "no-store"


def test_an_editor_may_give_the_second_factor_up(clients, session, ana):
    give_second_factor(ana)
    session.commit()
    here = clients[0]

    send(here, here.get("/account"), "/account/second-factor/give-up")

    session.rollback()
    assert not has_second_factor(session.get(User, ana.id))


def test_a_reviewer_is_offered_no_way_around_it(newsroom):
    client = newsroom.client("reviewer")

    assert "Do without" not in client.get("/account").text


def test_whoever_has_not_signed_in_has_no_account(client):
    assert client.get("/account").location == "/login?next=/account"
