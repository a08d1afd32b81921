"""Before what cannot be taken back, a passphrase or a code is asked for again."""

import time

import pytest

from campaign.accounts.throttle import FREE
from campaign.models import Record
from campaign.web.access import doors
from campaign.web.confirming import asks_again
from tests.support.forms import PASSWORD, read_form, send

FIELD = "confirm_with"


def long_after(client, minutes=16):
    """Let so much time go by since the passphrase was shown."""
    with client.session_transaction() as kept:
        kept["fs_paa"] = time.time() - minutes * 60
    return client


def approve(client, draft, words="Well sourced."):
    address = f"/editor/drafts/{draft.id}/review"
    return send(client, client.get(address), address, {"verdict": "approve", "words": words})


def confirm(client, page, given):
    return send(client, page, page.request.path, {FIELD: given})


def test_publishing_asks_for_the_passphrase_after_a_while_and_loses_nothing(newsroom):
    draft = newsroom.submitted()
    before = newsroom.count(Record)
    client = long_after(newsroom.client("reviewer"))

    page = approve(client, draft)

    assert "Confirm that it is you" in page.text
    assert read_form(page, page.request.path).fields["words"] == "Well sourced."
    assert newsroom.count(Record) == before
    answer = confirm(client, page, PASSWORD)
    assert answer.status_code == 303
    assert newsroom.count(Record) == before + 1


def test_within_some_minutes_it_is_not_asked_for(newsroom):
    client = long_after(newsroom.client("reviewer"), minutes=14)

    assert approve(client, newsroom.submitted()).status_code == 303


def test_once_shown_it_is_enough_for_the_next(newsroom):
    client = long_after(newsroom.client("reviewer"))
    confirm(client, approve(client, newsroom.submitted()), PASSWORD)

    assert approve(client, newsroom.submitted(title="Second")).status_code == 303


def test_a_wrong_passphrase_publishes_nothing_and_keeps_the_form(newsroom):
    before = newsroom.count(Record)
    client = long_after(newsroom.client("reviewer"))

    page = confirm(client, approve(client, newsroom.submitted()), "wrong wrong wrong")

    assert page.status_code == 422
    assert "That is wrong" in page.text
    assert newsroom.count(Record) == before
    assert confirm(client, page, PASSWORD).status_code == 303


@pytest.mark.attack
def test_guessing_there_gets_slower_too(newsroom):
    client = long_after(newsroom.client("reviewer"))
    page = approve(client, newsroom.submitted())
    for _ in range(FREE):
        confirm(client, page, "wrong wrong wrong")

    answer = confirm(client, page, PASSWORD)

    assert "Too many wrong attempts. Try again in" in answer.text


@pytest.mark.attack
def test_saying_that_one_is_confirmed_is_not_enough(newsroom):
    before = newsroom.count(Record)
    client = long_after(newsroom.client("reviewer"))
    draft = newsroom.submitted()
    address = f"/editor/drafts/{draft.id}/review"
    page = client.get(address)

    for extra in ({FIELD: ""}, {"confirm_reading": "1"}, {FIELD: "x", "confirm_reading": "1"}):
        send(client, page, address, {"verdict": "approve", "words": "", **extra})

    assert newsroom.count(Record) == before


def test_returning_a_draft_is_not_publishing(newsroom):
    draft = newsroom.submitted()
    client = long_after(newsroom.client("reviewer"))
    address = f"/editor/drafts/{draft.id}/review"

    answer = send(client, client.get(address), address, {"verdict": "return", "words": "Page?"})

    assert answer.status_code == 303


def test_a_page_that_asks_for_it_is_shown_afterwards(newsroom):
    client = long_after(newsroom.client("editor"))
    page = client.get("/account/passphrase")
    assert "Confirm that it is you" in page.text

    answer = confirm(client, page, PASSWORD)

    assert answer.location.endswith("/account/passphrase")
    assert "Change the passphrase" in client.get("/account/passphrase").text


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_whatever_publishes_issues_or_changes_accounts_asks_again(app):
    opens = doors(app)
    posts = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in rule.methods}
    grave = {name for name in posts if opens.get(name) in ("publish", "issue", "administer")}

    forgotten = {name for name in grave if not asks_again(app.view_functions[name])}

    assert forgotten == set()
    assert {"editor.publish_draft", "editor.issue", "admin.suspend"} <= grave
