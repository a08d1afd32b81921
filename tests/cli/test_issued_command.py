"""`campaign fact-sheet verify` and `campaign fact-sheets list|issue|withdraw`, as at a terminal."""

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from campaign import create_app
from campaign.cli.checking import check
from campaign.cli.commands import Commands
from campaign.cli.issued import fact_sheet
from campaign.cli.sheet_batch import fact_sheets
from campaign.factsheets.issued_files import issued_forms, render_issued
from config import Config
from tests.factories import make_company, make_user, publish
from tests.support.issues import issue, make_world, report

pytestmark = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
BY = ["--by", "ana@example.org"]


@pytest.fixture
def run(database_url, session):
    make_world(session)
    make_user(session, "editor", email="ana@example.org")
    session.commit()
    config = Config(database_url, secret_key="x", site_url="https://record.example", testing=True)

    def run_command(*arguments):
        session.rollback()
        with create_app(config).app_context():
            commands = Commands(commands=[check, fact_sheet, fact_sheets])
            return CliRunner().invoke(commands, list(arguments))

    return run_command


@pytest.mark.parametrize("form", issued_forms())
def test_a_file_as_issued_is_verified_with_exit_code_0(run, session, tmp_path, form):
    issued = issue(session)
    session.commit()
    target = tmp_path / f"sheet.{form}"
    target.write_bytes(render_issued(issued, form))

    result = run("fact-sheet", "verify", str(target))

    assert result.exit_code == 0, result.output
    assert "ours, and unaltered" in result.output
    assert "CS-2026-0001 version 1: Brand\ncurrent" in result.output


def test_a_file_that_is_not_current_gives_3(run, session, tmp_path):
    target = tmp_path / "sheet.pdf"
    target.write_bytes(render_issued(issue(session), "pdf"))
    publish(session, report(title="Another title"))
    session.commit()

    result = run("fact-sheet", "verify", str(target))

    assert result.exit_code == 3
    assert "changed since" in result.output


def test_an_altered_file_gives_1_and_shows_where(run, session, tmp_path):
    target = tmp_path / "sheet.md"
    target.write_bytes(render_issued(issue(session), "md").replace(b"at night", b"by day"))
    session.commit()

    result = run("fact-sheet", "verify", str(target))

    assert result.exit_code == 1
    assert "ALTERED" in result.output
    assert "found:" in result.output
    assert "by day" in result.output


def test_what_is_no_sheet_gives_1_and_says_so(run, tmp_path):
    target = tmp_path / "photo.jpg"
    target.write_bytes(b"\xff\xd8\xff\0")

    result = run("fact-sheet", "verify", str(target))

    assert result.exit_code == 1
    assert "neither PDF, Word" in result.output


@pytest.mark.parametrize(
    "arguments", [["brand", "--format", "md"], ["--format", "md", "brand"], ["verify"]]
)
def test_a_slug_still_writes_its_sheet(run, session, tmp_path, arguments):
    make_company(session, name="Verify")
    session.commit()

    result = run("fact-sheet", *arguments, "--output", str(tmp_path / "sheet"))

    assert result.exit_code == 0, result.output
    assert (tmp_path / "sheet").exists()


def test_the_help_names_both_ways(run):
    result = run("fact-sheet", "--help")

    assert "campaign fact-sheet SLUG" in result.output
    assert "campaign fact-sheet verify FILE" in result.output


def test_a_sheet_is_issued_listed_and_withdrawn(run):
    issued = run("fact-sheets", "issue", "brand", *BY)
    number = issued.stdout.split(" ")[0]
    listed = run("fact-sheets", "list")
    withdrawn = run("fact-sheets", "withdraw", number, "1", *BY, "--reason", "Wrong mill.")

    assert issued.exit_code == 0, issued.output
    assert f"https://record.example/fact-sheets/{number}" in issued.stdout
    assert "warning: " in issued.stderr
    assert f"{number} version 1" in listed.output
    assert "current" in listed.output
    assert withdrawn.exit_code == 0, withdrawn.output
    assert "withdrawn" in run("fact-sheets", "list").output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["issue", "nobody", *BY], "There is no company"),
        (["issue", "brand", "--by", "no@example.org"], "There is no account no@example.org"),
        (["withdraw", "CS-2026-9", "1", *BY, "--reason", "x"], "was issued"),
        (["withdraw", "nonsense", "1", *BY, "--reason", "x"], "was issued"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(run, arguments, message):
    result = run("fact-sheets", *arguments)

    assert result.exit_code == 1
    assert message in result.output


def test_the_check_proves_issued_sheets(run, session):
    issue(session)
    session.commit()
    assert run("check").exit_code == 0

    session.execute(text("UPDATE issued_sheet SET content = content || ' '"))
    session.commit()

    result = run("check")
    assert result.exit_code == 1
    assert "its text does not give its hash" in result.output
