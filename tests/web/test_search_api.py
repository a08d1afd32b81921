"""`/api/v1/search` and `/api/v1/suggest`: stable shapes for others' programs."""

import pytest
from flask import Flask

from tests.factories import publish
from tests.search.world import WORLD


@pytest.fixture
def world(app: Flask, session):
    """A client of the application on the invented world."""
    publish(session, *WORLD)
    session.commit()
    return app.test_client()


def test_a_page_of_results_says_all_that_the_page_says(world):
    answer = world.get("/api/v1/search?q=桂洛工业&kind=company&colour=red").json

    assert (answer["total"], answer["page"], answer["pages"]) == (1, 1, 1)
    assert answer["understood"] == [{"typed": "桂洛工业", "meant": "Quillow", "as": "name"}]
    assert "colour" in answer["ignored"][0]
    assert answer["facets"]["kind"][0] == {
        "value": "company",
        "label": "company",
        "count": 1,
        "selected": True,
    }
    [hit] = answer["results"]
    assert hit == {
        "kind": "company",
        "slug": "quillow",
        "title": "Quillow",
        "url": "/companies/quillow",
        "matched": "桂洛工業股份有限公司",
        "language": "en",
        "marks": [[0, 4]],
        "context": "Taiwan · electronics",
        "countries": ["TW"],
        "from_date": None,
        "to_date": None,
        "reports": 1,
        "status": None,
    }


def test_a_report_among_the_results_has_its_dates_and_status(world):
    [hit] = world.get("/api/v1/search?q=spinning+hall&kind=report").json["results"]

    dates_and_status = {"from_date", "to_date", "status", "disputed", "remedied", "withdrawn"}
    assert [hit[name] for name in sorted(dates_and_status)] == [
        True,
        "2010",
        False,
        "corroborated",
        "2012",
        False,
    ]


def test_suggestions_say_what_to_show_and_where_it_leads(world):
    answer = world.get("/api/v1/suggest?q=quillow+ea")

    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json["results"] == [
        {
            "kind": "facility",
            "label": "facility",
            "slug": "quillow-east-works",
            "title": "Quillow East Works",
            "url": "/facilities/quillow-east-works",
            "matched": "Quillow East Works",
            "language": "en",
            "pieces": [["Quillow", True], [" ", False], ["Ea", True], ["st Works", False]],
            "place": "Zhengzhou · China · Quillow",
        }
    ]


def test_a_name_in_another_script_is_offered_when_it_begins_as_typed(world):
    [first, *_] = world.get("/api/v1/suggest?q=guiluo").json["results"]

    assert (first["title"], first["matched"]) == ("Quillow", "桂洛工業股份有限公司")
    assert first["pieces"][0] == ["桂洛", True]


def test_too_little_gives_no_suggestion(world):
    assert world.get("/api/v1/suggest?q=q").json == {"results": []}
    assert world.get("/api/v1/suggest").json == {"results": []}
