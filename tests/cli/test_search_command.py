import json

import pytest
from click.testing import CliRunner
from sqlalchemy import update

from campaign.cli.commands import Commands
from campaign.cli.search import index, search_command
from campaign.models import SearchEntry
from tests.factories import publish
from tests.search.world import WORLD


@pytest.fixture
def run(app, session):
    """Runs commands on the invented world."""
    publish(session, *WORLD)
    session.commit()

    def run_command(*arguments):
        with app.app_context():
            return CliRunner().invoke(Commands(commands=[search_command, index]), arguments)

    return run_command


def test_search_prints_a_line_for_each_hit(run):
    result = run("search", "桂洛")

    assert result.exit_code == 0
    assert "Quillow (桂洛工業股份有限公司) · company · Taiwan" in result.output
    assert "/companies/quillow" in result.output


def test_search_prints_json_as_the_api_does(run):
    result = run("search", "quillow", "--kind", "facility", "--json")

    assert json.loads(result.stdout) == {
        "total": 1,
        "page": 1,
        "did_you_mean": [],
        "ignored": [],
        "results": [
            {
                "kind": "facility",
                "slug": "quillow-east-works",
                "title": "Quillow East Works",
                "url": "/facilities/quillow-east-works",
                "matched": "Quillow East Works",
            }
        ],
    }


def test_search_says_what_it_ignored_and_understood(run):
    result = run("search", "quilow", "--kind", "planet")

    assert result.exit_code == 0
    assert "“kind=planet” was ignored" in result.stderr
    assert "quilow → quillow" in result.stderr


def test_search_says_how_sure_a_report_is(run):
    result = run("search", "spinning", "hall")

    assert "corroborated · disputed · /reports/nights" in result.stdout


def test_index_check_tells_a_difference_and_rebuild_mends_it(run, session):
    session.execute(update(SearchEntry).values(body="something else"))
    session.commit()

    before = run("index", "check")
    rebuilt = run("index", "rebuild")
    after = run("index", "check")

    assert (before.exit_code, rebuilt.exit_code, after.exit_code) == (1, 0, 0)
    assert "differs in body" in before.output
    assert "holds 9 records" in rebuilt.output
