import pytest
from sqlalchemy import select

from campaign.db import now
from campaign.models import Draft, Revision
from campaign.models.vocabulary import DraftAction, DraftState
from campaign.queries.words import date_words
from tests.factories import (
    make_company,
    make_facility,
    make_report,
    make_supply_link,
    name_values,
)
from tests.support.forms import send
from tests.support.newsroom import edit


def only_draft(session):
    session.rollback()
    return session.scalars(select(Draft)).one()


def approve(newsroom, draft):
    reviewer, address = newsroom.client("reviewer"), f"/editor/drafts/{draft.id}/review"
    return send(reviewer, reviewer.get(address), address, {"verdict": "approve"})


def test_a_report_is_retracted_with_its_reason_by_two_people(newsroom, session, client):
    make_report(session, slug="nights")
    session.commit()
    editor, address = newsroom.client("editor"), "/editor/reports/nights/retract"

    send(editor, editor.get(address), address, {"reason": "It was another place."})
    assert client.get("/reports/nights").status_code == 200
    answer = approve(newsroom, only_draft(session))

    assert answer.status_code == 303
    stub, told = client.get("/reports/nights"), client.get("/api/v1/reports/nights")
    today = date_words(now().date().isoformat())
    assert (stub.status_code, told.status_code) == (410, 410)
    assert f"<b>Retracted</b> on {today}. Please do not cite it" in stub.text
    assert "It was another place." in stub.text
    assert 'href="/reports/nights/history"' in stub.text
    assert "It was another place." in told.json["message"]


def test_a_retracted_link_leads_the_reviewer_to_its_history(newsroom, session):
    link = make_supply_link(session)
    session.commit()
    editor, address = newsroom.client("editor"), f"/editor/supply-links/{link.slug}/retract"

    send(editor, editor.get(address), address, {"reason": "It was another firm."})
    answer = approve(newsroom, only_draft(session))

    assert answer.location == f"/editor/supply-links/{link.slug}/history"
    assert newsroom.client("reviewer").get(answer.location).status_code == 200
    assert newsroom.client("reviewer").get("/editor/").status_code == 200


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_retraction_without_a_reason_leaves_no_draft(newsroom, session, reason):
    make_report(session, slug="nights")
    session.commit()
    editor, address = newsroom.client("editor"), "/editor/reports/nights/retract"

    answer = send(editor, editor.get(address), address, {"reason": reason})

    assert answer.status_code == 422
    assert newsroom.count(Draft) == 0


def test_what_others_rest_on_says_so_and_has_no_form(newsroom, session):
    maker = make_company(session, name="Maker")
    make_facility(session, name="Plant", operator=maker)
    session.commit()

    page = newsroom.client("editor").get("/editor/companies/maker/retract")

    assert '<a href="/editor/facilities/plant/history">Plant</a>' in page.text
    assert "1 record rests on it" in page.text
    assert "Submit for review" not in page.text


@pytest.fixture
def twins(newsroom, session):
    """One firm under two records, the second of which runs a plant."""
    make_company(session, name="Maker")
    two = make_company(session, name="Mäker", slug="maker-2", names=[name_values("Mäker")])
    make_facility(session, name="Plant", operator=two)
    session.commit()
    return newsroom


def test_the_other_record_is_found_by_search_and_what_moves_is_shown(twins):
    editor = twins.client("editor")

    found = editor.get("/editor/companies/maker-2/merge?q=maker")
    shown = editor.get("/editor/companies/maker-2/merge?into=maker")

    assert "into=maker" in found.text
    assert "Plant" in shown.text
    assert "Mäker" in shown.text


def test_a_merger_goes_by_review_and_is_undone_by_restoring(twins, session, client):
    editor, address = twins.client("editor"), "/editor/companies/maker-2/merge"
    page = editor.get(f"{address}?into=maker")
    send(editor, page, address, {"reason": "The same firm."})
    approve(twins, only_draft(session))
    assert client.get("/companies/maker-2").location == "/companies/maker"
    assert client.get("/companies/maker-2/history").location == "/companies/maker/history"

    history = "/editor/companies/maker-2/history"
    answer = send(editor, editor.get(history), f"{history}/1/restore")
    send(editor, editor.get(answer.location), answer.location.replace("/review", "/submit"))
    session.rollback()
    newest = session.scalars(select(Draft).order_by(Draft.id.desc())).first()
    approve(twins, newest)

    assert client.get("/companies/maker-2").status_code == 200


def test_a_record_is_not_merged_into_itself_or_another_kind(twins, session):
    make_facility(session, name="Hall")
    session.commit()
    editor = twins.client("editor")

    for into, why in (("maker", "is the same record"), ("hall", "is of another kind")):
        assert why in editor.get(f"/editor/companies/maker/merge?into={into}").text
    assert editor.get("/editor/reports/maker/merge").status_code == 404


def test_a_returned_retraction_is_submitted_again_with_another_reason(newsroom, session):
    make_report(session, slug="nights")
    session.commit()
    editor, address = newsroom.client("editor"), "/editor/reports/nights/retract"
    send(editor, editor.get(address), address, {"reason": "Wrong."})
    draft = only_draft(session)
    reviewer, page = newsroom.client("reviewer"), f"/editor/drafts/{draft.id}/review"
    words = {"verdict": "return", "words": "Say what was wrong."}
    send(reviewer, reviewer.get(page), page, words)

    send(editor, editor.get(page), f"/editor/drafts/{draft.id}/submit", {"reason": "Another mill."})

    session.rollback()
    again = session.get(Draft, draft.id)
    assert (again.state, again.document["reason"]) == (DraftState.SUBMITTED, "Another mill.")


def test_a_correction_tells_readers_what_was_wrong_once_it_is_published(newsroom, session, client):
    make_report(session, slug="nights", denials={}, origins=[])
    session.commit()
    editor, address = newsroom.client("editor"), "/editor/reports/nights/correct"
    note = "The year was 2021, not 2012."

    answer = send(editor, editor.get(address), address, {"public_note": note})
    draft = only_draft(session)
    edit(editor, draft.id, "submit", note="More is known.")
    assert note not in client.get("/reports/nights").text
    assert note in newsroom.client("reviewer").get(f"/editor/drafts/{draft.id}/review").text
    approve(newsroom, draft)

    assert answer.location == f"/editor/drafts/{draft.id}"
    assert note in client.get("/reports/nights").text
    assert note in client.get("/reports/nights/history").text
    session.rollback()
    newest = session.scalars(select(Revision).order_by(Revision.id.desc())).first()
    assert (newest.public_note, newest.action) == (note, DraftAction.UPDATE)


def test_a_correction_says_something(newsroom, session):
    make_report(session, slug="nights")
    session.commit()
    editor, address = newsroom.client("editor"), "/editor/reports/nights/correct"

    assert send(editor, editor.get(address), address, {"public_note": " "}).status_code == 422
    assert newsroom.count(Draft) == 0
