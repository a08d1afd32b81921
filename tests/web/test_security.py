import re

import pytest

from campaign.accounts.users import create_user
from campaign.editorial.staff import suspend
from campaign.web.security import security_settings
from config import Config
from tests.support.forms import PASSWORD, read_form, send
from tests.support.forms import sign_in_by_hand as sign_in


@pytest.fixture
def ana(session):
    user = create_user(session, "ana@example.org", "editor", PASSWORD)
    session.commit()
    return user


def test_signing_in_leads_to_the_desk_and_out_again(client, ana):
    sign_in(client, ana)
    desk = client.get("/editor/")
    assert "ana@example.org" in desk.text

    send(client, desk, "/logout")

    assert client.get("/editor/").status_code == 302


def test_signing_in_leads_back_to_where_one_was_going(client, ana):
    asked = client.get(client.get("/editor/new/report").location)

    answer = send(client, asked, "/login", {"email": ana.email, "password": PASSWORD})

    assert answer.location == "/editor/new/report"


def test_signing_in_leads_to_no_other_site(client, ana):
    asked = client.get("/login?next=https://evil.example/")

    answer = send(client, asked, "/login", {"email": ana.email, "password": PASSWORD})

    assert "evil" not in (answer.location or "")


def test_a_wrong_password_and_an_unknown_address_look_the_same(client, ana):
    page = client.get("/login")
    answers = [
        send(client, page, "/login", {"email": email, "password": "wrong wrong wrong"})
        for email in (ana.email, "nobody@example.org")
    ]

    texts = [re.sub(r'value="[^"]*"', "", answer.text) for answer in answers]

    assert texts[0] == texts[1]
    assert "The address or the passphrase is wrong" in texts[0]


def test_an_account_that_was_switched_off_is_out_at_once(client, session, ana):
    sign_in(client, ana)
    session.rollback()

    suspend(session, ana, by=None)
    session.commit()

    assert client.get("/editor/").status_code == 302


def test_a_form_without_its_token_is_refused(client, ana):
    values = {"title": "x", "email": ana.email, "password": PASSWORD}
    sign_in(client, ana)

    for path in (
        "/login",
        "/logout",
        "/editor/new/report",
        "/editor/drafts/1",
        "/editor/fact-sheets/issue/brand",
        "/editor/fact-sheets/CS-2026-0001/v1/withdraw",
    ):
        answer = client.post(path, data=values)

        assert answer.status_code == 400, path
        assert "The form has expired" in answer.text


def test_a_form_can_be_sent_over_https_too(client, ana):
    page = client.get("/login", base_url="https://localhost")
    values = read_form(page, "/login").fields | {"email": ana.email, "password": PASSWORD}

    answer = client.post("/login", data=values, base_url="https://localhost")

    assert answer.status_code == 302


def test_the_library_opens_no_other_door(app):
    rules = {
        rule.rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("security.")
    }

    assert rules == {"/login", "/logout"}


def test_the_cookie_is_closed_to_scripts_and_other_sites(client):
    cookie = client.get("/login").headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie


def test_the_session_holds_nothing_of_machine_or_browser(client, ana):
    sign_in(client, ana)

    with client.session_transaction() as kept:
        assert kept["_id"] == ""
        assert "127.0.0.1" not in str(dict(kept))


def test_passwords_are_hashed_slowly_except_in_tests():
    settings = security_settings(Config("sqlite://", "key"))[
        "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS"
    ]

    assert settings["argon2__type"] == "ID"
    assert settings["argon2__memory_cost"] == 64 * 1024
