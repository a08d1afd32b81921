"""A reader asks for a correction, and an editor answers: nothing about the sender is kept."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from campaign.db import now
from campaign.editorial.asking import MOST_AN_HOUR, Wish, file_request
from campaign.models import AuditEntry, CorrectionRequest, Draft, RequestState
from campaign.web.public import correcting
from tests.factories import make_report, make_supply_link
from tests.support.forms import read_form, send

WRONG = "The year is 2021, not 2012."


@pytest.fixture
def desk(newsroom, session, monkeypatch):
    """A report about which readers ask, and a form that need not stay open for seconds."""
    monkeypatch.setattr(correcting, "SHORTEST", 0)
    make_report(session, slug="nights")
    session.commit()
    return newsroom


def ask(client, **changes):
    headers = changes.pop("headers", {})
    page = client.get("/corrections/new?about=nights")
    values = {**read_form(page, "/corrections/new").fields, "wrong": WRONG, **changes}
    return client.post("/corrections/new", data=values, headers=headers)


def only_request(session):
    session.rollback()
    return session.scalars(select(CorrectionRequest)).one()


def test_a_reader_asks_without_a_cookie_and_gets_a_code(desk, session, client):
    answer = ask(client, contact="reader@example.org")
    receipt = client.get(answer.location)

    assert answer.status_code == 303
    assert "waits for an editor" in receipt.text
    assert WRONG not in receipt.text
    assert [a.headers.getlist("Set-Cookie") for a in (answer, receipt)] == [[], []]
    assert only_request(session).wrong == WRONG
    assert answer.location.rsplit("/", 1)[1] not in only_request(session).receipt
    assert desk.count(CorrectionRequest) == 1


def test_nothing_of_the_machine_is_kept(desk, session, client):
    ask(client, headers={"User-Agent": "Zyxomma/7.0", "X-Forwarded-For": "203.0.113.7"})

    session.rollback()
    for table in ("correction_request", "audit_entry"):
        rows = session.execute(text(f"SELECT * FROM {table}")).all()
        assert "Zyxomma" not in str(rows)
        assert "203.0.113.7" not in str(rows)
        assert "127.0.0.1" not in str(rows)
    assert desk.count(AuditEntry) > 0


def test_a_request_is_on_the_desk_and_nowhere_in_public(desk, session, client):
    ask(client)
    number = only_request(session).id

    shown = desk.client("editor").get(f"/editor/corrections/{number}")

    assert WRONG in shown.text
    assert WRONG in desk.client("editor").get("/editor/corrections").text
    for address in ("/reports/nights", "/reports/nights/history", "/search?q=2012"):
        assert WRONG not in client.get(address).text
    assert client.get(f"/editor/corrections/{number}").status_code == 302


def test_an_editor_takes_it_up_answers_and_the_contact_is_forgotten(desk, session, client):
    receipt = ask(client, contact="reader@example.org").location
    editor, address = desk.client("editor"), f"/editor/corrections/{only_request(session).id}"

    taken = send(editor, editor.get(address), f"{address}/take-up")
    assert only_request(session).draft_id == session.scalars(select(Draft.id)).one()
    words = {"do": "answer", "words": "You are right; it is mended."}
    send(editor, editor.get(address), f"{address}/end", words)

    ended = only_request(session)
    assert taken.status_code == 303
    assert (ended.state, ended.contact) == (RequestState.ANSWERED, None)
    assert "You are right" in client.get(receipt).text


def test_a_request_is_closed_with_a_reason_only(desk, session, client):
    ask(client)
    editor, address = desk.client("editor"), f"/editor/corrections/{only_request(session).id}"

    refused = send(editor, editor.get(address), f"{address}/end", {"do": "close", "words": " "})
    send(editor, editor.get(address), f"{address}/end", {"do": "close", "words": "No source."})
    again = editor.post(f"{address}/end", data={"csrf_token": "x", "do": "close", "words": "No."})

    assert refused.status_code == 422
    assert only_request(session).state is RequestState.CLOSED
    assert again.status_code == 400


def test_a_draft_that_is_thrown_away_puts_the_request_back(desk, session, client):
    ask(client)
    editor, address = desk.client("editor"), f"/editor/corrections/{only_request(session).id}"
    send(editor, editor.get(address), f"{address}/take-up")
    draft_id = only_request(session).draft_id

    page = editor.get(f"/editor/drafts/{draft_id}/discard")
    send(editor, page, f"/editor/drafts/{draft_id}/discard")

    assert (only_request(session).state, only_request(session).draft_id) == ("waiting", None)


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
    ],
)
def test_a_form_on_another_site_is_refused(desk, client, headers):
    assert ask(client, headers=headers).status_code == 400
    assert desk.count(CorrectionRequest) == 0


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"wrong": ""}, 422),
        ({"wrong": "x" * 4001}, 422),
        ({"contact": "x" * 201}, 422),
        ({"wrong": "\0\x07"}, 422),
        ({"code": "forged"}, 422),
        ({"code": ""}, 422),
        ({correcting.TRAP: "https://spam.example"}, 422),
        ({"wrong": "x" * 70_000}, 413),
        ({"about": "no-such-record"}, 404),
    ],
)
def test_what_is_not_right_comes_back_and_is_not_kept(desk, client, changes, status):
    answer = ask(client, **changes)

    assert answer.status_code == status
    assert desk.count(CorrectionRequest) == 0
    if status == 422 and "wrong" not in changes:
        assert WRONG in answer.text


def test_a_form_that_is_sent_quicker_than_people_type_comes_back(newsroom, session, client):
    make_report(session, slug="nights")
    session.commit()

    answer = ask(client)

    assert answer.status_code == 422
    assert "quicker than people type" in answer.text
    assert WRONG in answer.text
    assert newsroom.count(CorrectionRequest) == 0


def test_the_same_form_sent_twice_is_one_request(desk, client):
    page = client.get("/corrections/new?about=nights")
    values = {**read_form(page, "/corrections/new").fields, "wrong": WRONG}

    answers = [client.post("/corrections/new", data=values) for _ in range(2)]

    assert answers[0].location == answers[1].location
    assert desk.count(CorrectionRequest) == 1


def test_more_than_people_can_read_in_an_hour_is_said_and_not_kept(desk, session, client):
    report = make_report(session)
    for number in range(MOST_AN_HOUR):
        at = now() - timedelta(minutes=number // 2)
        file_request(session, report, Wish("Wrong."), code=f"code {number}", at=at)
    session.commit()

    answer = ask(client)

    assert answer.status_code == 429
    assert "in an hour" in answer.text
    assert WRONG in answer.text
    assert desk.count(CorrectionRequest) == MOST_AN_HOUR


def test_what_has_no_page_and_what_is_unpublished_is_not_asked_about(desk, session, client):
    link = make_supply_link(session)
    draft = desk.draft(title="Unread Nights")
    session.commit()

    for slug in (link.slug, draft.document["slug"], "", "no-such"):
        assert client.get(f"/corrections/new?about={slug}").status_code == 404
    assert client.get("/corrections/abc").status_code == 404
