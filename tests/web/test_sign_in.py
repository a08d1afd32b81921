import pytest

from campaign.accounts.throttle import FREE
from campaign.accounts.users import create_user
from campaign.models import SignInAttempts
from tests.support.forms import PASSWORD, send
from tests.support.forms import sign_in_by_hand as sign_in

WAIT = "Too many wrong passphrases for this address. Try again in"


@pytest.fixture
def ana(session):
    user = create_user(session, "ana@example.org", "editor", PASSWORD)
    session.commit()
    return user


def guess(client, email, times, password="wrong wrong wrong"):
    page = client.get("/login")
    values = {"email": email, "password": password}
    return [send(client, page, "/login", values) for _ in range(times)]


@pytest.mark.usefixtures("ana")
@pytest.mark.parametrize("email", ["ana@example.org", "nobody@example.org"])
def test_whoever_guesses_must_wait_whether_the_account_is_there_or_not(app, email):
    answers = guess(app.test_client(), email, FREE + 1)

    assert WAIT not in answers[FREE - 1].text
    assert WAIT in answers[FREE].text
    assert "The address or the passphrase is wrong" not in answers[FREE].text


def test_while_one_must_wait_the_right_password_opens_nothing(app, ana):
    stranger = app.test_client()
    guess(stranger, ana.email, FREE + 1)

    [answer] = guess(stranger, ana.email, 1, password=PASSWORD)

    assert WAIT in answer.text
    assert stranger.get("/editor/").status_code == 302


@pytest.mark.attack
def test_the_owner_signs_in_on_a_known_device_while_others_guess(app, ana):
    device = sign_in(app.test_client(), ana)
    send(device, device.get("/editor/"), "/logout")
    guess(app.test_client(), ana.email, 50)

    sign_in(device, ana)

    assert device.get("/editor/").status_code == 200


def test_a_device_is_known_for_its_own_account_only(app, session, ana):
    eve = create_user(session, "eve@example.org", "editor", PASSWORD)
    session.commit()
    device = sign_in(app.test_client(), eve)
    send(device, device.get("/editor/"), "/logout")
    guess(app.test_client(), ana.email, FREE)

    answers = guess(device, ana.email, 1)

    assert WAIT in answers[0].text


@pytest.mark.parametrize("forged", ["", "x", "WyJ4IiwieSJd.AAAA", "a" * 3_000, "W10.x"])
def test_a_forged_device_is_a_stranger(app, ana, forged):
    client = app.test_client()
    client.set_cookie("campaign_device", forged, path="/login")
    guess(app.test_client(), ana.email, FREE)

    answers = guess(client, ana.email, 1)

    assert WAIT in answers[0].text


def test_the_device_cookie_goes_to_the_door_only_and_says_nothing_of_whom(app, ana):
    client = app.test_client()
    page = client.get("/login")
    cookie = send(
        client, page, "/login", {"email": ana.email, "password": PASSWORD}
    ).headers.getlist("Set-Cookie")

    [device] = [line for line in cookie if line.startswith("campaign_device=")]
    assert "Path=/login" in device
    assert "HttpOnly" in device
    assert "SameSite=Strict" in device
    assert ana.email not in device


def test_success_forgets_the_failures(app, session, ana):
    client = app.test_client()
    guess(client, ana.email, 2)

    sign_in(client, ana)

    session.rollback()
    assert session.query(SignInAttempts).count() == 0


def test_an_address_with_a_nul_is_nobodys(app, ana):
    client = app.test_client()
    values = {"email": f"\0{ana.email}", "password": PASSWORD}

    answer = send(client, client.get("/login"), "/login", values)

    assert answer.status_code == 200
    assert WAIT not in answer.text
    assert 'role="alert"' in answer.text
