import pytest
from sqlalchemy import select, update

from campaign.editorial.retracting import retract
from campaign.models import Draft, Revision
from campaign.models.vocabulary import DraftAction
from tests.factories import (
    SIGNATURE,
    make_company,
    make_report,
    publish,
    report_values,
    statement_values,
)
from tests.support.forms import send

HISTORY = "/editor/reports/nights/history"


@pytest.fixture
def history(newsroom, session):
    """A report of three revisions, and whoever may read them."""
    values = report_values(slug="nights", note="Old words.")
    make_report(session, slug="nights", note="Old words.")
    publish(session, {**values, "note": "New words."})
    more = {"s1": statement_values(), "s2": statement_values(text="A second sentence.")}
    publish(session, {**values, "note": "New words.", "statements": more})
    session.commit()
    return newsroom


def test_each_revision_is_told_in_words_with_what_it_changed(history):
    page = history.client("editor").get(HISTORY)

    assert page.status_code == 200
    assert "Statement 2 added" in page.text
    assert "Note changed" in page.text
    assert "/note" not in page.text


def test_a_revision_is_shown_in_full_with_the_sources_beside(history):
    page = history.client("editor").get(f"{HISTORY}/1")

    assert "Old words." in page.text
    assert "New words." not in page.text
    assert "Examplewatch" in page.text


def test_any_two_revisions_are_compared(history):
    client = history.client("editor")

    page = client.get(f"{HISTORY}/compare?old=1&new=3")

    assert "Statement 2 added" in page.text
    assert "Note changed" in page.text
    assert "Both say the same" in client.get(f"{HISTORY}/compare?old=2&new=2").text


def test_a_revision_is_restored_as_a_draft(history, session):
    client = history.client("editor")

    answer = send(client, client.get(f"{HISTORY}/1"), f"{HISTORY}/1/restore")

    session.rollback()
    draft = session.scalars(select(Draft)).one()
    assert answer.status_code == 303
    assert (draft.action, draft.document["note"]) == (DraftAction.RESTORE, "Old words.")


@pytest.mark.parametrize("address", ["/4", "/0", "/999999999999", "/compare?old=1&new=9"])
def test_a_revision_that_never_was_is_not_found(history, address):
    assert history.client("editor").get(HISTORY + address).status_code == 404


def test_a_record_is_found_under_its_own_kind_only(history):
    client = history.client("editor")

    assert client.get("/editor/companies/nights/history").status_code == 404
    assert client.get("/editor/reports/no-such/history").status_code == 404


@pytest.mark.usefixtures("history")
def test_readers_see_days_and_notes_and_neither_names_nor_old_words(client):
    page = client.get("/reports/nights/history")

    assert page.text.count("Changed") == 2
    assert "First published" in page.text
    assert "words" not in page.text.lower().split("<main")[1].split("</main")[0]
    assert "@example.org" not in page.text


def test_of_a_retracted_record_readers_see_the_day_and_the_reason(history, session, client):
    report = make_report(session, slug="gone", note="Secret words.")
    retract(session, report, reason="It was another place.", signature=SIGNATURE)
    session.commit()

    public = client.get("/reports/gone/history")
    ours = history.client("editor").get("/editor/reports/gone/history/1")

    assert "It was another place." in public.text
    assert "Secret words." not in public.text
    assert "Secret words." in ours.text


def test_a_long_history_comes_in_pages(newsroom, session):
    for number in range(25):
        make_company(session, name="Acme", slug="acme", sector=f"sector {number}")
    session.commit()
    client = newsroom.client("editor")

    first = client.get("/editor/companies/acme/history")
    second = client.get("/editor/companies/acme/history?page=2")

    assert first.text.count('id="revision-') == 20
    assert second.text.count('id="revision-') == 5
    assert client.get("/editor/companies/acme/history?page=3").status_code == 404


def test_a_revision_of_which_something_was_withheld_says_so_to_editors_only(history, client):
    session = history.session
    session.execute(update(Revision).where(Revision.number == 2).values(withheld=True))
    session.commit()

    page = history.client("editor").get(HISTORY).text

    assert page.count("what was given in confidence is not in this copy") == 1
    assert "in confidence" not in client.get("/reports/nights/history").text
