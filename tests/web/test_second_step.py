"""A password alone opens nothing to those who can publish; a code is asked for, once each."""

import html
import re

import pytest

from campaign.accounts.throttle import FREE
from campaign.accounts.users import create_user
from campaign.models import AuditEntry, User
from campaign.web.account import second_step
from tests.support.authenticator import Phone
from tests.support.forms import PASSWORD, read_form, send, sign_in_by_hand


@pytest.fixture
def rita(session):
    user = create_user(session, "rita@example.org", "reviewer", PASSWORD)
    session.commit()
    return user


def set_up(client):
    """Set an authenticator up on the page that asks for it; return it and the answer."""
    page = client.get("/login/set-up")
    phone = Phone(key_on(page))
    return phone, send(client, page, "/login/set-up", {"code": phone.code()})


def key_on(page):
    return re.search(r'class="cite" translate="no">([A-Z2-7-]+)<', page.text)[1]


def recovery_codes_on(page):
    return re.findall(r"<li>([a-z2-9-]{19})</li>", page.text)


def sign_out(client):
    send(client, client.get("/editor/"), "/logout")


def test_a_reviewer_sets_up_a_second_factor_before_anything_else(app, session, rita):
    client = sign_in_by_hand(app.test_client(), rita)
    assert client.get("/editor/").location.startswith("/login")

    _, answer = set_up(client)

    assert len(recovery_codes_on(answer)) == 10
    assert client.get("/editor/").status_code == 200
    session.rollback()
    assert session.get(User, rita.id).tf_primary_method == "authenticator"
    assert [entry.action for entry in session.query(AuditEntry)] == ["account:set up second factor"]


def test_the_key_stays_the_same_while_codes_are_mistyped(app, rita):
    client = sign_in_by_hand(app.test_client(), rita)
    page = client.get("/login/set-up")

    again = send(client, page, "/login/set-up", {"code": "000 000"})

    assert again.status_code == 422
    assert "This code is wrong" in again.text
    assert key_on(again) == key_on(page)


def test_another_account_in_the_same_browser_gets_another_key(app, session, rita):
    bob = create_user(session, "bob@example.org", "admin", PASSWORD)
    session.commit()
    client = sign_in_by_hand(app.test_client(), rita)
    first = key_on(client.get("/login/set-up"))

    sign_in_by_hand(client, bob)

    assert key_on(client.get("/login/set-up")) != first


def test_the_picture_is_part_of_the_page_and_holds_no_style(app, rita):
    client = sign_in_by_hand(app.test_client(), rita)

    page = client.get("/login/set-up")

    picture = re.search(r"<svg.*?</svg>", page.text, re.S)[0]
    assert "style" not in picture
    assert "data:" not in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_afterwards_each_sign_in_asks_for_a_code_and_leads_on(app, rita):
    client = sign_in_by_hand(app.test_client(), rita)
    phone, _ = set_up(client)
    sign_out(client)
    door = client.get(client.get("/editor/new/report").location)

    step = send(client, door, "/login", {"email": rita.email, "password": PASSWORD})
    assert client.get("/editor/").status_code == 302
    page = client.get(step.location)
    answer = send(client, page, "/login/code", {"code": phone.code()})

    assert answer.location == "/editor/new/report"
    assert client.get("/editor/").status_code == 200


@pytest.mark.attack
def test_a_code_seen_over_the_shoulder_opens_nothing(app, rita):
    client = sign_in_by_hand(app.test_client(), rita)
    phone, _ = set_up(client)
    sign_out(client)
    stranger = sign_in_by_hand(app.test_client(), rita)
    sign_in_by_hand(client, rita)
    seen = phone.code()
    send(client, client.get("/login/code"), "/login/code", {"code": seen})

    answer = send(stranger, stranger.get("/login/code"), "/login/code", {"code": seen})

    assert answer.status_code == 422
    assert stranger.get("/editor/").status_code == 302


def test_a_recovery_code_opens_once(app, rita):
    client = sign_in_by_hand(app.test_client(), rita)
    _, answer = set_up(client)
    code = recovery_codes_on(answer)[0]
    sign_out(client)

    for expected in (200, 302):
        sign_in_by_hand(client, rita)
        send(client, client.get("/login/code"), "/login/code", {"code": code})
        assert client.get("/editor/").status_code == expected
        if expected == 200:
            sign_out(client)


def test_whoever_guesses_codes_must_wait(app, rita):
    client = sign_in_by_hand(app.test_client(), rita)
    phone, _ = set_up(client)
    sign_out(client)
    sign_in_by_hand(client, rita)
    page, right = client.get("/login/code"), phone.code()
    for _ in range(FREE):
        send(client, page, "/login/code", {"code": "000000"})

    answer = send(client, page, "/login/code", {"code": right})

    assert "Too many wrong codes. Try again in" in answer.text
    assert client.get("/editor/").status_code == 302


@pytest.mark.parametrize("path", ["/login/code", "/login/set-up"])
def test_without_the_passphrase_nobody_comes_to_the_second_step(client, path):
    assert client.get(path).location == "/login"


def test_the_second_step_does_not_wait_for_ever(app, rita, monkeypatch):
    client = sign_in_by_hand(app.test_client(), rita)

    monkeypatch.setattr(second_step, "PATIENCE", -1)

    assert client.get("/login/set-up").location == "/login"


def test_whoever_is_suspended_in_between_is_not_let_in(app, session, rita):
    client = sign_in_by_hand(app.test_client(), rita)
    session.rollback()
    rita.active = False
    session.commit()

    assert client.get("/login/set-up").location == "/login"


def test_a_second_factor_that_is_there_is_not_set_up_anew_with_the_passphrase(app, rita):
    client = sign_in_by_hand(app.test_client(), rita)
    set_up(client)
    sign_out(client)
    sign_in_by_hand(client, rita)

    assert client.get("/login/set-up").location == "/login"


def test_an_editor_is_asked_for_a_code_once_one_is_set_up(app, session):
    ed = create_user(session, "ed@example.org", "editor", PASSWORD)
    session.commit()
    client = sign_in_by_hand(app.test_client(), ed)
    assert client.get("/editor/").status_code == 200

    page = client.get("/account/second-factor")
    phone = Phone(key_on(page))
    answer = send(client, page, "/account/second-factor", {"code": phone.code()})

    assert len(recovery_codes_on(answer)) == 10
    sign_out(client)
    assert sign_in_by_hand(client, ed).get("/editor/").status_code == 302


def test_the_address_of_the_authenticator_names_site_and_account(app, rita):
    client = sign_in_by_hand(app.test_client(), rita)

    page = html.unescape(client.get("/login/set-up").text)

    assert read_form(client.get("/login/set-up"), "/login/set-up").fields["code"] == ""
    assert "Supply Record" in page
