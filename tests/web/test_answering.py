"""A report and an answer to it through the forms: one submission, one review, one publication."""

import pytest

from campaign.models import Draft, Response
from campaign.models.vocabulary import DraftState
from tests.factories import make_company, make_source
from tests.support.forms import send
from tests.support.newsroom import edit

SAID = {
    "actor__record": "acme",
    "on_date": "2024-02",
    "stance": "disputes",
    "text": "Acme said its own rota shows no nights.",
    "citations__0__source": "examplewatch-2021",
}


@pytest.fixture
def report(newsroom, session):
    """A finished draft of a report, and an answer begun from its form."""
    make_source(session)
    make_company(session, name="Acme")
    session.commit()
    draft = newsroom.draft(title="Nights")
    answer = edit(newsroom.client("editor"), draft.id, "answer")
    return draft.id, int(answer.location.rsplit("/", 1)[1])


def test_a_report_is_not_submitted_before_the_answer_to_it_is_finished(newsroom, report):
    report_id, answer_id = report
    client = newsroom.client("editor")

    page = edit(client, report_id, "submit")

    assert page.status_code == 422
    assert 'href="#answers">Untitled answer' in page.text
    assert f'value="open:{answer_id}"' in page.text


def test_the_forms_of_both_lead_to_one_another(newsroom, report):
    report_id, answer_id = report
    client = newsroom.client("editor")

    there = edit(client, report_id, f"open:{answer_id}", note="Typed before.")
    back = edit(client, answer_id, "back", **SAID)

    assert there.location == f"/editor/drafts/{answer_id}"
    assert back.location == f"/editor/drafts/{report_id}"
    page = client.get(f"/editor/drafts/{report_id}").text
    assert "Typed before." in page
    assert 'Acme on “Nights”</button> <span class="small muted">nothing is missing' in page
    assert edit(client, report_id, "open:999").status_code == 404


def test_both_are_previewed_reviewed_and_published_as_one(newsroom, report, session):
    report_id, answer_id = report
    author, reviewer = newsroom.client("editor"), newsroom.client("reviewer")
    edit(author, answer_id, "back", **SAID)
    for number in (report_id, answer_id):
        shown = author.get(f"/editor/drafts/{number}/preview")
        assert "Preview, not public." in shown.text
        assert SAID["text"] in shown.text

    assert edit(author, report_id, "submit").status_code == 303
    assert "with <a" in reviewer.get("/editor/").text.split('id="to-review"')[1]
    address = f"/editor/drafts/{report_id}/review"
    page = reviewer.get(address)
    assert SAID["text"] in page.text
    beside = reviewer.get(f"/editor/drafts/{answer_id}/review").text
    assert "decided with it" in beside
    assert 'name="verdict"' not in beside
    answer = send(reviewer, page, address, {"verdict": "approve"})

    assert answer.location == "/reports/nights"
    assert SAID["text"] in newsroom.app.test_client().get("/reports/nights").text
    assert newsroom.count(Response) == 1
    assert session.get(Draft, answer_id).state is DraftState.PUBLISHED
