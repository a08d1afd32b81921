import re
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event, update

from campaign.db import db, now
from campaign.editorial.asking import Wish, file_request
from campaign.models import Record
from campaign.queries.desk import CHORES, count_chores, list_chore
from campaign.schemas.calendar import today_everywhere
from tests.factories import (
    SOURCE,
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


def figures(page):
    """Return the numbers of the overview of a desk, by the part of a page to which they lead."""
    links = r'href="([^"]+)"><b>([\d,]+)</b> ([^<]+)</a>'
    return {address: (int(number), words) for address, number, words in re.findall(links, page)}


def test_the_desk_counts_what_the_days_to_keep_list(newsroom, session):
    late, far, said = (make_company(session, name=name) for name in ("Late", "Far", "Said"))
    asked = {"asked_on": days_away(-10), "channel": "email"}
    replies = {
        "r1": {"actor": late, **asked, "due_on": days_away(-3)},
        "r2": {"actor": far, **asked, "due_on": days_away(90)},
        "r3": {"actor": said, **asked, "due_on": days_away(9)},
    }
    report = make_report(session, slug="due", replies=replies)
    make_response(session, actor=said, report=report, on_date=days_away(-1))
    demand = {"text": "Pay.", "actor": late, "state": "open", "citations": ["examplewatch-2021"]}
    demands = {
        "d1": {**demand, "deadline": days_away(-2)},
        "d2": {**demand, "deadline": days_away(20), "state": "partly_met"},
        "d3": {**demand, "deadline": days_away(400)},
        "d4": {**demand, "deadline": days_away(1), "state": "met"},
    }
    make_campaign(session, demands=demands)
    session.commit()
    newsroom.draft(replies={"r1": {**replies["r2"], "actor": {"record": far}}})
    for name, drafts in (("reviewer", 1), ("second", 0)):
        client = newsroom.client(name, "editor" if name == "second" else name)

        desk, page = client.get("/editor/"), client.get("/editor/days").text

        shown = figures(desk.text)
        assert shown["/editor/days#questions"] == (
            2 + drafts,
            f"questions wait for a company’s reply, {2 + drafts} to see to",
        )
        assert shown["/editor/days#due"] == (2, "demands and commitments come due, 1 overdue")
        for part in ("questions", "due"):
            section = page.split(f'id="{part}"')[1].split("</section>")[0]
            assert section.count("<li><") == shown[f"/editor/days#{part}"][0]


def test_long_lists_of_days_are_read_page_by_page(newsroom, session):
    company = make_company(session, name="Late")
    demand = {"text": "Pay.", "actor": company, "state": "open", "citations": [SOURCE]}
    days = range(-60, 0)
    demands = {f"d{number}": {**demand, "deadline": days_away(number)} for number in days}
    make_campaign(session, demands={key.replace("-", ""): value for key, value in demands.items()})
    session.commit()
    client = newsroom.client("editor")

    first, whole = client.get("/editor/days").text, client.get("/editor/days/due").text
    rest = client.get("/editor/days/due?page=2").text
    beyond = client.get("/editor/days/due?page=99").text

    assert [page.count("<li><a") for page in (first, whole, rest)] == [20, 50, 10]
    assert 'href="/editor/days/due">All 60' in first
    assert "60, the earliest day first, page 1 of 2" in whole
    assert set(re.findall("#demand-d[0-9]+", whole + rest)) == {f"#demand-d{-n}" for n in days}
    assert beyond.count("<li><a") == 10
    assert client.get("/editor/days/nights").status_code == 404


def days_away(number):
    return (today_everywhere() + timedelta(days=number)).isoformat()


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
