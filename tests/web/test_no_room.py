"""A full disk, or one that can only be read: reading goes on, and writing says so."""

import os
from dataclasses import replace

import pytest
from sqlalchemy import event, text

from campaign import create_app
from campaign.db import db
from campaign.models import Draft
from tests.support.clients import FreshClient
from tests.support.crawling import crawl
from tests.support.doors import token_of
from tests.support.forms import PASSWORD
from tests.support.issues import make_world
from tests.support.newsroom import Newsroom

READ = (
    "/",
    "/companies/brand",
    "/reports/nights",
    "/search?q=nights",
    "/companies/brand/fact-sheet",
)


@pytest.fixture
def desk(app, session):
    """An editor who is signed in, and something to read."""
    make_world(session)
    session.commit()
    newsroom = Newsroom(app, session)
    client = newsroom.client("editor")
    session.rollback()
    return client, newsroom


def begin_a_report(app, client, title="A title"):
    values = {"csrf_token": token_of(app, client), "title": title}
    return client.post("/editor/new/report", data=values)


def assert_reading_goes_on(client):
    answers = {address: client.get(address).status_code for address in (*READ, "/editor/")}
    assert set(answers.values()) == {200}, answers


def assert_says_so(answer, status, words):
    assert answer.status_code == status, answer.text
    assert words in answer.text
    assert "Nothing was saved" in answer.text
    assert "Go back" in answer.text


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_a_full_disk_stops_writing_only(app, desk):
    client, newsroom = desk
    with app.app_context():
        engine = db.engine

    def fill(connection, _entry):
        [pages] = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")

    engine.dispose()
    event.listen(engine, "connect", fill)
    answers = [begin_a_report(app, client, "A title " * 20) for _ in range(60)]
    event.remove(engine, "connect", fill)
    engine.dispose()

    full = [answer for answer in answers if answer.status_code != 303]
    assert full
    for answer in full:
        assert_says_so(answer, 507, "The disk is full")
    assert_reading_goes_on(client)
    kept = newsroom.count(Draft)
    assert kept == len(answers) - len(full)  # neither more nor half of one
    assert begin_a_report(app, client).status_code == 303  # once there is room again


@pytest.mark.parametrize("dialect", ["postgresql"], indirect=True)
def test_a_server_whose_disk_is_full_stops_writing_only(app, session, desk):
    client, newsroom = desk
    session.execute(
        text(
            "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "RAISE EXCEPTION 'could not extend file: No space left on device' "
            "USING ERRCODE = 'disk_full'; END $$"
        )
    )
    session.execute(
        text("CREATE TRIGGER full_disk BEFORE INSERT ON draft EXECUTE FUNCTION no_room()")
    )
    session.commit()

    answer = begin_a_report(app, client)

    session.execute(text("DROP TRIGGER full_disk ON draft"))
    session.execute(text("DROP FUNCTION no_room"))
    session.commit()
    assert_says_so(answer, 507, "The disk is full")
    assert_reading_goes_on(client)
    assert newsroom.count(Draft) == 0


@pytest.mark.parametrize("dialect", ["postgresql"], indirect=True)
def test_a_server_that_can_only_be_read_says_so(app, desk):
    client, newsroom = desk
    with app.app_context():
        engine = db.engine
    engine.dispose()

    def only_read(connection, _entry):
        connection.read_only = True

    event.listen(engine, "connect", only_read)
    answer = begin_a_report(app, client)
    assert_reading_goes_on(client)
    event.remove(engine, "connect", only_read)
    engine.dispose()

    assert_says_so(answer, 503, "can only be read")
    assert newsroom.count(Draft) == 0


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_a_file_system_that_can_only_be_read_stops_writing_only(app, desk):
    client, newsroom = desk
    path = app.config["CAMPAIGN"].database_url.removeprefix("sqlite:///")
    url = f"sqlite:///file:{path}?mode=ro&uri=true"
    read_only = create_app(replace(app.config["CAMPAIGN"], database_url=url))
    read_only.test_client_class = FreshClient
    reader = read_only.test_client()
    reader.set_cookie("campaign", client.get_cookie("campaign").value)

    answer = begin_a_report(read_only, reader)
    stranger = read_only.test_client()
    values = {"csrf_token": token_of(read_only, stranger), "email": "editor@example.org"}
    signing_in = stranger.post("/login", data=values | {"password": PASSWORD})

    assert_says_so(answer, 503, "can only be read")
    assert_says_so(signing_in, 503, "can only be read")
    assert_reading_goes_on(reader)
    assert {page.status_code for page in crawl(stranger, READ, most=60).values()} <= {
        200,
        301,
        302,
        404,
    }
    assert newsroom.count(Draft) == 0
    with read_only.app_context():
        db.engine.dispose()
    assert os.path.exists(path)
