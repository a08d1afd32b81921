"""`campaign audit`: notes the head of the trail, and says what is wrong beside it."""

import json

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from campaign.cli.auditing import audit
from campaign.cli.commands import Commands
from tests.factories import company_values, make_source, publish


@pytest.fixture
def run(app, session):
    make_source(session)
    publish(session, company_values(name="Brand"))
    session.commit()

    def run_command(*arguments):
        with app.app_context():
            return CliRunner().invoke(Commands(commands=[audit]), ["audit", *arguments])

    return run_command


def test_the_head_is_printed_or_written(run, tmp_path):
    printed = run("head")
    run("head", "--output", str(tmp_path / "head.json"))

    assert json.loads(printed.output)["entries"] == 2
    assert (tmp_path / "head.json").read_text() == printed.output


def test_a_trail_that_went_on_is_told_so(run, session, tmp_path):
    run("head", "--output", str(tmp_path / "head.json"))
    publish(session, company_values(name="Newcomer"))
    session.commit()

    result = run("compare", str(tmp_path / "head.json"))

    assert result.exit_code == 0, result.output
    assert "The trail goes on from there: 1 entries since 2024-05-01T12:30" in result.output


@pytest.mark.parametrize(
    ("tamper", "words"),
    [
        ("DELETE FROM audit_entry WHERE subject = 'brand'", "its end was cut off"),
        ("UPDATE audit_entry SET hash = 'forged' WHERE subject = 'brand'", "Entry 2 of the"),
        ("UPDATE audit_entry SET subject = 'other' WHERE id = 1", "Audit entry 1 is not whole"),
    ],
)
def test_a_trail_that_was_cut_or_changed_is_told_so(run, session, tmp_path, tamper, words):
    run("head", "--output", str(tmp_path / "head.json"))
    session.execute(text(tamper))
    session.commit()

    result = run("compare", str(tmp_path / "head.json"))

    assert result.exit_code == 1
    assert words in result.output


@pytest.mark.parametrize("content", ["not JSON", "[]", '{"entries": 1}'])
def test_a_file_that_is_no_head_is_refused(run, tmp_path, content):
    (tmp_path / "head.json").write_text(content)

    result = run("compare", str(tmp_path / "head.json"))

    assert result.exit_code == 1
    assert "is no head of a trail" in result.output or "is not JSON" in result.output
