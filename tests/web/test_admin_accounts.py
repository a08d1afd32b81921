"""Administrators keep the accounts in the browser; nobody else finds the pages."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from campaign.accounts.second_factor import has_second_factor
from campaign.accounts.users import find_user
from campaign.db import now
from campaign.models import AuditEntry, User
from campaign.queries import words
from tests.support.forms import give_second_factor, send

PAGES = ("/admin/accounts", "/admin/accounts/1")
BUTTONS = (
    "role",
    "suspend",
    "reactivate",
    "reset-second-factor",
    "sign-out",
    "revoke-links",
    "new-link",
)


@pytest.fixture
def admin(newsroom):
    return newsroom.client("admin")


@pytest.fixture
def ana(newsroom):
    return newsroom.user("editor")


def press(client, user, button, changes=None):
    page = client.get(f"/admin/accounts/{user.id}")
    return send(client, page, f"/admin/accounts/{user.id}/{button}", changes)


def links_on(page):
    return re.findall(r"/invitation/[\w.-]+", page.text)


@pytest.mark.parametrize("role", ["contributor", "editor", "reviewer"])
def test_others_are_refused(newsroom, role):
    client = newsroom.client(role)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/account").text)[1]
    posts = [f"/admin/accounts/1/{button}" for button in BUTTONS]
    posts += ["/admin/accounts/invite", "/admin/accounts/workshop"]

    answers = [client.get(path) for path in PAGES]
    answers += [client.post(path, data={"csrf_token": token}) for path in posts]

    assert {answer.status_code for answer in answers} == {403}
    assert "admin/accounts" not in client.get("/editor/").text


def test_the_desk_of_an_administrator_leads_to_the_accounts(admin):
    assert 'href="/admin/accounts"' in admin.get("/editor/").text


def test_all_accounts_are_listed_with_role_and_state(admin, newsroom):
    gone, guest = newsroom.user("gone", "reviewer"), newsroom.user("guest", "contributor")
    gone.active, guest.ends_on = False, now().date() + timedelta(days=1)
    newsroom.session.commit()

    text = admin.get("/admin/accounts").text

    rows = re.findall(r"<li><a href=\"/admin.*?</li>", text, re.S)
    states = {row[0]: " ".join(row[1:]) for row in (words_of(row) for row in rows)}
    day = words.date_words(guest.ends_on.isoformat())
    assert states == {
        "admin@example.org": "admin Second factor set up",
        "gone@example.org": "reviewer suspended Second factor set up",
        "guest@example.org": f"contributor No second factor · until {day}",
    }


def words_of(markup):
    return re.sub(r"<[^>]+>", " ", markup).split()


def test_inviting_shows_a_link_once_that_works(admin, app, session):
    page = admin.get("/admin/accounts")

    answer = send(
        admin, page, "/admin/accounts/invite", {"email": "bo@example.org", "role": "reviewer"}
    )

    [path] = links_on(answer)
    assert "bo@example.org" in app.test_client().get(path).text
    assert links_on(admin.get("/admin/accounts")) == []
    session.rollback()
    assert find_user(session, "bo@example.org").role_names == {"reviewer"}


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"email": "", "role": "editor"}, "This is missing"),
        ({"email": "nobody", "role": "editor"}, "is not a mail address"),
        ({"email": "admin@example.org", "role": "editor"}, "already"),
    ],
)
def test_an_invitation_that_cannot_be_made_is_said_beside_the_field(admin, values, says):
    answer = send(admin, admin.get("/admin/accounts"), "/admin/accounts/invite", values)

    assert answer.status_code == 422
    assert says in answer.text


def test_a_workshop_gets_its_links_and_they_are_taken_back(admin, app):
    day = str(now().date() + timedelta(days=1))
    page = admin.get("/admin/accounts")

    answer = send(admin, page, "/admin/accounts/workshop", {"until": day, "count": "4"})

    links = links_on(answer)
    assert len(set(links)) == 4
    page = admin.get("/admin/accounts")
    assert "4 unused links" in page.text
    send(admin, page, f"/admin/accounts/workshop/{day}/revoke")
    assert {app.test_client().get(link).status_code for link in links} == {410}


@pytest.mark.parametrize("values", [{"until": "2020-01-01", "count": "1"}, {"until": "x"}])
def test_a_workshop_that_makes_no_sense_is_refused(admin, values):
    answer = send(admin, admin.get("/admin/accounts"), "/admin/accounts/workshop", values)

    assert answer.status_code == 422


def test_an_account_is_changed_by_a_button_each(admin, session, ana):
    give_second_factor(ana)
    session.commit()

    press(admin, ana, "reset-second-factor")
    press(admin, ana, "sign-out")
    press(admin, ana, "role", {"role": "contributor"})
    press(admin, ana, "suspend")

    session.rollback()
    user = session.get(User, ana.id)
    assert (user.active, user.role_names, has_second_factor(user)) == (
        False,
        {"contributor"},
        False,
    )
    press(admin, ana, "reactivate")
    session.rollback()
    assert session.get(User, ana.id).active
    trail = select(AuditEntry).where(AuditEntry.action.startswith("account:"))
    by = {entry.user_id for entry in session.scalars(trail)}
    assert by == {find_user(session, "admin@example.org").id}


def test_whoever_is_suspended_is_out_at_once(admin, newsroom, ana):
    client = newsroom.client("editor")

    press(admin, ana, "suspend")

    assert client.get("/editor/").status_code == 302


def test_a_forgotten_passphrase_is_a_new_link(admin, app, ana):
    answer = press(admin, ana, "new-link")

    [path] = links_on(answer)
    assert app.test_client().get(path).status_code == 200
    press(admin, ana, "revoke-links")
    assert app.test_client().get(path).status_code == 410


@pytest.mark.parametrize("button", ["suspend", "role"])
def test_the_last_administrator_is_told_why_it_stays(admin, newsroom, button):
    answer = press(admin, newsroom.user("admin"), button, {"role": "editor"})

    assert answer.status_code == 409
    assert "This is the last administrator" in answer.text
    assert admin.get("/admin/accounts").status_code == 200


def test_an_account_that_is_not_there_is_not_found(admin):
    for number in (999, 2**40):
        assert admin.get(f"/admin/accounts/{number}").status_code == 404


@pytest.mark.parametrize("button", BUTTONS)
def test_every_change_asks_for_the_passphrase_after_a_while(admin, ana, button):
    page = admin.get(f"/admin/accounts/{ana.id}")
    shown = f"/admin/accounts/{ana.id}/{button}"
    if shown not in page.text:
        shown = f"/admin/accounts/{ana.id}/suspend"
    with admin.session_transaction() as kept:
        kept["fs_paa"] = 0

    answer = send(admin, page, shown)

    assert "Confirm that it is you" in answer.text
