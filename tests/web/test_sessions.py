"""A session ends after idle time and after some hours, and what was being typed is kept."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.web.sessions import own_address, session_is_over
from config import Config
from tests.factories import make_company
from tests.support.forms import PASSWORD, read_form, send, sign_in
from tests.support.newsroom import begin, edit

CONFIG = Config("sqlite://", "key")
MINUTE, HOUR = 60, 3600
AT = 1_800_000_000.0


@pytest.mark.parametrize(
    ("seen", "began", "over"),
    [
        (0, 0, False),
        (30 * MINUTE, 40 * MINUTE, False),
        (30 * MINUTE + 1, 40 * MINUTE, True),
        (0, 12 * HOUR, False),
        (0, 12 * HOUR + 1, True),
    ],
)
def test_a_session_ends_after_half_an_hour_without_use_and_after_twelve_hours(seen, began, over):
    assert session_is_over({"seen": AT - seen, "began": AT - began}, CONFIG, AT) == over


def test_a_session_that_does_not_say_when_it_began_is_over():
    assert session_is_over({}, CONFIG, AT)


def away(client, minutes):
    with client.session_transaction() as kept:
        kept["seen"] = time.time() - minutes * MINUTE
    return client


def test_after_signing_in_again_one_is_back_on_the_page(newsroom):
    client = newsroom.client("editor")
    page = f"/editor/drafts/{begin(client)}"
    away(client, 31)

    asked = client.get(page)

    assert asked.location == f"/login?next={page}"
    door = client.get(asked.location)
    assert "You were signed out, because you were away" in door.text
    email = newsroom.user("editor").email
    answer = send(client, door, "/login", {"email": email, "password": PASSWORD})
    assert answer.location == page


def test_each_request_begins_the_idle_time_anew(newsroom):
    client = newsroom.client("editor")

    for _ in range(3):
        away(client, 29)
        assert client.get("/editor/").status_code == 200


def test_the_absolute_end_comes_in_spite_of_use(newsroom):
    client = newsroom.client("editor")
    with client.session_transaction() as kept:
        kept["began"] = time.time() - 12 * HOUR - 1

    assert client.get("/editor/").status_code == 302


def test_a_session_that_ended_is_not_revived_by_the_next_request(newsroom):
    client = away(newsroom.client("editor"), 31)
    client.get("/")

    assert client.get("/editor/").status_code == 302


def send_from_here(client, page, action, changes):
    """Send a form as a browser does, which says from where."""
    values = read_form(page, action).fields | changes
    return client.post(action, data=values, headers={"Origin": "http://localhost"})


@pytest.mark.parametrize("ended", ["idle", "everywhere"])
def test_what_was_typed_when_the_session_ended_can_be_sent_again(newsroom, session, ended):
    client = newsroom.client("editor")
    address = f"/editor/drafts/{begin(client)}"
    page = client.get(address)
    if ended == "idle":
        away(client, 31)
    else:
        user = newsroom.user("editor")
        session.rollback()
        user.fs_uniquifier = "ended"
        session.commit()

    kept = send_from_here(client, page, address, {"do": "save", "title": "Long typed <title>"})

    assert "what you typed is here" in kept.text
    assert "Long typed &lt;title&gt;" in kept.text
    sign_in(client, newsroom.user("editor"))
    again = send(client, kept, address)
    assert again.location == address
    assert "Long typed &lt;title&gt;" in client.get(address).text


@pytest.mark.parametrize("ended", ["idle", "forgotten"])
@pytest.mark.parametrize(
    ("role", "address", "typed", "says"),
    [
        ("admin", "/admin/accounts/invite", {"email": "new@example.org", "role": "editor"}, "link"),
        ("editor", "/editor/new/company", {"text": "Long Typed"}, "/editor/drafts/"),
        ("editor", "/editor/companies/acme/retract", {"reason": "Long reason"}, "/editor/"),
    ],
)
def test_every_form_behind_the_door_comes_back_and_can_be_sent_again(
    newsroom, session, role, address, typed, says, ended
):
    make_company(session, name="Acme")
    session.commit()
    client = newsroom.client(role)
    page = client.get(address if role == "editor" else "/admin/accounts")
    if ended == "idle":
        away(client, 31)
    else:
        client.delete_cookie("campaign")

    kept = send_from_here(client, page, address, typed)

    assert kept.status_code in (400, 401)
    assert "what you typed is here" in kept.text
    sign_in(client, newsroom.user(role))
    again = send(client, kept, address)
    assert says in (again.location or again.text)


@pytest.mark.attack
@pytest.mark.parametrize("way", ["out", "idle", "everywhere"])
def test_a_copied_cookie_opens_nothing_once_its_session_was_ended(newsroom, way):
    client, thief = newsroom.client("editor"), newsroom.app.test_client()
    thief.set_cookie("campaign", client.get_cookie("campaign").value)
    assert thief.get("/editor/").status_code == 200
    desk = client.get("/editor/")

    if way == "out":
        send(client, desk, "/logout")
    elif way == "idle":
        away(client, 31).get("/editor/")
    else:
        send(client, client.get("/account"), "/account/sign-out")

    assert thief.get("/editor/").status_code == 302
    assert client.get("/editor/").status_code == 302
    assert sign_in(client, newsroom.user("editor")).get("/editor/").status_code == 200


@pytest.mark.attack
def test_another_site_signs_nobody_out(newsroom):
    client = newsroom.client("editor")

    client.post("/logout", headers={"Origin": "https://evil.example"})

    assert client.get("/editor/").status_code == 200


@pytest.mark.attack
@pytest.mark.parametrize("origin", [None, "null", "https://evil.example", "http://localhost.evil"])
def test_a_form_that_another_site_sent_does_not_come_back_under_our_name(newsroom, origin):
    client = newsroom.client("editor")
    address = f"/editor/drafts/{begin(client)}"
    headers = {"Origin": origin} if origin else {}
    away(client, 31)

    answer = client.post(address, data={"title": "Planted", "do": "save"}, headers=headers)

    assert "Planted" not in answer.text


def test_no_passphrase_is_sent_back_in_a_page(newsroom):
    client = newsroom.client("editor")
    page = client.get("/account/passphrase")
    away(client, 31)

    typed = {"passphrase": "purple lantern", "again": "purple lantern"}
    answer = send_from_here(client, page, "/account/passphrase", typed)

    assert "purple" not in answer.text


def test_a_draft_is_saved_as_before_while_the_session_lasts(newsroom):
    client = newsroom.client("editor")

    assert edit(client, begin(client), title="Saved").status_code == 303


@pytest.mark.attack
@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "/\t/evil.example/",
        "/\n/evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "evil",
        "",
        None,
    ],
)
def test_no_address_leads_elsewhere(elsewhere):
    assert own_address(elsewhere, "/editor/") == "/editor/"


@given(st.text(max_size=40))
def test_whatever_is_asked_for_one_stays_on_this_site(wanted):
    address = own_address(wanted, "/editor/")

    assert address.startswith("/")
    assert address[1:2] not in ("/", "\\")
    assert all(ord(letter) > 32 for letter in address)
