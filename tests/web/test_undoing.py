import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from campaign.editorial.publishing import publish_all
from campaign.editorial.revisions import Signature
from campaign.models import Batch, Draft
from campaign.models.vocabulary import DraftState
from campaign.schemas import parse_document
from tests.factories import company_values, make_company
from tests.support.forms import send

AT = datetime(2026, 11, 1, 12, tzinfo=UTC)
PLAN = "/editor/undo/plan?origin=a+list&at=2026-11-01T12:00:00%2B00:00"


@pytest.fixture
def imported(newsroom, session):
    """A list that changed one firm and brought in another."""
    make_company(session, name="Old Firm", sector="toys")
    values = (company_values(name="Old Firm", sector="lies"), company_values(name="New Firm"))
    publish_all(session, [parse_document(v) for v in values], signature=Signature(AT, "a list"))
    session.commit()
    return newsroom


def prepare(newsroom):
    editor = newsroom.client("editor")
    return send(editor, editor.get(PLAN), "/editor/undo/plan", {"reason": "A wrong list."})


def test_what_undoing_would_mean_is_shown_before_anything_is_begun(imported):
    editor = imported.client("editor")

    assert "a list" in editor.get("/editor/undo").text
    page = editor.get(PLAN)

    assert "Old Firm" in page.text
    assert "New Firm" in page.text
    assert imported.count(Batch) == 0


def test_a_batch_is_prepared_with_its_progress_and_waits(imported, session):
    answer = prepare(imported)

    assert answer.status_code == 200
    assert "Writing the drafts: 2 of 2" in answer.text
    assert answer.text.rstrip().endswith("</html>")
    session.rollback()
    assert {d.state for d in session.scalars(select(Draft))} == {DraftState.SUBMITTED}


def test_a_second_person_approves_and_carries_out_all_of_it(imported, session, client):
    prepare(imported)
    session.rollback()
    address = f"/editor/batches/{session.scalars(select(Batch.id)).one()}"
    reviewer = imported.client("reviewer")

    send(reviewer, reviewer.get(address), f"{address}/review", {"verdict": "approve"})
    answer = send(reviewer, reviewer.get(address), f"{address}/publish")

    assert "Done: 2 records." in answer.text
    assert client.get("/companies/new-firm").status_code == 410
    session.rollback()
    assert {d.state for d in session.scalars(select(Draft))} == {DraftState.PUBLISHED}


def test_the_author_finds_no_button_and_sends_none(imported, session):
    prepare(imported)
    session.rollback()
    address = f"/editor/batches/{session.scalars(select(Batch.id)).one()}"
    editor = imported.client("editor")
    page = editor.get(address)

    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)[1]
    data = {"csrf_token": token, "verdict": "approve"}

    assert "Carry out" not in page.text
    assert editor.post(f"{address}/review", data=data).status_code == 403
    assert editor.post(f"{address}/publish", data=data).status_code == 403


def test_what_goes_wrong_is_said_on_the_page_and_nothing_is_kept(imported, session):
    prepare(imported)
    session.rollback()
    address = f"/editor/batches/{session.scalars(select(Batch.id)).one()}"
    reviewer = imported.client("reviewer")
    send(reviewer, reviewer.get(address), f"{address}/review", {"verdict": "approve"})
    page = reviewer.get(address)
    make_company(session, name="Old Firm", slug="old-firm", sector="hats")
    session.commit()

    answer = send(reviewer, page, f"{address}/publish")

    assert "1 of 2 records have changed" in answer.text
    session.rollback()
    assert {d.state for d in session.scalars(select(Draft))} == {DraftState.SUBMITTED}


def test_a_batch_without_a_reason_is_not_prepared(imported):
    editor = imported.client("editor")

    answer = send(editor, editor.get(PLAN), "/editor/undo/plan", {"reason": " "})

    assert "Say why: the reason is public" in answer.text
    assert "Prepare the batch" in answer.text

    assert answer.status_code == 422
    assert imported.count(Batch) == 0


@pytest.mark.parametrize(
    "address",
    [
        "?origin=a&at=never",
        "?account=nobody@example.org&since=2026-01-01",
        "?account=x&since=x",
        "",
    ],
)
def test_what_nobody_did_is_not_found(newsroom, address):
    assert newsroom.client("editor").get(f"/editor/undo/plan{address}").status_code == 404


def test_a_batch_is_one_line_on_the_desk_and_not_a_draft_for_each_record(imported):
    prepare(imported)

    page = imported.client("reviewer").get("/editor/")

    assert "batch waits" in page.text
    assert "New Firm" not in page.text
