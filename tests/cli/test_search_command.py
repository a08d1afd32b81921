import json

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, update

from campaign.cli.commands import Commands
from campaign.cli.index import index
from campaign.cli.search import search_command
from campaign.models import SearchEntry, SearchName
from campaign.search.differences import index_differences
from campaign.search.index import rebuild_index
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


@pytest.mark.parametrize(
    ("words", "chosen"),
    [("quillow", {"kind": "facility"}), ("quilow", {}), ("nights", {"status": "disputed"})],
)
def test_search_prints_json_as_the_api_does(run, app, words, chosen):
    options = [part for name, value in chosen.items() for part in (f"--{name}", value)]
    result = run("search", words, *options, "--json")

    answer = app.test_client().get("/api/v1/search", query_string={"q": words, **chosen})
    assert json.loads(result.stdout) == answer.json
    assert answer.json["total"] > 0


def test_search_prints_the_sentence_that_matched_and_the_facets(run):
    result = run("search", "counted", "looms", "--country", "CN")

    assert "    “Examplewatch counted looms at Quillow.”" in result.stdout
    assert "Country: *China [CN] 1" in result.stdout
    assert "Status: corroborated [corroborated] 1, disputed [disputed] 1" in result.stdout


def test_search_pages_and_sorts(run):
    result = run("search", "--sort", "date", "--kind", "report", "--page", "2")

    assert "2 results, page 2 of 1." in result.stdout
    assert "fire" not in result.stdout


def test_search_says_what_it_ignored_and_understood(run):
    result = run("search", "quilow", "--kind", "planet")

    assert result.exit_code == 0
    assert "“kind=planet” was ignored" in result.stderr
    assert "Did you mean: quillow? Nothing has it as typed." in result.stderr


def test_search_offers_fewer_words_where_nothing_has_all(run):
    result = run("search", "quillow", "qqqqqq")

    assert "Nothing has all words. Without “qqqqqq”: quillow (" in result.stderr


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


def test_a_rebuild_tells_how_far_it_is_and_leaves_the_index_alone_when_stopped(
    run, app, session, monkeypatch
):
    told = []
    rebuild_index(session, lambda done, total: told.append((done, total)))
    session.rollback()
    monkeypatch.setattr("campaign.cli.index.rebuild_index", stop_half_way)

    stopped = run("index", "rebuild")
    with app.app_context():
        left = index_differences(session)

    assert told[-1] == (9, 9)
    assert stopped.exit_code == 1
    assert left == []


def stop_half_way(session, progress):
    """Empty part of the index, as a rebuild does, and be stopped by Ctrl-C."""
    progress(1, 9)
    session.execute(delete(SearchName))
    raise KeyboardInterrupt
