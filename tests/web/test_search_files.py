"""All that a search finds, to take away."""

import csv
import io
import json
from itertools import count, islice

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from campaign.db import db
from campaign.search.query import search
from campaign.web.public.search_files import json_pieces
from campaign.web.public.tables import BOM, csv_lines
from tests.factories import facility_values, make_company, publish, source_values
from tests.search.world import WORLD


@pytest.fixture
def world(app: Flask, session):
    """A client of the application on the invented world."""
    publish(session, *WORLD)
    session.commit()
    return app.test_client()


def read_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix(BOM), newline="")))


def test_a_table_has_what_the_page_says_of_each_hit(world):
    answer = world.get("/search.csv?q=quillow&kind=report")

    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="search-quillow.csv"'
    assert answer.text.startswith(f"{BOM}kind,title,")
    assert read_csv(answer.text) == [
        {
            "kind": "report",
            "title": "Nights in the spinning hall",
            "matched": "Quillow East Works",
            "countries": "CN",
            "from": "2010",
            "to": "2012",
            "status": "corroborated; disputed",
            "reports": "",
            "address": "http://localhost/reports/nights",
        }
    ]


def test_a_name_in_its_own_script_and_the_number_of_reports_are_in_the_table(world):
    [row] = read_csv(world.get("/search.csv?q=桂洛工業&kind=company").text)

    assert (row["title"], row["matched"]) == ("Quillow", "桂洛工業股份有限公司")
    assert row["reports"] == "1"


def test_json_says_what_was_asked_when_and_on_what_terms(world):
    answer = world.get("/search.json?country=cn&q=quillow&colour=red&sort=date")

    values = json.loads(answer.text)
    assert values["query"] == {"q": "quillow", "country": "cn", "sort": "date"}
    assert values["address"] == "http://localhost/search?q=quillow&country=cn&sort=date"
    assert len(values["date"]) == len("2026-11-25")
    assert "CC BY 4.0" in values["licence"]
    assert "colour" in values["ignored"][0]
    assert values["total"] == len(values["results"]) > 0


def test_files_hold_every_hit_in_the_order_of_the_pages(app: Flask, session):
    sheds = (facility_values(name=f"Tarsk Shed {number}") for number in range(130))
    publish(session, source_values(), *sheds)
    session.commit()
    client = app.test_client()

    table = read_csv(client.get("/search.csv?q=tarsk").text)
    values = json.loads(client.get("/search.json?q=tarsk").text)

    pages = [search(session, "tarsk", page=page) for page in range(1, 8)]
    expected = [hit.title for page in pages for hit in page.hits]
    assert [row["title"] for row in table] == expected
    assert [row["title"] for row in values["results"]] == expected
    assert values["total"] == 130


@pytest.mark.parametrize("words", ["quillow", "qqqqqq"])
def test_no_connection_is_kept_when_a_file_is_sent(world, words):
    with world.application.app_context():
        pool = db.engine.pool
    for ending in ("csv", "json"):
        for method in (world.get, world.head):
            method(f"/search.{ending}?q={words}").close()

            assert pool.checkedout() == 0


def test_a_search_that_finds_nothing_gives_empty_files(world):
    assert read_csv(world.get("/search.csv?q=qqqqqq").text) == []
    assert json.loads(world.get("/search.json?q=qqqqqq").text)["results"] == []


def test_a_name_that_is_a_formula_is_not_run(app: Flask, session):
    make_company(session, name="=SUM(A1) Mills", slug="formula")
    session.commit()

    [row] = read_csv(app.test_client().get("/search.csv?q=mills&kind=company").text)

    assert row["title"] == "'=SUM(A1) Mills"


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=5))
def test_a_table_comes_back_as_it_was_and_no_cell_is_a_formula(rows):
    text = "".join(csv_lines(rows)).removeprefix(BOM)

    back = list(csv.reader(io.StringIO(text, newline="")))

    assert [[cell.removeprefix("'") for cell in row] for row in back] == [
        [cell.removeprefix("'") for cell in row] for row in rows
    ]
    assert not any(cell.startswith(tuple("=+-@\t\r\n")) for row in back for cell in row)


def test_files_are_written_while_they_are_sent():
    endless = ([str(number), "x"] for number in count())

    pieces = list(islice(csv_lines(endless), 3))

    assert next(endless)[0] == "400"
    assert pieces[1].startswith("0,x\r\n1,x\r\n")


def test_json_is_written_while_it_is_sent(world, session):
    [hit, *_] = search(session, "quillow").hits
    endless = (hit for _ in count())

    with world.application.test_request_context():
        pieces = list(islice(json_pieces({"site": "Record"}, endless), 12))

    assert len(pieces) == 12
