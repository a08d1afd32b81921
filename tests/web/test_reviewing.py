from dataclasses import replace

import pytest
from sqlalchemy import select

from campaign.editorial.drafts import start_update, submit_draft
from campaign.models import Draft, Report
from campaign.models.vocabulary import DraftState
from campaign.queries.records import get_record
from tests.factories import (
    make_report,
    publish,
    report_values,
)
from tests.support.forms import read_form, send
from tests.support.newsroom import edit


@pytest.mark.parametrize("verdict", ["return", "reject"])
def test_a_no_without_words_comes_back_with_what_is_missing(newsroom, verdict):
    draft = newsroom.submitted()
    client = newsroom.client("reviewer")
    address = f"/editor/drafts/{draft.id}/review"

    answer = send(client, client.get(address), address, {"verdict": verdict})

    assert answer.status_code == 422
    assert 'href="#words"' in answer.text
    assert newsroom.session.get(Draft, draft.id).state is DraftState.SUBMITTED


def test_a_verdict_must_be_one(newsroom):
    draft = newsroom.submitted()
    client = newsroom.client("reviewer")
    address = f"/editor/drafts/{draft.id}/review"

    assert send(client, client.get(address), address).status_code == 400


def test_a_returned_draft_is_mended_and_submitted_again(newsroom, session):
    draft = newsroom.submitted()
    reviewer, author = newsroom.client("reviewer"), newsroom.client("editor")
    address = f"/editor/drafts/{draft.id}/review"
    words = {"verdict": "return", "words": "Who counted?"}
    send(reviewer, reviewer.get(address), address, words)

    assert "Who counted?" in author.get("/editor/").text
    assert "Who counted?" in author.get(f"/editor/drafts/{draft.id}").text
    edit(author, draft.id, "submit", note="The union counted.")
    answer = send(reviewer, reviewer.get(address), address, {"verdict": "approve"})

    assert answer.status_code == 303
    session.rollback()
    assert session.scalars(select(Report.note)).one() == "The union counted."


def test_an_author_withdraws_and_discards(newsroom):
    draft = newsroom.submitted()
    client = newsroom.client("editor")
    address = f"/editor/drafts/{draft.id}"

    send(client, client.get(f"{address}/review"), f"{address}/withdraw")
    assert client.get(address).status_code == 200
    send(client, client.get(f"{address}/discard"), f"{address}/discard")

    assert newsroom.count(Draft) == 0


def test_a_published_report_is_changed_by_way_of_a_draft(newsroom, session):
    report = make_report(session, slug="nights", denials={}, origins=[])
    session.commit()
    client, reviewer = newsroom.client("editor"), newsroom.client("reviewer")
    token = read_form(client.get("/editor/"), "/logout").fields["csrf_token"]
    answer = client.post("/editor/edit/nights", data={"csrf_token": token})
    number = int(answer.location.rsplit("/", 1)[1])

    edit(client, number, "submit", note="More is known.")
    page = reviewer.get(f"/editor/drafts/{number}/review")
    send(reviewer, page, f"/editor/drafts/{number}/review", {"verdict": "approve"})

    session.rollback()
    changed = get_record(session, "nights", Report)
    assert "What changes" in page.text
    assert page.text.count('<dl class="pair">') == 1
    assert "Note added" in page.text
    assert (changed.id, changed.revision, changed.note) == (report.id, 2, "More is known.")


def test_a_conflict_shows_both_versions_and_loses_neither(newsroom, session):
    author = newsroom.user("editor")
    make_report(session, slug="nights")
    draft = start_update(session, get_record(session, "nights", Report), author=author)
    submit_draft(session, draft, author=author)
    publish(session, report_values(slug="nights", title="Theirs, Newer"))
    session.commit()
    reviewer = newsroom.client("reviewer")
    address = f"/editor/drafts/{draft.id}/review"

    page = reviewer.get(address)
    answer = send(reviewer, page, address, {"verdict": "approve"})
    both = reviewer.get(f"/editor/drafts/{draft.id}/compare")

    assert "was changed since this was begun: revision 1 then, 2 now" in page.text
    assert answer.status_code == 409
    assert "revision 2 now" in answer.text
    assert "Theirs, Newer" in both.text
    assert "Nights at the Mill" in both.text


def ask_for_reviews(app, number):
    app.config["CAMPAIGN"] = replace(app.config["CAMPAIGN"], reviews_required=number)


def test_a_larger_group_publishes_after_two_approvals(app, newsroom):
    ask_for_reviews(app, 2)
    draft = newsroom.submitted()
    address = f"/editor/drafts/{draft.id}"
    first, second = newsroom.client("reviewer"), newsroom.client("second", "reviewer")

    send(first, first.get(f"{address}/review"), f"{address}/review", {"verdict": "approve"})
    assert newsroom.count(Report) == 0
    assert f'action="{address}/publish"' not in first.get(f"{address}/review").text
    send(second, second.get(f"{address}/review"), f"{address}/review", {"verdict": "approve"})
    answer = send(second, second.get(f"{address}/review"), f"{address}/publish")

    assert answer.status_code == 303
    assert newsroom.count(Report) == 1


def test_in_an_installation_of_one_person_the_author_finds_the_button(app, newsroom):
    ask_for_reviews(app, 0)
    draft = newsroom.submitted(author="admin")
    client = newsroom.client("admin")
    page = client.get(f"/editor/drafts/{draft.id}/review")

    answer = send(client, page, f"/editor/drafts/{draft.id}/publish")

    assert answer.status_code == 303
    assert newsroom.count(Report) == 1


def test_a_word_to_the_reviewer_reaches_the_reviewer_only(newsroom):
    draft = newsroom.draft()
    edit(newsroom.client("editor"), draft.id, "submit", to_reviewer="Please check page 3.")
    reviewer = newsroom.client("reviewer")
    address = f"/editor/drafts/{draft.id}/review"
    page = reviewer.get(address)

    answer = send(reviewer, page, address, {"verdict": "approve"})

    assert "Please check page 3." in page.text
    assert "page 3" not in reviewer.get(answer.location).text
