"""Ten thousand guesses at one password open nothing, and do not keep its owner out."""

import pytest

from campaign.accounts.users import create_user
from tests.support.doors import token_of
from tests.support.forms import PASSWORD, send
from tests.support.forms import sign_in_by_hand as sign_in


@pytest.mark.attack
def test_guesses_open_nothing_while_the_owner_signs_in(app, session, assault):
    owner = create_user(session, "ana@example.org", "editor", PASSWORD)
    session.commit()
    device = sign_in(app.test_client(), owner)
    stranger, opened, kept_out = app.test_client(), 0, 0
    guesses = assault.size(120, 10_000)

    for number in range(guesses):
        values = {"csrf_token": token_of(app, stranger), "email": owner.email}
        answer = stranger.post("/login", data=values | {"password": f"correct horse {number:05}"})
        opened += answer.status_code != 200
        if number % (guesses // 10) == 0:
            send(device, device.get("/editor/"), "/logout")
            sign_in(device, owner)
            kept_out += device.get("/editor/").status_code != 200

    assault.count("password guesses", guesses, opened)
    assault.count("times that an owner signed in meanwhile", 10, kept_out)
    assert (opened, kept_out) == (0, 0)
    assert stranger.get("/editor/").status_code == 302
