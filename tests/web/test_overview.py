from datetime import UTC, date, datetime

import pytest
from sqlalchemy import event, update

from campaign.db import db, now
from campaign.editorial.asking import Wish, file_request
from campaign.models import Record
from campaign.queries.desk import CHORES, count_chores, list_chore
from tests.factories import (
    make_campaign,
    make_company,
    make_report,
    make_response,
    make_source,
    statement_values,
)
from tests.support.forms import send

TODAY = date(2026, 11, 25)


def waiting(session, name):
    return [(w.record.slug, w.day) for w in list_chore(session, CHORES[name], TODAY, 1)]


def asked(actor, **values):
    reply = {"actor": actor, "asked_on": "2026-11-01", "channel": "email"}
    return {"c1": {**reply, "due_on": "2026-11-20", **values}}


def test_a_reply_that_is_due_waits_until_the_answer_is_on_record(session):
    late, far = make_company(session, name="Late"), make_company(session, name="Far")
    report = make_report(session, slug="due", replies=asked(late))
    make_report(session, slug="later", replies=asked(far, due_on="2027-03-01"))
    assert waiting(session, "replies-due") == [("due", "2026-11-20")]

    make_response(session, actor=late, report=report, on_date="2026-11-19")

    assert waiting(session, "replies-due") == []


def test_an_open_demand_waits_when_its_deadline_is_near(session):
    company = make_company(session)
    demand = {
        "text": "Pay.",
        "actor": company.slug,
        "state": "open",
        "citations": ["examplewatch-2021"],
    }
    make_campaign(
        session,
        slug="soon",
        demands={"d1": {**demand, "deadline": "2026-12-01"}, "d2": {**demand, "deadline": "2029"}},
    )
    make_campaign(
        session, slug="met", demands={"d1": {**demand, "state": "met", "deadline": "2026-12-01"}}
    )

    assert waiting(session, "deadlines") == [("soon", "2026-12-01")]


def test_a_source_with_an_address_and_no_copy_waits(session):
    make_source(session, slug="plain")
    make_source(session, slug="bare", url="https://example.org/a")
    copy = "https://archive.example/a"
    make_source(session, slug="kept", url="https://example.org/b", archive_url=copy)

    assert [slug for slug, _ in waiting(session, "unarchived")] == ["bare"]


def test_a_report_whose_sources_tell_one_story_waits(session):
    for slug, origin in (("one", "one"), ("copy", "one"), ("two", "two")):
        make_source(session, slug=slug, origin=origin)
    for slug, cited in (("same", ["one", "copy"]), ("both", ["one", "two"])):
        statements = {"s1": statement_values(citations=cited)}
        make_report(session, slug=slug, statements=statements, allegations={})

    assert waiting(session, "one-source") == [("same", None)]


def test_a_record_waits_after_two_years_until_somebody_looks_at_it(newsroom, session):
    make_company(session, name="Old")
    make_company(session, name="Young")
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    session.execute(update(Record).values(updated_at=now()))
    session.execute(update(Record).where(Record.slug == "old").values(updated_at=long_ago))
    session.commit()
    editor, address = newsroom.client("editor"), "/editor/lists/stale"
    assert waiting(session, "stale") == [("old", None)]

    answer = send(editor, editor.get(address), "/editor/companies/old/looked-at")

    session.rollback()
    assert answer.status_code == 303
    assert waiting(session, "stale") == []


def test_the_desk_shows_how_many_are_on_each_list(newsroom, session):
    report = make_report(session)
    make_source(session, slug="bare", url="https://example.org/a")
    file_request(session, report, Wish("Wrong."), code="a code")
    session.commit()

    page = newsroom.client("editor").get("/editor/")

    assert "<b>1</b> reader asks" in page.text
    assert "<b>1</b> sources without an archived copy" in page.text


@pytest.mark.parametrize("name", CHORES)
def test_each_list_has_a_page(newsroom, name):
    assert newsroom.client("editor").get(f"/editor/lists/{name}").status_code == 200


def test_a_list_that_is_none_is_not_found(newsroom):
    assert newsroom.client("editor").get("/editor/lists/nothing").status_code == 404


def test_the_desk_asks_as_many_questions_for_many_drafts_as_for_few(newsroom):
    asked = []
    with newsroom.app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    client = newsroom.client("editor")
    newsroom.draft(title="One")
    asked.clear()
    client.get("/editor/")
    few = len(asked)
    for number in range(15):
        newsroom.draft(title=f"Draft {number}")
    asked.clear()
    client.get("/editor/")

    assert len(asked) == few


def test_lists_are_counted_with_one_question_each(session):
    asked = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))

    count_chores(session, TODAY)

    assert sum(question.startswith("SELECT") for question in asked) == len(CHORES)
