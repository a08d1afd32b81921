"""A button that is pressed twice does once what it says, and answers twice the same."""

import pytest

from campaign.models import Draft, Report, Review
from tests.factories import make_source
from tests.support.forms import read_form, send
from tests.support.newsroom import begin_record, edit


@pytest.fixture
def client(newsroom):
    make_source(newsroom.session)
    newsroom.session.commit()
    return newsroom.client("editor")


def test_a_record_is_begun_once(newsroom, client):
    page = client.get("/editor/new/company")

    answers = [send(client, page, "/editor/new/company", {"name": "Acme"}) for _ in range(2)]
    other = begin_record(client, "company", name="Acme")

    assert answers[0].location == answers[1].location != f"/editor/drafts/{other}"
    assert newsroom.count(Draft) == 2


def test_a_draft_is_submitted_once(client):
    number = begin_record(client, "company", name="Acme")
    named = {"names__0__language": "en", "country": "US", "sector": "tools"}
    edit(client, number, citations__0__source="examplewatch-2021", **named)
    address = f"/editor/drafts/{number}"
    page = client.get(address)

    answers = [send(client, page, address, {"do": "submit"}) for _ in range(2)]
    other = read_form(page, address).fields | {"do": "submit", "page_mark": "another"}
    refused = client.post(address, data=other)

    assert [(answer.status_code, answer.location) for answer in answers] == [(303, "/editor/")] * 2
    assert refused.status_code == 409


@pytest.mark.parametrize(
    ("verdict", "shown"), [("approve", "/reports/twice"), ("return", "/editor/drafts/")]
)
def test_a_verdict_is_given_once(newsroom, verdict, shown):
    draft = newsroom.submitted(title="Twice")
    reviewer, address = newsroom.client("reviewer"), f"/editor/drafts/{draft.id}/review"
    page = reviewer.get(address)
    said = {"verdict": verdict, "words": "Who counted?"}

    answers = [send(reviewer, page, address, said) for _ in range(2)]
    another = send(reviewer, page, address, said | {"verdict": "reject"})

    assert [answer.status_code for answer in answers] == [303, 303]
    assert all(answer.location.startswith(shown) for answer in answers)
    assert another.status_code in (403, 409)
    assert newsroom.count(Report) == newsroom.count(Review) - (verdict == "return")
    assert newsroom.count(Review) == 1
