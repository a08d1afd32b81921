"""Who asked, with what machine and browser, and for what, is written nowhere."""

import logging
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from sqlalchemy import inspect

from tests.support.databases import rows_of
from tests.support.doors import STRANGER, Town, address_of, all_doors, token_of
from tests.support.server import running_server

MACHINE, PROXY = "203.0.113.77", "198.51.100.23"
BROWSER, QUERY, REFERRER = "Markedbrowser/9", "markedquery", "markedreferrer"
MARKS = (MACHINE, PROXY, BROWSER, QUERY, REFERRER)
HEADERS = {
    "User-Agent": BROWSER,
    "X-Forwarded-For": PROXY,
    "Forwarded": f"for={PROXY}",
    "X-Real-IP": PROXY,
    "Referer": f"http://localhost/{REFERRER}",
}


def each_door_twice(town, role):
    """Return addresses of each door: of the first thing that may be behind it, and of the last."""
    for door in all_doors(town.app):
        if door.method == "GET":
            for _, values in town.ends(door.rule, role):
                yield address_of(town.app, door.rule, values)


def ask_everything(town):
    """Open every page, and send what a stranger and an editor send, with marks on all of it."""
    for role in (STRANGER, "admin"):  # who may do nothing, and who may do everything
        client = town.clients[role]
        asking = {"headers": HEADERS, "environ_base": {"REMOTE_ADDR": MACHINE}}
        for address in each_door_twice(town, role):
            client.get(address, query_string={"q": QUERY}, **asking)
        token = token_of(town.app, client)
        wrong = {"csrf_token": token, "email": "nobody@example.org", "password": "wrong"}
        client.post("/login", query_string={"next": QUERY}, data=wrong, **asking)
        client.post("/editor/new/report", data={"csrf_token": token, "title": "A"}, **asking)
        client.post("/editor/new/report", data={"title": "B"}, **asking)


def test_no_table_and_no_log_says_who_asked_or_for_what(app, session, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    logging.getLogger("sqlalchemy").setLevel(logging.WARNING)  # only on where somebody asks
    town = Town(app, session)

    ask_everything(town)

    session.rollback()
    connection = session.connection()
    tables = inspect(connection).get_table_names()
    rows = "\n".join(repr(row) for table in tables for row in rows_of(connection, table))
    session.rollback()
    assert "example.org" in rows  # what is there is seen
    printed = capfd.readouterr()
    for mark in MARKS:
        assert mark not in rows, mark
        assert mark not in caplog.text, mark
        assert mark not in printed.out + printed.err, mark


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_a_running_server_leaves_no_trace_of_a_reader_in_any_file(database_url, tmp_path):
    with running_server(database_url, tmp_path) as site:
        where = urlsplit(site)
        for address in ("/", "/search", "/no-such-page", "/api/v1/search", "/login", "/\x7f%ff"):
            connection = HTTPConnection(str(where.hostname), where.port or 80, timeout=30)
            connection.request("GET", f"{address}?q={QUERY}".replace("\x7f", ""), headers=HEADERS)
            assert connection.getresponse().status < 500
            connection.close()

    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert tmp_path / "server.log" in files
    for path in files:
        for mark in (*MARKS, "no-such-page", "GET /"):
            assert mark.encode() not in path.read_bytes(), (path.name, mark)
